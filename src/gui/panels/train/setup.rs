//! The left panel before the start: data, preset, where the weights start, the run's folder, every knob.

use std::path::Path;

use egui::{ComboBox, RichText, TextEdit, Ui};

use super::settings;
use crate::data::creatures::MadeSet;
use crate::data::dataset::DataRoot;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::panels::left::heading;
use crate::gui::train::data::Wish;
use crate::gui::train::setup::Setup;
use crate::gui::train::{Asked, Page, names};
use crate::gui::widgets::branch_bar::chip;
use crate::gui::{text, theme};
use crate::model::system::System;
use crate::train::config::Start;

/// Draws the panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    data(app, ui);
    system(app, ui);
    preset(app, ui);
    start_from(app, ui);
    folder(app, ui);
    ui.add_space(theme::SPACE);
    settings::show(app, ui);
    ui.add_space(theme::SPACE_2);
    if ui
        .button("Back")
        .on_hover_text("To the first screen of this tab; the set-up stays")
        .clicked()
    {
        app.train.page = if app.train.shown().is_some() {
            Page::Run
        } else {
            Page::Start
        };
    }
}

fn data(app: &mut App, ui: &mut Ui) {
    ui.label(theme::strong("Data"));
    ui.add_space(theme::SPACE_HALF);
    let root = app.train.setup.data.clone();
    ui.horizontal_wrapped(|ui| {
        if chip(
            ui,
            "Bundled creatures",
            None,
            root == Some(DataRoot::Bundled),
        )
        .clicked()
        {
            app.want_data(DataRoot::Bundled);
        }
        let labels = app.train.setup.takes_labels();
        let creatures = labels && is_made(app, root.as_ref());
        if labels
            && chip(ui, "Labelled creatures", None, creatures)
                .on_hover_text(text::MAKE_CREATURES)
                .clicked()
        {
            app.grant(Wish::Creatures(MadeSet::Attributes));
        }
        let folder = matches!(root, Some(DataRoot::Folder(_))) && !creatures;
        let fits = if labels {
            text::WHAT_FITS_LABELS
        } else {
            "A folder with one folder for each domain, or with train and val folders that hold them"
        };
        if chip(ui, "My folder…", None, folder)
            .on_hover_text(fits)
            .clicked()
        {
            app.train.asked = Asked::Nothing;
            app.ask(Purpose::Data, None);
        }
    });
    if let Some(DataRoot::Folder(path)) = &root {
        place(ui, path);
    }
    if root.is_some() && app.train.setup.takes_labels() {
        more_sets(app, ui);
    }
}

/// Whether the data are the creatures that were made here.
fn is_made(app: &App, root: Option<&DataRoot>) -> bool {
    let made = app.creatures_folder(MadeSet::Attributes);
    matches!(root, Some(DataRoot::Folder(path)) if *path == made)
}

fn place(ui: &mut Ui, path: &Path) {
    let words = RichText::new(path.display().to_string()).color(theme::of(ui).text_weak);
    ui.add(egui::Label::new(words).truncate())
        .on_hover_text(path.display().to_string());
}

/// The sets beside the first, and the way to another one.
fn more_sets(app: &mut App, ui: &mut Ui) {
    let mut wish = None;
    for (at, more) in app.train.setup.config.data.joint.iter().enumerate() {
        ui.horizontal(|ui| {
            let name = format!("Remove {}", names::file_name(&more.root));
            if icon_button(ui, Icon::Close, &name).clicked() {
                wish = Some(Wish::RemoveSet(at + 1));
            }
            place(ui, &more.root);
        });
    }
    let alone = app.train.setup.config.data.joint.is_empty();
    let words = if alone {
        "Add a second set…"
    } else {
        "Add another set…"
    };
    if ui.button(words).on_hover_text(text::SECOND_SET).clicked() {
        wish = Some(Wish::AskSet);
    }
    let made = is_made(app, app.train.setup.data.as_ref());
    let button = |ui: &mut Ui| ui.button("Add creatures with classes");
    if made && alone && button(ui).on_hover_text(text::SECOND_SET).clicked() {
        wish = Some(Wish::Creatures(MadeSet::Classes));
    }
    if let Some(wish) = wish {
        app.grant(wish);
    }
}

fn system(app: &mut App, ui: &mut Ui) {
    heading(ui, "System");
    let setup = &mut app.train.setup;
    let (now, mut chosen) = (setup.system(), None);
    let combo = ComboBox::from_id_salt("system")
        .selected_text(now.title())
        .width(ui.available_width() - theme::SPACE)
        .truncate();
    let shown = combo.show_ui(ui, |ui| {
        for &system in System::ALL {
            let label = ui.selectable_label(system == now, system.title());
            if label.on_hover_text(system.definition().summary).clicked() {
                chosen = Some(system);
            }
        }
    });
    let response = shown.response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "System"));
    response.on_hover_text(now.definition().summary);
    if let Some(system) = chosen {
        setup.choose_system(system);
    }
}

fn preset(app: &mut App, ui: &mut Ui) {
    heading(ui, "Preset");
    let setup = &mut app.train.setup;
    let (name, words) = names::preset(setup.preset);
    let shown = if setup.is_custom() {
        format!("Custom, from {name}")
    } else {
        name.to_owned()
    };
    let mut chosen = None;
    let combo = ComboBox::from_id_salt("preset")
        .selected_text(shown)
        .width(ui.available_width() - theme::SPACE)
        .truncate();
    combo
        .show_ui(ui, |ui| {
            for preset in names::presets_of(setup.system()) {
                let (name, words) = names::preset(preset);
                let label = ui.selectable_label(preset == setup.preset, name);
                if label.on_hover_text(words).clicked() {
                    chosen = Some(preset);
                }
            }
        })
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Preset"));
    if let Some(preset) = chosen {
        setup.choose(preset);
    }
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

fn start_from(app: &mut App, ui: &mut Ui) {
    heading(ui, "Start from");
    let start = app.train.setup.config.start.clone();
    let demo_fits = app.train.setup.system() == System::default();
    ui.horizontal_wrapped(|ui| {
        for (choice, why) in [
            (
                Start::Scratch,
                "Nothing is known at first; this takes longest",
            ),
            (
                Start::Demo,
                "The bundled creatures model, 64 × 64; new domains begin as copies of known ones",
            ),
        ] {
            if choice == Start::Demo && !demo_fits {
                continue;
            }
            let words = Setup::start_words(&choice);
            if chip(ui, &words, None, start == choice)
                .on_hover_text(why)
                .clicked()
            {
                app.train.setup.config.start = choice;
            }
        }
        let (words, chosen) = match &start {
            Start::Model(_) => (Setup::start_words(&start), true),
            _ => ("A model…".to_owned(), false),
        };
        let why =
            "An official checkpoint (.ckpt) or a Stargrid model (.safetensors) of the same sizes";
        if chip(ui, &words, None, chosen).on_hover_text(why).clicked() {
            app.train.asked = Asked::StartModel;
            app.ask(Purpose::Model, None);
        }
    });
}

fn folder(app: &mut App, ui: &mut Ui) {
    heading(ui, "Run folder");
    let setup = &mut app.train.setup;
    let mut typed = setup
        .folder
        .clone()
        .unwrap_or_else(|| setup.suggested.clone());
    let edit = TextEdit::singleline(&mut typed).desired_width(ui.available_width() - theme::SPACE);
    let response = ui.add(edit).accessible_name("Run folder");
    if response.changed() {
        setup.folder = (!typed.trim().is_empty()).then_some(typed);
    }
    let words = "Curves, sheets and checkpoints go here. It is made at the start.";
    response.on_hover_text(setup.folder().display().to_string());
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}
