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
/// Shorter delays are taken for a tenth of a second by browsers; see [`Rate::MOST_OF_GIF`].
const LEAST_DELAY: f64 = 2.0;
/// Longest delay of one frame.
const MOST_DELAY: u64 = u16::MAX as u64;

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
    fn delay(&mut self, ticks: usize) -> u64 {
        self.ticks += ticks;
        let ends = (self.rate.seconds(self.ticks) * HUNDREDTHS).round();
        let delay = (ends - self.told).max(LEAST_DELAY);
        self.told += delay;
        delay as u64
    }
}

/// A frame of one clear pixel, which leaves everything as it is.
fn clear() -> Frame<'static> {
    Frame {
        width: 1,
        height: 1,
        transparent: Some(0),
        palette: Some(vec![0; 3]),
        buffer: vec![0].into(),
        ..Frame::default()
    }
}

impl FilmWriter for GifWriter {
    fn add(&mut self, picture: &Picture, ticks: usize) -> Result<(), SaveError> {
        let (palette, indices) = reduced(picture);
        let mut frame = Frame {
            width: picture.width() as u16,
            height: picture.height() as u16,
            palette: Some(palette),
            buffer: indices.into(),
            ..Frame::default()
        };
        let mut left = self.delay(ticks);
        // What is too long for one frame is shared out evenly, so that no share is too short.
        for shares in (1..=left.div_ceil(MOST_DELAY)).rev() {
            let share = left / shares;
            left -= share;
            frame.delay = share as u16;
            let written = self.encoder.write_frame(&frame);
            written.map_err(|error| self.pending.refused(io(error)))?;
            frame = clear();
        }
        Ok(())
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
