//! The window: panels and states through egui_kittest, and the real one on a display of its own.

mod access;
mod another_model;
mod app;
mod commands;
mod compare;
mod desk;
mod evaluate;
mod explore;
mod exports;
mod eye;
mod fitness;
mod gone;
mod guide;
mod intake;
mod kept;
mod lab;
mod labels;
mod latents;
mod look;
#[path = "../suite/models.rs"]
mod models;
mod on_device;
mod real;
mod saves;
mod sheets;
mod shots;
#[path = "../suite/skeleton.rs"]
#[allow(dead_code, reason = "the window opens one of the checkpoints")]
mod skeleton;
mod snapshots;
mod story;
#[allow(dead_code, reason = "the checkpoints need a part of it")]
#[path = "../suite/support.rs"]
mod support;
mod taste;
mod train;
mod two_cells;
mod widgets;
