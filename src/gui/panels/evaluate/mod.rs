//! The Evaluate tab: figures of models, or the blind taste test.

mod taste;

use egui::{CentralPanel, Frame, Ui};

use crate::gui::app::App;
use crate::gui::evaluate::Page;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;

/// Draws the tab.
pub fn show(app: &mut App, ui: &mut Ui) {
    let frame = Frame::new()
        .fill(theme::of(ui).canvas)
        .inner_margin(theme::SPACE_2);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        pages(app, ui);
        match app.evaluate.page {
            Page::Figures => {}
            Page::Taste => taste::show(app, ui),
        }
    });
}

/// The choice between the tab's two pages.
fn pages(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        for (page, name) in [(Page::Figures, "Figures"), (Page::Taste, "Taste test")] {
            if chip(ui, name, None, app.evaluate.page == page).clicked() {
                app.evaluate.page = page;
            }
        }
    });
}
