//! Saving when the disk refuses, and when another program writes too.

use serde::Serializer;

use super::*;

/// A line during whose writing another program adds one.
struct Crossed<'a>(&'a Path);

const THEIRS: &[u8] = b"\"theirs\"\n";

impl Serialize for Crossed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = File::options().append(true).open(self.0).unwrap();
        file.write_all(THEIRS).unwrap();
        serializer.serialize_str(&"ours".repeat(32))
    }
}

/// Makes a file with room for so many bytes more before it is the longest that the file system knows. Almost all of it is a hole.
#[cfg(unix)]
fn nearly_longest(path: &Path, room: u64) -> u64 {
    let file = File::create(path).unwrap();
    let (mut fits, mut too_long) = (0, i64::MAX as u64);
    while too_long - fits > 1 {
        let middle = fits + (too_long - fits) / 2;
        match file.set_len(middle) {
            Ok(()) => fits = middle,
            Err(_) => too_long = middle,
        }
    }
    file.set_len(fits - room).unwrap();
    fits - room
}

#[cfg(unix)]
#[test]
fn a_line_that_does_not_fit_takes_no_other_programs_line_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.jsonl");
    let before = nearly_longest(&path, 64);
    assert!(append_line(&path, &Crossed(&path)).is_err());
    let mut file = File::open(&path).unwrap();
    file.seek(SeekFrom::Start(before)).unwrap();
    let mut theirs = [0; THEIRS.len()];
    file.read_exact(&mut theirs).unwrap();
    assert_eq!(theirs, THEIRS);
}

#[test]
fn a_line_cut_short_is_ended_before_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.jsonl");
    std::fs::write(&path, "1\n[2, ").unwrap();
    append_lines(&path, &[3, 4]).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "1\n[2, \n3\n4\n");
}

#[test]
fn what_a_crash_leaves_of_a_save_is_known_as_unfinished() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a.gif");
    let pending = Pending::new(&place).unwrap();
    let left = pending.path().to_owned();
    std::mem::forget(pending);
    assert!(left.exists());
    atomic::remove_leftovers(folder.path()).unwrap();
    assert!(!left.exists());
}

#[test]
fn a_refused_save_keeps_what_the_system_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    let full = std::io::ErrorKind::StorageFull;
    match write(&path, |_| Err(full.into())) {
        Err(SaveError::Write { cause, .. }) => assert_eq!(cause.kind(), full),
        other => panic!("{other:?}"),
    }
}
