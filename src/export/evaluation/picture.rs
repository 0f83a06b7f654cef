//! An evaluation as a picture: the matrix of one figure, its mean and floor, and under it everything needed to make it again.

use plotters::prelude::{Circle, RGBColor, Rectangle, Text};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Page;
use crate::domain::{Picture, domains};
use crate::evaluation::report::{Figure, task};
use crate::evaluation::{Better, Evaluation};
use crate::export::letters::{LINE, SINK, measured, style, wrapped};
use crate::export::plot::{self, Area, INK, Painted};

/// Text sizes in pixels: title, values, captions.
const TEXT: [u32; 3] = [28, 19, 16];
/// Space around everything, and between groups.
const MARGIN: i32 = 28;
/// Width and height of a cell.
const CELL: (i32, i32) = (132, 58);
/// Space between cells.
const GAP: i32 = 3;
/// Widths of the column of row names: least and most.
const NAMES: (i32, i32) = (96, 220);
/// Least width of the sheet.
const LEAST: i32 = 760;
/// Most cells a side: beyond that the sheet would not fit into a picture.
const MOST_DOMAINS: usize = 64;
/// The strongest tint, for the greatest value.
const STRONG: [u8; 3] = [142, 158, 238];
/// What values are written in.
const VALUE: RGBColor = RGBColor(24, 26, 30);

/// Draws the page's figure in its mode.
///
/// # Errors
/// A sentence when the evaluation does not have that figure, or it cannot be drawn.
pub fn draw(page: &Page) -> Result<Picture, String> {
    let evaluation = &page.evaluation;
    let figure = evaluation.figure(page.mode, page.metric).ok_or_else(|| {
        let (metric, mode) = (page.metric.title(), page.mode.title().to_lowercase());
        format!("This evaluation has no {metric} that is {mode}, so there is nothing to draw")
    })?;
    if evaluation.domains.len() > MOST_DOMAINS {
        return Err(format!(
            "A matrix of {} domains is too large to draw; save it as CSV",
            evaluation.domains.len()
        ));
    }
    let cannot = |reason: String| format!("The matrix cannot be drawn ({reason})");
    plot::prepare().map_err(cannot)?;
    let sheet = Sheet::of(page, figure);
    plot::draw([sheet.width as usize, sheet.height as usize], |root| {
        sheet.paint(root)
    })
    .map_err(cannot)
}

/// Everything to be drawn, measured.
struct Sheet<'a> {
    page: &'a Page,
    evaluation: &'a Evaluation,
    figure: &'a Figure,
    /// Width of the row names.
    names: i32,
    width: i32,
    height: i32,
    caption: Vec<String>,
}

impl<'a> Sheet<'a> {
    fn of(page: &'a Page, figure: &'a Figure) -> Self {
        let evaluation = &page.evaluation;
        let widest = evaluation.domains.iter();
        let widest = widest.map(|name| measured(name, TEXT[1])).max();
        let names = (widest.unwrap_or(0) + MARGIN + GAP).clamp(NAMES.0, NAMES.1);
        let columns = evaluation.domains.len() as i32 + 1;
        let width = (2 * MARGIN + names + columns * CELL.0 + MARGIN).max(LEAST);
        let caption: Vec<String> = words(page)
            .iter()
            .flat_map(|words| wrapped(words, width - 2 * MARGIN, |words| measured(words, TEXT[2])))
            .collect();
        let mut sheet = Self {
            page,
            evaluation,
            figure,
            names,
            width,
            height: 0,
            caption,
        };
        let lines = sheet.caption.len() as f64 * f64::from(TEXT[2]) * LINE;
        sheet.height = sheet.top() + sheet.rows() * CELL.1 + MARGIN + lines as i32 + MARGIN;
        sheet
    }

    /// Where the first row begins.
    fn top(&self) -> i32 {
        MARGIN + TEXT[0] as i32 + MARGIN + CELL.1 * 2 / 3
    }

    /// Rows of the matrix, the floor's among them.
    fn rows(&self) -> i32 {
        let floor = self.evaluation.floor.contains_key(&self.page.metric);
        self.evaluation.domains.len() as i32 + i32::from(floor)
    }

    /// Least and greatest value of the tasks.
    fn range(&self) -> (f64, f64) {
        let values = self.figure.tasks.values().copied();
        let finite = values.filter(|value| value.is_finite());
        finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    }

    fn left(&self, column: usize) -> i32 {
        MARGIN + self.names + column as i32 * CELL.0
    }

    fn paint(&self, root: &Area<'_>) -> Painted {
        let (metric, mode) = (self.page.metric, self.page.mode);
        let title = format!(
            "{}, {}: mean {}",
            metric.title(),
            mode.title().to_lowercase(),
            metric.format(self.figure.mean)
        );
        root.draw(&Text::new(title, (MARGIN, MARGIN), style(TEXT[0], &VALUE)))?;
        self.heads(root)?;
        for (row, source) in self.evaluation.domains.iter().enumerate() {
            for (column, target) in self.evaluation.domains.iter().enumerate() {
                self.cell(root, [row, column], [source, target])?;
            }
            let own = self.evaluation.domains.iter();
            let own = own.filter_map(|target| self.figure.tasks.get(&task(source, target)));
            self.mean(root, row, own.copied().collect())?;
        }
        self.floor(root)?;
        for (line, words) in self.caption.iter().enumerate() {
            let down = (line as f64 * f64::from(TEXT[2]) * LINE) as i32;
            let at = (MARGIN, self.top() + self.rows() * CELL.1 + MARGIN + down);
            root.draw(&Text::new(words.as_str(), at, style(TEXT[2], &INK)))?;
        }
        Ok(())
    }

    /// Names of sources and targets, each with its domain's colour.
    fn heads(&self, root: &Area<'_>) -> Painted {
        let above = self.top() - TEXT[1] as i32;
        let corner = style(TEXT[2], &INK).pos(Pos::new(HPos::Left, VPos::Center));
        root.draw(&Text::new("from, to", (MARGIN, above + SINK), corner))?;
        for (at, name) in self.evaluation.domains.iter().enumerate() {
            let [r, g, b] = domains::colour(at);
            let ink = RGBColor(r, g, b).filled();
            let row = self.top() + at as i32 * CELL.1 + CELL.1 / 2;
            let centred = style(TEXT[1], &VALUE).pos(Pos::new(HPos::Left, VPos::Center));
            for (x, y) in [(MARGIN, row), (self.left(at), above)] {
                root.draw(&Circle::new((x + 7, y), 6, ink))?;
                root.draw(&Text::new(
                    name.as_str(),
                    (x + 20, y + SINK),
                    centred.clone(),
                ))?;
            }
        }
        let centred = style(TEXT[1], &INK).pos(Pos::new(HPos::Left, VPos::Center));
        let at = (
            self.left(self.evaluation.domains.len()) + MARGIN,
            above + SINK,
        );
        root.draw(&Text::new("mean", at, centred))?;
        Ok(())
    }

    fn cell(
        &self,
        root: &Area<'_>,
        [row, column]: [usize; 2],
        [source, target]: [&str; 2],
    ) -> Painted {
        let name = task(source, target);
        // A domain alone may stand for its translation into itself.
        let alone = (source == target).then_some(source);
        let keys = [Some(name.as_str()), alone];
        let found = keys.into_iter().flatten().find_map(|key| {
            let value = self.figure.tasks.get(key)?;
            Some((*value, self.figure.standard_errors.get(key)))
        });
        let Some((value, error)) = found else {
            return Ok(());
        };
        let (x, y) = (self.left(column), self.top() + row as i32 * CELL.1);
        let (low, high) = self.range();
        let share = if high > low {
            (value - low) / (high - low)
        } else {
            0.0
        };
        let mixed = |strong: u8| (246.0 + (f64::from(strong) - 246.0) * share) as u8;
        let [r, g, b] = STRONG.map(mixed);
        let rect = Rectangle::new(
            [(x, y), (x + CELL.0 - GAP, y + CELL.1 - GAP)],
            RGBColor(r, g, b).filled(),
        );
        root.draw(&rect)?;
        let metric = self.page.metric;
        let middle = (x + (CELL.0 - GAP) / 2, y + (CELL.1 - GAP) / 2);
        let centre = Pos::new(HPos::Center, VPos::Center);
        let value = metric.format(value);
        let up = if error.is_some() { 10 } else { 0 };
        let ink = style(TEXT[1], &VALUE).pos(centre);
        root.draw(&Text::new(value, (middle.0, middle.1 - up + SINK), ink))?;
        if let Some(error) = error {
            let words = format!("± {}", metric.format(*error));
            let ink = style(TEXT[2], &INK).pos(centre);
            root.draw(&Text::new(words, (middle.0, middle.1 + 12 + SINK), ink))?;
        }
        Ok(())
    }

    /// The mean of a row.
    fn mean(&self, root: &Area<'_>, row: usize, values: Vec<f64>) -> Painted {
        if values.is_empty() {
            return Ok(());
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let y = self.top() + row as i32 * CELL.1 + (CELL.1 - GAP) / 2 + SINK;
        let at = (self.left(self.evaluation.domains.len()) + MARGIN, y);
        let ink = style(TEXT[1], &INK).pos(Pos::new(HPos::Left, VPos::Center));
        root.draw(&Text::new(self.page.metric.format(mean), at, ink))?;
        Ok(())
    }

    /// Real against real, a value a target.
    fn floor(&self, root: &Area<'_>) -> Painted {
        let Some(floor) = self.evaluation.floor.get(&self.page.metric) else {
            return Ok(());
        };
        let y = self.top() + self.evaluation.domains.len() as i32 * CELL.1 + CELL.1 / 2 + SINK;
        let left = style(TEXT[1], &INK).pos(Pos::new(HPos::Left, VPos::Center));
        let centre = style(TEXT[1], &INK).pos(Pos::new(HPos::Center, VPos::Center));
        root.draw(&Text::new("floor", (MARGIN, y), left.clone()))?;
        for (column, domain) in self.evaluation.domains.iter().enumerate() {
            if let Some(value) = floor.tasks.get(domain) {
                let at = (self.left(column) + (CELL.0 - GAP) / 2, y);
                let words = self.page.metric.format(*value);
                root.draw(&Text::new(words, at, centre.clone()))?;
            }
        }
        let at = (self.left(self.evaluation.domains.len()) + MARGIN, y);
        root.draw(&Text::new(self.page.metric.format(floor.mean), at, left))?;
        Ok(())
    }
}

/// What the figures stand on, a sentence each.
fn words(page: &Page) -> Vec<String> {
    let evaluation = &page.evaluation;
    let (model, counts) = (&evaluation.model, &evaluation.counts);
    let step = model.step.map(|step| format!(", step {step}"));
    let extractor = evaluation.extractor.get(&page.metric);
    let data = match evaluation.data.name.as_str() {
        "" => String::new(),
        name => format!(" Data: {name}."),
    };
    let better = match page.metric.better() {
        Better::Lower => "Lower is better.",
        Better::Higher => "Higher is better.",
        Better::Depends => "Which way is better depends on what the model is for.",
    };
    let sum = |counts: &std::collections::BTreeMap<String, usize>| counts.values().sum::<usize>();
    let mut lines = vec![
        format!("{better} A stronger tint is a higher value."),
        format!(
            "Model: {}{} ({}, {} x {} pixels).{data}",
            model.name,
            step.unwrap_or_default(),
            model.system,
            model.img_size,
            model.img_size,
        ),
        format!(
            "Extractor: {}.",
            extractor.map_or(page.metric.extractor(), String::as_str)
        ),
        format!("Protocol: {}.", evaluation.protocol),
        format!(
            "Counts: {} sources, {} outputs each, {} real pictures. Seed {}.",
            sum(&counts.sources),
            counts.outputs,
            sum(&counts.real),
            evaluation.seed
        ),
        format!("Again: {}", evaluation.command),
    ];
    if evaluation.floor.contains_key(&page.metric) {
        let floor = "Floor: real pictures against real ones; no model gets below it but by chance.";
        lines.insert(1, floor.to_owned());
    }
    lines.extend(evaluation.notes.iter().map(|note| format!("Note: {note}")));
    lines
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;
    use crate::evaluation::{Metric, Mode};

    #[test]
    fn the_greatest_value_has_the_strongest_tint() {
        let page = Page {
            evaluation: sample(),
            mode: Mode::Latent,
            metric: Metric::Kid,
        };
        let picture = draw(&page).unwrap();
        if let Ok(folder) = std::env::var("STARGRID_SHOTS") {
            crate::export::png::save(
                &picture,
                std::path::Path::new(&format!("{folder}/matrix.png")),
            )
            .unwrap();
        }
        let pixels: Vec<&[u8]> = picture.rgb().chunks_exact(3).collect();
        let count = |colour: [u8; 3]| pixels.iter().filter(|pixel| ***pixel == colour).count();
        assert!(count(STRONG) > 1_000, "the greater of two values");
        assert!(count([246; 3]) > 1_000, "the smaller");
        let [r, g, b] = domains::colour(1);
        assert!(count([r, g, b]) > 50, "the second domain's dots");
    }
}
