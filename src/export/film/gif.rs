//! GIF: each picture with the best 256 colours for it, and the rest of every colour spread over its neighbours.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use color_quant::NeuQuant;
use gif::{Encoder, EncodingError, Frame, Repeat};

use super::{FilmWriter, Rate, Reel};
use crate::domain::Picture;
use crate::export::file::{Pending, SaveError};

/// Most colours of a picture.
const COLOURS: usize = 256;
/// Pixels that the palette is learnt from, about: more make it slower and hardly better.
const SAMPLES: usize = 32_768;
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

/// A picture as a palette (RGB after RGB) and places in it.
fn reduced(picture: &Picture) -> (Vec<u8>, Vec<u8>) {
    exact(picture).unwrap_or_else(|| dithered(picture))
}

/// Without loss, for a picture of few colours.
fn exact(picture: &Picture) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: HashMap<&[u8], u8> = HashMap::new();
    let (mut palette, mut indices) = (Vec::new(), Vec::new());
    for colour in picture.rgb().chunks_exact(3) {
        let next = places.len();
        let place = *places.entry(colour).or_insert_with(|| {
            palette.extend_from_slice(colour);
            next as u8
        });
        if places.len() > COLOURS {
            return None;
        }
        indices.push(place);
    }
    Some((palette, indices))
}

/// With the error of each pixel given on to those right of it and below it (Floyd and Steinberg), in lines that turn at their ends.
fn dithered(picture: &Picture) -> (Vec<u8>, Vec<u8>) {
    let (width, height) = (picture.width(), picture.height());
    let colours = picture.rgb().chunks_exact(3);
    let rgba: Vec<u8> = colours
        .flat_map(|colour| [colour[0], colour[1], colour[2], u8::MAX])
        .collect();
    let every = (width * height / SAMPLES).clamp(1, 30);
    let palette = NeuQuant::new(every as i32, COLOURS, &rgba);
    let colours = palette.color_map_rgb();
    let mut indices = vec![0; width * height];
    // The errors for this line and the next, with a place beside each end.
    let mut errors = [vec![[0.0_f32; 3]; width + 2], vec![[0.0; 3]; width + 2]];
    for y in 0..height {
        let turned = y % 2 == 1;
        for step in 0..width {
            let x = if turned { width - 1 - step } else { step };
            let at = y * width + x;
            let wanted: [f32; 3] = std::array::from_fn(|channel| {
                (f32::from(picture.rgb()[at * 3 + channel]) + errors[0][x + 1][channel])
                    .clamp(0.0, 255.0)
            });
            let [r, g, b] = wanted.map(|value| value.round() as u8);
            let place = palette.index_of(&[r, g, b, u8::MAX]);
            indices[at] = place as u8;
            let ahead = if turned { x } else { x + 2 };
            let behind = if turned { x + 2 } else { x };
            for channel in 0..3 {
                let error = wanted[channel] - f32::from(colours[place * 3 + channel]);
                errors[0][ahead][channel] += error * (7.0 / 16.0);
                errors[1][behind][channel] += error * (3.0 / 16.0);
                errors[1][x + 1][channel] += error * (5.0 / 16.0);
                errors[1][ahead][channel] += error * (1.0 / 16.0);
            }
        }
        errors.swap(0, 1);
        errors[1].fill([0.0; 3]);
    }
    (colours, indices)
}
