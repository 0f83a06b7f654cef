//! What leaves the program: PNG files, contact sheets, drawings, and evaluations.

pub mod evaluation;
pub mod file;
pub mod plot;
pub mod png;
pub mod sheet;
