//! The curves of a run as a picture, and as a table for other programs.

use std::fmt::Write as _;
use std::ops::Range;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    BitMapBackend, Cartesian2d, ChartBuilder, ChartContext, Circle, IntoFont, LineSeries,
    PathElement, RGBColor, Text, WHITE,
};
use plotters::style::Color;

use super::metrics::{LAMBDA_DS, Row, SECONDS, STEP};
use crate::domain::history::{Point, smooth};
use crate::domain::{History, Picture, domains};
use crate::export::plot::{self, Area, FONT, INK, Painted};
use crate::train::terms::Term;
use crate::train::{Objective, TrainConfig};

/// Smallest picture in which titles and legend have room.
pub const LEAST_SIZE: [usize; 2] = [480, 480];
/// Longest side.
const MOST_SIZE: usize = 16_384;
/// Weight of the past in the smooth lines.
const SMOOTHING: f64 = 0.9;
/// How faint the raw lines are.
const RAW_OPACITY: f64 = 0.25;
/// How pale the lines of styles from references are: the share of white.
const PALE: f64 = 0.5;
/// Share of raw values at either end that may leave the chart, so that one peak does not flatten the rest.
const OUTLIERS: f64 = 0.01;
/// Width of the legend beside each chart.
const LEGEND: u32 = 130;
/// Text sizes: titles, and everything else.
const TEXT: [u32; 2] = [17, 13];
const LINE: u32 = 2;
const MARGIN: u32 = 8;

type Chart<'a, 'b> =
    ChartContext<'a, BitMapBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// One line.
struct Line {
    name: &'static str,
    colour: RGBColor,
    raw: Vec<Point>,
    smooth: Vec<Point>,
}

/// Draws the discriminator's terms, the generator's total and its terms, one under the other.
///
/// # Errors
/// A sentence when the picture cannot be drawn (no rows, a size of nothing).
pub fn draw(rows: &[Row], config: &TrainConfig, size: [usize; 2]) -> Result<Picture, String> {
    let [width, height] = size;
    if rows.is_empty() {
        return Err("There are no curves to draw yet: no step was logged".to_owned());
    }
    if width < LEAST_SIZE[0] || height < LEAST_SIZE[1] || width.max(height) > MOST_SIZE {
        return Err(format!(
            "Curves cannot be drawn at {width} x {height} pixels: {} x {} are needed, and no side may exceed {MOST_SIZE}",
            LEAST_SIZE[0], LEAST_SIZE[1]
        ));
    }
    let charts = charts(rows, config, width);
    plot::draw(size, |root| paint(&charts, rows, root))
        .map_err(|reason| format!("The curves cannot be drawn ({reason})"))
}

/// The three charts: title and lines.
fn charts(rows: &[Row], config: &TrainConfig, width: usize) -> [(&'static str, Vec<Line>); 3] {
    let terms = Objective::of(config.model.system).terms;
    let of = |network: &str| -> Vec<Line> {
        let own = terms.iter().filter(|term| term.network() == network);
        let lines = own.map(|term| {
            let values = rows
                .iter()
                .filter_map(|row| Some((row.step, f64::from(row.terms.get(term.name)?))));
            line(term.name, values.collect(), width)
        });
        lines.filter(|line| !line.raw.is_empty()).collect()
    };
    let mut passes: Vec<&'static str> = terms.iter().map(Term::pass).collect();
    passes.dedup();
    let mut totals: Vec<Line> = Vec::new();
    for pass in passes {
        if totals.iter().all(|line| line.name != pass) {
            let total = |row: &Row| {
                row.terms
                    .total(terms, "G", pass, &config.losses, row.lambda_ds)
            };
            let values = rows.iter().map(|row| (row.step, total(row)));
            totals.push(line(pass, values.collect(), width));
        }
    }
    [
        ("Discriminator, terms unweighted", of("D")),
        ("Generator, weighted total", totals),
        ("Generator, terms unweighted", of("G")),
    ]
}

fn line(name: &'static str, values: Vec<(u64, f64)>, width: usize) -> Line {
    let points = |shown: &mut dyn Iterator<Item = f64>| {
        let mut history = History::default();
        for ((step, _), value) in values.iter().zip(shown) {
            history.push(*step, value);
        }
        history.points(0..=u64::MAX, width)
    };
    let raw = values.iter().map(|(_, value)| *value);
    Line {
        name,
        colour: colour(name),
        smooth: points(&mut smooth(raw.clone(), SMOOTHING)),
        raw: points(&mut raw.clone()),
    }
}

/// A hue for each kind of term; lines of styles from references are pale.
fn colour(name: &str) -> RGBColor {
    let kind = name.rsplit(['_', '/']).next().unwrap_or_default();
    let [r, g, b] = domains::colour(match kind {
        "real" | "ds" => 2,
        "fake" | "adv" => 5,
        "reg" | "sty" | "gp" => 6,
        "cyc" | "rec" => 3,
        "idt" | "cls" | "id" => 7,
        _ => 6,
    });
    let white = if name.contains("ref") { PALE } else { 0.0 };
    let mixed = |value: u8| (f64::from(value) * (1.0 - white) + 255.0 * white) as u8;
    RGBColor(mixed(r), mixed(g), mixed(b))
}

fn paint(charts: &[(&'static str, Vec<Line>)], rows: &[Row], root: &Area<'_>) -> Painted {
    let first = rows.first().map_or(0, |row| row.step) as f64;
    let last = rows.last().map_or(0, |row| row.step) as f64;
    // One row alone still needs an axis.
    let steps = first.min(last - 1.0)..last;
    for (area, (title, lines)) in root.split_evenly((charts.len(), 1)).iter().zip(charts) {
        chart(area, title, lines, steps.clone())?;
    }
    Ok(())
}

fn chart(area: &Area<'_>, title: &str, lines: &[Line], steps: Range<f64>) -> Painted {
    let (width, _) = area.dim_in_pixel();
    let (area, legend) = area.split_horizontally(width - LEGEND);
    let values = value_range(lines);
    let mut chart = ChartBuilder::on(&area)
        .caption(title, (FONT, TEXT[0]).into_font().color(&INK))
        .margin(MARGIN)
        .x_label_area_size(TEXT[1] * 3)
        .y_label_area_size(TEXT[1] * 5)
        .build_cartesian_2d(steps, values.clone())?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .bold_line_style(INK.mix(0.15))
        .axis_style(INK.mix(0.5))
        .label_style((FONT, TEXT[1]).into_font().color(&INK))
        .x_desc("step")
        .x_label_formatter(&|step| format!("{step:.0}"))
        .draw()?;
    for line in lines {
        draw_line(&mut chart, line, &values)?;
    }
    for (place, line) in (0..).zip(lines) {
        let y = (TEXT[0] * 2) as i32 + place * (TEXT[1] + MARGIN) as i32;
        let middle = y + TEXT[1] as i32 / 2;
        let swatch = vec![(0, middle), (20, middle)];
        legend.draw(&PathElement::new(
            swatch,
            line.colour.stroke_width(LINE * 2),
        ))?;
        let style = (FONT, TEXT[1]).into_font().color(&INK);
        legend.draw(&Text::new(line.name, (28, y), style))?;
    }
    Ok(())
}

/// The raw line faint, the smooth one over it; a value that is no number is a gap.
fn draw_line(chart: &mut Chart<'_, '_>, line: &Line, values: &Range<f64>) -> Painted {
    let inside = |value: f64| value.clamp(values.start, values.end);
    let faint = line.colour.mix(RAW_OPACITY);
    for run in line.raw.split(|point| point.mean.is_nan()) {
        let ends = run.iter().flat_map(|point| {
            let step = point.step as f64;
            [(step, inside(point.min)), (step, inside(point.max))]
        });
        chart.draw_series(LineSeries::new(ends, faint.stroke_width(1)))?;
    }
    let full = line.colour.stroke_width(LINE);
    for run in line.smooth.split(|point| point.mean.is_nan()) {
        let at = |point: &Point| (point.step as f64, inside(point.mean));
        if let [only] = run {
            let dot = Circle::new(at(only), LINE * 2, line.colour.filled());
            chart.draw_series([dot])?;
        }
        // Piece by piece: a thick line in one piece gets long spikes at sharp corners.
        let pieces = run.windows(2);
        chart.draw_series(
            pieces.map(|ends| PathElement::new(ends.iter().map(at).collect::<Vec<_>>(), full)),
        )?;
    }
    Ok(())
}

/// From the least to the greatest value of the smooth lines, and of nearly all raw ones.
fn value_range(lines: &[Line]) -> Range<f64> {
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for line in lines {
        // Means, as the peaks of many steps together would be no exception.
        let smooth = line.smooth.iter().map(|point| point.mean);
        let raw = line.raw.iter().map(|point| point.mean);
        let mut raw: Vec<f64> = raw.filter(|value| value.is_finite()).collect();
        raw.sort_by(f64::total_cmp);
        let skip = (raw.len() as f64 * OUTLIERS) as usize;
        let common = raw.get(skip).into_iter().chain(raw.iter().rev().nth(skip));
        for value in smooth
            .filter(|value| value.is_finite())
            .chain(common.copied())
        {
            least = least.min(value);
            greatest = greatest.max(value);
        }
    }
    if least > greatest {
        return 0.0..1.0;
    }
    // A flat line, or numbers so large that a margin means nothing, still need a height.
    let margin = ((greatest - least) * 0.05).max(greatest.abs().max(least.abs()) * 1e-6);
    let margin = margin.max(1e-9);
    least - margin..greatest + margin
}

/// The rows as CSV with a header line; the names are those of `metrics.jsonl`.
pub fn csv(rows: &[Row]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|row| row.terms.named()) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let mut text = format!("{STEP},{SECONDS},{LAMBDA_DS},{}\n", names.join(","));
    for row in rows {
        let _ = write!(text, "{},{:?},{:?}", row.step, row.seconds, row.lambda_ds);
        for name in &names {
            match row.terms.get(name) {
                Some(value) => {
                    let _ = write!(text, ",{value:?}");
                }
                None => text.push(','),
            }
        }
        text.push('\n');
    }
    text
}
