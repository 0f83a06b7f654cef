//! Pictures on their way out: PNG files and contact sheets.

pub mod png;
pub mod sheet;
