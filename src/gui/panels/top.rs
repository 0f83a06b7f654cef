//! The top bar: the program's name, the model and its menu, the device and why it was chosen, theme and about.

use egui::{Align, Layout, Panel, Rangef, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::engine::device::DeviceChoice;
use crate::engine::messages::{ModelInfo, ModelSource, Purpose};
use crate::gui::app::App;
use crate::gui::commands;
use crate::gui::icons::{self, Icon};
use crate::gui::panels::recent;
use crate::gui::recent::Kind;
use crate::gui::state::Tab;
use crate::gui::tour::marks::{self, Mark};
use crate::gui::train::names;
use crate::gui::{text, theme};

/// Draws the top bar.
pub fn show(app: &mut App, ui: &mut Ui) {
    Panel::top("top").show(ui, |ui| {
        ui.add_space(theme::SPACE_HALF);
        ui.horizontal(|ui| {
            super::menu::show(app, ui);
            ui.label(theme::strong("Stargrid"));
            ui.add_space(theme::SPACE);
            let tabs = ui.scope(|ui| tabs(app, ui));
            marks::note(ui.ctx(), Mark::Tabs, tabs.response.rect);
            ui.separator();
            model_menu(app, ui);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("About").clicked() {
                    app.open.about = !app.open.about;
                }
                let hint = commands::with_key("All keys", "Keys");
                if ui.button("Keys").on_hover_text(hint).clicked() {
                    app.open.keys = !app.open.keys;
                }
                theme_button(app, ui);
                device_menu(app, ui);
            });
        });
        ui.add_space(theme::SPACE_HALF);
    });
}

/// The tabs: words with a line under the one in front. A dot says that something is under way behind one.
fn tabs(app: &mut App, ui: &mut Ui) {
    for (tab, name) in Tab::ALL {
        let chosen = app.session.tab == tab;
        let busy = match tab {
            Tab::Train => app.train.activity.is_training(),
            Tab::Evaluate => app.evaluate.figures.busy().is_some() || app.taste.is_under_way(),
            _ => false,
        };
        let tokens = theme::of(ui);
        let ink = if chosen {
            tokens.text
        } else {
            tokens.text_weak
        };
        let galley = ui
            .painter()
            .layout_no_wrap(name.to_owned(), theme::body_font(), ink);
        let size = vec2(galley.size().x + theme::SPACE_2, theme::SPACE_3);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, theme::CORNER, tokens.raised);
        }
        if response.has_focus() {
            icons::edge(ui, rect, true);
        }
        let painter = ui.painter();
        painter.galley(rect.center() - galley.size() / 2.0, galley, ink);
        if chosen {
            let line = Rangef::new(rect.left() + theme::SPACE, rect.right() - theme::SPACE);
            painter.hline(
                line,
                rect.bottom(),
                Stroke::new(theme::OUTLINE, tokens.accent),
            );
        }
        if busy {
            let at = rect.right_top() + vec2(-theme::SPACE_HALF, theme::SPACE);
            painter.circle_filled(at, 2.5, tokens.ok);
        }
        let hint = commands::with_key(name, &format!("Go to {name}"));
        if response.on_hover_text(hint).clicked() {
            app.session.tab = tab;
        }
    }
}

fn theme_button(app: &mut App, ui: &mut Ui) {
    let dark = app.session.dark;
    let (icon, name) = if dark {
        (Icon::Sun, "Light theme")
    } else {
        (Icon::Moon, "Dark theme")
    };
    if icons::icon_button(ui, icon, name).clicked() {
        app.switch_theme(ui.ctx());
    }
}

fn model_menu(app: &mut App, ui: &mut Ui) {
    let name = match (&app.opening, &app.model) {
        (Some(ModelSource::File(path)), _) => format!(
            "Opening {}…",
            path.file_name().unwrap_or_default().to_string_lossy()
        ),
        (_, Some(model)) => shown_name(model),
        _ => "Opening…".to_owned(),
    };
    ui.menu_button(format!("Model: {name}"), |ui| {
        if ui
            .button("Open a model…")
            .on_hover_text(commands::key_of("Open a model…"))
            .clicked()
        {
            app.ask(Purpose::Model, None);
        }
        if ui.button("Demo creatures").clicked() {
            app.open_model(ModelSource::Demo);
        }
        live_entry(app, ui);
        if !app.session.recent.is_empty() {
            recent::heading(ui);
            if let Some(path) = recent::list(app, ui, Kind::Model) {
                app.open_model(ModelSource::File(path));
            }
        }
    });
    if app.model.is_some() && ui.button("Model card").clicked() {
        app.open.card = !app.open.card;
    }
    if app.opening.is_some() {
        ui.spinner().accessible_name("In progress");
    }
}

/// A model's name; networks of a running training also say their step and whether they are averages.
fn shown_name(model: &ModelInfo) -> String {
    let name = &model.card.name;
    let ModelSource::Live(live) = &model.source else {
        return name.clone();
    };
    let kind = if live.0.averaged { "averaged" } else { "raw" };
    format!("{name} · live, step {}, {kind}", names::count(live.0.step))
}

/// The networks of the run that trains, as they are now.
fn live_entry(app: &mut App, ui: &mut Ui) {
    let Some(run) = app
        .train
        .active
        .as_ref()
        .filter(|_| app.train.activity.is_under_way())
    else {
        return;
    };
    let name = format!("Live: {} step {}", run.name, names::count(run.step));
    let raw = app.train.live.as_ref().is_some_and(|live| !live.averaged);
    let hint = if raw { text::LIVE_RAW } else { text::LIVE };
    if ui.button(name).on_hover_text(hint).clicked() {
        app.open_live();
    }
    if raw {
        ui.label(RichText::new(text::LIVE_RAW).color(theme::of(ui).text_weak));
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
        for (choice, word, words) in [
            (
                DeviceChoice::Auto,
                "auto",
                "Automatic: a real GPU, else the CPU",
            ),
            (DeviceChoice::Gpu, "gpu", "GPU, a software one included"),
            (DeviceChoice::Cpu, "cpu", "CPU"),
        ] {
            if ui.radio(app.session.device == choice, words).clicked() {
                app.change_setting(ui.ctx(), "device", word.into());
            }
        }
        if app.device.as_ref().is_some_and(|facts| facts.offers_half) {
            ui.separator();
            let mut on = app.session.half;
            let half = ui.checkbox(&mut on, "Half precision");
            if half.on_hover_text(text::HALF).changed() {
                app.change_setting(ui.ctx(), "half", on.into());
            }
        }
    });
}
