//! The log of a run that survives a full disk: rows that could not be written wait for the next time.

use std::collections::VecDeque;

use crate::runs::metrics::MetricsLog;
use crate::runs::{Row, RunError};

/// Rows on their way into `metrics.jsonl`.
#[derive(Debug)]
pub struct Ledger {
    log: MetricsLog,
    waiting: VecDeque<Row>,
}

impl Ledger {
    /// Writes into this log.
    pub fn new(log: MetricsLog) -> Self {
        Self {
            log,
            waiting: VecDeque::new(),
        }
    }

    /// Writes a row, after those that still wait.
    ///
    /// # Errors
    /// When it cannot be written; it then waits too.
    pub fn append(&mut self, row: Row) -> Result<(), RunError> {
        self.waiting.push_back(row);
        self.write_waiting()
    }

    /// Writes what waits, and waits for the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sync(&mut self) -> Result<(), RunError> {
        self.write_waiting()?;
        self.log.sync()
    }

    fn write_waiting(&mut self) -> Result<(), RunError> {
        while let Some(row) = self.waiting.front() {
            self.log.append(row)?;
            self.waiting.pop_front();
        }
        Ok(())
    }
}
