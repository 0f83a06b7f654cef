//! The left panel of the page of figures: which models, which pictures; at the bottom Start, or how far it is.

use std::path::Path;

use egui::{Frame, Label, Panel, ProgressBar, RichText, ScrollArea, Ui};

use super::{figures, primary, protocol, weak};
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::evaluate::setup::{Choice, DataChoice, What, steps_of};
use crate::gui::icons::{Icon, icon_button};
use crate::gui::panels::left::heading;
use crate::gui::panels::recent;
use crate::gui::recent::Kind;
use crate::gui::train::{Asked, names};
use crate::gui::widgets::branch_bar::{chip, chip_if};
use crate::gui::{text, theme};

/// Width of the panel in points: default, least and most.
const WIDTH: (f32, f32, f32) = (272.0, 240.0, 360.0);
/// Windows narrower than this have the least panel.
const NARROW: f32 = 1_100.0;
/// Height of the list of steps.
const STEPS_HEIGHT: f32 = 168.0;

/// Draws the panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (default, least, most) = WIDTH;
    let narrow = ui.ctx().content_rect().width() < NARROW;
    Panel::left("evaluate left")
        .default_size(if narrow { least } else { default })
        .size_range(least..=most)
        .show(ui, |ui| {
            Panel::bottom("evaluate act")
                .frame(Frame::NONE)
                .show(ui, |ui| {
                    ui.add_space(theme::SPACE);
                    act(app, ui);
                    ui.add_space(theme::SPACE);
                });
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme::SPACE);
                what(app, ui);
                data(app, ui);
                protocol::show(app, ui);
                ui.add_space(theme::SPACE_2);
            });
        });
}

fn what(app: &mut App, ui: &mut Ui) {
    ui.label(theme::strong("What"));
    ui.add_space(theme::SPACE_HALF);
    let setup = &mut app.evaluate.figures.setup;
    ui.horizontal_wrapped(|ui| {
        for (what, name) in [(What::Models, "Models"), (What::Steps, "Steps of a run")] {
            if chip(ui, name, None, setup.what == what).clicked() {
                setup.what = what;
            }
        }
    });
    match setup.what {
        What::Models => models(app, ui),
        What::Steps => steps(app, ui),
    }
}

fn models(app: &mut App, ui: &mut Ui) {
    let mut gone = None;
    for (choice, name, mut chosen) in app.model_choices() {
        ui.horizontal(|ui| {
            let setup = &mut app.evaluate.figures.setup;
            let file = match choice {
                Choice::File(at) => setup.files.get(at).map(|(path, _)| path.clone()),
                _ => None,
            };
            if let (Choice::File(at), Some(_)) = (&choice, &file)
                && icon_button(ui, Icon::Close, &format!("Remove {name}")).clicked()
            {
                gone = Some(*at);
            }
            let tick = ui.checkbox(&mut chosen, &name);
            let tick = match &file {
                Some(path) => tick.on_hover_text(path.display().to_string()),
                None => tick,
            };
            if !tick.changed() {
                return;
            }
            match choice {
                Choice::Open => setup.open = chosen,
                Choice::Demo => setup.demo = chosen,
                Choice::File(at) => {
                    if let Some(file) = setup.files.get_mut(at) {
                        file.1 = chosen;
                    }
                }
            }
        });
    }
    if let Some(at) = gone {
        app.evaluate.figures.setup.files.remove(at);
    }
    let add = ui.button("Add a model file…");
    let hint =
        "A StarGAN checkpoint (.ckpt) or a Stargrid model (.safetensors); you can also drop it";
    if add.on_hover_text(hint).clicked() {
        app.ask(Purpose::EvaluatedModel, None);
    }
}

fn steps(app: &mut App, ui: &mut Ui) {
    let runs: Vec<String> = app
        .evaluated_runs()
        .iter()
        .map(|run| run.name.clone())
        .collect();
    let second = app.evaluate.figures.setup.other_run && runs.len() > 1;
    if runs.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            for (at, name) in runs.iter().enumerate() {
                if chip(ui, name, None, usize::from(second) == at).clicked() {
                    app.evaluate.figures.setup.other_run = at > 0;
                    app.evaluate.figures.setup.skipped.clear();
                }
            }
        });
    }
    let Some(run) = app.evaluated_run() else {
        weak(ui, text::NO_RUN);
        return open_run(app, ui);
    };
    if runs.len() < 2 {
        ui.add(Label::new(&run.name).truncate())
            .on_hover_text(run.folder.display().to_string());
    }
    let steps: Vec<(u64, bool)> = steps_of(run).map(|(step, _, best)| (step, best)).collect();
    if steps.is_empty() {
        weak(ui, text::NO_STEPS);
    } else {
        listed(app, ui, &steps);
    }
    open_run(app, ui);
}

/// A tick for each step of the run.
fn listed(app: &mut App, ui: &mut Ui, steps: &[(u64, bool)]) {
    let skipped = &mut app.evaluate.figures.setup.skipped;
    let chosen = steps.iter().filter(|(step, _)| !skipped.contains(step));
    let chosen = chosen.count();
    ui.horizontal(|ui| {
        if chip_if(ui, true, "All", None, chosen == steps.len()).clicked() {
            skipped.clear();
        }
        if chip_if(ui, true, "None", None, chosen == 0).clicked() {
            skipped.extend(steps.iter().map(|(step, _)| *step));
        }
        weak(ui, &format!("{chosen} of {} steps", steps.len()));
    });
    ScrollArea::vertical()
        .max_height(STEPS_HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (step, best) in steps.iter().rev() {
                let mut on = !skipped.contains(step);
                let best = if *best { ", best so far" } else { "" };
                let words = format!("Step {}{best}", names::count(*step));
                if ui.checkbox(&mut on, words).changed() {
                    if on {
                        skipped.remove(step);
                    } else {
                        skipped.insert(*step);
                    }
                }
            }
        });
}

/// The ways to a run: they open it on the Train tab, too.
fn open_run(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        let last = app.train.last_run.clone();
        if let (None, Some(run)) = (app.evaluated_run(), last) {
            let button = ui.button(format!("Last run, {}", names::file_name(&run)));
            if button.on_hover_text(run.display().to_string()).clicked() {
                app.look_at_run(run);
            }
        }
        let hint = "The Train tab shows it, too";
        if ui.button("Open a run…").on_hover_text(hint).clicked() {
            app.train.asked = Asked::LookAt;
            app.ask(Purpose::Run, None);
        }
    });
}

fn data(app: &mut App, ui: &mut Ui) {
    heading(ui, "Pictures");
    let (choice, _) = app.evaluation_data();
    let train = app.train_folder();
    let own = app.evaluate.figures.setup.folder.clone();
    ui.horizontal_wrapped(|ui| {
        let bundled = chip(ui, "Bundled creatures", None, choice == DataChoice::Bundled);
        if bundled.on_hover_text(text::EVALUATION_BUNDLED).clicked() {
            app.evaluate.figures.setup.data = DataChoice::Bundled;
        }
        if let Some(folder) = &train {
            let chip = chip(ui, "Train's folder", None, choice == DataChoice::Train);
            if chip.on_hover_text(folder.display().to_string()).clicked() {
                app.evaluate.figures.setup.data = DataChoice::Train;
            }
        }
        let name = match &own {
            Some(folder) if choice != DataChoice::Folder => names::file_name(folder),
            _ => "My folder…".to_owned(),
        };
        let chip = chip(ui, &name, None, choice == DataChoice::Folder);
        if chip.on_hover_text(text::EVALUATION_DATA).clicked() {
            if own.is_some() && choice != DataChoice::Folder {
                app.evaluate.figures.setup.data = DataChoice::Folder;
            } else {
                app.ask(Purpose::EvaluationData, None);
            }
        }
        if let Some(folder) = recent::menu(app, ui, "Recent", Kind::Data) {
            app.choose_evaluation_data(folder);
        }
    });
    match choice {
        DataChoice::Bundled => {}
        DataChoice::Train => place(ui, train.as_deref()),
        DataChoice::Folder => place(ui, own.as_deref()),
    }
}

fn place(ui: &mut Ui, path: Option<&Path>) {
    if let Some(path) = path {
        let whole = path.display().to_string();
        let words = RichText::new(&whole).color(theme::of(ui).text_weak);
        ui.add(Label::new(words).truncate()).on_hover_text(whole);
    }
}

/// Start; or how far the order is, and Cancel.
fn act(app: &mut App, ui: &mut Ui) {
    let Some(busy) = app.evaluate.figures.busy().cloned() else {
        let count = app.candidates().len();
        let what = app.evaluate.figures.setup.what;
        match (count, what) {
            (0, What::Models) => weak(ui, text::NO_MODELS),
            (0, What::Steps) => weak(ui, text::NO_CHOSEN_STEPS),
            (1, _) => {}
            (_, What::Models) => weak(ui, &format!("{count} models, one after the other")),
            (_, What::Steps) => weak(ui, &format!("{count} steps, one after the other")),
        }
        if primary(ui, count > 0, "Start").clicked() {
            app.start_evaluation();
        }
        return;
    };
    ui.add(Label::new(figures::doing(&busy)).wrap());
    ui.add(ProgressBar::new(busy.share()).desired_height(theme::SPACE_HALF + 2.0))
        .accessible_name("Progress");
    ui.horizontal(|ui| {
        let hint = "Stops after the batch in progress; what is there stays";
        let cancel = ui.add_enabled(!busy.cancelling, egui::Button::new("Cancel"));
        if cancel.on_hover_text(hint).clicked() {
            app.cancel_evaluation();
        }
        weak(ui, &figures::left(&busy));
    });
}
