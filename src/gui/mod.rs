//! The window: a quiet frame around pictures.
//!
//! `run` opens it; `app` holds its state and beats; `state` is what a person set up (and undo takes back), `labels` its part for label systems, `lab` the branch wheel, the style map, blends and breadcrumbs, `library` the pictures,
//! `plan` turns both into the rows and cells of the grid; `events`, `requests`, `readings`, `intake`, `actions` and `keys` are the app's
//! talk with workers, files and hands; `command` is what a command is and `commands` the table of all, `palette` finds one; `undo` takes changes back, `start` and `remember` bring a session back and keep it, `offers` is what notices offer to do, `desk` holds what belongs to the program itself (settings, folder, `log_view`, `recent`); `panels` draw. `train` is the Train tab's state, `compare` that of Compare, `evaluate` and `taste` those of Evaluate's pages, `gallery` that of Gallery; `theme` holds every colour, size and space, `text` the sentences, `icons` strokes instead of glyphs;
//! `help` are the pages that F1 opens, `tour` the first minute;
//! `widgets` take data and return what the person did, and keep nothing but the animation.

mod actions;
mod align;
pub mod app;
pub mod command;
pub mod commands;
pub mod compare;
mod desk;
pub mod evaluate;
mod events;
pub(crate) mod exports;
pub mod eye;
mod fitness;
mod front;
mod full;
pub mod gallery;
mod greeting;
pub mod help;
pub mod icons;
mod inspect;
mod intake;
mod keys;
pub mod lab;
pub mod labels;
mod latent;
pub mod library;
mod log_view;
mod loupe;
mod measure;
mod measure_training;
pub mod notices;
pub mod offers;
mod palette;
mod panels;
mod partner;
mod pixels;
pub mod plan;
pub mod readings;
mod recent;
mod remember;
mod requests;
pub mod results;
mod run;
mod sight;
mod start;
pub mod state;
mod stroll;
mod style;
mod tab;
pub mod taste;
mod text;
pub mod theme;
pub mod tour;
pub mod train;
mod trip;
mod undo;
pub mod widgets;

pub use app::App;
pub use run::{WindowOptions, run};
