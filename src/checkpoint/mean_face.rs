//! Reads the mean face that photographs are aligned to: celeba_lm_mean.npz, a zip archive with the NumPy array `mean` of 98 points.
//!
//! Only what that file needs of NumPy's format is read: 32- and 64-bit little-endian floats in C or Fortran order.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use super::error::{Fault, ImportError};
use crate::domain::landmarks::{COUNT, Landmarks};

/// First bytes of a NumPy array.
const MAGIC: &[u8] = b"\x93NUMPY";
/// The array's name in the archive.
const ENTRY: &str = "mean.npy";
/// Larger files and arrays are something else: 98 points take about 2 kB.
const MOST_BYTES: u64 = 1 << 20;
/// A mean face lies in a picture of 256 pixels; points further out than this come from another one.
const FARTHEST: f64 = 1024.0;

/// Reads the mean face (in a picture of 256 x 256) of the .npz or .npy file at `path`.
///
/// # Errors
/// When the file does not hold 98 points.
pub fn read_mean_face(path: &Path) -> Result<Landmarks, ImportError> {
    read(path).map_err(|fault| ImportError::new(fault, path))
}

fn read(path: &Path) -> Result<Landmarks, Fault> {
    if std::fs::metadata(path)?.is_dir() {
        return wrong("a folder");
    }
    let bytes = limited(File::open(path)?)?;
    if bytes.is_empty() {
        Err(Fault::Empty)
    } else if bytes.starts_with(MAGIC) {
        points(&bytes)
    } else if bytes.starts_with(b"PK") {
        points(&array_of(bytes)?)
    } else {
        wrong("not a NumPy file")
    }
}

/// All bytes of a small file or entry.
fn limited(reader: impl Read) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return wrong("a file with more than a mean face in it");
    }
    Ok(bytes)
}

/// The bytes of the array `mean` in an archive.
fn array_of(archive: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let damaged = |error: zip::result::ZipError| Fault::Damaged {
        why: error.to_string(),
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).map_err(damaged)?;
    let entry = match archive.by_name(ENTRY) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => {
            return wrong("an archive without an array `mean`");
        }
        Err(error) => return Err(damaged(error)),
    };
    limited(entry)
}

/// The points of an array of 98 x 2 numbers.
fn points(array: &[u8]) -> Result<Landmarks, Fault> {
    let cut = || Fault::Damaged {
        why: "its NumPy array is incomplete".to_owned(),
    };
    let (header, body) = split(array).ok_or_else(cut)?;
    let number = field(header, "descr").unwrap_or_default();
    let values: Vec<f64> = match number.trim_matches(['\'', '"']) {
        "<f8" => chunks(body, f64::from_le_bytes),
        "<f4" => chunks(body, |bytes| f64::from(f32::from_le_bytes(bytes))),
        other => return wrong(&format!("an array of numbers of the kind {other:?}")),
    };
    let shape = field(header, "shape").unwrap_or_default();
    let extents: Vec<&str> = shape
        .trim_matches(['(', ')'])
        .split(',')
        .map(str::trim)
        .filter(|extent| !extent.is_empty())
        .collect();
    if extents != [COUNT.to_string().as_str(), "2"] {
        return wrong(&format!("an array of the shape {shape}"));
    }
    if values.len() < 2 * COUNT {
        return Err(cut());
    }
    let by_columns = field(header, "fortran_order") == Some("True");
    let point = |at: usize| match by_columns {
        true => [values[at], values[COUNT + at]],
        false => [values[2 * at], values[2 * at + 1]],
    };
    match Landmarks::new((0..COUNT).map(point).collect()) {
        None => wrong("an array with values that are not numbers"),
        Some(face)
            if face
                .points()
                .as_flattened()
                .iter()
                .any(|v| v.abs() > FARTHEST) =>
        {
            wrong("an array of points far outside a picture of 256 pixels")
        }
        Some(face) => Ok(face),
    }
}

/// The header's text and the numbers behind it.
fn split(array: &[u8]) -> Option<(&str, &[u8])> {
    let rest = array.strip_prefix(MAGIC)?;
    let (&[major, _minor], rest) = rest.split_first_chunk()?;
    let (length, rest) = if major == 1 {
        let (length, rest) = rest.split_first_chunk()?;
        (usize::from(u16::from_le_bytes(*length)), rest)
    } else {
        let (length, rest) = rest.split_first_chunk()?;
        (usize::try_from(u32::from_le_bytes(*length)).ok()?, rest)
    };
    let (header, body) = rest.split_at_checked(length)?;
    Some((std::str::from_utf8(header).ok()?, body))
}

/// The value of `key` in a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (98, 2), }`.
fn field<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = header.split_once(&format!("'{key}':"))?;
    let rest = rest.trim_start();
    let end = match rest.strip_prefix('(') {
        Some(inner) => inner.find(')')? + 2,
        None => rest.find([',', '}'])?,
    };
    Some(rest[..end].trim_end())
}

fn chunks<const N: usize>(bytes: &[u8], value: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    bytes
        .as_chunks::<N>()
        .0
        .iter()
        .map(|chunk| value(*chunk))
        .collect()
}

fn wrong<T>(what: &str) -> Result<T, Fault> {
    Err(Fault::WrongKind {
        what: what.to_owned(),
        wanted: "the mean face is wanted: celeba_lm_mean.npz, whose array `mean` holds 98 points"
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An array as NumPy writes it; `numbers` are the body's.
    fn npy(descr: &str, fortran: &str, shape: &str, body: &[u8]) -> Vec<u8> {
        let mut header =
            format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}");
        while (header.len() + 11) % 64 != 0 {
            header.push(' ');
        }
        header.push('\n');
        let mut bytes = [MAGIC, &[1, 0], &(header.len() as u16).to_le_bytes()].concat();
        bytes.extend(header.bytes());
        bytes.extend(body);
        bytes
    }

    fn rows() -> Vec<f64> {
        (0..2 * COUNT).map(|at| at as f64 / 2.0).collect()
    }

    fn expected() -> Landmarks {
        Landmarks::new(rows().as_chunks::<2>().0.to_vec()).unwrap()
    }

    fn bytes(values: &[f64]) -> Vec<u8> {
        values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect()
    }

    #[test]
    fn both_orders_and_widths_are_read() {
        let face = points(&npy("<f8", "False", "(98, 2)", &bytes(&rows())));
        assert_eq!(face.unwrap(), expected());
        let narrow: Vec<u8> = rows()
            .iter()
            .flat_map(|&value| (value as f32).to_le_bytes())
            .collect();
        let face = points(&npy("<f4", "False", "(98, 2)", &narrow));
        assert_eq!(face.unwrap(), expected());
        let columns: Vec<f64> = (0..2)
            .flat_map(|axis| rows().into_iter().skip(axis).step_by(2))
            .collect();
        let face = points(&npy("<f8", "True", "(98, 2)", &bytes(&columns)));
        assert_eq!(face.unwrap(), expected());
    }

    #[test]
    fn other_arrays_are_refused_in_a_sentence() {
        let body = bytes(&rows());
        let refusal = |array: Vec<u8>| points(&array).unwrap_err().to_string();
        let found = refusal(npy("<f8", "False", "(98, 3)", &body));
        assert!(
            found.contains("This is an array of the shape (98, 3); the mean face is wanted"),
            "{found}"
        );
        let found = refusal(npy("<i8", "False", "(98, 2)", &body));
        assert!(found.contains("of the kind \"<i8\""), "{found}");
        let found = refusal(npy(">f8", "False", "(98, 2)", &body));
        assert!(found.contains("of the kind \">f8\""), "{found}");
        let found = refusal(npy("<f8", "False", "(98, 2)", &body[..100]));
        assert!(found.contains("incomplete"), "{found}");
        let found = refusal(npy("<f8", "False", "(98, 2)", &bytes(&[f64::NAN; 196])));
        assert!(found.contains("not numbers"), "{found}");
        let found = refusal(npy("<f8", "False", "(98, 2)", &bytes(&[1025.0; 196])));
        assert!(found.contains("far outside"), "{found}");
        assert!(refusal(MAGIC.to_vec()).contains("incomplete"));
    }

    #[test]
    fn archives_are_searched_for_the_array() {
        let archive = |name: &str| {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(name, options).unwrap();
            let array = npy("<f8", "False", "(98, 2)", &bytes(&rows()));
            std::io::Write::write_all(&mut archive, &array).unwrap();
            archive.finish().unwrap().into_inner()
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("face.npz");
        let outcome = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            read_mean_face(&path).map_err(|error| error.to_string())
        };
        assert_eq!(outcome(&archive(ENTRY)), Ok(expected()));
        assert_eq!(
            outcome(&npy("<f8", "False", "(98, 2)", &bytes(&rows()))),
            Ok(expected())
        );
        let found = outcome(&archive("other.npy")).unwrap_err();
        assert!(found.contains("without an array `mean`"), "{found}");
        assert!(outcome(b"").unwrap_err().contains("empty"));
        assert!(outcome(b"hello").unwrap_err().contains("not a NumPy file"));
        assert!(
            outcome(&vec![b'P'; 2 << 20])
                .unwrap_err()
                .contains("more than a mean face")
        );
        let found = read_mean_face(folder.path()).unwrap_err().to_string();
        assert!(found.contains("This is a folder; the mean face"), "{found}");
        let found = read_mean_face(&folder.path().join("absent")).unwrap_err();
        assert!(found.to_string().contains("no such file"));
    }
}
