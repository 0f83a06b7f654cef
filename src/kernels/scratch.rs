//! Buffers that kernels need for a moment, kept from one call to the next.
//!
//! A fresh buffer of some megabytes costs a page fault for every 4 KiB, as much as filling it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Mutex;

/// Floats that are kept between calls at most (256 MB); what exceeds it goes back to the system.
const KEPT: usize = 64 << 20;

static SHELF: Mutex<Vec<Vec<f32>>> = Mutex::new(Vec::new());

/// A buffer of floats with any content; it goes back when it is dropped.
pub struct Scratch {
    values: Vec<f32>,
    length: usize,
}

impl Scratch {
    /// A buffer of `length` floats. What is in it is left over from earlier use.
    pub fn of(length: usize) -> Self {
        let values = take(length).unwrap_or_else(|| vec![0.0; length]);
        Self { values, length }
    }
}

impl Deref for Scratch {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.values[..self.length]
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.values[..self.length]
    }
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scratch({})", self.length)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let Ok(mut shelf) = SHELF.lock() else { return };
        let kept: usize = shelf.iter().map(Vec::len).sum();
        if kept + self.values.len() <= KEPT {
            shelf.push(std::mem::take(&mut self.values));
        }
    }
}

/// The smallest buffer on the shelf that is long enough, and not so long that a bigger need would miss it.
fn take(length: usize) -> Option<Vec<f32>> {
    let mut shelf = SHELF.lock().ok()?;
    let fitting = shelf.iter().enumerate();
    let (at, _) = fitting
        .filter(|(_, values)| values.len() >= length && values.len() / 4 <= length)
        .min_by_key(|(_, values)| values.len())?;
    Some(shelf.swap_remove(at))
}
