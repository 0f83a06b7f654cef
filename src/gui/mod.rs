//! The window: a quiet frame around pictures.
//!
//! `theme` holds every colour, size and space; `icons` draws strokes instead of glyphs; `notices` tells a person
//! what happened; `widgets` take data and return what the person did, and keep nothing but the animation.

pub mod icons;
pub mod notices;
mod run;
mod style;
pub mod theme;
pub mod widgets;

pub use run::{WindowOptions, run};
