//! Recognises what a file is by its first bytes, and looks through its pickles before anything else reads them.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use super::error::Fault;
use super::pickle::{self, Findings};

/// How weights are wrapped in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// PyTorch since 1.6: a zip archive with `data.pkl` and one entry a tensor.
    Zip,
    /// PyTorch before 1.6: pickles one after the other, then the tensors.
    Legacy,
    /// One pickle: no PyTorch file, and without tensors.
    Pickle,
    /// A safetensors file: ours, or one with official names.
    Safetensors,
}

/// Opens `path` and tells what it is; refuses everything that is no model file.
pub fn recognise(path: &Path) -> Result<Container, Fault> {
    if std::fs::metadata(path)?.is_dir() {
        return Err(Fault::Folder);
    }
    let mut head = Vec::new();
    File::open(path)?.take(512).read_to_end(&mut head)?;
    container_of(&head)
}

/// Tells a container by its first bytes.
pub fn container_of(head: &[u8]) -> Result<Container, Fault> {
    // The magic number 0x1950a86a20f9469cfc6c opens the first of a legacy file's pickles, within its first bytes.
    const LEGACY_MAGIC: [u8; 10] = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
    let start = &head[..head.len().min(64)];
    if head.is_empty() {
        Err(Fault::Empty)
    } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Ok(Container::Zip)
    } else if start.windows(10).any(|window| window == LEGACY_MAGIC) {
        Ok(Container::Legacy)
    } else if starts_like_safetensors(head) {
        Ok(Container::Safetensors)
    } else if let Some(what) = other_file(head) {
        let what = what.to_owned();
        Err(Fault::NotAModel { what })
    } else if matches!(head, [0x80, 0..=5, ..] | [b'(' | b'}' | b']' | b'c', ..]) {
        Ok(Container::Pickle)
    } else {
        let what = "a file of an unknown kind".to_owned();
        Err(Fault::NotAModel { what })
    }
}

fn starts_like_safetensors(head: &[u8]) -> bool {
    let length = head
        .first_chunk::<8>()
        .map(|bytes| u64::from_le_bytes(*bytes));
    length.is_some_and(|length| length <= 100_000_000) && head.get(8) == Some(&b'{')
}

/// Files that people mistake for a model, dead download links above all.
fn other_file(head: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let starts = |magic: &[u8]| head.starts_with(magic);
    if text.contains("<html") || text.contains("<!doctype") {
        Some("a web page (its download link is probably dead)")
    } else if starts(b"version https://git-lfs") {
        Some("a Git LFS pointer without the file it stands for")
    } else if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") {
        Some("a picture")
    } else if starts(b"\x89HDF") {
        Some("an HDF5 file, as Keras writes it")
    } else if starts(b"\x1f\x8b") {
        Some("a gzip archive; unpack it first")
    } else if starts(b"\x93NUMPY") {
        Some("a NumPy array")
    } else if head.get(257..262) == Some(b"ustar") {
        Some("a tar archive")
    } else if is_text(head) && !is_text_pickle(head) {
        Some("a text file")
    } else {
        None
    }
}

fn is_text(head: &[u8]) -> bool {
    // A character may be cut at the end of what was read.
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            return is_text(&head[..error.valid_up_to()]);
        }
        Err(_) => return false,
    };
    whole.chars().all(|c| !c.is_control() || c.is_whitespace())
}

/// The oldest pickle protocol is text; it must be scanned, not waved through as text.
fn is_text_pickle(mut head: &[u8]) -> bool {
    pickle::scan(&mut head, &mut Findings::default()).is_ok()
}

/// Walks every pickle of the file; a name that no tensor needs is a refusal.
pub fn scan(path: &Path, container: Container) -> Result<(), Fault> {
    let mut findings = Findings::default();
    let mut reader = BufReader::new(File::open(path)?);
    let outcome = match container {
        Container::Zip => scan_zip(reader, &mut findings),
        // Magic number, protocol version, system info, the saved object, storage keys.
        Container::Legacy => scan_pickles(&mut reader, 5, &mut findings),
        Container::Pickle => scan_pickles(&mut reader, 1, &mut findings),
        Container::Safetensors => Ok(()),
    };
    // A forbidden name is the more important news, also in a file that is damaged further on.
    let names = findings.foreign();
    if names.is_empty() {
        outcome
    } else {
        Err(Fault::Foreign { names })
    }
}

fn scan_pickles(
    reader: &mut impl BufRead,
    count: usize,
    findings: &mut Findings,
) -> Result<(), Fault> {
    for _ in 0..count {
        pickle::scan(reader, findings)?;
    }
    Ok(())
}

fn scan_zip(reader: impl Read + Seek, findings: &mut Findings) -> Result<(), Fault> {
    let damaged = |error: zip::result::ZipError| Fault::Damaged {
        why: error.to_string(),
    };
    let mut archive = zip::ZipArchive::new(reader).map_err(damaged)?;
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(|name| name.into_owned()))
        .collect::<Result<_, _>>()
        .map_err(damaged)?;
    if names.iter().any(|name| name.ends_with("constants.pkl")) {
        let what = "a TorchScript program".to_owned();
        let wanted = "the checkpoint it was made from is wanted".to_owned();
        return Err(Fault::WrongKind { what, wanted });
    }
    if !names.iter().any(|name| name.ends_with("data.pkl")) {
        let what = "a zip archive without a PyTorch model; unpack it first".to_owned();
        return Err(Fault::NotAModel { what });
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(damaged)?;
        if entry.name().map_err(damaged)?.ends_with(".pkl") {
            pickle::scan(&mut BufReader::new(entry), findings)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(head: &[u8]) -> String {
        container_of(head).unwrap_err().to_string()
    }

    #[test]
    fn what_people_mistake_for_a_model_is_named() {
        assert!(refusal(b"").contains("empty"));
        assert!(refusal(b"<!DOCTYPE html><html>").contains("web page"));
        assert!(refusal(b"\x89PNG\r\n\x1a\n").contains("a picture"));
        assert!(refusal("img_size: 256 \u{e9}\n".as_bytes()).contains("a text file"));
        assert!(refusal(b"(being read)").contains("a text file"));
        assert!(refusal(b"config: a\nb: c\n").contains("a text file"));
        assert!(refusal(b"\x00\x01\x02\x03").contains("unknown kind"));
    }

    #[test]
    fn a_text_pickle_is_no_text_file() {
        assert_eq!(
            container_of(b"cos\nsystem\n(S'ls'\ntR.").unwrap(),
            Container::Pickle
        );
    }
}
