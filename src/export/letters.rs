//! Words in pictures: written finely, measured, and cut or wrapped to fit.
//!
//! The drawing library puts every letter on a whole pixel, which makes small words ragged. [`Pen`] writes them four times as large and takes
//! means, so that letters stand where they belong.

use plotters::prelude::{Circle, IntoFont, RGBColor, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, TextStyle};

use super::plot::{self, Area, FONT, Painted};
use crate::domain::Picture;

/// Stands for what was cut off.
const CUT: char = '…';
/// How much larger words are drawn before they are made small.
const FINE: i32 = 4;
/// The drawing library centres letters by their tallest: so many pixels lower they look centred.
pub const SINK: i32 = 3;
/// The same for any size of text, as a share of it.
const SINKS: f32 = 0.16;
/// Height of a line, as a share of its text's size.
pub const LINE: f64 = 1.45;

/// Words of this size, begun at their upper left.
pub fn style(size: u32, colour: &RGBColor) -> TextStyle<'static> {
    (FONT, size).into_font().color(colour)
}

/// Width of `words` in pixels as the drawing library writes them, once the font is known (see [`super::plot::prepare`]).
pub fn measured(words: &str, size: u32) -> i32 {
    let font = (FONT, size).into_font();
    font.layout_box(words)
        .map_or(0, |((left, _), (right, _))| right - left)
}

/// Width of `words` in pixels as a [`Pen`] writes them.
pub fn width(words: &str, size: u32) -> i32 {
    // Letters reach a little beyond their box.
    (measured(words, size * FINE as u32) + 2 * FINE - 1) / FINE
}

/// Height of a line of words of a size.
pub fn line(size: u32) -> i32 {
    (f64::from(size) * LINE).round() as i32
}

/// `words` within `most` pixels: of what is too long the middle goes, so that beginning and ending stay.
pub fn elided(words: &str, size: u32, most: i32) -> String {
    if width(words, size) <= most {
        return words.to_owned();
    }
    let letters: Vec<char> = words.chars().collect();
    let cut = |kept: usize| -> String {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        let tail = &letters[letters.len() - tail..];
        letters[..head].iter().chain([&CUT]).chain(tail).collect()
    };
    let fits = |kept: &usize| width(&cut(*kept), size) <= most;
    let kept = (1..letters.len()).rev().find(fits);
    kept.map_or_else(String::new, cut)
}

/// `words` in lines of at most `most` pixels by `measure`; a word that is too long has a line of its own.
pub fn wrapped(words: &str, most: i32, measure: impl Fn(&str) -> i32) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in words.split_whitespace() {
        let Some(line) = lines.last_mut() else {
            continue;
        };
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if line.is_empty() || measure(&longer) <= most {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Writes on a picture of one ground.
pub struct Pen<'a> {
    /// What is written on.
    pub onto: &'a mut Picture,
    /// The ground, which words bring along.
    pub ground: [u8; 3],
}

impl Pen<'_> {
    /// Writes `words` with their line's upper left at `at`; nothing reaches beyond the picture.
    ///
    /// # Errors
    /// Why nothing could be drawn, without a full stop.
    pub fn write(
        &mut self,
        words: &str,
        size: u32,
        ink: [u8; 3],
        at: [i32; 2],
    ) -> Result<(), String> {
        if words.is_empty() {
            return Ok(());
        }
        let extent = [width(words, size), line(size)];
        let sink = (size as f32 * SINKS) as i32;
        let middle = FINE * extent[1] / 2 + FINE * sink;
        self.fine(extent, at, |area| {
            let centred = Pos::new(HPos::Left, VPos::Center);
            let ink = style(size * FINE as u32, &rgb(ink)).pos(centred);
            area.draw(&Text::new(words, (0, middle), ink))?;
            Ok(())
        })
    }

    /// Draws a dot around the middle of a line that begins at `at`; returns the width that it takes.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn dot(&mut self, size: u32, colour: [u8; 3], at: [i32; 2]) -> Result<i32, String> {
        let side = line(size);
        self.fine([side, side], at, |area| {
            let radius = (size as i32 * FINE) / 3;
            let middle = (radius, side * FINE / 2);
            area.draw(&Circle::new(middle, radius, rgb(colour).filled()))?;
            Ok(())
        })?;
        Ok(dot_width(size))
    }

    /// Fills a rectangle.
    pub fn block(&mut self, colour: [u8; 3], at: [i32; 2], extent: [i32; 2]) {
        let [width, height] = extent.map(|side| side.max(0) as usize);
        if width > 0 && height > 0 {
            let block = Picture::filled(width, height, colour);
            self.put(&block, at);
        }
    }

    /// Puts a picture with its upper left at `at`.
    pub fn put(&mut self, picture: &Picture, at: [i32; 2]) {
        let [x, y] = at.map(|place| place.max(0) as usize);
        self.onto.paste(picture, x, y);
    }

    fn fine(
        &mut self,
        [width, height]: [i32; 2],
        at: [i32; 2],
        paint: impl FnOnce(&Area<'_>) -> Painted,
    ) -> Result<(), String> {
        let size = [width, height].map(|side| (side * FINE) as usize);
        let large = plot::draw(size, |area| {
            area.fill(&rgb(self.ground))?;
            paint(area)
        })?;
        self.put(&quartered(&large), at);
        Ok(())
    }
}

/// Width of a dot beside words of a size, with the space behind it.
pub fn dot_width(size: u32) -> i32 {
    size as i32
}

fn rgb([r, g, b]: [u8; 3]) -> RGBColor {
    RGBColor(r, g, b)
}

/// The means over squares of [`FINE`] pixels a side.
fn quartered(large: &Picture) -> Picture {
    let fine = FINE as usize;
    let (width, height) = (large.width() / fine, large.height() / fine);
    let mut small = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let each = (0..fine * fine).map(|at| {
                    let (x, y) = (x * fine + at % fine, y * fine + at / fine);
                    u32::from(large.rgb()[(y * large.width() + x) * 3 + channel])
                });
                let count = (fine * fine) as u32;
                small.push(((each.sum::<u32>() + count / 2) / count) as u8);
            }
        }
    }
    Picture::new(width, height, small).unwrap_or_else(|| large.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_their_width() {
        plot::prepare().unwrap();
        let words = "real pictures against real ones and no model gets below that but by chance";
        let lines = wrapped(words, 160, |words| width(words, 16));
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| width(line, 16) <= 160));
        assert_eq!(lines.join(" "), words);
    }

    #[test]
    fn long_names_keep_both_ends() {
        plot::prepare().unwrap();
        let name = "a very long name of a picture of my cat 0012.png";
        let short = elided(name, 16, 120);
        assert!(width(&short, 16) <= 120, "{short}");
        assert!(
            short.starts_with("a v") && short.ends_with("png"),
            "{short}"
        );
        assert_eq!(elided("mia.png", 16, 120), "mia.png");
        assert_eq!(elided("mia.png", 16, 1), "");
    }

    #[test]
    fn words_are_written_within_their_line() {
        plot::prepare().unwrap();
        let ground = [250, 251, 252];
        let mut picture = Picture::filled(300, 60, ground);
        let mut pen = Pen {
            onto: &mut picture,
            ground,
        };
        pen.write("Åpgjy clay", 20, [10, 10, 10], [30, 15]).unwrap();
        let inked = |x: usize, y: usize| picture.pixel(x, y) != Some(ground);
        let (right, bottom) = (
            30 + width("Åpgjy clay", 20) as usize,
            15 + line(20) as usize,
        );
        for (x, y) in (0..300).flat_map(|x| (0..60).map(move |y| (x, y))) {
            let within = (30..right).contains(&x) && (15..bottom).contains(&y);
            assert!(within || !inked(x, y), "{x} {y}");
        }
        let dark = (30..right).any(|x| (15..bottom).any(|y| picture.pixel(x, y) < Some([60; 3])));
        assert!(dark, "it can be read");
        assert!(
            !(30..right).any(|x| inked(x, 15) || inked(x, bottom - 1)),
            "nothing is cut"
        );
    }
}
