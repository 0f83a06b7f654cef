//! The sheet at the cursor, large, and the timeline under it.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::timeline::{self, Act, Timeline};
use crate::gui::app::App;
use crate::gui::evaluate::series::Series;
use crate::gui::icons::{Icon, icon_button, icon_button_if, labelled};
use crate::gui::train::names;
use crate::gui::train::run::RunShown;
use crate::gui::widgets::branch_bar::chip_if;
use crate::gui::widgets::sheet_view;
use crate::gui::{text, theme};
use crate::train::samples::SheetKind;

/// Height of the timeline with its row of buttons.
const TIMELINE: f32 = timeline::HEIGHT + theme::SPACE_3 + theme::SPACE_2;
/// Narrower than this, the kinds of sheets are a menu.
const NARROW: f32 = 540.0;
/// Sheets a second: least and most.
const SPEED: std::ops::RangeInclusive<f32> = 0.5..=20.0;
/// Width of the film's speed.
const SPEED_WIDTH: f32 = 108.0;

/// Draws sheets and timeline in the space that is left.
pub fn show(app: &mut App, ui: &mut Ui) {
    let narrow = ui.available_width() < NARROW;
    if !narrow {
        ui.add_space(theme::SPACE_HALF);
        kinds(app, ui);
    }
    let space = vec2(
        ui.available_width(),
        (ui.available_height() - TIMELINE).max(80.0),
    );
    let (rect, response) = ui.allocate_exact_size(space, Sense::click());
    let opened = sheet(app, ui, rect);
    let name = format!("{} sheet", names::sheet(app.train.film.kind).0);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, opened, &name));
    if opened && response.on_hover_text("Click for the large view").clicked() {
        app.train.large = true;
    }
    film(app, ui, narrow);
    ui.horizontal(|ui| {
        buttons(app, ui);
        ui.vertical(|ui| line(app, ui));
    });
}

/// The kinds as a menu, where chips have no space.
fn kinds_menu(app: &mut App, ui: &mut Ui) {
    let kinds = app.train.shown().map_or(&[][..], RunShown::kinds);
    let kind = &mut app.train.film.kind;
    let combo = egui::ComboBox::from_id_salt("kind of sheet").selected_text(names::sheet(*kind).0);
    let shown = combo.show_ui(ui, |ui| {
        for &other in kinds {
            ui.selectable_value(kind, other, names::sheet(other).0);
        }
    });
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Kind of sheet"));
}

/// A chip a kind.
fn kinds(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
        let kinds = app.train.shown().map_or(&[][..], RunShown::kinds);
        for &kind in kinds {
            let (name, what) = names::sheet(kind);
            let there = app
                .train
                .shown()
                .is_some_and(|run| !run.sheets_of(kind).is_empty());
            let chosen = app.train.film.kind == kind;
            let why = if kind == SheetKind::Own {
                text::NO_OWN_SHEETS
            } else {
                text::NO_SHEETS
            };
            let chip = chip_if(ui, there || chosen, name, None, chosen);
            if chip
                .on_hover_text(what)
                .on_disabled_hover_text(why)
                .clicked()
            {
                app.train.film.kind = kind;
            }
        }
    });
}

/// Draws the sheet at the cursor, or the last one dimmed until it is there; says whether there is one.
fn sheet(app: &mut App, ui: &Ui, space: Rect) -> bool {
    let (kind, step) = (app.train.film.kind, app.train.step());
    let sheet = app
        .train
        .shown()
        .and_then(|run| run.sheet_at(kind, step))
        .cloned();
    let Some(sheet) = sheet else {
        app.train.last_sheet = None;
        let own = kind == SheetKind::Own && app.train.photos.is_empty();
        words(
            ui,
            space,
            if own {
                text::NO_OWN_SHEETS
            } else {
                text::NO_SHEETS
            },
        );
        return false;
    };
    let at_hand = app.train.sheets.get(&sheet.path).cloned();
    match at_hand {
        Some(Err(problem)) => {
            words(ui, space, &problem.to_string());
            return false;
        }
        Some(Ok(shown)) => {
            paint(app, ui, space, &shown, 1.0);
            app.train.last_sheet = Some(shown);
        }
        None => match app.train.last_sheet.clone() {
            Some(shown) => paint(app, ui, space, &shown, theme::STALE_OPACITY),
            None => words(ui, space, "Reading the sheet…"),
        },
    }
    true
}

fn paint(app: &mut App, ui: &Ui, space: Rect, shown: &crate::gui::widgets::Shown, opacity: f32) {
    let size = [shown.picture.width(), shown.picture.height()];
    let rect = sheet_view::fitted(size, sheet_view::inside(space), ui.ctx().pixels_per_point());
    sheet_view::paint(
        ui,
        &mut app.textures,
        shown,
        rect,
        sheet_view::WHOLE,
        opacity,
    );
}

fn words(ui: &Ui, space: Rect, words: &str) {
    let ink = theme::of(ui).text_weak;
    let galley = ui.painter().layout(
        words.to_owned(),
        theme::body_font(),
        ink,
        space.width() * 0.8,
    );
    ui.painter()
        .galley(space.center() - galley.size() / 2.0, galley, ink);
}

/// The buttons left of the timeline: before, play, next.
fn buttons(app: &mut App, ui: &mut Ui) {
    ui.spacing_mut().item_spacing.x = 0.0;
    if icon_button(ui, Icon::FoldLeft, "Sheet before (Left)").clicked() {
        app.train.step_sheet(false);
    }
    let (icon, name) = match app.train.film.playing {
        true => (Icon::Pause, "Stop the film (Space)"),
        false => (Icon::Play, "Play the sheets (Space)"),
    };
    let many = app
        .train
        .shown()
        .is_some_and(|run| run.sheets_of(app.train.film.kind).len() > 1);
    if icon_button_if(ui, many, icon, name).clicked() {
        app.train.film.playing = !app.train.film.playing;
    }
    if icon_button(ui, Icon::FoldRight, "Next sheet (Right)").clicked() {
        app.train.step_sheet(true);
    }
}

/// The row over the timeline: what is shown, the film, back to the newest.
fn film(app: &mut App, ui: &mut Ui, narrow: bool) {
    ui.horizontal(|ui| {
        if narrow {
            kinds_menu(app, ui);
        }
        ui.label(shown_words(app));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if app.train.is_live() {
                ui.label(RichText::new("Newest step").color(theme::of(ui).text_weak))
                    .on_hover_text("The cursor follows the run");
            } else if labelled(ui, Icon::FoldRight, "To the newest", false)
                .on_hover_text("End")
                .clicked()
            {
                app.train.go_live();
            }
            if app.train.film.playing || app.train.film.brush.is_some() {
                let speed = egui::DragValue::new(&mut app.train.film.speed)
                    .range(SPEED)
                    .speed(0.05)
                    .fixed_decimals(1)
                    .suffix(" sheets/s");
                ui.add_sized(vec2(SPEED_WIDTH, theme::SPACE_3), speed)
                    .accessible_name("Film speed")
                    .on_hover_text("Speed of the film");
            }
            if app.train.film.brush.is_some()
                && ui
                    .button("Whole film")
                    .on_hover_text("The film plays all sheets again")
                    .clicked()
            {
                app.train.film.brush = None;
            }
        });
    });
}

fn shown_words(app: &App) -> RichText {
    let step = app.train.step();
    let sheet = app
        .train
        .shown()
        .and_then(|run| run.sheet_at(app.train.film.kind, step));
    let words = match sheet {
        Some(sheet) if sheet.step == step => format!("Step {}", names::count(step)),
        Some(sheet) => format!(
            "Step {}, sheet of step {}",
            names::count(step),
            names::count(sheet.step)
        ),
        None => format!("Step {}", names::count(step)),
    };
    RichText::new(words)
}

fn line(app: &mut App, ui: &mut Ui) {
    let step = app.train.step();
    let Some(run) = app.train.shown() else { return };
    let newest = run.newest();
    let sheets: Vec<u64> = run
        .sheets_of(app.train.film.kind)
        .iter()
        .map(|sheet| sheet.step)
        .collect();
    let series = Series::means(&run.evaluations, run.judged_by());
    let view = Timeline {
        newest,
        step,
        sheets: &sheets,
        saved: &run.saved,
        range: app.train.film.range(newest),
        averaged: averaged(run),
        evaluated: &series.steps,
        best: series.best,
    };
    match timeline::show(ui, view) {
        Some(Act::Move(step)) => app.train.scrub(step),
        Some(Act::From(step)) => {
            let to = *app.train.film.range(newest).end();
            app.train.film.brush = Some((step.min(to), to));
        }
        Some(Act::To(step)) => {
            let from = *app.train.film.range(newest).start();
            app.train.film.brush = Some((from, step.max(from)));
        }
        None => {}
    }
}

fn averaged(run: &RunShown) -> usize {
    run.saved
        .iter()
        .filter(|saved| saved.averaged.is_some())
        .count()
}
