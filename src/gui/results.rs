//! Results that have arrived, by the key of their cell, within a bound of memory.

use std::collections::HashMap;
use std::sync::Arc;

use super::widgets::Shown;
use crate::domain::{CellKey, Picture};
use crate::problem::Problem;

/// Bytes of result pictures kept.
const KEPT_BYTES: usize = 512 << 20;

struct Kept {
    outcome: Result<Shown, Problem>,
    used: u64,
}

/// The results at hand.
#[derive(Default)]
pub struct Results {
    kept: HashMap<CellKey, Kept>,
    bytes: usize,
    clock: u64,
}

impl Results {
    /// Takes a result in, and lets the longest unused ones go when there are too many.
    pub fn put(&mut self, key: CellKey, outcome: Result<Arc<Picture>, Problem>) {
        self.clock += 1;
        let outcome = outcome.map(Shown::new);
        self.bytes += size(&outcome);
        if let Some(old) = self.kept.insert(
            key,
            Kept {
                outcome,
                used: self.clock,
            },
        ) {
            self.bytes -= size(&old.outcome);
        }
        while self.bytes > KEPT_BYTES && self.kept.len() > 1 {
            let oldest = self
                .kept
                .iter()
                .min_by_key(|(_, kept)| kept.used)
                .map(|(key, _)| *key);
            let gone = oldest.and_then(|key| self.kept.remove(&key));
            self.bytes -= gone.map_or(0, |kept| size(&kept.outcome));
        }
    }

    /// A result, marked as used now.
    pub fn get(&mut self, key: CellKey) -> Option<&Result<Shown, Problem>> {
        self.clock += 1;
        let kept = self.kept.get_mut(&key)?;
        kept.used = self.clock;
        Some(&kept.outcome)
    }

    /// A picture, without marking it.
    pub fn picture(&self, key: CellKey) -> Option<&Shown> {
        self.kept.get(&key)?.outcome.as_ref().ok()
    }

    /// Whether a result (or its failure) is at hand.
    pub fn has(&self, key: CellKey) -> bool {
        self.kept.contains_key(&key)
    }

    /// Forgets failures, so that they are tried again.
    pub fn forget_failures(&mut self) {
        self.kept.retain(|_, kept| kept.outcome.is_ok());
    }
}

fn size(outcome: &Result<Shown, Problem>) -> usize {
    outcome
        .as_ref()
        .map_or(0, |shown| shown.picture.rgb().len())
}
