//! A value over steps, kept so that 100,000 points draw as fast as a thousand. (Contract; being written.)

/// A series of (step, value): the whole run at a resolution that halves when it grows, and the recent steps in full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {}

impl History {
    /// Adds the value of `step`; steps must grow.
    pub fn push(&mut self, _step: u64, _value: f64) {
        todo!()
    }
}
