//! What leaves the program: PNG files, contact sheets, drawings, and evaluations.

pub mod contact;
pub mod evaluation;
pub mod file;
pub mod film;
pub mod keepsake;
mod letters;
pub mod plot;
pub mod png;
pub mod sheet;
