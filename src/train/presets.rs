//! Named starting points for a run.

use serde::{Deserialize, Serialize};

use super::config::{
    DataOptions, LossOptions, ModelShape, OptimiserOptions, Schedule, Start, TrainConfig,
};
use crate::model::system::System;

/// A named configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Continues the bundled model toward a new domain, on the bundled creatures.
    Demo,
    /// The bundled creatures from nothing.
    DemoScratch,
    /// 64 x 64, narrow: for a CPU.
    Small64,
    /// 128 x 128, official widths.
    Medium128,
    /// The official AFHQ configuration.
    Afhq256,
    /// The official CelebA-HQ configuration.
    CelebaHq256,
    /// U-Net skips, 64 x 64, narrow: for a CPU.
    Unet64,
    /// Modulated convolutions, 64 x 64, narrow: for a CPU.
    Modulated64,
    /// Modulated convolutions at full width, 512 x 512.
    Modulated512,
    /// StarGAN, 64 x 64, narrow: for a CPU.
    StarGan64,
    /// The official StarGAN configuration for CelebA.
    StarGan128,
    /// Fixed-Point GAN, 64 x 64, narrow: for a CPU.
    FixedPoint64,
    /// The official Fixed-Point GAN configuration for CelebA.
    FixedPoint128,
}

impl Preset {
    /// All presets: StarGAN v2's, smallest first, then its relatives'.
    pub const ALL: [Self; 13] = [
        Self::Demo,
        Self::DemoScratch,
        Self::Small64,
        Self::Medium128,
        Self::Afhq256,
        Self::CelebaHq256,
        Self::Unet64,
        Self::Modulated64,
        Self::Modulated512,
        Self::StarGan64,
        Self::StarGan128,
        Self::FixedPoint64,
        Self::FixedPoint128,
    ];

    /// How the command line and files call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::DemoScratch => "demo-scratch",
            Self::Small64 => "small-64",
            Self::Medium128 => "medium-128",
            Self::Afhq256 => "afhq-256",
            Self::CelebaHq256 => "celeba-hq-256",
            Self::Unet64 => "unet-64",
            Self::Modulated64 => "modulated-64",
            Self::Modulated512 => "modulated-512",
            Self::StarGan64 => "stargan-64",
            Self::StarGan128 => "stargan-128",
            Self::FixedPoint64 => "fixed-point-64",
            Self::FixedPoint128 => "fixed-point-128",
        }
    }

    /// The preset called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Its configuration, without data.
    pub fn config(self) -> TrainConfig {
        match self {
            Self::Demo => new_domain(),
            Self::DemoScratch => demo(Start::Scratch, 5_000),
            Self::Small64 => small(50_000),
            Self::Medium128 => official(128, 0.0, 1.0),
            Self::Afhq256 => official(256, 0.0, 2.0),
            Self::CelebaHq256 => official(256, 1.0, 1.0),
            Self::Unet64 => of_system(System::UnetSkips, demo(Start::Scratch, 5_000)),
            Self::Modulated64 => of_system(System::Modulated, demo(Start::Scratch, 5_000)),
            Self::Modulated512 => large_modulated(),
            Self::StarGan64 => small_labels(System::StarGan),
            Self::StarGan128 => labels(System::StarGan, 128),
            Self::FixedPoint64 => small_labels(System::FixedPoint),
            Self::FixedPoint128 => labels(System::FixedPoint, 128),
        }
    }
}

/// 64 x 64 with the demo model's widths.
fn small(steps: u64) -> TrainConfig {
    TrainConfig {
        model: ModelShape {
            img_size: 64,
            base_width: 16,
            width_cap: 128,
            hidden: 256,
            ..ModelShape::default()
        },
        losses: LossOptions {
            ds_iter: steps,
            ..LossOptions::default()
        },
        schedule: Schedule {
            steps,
            sample_every: 50,
            save_every: 250,
            autosave_steps: 100,
            autosave_seconds: 120,
            ..Schedule::default()
        },
        ..TrainConfig::default()
    }
}

/// The bundled model learns a domain it has never seen. One known domain beside it and a strong cycle term show within minutes what
/// training does; both figures are from docs/decisions.md.
fn new_domain() -> TrainConfig {
    let mut config = demo(Start::Demo, 500);
    config.data.domains = ["moods", "night"].map(str::to_owned).to_vec();
    config.losses.lambda_cyc = 4.0;
    config
}

/// The bundled creatures. Learning rates and average are those of the bundled model's own training: the official average would still
/// show mostly the first weights after the few hundred steps that a CPU does in ten minutes.
fn demo(start: Start, steps: u64) -> TrainConfig {
    let small = small(steps);
    TrainConfig {
        start,
        optimiser: OptimiserOptions {
            learning_rate: 2e-4,
            mapping_learning_rate: 2e-6,
            ema: 0.99,
            ..OptimiserOptions::default()
        },
        schedule: Schedule {
            sample_every: 25,
            save_every: 100,
            ..small.schedule
        },
        ..small
    }
}

fn official(img_size: usize, w_hpf: f32, lambda_ds: f64) -> TrainConfig {
    TrainConfig {
        model: ModelShape {
            img_size,
            base_width: (1 << 14) / img_size,
            w_hpf,
            ..ModelShape::default()
        },
        losses: LossOptions {
            lambda_ds,
            ..LossOptions::default()
        },
        ..TrainConfig::default()
    }
}

fn of_system(system: System, mut config: TrainConfig) -> TrainConfig {
    config.model.system = system;
    config
}

/// 512 x 512 in 11 GB: one picture at a time, whose gradients add up to those of the batch.
fn large_modulated() -> TrainConfig {
    let mut config = of_system(System::Modulated, official(512, 0.0, 1.0));
    config.schedule.micro_batch = 1;
    config
}

/// The official StarGAN: 200,000 steps, the rates falling to 0 over the second half, no moving average. Fixed-Point GAN differs in the
/// weight of its identity term.
fn labels(system: System, img_size: usize) -> TrainConfig {
    TrainConfig {
        model: ModelShape {
            system,
            img_size,
            base_width: 64,
            ..ModelShape::default()
        },
        data: DataOptions {
            crop_probability: 0.0,
            ..DataOptions::default()
        },
        losses: LossOptions {
            lambda_identity: if system == System::FixedPoint {
                10.0
            } else {
                0.0
            },
            ..LossOptions::default()
        },
        optimiser: OptimiserOptions {
            learning_rate: 1e-4,
            beta1: 0.5,
            beta2: 0.999,
            weight_decay: 0.0,
            ema: 0.0,
            ..OptimiserOptions::default()
        },
        schedule: Schedule {
            steps: 200_000,
            batch: 16,
            ..Schedule::default()
        },
        ..TrainConfig::default()
    }
}

/// 64 x 64 and narrow, for a CPU.
fn small_labels(system: System) -> TrainConfig {
    let official = labels(system, 64);
    TrainConfig {
        model: ModelShape {
            base_width: 16,
            generator_blocks: 4,
            discriminator_layers: 5,
            ..official.model
        },
        optimiser: OptimiserOptions {
            learning_rate: 2e-4,
            ..official.optimiser
        },
        schedule: Schedule {
            batch: 8,
            ..demo(Start::Scratch, 20_000).schedule
        },
        ..official
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_valid_and_found_by_its_name() {
        for preset in Preset::ALL {
            assert_eq!(preset.config().validate(), Ok(()), "{preset:?}");
            assert_eq!(Preset::named(preset.name()), Some(preset));
        }
    }
}
