//! Results that have arrived, by the key of their cell, within a bound of memory.
//!
//! Results on the device have a bound of their own. The longest unused ones beyond it are read into memory, where a pixel takes
//! three bytes instead of twelve, before any is forgotten.

use std::collections::{HashMap, HashSet};

use super::widgets::Face;
use crate::domain::CellKey;
use crate::engine::made::{Made, OnDevice};
use crate::problem::Problem;

/// Bytes of result pictures kept.
const KEPT_BYTES: usize = 512 << 20;
/// Bytes of results left on the device: 340 of 256 x 256 pixels.
const DEVICE_BYTES: usize = 256 << 20;

struct Kept {
    outcome: Result<Face, Problem>,
    used: u64,
}

/// The results at hand.
#[derive(Default)]
pub struct Results {
    kept: HashMap<CellKey, Kept>,
    bytes: usize,
    on_device: usize,
    clock: u64,
    /// Being read from the device.
    reading: HashSet<CellKey>,
}

impl Results {
    /// Takes a result in, and lets the longest unused ones go when there are too many.
    pub fn put(&mut self, key: CellKey, outcome: Result<Made, Problem>) {
        self.clock += 1;
        let outcome = outcome.map(Face::from);
        self.count(&outcome, true);
        if let Some(old) = self.kept.insert(
            key,
            Kept {
                outcome,
                used: self.clock,
            },
        ) {
            self.count(&old.outcome, false);
        }
        while self.bytes > KEPT_BYTES && self.kept.len() > 1 {
            let oldest = self
                .kept
                .iter()
                .min_by_key(|(_, kept)| kept.used)
                .map(|(key, _)| *key);
            if let Some(gone) = oldest.and_then(|key| self.kept.remove(&key)) {
                self.count(&gone.outcome, false);
            }
        }
    }

    fn count(&mut self, outcome: &Result<Face, Problem>, comes: bool) {
        let Ok(face) = outcome else { return };
        let (bytes, on_device) = match face {
            Face::Pixels(shown) => (shown.picture.rgb().len(), 0),
            Face::OnDevice(values) => (0, values.bytes() as usize),
        };
        if comes {
            self.bytes += bytes;
            self.on_device += on_device;
        } else {
            self.bytes -= bytes;
            self.on_device -= on_device;
        }
    }

    /// A result that is to be read from the device, unless it is being read.
    pub fn begin_reading(&mut self, key: CellKey) -> Option<OnDevice> {
        match self.face(key)? {
            Face::OnDevice(values) => {
                let values = values.clone();
                self.reading.insert(key).then_some(values)
            }
            Face::Pixels(_) => None,
        }
    }

    /// A result was read, or could not be.
    pub fn end_reading(&mut self, key: CellKey) {
        self.reading.remove(&key);
    }

    /// The longest unused results on the device beyond what may stay there.
    pub fn beyond_the_device(&self) -> Vec<CellKey> {
        let over = self.on_device.saturating_sub(DEVICE_BYTES);
        if over == 0 {
            return Vec::new();
        }
        let there = self
            .kept
            .iter()
            .filter_map(|(key, kept)| match &kept.outcome {
                Ok(Face::OnDevice(values)) => Some((kept.used, *key, values.bytes() as usize)),
                _ => None,
            });
        longest_unused(there.collect(), over)
    }

    /// A result, marked as used now.
    pub fn get(&mut self, key: CellKey) -> Option<&Result<Face, Problem>> {
        self.clock += 1;
        let kept = self.kept.get_mut(&key)?;
        kept.used = self.clock;
        Some(&kept.outcome)
    }

    /// What a result looks like, without marking it.
    pub fn face(&self, key: CellKey) -> Option<&Face> {
        self.kept.get(&key)?.outcome.as_ref().ok()
    }

    /// Whether a result (or its failure) is at hand.
    pub fn has(&self, key: CellKey) -> bool {
        self.kept.contains_key(&key)
    }

    /// Forgets everything: what made it is no longer what it was.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Forgets failures, so that they are tried again.
    pub fn forget_failures(&mut self) {
        self.kept.retain(|_, kept| kept.outcome.is_ok());
    }
}

/// Of results (when they were used, which they are, their bytes) the longest unused ones that free at least `over` bytes.
fn longest_unused(mut there: Vec<(u64, CellKey, usize)>, mut over: usize) -> Vec<CellKey> {
    there.sort_unstable_by_key(|(used, ..)| *used);
    let leaves = |(_, key, bytes): (u64, CellKey, usize)| {
        let leaves = over > 0;
        over = over.saturating_sub(bytes);
        leaves.then_some(key)
    };
    there.into_iter().map_while(leaves).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Fingerprint, Picture, StyleSource};
    use std::sync::Arc;

    fn key(source: u128) -> CellKey {
        let style = StyleSource::Reference {
            picture: Fingerprint(1),
            domain: 0,
        };
        CellKey {
            model: 1,
            source: Fingerprint(source),
            style: style.key(),
        }
    }

    #[test]
    fn the_longest_unused_leave_and_no_more_than_needed() {
        let there = vec![(7, key(1), 10), (3, key(2), 10), (5, key(3), 10)];
        assert_eq!(longest_unused(there.clone(), 0), []);
        assert_eq!(longest_unused(there.clone(), 10), [key(2)]);
        assert_eq!(longest_unused(there.clone(), 11), [key(2), key(3)]);
        assert_eq!(longest_unused(there, 99), [key(2), key(3), key(1)]);
    }

    #[test]
    fn bytes_are_counted_once_however_often_a_result_comes() {
        let mut results = Results::default();
        for side in [4, 8] {
            let picture = Arc::new(Picture::filled(side, side, [1; 3]));
            results.put(key(1), Ok(Made::Pixels(picture)));
        }
        assert_eq!((results.bytes, results.on_device), (8 * 8 * 3, 0));
        results.put(key(1), Err(Problem::new("no")));
        assert_eq!(results.bytes, 0);
        assert!(results.begin_reading(key(1)).is_none());
    }
}
