//! The Gallery tab: what is asked at the top, thumbnails below, the selected one large at the right.

mod grid;
mod large;
mod star;
mod tools;

use egui::{CentralPanel, Frame, RichText, Spinner, Ui};

use crate::gui::app::App;
use crate::gui::gallery::Folder;
use crate::gui::state::Tab;
use crate::gui::text::gallery as words;
use crate::gui::theme;

/// Width of the empty tab's words in points.
const WIDTH: f32 = 420.0;

/// Draws the tab.
pub fn show(app: &mut App, ui: &mut Ui) {
    let pass = ui.ctx().cumulative_pass_nr();
    if app.gallery.thumbs.take_in(pass) {
        ui.ctx().request_repaint();
    }
    app.gallery.settle();
    if app.gallery.count() > 0 {
        large::show(app, ui);
    }
    let frame = Frame::new()
        .fill(theme::of(ui).canvas)
        .inner_margin(theme::SPACE_2);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        if app.gallery.count() == 0 {
            return empty(app, ui);
        }
        tools::show(app, ui);
        ui.add_space(theme::SPACE);
        if app.gallery.shown_count() == 0 {
            return none_found(app, ui);
        }
        grid::show(app, ui);
    });
    app.gallery.thumbs.order(&app.engine);
}

fn empty(app: &mut App, ui: &mut Ui) {
    ui.add_space(theme::SPACE_4);
    ui.vertical_centered(|ui| {
        ui.set_max_width(WIDTH);
        let weak = theme::of(ui).text_weak;
        match &app.gallery.folder {
            Folder::Opening => {
                ui.add(Spinner::new());
                ui.label(words::OPENING);
            }
            Folder::Closed(problem) => {
                ui.label(theme::title("The gallery cannot be used"));
                ui.label(RichText::new(problem.to_string()).color(weak));
            }
            Folder::None | Folder::Open => {
                ui.label(theme::title(words::EMPTY));
                ui.add_space(theme::SPACE);
                ui.label(RichText::new(words::EMPTY_HINT).color(weak));
                ui.add_space(theme::SPACE_2);
                let tokens = theme::of(ui);
                let go = RichText::new("Go to Explore").color(tokens.accent_text);
                if ui
                    .add(egui::Button::new(go).fill(tokens.accent))
                    .on_hover_text("Ctrl+1")
                    .clicked()
                {
                    app.session.tab = Tab::Explore;
                }
            }
        }
    });
}

fn none_found(app: &mut App, ui: &mut Ui) {
    ui.add_space(theme::SPACE_4);
    ui.vertical_centered(|ui| {
        ui.label(theme::strong(words::NONE_FOUND));
        ui.add_space(theme::SPACE);
        if ui.button("Show all").clicked() {
            app.gallery.sift(|filter| *filter = Default::default());
        }
    });
}

/// The status bar's left end on this tab.
pub fn progress(app: &mut App, ui: &mut Ui) {
    let (shown, all) = (app.gallery.shown_count(), app.gallery.count());
    ui.label(match &app.gallery.folder {
        Folder::Opening => words::OPENING.to_owned(),
        _ if app.gallery.filter.is_empty() => format!("{all} kept"),
        _ => format!("{shown} of {all} kept"),
    });
    let selected = app.gallery.selected.len();
    if selected > 1 {
        ui.label(format!("· {selected} selected"));
    }
}
