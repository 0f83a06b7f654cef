//! What was done to a picture on the way in, for a person to read.

use std::fmt;

/// Something a person may want to know about a picture that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The file is an animation; its first frame was taken.
    AnimatedFirstFrame {
        /// How many frames the file holds, where its header tells.
        frames: Option<usize>,
    },
    /// Transparent parts were laid over white.
    TransparentOverWhite,
    /// The camera's orientation tag was followed.
    TurnedByExif,
    /// More than 8 bits a channel were reduced to 8.
    SixteenBitReduced,
    /// Printing colours were converted to RGB.
    CmykConverted,
    /// The file's extension names another format than its content.
    WrongExtension {
        /// The extension, as written.
        says: String,
        /// The format of the content.
        is: String,
    },
    /// The picture was made smaller.
    Shrunk {
        /// Width and height in the file, upright.
        from: (usize, usize),
        /// Width and height kept.
        to: (usize, usize),
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnimatedFirstFrame {
                frames: Some(frames),
            } => write!(f, "An animation of {frames} frames: the first was taken"),
            Self::AnimatedFirstFrame { frames: None } => {
                f.write_str("An animation: the first frame was taken")
            }
            Self::TransparentOverWhite => f.write_str("Transparent parts were laid over white"),
            Self::TurnedByExif => f.write_str("Turned upright as the camera recorded it"),
            Self::SixteenBitReduced => f.write_str("More than 8 bits a channel were reduced to 8"),
            Self::CmykConverted => {
                f.write_str("Printing colours (CMYK) were converted to RGB without a profile")
            }
            Self::WrongExtension { says, is } => {
                write!(f, "The file is called .{says} but holds a {is} picture")
            }
            Self::Shrunk { from, to } => write!(
                f,
                "Made smaller from {} x {} to {} x {} pixels",
                from.0, from.1, to.0, to.1
            ),
        }
    }
}
