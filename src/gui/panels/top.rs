//! The top bar: the program's name, the model and its menu, the device and why it was chosen, theme and about.

use egui::{Align, Layout, Panel, RichText, Ui};

use crate::engine::device::DeviceChoice;
use crate::engine::messages::{ModelSource, Purpose};
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::theme;

/// Draws the top bar.
pub fn show(app: &mut App, ui: &mut Ui) {
    Panel::top("top").show(ui, |ui| {
        ui.add_space(theme::SPACE_HALF);
        ui.horizontal(|ui| {
            ui.label(theme::strong("Stargrid"));
            ui.separator();
            model_menu(app, ui);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("About").clicked() {
                    app.open.about = !app.open.about;
                }
                if ui.button("Keys").on_hover_text("All keys (?)").clicked() {
                    app.open.keys = !app.open.keys;
                }
                theme_button(app, ui);
                device_menu(app, ui);
            });
        });
        ui.add_space(theme::SPACE_HALF);
    });
}

fn theme_button(app: &mut App, ui: &mut Ui) {
    let dark = app.session.dark;
    let (icon, name) = if dark {
        (Icon::Sun, "Light theme")
    } else {
        (Icon::Moon, "Dark theme")
    };
    if icons::icon_button(ui, icon, name).clicked() {
        app.session.dark = !dark;
        theme::apply(ui.ctx(), !dark);
    }
}

fn model_menu(app: &mut App, ui: &mut Ui) {
    let name = match (&app.opening, &app.model) {
        (Some(ModelSource::File(path)), _) => format!(
            "Opening {}…",
            path.file_name().unwrap_or_default().to_string_lossy()
        ),
        (_, Some(model)) => model.card.name.clone(),
        _ => "Opening…".to_owned(),
    };
    ui.menu_button(format!("Model: {name}"), |ui| {
        if ui
            .button("Open a model…")
            .on_hover_text("Ctrl+Shift+O")
            .clicked()
        {
            app.ask(Purpose::Model, None);
        }
        if ui.button("Demo creatures").clicked() {
            app.open_model(ModelSource::Demo);
        }
        let recent = app.session.recent.clone();
        if !recent.is_empty() {
            ui.separator();
            ui.label(RichText::new("Recent").color(theme::of(ui).text_weak));
        }
        for path in recent {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if ui
                .button(name)
                .on_hover_text(path.display().to_string())
                .clicked()
            {
                app.open_model(ModelSource::File(path));
            }
        }
    });
    if app.model.is_some() && ui.button("Model card").clicked() {
        app.open.card = !app.open.card;
    }
    if app.opening.is_some() {
        ui.spinner();
    }
}

fn device_menu(app: &mut App, ui: &mut Ui) {
    let name = app.device.as_ref().map_or_else(
        || "Choosing a device…".to_owned(),
        |facts| facts.name.clone(),
    );
    ui.menu_button(format!("Device: {name}"), |ui| {
        if let Some(facts) = &app.device {
            ui.label(format!("{}: {}", facts.name, facts.reason));
            if !facts.gpu {
                ui.label(format!("{} threads", facts.threads));
            }
            ui.separator();
        }
        for (choice, words) in [
            (DeviceChoice::Auto, "Automatic: a real GPU, else the CPU"),
            (DeviceChoice::Gpu, "GPU, a software one included"),
            (DeviceChoice::Cpu, "CPU"),
        ] {
            if ui.radio(app.session.device == choice, words).clicked() {
                app.session.device = choice;
                app.grid.requested.clear();
                app.engine.switch_device(choice);
            }
        }
    });
}
