//! Every knob of a run, in groups; the ones that differ from the preset are marked and can go back.

use egui::{Align, ComboBox, DragValue, Label, Layout, Response, RichText, Ui, vec2};

use crate::evaluation::Metric;
use crate::gui::app::App;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::theme;
use crate::gui::train::knobs::{Knob, Value, groups};
use crate::train::config::TrainConfig;

/// Width of a knob's value in points.
const VALUE: f32 = 84.0;
/// Sides that pictures can have.
const SIDES: [usize; 6] = [32, 64, 128, 256, 512, 1_024];

/// Draws the foldable list.
pub fn show(app: &mut App, ui: &mut Ui) {
    let mut base = app.train.setup.base();
    let changed = count_changed(&mut app.train.setup.config, &mut base);
    let title = match changed {
        0 => "All settings".to_owned(),
        1 => "All settings, 1 changed".to_owned(),
        many => format!("All settings, {many} changed"),
    };
    let before = app.train.setup.config.clone();
    egui::CollapsingHeader::new(title)
        .id_salt("all settings")
        .show(ui, |ui| {
            for (name, knobs) in groups(before.model.system) {
                ui.add_space(theme::SPACE_HALF);
                ui.label(RichText::new(name).strong());
                for knob in knobs {
                    row(ui, knob, &mut app.train.setup.config, &mut base);
                }
            }
            if changed > 0 && ui.button("All back to the preset").clicked() {
                let preset = app.train.setup.preset;
                app.train.setup.choose(preset);
            }
        });
    if app.train.setup.config != before {
        app.train.setup.changed_at = None;
    }
    if let Err(fault) = app.train.setup.config.validate() {
        ui.label(RichText::new(format!("{fault}.")).color(theme::of(ui).danger));
    }
}

fn count_changed(config: &mut TrainConfig, base: &mut TrainConfig) -> usize {
    let knobs = groups(config.model.system).flat_map(|(_, knobs)| knobs);
    knobs
        .filter(|knob| !(knob.value)(config).same(&(knob.value)(base)))
        .count()
}

fn row(ui: &mut Ui, knob: &Knob, config: &mut TrainConfig, base: &mut TrainConfig) {
    let changed = !(knob.value)(config).same(&(knob.value)(base));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
        let rest = VALUE + theme::SPACE_3 + theme::SPACE_2;
        let size = vec2((ui.available_width() - rest).max(VALUE), theme::SPACE_3);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(size.x);
            let tokens = theme::of(ui);
            let ink = if changed { tokens.accent } else { tokens.text };
            let label = Label::new(RichText::new(knob.name).color(ink))
                .truncate()
                .selectable(false);
            ui.add(label).on_hover_text(knob.does);
        });
        let response = edit(ui, knob, (knob.value)(config));
        response.accessible_name(knob.name).on_hover_text(knob.does);
        if changed {
            let name = format!("Reset {}", knob.name);
            if icon_button(ui, Icon::Reset, &name).clicked() {
                (knob.value)(config).copy_from(&(knob.value)(base));
            }
        }
    });
}

/// A control for a value; one that a run's file set beyond the usual range stays until it is edited.
fn edit(ui: &mut Ui, knob: &Knob, value: Value<'_>) -> Response {
    let mut add = |drag: DragValue<'_>| {
        let drag = drag.clamp_existing_to_range(false);
        ui.add_sized(vec2(VALUE, theme::SPACE_3), drag)
    };
    match value {
        Value::Count(number, from, to) => {
            let drag = DragValue::new(number).range(from..=to);
            add(drag.speed(0.2).suffix(knob.unit))
        }
        Value::Steps(number, from) => {
            let speed = (*number as f64 / 100.0).max(0.2);
            let drag = DragValue::new(number).range(from..=u64::from(u32::MAX));
            add(drag.speed(speed).suffix(knob.unit))
        }
        Value::Number(number, to) => {
            let speed = (to / 400.0).min(0.05);
            let drag = DragValue::new(number).range(0.0..=to).max_decimals(4);
            add(drag.speed(speed).suffix(knob.unit))
        }
        Value::Rate(number) => {
            let speed = (*number / 50.0).max(1e-12);
            let drag = DragValue::new(number).range(0.0..=1.0).speed(speed);
            let drag = drag.custom_formatter(|value, _| format!("{value:e}"));
            add(drag.custom_parser(|text| text.trim().parse().ok()))
        }
        Value::Precise(number) => {
            let drag = DragValue::new(number).range(0.0..=1_000.0);
            add(drag.max_decimals(5).speed(0.002).suffix(knob.unit))
        }
        Value::Side(number) => {
            let combo =
                ComboBox::from_id_salt(knob.name).selected_text(format!("{number}{}", knob.unit));
            let shown = combo.width(VALUE).show_ui(ui, |ui| {
                for side in SIDES {
                    ui.selectable_value(number, side, format!("{side}{}", knob.unit));
                }
            });
            shown.response
        }
        Value::Switch(yes) => ui.checkbox(yes, ""),
        Value::Figure(metric) => figure(ui, metric),
    }
}

/// The figures that need no files of the person's.
fn figure(ui: &mut Ui, metric: &mut Metric) -> Response {
    let shown = ComboBox::from_id_salt("best step by").selected_text(metric.title());
    let shown = shown.width(VALUE).show_ui(ui, |ui| {
        for choice in Metric::ALL {
            if !choice.needs_own_network() {
                ui.selectable_value(metric, choice, choice.title())
                    .on_hover_text(choice.meaning());
            }
        }
    });
    shown.response
}
