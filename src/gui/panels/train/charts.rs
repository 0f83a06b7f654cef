//! The charts of a run: a bar of how they are shown, and three of them beside each other, or one where there is no space.

use egui::{ComboBox, RichText, Role, Ui, WidgetInfo, vec2};

use super::{chart, legend};
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::icons::{Icon, icon_button_if};
use crate::gui::text;
use crate::gui::theme;
use crate::gui::train::look::{Look, SMOOTHING};
use crate::gui::train::run::RunShown;
use crate::gui::widgets::SliderRow;
use crate::gui::widgets::branch_bar::chip;

/// Where the middle is narrower than this, one chart is shown.
const NARROW: f32 = 600.0;
/// Share of the middle's height for charts, and its least and most points.
const HEIGHT: (f32, f32, f32) = (0.34, 148.0, 330.0);
/// From this width on, a chart's name and legend share a row.
const ONE_ROW: f32 = 400.0;
/// Width of the smoothing slider.
const SMOOTHING_WIDTH: f32 = 272.0;

/// Draws the charts.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (share, least, most) = HEIGHT;
    let height = (ui.available_height() * share).clamp(least, most);
    bar(app, ui);
    let (step, live) = (app.train.step(), app.train.is_live());
    let train = &mut app.train;
    let Some(run) = train.other.as_ref().or(train.active.as_ref()) else {
        return;
    };
    let look = &mut train.look;
    let wide = ui.available_width() >= NARROW;
    let slots: Vec<usize> = if wide {
        vec![0, 1, 2]
    } else {
        vec![look.slot.min(2)]
    };
    let gaps = theme::SPACE_2 * (slots.len() - 1) as f32;
    let width = ((ui.available_width() - gaps) / slots.len() as f32).floor();
    let mut scrubbed = None;
    let before = look.hovered.take();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_2;
        for slot in slots {
            ui.allocate_ui(vec2(width, height), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
                    let one_row = width >= ONE_ROW;
                    let mut head = |ui: &mut Ui| {
                        title(ui, run, look, slot, wide);
                        let chart = run.chart_or_other(look.slots[slot]);
                        legend::show(ui, &run.curves, chart, &mut look.hidden);
                    };
                    if one_row {
                        ui.horizontal(&mut head);
                    } else {
                        head(ui);
                    }
                    let chosen = run.chart_or_other(look.slots[slot]);
                    let rows = if one_row { 1.0 } else { 2.0 };
                    let left = (height - rows * theme::SPACE_3 - theme::SPACE).max(80.0);
                    let place = chart::Place {
                        chart: chosen,
                        step,
                        live,
                        hovered: before,
                        height: left,
                    };
                    let beside = train.beside.of(&run.folder);
                    scrubbed = chart::show(ui, (run, beside), look, place).or(scrubbed);
                });
            });
        }
    });
    if look.hovered != before {
        ui.ctx().request_repaint();
    }
    if let Some(step) = scrubbed {
        app.train.scrub(step);
    }
}

/// A chart's name is the menu of all charts; where one is shown, the menu chooses among all.
fn title(ui: &mut Ui, run: &RunShown, look: &mut Look, slot: usize, wide: bool) {
    ui.scope(|ui| titled(ui, run, look, slot, wide));
}

fn titled(ui: &mut Ui, run: &RunShown, look: &mut Look, slot: usize, wide: bool) {
    let chosen = run.chart_or_other(look.slots[slot]);
    let number = if wide { slot + 1 } else { 1 };
    let combo = ComboBox::from_id_salt(("chart", slot))
        .selected_text(RichText::new(chosen.title()).strong())
        .width(0.0);
    // No box around a name: the charts are loud enough.
    let flat = &mut ui.visuals_mut().widgets.inactive;
    flat.weak_bg_fill = egui::Color32::TRANSPARENT;
    flat.bg_fill = egui::Color32::TRANSPARENT;
    let shown = combo.show_ui(ui, |ui| {
        for chart in run.charts() {
            if ui
                .selectable_label(chart == chosen, chart.title())
                .clicked()
            {
                look.slots[slot] = chart;
            }
        }
    });
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Chart {number}")));
}

fn bar(app: &mut App, ui: &mut Ui) {
    let wide = ui.available_width() >= NARROW;
    ui.horizontal_wrapped(|ui| {
        let look = &mut app.train.look;
        ui.allocate_ui(vec2(SMOOTHING_WIDTH.min(ui.available_width() * 0.5), theme::SPACE_3), |ui| {
            SliderRow::new("Smoothing", &mut look.smoothing, 0.0..=20.0)
                .default_value(SMOOTHING)
                .decimals(1)
                .unit(" %")
                .tooltip("How far back the smooth line looks, in percent of the steps so far; 0 shows the values alone")
                .show(ui);
        });
        for (log, name) in [(false, "Linear"), (true, "Log")] {
            // Where space is short, the one that changes something is enough.
            if (wide || log) && chip(ui, name, None, look.log == log).clicked() {
                look.log = if wide { log } else { !look.log };
                look.heights.clear();
            }
        }
        for (recent, name) in [(false, "Whole run"), (true, "Recent")] {
            let chosen = look.window.is_none() && look.recent == recent;
            if (wide || recent) && chip(ui, name, None, chosen).clicked() {
                look.recent = if wide { recent } else { !look.recent };
                look.fit();
            }
        }
        let zoomed = look.window.is_some() || !look.heights.is_empty();
        if zoomed && ui.button("Show all").on_hover_text("Esc, or a double click in a chart").clicked() {
            look.fit();
        }
        let rows = app.train.shown().is_some_and(|run| run.curves.rows() > 0);
        let export = icon_button_if(ui, rows, Icon::Save, "Export the curves: a picture (.png) or numbers (.csv)");
        if export.clicked() {
            app.ask(Purpose::SaveCurves, None);
        }
    })
    .response
    .on_hover_text(text::CHART_HANDS);
}
