//! Why a cell cannot be computed.

use thiserror::Error;

/// A cell cannot be computed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TranslateError {
    /// The model has no mapping network.
    #[error("this model has no mapping network, so it takes styles from references only")]
    NoMapping,
    /// The model has no style encoder.
    #[error("this model has no style encoder, so it takes styles from latents only")]
    NoStyleEncoder,
    /// The branch does not exist.
    #[error("branch {domain} does not exist: the model has {count} domains, counted from 0")]
    NoSuchDomain {
        /// The wanted index.
        domain: usize,
        /// How many there are.
        count: usize,
    },
    /// A reference or a latent was given to a label system.
    #[error("{0} takes no references and no latents: choose labels instead")]
    WantsLabels(&'static str),
    /// Labels were given to a system of styles.
    #[error("{0} takes no labels: choose a reference or a latent instead")]
    WantsStyles(&'static str),
    /// A label vector of the wrong length.
    #[error("a label vector of {found} numbers was given; this model takes {expected}")]
    LabelLength {
        /// Numbers given.
        found: usize,
        /// Numbers the model takes.
        expected: usize,
    },
    /// A latent of the wrong length.
    #[error("a latent of {found} numbers was given; this model takes {expected}")]
    LatentLength {
        /// Numbers given.
        found: usize,
        /// Numbers the model takes.
        expected: usize,
    },
    /// A picture is not at hand or has the wrong size.
    #[error("a picture of the request is not at hand at the model's size of {0} x {0} pixels")]
    Picture(usize),
    /// The device gave something unusable back.
    #[error("the network's output could not be used: {0}")]
    Output(String),
}

impl TranslateError {
    /// The output holds infinities or worse.
    pub(super) fn not_numbers() -> Self {
        Self::Output(
            "it holds values that are not numbers; try the CPU, or another model file".to_owned(),
        )
    }
}
