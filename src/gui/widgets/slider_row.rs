//! A compact row: label, slider, value, reset.

use std::ops::RangeInclusive;

use egui::{DragValue, Layout, Response, Slider, SliderClamping, Stroke, Ui, vec2};

use crate::gui::icons::{Icon, icon_button_if};
use crate::gui::theme;

/// Width of a row's label.
const LABEL_WIDTH: f32 = 72.0;
/// Width of a row's value.
const VALUE_WIDTH: f32 = 56.0;

/// What the person did to a slider row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SliderOutcome {
    /// The value is another one than before.
    pub changed: bool,
    /// The hand let go (or typed, or reset): the moment for an undo step.
    pub finished: bool,
}

/// A slider row to be shown; see [`SliderRow::show`].
pub struct SliderRow<'a> {
    label: &'a str,
    value: &'a mut f32,
    range: RangeInclusive<f32>,
    default: f32,
    decimals: usize,
    unit: &'a str,
    label_width: f32,
    tooltip: &'a str,
}

impl<'a> SliderRow<'a> {
    /// A row for `value` in `range`, whose reset goes to the start of the range unless [`Self::default`] says else.
    pub fn new(label: &'a str, value: &'a mut f32, range: RangeInclusive<f32>) -> Self {
        Self {
            default: *range.start(),
            label,
            value,
            range,
            decimals: 2,
            unit: "",
            label_width: LABEL_WIDTH,
            tooltip: "",
        }
    }

    /// The value that reset goes back to.
    pub fn default_value(mut self, default: f32) -> Self {
        self.default = default;
        self
    }

    /// Digits after the point; 2 unless told.
    pub fn decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals;
        self
    }

    /// The unit after the value, with its space: " px".
    pub fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
        self
    }

    /// Width of the label, to line up rows with longer ones.
    pub fn label_width(mut self, width: f32) -> Self {
        self.label_width = width;
        self
    }

    /// What the slider does, shown on hover.
    pub fn tooltip(mut self, text: &'a str) -> Self {
        self.tooltip = text;
        self
    }

    /// Shows the row over the whole width.
    pub fn show(mut self, ui: &mut Ui) -> SliderOutcome {
        let before = *self.value;
        let mut outcome = SliderOutcome::default();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE;
            self.show_label(ui);
            let rest = VALUE_WIDTH + theme::SPACE_3 + 2.0 * theme::SPACE;
            ui.spacing_mut().slider_width = (ui.available_width() - rest).max(40.0);
            let slider = self.show_slider(ui);
            let slider = if self.tooltip.is_empty() {
                slider
            } else {
                slider.on_hover_text(self.tooltip)
            };
            let number = DragValue::new(&mut *self.value)
                .range(self.range.clone())
                .clamp_existing_to_range(false)
                .speed((self.range.end() - self.range.start()) / 200.0)
                .fixed_decimals(self.decimals)
                .suffix(self.unit);
            let number = ui
                .add_sized(vec2(VALUE_WIDTH, theme::SPACE_3), number)
                .accessible_name(format!("{} value", self.label));
            let name = format!("Reset {}", self.label);
            let reset = icon_button_if(ui, before != self.default, Icon::Reset, &name).clicked();
            if reset {
                *self.value = self.default;
            }
            let typed = number.lost_focus() || number.drag_stopped();
            let keyed = slider.has_focus() && slider.changed() && !slider.dragged();
            outcome.finished = reset || typed || keyed || slider.drag_stopped();
        });
        outcome.changed = *self.value != before;
        outcome
    }

    fn show_slider(&mut self, ui: &mut Ui) -> Response {
        rail(ui, self.label, self.value, self.range.clone())
    }

    fn show_label(&self, ui: &mut Ui) {
        let size = vec2(self.label_width, theme::SPACE_3);
        let layout = Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_width(self.label_width);
            ui.add(egui::Label::new(self.label).truncate().selectable(false));
        });
    }
}

/// A small ring in the accent on a thin rail; egui's own handle is as high as a button.
pub fn rail(ui: &mut Ui, name: &str, value: &mut f32, range: RangeInclusive<f32>) -> Response {
    let tokens = theme::of(ui);
    let accent = tokens.accent;
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = theme::SPACE_2;
        let visuals = ui.visuals_mut();
        if tokens.strong {
            visuals.widgets.inactive.bg_fill = tokens.edge;
        }
        visuals.selection.bg_fill = theme::faded(accent, 0.6);
        for state in [&mut visuals.widgets.inactive, &mut visuals.widgets.hovered] {
            state.fg_stroke = Stroke::new(theme::OUTLINE, accent);
        }
        // Held, or with the keyboard.
        visuals.widgets.active.fg_stroke = Stroke::new(theme::OUTLINE, tokens.text);
        // A value beyond the rail stays what it is until it is moved: seeds have such numbers too.
        let slider = Slider::new(value, range)
            .clamping(SliderClamping::Edits)
            .show_value(false);
        ui.add(slider).accessible_name(name)
    })
    .inner
}
