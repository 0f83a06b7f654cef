//! The left panel before the start: data, preset, where the weights start, the run's folder, every knob.

use egui::{ComboBox, RichText, TextEdit, Ui};

use super::settings;
use crate::data::dataset::DataRoot;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::panels::left::heading;
use crate::gui::theme;
use crate::gui::train::setup::Setup;
use crate::gui::train::{Asked, Page, names};
use crate::gui::widgets::branch_bar::chip;
use crate::train::config::Start;
use crate::train::presets::Preset;

/// Draws the panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    data(app, ui);
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
        if chip(ui, "Bundled creatures", None, root == Some(DataRoot::Bundled)).clicked() {
            app.want_data(DataRoot::Bundled);
        }
        let folder = matches!(root, Some(DataRoot::Folder(_)));
        if chip(ui, "My folder…", None, folder)
            .on_hover_text("A folder with one folder for each domain, or with train and val folders that hold them")
            .clicked()
        {
            app.train.asked = Asked::Nothing;
            app.ask(Purpose::Data, None);
        }
    });
    if let Some(DataRoot::Folder(path)) = root {
        let weak = theme::of(ui).text_weak;
        let words = RichText::new(path.display().to_string()).color(weak);
        ui.add(egui::Label::new(words).truncate())
            .on_hover_text(path.display().to_string());
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
            for preset in Preset::ALL {
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
