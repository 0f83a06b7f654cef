//! Safetensors files as we write them: 32-bit tensors by name and free text. Models and training states share this.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use safetensors::tensor::Metadata;
use serde_json::{Value, json};

use super::atomic;
use super::error::Fault;
use super::tensors::HostTensor;

/// Values turned into bytes at once.
const BLOCK: usize = 1 << 14;
/// Longest header that is looked at, as the safetensors format has it.
const HEADER_LIMIT: u64 = 100_000_000;

/// Writes tensors and text at `path`, atomically. Equal contents give equal files.
///
/// # Errors
/// What the operating system said; an older file is then unchanged.
pub fn write(
    path: &Path,
    text: &BTreeMap<&str, String>,
    tensors: &BTreeMap<String, &HostTensor>,
) -> std::io::Result<()> {
    atomic::write(path, |writer| {
        let header = header(text, tensors)?;
        writer.write_all(&(header.len() as u64).to_le_bytes())?;
        writer.write_all(&header)?;
        let mut bytes = Vec::with_capacity(BLOCK * 4);
        for block in tensors
            .values()
            .flat_map(|tensor| tensor.values.chunks(BLOCK))
        {
            bytes.clear();
            bytes.extend(block.iter().flat_map(|value| value.to_le_bytes()));
            writer.write_all(&bytes)?;
        }
        Ok(())
    })
}

/// The JSON header. Written here and not by the safetensors crate, whose hash map would order the metadata
/// differently in every run: equal models should be equal files.
fn header(
    text: &BTreeMap<&str, String>,
    tensors: &BTreeMap<String, &HostTensor>,
) -> serde_json::Result<Vec<u8>> {
    let mut entries: BTreeMap<&str, Value> = BTreeMap::new();
    entries.insert("__metadata__", json!(text));
    let mut offset = 0;
    for (name, tensor) in tensors {
        let end = offset + tensor.values.len() * 4;
        let entry = json!({ "dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, end] });
        entries.insert(name, entry);
        offset = end;
    }
    let mut header = serde_json::to_vec(&entries)?;
    // The tensors then start at a multiple of eight bytes.
    header.resize(header.len().next_multiple_of(8), b' ');
    Ok(header)
}

/// The text in a file, without its tensors: quick, whatever its size.
///
/// # Errors
/// When the file is shorter or longer than its header says, or has none.
pub fn read_text(path: &Path) -> Result<HashMap<String, String>, Fault> {
    let damaged = |why: String| Fault::Damaged { why };
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut size = [0; 8];
    file.read_exact(&mut size)?;
    let size = u64::from_le_bytes(size);
    if size > HEADER_LIMIT.min(length) {
        return Err(damaged("its header is incomplete".to_owned()));
    }
    let mut header = Vec::new();
    (&mut file).take(size).read_to_end(&mut header)?;
    let header: Metadata =
        serde_json::from_slice(&header).map_err(|error| damaged(error.to_string()))?;
    let expected = 8 + size + header.data_len() as u64;
    if expected != length {
        let why = format!("it has {length} bytes, but {expected} are expected");
        return Err(damaged(why));
    }
    Ok(header.metadata().clone().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::source::Source;

    #[test]
    fn tensors_longer_than_a_block_are_written_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.safetensors");
        let values: Vec<f32> = (0..BLOCK * 2 + 3).map(|place| place as f32 * 0.1).collect();
        let long = HostTensor::new(vec![values.len()], values).unwrap();
        let short = HostTensor::new(vec![], vec![-0.0]).unwrap();
        let tensors = BTreeMap::from([("b".to_owned(), &long), ("a".to_owned(), &short)]);
        write(
            &path,
            &BTreeMap::from([("key", "text".to_owned())]),
            &tensors,
        )
        .unwrap();
        let source = Source::open(&path).unwrap();
        assert_eq!(source.read("b").unwrap(), long);
        assert!(source.read("a").unwrap().values[0].is_sign_negative());
        assert_eq!(read_text(&path).unwrap()["key"], "text");
        let bytes = std::fs::read(&path).unwrap();
        for cut in [0, 7, 8, 40, bytes.len() - 1] {
            std::fs::write(&path, &bytes[..cut]).unwrap();
            assert!(
                matches!(read_text(&path), Err(Fault::Damaged { .. })),
                "{cut}"
            );
        }
    }
}
