//! One result with everything that it is compared with, in the viewer: for the right panel and for the full view.

use egui::{Align, Label, Layout, Response, RichText, Role, Ui};

use crate::gui::app::{App, Selected};
use crate::gui::icons::{self, Icon};
use crate::gui::partner::Partner;
use crate::gui::plan::RowId;
use crate::gui::state::PictureId;
use crate::gui::text::comparing as text;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::label_chip;
use crate::gui::widgets::viewer::Beside;
use crate::gui::widgets::{Shown, ViewerPictures, viewer};

/// The model's view of a picture.
pub(super) fn view_of(app: &App, picture: PictureId) -> Option<Shown> {
    Some(app.library.get(picture)?.view.as_ref()?.shown.clone())
}

/// Shows the viewer for a result, `room` points high at most; asks for what it lacks.
pub(super) fn show(
    app: &mut App,
    ui: &mut Ui,
    (row, source): (RowId, PictureId),
    room: Option<f32>,
) -> Response {
    let key = app.key_of(row, source);
    let made = key.and_then(|key| app.results.face(key).cloned());
    let reference = match row {
        RowId::Reference(picture, _) => view_of(app, picture),
        _ => None,
    };
    let original = view_of(app, source);
    let partner = app.partner_pixels();
    let near = app.neighbours(row, source);
    let names =
        near.map(|near| near.map_or_else(String::new, |(at, of)| near_name(app, row, at, of)));
    let shows_near = app.viewer.shows_neighbours();
    let beside = near.map(|near| {
        let (row, source) = near?;
        // Those on the device are read only when they are looked at.
        if shows_near {
            return app.pixels_at(row, source);
        }
        let face = app.results.face(app.key_of(row, source)?)?;
        face.pixels().cloned()
    });
    let returned = app.returned(row, source);
    let pictures = ViewerPictures {
        result: made.as_ref(),
        source: original.as_ref(),
        reference: reference.as_ref(),
        partner: partner.as_ref(),
        beside: [0, 1].map(|at| {
            let (shown, name) = (beside[at].as_ref()?, &names[at]);
            Some(Beside { shown, name })
        }),
        returned: returned.as_ref(),
        stopped: app.grid.paused,
    };
    app.viewer.room = room;
    app.prepare_stroll(ui.ctx(), row);
    let response = viewer::viewer(ui, &mut app.viewer, &mut app.view, pictures);
    app.follow_stroll(row);
    if let (true, Some(key)) = (app.viewer.wants_pixels, key) {
        app.fetch(key);
    }
    if let Some(at) = app.viewer.pointed {
        app.sight.loupe.over = Some((row, source, at));
    }
    response
}

/// What tells a neighbour from the result: its row when the source is the same, else its source.
fn near_name(app: &App, own: RowId, row: RowId, source: PictureId) -> String {
    if row == own {
        return app.library.name(source).to_owned();
    }
    let rows = app.grid.rows.iter();
    let domains = app.model.as_ref().map(|model| &model.config.domains);
    let mut found = rows.rev().filter(|other| other.id == row).map(|row| {
        let domain = row.domain.zip(domains);
        let domain = domain.map(|(domain, domains)| format!(" as {}", domains.name(domain)));
        format!("{}{}", row.name, domain.unwrap_or_default())
    });
    found.next().unwrap_or_default()
}

/// How the result came about, and while there is a second picture, how that did.
pub(super) fn sentences(app: &mut App, ui: &mut Ui, row: RowId, source: PictureId) {
    let Some(own) = app.sentence_of(row, source) else {
        return;
    };
    let Some(other) = app.partner_sentence() else {
        ui.label(own);
        return;
    };
    ui.label(format!("A: {own}"));
    let held = matches!(app.grid.partner, Some(Partner::Held(..)));
    let as_it_was = if held { " (as it was)" } else { "" };
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        if icons::icon_button(ui, Icon::Close, text::LET_GO).clicked() {
            app.let_partner_go();
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.add(Label::new(format!("B: {other}{as_it_was}")).wrap());
        });
    });
}

/// The switches under the viewer: the loupe, one to one, the full view.
pub(super) fn switches(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        let chip = |ui: &mut Ui, (name, hint): (&str, &str), on: bool| {
            let words = (name, name.to_owned());
            let chip = label_chip(ui, words, Role::CheckBox, None, on);
            chip.on_hover_text(hint).clicked()
        };
        if chip(ui, text::LOUPE, app.sight.loupe.on) {
            app.toggle_loupe();
        }
        if chip(ui, text::ACTUAL, app.viewer.actual) {
            app.toggle_actual();
        }
        let latent = matches!(app.grid.selected, Selected::Cell(RowId::Latent(..), _));
        if latent && chip(ui, text::STROLL, app.sight.strolls) {
            app.toggle_stroll();
        }
        if !app.grid.full
            && ui
                .button(text::FULL)
                .on_hover_text(text::FULL_HINT)
                .clicked()
        {
            app.toggle_full();
        }
    });
}

/// Words that explain.
pub(super) fn weak(ui: &mut Ui, words: impl Into<String>) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}
