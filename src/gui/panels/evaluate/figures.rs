//! The page of figures: which evaluation, which figure of it, its matrix beside all means, lines over steps, pictures of a task.

use egui::{ComboBox, Label, ProgressBar, RichText, Role, ScrollArea, Ui, WidgetInfo};

use super::{chart, examples, matrix, overview, primary, provenance, weak};
use crate::data::dataset::DataRoot;
use crate::gui::app::App;
use crate::gui::evaluate::entry::{Entry, Origin};
use crate::gui::evaluate::figures::{Busy, FiguresTab, Over, Stage, Work};
use crate::gui::evaluate::keep::keepable;
use crate::gui::train::names;
use crate::gui::widgets::branch_bar::chip;
use crate::gui::{text, theme};
use crate::problem::Problem;

/// From this width on, the means stand beside the matrix.
const WIDE: f32 = 880.0;
/// Width of the means beside the matrix.
const OVERVIEW: f32 = 392.0;
/// The widest that the matrix gets beside it.
const MATRIX: f32 = 1080.0;
/// Width of the first screen's words.
const WORDS: f32 = 460.0;
/// Share of the free height above them.
const ABOVE: f32 = 0.2;
/// Width of the status bar's progress bar.
const BAR: f32 = 96.0;

/// Draws the page.
pub fn show(app: &mut App, ui: &mut Ui) {
    let Some(entry) = app.evaluate.figures.entry().cloned() else {
        return nothing(app, ui);
    };
    ui.add_space(theme::SPACE_HALF);
    choices(app, ui, &entry);
    ui.add_space(theme::SPACE);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        state(app, ui, &entry);
        let width = ui.available_width();
        if width >= WIDE {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::SPACE_3;
                ui.vertical(|ui| {
                    ui.set_width((width - OVERVIEW - theme::SPACE_3).min(MATRIX));
                    matrix::show(app, ui, &entry);
                });
                ui.vertical(|ui| {
                    ui.set_width(OVERVIEW);
                    overview::show(ui, &entry);
                });
            });
        } else {
            matrix::show(app, ui, &entry);
            ui.add_space(theme::SPACE_2);
            overview::show(ui, &entry);
        }
        examples::show(app, ui, &entry);
        chart::show(app, ui, &entry);
        ui.add_space(theme::SPACE_2);
    });
}

/// Before the first figure: the next step, or what is waited for, or why there is none.
fn nothing(app: &mut App, ui: &mut Ui) {
    let free = ui.available_size();
    let width = WORDS.min(free.x);
    ui.add_space(free.y * ABOVE);
    ui.horizontal(|ui| {
        ui.add_space((free.x - width) / 2.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            match app.evaluate.figures.work.clone() {
                Work::Busy(busy) => {
                    ui.label(theme::title(doing(&busy)));
                    ui.add_space(theme::SPACE_HALF);
                    weak(ui, "Figures fill in as soon as the first task is done.");
                }
                Work::Over(Over::Failed(problem)) => {
                    ui.label(theme::title("There are no figures"));
                    ui.add_space(theme::SPACE_HALF);
                    wrong(ui, &problem);
                    again(app, ui, "Try again");
                }
                _ => {
                    let troubles = app.evaluate.figures.troubles.clone();
                    if troubles.is_empty() {
                        ui.label(theme::title(text::EVALUATE_TITLE));
                        ui.add_space(theme::SPACE_HALF);
                        weak(ui, text::EVALUATE_WORDS);
                        ui.add_space(theme::SPACE_HALF);
                        weak(ui, text::EVALUATE_TIME);
                    } else {
                        ui.label(theme::title("There are no figures"));
                        for problem in &troubles {
                            ui.add_space(theme::SPACE_HALF);
                            wrong(ui, problem);
                        }
                    }
                    again(app, ui, "Evaluate");
                }
            }
        });
    });
}

/// The next step, as at the left.
fn again(app: &mut App, ui: &mut Ui, verb: &str) {
    ui.add_space(theme::SPACE_2);
    let candidates = app.candidates();
    let (_, data) = app.evaluation_data();
    let what = match candidates.as_slice() {
        [] => return weak(ui, text::NO_MODELS),
        [one] => match one.step {
            Some(step) => format!("{}, step {}", one.name, names::count(step)),
            None => one.name.clone(),
        },
        many => format!("{} models", many.len()),
    };
    let words = match verb {
        "Evaluate" => format!("{verb} {what} on {}", names::data(&data)),
        _ => verb.to_owned(),
    };
    if primary(ui, true, &words).clicked() {
        app.start_evaluation();
    }
}

fn wrong(ui: &mut Ui, problem: &Problem) {
    ui.label(RichText::new(problem.to_string()).color(theme::of(ui).danger));
}

/// Which evaluation, and what can be done with it; in the row of the pages.
pub fn bar(app: &mut App, ui: &mut Ui) {
    let Some(entry) = app.evaluate.figures.entry().cloned() else {
        return;
    };
    ui.separator();
    which(&mut app.evaluate.figures, ui, &entry);
    let possible = entry.has_figures();
    let save = ui.add_enabled(possible, egui::Button::new("Save…"));
    let hint = "A file with everything (.json), a table (.csv) or this matrix (.png); Ctrl+S";
    if save.on_hover_text(hint).clicked() {
        app.ask_save_evaluation();
    }
    let can = keepable(&entry);
    let possible = can.is_ok() && app.evaluate.figures.keeping.is_none();
    let keep = ui.add_enabled(possible, egui::Button::new("Keep with the model"));
    let keep = keep.on_hover_text(text::KEEP_FIGURES);
    if keep
        .on_disabled_hover_text(can.err().unwrap_or("It is being written…"))
        .clicked()
    {
        app.keep_evaluation();
    }
    let command = command(&entry);
    let copy = egui::Button::new("Copy the command");
    let copy = ui.add_enabled(!command.is_empty(), copy);
    let hint = if command.is_empty() {
        "The command is told when the evaluation is whole"
    } else {
        &command
    };
    if copy
        .on_hover_text(hint)
        .on_disabled_hover_text(hint)
        .clicked()
    {
        ui.ctx().copy_text(command.clone());
    }
}

/// The command that gives the figures again, with the folder in its place where that is known.
fn command(entry: &Entry) -> String {
    let command = &entry.found.command;
    match &entry.data {
        Some(DataRoot::Bundled) => command.replace(" --data DATA", ""),
        Some(DataRoot::Folder(folder)) => {
            let folder = format!("'{}'", folder.display());
            let words = command.split(' ');
            let words = words.map(|word| if word == "DATA" { &folder } else { word });
            words.collect::<Vec<_>>().join(" ")
        }
        _ => command.clone(),
    }
}

/// The menu of all evaluations, newest first.
fn which(tab: &mut FiguresTab, ui: &mut Ui, entry: &Entry) {
    let mut chosen = None;
    let combo = ComboBox::from_id_salt("evaluation")
        .selected_text(RichText::new(entry.name()).strong())
        .width(0.0);
    let shown = combo.show_ui(ui, |ui| {
        for other in tab.entries.iter().rev() {
            let label = ui.selectable_label(other.id == entry.id, line(other));
            if label.clicked() {
                chosen = Some(other.id);
            }
        }
    });
    let response = shown.response;
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(entry.name()),
        ..WidgetInfo::labeled(Role::ComboBox, true, "Evaluation")
    });
    response.on_hover_text(line(entry));
    if let Some(id) = chosen {
        tab.show(id);
    }
}

/// An evaluation in the menu: two of one model differ in counts or pictures.
fn line(entry: &Entry) -> String {
    let counts = match entry.found.counts.outputs {
        1 => "1 output".to_owned(),
        outputs => format!("{outputs} outputs"),
    };
    let data = match entry.found.data.name.as_str() {
        "" => String::new(),
        name => format!(" on {name}"),
    };
    let origin = match &entry.origin {
        _ if !entry.whole => ", not whole",
        Origin::Card => ", from its card",
        Origin::Run(_) => ", from its run",
        Origin::Order(..) => "",
    };
    format!("{}{data}, {counts}{origin}", entry.name())
}

/// Chips for figure and mode.
fn choices(app: &mut App, ui: &mut Ui, entry: &Entry) {
    let tab = &mut app.evaluate.figures;
    let (metric, mode) = (tab.metric_of(entry), tab.mode_of(entry));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(theme::SPACE_HALF);
        for other in entry.metrics() {
            let chip = chip(ui, other.title(), None, other == metric);
            let chip = chip.on_hover_ui(|ui| {
                provenance::tooltip(ui, other.title(), &entry.found, other);
            });
            if chip.clicked() {
                tab.metric = other;
            }
        }
        let modes = entry.modes();
        if modes.len() > 1 {
            ui.separator();
            for other in modes {
                if chip(ui, other.title(), None, other == mode).clicked() {
                    tab.mode = other;
                }
            }
        }
    });
}

/// What a person should know of the entry before its figures.
fn state(app: &App, ui: &mut Ui, entry: &Entry) {
    let tab = &app.evaluate.figures;
    let tokens = theme::of(ui);
    if tab.is_filling(entry) {
        weak(ui, "Being measured: figures fill in as tasks are done.");
    } else if !entry.whole {
        let words = "Stopped before it was whole: means are over the tasks that were done.";
        ui.label(RichText::new(words).color(tokens.warn));
    }
    if tab.busy().is_none() {
        for problem in &tab.troubles {
            wrong(ui, problem);
        }
        if let Work::Over(Over::Failed(problem)) = &tab.work {
            wrong(ui, problem);
        }
    }
    for note in &entry.found.notes {
        ui.add(Label::new(RichText::new(note).color(tokens.warn)).wrap());
    }
}

/// What the worker does now, in a line.
pub fn doing(busy: &Busy) -> String {
    if busy.cancelling {
        return "Stopping after this batch…".to_owned();
    }
    match &busy.stage {
        Stage::Waiting => "Beginning…".to_owned(),
        Stage::Scanning(_, 0) => "Looking for pictures…".to_owned(),
        Stage::Scanning(done, all) => format!(
            "Reading {} of {} pictures",
            names::count(*done as u64),
            names::count(*all as u64)
        ),
        Stage::Measuring(progress) => {
            let doing = match progress.doing.as_str() {
                "" => "Beginning…",
                doing => doing,
            };
            match (busy.candidates.len(), busy.candidate()) {
                (2.., Some(candidate)) => {
                    let at = progress.candidate + 1;
                    let step = candidate
                        .step
                        .map(|step| format!(", step {}", names::count(step)));
                    let name = format!("{}{}", candidate.name, step.unwrap_or_default());
                    format!("{at} of {}, {name}: {doing}", busy.candidates.len())
                }
                _ => doing.to_owned(),
            }
        }
    }
}

/// How much is done, and how long the model in progress takes.
pub fn left(busy: &Busy) -> String {
    let Stage::Measuring(progress) = &busy.stage else {
        return String::new();
    };
    let share = format!("{:.0} %", busy.share() * 100.0);
    let this = if busy.candidates.len() > 1 {
        " for this model"
    } else {
        " left"
    };
    match progress.seconds_left {
        Some(seconds) => format!("{share} · {}{this}", names::duration(seconds)),
        None => share,
    }
}

/// The status bar's left end.
pub fn progress(app: &mut App, ui: &mut Ui) {
    match &app.evaluate.figures.work {
        Work::Busy(busy) => {
            ui.add(ProgressBar::new(busy.share()).desired_width(BAR))
                .accessible_name("Progress");
            ui.label(doing(busy));
            weak(ui, &left(busy));
        }
        Work::Over(Over::Done) => {
            ui.label("Evaluated");
        }
        Work::Over(Over::Cancelled) => {
            ui.label("Stopped; what was measured stays");
        }
        Work::Over(Over::Failed(_)) => {
            ui.label("The evaluation ended early");
        }
        Work::Idle if app.evaluate.figures.entry().is_some() => {
            ui.label("Figures of before");
        }
        Work::Idle => {
            ui.label("Nothing is evaluated yet");
        }
    }
}
