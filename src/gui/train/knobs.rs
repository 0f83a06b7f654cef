//! Every knob of a run as a row of a list: its name, what it does, its unit, and how to reach it.

use crate::train::config::TrainConfig;

/// A knob's value, to be changed in place.
pub enum Value<'a> {
    /// A count, with its range.
    Count(&'a mut usize, usize, usize),
    /// Steps or seconds, from the first number on.
    Steps(&'a mut u64, u64),
    /// A number from 0 on, at most the second.
    Number(&'a mut f32, f32),
    /// A small number that is written as a power of ten.
    Rate(&'a mut f64),
    /// A number from 0 on.
    Precise(&'a mut f64),
    /// The side of a picture: a power of two.
    Side(&'a mut usize),
    /// Yes or no.
    Switch(&'a mut bool),
}

impl Value<'_> {
    /// Takes the other one's value.
    pub fn copy_from(&mut self, other: &Value<'_>) {
        match (self, other) {
            (Self::Count(to, ..), Value::Count(from, ..)) | (Self::Side(to), Value::Side(from)) => {
                **to = **from
            }
            (Self::Steps(to, _), Value::Steps(from, _)) => **to = **from,
            (Self::Number(to, _), Value::Number(from, _)) => **to = **from,
            (Self::Rate(to), Value::Rate(from)) | (Self::Precise(to), Value::Precise(from)) => {
                **to = **from
            }
            (Self::Switch(to), Value::Switch(from)) => **to = **from,
            _ => {}
        }
    }

    /// Whether both have the same value.
    pub fn same(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Self::Count(a, ..), Value::Count(b, ..)) | (Self::Side(a), Value::Side(b)) => a == b,
            (Self::Steps(a, _), Value::Steps(b, _)) => a == b,
            (Self::Number(a, _), Value::Number(b, _)) => a == b,
            (Self::Rate(a), Value::Rate(b)) | (Self::Precise(a), Value::Precise(b)) => a == b,
            (Self::Switch(a), Value::Switch(b)) => a == b,
            _ => false,
        }
    }
}

/// A knob.
pub struct Knob {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The unit after the value, with its space.
    pub unit: &'static str,
    /// How to reach it.
    pub value: for<'a> fn(&'a mut TrainConfig) -> Value<'a>,
}

const fn knob(
    name: &'static str,
    unit: &'static str,
    does: &'static str,
    value: for<'a> fn(&'a mut TrainConfig) -> Value<'a>,
) -> Knob {
    Knob {
        name,
        does,
        unit,
        value,
    }
}

/// All knobs in groups.
pub const GROUPS: [(&str, &[Knob]); 6] = [
    ("Schedule", &SCHEDULE),
    ("Networks", &NETWORKS),
    ("Pictures", &PICTURES),
    ("Loss weights", &LOSSES),
    ("Optimisers", &OPTIMISERS),
    ("Health", &HEALTH),
];

const SCHEDULE: [Knob; 10] = [
    knob("Steps", "", "Steps of the whole run", |c| {
        Value::Steps(&mut c.schedule.steps, 1)
    }),
    knob(
        "Batch",
        "",
        "Pictures of one update; the official 8 is the least advised",
        |c| Value::Count(&mut c.schedule.batch, 1, 256),
    ),
    knob(
        "Micro-batch",
        "",
        "Pictures computed at once; 0 for the whole batch. Smaller needs less memory and gives the same update",
        |c| Value::Count(&mut c.schedule.micro_batch, 0, 256),
    ),
    knob("Seed", "", "Decides every random number of the run", |c| {
        Value::Steps(&mut c.schedule.seed, 0)
    }),
    knob(
        "Log every",
        " steps",
        "A row of numbers every so many steps",
        |c| Value::Steps(&mut c.schedule.log_every, 1),
    ),
    knob(
        "Sheets every",
        " steps",
        "Sample sheets every so many steps",
        |c| Value::Steps(&mut c.schedule.sample_every, 1),
    ),
    knob(
        "Checkpoint every",
        " steps",
        "A checkpoint to keep every so many steps",
        |c| Value::Steps(&mut c.schedule.save_every, 1),
    ),
    knob(
        "Autosave every",
        " steps",
        "An autosave at the latest after so many steps",
        |c| Value::Steps(&mut c.schedule.autosave_steps, 1),
    ),
    knob(
        "… or every",
        " s",
        "An autosave at the latest after so many seconds",
        |c| Value::Steps(&mut c.schedule.autosave_seconds, 1),
    ),
    knob(
        "Keep last",
        "",
        "How many full checkpoints are kept; the best one always is",
        |c| Value::Count(&mut c.schedule.keep_last, 1, 1_000),
    ),
];

const NETWORKS: [Knob; 7] = [
    knob("Picture side", " px", "Side of the pictures", |c| {
        Value::Side(&mut c.model.img_size)
    }),
    knob(
        "First width",
        "",
        "Width of the first convolution; official: 16,384 divided by the picture's side",
        |c| Value::Count(&mut c.model.base_width, 1, 1_024),
    ),
    knob(
        "Largest width",
        "",
        "Largest width of a convolution; official: 512",
        |c| Value::Count(&mut c.model.width_cap, 1, 2_048),
    ),
    knob(
        "Style code",
        "",
        "Length of a style code; official: 64",
        |c| Value::Count(&mut c.model.style_dim, 1, 1_024),
    ),
    knob(
        "Latent code",
        "",
        "Length of a latent code; official: 16",
        |c| Value::Count(&mut c.model.latent_dim, 1, 1_024),
    ),
    knob(
        "Mapping width",
        "",
        "Width of the mapping network; official: 512",
        |c| Value::Count(&mut c.model.hidden, 1, 4_096),
    ),
    knob(
        "High-pass skip",
        "",
        "Divisor of the high-pass skip for faces; 0 for none",
        |c| Value::Number(&mut c.model.w_hpf, 10.0),
    ),
];

const PICTURES: [Knob; 3] = [
    knob(
        "Held out",
        "",
        "Share of each domain that is not trained on, when the folder has no train and val folders",
        |c| Value::Number(&mut c.data.val_share, 0.89),
    ),
    knob(
        "Crop at random",
        "",
        "Probability that a picture is cropped at random",
        |c| Value::Number(&mut c.data.crop_probability, 1.0),
    ),
    knob(
        "Mirror",
        "",
        "Probability that a picture is mirrored",
        |c| Value::Number(&mut c.data.flip_probability, 1.0),
    ),
];

const LOSSES: [Knob; 6] = [
    knob(
        "λ_reg (R1)",
        "",
        "Weight of the R1 penalty of the discriminator",
        |c| Value::Number(&mut c.losses.lambda_reg, 1_000.0),
    ),
    knob(
        "λ_sty (style)",
        "",
        "Weight of style reconstruction",
        |c| Value::Number(&mut c.losses.lambda_sty, 1_000.0),
    ),
    knob(
        "λ_ds (diversity)",
        "",
        "Weight of style diversity at the start",
        |c| Value::Precise(&mut c.losses.lambda_ds),
    ),
    knob(
        "λ_ds falls over",
        " steps",
        "Steps after which diversity no longer counts",
        |c| Value::Steps(&mut c.losses.ds_iter, 1),
    ),
    knob("λ_cyc (cycle)", "", "Weight of cycle consistency", |c| {
        Value::Number(&mut c.losses.lambda_cyc, 1_000.0)
    }),
    knob(
        "λ_idt (identity)",
        "",
        "Weight of the identity term. Not official; 0 leaves it out",
        |c| Value::Number(&mut c.losses.lambda_identity, 1_000.0),
    ),
];

const OPTIMISERS: [Knob; 8] = [
    knob(
        "Learning rate",
        "",
        "Of generator, style encoder and discriminator",
        |c| Value::Rate(&mut c.optimiser.learning_rate),
    ),
    knob(
        "Mapping rate",
        "",
        "Learning rate of the mapping network",
        |c| Value::Rate(&mut c.optimiser.mapping_learning_rate),
    ),
    knob("β₁", "", "Decay of the first moment", |c| {
        Value::Precise(&mut c.optimiser.beta1)
    }),
    knob("β₂", "", "Decay of the second moment", |c| {
        Value::Precise(&mut c.optimiser.beta2)
    }),
    knob(
        "Epsilon",
        "",
        "Added to the root of the second moment",
        |c| Value::Rate(&mut c.optimiser.epsilon),
    ),
    knob(
        "Weight decay",
        "",
        "L2 penalty, added to the gradient",
        |c| Value::Rate(&mut c.optimiser.weight_decay),
    ),
    knob(
        "Average",
        "",
        "Share of the old weights in the moving average",
        |c| Value::Precise(&mut c.optimiser.ema),
    ),
    knob(
        "E in reference pass",
        "",
        "Also step the style encoder in the reference pass. Not official: its author found it worse",
        |c| Value::Switch(&mut c.optimiser.style_encoder_in_reference_pass),
    ),
];

const HEALTH: [Knob; 8] = [
    knob(
        "D wins: real above",
        "",
        "The discriminator wins when its mean answer to real pictures stays above this …",
        |c| Value::Number(&mut c.health.d_wins_real, 1.0),
    ),
    knob(
        "… and fake below",
        "",
        "… and its mean answer to translated ones below this …",
        |c| Value::Number(&mut c.health.d_wins_fake, 1.0),
    ),
    knob(
        "… for",
        " steps",
        "… for so many steps in a row; collapse and saturation use the same count",
        |c| Value::Steps(&mut c.health.patience, 1),
    ),
    knob(
        "Collapse below",
        "",
        "Outputs have collapsed when two styles differ by less than this (mean absolute difference, range 2)",
        |c| Value::Number(&mut c.health.collapse_distance, 2.0),
    ),
    knob(
        "Saturated above",
        "",
        "Outputs saturate when more than this share of values lies outside -1 to 1",
        |c| Value::Number(&mut c.health.saturated_share, 1.0),
    ),
    knob(
        "Few pictures",
        "",
        "Fewer training pictures than this are called few",
        |c| Value::Count(&mut c.health.few_pictures, 0, 1_000_000),
    ),
    knob(
        "Few in a domain",
        "",
        "Fewer training pictures in one domain than this are called few",
        |c| Value::Count(&mut c.health.few_in_domain, 0, 1_000_000),
    ),
    knob(
        "Small batch",
        "",
        "Smaller batches than this are warned about",
        |c| Value::Count(&mut c.health.small_batch, 0, 256),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_knob_reaches_its_own_number() {
        let mut seen = std::collections::BTreeSet::new();
        for knob in GROUPS.iter().flat_map(|(_, knobs)| knobs.iter()) {
            let (mut changed, mut plain) = (TrainConfig::default(), TrainConfig::default());
            match (knob.value)(&mut changed) {
                Value::Count(number, ..) | Value::Side(number) => *number += 1,
                Value::Steps(number, _) => *number += 1,
                Value::Number(number, _) => *number += 0.01,
                Value::Rate(number) | Value::Precise(number) => *number += 0.01,
                Value::Switch(yes) => *yes = !*yes,
            }
            let text = toml::to_string(&changed).unwrap();
            assert!(
                seen.insert(text),
                "{} reaches another one's number",
                knob.name
            );
            let mut value = (knob.value)(&mut changed);
            assert!(!value.same(&(knob.value)(&mut plain)), "{}", knob.name);
            value.copy_from(&(knob.value)(&mut plain));
            assert_eq!(changed, plain);
        }
        assert_eq!(
            seen.len(),
            42,
            "all knobs but the data's root, the domains and the start"
        );
    }
}
