//! Every knob of every system; [`super::knobs::groups`] gives those of one.

use super::knobs::{Knob, Value, knob};
use crate::model::system::System;

/// Systems that style codes guide.
const STYLES: fn(System) -> bool = |system| !system.takes_labels();
/// Systems that label vectors guide.
const LABELS: fn(System) -> bool = System::takes_labels;
/// Systems with an identity term.
const IDENTITY: fn(System) -> bool = |system| system != System::StarGan;

/// All knobs in groups.
pub(super) const GROUPS: [(&str, &[Knob]); 7] = [
    ("Schedule", &SCHEDULE),
    ("Networks", &NETWORKS),
    ("Pictures", &PICTURES),
    ("Loss weights", &LOSSES),
    ("Optimisers", &OPTIMISERS),
    ("Evaluation", &EVALUATION),
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

const EVALUATION: [Knob; 5] = [
    knob(
        "Evaluate every",
        " steps",
        "Figures of the averaged networks every so many steps, at low priority beside training; 0 for never",
        |c| Value::Steps(&mut c.evaluation.every, 0),
    ),
    knob(
        "Best step by",
        "",
        "The figure that decides which step is the best; its networks are kept",
        |c| Value::Figure(&mut c.evaluation.metric),
    ),
    knob(
        "Outputs a source",
        "",
        "Results of each held-out picture in each task; official: 10. One is quicker, and leaves diversity out",
        |c| Value::Count(&mut c.evaluation.outputs, 1, 100),
    ),
    knob(
        "Most sources",
        "",
        "Held-out pictures of a domain that are translated; 0 for all",
        |c| Value::Count(&mut c.evaluation.sources, 0, 100_000),
    ),
    knob(
        "References too",
        "",
        "Also reference-guided figures, for twice the time",
        |c| Value::Switch(&mut c.evaluation.reference),
    )
    .of(STYLES),
];

const NETWORKS: [Knob; 9] = [
    knob("Picture side", " px", "Side of the pictures", |c| {
        Value::Side(&mut c.model.img_size)
    }),
    knob(
        "First width",
        "",
        "Width of the first convolution; official: 16,384 divided by the picture's side, and 64 for StarGAN and Fixed-Point GAN",
        |c| Value::Count(&mut c.model.base_width, 1, 1_024),
    ),
    knob(
        "Largest width",
        "",
        "Largest width of a convolution; official: 512",
        |c| Value::Count(&mut c.model.width_cap, 1, 2_048),
    ).of(STYLES),
    knob(
        "Style code",
        "",
        "Length of a style code; official: 64",
        |c| Value::Count(&mut c.model.style_dim, 1, 1_024),
    ).of(STYLES),
    knob(
        "Latent code",
        "",
        "Length of a latent code; official: 16",
        |c| Value::Count(&mut c.model.latent_dim, 1, 1_024),
    ).of(STYLES),
    knob(
        "Mapping width",
        "",
        "Width of the mapping network; official: 512",
        |c| Value::Count(&mut c.model.hidden, 1, 4_096),
    ).of(STYLES),
    knob(
        "High-pass skip",
        "",
        "Divisor of the high-pass skip for faces; 0 for none",
        |c| Value::Number(&mut c.model.w_hpf, 10.0),
    ).of(STYLES),
    knob(
        "Generator blocks",
        "",
        "Residual blocks between the generator's two halvings and doublings; official: 6",
        |c| Value::Count(&mut c.model.generator_blocks, 1, 32),
    )
    .of(LABELS),
    knob(
        "Discriminator layers",
        "",
        "How often the discriminator halves the picture; official: 6. Pictures of 64 px need 5 or fewer",
        |c| Value::Count(&mut c.model.discriminator_layers, 1, 10),
    )
    .of(LABELS),
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

const LOSSES: [Knob; 9] = [
    knob(
        "λ_reg (R1)",
        "",
        "Weight of the R1 penalty of the discriminator; official: 1",
        |c| Value::Number(&mut c.losses.lambda_reg, 1_000.0),
    ).of(STYLES),
    knob(
        "λ_sty (style)",
        "",
        "Weight of style reconstruction; official: 1",
        |c| Value::Number(&mut c.losses.lambda_sty, 1_000.0),
    ).of(STYLES),
    knob(
        "λ_ds (diversity)",
        "",
        "Weight of style diversity at the start; official: 1, and 2 for AFHQ",
        |c| Value::Precise(&mut c.losses.lambda_ds),
    ).of(STYLES),
    knob(
        "λ_ds falls over",
        " steps",
        "Steps after which diversity no longer counts; official: 100,000",
        |c| Value::Steps(&mut c.losses.ds_iter, 1),
    ).of(STYLES),
    knob("λ_cyc (cycle)", "", "Weight of cycle consistency; official: 1", |c| {
        Value::Number(&mut c.losses.lambda_cyc, 1_000.0)
    }).of(STYLES),
    knob(
        "λ_id (identity)",
        "",
        "Weight of the identity term: a picture that needs no change stays as it is. Official in Fixed-Point GAN: 10; ours elsewhere, 0 leaves it out",
        |c| Value::Number(&mut c.losses.lambda_identity, 1_000.0),
    ).of(IDENTITY),
    knob(
        "λ_cls (labels)",
        "",
        "Weight of the classification of labels; official: 1",
        |c| Value::Number(&mut c.losses.lambda_cls, 1_000.0),
    )
    .of(LABELS),
    knob(
        "λ_rec (way back)",
        "",
        "Weight of reconstruction, of the way back to the source; official: 10",
        |c| Value::Number(&mut c.losses.lambda_rec, 1_000.0),
    )
    .of(LABELS),
    knob(
        "λ_gp (penalty)",
        "",
        "Weight of the discriminator's gradient penalty; official: 10",
        |c| Value::Number(&mut c.losses.lambda_gp, 1_000.0),
    )
    .of(LABELS),
];

const OPTIMISERS: [Knob; 10] = [
    knob(
        "Learning rate",
        "",
        "Of generator and discriminator, and of a style encoder; official: 0.0001",
        |c| Value::Rate(&mut c.optimiser.learning_rate),
    ),
    knob(
        "Mapping rate",
        "",
        "Learning rate of the mapping network",
        |c| Value::Rate(&mut c.optimiser.mapping_learning_rate),
    ).of(STYLES),
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
    ).of(STYLES),
    knob(
        "D steps a G step",
        "",
        "n_critic: steps of the discriminator for one of the generator; official: 5",
        |c| Value::Steps(&mut c.optimiser.n_critic, 1),
    )
    .of(LABELS),
    knob(
        "Decay share",
        "",
        "Share of the steps, at the end, in which the learning rates fall to 0; official: 0.5",
        |c| Value::Precise(&mut c.optimiser.decay_share),
    )
    .of(LABELS),
];

const HEALTH: [Knob; 8] = [
    knob(
        "D wins: real above",
        "",
        "The discriminator wins when its mean answer to real pictures stays above this …",
        |c| Value::Number(&mut c.health.d_wins_real, 1.0),
    ).of(STYLES),
    knob(
        "… and fake below",
        "",
        "… and its mean answer to translated ones below this …",
        |c| Value::Number(&mut c.health.d_wins_fake, 1.0),
    ).of(STYLES),
    knob(
        "… for",
        " steps",
        "… for so many steps in a row; collapse and saturation use the same count",
        |c| Value::Steps(&mut c.health.patience, 1),
    ).of(STYLES),
    knob(
        "Collapse below",
        "",
        "Outputs have collapsed when two styles differ by less than this (mean absolute difference, range 2)",
        |c| Value::Number(&mut c.health.collapse_distance, 2.0),
    ).of(STYLES),
    knob(
        "Saturated above",
        "",
        "Outputs saturate when more than this share of values lies outside -1 to 1",
        |c| Value::Number(&mut c.health.saturated_share, 1.0),
    ).of(STYLES),
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
