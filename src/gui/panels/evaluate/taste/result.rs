//! The result of a taste test: a sentence, a bar with its interval for each model, the wins of each pair. Here names are told.

use std::time::SystemTime;

use egui::{
    Align2, Color32, Grid, Rect, Response, RichText, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{heading, notes, primary_if, weak};
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::taste::MORE;
use crate::gui::taste::words::{self, Line};
use crate::gui::train::names;
use crate::gui::{text, theme};
use crate::runs::tastes::{Origin, Place, Taste};

/// Height of a bar.
const BAR: f32 = 14.0;
/// Height of a model's line.
const LINE: f32 = 48.0;
/// Room at the right of the bars for their numbers.
const NUMBERS: f32 = 152.0;
/// Half the height of an interval's ends.
const END: f32 = 5.0;

/// Draws the result.
pub fn show(app: &mut App, ui: &mut Ui, test: &Taste) {
    ui.label(theme::title("Result"));
    weak(ui, facts(test));
    ui.add_space(theme::SPACE);
    for sentence in words::verdict(test) {
        ui.label(theme::strong(sentence));
    }
    let lines = words::shares(test);
    if !lines.is_empty() {
        heading(ui, "Ranking");
        for (at, line) in lines.iter().enumerate() {
            draw(ui, line, at == 0);
        }
        scale(ui);
        let duel = test.contestants.len() == 2;
        weak(
            ui,
            if duel {
                text::TASTE_DUEL
            } else {
                text::TASTE_SHARES
            },
        );
    }
    if test.contestants.len() > 2 {
        heading(ui, "Wins of each pair");
        table(ui, test);
    }
    ui.add_space(theme::SPACE_3);
    buttons(app, ui, test);
    notes(ui, &app.taste.notes);
}

/// On what it rests.
fn facts(test: &Taste) -> String {
    let pictures = match &test.data.place {
        Place::Bundled => "bundled creatures".to_owned(),
        Place::Folder(path) => names::file_name(path),
        Place::Open => "pictures of Explore".to_owned(),
    };
    let modes: Vec<&str> = test.modes.iter().map(|mode| mode.name()).collect();
    let today = names::day(SystemTime::now());
    let day = test.date.as_deref().filter(|day| *day != today);
    let day = day.map(|day| format!(" · {day}"));
    format!(
        "{} of {} pairs · {pictures} · styles from {}s · seed {}{}",
        test.answers.len(),
        test.count,
        modes.join("s and "),
        test.seed,
        day.unwrap_or_default()
    )
}

/// Where the bars lie in a line.
fn track(rect: Rect) -> Rect {
    let right = (rect.right() - NUMBERS).max(rect.left() + 2.0 * NUMBERS / 3.0);
    let bottom = rect.bottom() - theme::SPACE_HALF;
    Rect::from_min_max(pos2(rect.left(), bottom - BAR), pos2(right, bottom))
}

fn draw(ui: &mut Ui, line: &Line, best: bool) -> Response {
    let tokens = theme::of(ui);
    let share = &line.share;
    let size = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let name = words::begun(&line.name);
    let numbers = format!(
        "{} ({})",
        words::percent(share.value),
        words::interval(share)
    );
    let said = format!("{name}: {numbers}");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &said));
    let (painter, track) = (ui.painter(), track(rect));
    let at = pos2(rect.left(), track.top() - theme::SPACE_HALF);
    painter.text(
        at,
        Align2::LEFT_BOTTOM,
        name,
        theme::body_font(),
        tokens.text,
    );
    let x = |share: f64| track.left() + track.width() * share as f32;
    painter.rect_filled(track, theme::CORNER, tokens.raised);
    let colour = if best { tokens.accent } else { tokens.outline };
    let bar = track.with_max_x(x(share.value));
    painter.rect_filled(bar, theme::CORNER, theme::faded(colour, FAINT));
    whisker(
        ui,
        track,
        [x(share.low), x(share.value), x(share.high)],
        tokens.text,
    );
    let middle = Stroke::new(theme::HAIRLINE, tokens.text_weak);
    painter.vline(x(0.5), track.y_range(), middle);
    let beside = pos2(track.right() + theme::SPACE, track.center().y);
    painter.text(
        beside,
        Align2::LEFT_CENTER,
        numbers,
        theme::body_font(),
        tokens.text,
    );
    response.on_hover_text(format!("{} answers", line.answers))
}

/// How strong the fill of a bar is under its interval.
const FAINT: f32 = 0.55;

/// The interval as a line with ends, and a dot where the value is.
fn whisker(ui: &Ui, track: Rect, [low, at, high]: [f32; 3], colour: Color32) {
    let (painter, y) = (ui.painter(), track.center().y);
    let stroke = Stroke::new(theme::CURVE, colour);
    painter.hline(low..=high, y, stroke);
    for end in [low, high] {
        painter.vline(end, y - END..=y + END, stroke);
    }
    painter.circle_filled(pos2(at, y), END * 0.7, colour);
}

/// What the bars' length means.
fn scale(ui: &mut Ui) {
    let tokens = theme::of(ui);
    let size = vec2(ui.available_width(), theme::SPACE_2 + theme::SPACE_HALF);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let track = track(rect);
    for (share, align) in [
        (0.0, Align2::LEFT_TOP),
        (0.5, Align2::CENTER_TOP),
        (1.0, Align2::RIGHT_TOP),
    ] {
        let at = pos2(track.left() + track.width() * share as f32, rect.top());
        let words = words::percent(share);
        ui.painter()
            .text(at, align, words, theme::body_font(), tokens.text_weak);
    }
}

/// Wins of the row's model over the column's, and what could not be told apart.
fn table(ui: &mut Ui, test: &Taste) {
    let tokens = theme::of(ui);
    let all = 0..test.contestants.len();
    Grid::new("wins")
        .spacing(vec2(theme::SPACE_2, theme::SPACE_HALF))
        .show(ui, |ui| {
            ui.label("");
            for column in all.clone() {
                ui.label(
                    RichText::new(format!("over {}", words::name(test, column)))
                        .color(tokens.text_weak),
                );
            }
            ui.end_row();
            for row in all.clone() {
                ui.label(words::name(test, row));
                for column in all.clone() {
                    let [won, lost, even] = test.between(row, column);
                    let words = match won + lost + even {
                        0 => "·".to_owned(),
                        met => format!("{won} of {met}"),
                    };
                    let cell = ui.label(words);
                    if even > 0 {
                        cell.on_hover_text(format!("{even} could not be told apart"));
                    }
                }
                ui.end_row();
            }
        });
}

fn buttons(app: &mut App, ui: &mut Ui, test: &Taste) {
    ui.horizontal_wrapped(|ui| {
        let possible = test
            .contestants
            .iter()
            .all(|one| one.origin != Origin::Passing)
            || app.taste.is_at_hand();
        let words = if test.is_unfinished() {
            format!("Go on ({} left)", test.count - test.answers.len())
        } else {
            format!("{MORE} more pairs")
        };
        if primary_if(ui, possible, &words) {
            app.extend_taste();
        }
        if ui
            .button("Save…")
            .on_hover_text("JSON or CSV (Ctrl+S)")
            .clicked()
        {
            app.ask(Purpose::SaveTaste, None);
        }
        if ui.button("New test").on_hover_text("Esc").clicked() {
            app.leave_taste();
        }
    });
    let Some(folder) = &app.taste.kept_in else {
        return;
    };
    ui.add_space(theme::SPACE_HALF);
    let words = if *folder == app.taste.folder {
        "Kept in Stargrid's own folder".to_owned()
    } else {
        format!("Kept with the run {}", names::file_name(folder))
    };
    let words = RichText::new(words).color(theme::of(ui).text_weak);
    ui.label(words).on_hover_text(folder.display().to_string());
}
