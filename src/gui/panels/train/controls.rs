//! The left panel of a run: pause, stop, save, fork, the dial, Explore, and other runs.

use egui::{RichText, Ui};

use crate::engine::messages::Purpose;
use crate::engine::training::messages::Ending;
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::panels::left::heading;
use crate::gui::train::beside::fork_name;
use crate::gui::train::run::RunShown;
use crate::gui::train::setup::Setup;
use crate::gui::train::{Activity, Asked, Page, names, orders};
use crate::gui::widgets::slider_row::rail;
use crate::gui::{text, theme};

/// Most steps that a resumed run can be given.
const MOST_STEPS: u64 = 10_000_000;

/// Draws the panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    name(app, ui);
    ui.add_space(theme::SPACE);
    if app.train.other.is_some() {
        looked_at(app, ui);
    } else {
        active(app, ui);
    }
    fork(app, ui);
    if app.train.activity.is_under_way() {
        dial(app, ui);
    }
    explore(app, ui);
    super::beside::show(app, ui);
    facts(app, ui);
    other_runs(app, ui);
}

fn name(app: &App, ui: &mut Ui) {
    let Some(run) = app.train.shown() else {
        ui.label(theme::strong("New run"));
        return;
    };
    let folder = run.folder.display().to_string();
    ui.add(egui::Label::new(theme::strong(&run.name)).truncate())
        .on_hover_text(folder);
    let looking = app.train.other.is_some();
    let words = if looking {
        "A run from disk".to_owned()
    } else {
        super::state_word(app)
    };
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

/// Orders for the run that the worker has.
fn active(app: &mut App, ui: &mut Ui) {
    match app.train.activity.clone() {
        Activity::Preparing(_) => {
            ui.horizontal(|ui| {
                ui.spinner().accessible_name("In progress");
                if icons::labelled(ui, Icon::Stop, "Stop", false).clicked() {
                    orders::stop(app);
                }
            });
        }
        Activity::Running | Activity::Pausing | Activity::Paused => under_way(app, ui),
        Activity::Stopping => {
            ui.spinner().accessible_name("In progress");
        }
        Activity::Idle => {
            ui.label(RichText::new("This run is not going on.").color(theme::of(ui).text_weak));
            resume(app, ui);
        }
        Activity::Ended(_, ending) => {
            if let Ending::Failed(problem) = &ending {
                ui.label(RichText::new(&problem.headline).color(theme::of(ui).danger));
                for line in problem.causes.iter().chain(&problem.hint) {
                    ui.label(line);
                }
            }
            resume(app, ui);
        }
    }
}

fn under_way(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        if app.train.activity == Activity::Paused {
            if icons::labelled(ui, Icon::Play, "Resume", true).clicked() {
                app.train.activity = Activity::Running;
                orders::go_on(app);
            }
        } else {
            let possible = app.train.activity == Activity::Running;
            if icons::labelled_if(ui, possible, Icon::Pause, "Pause", true).clicked() {
                app.train.activity = Activity::Pausing;
                orders::pause(app);
            }
        }
        if icons::labelled(ui, Icon::Stop, "Stop", false)
            .on_hover_text(text::STOP)
            .clicked()
        {
            app.train.activity = Activity::Stopping;
            orders::stop(app);
        }
        let save = icons::labelled(ui, Icon::Save, "Save now", false);
        if save
            .on_hover_text("Saves a checkpoint that is kept, and goes on")
            .clicked()
        {
            orders::save_now(app);
        }
    });
    ui.label(RichText::new(text::STOP).color(theme::of(ui).text_weak));
}

fn looked_at(app: &mut App, ui: &mut Ui) {
    if app.train.active.is_some() && ui.button("Back to this session's run").clicked() {
        app.train.show_run(None);
        return;
    }
    if app.train.activity.is_under_way() {
        ui.label(
            RichText::new("It can be resumed once the present run has ended.")
                .color(theme::of(ui).text_weak),
        );
    } else {
        resume(app, ui);
    }
}

/// Goes on, to another number of steps when the person typed one.
fn resume(app: &mut App, ui: &mut Ui) {
    let Some(run) = app.train.shown() else { return };
    let (folder, planned, done) = (run.folder.clone(), run.config.schedule.steps, run.newest());
    let mut steps = app.train.resume_steps.unwrap_or(if done < planned {
        planned
    } else {
        planned + planned / 2
    });
    ui.horizontal(|ui| {
        let possible = steps > done;
        if icons::labelled_if(ui, possible, Icon::Play, "Resume run", true).clicked() {
            let changed = (steps != planned).then_some(steps);
            app.resume_run(folder, changed);
        }
        ui.label("to step");
        let speed = (planned as f64 / 200.0).max(1.0);
        let drag = egui::DragValue::new(&mut steps)
            .range(1..=MOST_STEPS)
            .speed(speed);
        if ui.add(drag).accessible_name("Total steps").changed() {
            app.train.resume_steps = Some(steps);
        }
    });
}

fn fork(app: &mut App, ui: &mut Ui) {
    let Some(run) = app.train.shown() else { return };
    heading(ui, "Fork");
    let from = run.state_at(app.train.step()).map(|saved| saved.step);
    let (folder, name) = (run.folder.clone(), run.name.clone());
    let words = match from {
        Some(step) => format!("Fork here, at step {}", names::count(step)),
        None => "Fork here".to_owned(),
    };
    let button = ui.add_enabled(from.is_some(), egui::Button::new(words));
    let why = "No full state is kept at or before the cursor; Save now makes one";
    let what =
        "A new run with everything up to the checkpoint at the cursor; this one stays as it is";
    if let (true, Some(step)) = (
        button
            .on_hover_text(what)
            .on_disabled_hover_text(why)
            .clicked(),
        from,
    ) {
        let to = folder.with_file_name(fork_name(&name, step));
        orders::fork(app, folder, step, to);
    }
    if let Some(fork) = app.train.forked.clone() {
        let possible = !app.train.activity.is_under_way();
        let words = format!("Resume {}", names::file_name(&fork));
        let button = ui.add_enabled(possible, egui::Button::new(words));
        if button
            .on_disabled_hover_text("Stop the present run first")
            .clicked()
        {
            app.resume_run(fork, None);
        }
    }
}

fn dial(app: &mut App, ui: &mut Ui) {
    heading(ui, "Courtesy");
    let before = app.train.courtesy;
    ui.spacing_mut().slider_width = ui.available_width() - theme::SPACE;
    rail(ui, "Courtesy", &mut app.train.courtesy, 0.0..=1.0).on_hover_text(text::COURTESY);
    ui.horizontal(|ui| {
        let weak = theme::of(ui).text_weak;
        ui.label(RichText::new("fast training").color(weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new("smooth window").color(weak));
        });
    });
    if app.train.courtesy != before {
        orders::set_courtesy(app);
    }
}

fn explore(app: &mut App, ui: &mut Ui) {
    if app.train.shown().is_none() {
        return;
    }
    heading(ui, "Explore");
    let follows = ui
        .checkbox(&mut app.train.follow.on, "Explore follows the cursor")
        .on_hover_text(text::FOLLOW);
    if follows.changed() {
        app.train.follow.opened = None;
        app.train.follow.asked_at = None;
    }
    if !app.train.follow.on {
        return;
    }
    let weak = theme::of(ui).text_weak;
    let words = if app.train.is_live() && app.train.shows_active() {
        match &app.train.live {
            Some(live) if !live.averaged => format!(
                "Shows step {}: {}.",
                names::count(live.step),
                text::LIVE_RAW
            ),
            Some(live) => format!("Shows the averages of step {}.", names::count(live.step)),
            None => "Waits for the live networks…".to_owned(),
        }
    } else {
        match app
            .train
            .shown()
            .and_then(|run| run.averaged_at(app.train.step()))
        {
            Some(saved) => format!("Shows the checkpoint of step {}.", names::count(saved.step)),
            None => "There is no checkpoint at or before the cursor.".to_owned(),
        }
    };
    ui.label(RichText::new(words).color(weak));
}

/// What the run is, folded away.
fn facts(app: &App, ui: &mut Ui) {
    let Some(run) = app.train.shown() else { return };
    ui.add_space(theme::SPACE);
    egui::CollapsingHeader::new("About this run")
        .id_salt("about run")
        .show(ui, |ui| {
            egui::Grid::new("facts")
                .num_columns(2)
                .spacing([theme::SPACE_2, theme::SPACE_HALF])
                .show(ui, |ui| {
                    for (name, value) in fact_rows(run) {
                        ui.label(RichText::new(name).color(theme::of(ui).text_weak));
                        ui.add(egui::Label::new(&value).truncate())
                            .on_hover_text(&value);
                        ui.end_row();
                    }
                });
            for sentence in &run.warm {
                ui.label(sentence);
            }
        });
}

fn fact_rows(run: &RunShown) -> Vec<(&'static str, String)> {
    let config = &run.config;
    let data = config
        .data
        .root
        .as_ref()
        .map_or("Bundled creatures".to_owned(), |path| {
            path.display().to_string()
        });
    let joint = config.data.joint.iter();
    let data = joint.fold(data, |all, more| format!("{all}, {}", more.root.display()));
    let kinds = if config.model.system.takes_labels() {
        "Labels"
    } else {
        "Domains"
    };
    vec![
        ("System", config.model.system.title().to_owned()),
        ("Data", data),
        (kinds, run.domains.join(", ")),
        ("Start", Setup::start_words(&config.start)),
        ("Pictures", format!("{0} × {0} px", config.model.img_size)),
        ("Batch", config.schedule.batch.to_string()),
        ("Steps", names::count(config.schedule.steps)),
        ("Seed", config.schedule.seed.to_string()),
        ("Folder", run.folder.display().to_string()),
    ]
}

fn other_runs(app: &mut App, ui: &mut Ui) {
    heading(ui, "Runs");
    ui.horizontal_wrapped(|ui| {
        if ui
            .button("Look at a run…")
            .on_hover_text("A finished or interrupted run, also while one is under way")
            .clicked()
        {
            app.train.asked = Asked::LookAt;
            app.ask(Purpose::Run, None);
        }
        let possible = !app.train.activity.is_under_way();
        let new = ui.add_enabled(possible, egui::Button::new("New run…"));
        if new
            .on_disabled_hover_text("Stop the present run first")
            .clicked()
        {
            app.train.page = if app.train.setup.data.is_some() {
                Page::Setup
            } else {
                Page::Start
            };
        }
    });
}
