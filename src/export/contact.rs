//! The grid as a labelled contact sheet: names at the sources and styles, branches in their colours, a caption, margins.

use serde::{Deserialize, Serialize};

use super::letters::{Pen, dot_width, elided, line, width, wrapped};
use super::plot;
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

/// The colours of a paper: its own, those of words, and that of an empty place.
pub(super) struct Inks {
    pub paper: [u8; 3],
    pub strong: [u8; 3],
    pub weak: [u8; 3],
    pub blank: [u8; 3],
}

impl Inks {
    pub const LIGHT: Self = Self {
        paper: [255, 255, 255],
        strong: [28, 30, 34],
        weak: [94, 98, 107],
        blank: [240, 241, 243],
    };
    const DARK: Self = Self {
        paper: [20, 21, 24],
        strong: [232, 234, 238],
        weak: [160, 164, 173],
        blank: [34, 36, 40],
    };
}

impl Paper {
    fn inks(self) -> Inks {
        match self {
            Self::Light => Inks::LIGHT,
            Self::Dark => Inks::DARK,
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
    let ground = words.paper.inks().paper;
    let mut picture = Picture::filled(layout.width as usize, layout.height as usize, ground);
    let mut pen = Pen {
        onto: &mut picture,
        ground,
    };
    layout.paint(&mut pen).map_err(cannot)?;
    layout.paste(&mut pen);
    Ok(picture)
}

/// Width and height of the labelled sheet in pixels; none when the font is missing.
pub fn size(sheet: &Sheet, words: &Words) -> Option<[usize; 2]> {
    plot::prepare().ok()?;
    let layout = Layout::of(sheet, words);
    Some([layout.width as usize, layout.height as usize])
}

/// Side of a cell with a picture of `tile` x `tile` pixels.
pub fn cell(tile: usize) -> usize {
    tile * scale(tile)
}

/// How many pixels wide a pixel of a picture is.
fn scale(tile: usize) -> usize {
    LEAST_CELL.div_ceil(tile.max(1)).max(1)
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

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet, words: &'a Words) -> Self {
        let scale = scale(sheet.tile);
        let cell = cell(sheet.tile) as i32;
        let branches = words.rows.iter().filter_map(|row| row.branch.as_ref());
        let branches = branches.map(|name| width(name, TEXT[1]) + dot_width(TEXT[1]));
        let names = words.rows.iter().map(|row| width(&row.name, TEXT[2]));
        let names = branches.chain(names).max().unwrap_or(0);
        let names = names.clamp(NAMES[0], NAMES[1]);
        let styles = MARGIN + names + SPACE;
        let pictured = sheet.rows.iter().any(|row| row.header.is_some());
        let cells = styles + if pictured { cell + SPACE } else { 0 } + EDGE + GAP;
        let columns = sheet.sources.len() as i32;
        let across = cells + columns * (cell + GAP) - GAP + MARGIN;
        let title = if words.title.is_empty() {
            0
        } else {
            line(TEXT[0]) + SPACE
        };
        let top = MARGIN + title + line(TEXT[2]) + GAP;
        let rows = top + cell + SPACE;
        let caption = words.caption.iter();
        let caption: Vec<String> = caption
            .flat_map(|text| wrapped(text, across - 2 * MARGIN, |words| width(words, TEXT[2])))
            .collect();
        let foot = if caption.is_empty() { 0 } else { 2 * SPACE };
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
            width: across,
            height,
        }
    }

    fn column(&self, at: usize) -> i32 {
        self.cells + at as i32 * (self.cell + GAP)
    }

    fn row(&self, at: usize) -> i32 {
        self.rows + at as i32 * (self.cell + GAP)
    }

    fn paint(&self, pen: &mut Pen<'_>) -> Result<(), String> {
        let inks = self.words.paper.inks();
        let title = elided(&self.words.title, TEXT[0], self.width - 2 * MARGIN);
        pen.write(&title, TEXT[0], inks.strong, [MARGIN, MARGIN])?;
        let above = self.top - GAP - line(TEXT[2]);
        for (at, name) in self.words.sources.iter().enumerate() {
            let name = elided(name, TEXT[2], self.cell);
            pen.write(&name, TEXT[2], inks.weak, [self.column(at), above])?;
        }
        for at in 0..self.sheet.rows.len() {
            self.paint_row(pen, at, &inks)?;
        }
        let foot = self.height - MARGIN - self.caption.len() as i32 * line(TEXT[2]);
        for (at, words) in self.caption.iter().enumerate() {
            let at = [MARGIN, foot + at as i32 * line(TEXT[2])];
            pen.write(words, TEXT[2], inks.weak, at)?;
        }
        Ok(())
    }

    /// Names and colour of a row, and the places of its cells.
    fn paint_row(&self, pen: &mut Pen<'_>, at: usize, inks: &Inks) -> Result<(), String> {
        let (top, colour) = (self.row(at), self.sheet.rows[at].colour);
        let edge = [self.cells - EDGE - GAP, top];
        pen.block(colour, edge, [EDGE, self.cell]);
        for column in 0..self.sheet.sources.len() {
            let place = [self.column(column), top];
            pen.block(inks.blank, place, [self.cell; 2]);
        }
        let nameless = RowWords::default();
        let words = self.words.rows.get(at).unwrap_or(&nameless);
        let branch = words.branch.as_ref().map_or(0, |_| line(TEXT[1]));
        let name = if words.name.is_empty() {
            0
        } else {
            line(TEXT[2])
        };
        let mut at = [MARGIN, top + (self.cell - branch - name) / 2];
        if let Some(branch) = &words.branch {
            let dot = pen.dot(TEXT[1], colour, at)?;
            let words = elided(branch, TEXT[1], self.names - dot);
            pen.write(&words, TEXT[1], inks.strong, [MARGIN + dot, at[1]])?;
        }
        at[1] += branch;
        let name = elided(&words.name, TEXT[2], self.names);
        pen.write(&name, TEXT[2], inks.weak, at)
    }

    /// Puts the pictures in, pixel for pixel or enlarged by a whole number.
    fn paste(&self, pen: &mut Pen<'_>) {
        let mut put = |picture: &Picture, at: [i32; 2]| {
            pen.put(&enlarged(picture, self.scale), at);
        };
        for (at, source) in self.sheet.sources.iter().enumerate() {
            put(source, [self.column(at), self.top]);
        }
        for (at, row) in self.sheet.rows.iter().enumerate() {
            if let Some(header) = &row.header {
                put(header, [self.styles, self.row(at)]);
            }
            for (column, cell) in row.cells.iter().enumerate() {
                if let Some(cell) = cell {
                    put(cell, [self.column(column), self.row(at)]);
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
