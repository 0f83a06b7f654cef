//! The keepsake: one printable page with a result, what it was made of, its relatives and its recipe.

mod file;

use std::sync::Arc;

use image::imageops::{self, FilterType};
use image::{ImageBuffer, Rgb};
use plotters::prelude::{Circle, RGBColor, Rectangle, Text};
use plotters::style::Color;

use super::letters::{SINK, beside, elided, measured, style, wrapped};
use super::plot::{self, Area, Painted};
use crate::domain::Picture;

pub use file::save;

/// A4, upright, in pixels.
pub const PAGE: [i32; 2] = [1240, 1754];
/// Pixels an inch, so that it is printed in its size.
pub const DOTS_PER_INCH: u32 = 150;
/// Variants that a page has room for.
pub const MOST_VARIANTS: usize = 6;
/// The sentence at the foot.
pub const MADE_HERE: &str = "Made on this computer; nothing was uploaded.";
/// The visible mark.
pub const SYNTHETIC: &str = "synthetic picture";

/// Sizes of the title, of the sentence and of names, in pixels.
const TEXT: [u32; 3] = [44, 27, 20];
/// Space around everything.
const MARGIN: i32 = 96;
/// Space between groups, and between pictures.
const SPACE: i32 = 40;
const GAP: i32 = 16;
/// Side of the result, and of source and style beside it.
const LARGE: i32 = 688;
const SMALL: i32 = 306;
/// Radius of the dot in a branch's colour.
const DOT: i32 = 7;
/// Most lines of the recipe.
const MOST_LINES: usize = 7;
const STRONG: RGBColor = RGBColor(28, 30, 34);
const WEAK: RGBColor = RGBColor(94, 98, 107);
const HAIRLINE: RGBColor = RGBColor(217, 219, 223);
const CARD: RGBColor = RGBColor(240, 241, 243);
const MARK: RGBColor = RGBColor(255, 255, 255);

/// A picture with its name.
#[derive(Clone, Debug)]
pub struct Named {
    /// The picture; none for a style that has none, such as a seed's.
    pub picture: Option<Arc<Picture>>,
    /// What it is called.
    pub name: String,
    /// The colour of its branch.
    pub colour: Option<[u8; 3]>,
}

/// All that is on the page.
#[derive(Clone, Debug)]
pub struct Keepsake {
    /// At the top: the model's name.
    pub title: String,
    /// The result, large.
    pub result: Named,
    /// What was translated.
    pub source: Named,
    /// Whose style was taken.
    pub style: Named,
    /// The same source in other styles, at most [`MOST_VARIANTS`].
    pub variants: Vec<Named>,
    /// How the result came about.
    pub recipe: String,
    /// Model, licence, date and version, for the foot.
    pub origin: String,
    /// Whether the result bears a visible mark that it is synthetic.
    pub marked: bool,
}

/// Draws the page.
///
/// # Errors
/// Why nothing could be drawn, as a sentence.
pub fn draw(keepsake: &Keepsake) -> Result<Picture, String> {
    let cannot = |reason: String| format!("The page cannot be drawn ({reason})");
    plot::prepare().map_err(cannot)?;
    let page = Page::of(keepsake);
    let size = PAGE.map(|side| side as usize);
    let mut picture = plot::draw(size, |root| page.paint(root)).map_err(cannot)?;
    for (named, [left, top, side]) in page.places() {
        if let Some(shown) = &named.picture {
            picture.paste(&resized(shown, side), left as usize, top as usize);
        }
    }
    if keepsake.marked {
        picture = marked(picture, page.large()).map_err(cannot)?;
    }
    Ok(picture)
}

/// Where everything goes.
struct Page<'a> {
    keepsake: &'a Keepsake,
    /// Where the result begins.
    top: i32,
    recipe: Vec<String>,
    /// Side of a variant.
    variant: i32,
}

fn line(size: u32) -> i32 {
    (size * 3 / 2) as i32
}

impl<'a> Page<'a> {
    fn of(keepsake: &'a Keepsake) -> Self {
        let width = PAGE[0] - 2 * MARGIN;
        let mut recipe = wrapped(&keepsake.recipe, TEXT[1], width);
        if recipe.len() > MOST_LINES {
            let rest = recipe.split_off(MOST_LINES - 1).join(" ");
            recipe.push(elided(&rest, TEXT[1], width));
        }
        let count = MOST_VARIANTS as i32;
        Self {
            keepsake,
            top: MARGIN + line(TEXT[0]) + SPACE,
            recipe,
            variant: (width - (count - 1) * GAP) / count,
        }
    }

    /// Left, top and side of the result.
    fn large(&self) -> [i32; 3] {
        [MARGIN, self.top, LARGE]
    }

    /// Source and style: left, top and side.
    fn small(&self) -> [[i32; 3]; 2] {
        let left = PAGE[0] - MARGIN - SMALL;
        let second = self.top + LARGE - SMALL;
        [[left, self.top, SMALL], [left, second, SMALL]]
    }

    /// Where the recipe begins.
    fn words(&self) -> i32 {
        self.top + LARGE + line(TEXT[2]) + SPACE
    }

    /// The variants: left, top and side.
    fn family(&self) -> Vec<[i32; 3]> {
        let top = self.words() + self.recipe.len() as i32 * line(TEXT[1]) + SPACE + line(TEXT[2]);
        let count = self.keepsake.variants.len().min(MOST_VARIANTS);
        let left = |at: usize| MARGIN + at as i32 * (self.variant + GAP);
        (0..count).map(|at| [left(at), top, self.variant]).collect()
    }

    /// All pictures and their places.
    fn places(&self) -> Vec<(&'a Named, [i32; 3])> {
        let keepsake = self.keepsake;
        let [source, guide] = self.small();
        let mut places = vec![
            (&keepsake.result, self.large()),
            (&keepsake.source, source),
            (&keepsake.style, guide),
        ];
        places.extend(keepsake.variants.iter().zip(self.family()));
        places
    }

    fn paint(&self, root: &Area<'_>) -> Painted {
        let width = PAGE[0] - 2 * MARGIN;
        let title = elided(&self.keepsake.title, TEXT[0], width);
        root.draw(&Text::new(title, (MARGIN, MARGIN), style(TEXT[0], &STRONG)))?;
        let roles = [None, Some("Source"), Some("Style")];
        let roles = roles.into_iter().chain(std::iter::repeat(None));
        for ((named, place), role) in self.places().into_iter().zip(roles) {
            paint_named(root, named, role, place)?;
        }
        for (at, words) in self.recipe.iter().enumerate() {
            let at = (MARGIN, self.words() + at as i32 * line(TEXT[1]));
            root.draw(&Text::new(words.as_str(), at, style(TEXT[1], &STRONG)))?;
        }
        if let Some([left, top, _]) = self.family().first() {
            let at = (*left, top - line(TEXT[2]));
            let words = "The same source in other styles";
            root.draw(&Text::new(words, at, style(TEXT[2], &WEAK)))?;
        }
        self.foot(root)
    }

    fn foot(&self, root: &Area<'_>) -> Painted {
        let width = PAGE[0] - 2 * MARGIN;
        let origin = wrapped(&self.keepsake.origin, TEXT[2], width);
        let lines = 1 + origin.len() as i32;
        let top = PAGE[1] - MARGIN - lines * line(TEXT[2]);
        let rule = [(MARGIN, top - GAP), (PAGE[0] - MARGIN, top - GAP + 1)];
        root.draw(&Rectangle::new(rule, HAIRLINE.filled()))?;
        let ink = style(TEXT[2], &STRONG);
        root.draw(&Text::new(MADE_HERE, (MARGIN, top), ink))?;
        for (at, words) in origin.iter().enumerate() {
            let at = (MARGIN, top + (at as i32 + 1) * line(TEXT[2]));
            root.draw(&Text::new(words.as_str(), at, style(TEXT[2], &WEAK)))?;
        }
        Ok(())
    }
}

/// The place of a picture, and its name below.
fn paint_named(
    root: &Area<'_>,
    named: &Named,
    role: Option<&str>,
    [left, top, side]: [i32; 3],
) -> Painted {
    let card = [(left, top), (left + side - 1, top + side - 1)];
    root.draw(&Rectangle::new(card, CARD.filled()))?;
    if named.picture.is_none() {
        let words = elided(&named.name, TEXT[1], side - 2 * GAP);
        let at = left + (side - measured(&words, TEXT[1])) / 2;
        let ink = beside(TEXT[1], &WEAK);
        root.draw(&Text::new(words, (at, top + side / 2 + SINK), ink))?;
    }
    let middle = top + side + line(TEXT[2]) / 2;
    let mut from = left;
    if let Some([r, g, b]) = named.colour {
        let ink = RGBColor(r, g, b).filled();
        root.draw(&Circle::new((left + DOT, middle), DOT, ink))?;
        from += 3 * DOT;
    }
    let words = match role {
        Some(role) => format!("{role}: {}", named.name),
        None => named.name.clone(),
    };
    let words = elided(&words, TEXT[2], left + side - from);
    let ink = beside(TEXT[2], &WEAK);
    root.draw(&Text::new(words, (from, middle + SINK), ink))?;
    Ok(())
}

/// The mark on the result: words on a dark band at its lower right.
fn marked(picture: Picture, [left, top, side]: [i32; 3]) -> Result<Picture, String> {
    let (width, height) = (
        measured(SYNTHETIC, TEXT[2]) + 2 * GAP,
        line(TEXT[2]) + GAP / 2,
    );
    let band = plot::draw([width as usize, height as usize], |root| {
        root.fill(&STRONG)?;
        let ink = beside(TEXT[2], &MARK);
        root.draw(&Text::new(SYNTHETIC, (GAP, height / 2 + SINK), ink))?;
        Ok(())
    })?;
    let mut picture = picture;
    let (right, bottom) = (left + side - width, top + side - height);
    picture.paste(&band, right as usize, bottom as usize);
    Ok(picture)
}

/// A picture at another side: smooth for print.
fn resized(picture: &Picture, side: i32) -> Picture {
    let side = side.max(1) as u32;
    let (width, height) = (picture.width() as u32, picture.height() as u32);
    let image: Option<ImageBuffer<Rgb<u8>, Vec<u8>>> =
        ImageBuffer::from_raw(width, height, picture.rgb().to_vec());
    let resized = image.and_then(|image| {
        let resized = imageops::resize(&image, side, side, FilterType::CatmullRom);
        Picture::new(side as usize, side as usize, resized.into_raw())
    });
    resized.unwrap_or_else(|| picture.clone())
}

#[cfg(test)]
mod tests;
