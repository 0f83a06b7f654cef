//! The window: panels and states through egui_kittest, and the real one on a display of its own.

mod app;
mod explore;
mod intake;
mod latents;
mod on_device;
mod real;
mod sheets;
mod snapshots;
mod train;
mod widgets;
