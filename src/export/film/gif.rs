//! GIF: each picture with the best 256 colours for it, and the rest of every colour spread over its neighbours.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use gif::{Encoder, EncodingError, Frame, Repeat};

use super::palette::reduced;
use super::{FilmWriter, Rate, Reel};
use crate::domain::Picture;
use crate::export::file::{Pending, SaveError};

/// The unit of a GIF's delays: hundredths of a second.
const HUNDREDTHS: f64 = 100.0;
/// Shorter delays are taken for a tenth of a second by browsers.
const LEAST_DELAY: f64 = 2.0;

/// Writes a GIF that is played again and again.
pub struct GifWriter {
    encoder: Encoder<BufWriter<File>>,
    pending: Pending,
    rate: Rate,
    ticks: usize,
    told: f64,
}

impl GifWriter {
    /// Begins the file.
    ///
    /// # Errors
    /// When its folder does not take it.
    pub fn begin(path: &Path, reel: &Reel) -> Result<Self, SaveError> {
        let pending = Pending::new(path)?;
        let [width, height] = reel.size.map(|side| side as u16);
        let encoder = Encoder::new(pending.writer()?, width, height, &[]);
        let mut encoder = encoder.map_err(|error| pending.refused(io(error)))?;
        let begun = encoder.set_repeat(Repeat::Infinite).and_then(|()| {
            let comment = gif::Extension::Comment.into();
            encoder.write_raw_extension(comment, &[reel.note.as_bytes()])
        });
        begun.map_err(|error| pending.refused(io(error)))?;
        Ok(Self {
            encoder,
            pending,
            rate: reel.rate,
            ticks: 0,
            told: 0.0,
        })
    }

    /// The delay of a picture, in hundredths. What rounding takes from one picture the next gets back.
    fn delay(&mut self, ticks: usize) -> u16 {
        self.ticks += ticks;
        let ends = (self.rate.seconds(self.ticks) * HUNDREDTHS).round();
        let delay = (ends - self.told).clamp(LEAST_DELAY, f64::from(u16::MAX));
        self.told += delay;
        delay as u16
    }
}

impl FilmWriter for GifWriter {
    fn add(&mut self, picture: &Picture, ticks: usize) -> Result<(), SaveError> {
        let (palette, indices) = reduced(picture);
        let frame = Frame {
            width: picture.width() as u16,
            height: picture.height() as u16,
            delay: self.delay(ticks),
            palette: Some(palette),
            buffer: indices.into(),
            ..Frame::default()
        };
        let written = self.encoder.write_frame(&frame);
        written.map_err(|error| self.pending.refused(io(error)))
    }

    fn finish(self: Box<Self>) -> Result<(), SaveError> {
        let Self {
            encoder, pending, ..
        } = *self;
        let written = encoder.into_inner().map_err(io);
        let written = written.and_then(|mut writer| writer.flush());
        written.map_err(|error| pending.refused(error))?;
        pending.finish()
    }
}

fn io(error: EncodingError) -> std::io::Error {
    match error {
        EncodingError::Io(error) => error,
        other => std::io::Error::other(other),
    }
}
