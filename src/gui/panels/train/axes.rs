//! The frame of a chart: an empty plot with round, short numbers at its sides, linear or logarithmic.

use egui::Ui;
use egui_plot::{GridInput, GridMark, Plot};

use super::chart::Place;
use crate::gui::theme;
use crate::gui::train::look::Look;

/// Width of the values' column in points.
const AXIS: f32 = 38.0;
/// Lines of the grid, at least.
const MARKS: f64 = 3.0;
/// Powers of ten that are a short piece of a logarithmic scale.
const SHORT: f64 = 0.8;

/// The empty chart of a place.
pub fn frame(ui: &Ui, look: &Look, place: Place) -> Plot<'static> {
    bare(ui, ("chart", place.chart.title()), place.height, look.log)
}

/// An empty chart over steps, without the hands of its own.
pub fn bare(ui: &Ui, id: impl egui::AsIdSalt, height: f32, log: bool) -> Plot<'static> {
    let tokens = theme::of(ui);
    let plot = Plot::new(id)
        .height(height)
        // The last number on the axis is as wide as half of itself beyond the line.
        .width(ui.available_width() - theme::SPACE)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .label_formatter(|_| None)
        .cursor_color(egui::Color32::TRANSPARENT)
        .grid_color(tokens.hairline)
        .grid_spacing(egui::Rangef::new(24.0, 200.0))
        .y_axis_min_width(AXIS)
        .x_axis_formatter(|mark, _| short_step(mark.value))
        .y_axis_formatter(move |mark, _| value_words(mark.value, log));
    let plot = plot.x_grid_spacer(|input| marks(input, MARKS));
    if log {
        plot.y_grid_spacer(log_marks)
    } else {
        plot.y_grid_spacer(|input| marks(input, MARKS))
    }
}

/// A step on the axis: 1.5k, 20k.
fn short_step(step: f64) -> String {
    if step < 0.0 || step.fract() != 0.0 {
        String::new()
    } else if step >= 1_000.0 {
        let thousands = format!("{:.2}", step / 1_000.0);
        format!("{}k", thousands.trim_end_matches('0').trim_end_matches('.'))
    } else {
        format!("{step:.0}")
    }
}

fn value_words(value: f64, log: bool) -> String {
    let value = if log { 10_f64.powf(value) } else { value };
    let size = value.abs();
    if size >= 1_000.0 {
        return format!("{value:.0e}");
    }
    let digits = match size {
        0.0 | 10.0.. => 0,
        1.0.. => 1,
        0.1.. => 2,
        0.01.. => 3,
        0.001.. => 4,
        _ => 5,
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Lines at round numbers, `least` of them or a few more.
fn marks(input: GridInput, least: f64) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let rough = ((high - low) / least).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let lead = [5.0, 2.0, 1.0]
        .into_iter()
        .find(|lead| lead * power <= rough)
        .unwrap_or(1.0);
    let size = lead * power;
    let (first, last) = ((low / size).ceil() as i64, (high / size).floor() as i64);
    // The size is told as larger than it is, so that every line has its label.
    let mark = |at: i64| GridMark {
        value: at as f64 * size,
        step_size: high - low,
    };
    (first..=last).take(32).map(mark).collect()
}

/// Lines at 1, 2 and 5 of every power of ten.
fn log_marks(input: GridInput) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let powers = low.floor() as i32..=high.ceil() as i32;
    // A short piece of the scale needs more of them.
    let leads: &[f64] = if high - low < SHORT {
        &[1.0, 1.2, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0]
    } else {
        &[1.0, 2.0, 5.0]
    };
    let mark = |power: i32| {
        leads.iter().map(move |lead| GridMark {
            value: f64::from(power) + lead.log10(),
            step_size: high - low,
        })
    };
    powers
        .flat_map(mark)
        .filter(|mark| (low..=high).contains(&mark.value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_short() {
        assert_eq!(
            [
                short_step(1_500.0),
                short_step(20_000.0),
                short_step(50.0),
                short_step(0.5)
            ],
            ["1.5k", "20k", "50", ""]
        );
        assert_eq!(
            [
                value_words(0.25, false),
                value_words(-1.0, true),
                value_words(30.0, false),
                value_words(0.0125, false),
                value_words(0.0005, false)
            ],
            ["0.25", "0.1", "30", "0.013", "0.0005"]
        );
    }

    #[test]
    fn lines_lie_at_round_numbers() {
        let marks = log_marks(GridInput {
            bounds: (-1.0, 0.0),
            base_step_size: 0.1,
        });
        assert_eq!(marks.len(), 4);
        let input = GridInput {
            bounds: (0.0, 1_240.0),
            base_step_size: 1.0,
        };
        let values: Vec<f64> = super::marks(input, 3.0)
            .iter()
            .map(|mark| mark.value)
            .collect();
        assert_eq!(values, [0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0, 1_200.0]);
    }
}
