//! APNG: an animated PNG, every pixel as it was made. Viewers that do not know it show the first picture.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use png::{BitDepth, ColorType, Encoder, EncodingError, Writer};

use super::{FilmWriter, Rate, Reel};
use crate::domain::Picture;
use crate::export::file::{Pending, SaveError};

/// The keyword of a PNG's text about its making.
const KEYWORD: &str = "Description";

/// Parts of a second in which long delays are told.
const COARSE: [u16; 3] = [100, 10, 1];

/// Writes an APNG that is played again and again.
pub struct ApngWriter {
    writer: Writer<BufWriter<File>>,
    pending: Pending,
    rate: Rate,
}

impl ApngWriter {
    /// Begins the file.
    ///
    /// # Errors
    /// When its folder does not take it.
    pub fn begin(path: &Path, reel: &Reel) -> Result<Self, SaveError> {
        let pending = Pending::new(path)?;
        let [width, height] = reel.size.map(|side| side as u32);
        let mut encoder = Encoder::new(pending.writer()?, width, height);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.validate_sequence(true);
        let pictures = u32::try_from(reel.pictures).unwrap_or(u32::MAX);
        let begun = encoder.set_animated(pictures, 0).and_then(|()| {
            encoder.add_itxt_chunk(KEYWORD.to_owned(), reel.note.clone())?;
            encoder.write_header()
        });
        Ok(Self {
            writer: begun.map_err(|error| pending.refused(io(error)))?,
            pending,
            rate: reel.rate,
        })
    }
}

/// How long so many frames take, as parts of a second: exactly, or, when they are too many, in the finest parts that there is room for.
fn delay(rate: Rate, ticks: usize) -> (u16, u16) {
    let exact = u16::try_from(ticks.saturating_mul(usize::from(Rate::UNIT)));
    if let Ok(delay) = exact {
        return (delay, rate.0);
    }
    let parts = COARSE.map(|parts| (rate.seconds(ticks) * f64::from(parts)).round());
    let mut fitting = parts.into_iter().zip(COARSE);
    let fits = |(delay, _): &(f64, u16)| *delay <= f64::from(u16::MAX);
    // A hold of eighteen hours is cut.
    let (delay, of) = fitting.find(fits).unwrap_or((f64::from(u16::MAX), 1));
    (delay as u16, of)
}

impl FilmWriter for ApngWriter {
    fn add(&mut self, picture: &Picture, ticks: usize) -> Result<(), SaveError> {
        let (delay, of) = delay(self.rate, ticks);
        let written = self.writer.set_frame_delay(delay, of);
        let written = written.and_then(|()| self.writer.write_image_data(picture.rgb()));
        written.map_err(|error| self.pending.refused(io(error)))
    }

    fn finish(self: Box<Self>) -> Result<(), SaveError> {
        let Self {
            writer, pending, ..
        } = *self;
        let written = writer.finish();
        written.map_err(|error| pending.refused(io(error)))?;
        pending.finish()
    }
}

fn io(error: EncodingError) -> std::io::Error {
    match error {
        EncodingError::IoError(error) => error,
        other => std::io::Error::other(other),
    }
}
