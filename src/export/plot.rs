//! What all drawings share: a white sheet of pixels, the bundled font and its ink.

use plotters::coord::Shift;
use plotters::prelude::{BitMapBackend, DrawingArea, IntoDrawingArea, RGBColor, WHITE};
use plotters::style::{FontStyle, register_font};

use crate::domain::Picture;

/// The font's name in the drawing library.
pub const FONT: &str = "sans-serif";
/// What text and frames are drawn in.
pub const INK: RGBColor = RGBColor(60, 60, 60);

/// A sheet, or a part of one.
pub type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
/// Whether something could be drawn.
pub type Painted = Result<(), Box<dyn std::error::Error>>;

/// Has `paint` draw on a white sheet of `size` pixels (width, height).
///
/// # Errors
/// Why nothing could be drawn, without a full stop.
pub fn draw(size: [usize; 2], paint: impl FnOnce(&Area<'_>) -> Painted) -> Result<Picture, String> {
    prepare()?;
    let [width, height] = size;
    let mut rgb = vec![0; width * height * 3];
    {
        let sheet = (width as u32, height as u32);
        let root = BitMapBackend::with_buffer(&mut rgb, sheet).into_drawing_area();
        let painted = || -> Painted {
            root.fill(&WHITE)?;
            paint(&root)?;
            root.present()?;
            Ok(())
        };
        painted().map_err(|error| error.to_string())?;
    }
    Picture::new(width, height, rgb).ok_or_else(|| "it has no pixels".to_owned())
}

/// Makes the font known; text is measured only after that.
///
/// # Errors
/// When the bundled font cannot be read.
pub fn prepare() -> Result<(), String> {
    register_font(FONT, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT)
        .map_err(|_| "the font cannot be read".to_owned())
}
