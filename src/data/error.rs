//! Why a file is not a picture we can show, in sentences for a person.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// The reason a picture was refused. Messages hold the whole reason; there is no hidden source behind them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// Nothing is there.
    #[error("There is no such file")]
    Missing,
    /// The path names a folder.
    #[error("This is a folder, not a picture")]
    Directory,
    /// The path names a pipe, a device or a socket.
    #[error("This is not an ordinary file")]
    NotAFile,
    /// The operating system refused to hand out the bytes.
    #[error("The file cannot be read ({why})")]
    Unreadable {
        /// What the operating system said.
        why: String,
    },
    /// More bytes than any sensible picture has.
    #[error("The file has {megabytes} MB; pictures of up to {limit} MB are opened")]
    FileTooBig {
        /// Its size.
        megabytes: u64,
        /// The largest size opened.
        limit: u64,
    },
    /// No bytes at all.
    #[error("The file is empty")]
    Empty,
    /// The content has no known signature.
    #[error("This is not a picture in a known format (PNG, JPEG, WebP, GIF, BMP or TIFF)")]
    NotAPicture,
    /// The content is a picture of a format that is not read.
    #[error("{name} pictures cannot be opened; save it as PNG or JPEG first")]
    UnsupportedFormat {
        /// The format's usual name.
        name: String,
    },
    /// The format is read, but not this variant of it.
    #[error("This variant of {format} cannot be opened ({why})")]
    UnsupportedVariant {
        /// The format's usual name.
        format: String,
        /// What the decoder said.
        why: String,
    },
    /// The header promises too many pixels; nothing was decoded.
    #[error(
        "The picture is too large: {width} x {height} pixels; up to {limit} megapixels are opened"
    )]
    TooLarge {
        /// Width in the header.
        width: usize,
        /// Height in the header.
        height: usize,
        /// The largest count opened, in millions.
        limit: usize,
    },
    /// Decoding would take too much memory.
    #[error("Decoding the picture would take more than {limit} MB of memory")]
    TooMuchMemory {
        /// The largest amount granted.
        limit: u64,
    },
    /// The file ends early.
    #[error("The file ends before the picture is complete (a broken download or copy?)")]
    Truncated,
    /// The bytes contradict themselves.
    #[error("The file is damaged ({why})")]
    Damaged {
        /// What the decoder said.
        why: String,
    },
    /// Pixels from the clipboard that do not fit their size.
    #[error("The pasted picture is damaged ({bytes} bytes do not fit {width} x {height} pixels)")]
    WrongByteCount {
        /// The width that was said.
        width: usize,
        /// The height that was said.
        height: usize,
        /// The bytes that came.
        bytes: usize,
    },
    /// Any of the above, with the file it is about.
    #[error("{cause}: {}", path.display())]
    InFile {
        /// The reason.
        cause: Box<DecodeError>,
        /// The file.
        path: PathBuf,
    },
}

impl DecodeError {
    /// The reason without the path.
    pub fn cause(&self) -> &DecodeError {
        match self {
            Self::InFile { cause, .. } => cause.cause(),
            other => other,
        }
    }

    /// The same reason, said about the file `path`.
    pub fn in_file(self, path: &Path) -> Self {
        Self::InFile {
            cause: Box::new(self),
            path: path.to_owned(),
        }
    }
}

impl From<std::io::Error> for DecodeError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing,
            std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            _ => Self::Unreadable {
                why: error.to_string(),
            },
        }
    }
}
