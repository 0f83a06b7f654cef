//! Hand-made PyTorch files: hostile ones, and those of other programs.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

use super::super::skeleton::{TINY, TINY_LEGACY, golden_checkpoint};

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)
}

/// A zip checkpoint that is nothing but an index.
pub fn zip_of(pickle: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("model/data.pkl", stored()).unwrap();
    archive.write_all(pickle).unwrap();
    archive.finish().unwrap().into_inner()
}

/// The entries of tiny_nets.ckpt.
fn golden_entries() -> Vec<(String, Vec<u8>)> {
    let file = std::fs::File::open(golden_checkpoint(TINY)).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let length = archive.len();
    let entry = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..length).map(entry).collect()
}

/// tiny_nets.ckpt with its index changed before its genuine storages.
pub fn zip_with_index(change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in golden_entries() {
        let is_index = name.ends_with("data.pkl");
        archive.start_file(&name, stored()).unwrap();
        let bytes = if is_index { change(bytes) } else { bytes };
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A legacy checkpoint whose saved object is this pickle.
pub fn legacy_of(pickle: &[u8]) -> Vec<u8> {
    let genuine = std::fs::read(golden_checkpoint(TINY_LEGACY)).unwrap();
    // Magic number, protocol version and system info stay; the saved object is replaced.
    let marker = b"X\x09\x00\x00\x00generator";
    let object = genuine
        .windows(marker.len())
        .position(|window| window == marker)
        .unwrap();
    let start = genuine[..object]
        .windows(2)
        .rposition(|window| window == b"\x80\x02")
        .unwrap();
    [&genuine[..start], pickle, b"\x80\x02]."].concat()
}

/// A pickled text.
pub fn text(text: &str) -> Vec<u8> {
    let length = (text.len() as u32).to_le_bytes();
    [b"X", &length[..], text.as_bytes()].concat()
}

/// A pickled dictionary of pickled keys and values.
pub fn dictionary(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut pickle = b"}(".to_vec();
    for (key, value) in entries {
        pickle.extend(key);
        pickle.extend(value);
    }
    pickle.push(b'u');
    pickle
}

/// A pickled tensor of this length and stride, on storage 0, which holds 432 numbers.
pub fn tensor(length: u32, stride: u8) -> Vec<u8> {
    [
        b"ctorch._utils\n_rebuild_tensor_v2\n((".to_vec(),
        text("storage"),
        b"ctorch\nFloatStorage\n".to_vec(),
        text("0"),
        text("cpu"),
        b"M\xb0\x01tQK\x00J".to_vec(),
        length.to_le_bytes().to_vec(),
        vec![0x85, b'K', stride, 0x85],
        b"\x89ccollections\nOrderedDict\n)RtR".to_vec(),
    ]
    .concat()
}

/// A tensor of a hand-made checkpoint: its name, its shape, and its bytes with their type.
pub struct Stored {
    pub name: String,
    pub shape: Vec<usize>,
    pub storage: &'static str,
    pub bytes: Vec<u8>,
}

/// A zip checkpoint of a plain `state_dict`: no dictionary of networks around it.
pub fn state_dict(tensors: &[Stored]) -> Vec<u8> {
    let tuple = |numbers: &[usize]| {
        let items = numbers.iter().map(|&number| {
            let number = (number as u32).to_le_bytes();
            [b"J", &number[..]].concat()
        });
        [b"(".to_vec(), items.flatten().collect(), b"t".to_vec()].concat()
    };
    let value = |key: usize, tensor: &Stored| {
        let shape = &tensor.shape;
        let stride = |axis: usize| shape[axis + 1..].iter().product::<usize>();
        let strides: Vec<usize> = (0..shape.len()).map(stride).collect();
        let count = shape.iter().product::<usize>() as u32;
        [
            b"ctorch._utils\n_rebuild_tensor_v2\n((".to_vec(),
            text("storage"),
            format!("ctorch\n{}\n", tensor.storage).into_bytes(),
            text(&key.to_string()),
            text("cpu"),
            [b"J", &count.to_le_bytes()[..], b"tQK\x00"].concat(),
            tuple(shape),
            tuple(&strides),
            b"\x89ccollections\nOrderedDict\n)RtR".to_vec(),
        ]
        .concat()
    };
    let entries: Vec<_> = tensors
        .iter()
        .enumerate()
        .map(|(key, tensor)| (text(&tensor.name), value(key, tensor)))
        .collect();
    let index = [b"\x80\x02".to_vec(), dictionary(&entries), b".".to_vec()].concat();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("model/data.pkl", stored()).unwrap();
    archive.write_all(&index).unwrap();
    for (key, tensor) in tensors.iter().enumerate() {
        let name = format!("model/data/{key}");
        archive.start_file(&name, stored()).unwrap();
        archive.write_all(&tensor.bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
