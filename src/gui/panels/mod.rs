//! The parts of the window: frame (top, bottom), what to make (left), the pictures (grid), the selected one (right), small sheets.

pub mod align;
pub mod bottom;
pub mod card;
pub mod compare;
pub mod evaluate;
mod eye;
mod fitness;
pub mod full;
pub mod grid;
pub mod headers;
mod keys;
pub mod lab;
pub mod labels;
pub mod latents;
pub mod left;
mod menu;
mod palette;
pub mod right;
pub mod sheets;
mod shown;
pub mod top;
pub mod train;
mod trip;
pub mod welcome;
