//! The parts of the window: frame (top, bottom), what to make (left), the pictures (grid), the selected one (right), small sheets.

pub mod align;
pub mod bottom;
pub mod card;
pub mod compare;
pub mod evaluate;
mod eye;
pub mod grid;
pub mod headers;
mod keys;
pub mod labels;
pub mod latents;
pub mod left;
mod log;
mod menu;
mod palette;
mod recent;
pub mod right;
mod settings;
pub mod sheets;
pub mod top;
pub mod train;
pub mod welcome;
