//! Real pictures as the extractors see them, kept from one model to the next where several are evaluated on the same pictures.

use std::collections::HashMap;
use std::sync::Arc;

use super::tally::{Real, Value};
use crate::evaluation::Protocol;

/// The real pictures of a domain, and how far its held-out ones are from them.
#[derive(Debug)]
pub struct Known {
    /// Ready to be compared with.
    pub real: Real,
    /// Real against real.
    pub floor: Vec<Value>,
}

/// What decides which pictures are meant.
#[derive(Debug, PartialEq, Eq)]
struct Of {
    side: usize,
    fingerprint: String,
    seed: u64,
    most: Option<usize>,
}

/// What is known, by domain; for one size of pictures, one set and one seed.
#[derive(Debug, Default)]
pub struct Reals {
    of: Option<Of>,
    known: HashMap<String, Arc<Known>>,
    keeps: bool,
}

impl Reals {
    /// Keeps what it is told, for several models; one model alone needs each domain once, and no memory for the others.
    pub fn kept() -> Self {
        Self {
            keeps: true,
            ..Self::default()
        }
    }

    /// Whether anything is kept.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// From now on pictures of `side` pixels, of the set with this fingerprint, drawn as `protocol` has it; others are let go.
    pub fn turn_to(&mut self, side: usize, fingerprint: &str, protocol: &Protocol) {
        let of = Of {
            side,
            fingerprint: fingerprint.to_owned(),
            seed: protocol.seed,
            most: protocol.most_sources,
        };
        if self.of.as_ref() != Some(&of) {
            self.of = Some(of);
            self.known.clear();
        }
    }

    /// What is known of a domain.
    pub fn get(&self, domain: &str) -> Option<Arc<Known>> {
        self.known.get(domain).cloned()
    }

    /// Takes in what was found of a domain.
    pub fn put(&mut self, domain: &str, known: Known) -> Arc<Known> {
        let known = Arc::new(known);
        if self.keeps {
            self.known.insert(domain.to_owned(), Arc::clone(&known));
        }
        known
    }
}
