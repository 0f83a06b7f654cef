//! Peak memory of an evaluation does not grow with the pictures. Measured on processes of its own, because peaks of one process add up:
//! `cargo test --test suite evaluation::memory -- --ignored --nocapture` (some minutes).

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use stargrid::data::dataset::bundled_kind;
use stargrid::export::png;

use crate::models::KINDS;

/// Most that the larger peak may be above the smaller one.
const MOST: f64 = 1.05;

/// `count` creatures in four domains, a fifth of them held out.
fn creatures(root: &Path, count: usize) {
    for kind in KINDS {
        let items = bundled_kind(kind);
        for (number, item) in items.iter().take(count / KINDS.len()).enumerate() {
            let side = if number % 5 == 0 { "val" } else { "train" };
            let folder = root.join(side).join(kind);
            std::fs::create_dir_all(&folder).unwrap();
            png::save(
                &item.read().unwrap(),
                &folder.join(format!("{number:04}.png")),
            )
            .unwrap();
        }
    }
}

/// Peak resident memory in bytes of a process that is still there.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn peak_of(root: &Path) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stargrid"))
        .args([
            "--device",
            "cpu",
            "eval",
            "--model",
            "demo",
            "--outputs",
            "2",
            "--data",
        ])
        .arg(root)
        .env_remove("DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut highest = 0;
    loop {
        highest = highest.max(peak(&child).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return highest;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
#[ignore = "takes minutes"]
#[cfg(target_os = "linux")]
fn ten_times_the_pictures_take_the_same_memory() {
    let folder = tempfile::tempdir().unwrap();
    let peaks = [200, 2_000].map(|count| {
        let root = folder.path().join(count.to_string());
        creatures(&root, count);
        let peak = peak_of(&root);
        println!("{count} pictures: peak {:.1} MB", peak as f64 / 1e6);
        peak as f64
    });
    assert!(peaks[1] <= peaks[0] * MOST, "{peaks:?}");
}
