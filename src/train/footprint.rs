//! How much memory an iteration needs, counted from the configuration: for devices that cannot be asked, and before a run is tried.
//!
//! Three things take memory: what is stored (weights, averages, moments, gradients), what the tape of the largest pass keeps for its backward
//! pass, and what passes through. The tape is the largest by far, for every sample of a micro-batch; what is on it is the system's to say
//! ([`Objective::tape`]).

use super::config::TrainConfig;
use super::objective::Objective;
use crate::model::config::ModelConfig;
use crate::model::schema::{NetworkKind, parameter_count};

/// Maps that the tape keeps for each activated convolution with the own kernels: its input. Norm, activation and pooling are made again.
pub const KERNEL_MAPS: u64 = 1;
/// The same where the step is composed of Burn's operations (GPUs): the input, the normalised map, the activated one.
pub const COMPOSED_MAPS: u64 = 3;
/// Copies of the largest map that live at once in a backward pass: gradients of both sides, planes of both, and the result.
const PASSING_MAPS: u64 = 5;

/// Memory of an iteration, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// Weights, averages, moments and the gradients of one pass.
    pub stored: u64,
    /// What the tape of the largest pass keeps.
    pub kept: u64,
    /// What lives only for a moment.
    pub passing: u64,
}

impl Footprint {
    /// The footprint of a run on `model`, with so many maps kept for each convolution.
    pub fn of(config: &TrainConfig, model: &ModelConfig, maps: u64) -> Self {
        let samples = config.micro_batch() as u64;
        let count = |kind| parameter_count(model, kind) as u64;
        let [generator, mapping, style, discriminator] = NetworkKind::ALL.map(count);
        let trained = generator + mapping + style + discriminator;
        let averaged = generator + mapping + style;
        let moments = if config.optimiser.beta1 > 0.0 { 2 } else { 1 };
        let side = model.img_size as u64;
        let largest = side * side * model.base_width as u64;
        let tape = (Objective::of(model.system).tape)(model);
        Self {
            stored: floats(trained * (1 + moments) + averaged + averaged),
            kept: floats(samples * tape * maps),
            passing: floats(samples * largest * PASSING_MAPS),
        }
    }

    /// All of it.
    pub fn total(&self) -> u64 {
        self.stored + self.kept + self.passing
    }
}

fn floats(count: u64) -> u64 {
    count * size_of::<f32>() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DomainSet, LabelSet, LabelSpace};
    use crate::train::presets::Preset;

    const GIB: u64 = 1 << 30;

    fn footprint(preset: Preset, maps: u64) -> Footprint {
        let config = preset.config();
        let domains = DomainSet::new(["a", "b"]);
        Footprint::of(&config, &config.model.with_domains(domains), maps)
    }

    #[test]
    fn the_official_configuration_fits_in_twelve_gigabytes() {
        for preset in [Preset::Afhq256, Preset::CelebaHq256] {
            for maps in [KERNEL_MAPS, COMPOSED_MAPS] {
                let total = footprint(preset, maps).total();
                println!("{preset:?} {maps}: {:.2} GiB", total as f64 / GIB as f64);
                assert!(total < 12 * GIB, "{preset:?}: {total}");
            }
        }
    }

    #[test]
    fn modulated_convolutions_at_512_fit_in_eleven_gigabytes() {
        for maps in [KERNEL_MAPS, COMPOSED_MAPS] {
            let total = footprint(Preset::Modulated512, maps).total();
            println!("{maps}: {:.2} GiB", total as f64 / GIB as f64);
            assert!(total < 11_000_000_000, "{maps}: {total}");
        }
    }

    #[test]
    fn a_label_system_keeps_its_translations() {
        let kept = |preset: Preset| {
            let config = preset.config();
            let labels = LabelSet::attributes("a", vec!["red".to_owned()]);
            let model = config.model.with_labels(LabelSpace { sets: vec![labels] });
            Footprint::of(&config, &model, KERNEL_MAPS).kept
        };
        let stargan = kept(Preset::StarGan64);
        assert_eq!(kept(Preset::FixedPoint64), 2 * stargan, "two of each");
        // D: five layers and both heads on the last map of 256 x 2 x 2.
        let d = 3 * 4096 + 16 * 1024 + 32 * 256 + 64 * 64 + 128 * 16 + 2 * 256 * 4;
        // G: 7x7 on picture and label, 4x4 down twice, four blocks of two, 4x4 up twice, 7x7.
        let (full, half, quarter) = (16 * 4096, 32 * 1024, 64 * 256);
        let g = 4 * 4096 + full + half + 8 * quarter + quarter + half + full;
        assert_eq!(stargan, 4 * 8 * (2 * g + d), "floats of eight samples");
    }

    #[test]
    fn a_smaller_micro_batch_keeps_less_and_stores_the_same() {
        let mut config = Preset::Afhq256.config();
        let domains = DomainSet::new(["a", "b"]);
        let model = config.model.with_domains(domains);
        config.schedule.micro_batch = 4;
        let four = Footprint::of(&config, &model, KERNEL_MAPS);
        config.schedule.micro_batch = 1;
        let one = Footprint::of(&config, &model, KERNEL_MAPS);
        assert_eq!(one.stored, four.stored);
        assert_eq!(4 * one.kept, four.kept);
        assert_eq!(4 * one.passing, four.passing);
    }
}
