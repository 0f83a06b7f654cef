//! Films: frames that are written one by one as they are made, in bounded memory.
//!
//! Each writer works beside its place and puts the film there at the end; a writer that is dropped before leaves nothing behind.

mod apng;
mod compose;
mod gif;
mod mp4;
mod palette;
mod sequence;

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file::SaveError;
use crate::domain::Picture;

pub use compose::{Form, Strip, compose, slide_top};
pub use mp4::{encoder, find_encoder};

/// Longest side of a GIF, which has 16 bits for it.
const MOST_SIDE: usize = u16::MAX as usize;

/// What a film is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// 256 colours a frame, shown everywhere.
    #[default]
    Gif,
    /// An animated PNG: every pixel as it was made.
    Apng,
    /// A folder of PNG files, one a frame.
    Sequence,
    /// H.264, by the ffmpeg of this computer.
    Mp4,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Gif, Self::Apng, Self::Mp4, Self::Sequence];

    /// Its name on a button.
    pub fn title(self) -> &'static str {
        match self {
            Self::Gif => "GIF",
            Self::Apng => "APNG",
            Self::Sequence => "PNG files",
            Self::Mp4 => "MP4",
        }
    }

    /// The ending of its file's name; none for a folder.
    pub fn ending(self) -> Option<&'static str> {
        match self {
            Self::Gif => Some("gif"),
            Self::Apng => Some("apng"),
            Self::Sequence => None,
            Self::Mp4 => Some("mp4"),
        }
    }

    /// The rate at which it is played when `rate` is asked for.
    pub fn played(self, rate: Rate) -> Rate {
        match self {
            Self::Gif => Rate(rate.0.min(Rate::MOST_OF_GIF.0)),
            Self::Apng | Self::Sequence | Self::Mp4 => rate,
        }
    }

    /// What the ending of `path` says; a name without one is a folder's.
    pub fn of(path: &Path) -> Option<Self> {
        let Some(ending) = path.extension() else {
            return Some(Self::Sequence);
        };
        let fits = |format: &Self| {
            let own = format.ending();
            own.is_some_and(|own| ending.eq_ignore_ascii_case(own))
        };
        Self::ALL.into_iter().find(fits)
    }
}

/// Frames a second, in tenths: 125 is 12.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate(pub u16);

impl Rate {
    /// The official videos play 25 frames a second at half the speed.
    pub const OFFICIAL: Self = Self(125);
    /// Slowest and fastest.
    pub const RANGE: [Self; 2] = [Self(10), Self(600)];
    /// A GIF's shortest delay that browsers believe is two hundredths of a second.
    pub const MOST_OF_GIF: Self = Self(500);
    /// Tenths of a frame a second.
    pub const UNIT: u16 = 10;

    /// The rate nearest to so many frames a second, within the range.
    pub fn of(frames: f32) -> Self {
        let [least, most] = Self::RANGE;
        let tenths = (frames * f32::from(Self::UNIT)).round();
        Self(tenths.clamp(f32::from(least.0), f32::from(most.0)) as u16)
    }

    /// Frames a second.
    pub fn frames(self) -> f64 {
        f64::from(self.0) / f64::from(Self::UNIT)
    }

    /// Seconds that so many frames take.
    pub fn seconds(self, frames: usize) -> f64 {
        frames as f64 / self.frames()
    }
}

impl Default for Rate {
    fn default() -> Self {
        Self(250)
    }
}

/// What is known of a film before its first frame.
#[derive(Clone, Debug)]
pub struct Reel {
    /// Width and height of all frames in pixels.
    pub size: [usize; 2],
    /// Frames a second.
    pub rate: Rate,
    /// Pictures that will come, each of which may stay for several frames.
    pub pictures: usize,
    /// A sentence about where it came from, for whoever looks into the file.
    pub note: String,
}

/// Takes the pictures of a film in their order.
pub trait FilmWriter: Send {
    /// Adds a picture of the reel's size that stays for `ticks` frames.
    ///
    /// # Errors
    /// When the disk or the encoder refuses.
    fn add(&mut self, picture: &Picture, ticks: usize) -> Result<(), SaveError>;

    /// Puts the film at its place, after the last picture.
    ///
    /// # Errors
    /// As [`FilmWriter::add`]; nothing is left behind then.
    fn finish(self: Box<Self>) -> Result<(), SaveError>;
}

/// Begins a film at `path`; nothing is there before it is finished.
///
/// # Errors
/// When the folder is missing or not writable, the format cannot hold the size, or there is no ffmpeg for an MP4.
pub fn begin(format: Format, path: &Path, reel: &Reel) -> Result<Box<dyn FilmWriter>, SaveError> {
    let [width, height] = reel.size;
    if width.max(height) > MOST_SIDE || width.min(height) == 0 {
        return Err(SaveError::Drawing(format!(
            "A frame of {width} x {height} pixels does not fit a film; take fewer sources"
        )));
    }
    Ok(match format {
        Format::Gif => Box::new(gif::GifWriter::begin(path, reel)?),
        Format::Apng => Box::new(apng::ApngWriter::begin(path, reel)?),
        Format::Sequence => Box::new(sequence::SequenceWriter::begin(path)?),
        Format::Mp4 => Box::new(mp4::Mp4Writer::begin(path, reel)?),
    })
}

#[cfg(test)]
mod tests;
