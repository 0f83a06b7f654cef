//! Words in pictures: their style, their width, and words that are cut or wrapped to fit.

use plotters::prelude::{IntoFont, RGBColor};
use plotters::style::TextStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::plot::FONT;

/// Stands for what was cut off.
const CUT: char = '…';
/// The drawing library centres letters by their tallest: so many pixels lower they look centred.
pub const SINK: i32 = 3;

/// Words of this size, begun at their upper left.
pub fn style(size: u32, colour: &RGBColor) -> TextStyle<'static> {
    (FONT, size).into_font().color(colour)
}

/// Words that begin at a point and are centred on its height.
pub fn beside(size: u32, colour: &RGBColor) -> TextStyle<'static> {
    style(size, colour).pos(Pos::new(HPos::Left, VPos::Center))
}

/// Width of `words` in pixels, once the font is known (see [`super::plot::prepare`]).
pub fn measured(words: &str, size: u32) -> i32 {
    let font = (FONT, size).into_font();
    font.layout_box(words)
        .map_or(0, |((left, _), (right, _))| right - left)
}

/// `words` within `width` pixels: of what is too long the middle goes, so that beginning and ending stay.
pub fn elided(words: &str, size: u32, width: i32) -> String {
    if measured(words, size) <= width {
        return words.to_owned();
    }
    let letters: Vec<char> = words.chars().collect();
    let cut = |kept: usize| -> String {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        let tail = &letters[letters.len() - tail..];
        letters[..head].iter().chain([&CUT]).chain(tail).collect()
    };
    let fits = |kept: &usize| measured(&cut(*kept), size) <= width;
    (1..letters.len())
        .rev()
        .find(fits)
        .map_or_else(String::new, cut)
}

/// `words` in lines of at most `width` pixels; a word that is too long has a line of its own.
pub fn wrapped(words: &str, size: u32, width: i32) -> Vec<String> {
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
        if line.is_empty() || measured(&longer, size) <= width {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::plot;

    #[test]
    fn lines_keep_within_their_width() {
        plot::prepare().unwrap();
        let words = "real pictures against real ones and no model gets below that but by chance";
        let lines = wrapped(words, 16, 160);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| measured(line, 16) <= 160));
        assert_eq!(lines.join(" "), words);
    }

    #[test]
    fn long_names_keep_both_ends() {
        plot::prepare().unwrap();
        let name = "a very long name of a picture of my cat 0012.png";
        let short = elided(name, 16, 120);
        assert!(measured(&short, 16) <= 120, "{short}");
        assert!(
            short.starts_with("a v") && short.ends_with("png"),
            "{short}"
        );
        assert_eq!(elided("mia.png", 16, 120), "mia.png");
        assert_eq!(elided("mia.png", 16, 1), "");
    }
}
