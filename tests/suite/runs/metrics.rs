//! `metrics.jsonl` after crashes, with later rows, and on a full disk.

use std::path::Path;

use stargrid::runs::metrics::{MetricsLog, read};

use super::{place, row};

fn write(path: &Path, steps: impl IntoIterator<Item = u64>) {
    let mut log = MetricsLog::open_after(path, u64::MAX).unwrap();
    for step in steps {
        log.append(&row(step)).unwrap();
    }
    log.sync().unwrap();
}

fn steps(path: &Path) -> Vec<u64> {
    read(path).unwrap().iter().map(|row| row.step).collect()
}

#[test]
fn rows_are_read_back_and_gone_on_after() {
    let (_folder, path) = place("metrics.jsonl");
    assert!(
        read(&path).unwrap().is_empty(),
        "a run without a row has none"
    );
    write(&path, 1..=10);
    write(&path, [20]);
    let rows = read(&path).unwrap();
    assert_eq!(rows, (1..=10).chain([20]).map(row).collect::<Vec<_>>());
    MetricsLog::open_after(&path, 7).unwrap();
    assert_eq!(steps(&path), [1, 2, 3, 4, 5, 6, 7]);
    MetricsLog::open_after(&path, 0).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
}

#[test]
fn a_line_cut_short_anywhere_loses_that_line_alone() {
    let (_folder, path) = place("metrics.jsonl");
    write(&path, 1..=3);
    let whole = std::fs::read(&path).unwrap();
    let start = whole[..whole.len() - 1]
        .iter()
        .rposition(|b| *b == b'\n')
        .unwrap()
        + 1;
    for cut in start..=whole.len() {
        std::fs::write(&path, &whole[..cut]).unwrap();
        // Without its line's end alone, the row is still whole.
        let kept: Vec<u64> = (1..=if cut + 1 >= whole.len() { 3 } else { 2 }).collect();
        assert_eq!(steps(&path), kept, "{cut}");
        let mut log = MetricsLog::open_after(&path, 3).unwrap();
        log.append(&row(4)).unwrap();
        let expected: Vec<u64> = kept.into_iter().chain([4]).collect();
        assert_eq!(steps(&path), expected, "{cut}");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), expected.len(), "{cut}");
    }
}

#[test]
fn damage_in_the_middle_keeps_the_rows_around_it() {
    let (folder, path) = place("metrics.jsonl");
    write(&path, 1..=4);
    let mut bytes = std::fs::read(&path).unwrap();
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 5;
    bytes[second..second + 20].fill(0);
    // A power cut may also leave zeros or half a letter at the end.
    bytes.extend([0; 40]);
    bytes.push(0xc3);
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(steps(&path), [1, 3, 4]);
    MetricsLog::open_after(&path, 3)
        .unwrap()
        .append(&row(5))
        .unwrap();
    assert_eq!(steps(&path), [1, 3, 5]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 3);
    assert_eq!(super::names(folder.path()), ["metrics.jsonl"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_sentence() {
    use stargrid::runs::RunError;
    let (_folder, path) = place("metrics.jsonl");
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    let mut log = MetricsLog::open_after(&path, 5).unwrap();
    for step in 6..9 {
        let error = log.append(&row(step)).unwrap_err();
        // A device cannot be cut back, which the second append would have to do first.
        assert!(
            step > 6 || matches!(error, RunError::DiskFull(_)),
            "{error}"
        );
    }
}

/// A limit on the size of files is as good as a full disk, and also takes half a line.
#[cfg(target_os = "linux")]
#[test]
fn what_was_refused_half_way_is_cut_back() {
    const LIMIT: u64 = 4_096;
    const PATH: &str = "STARGRID_TEST_LIMITED";
    // The limit is that of a child, which runs this test too.
    if let Some(path) = std::env::var_os(PATH) {
        let mut log = MetricsLog::open_after(Path::new(&path), 0).unwrap();
        let refused = (1..100).filter(|step| log.append(&row(*step)).is_err());
        assert!(refused.count() > 50);
        return;
    }
    let (_folder, path) = place("metrics.jsonl");
    // The signal that comes with the limit is turned off.
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"",
        LIMIT / 512
    );
    let child = std::process::Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "runs::metrics::what_was_refused_half_way_is_cut_back",
        ])
        .env(PATH, &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{said}");
    let text = std::fs::read_to_string(&path).unwrap();
    // Shells count in blocks of 512 or of 1,024 bytes.
    assert!(text.ends_with('\n') && text.len() as u64 <= 2 * LIMIT);
    assert!(text.len() as u64 > LIMIT / 2, "{}", text.len());
    let found = steps(&path);
    assert_eq!(found.len(), text.lines().count());
    assert_eq!(found, (1..=found.len() as u64).collect::<Vec<_>>());
}
