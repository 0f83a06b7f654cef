//! The golden checkpoints: tests/golden keeps them without their tensor values, which the fill formula makes, and here they become
//! files again, byte for byte those of PyTorch (tests/golden/skeleton.py describes the form).
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::support::{FillKind, fill, golden_file};

/// All four networks, zip format.
pub const TINY: &str = "tiny_nets.ckpt";
/// Without the discriminator, names with `module.`, zip format.
pub const TINY_DATAPARALLEL: &str = "tiny_nets_ema_dataparallel.ckpt";
/// Without the discriminator, the format before zip.
pub const TINY_LEGACY: &str = "tiny_nets_ema_legacy.ckpt";

/// torchvision's AlexNet with a tiny classifier, zip format, and the format before.
pub const ALEXNET: &str = "alexnet.pth";
pub const ALEXNET_LEGACY: &str = "alexnet_legacy.pth";

const ALL: [&str; 5] = [
    TINY,
    TINY_DATAPARALLEL,
    TINY_LEGACY,
    ALEXNET,
    ALEXNET_LEGACY,
];

/// The path of one of the checkpoints; the first call of a process writes them all.
pub fn golden_checkpoint(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checkpoints");
        std::fs::create_dir_all(&folder).unwrap();
        for name in ALL {
            // Other test processes may read the same file: it is never seen half written.
            let mut file = tempfile::NamedTempFile::new_in(&folder).unwrap();
            std::io::Write::write_all(&mut file, &rebuilt(name)).unwrap();
            file.persist(folder.join(name)).unwrap();
        }
        folder
    });
    folder.join(name)
}

/// The bytes of a checkpoint.
fn rebuilt(name: &str) -> Vec<u8> {
    let skeleton = std::fs::read(golden_file(&format!("{name}.skeleton"))).unwrap();
    let gap = skeleton
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .unwrap();
    let (head, mut rest) = (&skeleton[..gap], &skeleton[gap + 2..]);
    let mut bytes = Vec::new();
    for line in std::str::from_utf8(head).unwrap().lines() {
        let [offset, kind, shape, name]: [&str; 4] =
            line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let (before, after) = rest.split_at(offset.parse::<usize>().unwrap() - bytes.len());
        bytes.extend(before);
        rest = after;
        for value in tensor(kind, shape, name) {
            bytes.extend(value.to_le_bytes());
        }
    }
    bytes.extend(rest);
    bytes
}

/// The values of a tensor as a skeleton describes it.
fn tensor(kind: &str, shape: &str, name: &str) -> Vec<f32> {
    let kind = match kind {
        "w" => FillKind::Weight,
        "b" => FillKind::Bias,
        "g" => FillKind::Scale,
        "var" => FillKind::Variance,
        other => panic!("{name}: no kind {other}"),
    };
    let shape: Vec<usize> = shape.split('x').map(|side| side.parse().unwrap()).collect();
    let (network, name) = name.split_once('.').unwrap();
    fill(network, name, &shape, kind, 1.0, 1)
}

#[test]
fn rebuilt_checkpoints_are_the_very_bytes_of_pytorch() {
    for (name, blake3) in [
        (
            TINY,
            "0aa558d20d06abb75ac73e5e6d9a5449690f433dc06cf06d04c8ec375c69348c",
        ),
        (
            TINY_DATAPARALLEL,
            "160fc8ffcedf2b1efd69b30029a2e77cb58192c8d33018df849d76db37a644d9",
        ),
        (
            TINY_LEGACY,
            "392f3becd03374a1d4a7fa769fdded4bc6a9ec78e30682bbba1c3d8d1467097f",
        ),
        (
            ALEXNET,
            "66acd092644b4d4af9f752c7dffa8b0b97b53b3693116d27d9ce5fe98d29bcc8",
        ),
        (
            ALEXNET_LEGACY,
            "ac5db17290c5a740a4e2ed98f2d0dbb1e2d9b971474cfa96ccb40ddcfd20a2fd",
        ),
    ] {
        let bytes = std::fs::read(golden_checkpoint(name)).unwrap();
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), blake3, "{name}");
    }
}
