//! The controls of a film: styles in their order, pace, form, format.

use egui::{Role, ScrollArea, Ui};

use super::{duration, explained, heading, tick, weak};
use crate::domain::walk::Ease;
use crate::export::film::{Form, Format, Rate};
use crate::gui::app::App;
use crate::gui::exports::What;
use crate::gui::plan::RowId;
use crate::gui::widgets::SliderRow;
use crate::gui::widgets::branch_bar::{chip, chip_if, label_chip};
use crate::gui::{text, theme};

/// Height of the list of styles in points.
const POINTS_HEIGHT: f32 = 112.0;
/// Most frames between two styles, and of a hold, on the sliders.
const MOST_BETWEEN: f32 = 120.0;
const MOST_HOLD: f32 = 60.0;
/// Width of the labels of the sliders.
const LABELS: f32 = 88.0;
/// Letters of a style's name on its chip.
const NAME: usize = 22;

/// Draws the controls.
pub fn show(app: &mut App, ui: &mut Ui) {
    let official = app.exports.setup.what == What::Video;
    if official {
        explained(ui, text::exports::OFFICIAL);
        forms(app, ui);
    }
    points(app, ui);
    sources(app, ui, official);
    if !official {
        pace(app, ui);
    }
    format(app, ui);
    estimate(app, ui);
}

fn forms(app: &mut App, ui: &mut Ui) {
    let setup = &mut app.exports.setup;
    ui.horizontal(|ui| {
        for (form, name, hint) in [
            (Form::Interpolate, "Interpolate", text::exports::INTERPOLATE),
            (Form::Slide, "Slide", text::exports::SLIDE),
        ] {
            let shown = chip(ui, name, None, setup.video == form);
            if shown.on_hover_text(hint).clicked() {
                setup.video = form;
            }
        }
    });
}

/// The rows of the grid; those that are walked through have their number.
fn points(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.label(theme::strong("Styles"))
            .on_hover_text(text::exports::POINTS);
        if ui
            .button("All")
            .on_hover_text("All rows of the grid")
            .clicked()
        {
            app.exports.setup.points = None;
        }
        if ui.button("None").clicked() {
            app.exports.setup.points = Some(Vec::new());
        }
        if ui.button("Reverse").clicked() {
            let mut points = app.walked();
            points.reverse();
            app.exports.setup.points = Some(points);
        }
    });
    let walked = app.walked();
    let tokens = theme::of(ui);
    let rows: Vec<(RowId, String, Option<usize>)> = app
        .walkable()
        .map(|row| (row.id, row.name.clone(), row.domain))
        .collect();
    let mut toggled = None;
    ScrollArea::vertical()
        .id_salt("styles of the film")
        .max_height(POINTS_HEIGHT)
        .show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for (id, name, domain) in &rows {
                    let place = walked.iter().position(|other| other == id);
                    let short = shortened(name);
                    let words = match place {
                        Some(at) => format!("{} · {short}", at + 1),
                        None => short,
                    };
                    let colour = domain.map(|domain| theme::domain_colour(domain, tokens));
                    let branch = domain.and_then(|at| branch_of(app, at));
                    let spoken = match branch {
                        Some(branch) => format!("Style {name} as {branch}"),
                        None => format!("Style {name}"),
                    };
                    let named = (words.as_str(), spoken.clone());
                    let shown = label_chip(ui, named, Role::CheckBox, colour, place.is_some());
                    if shown.on_hover_text(spoken).clicked() {
                        toggled = Some(*id);
                    }
                }
            });
        });
    if let Some(row) = toggled {
        app.toggle_walked(row);
    }
}

fn branch_of(app: &App, domain: usize) -> Option<String> {
    let model = app.model.as_ref()?;
    (!app.takes_labels()).then(|| model.config.domains.name(domain))
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

fn sources(app: &mut App, ui: &mut Ui, official: bool) {
    heading(ui, "Sources");
    let (labels, count) = (app.takes_labels(), app.explore.sources.len());
    let setup = &mut app.exports.setup;
    ui.horizontal(|ui| {
        let all = setup.all_sources && !labels;
        if chip(ui, "The selected one", None, !all).clicked() {
            setup.all_sources = false;
        }
        let words = format!("All {count}");
        let shown = chip_if(ui, !labels && count > 1, &words, None, all);
        if shown.clicked() {
            setup.all_sources = true;
        }
        if !official {
            tick(
                ui,
                &mut setup.beside,
                "Source beside",
                text::exports::BESIDE,
            );
        }
    });
}

fn pace(app: &mut App, ui: &mut Ui) {
    heading(ui, "Pace");
    let setup = &mut app.exports.setup;
    let pace = &mut setup.pace;
    frames(ui, "Between", &mut pace.between, (MOST_BETWEEN, 20.0));
    frames(ui, "Hold", &mut pace.hold, (MOST_HOLD, 10.0));
    let mut rate = setup.rate.frames() as f32;
    let [least, most] = Rate::RANGE.map(|rate| rate.frames() as f32);
    let row = SliderRow::new("A second", &mut rate, least..=most).label_width(LABELS);
    row.default_value(25.0).decimals(1).show(ui);
    setup.rate = Rate::of(rate);
    ui.horizontal(|ui| {
        for (ease, name) in Ease::ALL {
            let shown = chip(ui, name, None, setup.pace.ease == ease);
            if shown.on_hover_text(text::exports::EASE).clicked() {
                setup.pace.ease = ease;
            }
        }
        tick(ui, &mut setup.closes, "Loop", text::exports::CLOSES);
    });
}

fn frames(ui: &mut Ui, name: &str, frames: &mut usize, (most, usual): (f32, f32)) {
    let mut value = *frames as f32;
    let row = SliderRow::new(name, &mut value, 0.0..=most).label_width(LABELS);
    row.default_value(usual).decimals(0).show(ui);
    *frames = value.round() as usize;
}

fn format(app: &mut App, ui: &mut Ui) {
    heading(ui, "Format");
    let encoder = app.exports.encoder;
    let setup = &mut app.exports.setup;
    ui.horizontal(|ui| {
        for format in Format::ALL {
            let possible = format != Format::Mp4 || encoder == Some(true);
            let hint = match format {
                Format::Gif => text::exports::GIF,
                Format::Apng => text::exports::APNG,
                Format::Mp4 if encoder == Some(false) => text::exports::NO_FFMPEG,
                Format::Mp4 => text::exports::MP4,
                Format::Sequence => text::exports::SEQUENCE,
            };
            let shown = chip_if(ui, possible, format.title(), None, setup.format == format);
            let shown = shown.on_hover_text(hint);
            if shown.clicked() {
                setup.format = format;
            }
        }
    });
    if encoder == Some(false) {
        weak(ui, text::exports::NO_FFMPEG);
    }
}

/// How long the film is, how large a frame, and how long it takes to make.
fn estimate(app: &App, ui: &mut Ui) {
    let (Ok(film), Some(model)) = (app.film(), &app.model) else {
        return;
    };
    ui.add_space(theme::SPACE);
    let (frames, reel) = (film.walk.ticks(), film.reel(model.config.img_size));
    let [width, height] = reel.size;
    let length = duration(film.rate.seconds(frames));
    let mut words = format!("{frames} frames · {length} · {width} × {height} pixels");
    if let Some(pace) = app.pace {
        let cells = (reel.pictures * film.sources.len()) as f64;
        let seconds = cells * f64::from(pace) / 1000.0;
        words.push_str(&format!(" · about {} to make", duration(seconds)));
    }
    weak(ui, &words);
    let setup = &app.exports.setup;
    if setup.what == What::Walk && film.rate != setup.rate {
        weak(ui, text::exports::SLOWER);
    }
}
