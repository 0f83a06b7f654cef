//! The keepsake: one printable page with a result, what it was made of, its relatives and its recipe.

mod file;

use std::sync::Arc;

use image::imageops::{self, FilterType};
use image::{ImageBuffer, Rgb};

use super::contact::Inks;
use super::letters::{Pen, elided, line, width, wrapped};
use super::plot;
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
/// With fewer variants than this they are not made larger.
const FEW_VARIANTS: usize = 4;
/// Most lines of the recipe.
const MOST_LINES: usize = 7;
const INKS: Inks = Inks::LIGHT;
const HAIRLINE: [u8; 3] = [217, 219, 223];

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
    /// The same with every number, for the file alone; may be empty.
    pub exact: String,
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
    let [across, down] = PAGE.map(|side| side as usize);
    let mut picture = Picture::filled(across, down, INKS.paper);
    let mut pen = Pen {
        onto: &mut picture,
        ground: INKS.paper,
    };
    page.paint(&mut pen).map_err(cannot)?;
    if keepsake.marked {
        mark(&mut pen, page.large()).map_err(cannot)?;
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

impl<'a> Page<'a> {
    fn of(keepsake: &'a Keepsake) -> Self {
        let across = PAGE[0] - 2 * MARGIN;
        let mut recipe = wrapped(&keepsake.recipe, across, |words| width(words, TEXT[1]));
        if recipe.len() > MOST_LINES {
            let rest = recipe.split_off(MOST_LINES - 1).join(" ");
            recipe.push(elided(&rest, TEXT[1], across));
        }
        let count = keepsake.variants.len().clamp(FEW_VARIANTS, MOST_VARIANTS) as i32;
        Self {
            keepsake,
            top: MARGIN + line(TEXT[0]) + SPACE,
            recipe,
            variant: (across - (count - 1) * GAP) / count,
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
        self.top + LARGE + GAP / 2 + line(TEXT[2]) + SPACE
    }

    /// The variants: left, top and side.
    fn family(&self) -> Vec<[i32; 3]> {
        let top = self.words() + self.recipe.len() as i32 * line(TEXT[1]);
        let top = top + SPACE + line(TEXT[2]) + GAP / 2;
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

    fn paint(&self, pen: &mut Pen<'_>) -> Result<(), String> {
        let across = PAGE[0] - 2 * MARGIN;
        let title = elided(&self.keepsake.title, TEXT[0], across);
        pen.write(&title, TEXT[0], INKS.strong, [MARGIN, MARGIN])?;
        let roles = [None, Some("Source"), Some("Style")];
        let roles = roles.into_iter().chain(std::iter::repeat(None));
        for ((named, place), role) in self.places().into_iter().zip(roles) {
            paint_named(pen, named, role, place)?;
        }
        for (at, words) in self.recipe.iter().enumerate() {
            let at = [MARGIN, self.words() + at as i32 * line(TEXT[1])];
            pen.write(words, TEXT[1], INKS.strong, at)?;
        }
        if let Some([left, top, _]) = self.family().first() {
            let at = [*left, top - line(TEXT[2]) - GAP / 2];
            pen.write("The same source in other styles", TEXT[2], INKS.weak, at)?;
        }
        self.foot(pen)
    }

    fn foot(&self, pen: &mut Pen<'_>) -> Result<(), String> {
        let across = PAGE[0] - 2 * MARGIN;
        let origin = wrapped(&self.keepsake.origin, across, |words| width(words, TEXT[2]));
        let lines = 1 + origin.len() as i32;
        let top = PAGE[1] - MARGIN - lines * line(TEXT[2]);
        pen.block(HAIRLINE, [MARGIN, top - GAP], [across, 2]);
        pen.write(MADE_HERE, TEXT[2], INKS.strong, [MARGIN, top])?;
        for (at, words) in (1..).zip(&origin) {
            pen.write(
                words,
                TEXT[2],
                INKS.weak,
                [MARGIN, top + at * line(TEXT[2])],
            )?;
        }
        Ok(())
    }
}

/// A picture in its place, and its name below.
fn paint_named(
    pen: &mut Pen<'_>,
    named: &Named,
    role: Option<&str>,
    [left, top, side]: [i32; 3],
) -> Result<(), String> {
    match &named.picture {
        Some(picture) => pen.put(&resized(picture, side), [left, top]),
        None => {
            pen.block(INKS.blank, [left, top], [side; 2]);
            let words = elided(&named.name, TEXT[1], side - 2 * GAP);
            let middle = left + (side - width(&words, TEXT[1])) / 2;
            let at = [middle, top + (side - line(TEXT[1])) / 2];
            let mut card = Pen {
                onto: &mut *pen.onto,
                ground: INKS.blank,
            };
            card.write(&words, TEXT[1], INKS.weak, at)?;
        }
    }
    let below = top + side + GAP / 2;
    let mut from = left;
    if let Some(colour) = named.colour {
        from += pen.dot(TEXT[2], colour, [left, below])?;
    }
    let words = match role {
        Some(role) => format!("{role}: {}", named.name),
        None => named.name.clone(),
    };
    let words = elided(&words, TEXT[2], left + side - from);
    pen.write(&words, TEXT[2], INKS.weak, [from, below])
}

/// The mark on the result: words on a dark band at its lower right.
fn mark(pen: &mut Pen<'_>, [left, top, side]: [i32; 3]) -> Result<(), String> {
    let extent = [width(SYNTHETIC, TEXT[2]) + 2 * GAP, line(TEXT[2]) + GAP];
    let at = [left + side - extent[0], top + side - extent[1]];
    pen.block(INKS.strong, at, extent);
    let mut band = Pen {
        onto: &mut *pen.onto,
        ground: INKS.strong,
    };
    band.write(
        SYNTHETIC,
        TEXT[2],
        INKS.paper,
        [at[0] + GAP, at[1] + GAP / 2],
    )
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
