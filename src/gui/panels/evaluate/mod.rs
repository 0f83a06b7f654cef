//! The Evaluate tab: figures of models, or the blind taste test.

pub mod card;
pub mod chart;
mod examples;
mod figures;
mod headline;
mod ink;
mod matrix;
mod overview;
mod protocol;
pub mod provenance;
mod setup;
mod taste;

use egui::{CentralPanel, Frame, Panel, RichText, Ui};

use crate::gui::app::App;
use crate::gui::evaluate::Page;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;

/// Draws the tab.
pub fn show(app: &mut App, ui: &mut Ui) {
    let frame = Frame::new()
        .fill(theme::of(ui).canvas)
        .inner_margin(theme::SPACE_2);
    // Above the set-up, which one page lacks: the chips stay where they are from page to page.
    let strip = Panel::top("evaluate pages").frame(frame.inner_margin(theme::SPACE));
    strip.show(ui, |ui| pages(app, ui));
    if app.evaluate.page == Page::Figures {
        setup::show(app, ui);
    }
    CentralPanel::default()
        .frame(frame)
        .show(ui, |ui| match app.evaluate.page {
            Page::Taste => taste::show(app, ui),
            Page::Figures => figures::show(app, ui),
        });
}

/// The choice between the tab's two pages.
fn pages(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        for (page, name) in [(Page::Figures, "Figures"), (Page::Taste, "Taste test")] {
            if chip(ui, name, None, app.evaluate.page == page).clicked() {
                app.evaluate.page = page;
            }
        }
        if app.evaluate.page == Page::Figures {
            figures::bar(app, ui);
        }
    });
}

/// The status bar's left end on this tab.
pub fn progress(app: &mut App, ui: &mut Ui) {
    match app.evaluate.page {
        Page::Figures => figures::progress(app, ui),
        Page::Taste => {}
    }
}

/// Words that explain.
fn weak(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

/// The button of the next step; greyed out and without effect unless `possible`.
fn primary(ui: &mut Ui, possible: bool, name: &str) -> egui::Response {
    let tokens = theme::of(ui);
    let words = RichText::new(name).color(tokens.accent_text);
    let button = egui::Button::new(words).fill(tokens.accent);
    let button = if possible {
        button
    } else {
        egui::Button::new(name)
    };
    ui.add_enabled(possible, button)
}
