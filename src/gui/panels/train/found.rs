//! The middle before the start: what was found in the data, what the run will take, and Start.

use super::labels;
use egui::{Frame, ProgressBar, RichText, ScrollArea, Sense, Ui, vec2};

use crate::data::dataset::{DataReport, DataRoot, Split};
use crate::engine::training::Estimate;
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::panels::left::heading;
use crate::gui::train::data::Wish;
use crate::gui::train::names;
use crate::gui::train::orders;
use crate::gui::train::setup::{Cost, Scan, Setup};
use crate::gui::{text, theme};

/// Widest lines of the page in points.
const WIDTH: f32 = 620.0;
/// Height kept for Start.
const START: f32 = 48.0;
/// Height of the list of unreadable files.
const LIST: f32 = 140.0;
/// Width of a domain's bar at most.
const BAR: f32 = 240.0;
/// Height of a domain's bar.
const BAR_HEIGHT: f32 = 6.0;

/// Draws the page.
pub fn show(app: &mut App, ui: &mut Ui) {
    super::canvas(ui, |ui| {
        let side = ((ui.available_width() - WIDTH) / 2.0).max(theme::SPACE);
        let margin = |top| {
            Frame::new().inner_margin(egui::Margin {
                left: side as i8,
                right: side as i8,
                top,
                bottom: 0,
            })
        };
        // Start stays in sight, however much was found.
        let height = ui.available_height() - START;
        ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                margin(theme::SPACE_2 as i8).show(ui, |ui| {
                    ui.label(theme::title("Before the start"));
                    data(app, ui);
                    cost(app, ui);
                });
            });
        margin(theme::SPACE as i8).show(ui, |ui| start(app, ui));
    });
}

fn data(app: &mut App, ui: &mut Ui) {
    heading(ui, "Data");
    let weak = theme::of(ui).text_weak;
    let (mut stop, mut wish) = (false, None);
    let setup = &app.train.setup;
    match &setup.scan {
        Scan::Nothing if setup.takes_labels() => wish = labels::creatures(ui, setup),
        Scan::Nothing => {
            ui.label(RichText::new("Choose the bundled creatures or a folder of yours at the left, or drop a folder here.").color(weak));
        }
        Scan::Running(_, 0) => {
            ui.horizontal(|ui| {
                ui.spinner().accessible_name("In progress");
                ui.label("Looking for pictures…");
                stop = ui.button("Cancel").clicked();
            });
        }
        Scan::Running(done, all) => {
            let words = format!(
                "Reading {} of {} pictures",
                names::count(*done as u64),
                names::count(*all as u64)
            );
            ui.label(words);
            ui.horizontal(|ui| {
                ui.add(
                    ProgressBar::new(*done as f32 / *all as f32)
                        .desired_width(BAR)
                        .desired_height(theme::SPACE),
                )
                .accessible_name("Progress");
                stop = ui.button("Cancel").clicked();
            });
        }
        Scan::Failed(problem) => {
            problem_lines(ui, problem);
            if setup.takes_labels() {
                ui.add_space(theme::SPACE);
                ui.label(RichText::new(text::WHAT_FITS_LABELS).color(weak));
                wish = labels::make(ui, setup, false);
            }
        }
        Scan::Done(report, _) => wish = found(ui, setup, report),
    }
    if let Some(wish) = wish {
        app.grant(wish);
    }
    if stop {
        app.give_up_data();
    }
}

fn problem_lines(ui: &mut Ui, problem: &crate::problem::Problem) {
    ui.label(RichText::new(&problem.headline).color(theme::of(ui).danger));
    for line in problem.causes.iter().chain(&problem.hint) {
        ui.label(RichText::new(line).color(theme::of(ui).text_weak));
    }
}

fn found(ui: &mut Ui, setup: &Setup, report: &DataReport) -> Option<Wish> {
    let weak = theme::of(ui).text_weak;
    let wish = if setup.takes_labels() {
        labels::show(ui, setup, report)
    } else {
        of_domains(ui, setup, report)
    };
    for warning in &report.warnings {
        warn(ui, warning);
    }
    if report.duplicates > 0 {
        let words = match report.duplicates {
            1 => "1 picture is there twice; both copies stay on one side of the split.".to_owned(),
            many => format!(
                "{} pictures are there more than once; copies stay on one side of the split.",
                names::count(many as u64)
            ),
        };
        ui.label(RichText::new(words).color(weak));
    }
    unreadable(ui, report);
    wish
}

/// How the held-out pictures came to be.
pub(super) fn split_words(report: &DataReport) -> &'static str {
    match (report.split, &report.root) {
        (Split::Folders, DataRoot::Bundled) => "held out, always the same ones",
        (Split::Folders, DataRoot::Folder(_)) => "held out by the folder's own train and val",
        (Split::Automatic, _) => "held out by content, so that equal pictures stay on one side",
    }
}

/// Training and held-out pictures of the chosen domains; of all when none is named.
pub(super) fn chosen_pictures(report: &DataReport, chosen: &[String]) -> [usize; 2] {
    let counts = report.domains.iter();
    let own = counts.filter(|domain| chosen.is_empty() || chosen.contains(&domain.name));
    own.fold([0, 0], |[train, val], domain| {
        [train + domain.train, val + domain.val]
    })
}

fn of_domains(ui: &mut Ui, setup: &Setup, report: &DataReport) -> Option<Wish> {
    let mut chosen = setup.config.data.domains.clone();
    let counts = chosen_pictures(report, &chosen);
    let [train, val] = counts.map(|count| names::count(count as u64));
    let words = format!(
        "{}: {train} pictures to train on, {val} {}",
        names::data(&report.root),
        split_words(report),
    );
    ui.label(words);
    ui.add_space(theme::SPACE_HALF);
    domains(ui, report, &mut chosen);
    (chosen != setup.config.data.domains).then_some(Wish::Domains(chosen))
}

/// A row a domain: its chip, its counts, its bar. Of the bundled creatures a person may choose some.
fn domains(ui: &mut Ui, report: &DataReport, chosen: &mut Vec<String>) {
    let most = report
        .domains
        .iter()
        .map(|domain| domain.train + domain.val)
        .max()
        .unwrap_or(1)
        .max(1);
    egui::Grid::new("domains")
        .num_columns(3)
        .spacing([theme::SPACE_2, theme::SPACE_HALF])
        .show(ui, |ui| {
            for (at, domain) in report.domains.iter().enumerate() {
                ui.horizontal(|ui| {
                    let (dot, _) =
                        ui.allocate_exact_size(vec2(theme::SPACE, theme::SPACE), Sense::hover());
                    let colour = theme::domain_colour(at, theme::of(ui));
                    ui.painter()
                        .circle_filled(dot.center(), theme::SPACE_HALF, colour);
                    if report.root == DataRoot::Bundled {
                        choice(ui, report, &domain.name, chosen);
                    } else {
                        ui.label(&domain.name);
                    }
                });
                let counts = format!(
                    "{} + {}",
                    names::count(domain.train as u64),
                    names::count(domain.val as u64)
                );
                ui.label(counts)
                    .on_hover_text("Training pictures + held-out pictures");
                bar(
                    ui,
                    at,
                    domain.train as f32 / most as f32,
                    domain.val as f32 / most as f32,
                );
                ui.end_row();
            }
        });
}

/// Whether the run trains on this bundled domain; the last one stays. An empty list means all.
pub(super) fn choice(ui: &mut Ui, report: &DataReport, name: &str, chosen: &mut Vec<String>) {
    let on = |other: &str| chosen.is_empty() || chosen.iter().any(|one| one == other);
    let all = report.domains.iter().map(|domain| domain.name.as_str());
    let mut is_on = on(name);
    let least = is_on && all.clone().filter(|other| on(other)).count() == 1;
    let check = ui.add_enabled(!least, egui::Checkbox::new(&mut is_on, name));
    if !check.on_hover_text("Train on this domain").changed() {
        return;
    }
    let wanted = |other: &str| if other == name { is_on } else { on(other) };
    let now: Vec<String> = all
        .clone()
        .filter(|other| wanted(other))
        .map(str::to_owned)
        .collect();
    *chosen = if now.len() == all.count() {
        Vec::new()
    } else {
        now
    };
}

/// A domain's counts as lengths: full for training, faint for held out.
pub(super) fn bar(ui: &mut Ui, domain: usize, train: f32, val: f32) {
    let space = BAR.min(ui.available_width().max(BAR / 2.0));
    let (rect, _) = ui.allocate_exact_size(vec2(space, BAR_HEIGHT), Sense::hover());
    let colour = theme::domain_colour(domain, theme::of(ui));
    let (mut full, mut faint) = (rect, rect);
    full.set_width((space * train).max(1.0));
    faint.set_width((space * (train + val)).max(1.0));
    ui.painter()
        .rect_filled(faint, BAR_HEIGHT / 2.0, theme::faded(colour, 0.35));
    ui.painter().rect_filled(full, BAR_HEIGHT / 2.0, colour);
}

pub(super) fn warn(ui: &mut Ui, words: &str) {
    ui.horizontal_wrapped(|ui| {
        let (at, _) = ui.allocate_exact_size(vec2(theme::ICON, theme::ICON), Sense::hover());
        icons::paint(ui.painter(), Icon::Warning, at.center(), theme::of(ui).warn);
        ui.label(words);
    });
}

fn unreadable(ui: &mut Ui, report: &DataReport) {
    if report.unreadable.is_empty() {
        return;
    }
    let many = report.unreadable.len();
    let title = match many {
        1 => "1 file cannot be read and is left out".to_owned(),
        _ => format!(
            "{} files cannot be read and are left out",
            names::count(many as u64)
        ),
    };
    egui::CollapsingHeader::new(title)
        .id_salt("unreadable")
        .show(ui, |ui| {
            let height = theme::TEXT_BODY + theme::SPACE_HALF;
            ScrollArea::vertical()
                .max_height(LIST)
                .show_rows(ui, height, many, |ui, rows| {
                    for (path, why) in &report.unreadable[rows] {
                        let words = format!("{}: {why}", names::file_name(path));
                        ui.add(egui::Label::new(words).truncate())
                            .on_hover_text(path.display().to_string());
                    }
                });
        });
}

fn cost(app: &mut App, ui: &mut Ui) {
    heading(ui, "Time and memory");
    let setup = &app.train.setup;
    let weak = theme::of(ui).text_weak;
    let steps = setup.config.schedule.steps;
    match &setup.cost {
        Cost::Unknown if setup.can_measure() => {
            ui.label(
                RichText::new("One step is measured as soon as you stop changing settings.")
                    .color(weak),
            );
        }
        Cost::Unknown => {
            ui.label(RichText::new("Measured once the data is known.").color(weak));
        }
        Cost::Measuring => {
            ui.horizontal(|ui| {
                ui.spinner().accessible_name("In progress");
                ui.label("Measuring one step…");
            });
        }
        Cost::Known(estimate) => known(ui, estimate, steps, setup.is_stale()),
        Cost::Failed(problem) => problem_lines(ui, problem),
    }
    let possible = setup.can_measure();
    let button = ui.add_enabled(possible, egui::Button::new("Estimate"));
    if button
        .on_hover_text("Measures one step of these settings now")
        .clicked()
    {
        app.train.setup.start_measuring();
        orders::estimate(app, app.train.setup.config.clone());
    }
}

fn known(ui: &mut Ui, estimate: &Estimate, steps: u64, stale: bool) {
    let tokens = theme::of(ui);
    let ink = if stale { tokens.text_weak } else { tokens.text };
    let time = names::duration(estimate.total_seconds);
    ui.label(theme::title(format!("About {time}")).color(ink));
    let device = estimate
        .device_memory
        .map(|bytes| format!(", {} on the device", names::bytes(bytes)));
    let words = format!(
        "{} steps of {} · {} of memory{}",
        names::count(steps),
        names::duration(estimate.step_seconds),
        names::bytes(estimate.memory),
        device.unwrap_or_default()
    );
    ui.label(RichText::new(words).color(ink));
    let how = if stale {
        "The settings changed since; it is measured again."
    } else {
        text::MEASURED
    };
    ui.label(RichText::new(how).color(tokens.text_weak));
}

fn start(app: &mut App, ui: &mut Ui) {
    let busy = app.train.activity.is_under_way();
    let obstacle = if busy {
        Some("Another run is under way; stop it first.".to_owned())
    } else {
        app.train.setup.obstacle()
    };
    ui.horizontal_wrapped(|ui| {
        if icons::labelled_if(ui, obstacle.is_none(), Icon::Play, "Start", true).clicked() {
            app.start_run();
        }
        let words = match &obstacle {
            Some(words) => words.clone(),
            None => format!("Into {}", app.train.setup.folder().display()),
        };
        ui.label(RichText::new(words).color(theme::of(ui).text_weak));
    });
}
