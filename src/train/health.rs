//! Whether a run goes well, from its numbers alone. (Contract; being written.)

use serde::{Deserialize, Serialize};

use super::config::HealthLimits;
use super::trainer::StepReport;

/// Something a person should know about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// A term is infinite or not a number: training must stop. The name of the term.
    Broken(String),
    /// D tells real from translated too easily.
    DiscriminatorWins,
    /// Different styles give the same picture.
    Collapsed,
    /// Outputs leave the range of pictures.
    Saturated,
    /// Fewer pictures than advised: all, and the smallest domain with its count.
    FewPictures {
        /// Training pictures in all.
        total: usize,
        /// The smallest domain.
        domain: String,
        /// Its training pictures.
        count: usize,
    },
    /// A batch below the advised size.
    SmallBatch(usize),
}

impl Finding {
    /// What was found, in one sentence.
    pub fn sentence(&self) -> String {
        todo!()
    }

    /// What to do, in one sentence.
    pub fn advice(&self) -> &'static str {
        todo!()
    }

    /// Whether training cannot go on.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Broken(_))
    }
}

/// Watches a run step by step.
#[derive(Clone, Debug)]
pub struct Health {
    #[expect(dead_code, reason = "contract")]
    limits: HealthLimits,
}

impl Health {
    /// A watch with these limits.
    pub fn new(limits: HealthLimits) -> Self {
        Self { limits }
    }

    /// Findings known before the start: pictures of each domain (name, count), and the batch.
    pub fn before_start(&self, _domains: &[(String, usize)], _batch: usize) -> Vec<Finding> {
        todo!()
    }

    /// Takes in a step; gives findings that begin to hold with it. Each is told once until it has ceased to hold.
    pub fn take(&mut self, _report: &StepReport) -> Vec<Finding> {
        todo!()
    }
}
