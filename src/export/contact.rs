//! The grid as a labelled contact sheet: names at the sources and styles, branches in their colours, a caption, margins.

use plotters::prelude::{Circle, RGBColor, Rectangle, Text};
use plotters::style::Color;
use serde::{Deserialize, Serialize};

use super::letters::{SINK, beside, elided, measured, style, wrapped};
use super::plot::{self, Area, Painted};
use super::sheet::Sheet;
use crate::domain::Picture;

/// Sizes of the title, of names and of the caption, in pixels.
const TEXT: [u32; 3] = [26, 17, 15];
/// Space around everything.
const MARGIN: i32 = 36;
/// Space between cells.
const GAP: i32 = 4;
/// Space between the headers and the cells, and between words and pictures.
const SPACE: i32 = 12;
/// Width of the branch colour at the left of a row.
const EDGE: i32 = 5;
/// Radius of the dot in a branch's colour.
const DOT: i32 = 5;
/// Height of a line, as a share of its text's size.
const LINE: f32 = 1.4;
/// Width of the names at the left: least and most.
const NAMES: [i32; 2] = [64, 220];
/// Smaller cells are enlarged, every pixel to a square of pixels, so that names have room.
const LEAST_CELL: usize = 128;

/// Light for print, dark for screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    /// White.
    #[default]
    Light,
    /// Nearly black.
    Dark,
}

/// The colours of a paper.
struct Inks {
    paper: RGBColor,
    strong: RGBColor,
    weak: RGBColor,
    blank: RGBColor,
}

impl Paper {
    fn inks(self) -> Inks {
        match self {
            Self::Light => Inks {
                paper: RGBColor(255, 255, 255),
                strong: RGBColor(28, 30, 34),
                weak: RGBColor(94, 98, 107),
                blank: RGBColor(240, 241, 243),
            },
            Self::Dark => Inks {
                paper: RGBColor(20, 21, 24),
                strong: RGBColor(232, 234, 238),
                weak: RGBColor(160, 164, 173),
                blank: RGBColor(34, 36, 40),
            },
        }
    }
}

/// What is written beside a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowWords {
    /// Its style: a reference's name, or a seed.
    pub name: String,
    /// The branch it is made for.
    pub branch: Option<String>,
}

/// What is written on a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// At the top; may be empty.
    pub title: String,
    /// The names of the sources.
    pub sources: Vec<String>,
    /// The names of the rows.
    pub rows: Vec<RowWords>,
    /// At the foot, a paragraph each.
    pub caption: Vec<String>,
    /// Light or dark.
    pub paper: Paper,
}

/// Draws a labelled sheet.
///
/// # Errors
/// Why nothing could be drawn, as a sentence.
pub fn draw(sheet: &Sheet, words: &Words) -> Result<Picture, String> {
    let cannot = |reason: String| format!("The sheet cannot be drawn ({reason})");
    plot::prepare().map_err(cannot)?;
    let layout = Layout::of(sheet, words);
    let size = [layout.width as usize, layout.height as usize];
    let mut picture = plot::draw(size, |root| layout.paint(root)).map_err(cannot)?;
    layout.paste(&mut picture);
    Ok(picture)
}

/// Width and height of the labelled sheet in pixels; none when the font is missing.
pub fn size(sheet: &Sheet, words: &Words) -> Option<[usize; 2]> {
    plot::prepare().ok()?;
    let layout = Layout::of(sheet, words);
    Some([layout.width as usize, layout.height as usize])
}

/// Everything, measured.
struct Layout<'a> {
    sheet: &'a Sheet,
    words: &'a Words,
    /// How many pixels wide a pixel of a cell is.
    scale: usize,
    /// Side of a cell.
    cell: i32,
    /// Width of the names at the left.
    names: i32,
    /// Where the pictures of styles begin; the cells begin behind them.
    styles: i32,
    cells: i32,
    /// Where the pictures of sources begin; the rows begin below.
    top: i32,
    rows: i32,
    caption: Vec<String>,
    width: i32,
    height: i32,
}

fn line(size: u32) -> i32 {
    (size as f32 * LINE) as i32
}

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet, words: &'a Words) -> Self {
        let scale = LEAST_CELL.div_ceil(sheet.tile.max(1)).max(1);
        let cell = (sheet.tile * scale) as i32;
        let branches = words.rows.iter().filter_map(|row| row.branch.as_ref());
        let branches = branches.map(|name| measured(name, TEXT[1]) + 3 * DOT + GAP);
        let names = words.rows.iter().map(|row| measured(&row.name, TEXT[2]));
        let names = branches.chain(names).max().unwrap_or(0);
        let names = names.clamp(NAMES[0], NAMES[1]);
        let styles = MARGIN + names + SPACE;
        let pictured = sheet.rows.iter().any(|row| row.header.is_some());
        let cells = styles + if pictured { cell + SPACE } else { 0 } + EDGE + GAP;
        let columns = sheet.sources.len() as i32;
        let width = cells + columns * (cell + GAP) - GAP + MARGIN;
        let title = if words.title.is_empty() {
            0
        } else {
            line(TEXT[0]) + SPACE
        };
        let top = MARGIN + title + line(TEXT[2]) + GAP;
        let rows = top + cell + SPACE;
        let caption = words.caption.iter();
        let caption: Vec<String> = caption
            .flat_map(|text| wrapped(text, TEXT[2], width - 2 * MARGIN))
            .collect();
        let foot = if caption.is_empty() { 0 } else { SPACE };
        let lines = caption.len() as i32 * line(TEXT[2]);
        let height = rows + sheet.rows.len() as i32 * (cell + GAP) - GAP + foot + lines + MARGIN;
        Self {
            sheet,
            words,
            scale,
            cell,
            names,
            styles,
            cells,
            top,
            rows,
            caption,
            width,
            height,
        }
    }

    fn column(&self, at: usize) -> i32 {
        self.cells + at as i32 * (self.cell + GAP)
    }

    fn row(&self, at: usize) -> i32 {
        self.rows + at as i32 * (self.cell + GAP)
    }

    fn paint(&self, root: &Area<'_>) -> Painted {
        let inks = self.words.paper.inks();
        root.fill(&inks.paper)?;
        if !self.words.title.is_empty() {
            let title = elided(&self.words.title, TEXT[0], self.width - 2 * MARGIN);
            let ink = style(TEXT[0], &inks.strong);
            root.draw(&Text::new(title, (MARGIN, MARGIN), ink))?;
        }
        let above = self.top - GAP - line(TEXT[2]) / 2 + SINK;
        for (at, name) in self.words.sources.iter().enumerate() {
            let name = elided(name, TEXT[2], self.cell);
            let ink = beside(TEXT[2], &inks.weak);
            root.draw(&Text::new(name, (self.column(at), above), ink))?;
        }
        for (at, row) in self.sheet.rows.iter().enumerate() {
            self.paint_row(root, at, row.colour, &inks)?;
        }
        let foot = self.height - MARGIN - self.caption.len() as i32 * line(TEXT[2]);
        for (at, words) in self.caption.iter().enumerate() {
            let at = (MARGIN, foot + at as i32 * line(TEXT[2]));
            let ink = style(TEXT[2], &inks.weak);
            root.draw(&Text::new(words.as_str(), at, ink))?;
        }
        Ok(())
    }

    /// Names and colour of a row, and the places of its cells.
    fn paint_row(&self, root: &Area<'_>, at: usize, colour: [u8; 3], inks: &Inks) -> Painted {
        let (top, [r, g, b]) = (self.row(at), colour);
        let colour = RGBColor(r, g, b).filled();
        let left = self.cells - EDGE - GAP;
        let edge = [(left, top), (left + EDGE - 1, top + self.cell - 1)];
        root.draw(&Rectangle::new(edge, colour))?;
        for column in 0..self.sheet.sources.len() {
            let left = self.column(column);
            let place = [(left, top), (left + self.cell - 1, top + self.cell - 1)];
            root.draw(&Rectangle::new(place, inks.blank.filled()))?;
        }
        let nameless = RowWords::default();
        let words = self.words.rows.get(at).unwrap_or(&nameless);
        let both = words.branch.is_some() && !words.name.is_empty();
        let mut middle = top + self.cell / 2 + SINK;
        if both {
            middle -= line(TEXT[1]) / 2;
        }
        if let Some(branch) = &words.branch {
            root.draw(&Circle::new((MARGIN + DOT, middle - SINK), DOT, colour))?;
            let left = MARGIN + 3 * DOT + GAP;
            let name = elided(branch, TEXT[1], self.names - 3 * DOT - GAP);
            root.draw(&Text::new(
                name,
                (left, middle),
                beside(TEXT[1], &inks.strong),
            ))?;
            middle += line(TEXT[1]);
        }
        let name = elided(&words.name, TEXT[2], self.names);
        root.draw(&Text::new(
            name,
            (MARGIN, middle),
            beside(TEXT[2], &inks.weak),
        ))?;
        Ok(())
    }

    /// Puts the pictures in, pixel for pixel or enlarged by a whole number.
    fn paste(&self, onto: &mut Picture) {
        let mut put = |picture: &Picture, left: i32, top: i32| {
            let enlarged = enlarged(picture, self.scale);
            onto.paste(&enlarged, left as usize, top as usize);
        };
        for (at, source) in self.sheet.sources.iter().enumerate() {
            put(source, self.column(at), self.top);
        }
        for (at, row) in self.sheet.rows.iter().enumerate() {
            if let Some(header) = &row.header {
                put(header, self.styles, self.row(at));
            }
            for (column, cell) in row.cells.iter().enumerate() {
                if let Some(cell) = cell {
                    put(cell, self.column(column), self.row(at));
                }
            }
        }
    }
}

/// Each pixel as a square of `scale` x `scale` pixels.
fn enlarged(picture: &Picture, scale: usize) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let mut rgb = Vec::with_capacity(width * height * 3 * scale * scale);
    for row in picture.rgb().chunks_exact(width * 3) {
        let wide: Vec<u8> = row
            .chunks_exact(3)
            .flat_map(|colour| colour.repeat(scale))
            .collect();
        for _ in 0..scale {
            rgb.extend_from_slice(&wide);
        }
    }
    Picture::new(width * scale, height * scale, rgb).unwrap_or_else(|| picture.clone())
}

#[cfg(test)]
mod tests;
