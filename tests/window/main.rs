//! The window: panels and states through egui_kittest.

mod widgets;
