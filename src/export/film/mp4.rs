//! MP4 through the ffmpeg that is on this computer, if there is one: raw frames go through a pipe, no shell is involved.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::{FilmWriter, Rate, Reel};
use crate::domain::Picture;
use crate::export::file::{Pending, SaveError};

/// The encoder's name on PATH.
const PROGRAM: &str = "ffmpeg";
/// Quality of H.264: lower is better; 17 looks like the original.
const QUALITY: &str = "17";
/// Characters of ffmpeg's own words that are passed on.
const MOST_WORDS: usize = 300;
/// sRGB to the video's colours, written down in the file so that players need not guess.
const COLOURS: &str = "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd";

/// The ffmpeg that [`Mp4Writer`] would use, looked for in the folders of `path` (a PATH variable).
pub fn find_encoder(path: Option<OsString>) -> Option<PathBuf> {
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let folders = path?;
    let mut found = std::env::split_paths(&folders).map(|folder| folder.join(&name));
    // A relative folder on PATH would mean another program in every folder.
    found.find(|program| program.is_absolute() && is_program(program))
}

/// The ffmpeg of this computer.
pub fn encoder() -> Option<PathBuf> {
    find_encoder(std::env::var_os("PATH"))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let facts = std::fs::metadata(path);
    facts.is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Feeds an ffmpeg.
pub struct Mp4Writer {
    child: Child,
    frames: Option<ChildStdin>,
    words: File,
    /// The file that ffmpeg writes; taken when it is finished.
    pending: Option<Pending>,
    place: PathBuf,
    size: [usize; 2],
}

impl Mp4Writer {
    /// Starts ffmpeg on a temporary file beside `path`.
    ///
    /// # Errors
    /// When there is none, it does not start, or the folder does not take a file.
    pub fn begin(path: &Path, reel: &Reel) -> Result<Self, SaveError> {
        let program = encoder().ok_or(SaveError::NoEncoder)?;
        let pending = Pending::new(path)?;
        let refused = |error: std::io::Error| SaveError::Encoder {
            reason: format!("it did not start: {error}"),
            path: path.to_owned(),
        };
        let words = tempfile::tempfile().map_err(refused)?;
        let size = reel.size.map(|side| side.next_multiple_of(2));
        let mut child = Command::new(program)
            .args(arguments(size, reel, pending.path()))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            // Into a file, because nobody reads a pipe while frames are written.
            .stderr(words.try_clone().map_err(refused)?)
            .spawn()
            .map_err(refused)?;
        Ok(Self {
            frames: child.stdin.take(),
            child,
            words,
            pending: Some(pending),
            place: path.to_owned(),
            size,
        })
    }

    /// What ffmpeg says went wrong; its exit tells more than a broken pipe.
    fn failed(&mut self, otherwise: &str) -> SaveError {
        drop(self.frames.take());
        let ended = self.child.wait();
        let mut words = String::new();
        let read = self
            .words
            .rewind()
            .and_then(|()| self.words.read_to_string(&mut words));
        if let Err(error) = read {
            log::debug!("ffmpeg's words cannot be read: {error}");
        }
        let last = words.lines().rev().find(|line| !line.trim().is_empty());
        let status = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
        let reason = match last {
            Some(line) => line.trim().chars().take(MOST_WORDS).collect(),
            None => format!("{otherwise}, {status}"),
        };
        SaveError::Encoder {
            reason,
            path: self.place.clone(),
        }
    }
}

/// How ffmpeg is called. The input is named by its kind, the output by its protocol, so that no name can mean something else.
fn arguments(size: [usize; 2], reel: &Reel, out: &Path) -> Vec<OsString> {
    let [width, height] = size;
    let mut target = OsString::from("file:");
    target.push(out);
    let text = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
    let mut arguments = text(&["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]);
    let rate = format!("{}/{}", reel.rate.0, Rate::UNIT);
    arguments.extend(text(&["-f", "rawvideo", "-pixel_format", "rgb24"]));
    arguments.extend(text(&["-video_size", &format!("{width}x{height}")]));
    arguments.extend(text(&["-framerate", &rate, "-i", "pipe:0"]));
    arguments.extend(text(&["-an", "-vf", COLOURS, "-c:v", "libx264"]));
    arguments.extend(text(&["-pix_fmt", "yuv420p", "-crf", QUALITY]));
    for which in ["-colorspace", "-color_primaries", "-color_trc"] {
        arguments.extend(text(&[which, "bt709"]));
    }
    arguments.extend(text(&["-movflags", "+faststart"]));
    arguments.extend(text(&["-metadata", &format!("comment={}", reel.note)]));
    arguments.extend(text(&["-f", "mp4"]));
    arguments.push(target);
    arguments
}

impl FilmWriter for Mp4Writer {
    fn add(&mut self, picture: &Picture, ticks: usize) -> Result<(), SaveError> {
        let [width, height] = self.size;
        let even = (picture.width(), picture.height()) == (width, height);
        let padded = (!even).then(|| {
            let mut padded = Picture::filled(width, height, [0; 3]);
            padded.paste(picture, 0, 0);
            padded
        });
        let bytes = padded.as_ref().unwrap_or(picture).rgb();
        for _ in 0..ticks {
            let written = match &mut self.frames {
                Some(pipe) => pipe.write_all(bytes),
                None => Err(std::io::ErrorKind::BrokenPipe.into()),
            };
            if written.is_err() {
                return Err(self.failed("it ended early"));
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), SaveError> {
        // The end of its input is the end of the film.
        drop(self.frames.take());
        let ended = self.child.wait();
        if !ended.is_ok_and(|status| status.success()) {
            return Err(self.failed("it failed"));
        }
        self.pending.take().map_or(Ok(()), Pending::finish)
    }
}

impl Drop for Mp4Writer {
    /// A film that was given up ends its ffmpeg too.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            if let Err(error) = self.child.kill() {
                log::warn!("ffmpeg cannot be ended: {error}");
            }
            // Waiting is short after a kill, and leaves no process behind.
            let _ = self.child.wait();
        }
    }
}
