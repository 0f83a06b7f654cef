//! Sessions that come back whatever happened, and nothing that piles up.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::session::{BACKUP, Found, NAME, read, write};
use super::*;

fn parse(value: Value) -> Result<u64, String> {
    value.as_u64().ok_or_else(|| "no number".to_owned())
}

fn open(folder: &Path) -> (Home, Before) {
    Home::open(folder.to_owned(), Arc::new(|| {})).unwrap()
}

fn pixels(colour: u8, side: usize) -> Pixels {
    let picture = Picture::filled(side, side, [colour; 3]);
    (picture.fingerprint(), Some(Arc::new(picture)))
}

fn number(found: &Found<u64>) -> Option<u64> {
    found.session
}

#[test]
fn a_session_comes_back_and_a_crash_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (home, before) = open(folder.path());
    assert_eq!(before, Before::Closed);
    assert_eq!(number(&home.session(parse)), None);
    for step in 1..=3 {
        home.keep(move || Ok(step.to_string()), Vec::new(), 0);
    }
    home.close();
    let (home, before) = open(folder.path());
    assert_eq!(before, Before::Closed);
    assert_eq!(number(&home.session(parse)), Some(3), "the newest");
    drop(home);
    let (home, before) = open(folder.path());
    assert_eq!(before, Before::Killed, "it was not closed");
    home.close();
    assert_eq!(open(folder.path()).1, Before::Closed);
}

#[test]
fn a_second_window_reads_and_never_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = open(folder.path());
    first.keep(|| Ok("7".to_owned()), Vec::new(), 0);
    let began = Instant::now();
    while number(&first.session(parse)) != Some(7) {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    let (second, before) = open(folder.path());
    assert_eq!(before, Before::Open);
    assert!(!second.keeps() && first.keeps());
    second.keep(|| Ok("8".to_owned()), Vec::new(), 0);
    second.close();
    assert_eq!(number(&first.session(parse)), Some(7));
    first.close();
}

#[test]
fn damage_is_told_put_aside_and_the_backup_used() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(folder.path(), "1").unwrap();
    write(folder.path(), "2").unwrap();
    for (damage, words) in [
        ("{\"format\":", "EOF while parsing"),
        ("{\"version\":9,\"strange\":1}", "newer Stargrid"),
        ("", "EOF while parsing"),
        (
            "{\"format\":\"x\",\"version\":1,\"program\":\"\",\"session\":3}",
            "it is a x",
        ),
        (
            "{\"format\":\"stargrid session\",\"version\":1,\"program\":\"\",\"session\":\"a\"}",
            "no number",
        ),
    ] {
        std::fs::write(at(NAME), damage).unwrap();
        let found = read(folder.path(), parse);
        assert_eq!(number(&found), Some(1), "{damage}");
        let told = found.problems[0].to_string();
        assert!(told.contains(words), "{told}");
        assert!(!at(NAME).exists());
    }
    let aside = std::fs::read_to_string(at("session.unreadable-2.json"));
    assert!(aside.unwrap().contains("strange"));
    write(folder.path(), "5").unwrap();
    assert!(at("session.unreadable-5.json").exists());
    assert_eq!(number(&read(folder.path(), parse)), Some(5));
    std::fs::write(at(NAME), "a").unwrap();
    std::fs::write(at(BACKUP), "b").unwrap();
    let found = read(folder.path(), parse);
    assert_eq!((number(&found), found.problems.len()), (None, 2));
}

#[test]
fn pixels_are_kept_while_a_session_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = open(folder.path());
    let (red, blue) = (pixels(9, 8), pixels(200, 8));
    let [first, second] = [&red, &blue].map(|pixels| pictures::name(pixels.0));
    let text = format!("[\"{first}\", \"{second}\"]");
    home.keep(move || Ok(text), vec![red.clone(), blue.clone()], 1 << 20);
    home.close();
    let (home, _) = open(folder.path());
    let (at_first, at_second) = (home.picture(&first), home.picture(&second));
    assert_eq!(
        crate::export::png::read(&at_first).unwrap(),
        **red.1.as_ref().unwrap()
    );
    let text = format!("[\"{second}\"]");
    home.keep(move || Ok(text), vec![blue], 1 << 20);
    home.close();
    assert!(at_first.exists(), "the backup names it");
    let (home, _) = open(folder.path());
    home.keep(|| Ok("[]".to_owned()), Vec::new(), 1 << 20);
    home.close();
    assert!(!at_first.exists() && at_second.exists());
}

#[test]
fn space_is_bounded_and_that_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = open(folder.path());
    let all: Vec<Pixels> = (0..4).map(|at| pixels(at * 50, 64)).collect();
    let first = pictures::name(all[0].0);
    let names: Vec<String> = all.iter().map(|pixels| pictures::name(pixels.0)).collect();
    let text = format!("{names:?}");
    pictures::keep(folder.path(), &all[..1], 1 << 20).unwrap();
    let one = std::fs::metadata(pictures::path(folder.path(), &first)).unwrap();
    home.keep(move || Ok(text), all, 2 * one.len() + one.len() / 2);
    let began = Instant::now();
    let problem = loop {
        if let Some(problem) = home.problems().pop() {
            break problem;
        }
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(problem.headline.contains("will not come back"), "{problem}");
    let there = names.iter().filter(|name| home.picture(name).exists());
    assert_eq!(there.count(), 2);
    home.close();
}

#[test]
fn reports_are_told_once_and_do_not_pile_up() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(reports::news(folder.path()), None);
    let write = |at| reports::write(folder.path(), &format!("report {at}")).unwrap();
    assert!((0..6).all(|at| write(at).is_some()), "however fast");
    let (path, text) = reports::news(folder.path()).unwrap();
    assert_eq!(text, "report 5");
    assert!(path.exists());
    assert_eq!(reports::news(folder.path()), None);
    let count = || std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(count(), 6);
    let written = (6..26).filter(|at| write(*at).is_some());
    assert_eq!(written.count(), 10, "a fault in every frame");
    assert_eq!(count(), 16);
    assert_eq!(reports::news(folder.path()).unwrap().1, "report 15");
    assert_eq!(count(), 10);
}

#[test]
fn pictures_of_a_session_that_was_put_aside_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = open(folder.path());
    let red = pixels(9, 8);
    let path = home.picture(&pictures::name(red.0));
    let text = format!("[\"{}\"]", pictures::name(red.0));
    home.keep(move || Ok(text), vec![red], 1 << 20);
    home.close();
    let session = folder.path().join(SESSION);
    let mut damaged = std::fs::read(session.join(NAME)).unwrap();
    damaged.insert(0, 0xff);
    std::fs::write(session.join(NAME), damaged).unwrap();
    for step in 1..=3 {
        let (home, _) = open(folder.path());
        home.session(parse);
        home.keep(move || Ok(step.to_string()), Vec::new(), 1 << 20);
        home.close();
    }
    assert!(path.exists(), "the session put aside names it");
    std::fs::remove_file(session.join("session.unreadable-1.json")).unwrap();
    // What cannot be read may name it too.
    std::fs::create_dir(session.join("session.unreadable-2.json")).unwrap();
    assert!(pictures::clean(&session).is_err() && path.exists());
    std::fs::remove_dir(session.join("session.unreadable-2.json")).unwrap();
    pictures::clean(&session).unwrap();
    assert!(!path.exists());
}

#[test]
fn pictures_that_could_not_be_written_are_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = open(folder.path());
    let in_the_way = folder.path().join(SESSION).join("pictures");
    std::fs::write(&in_the_way, "no folder").unwrap();
    let red = pixels(9, 8);
    let name = pictures::name(red.0);
    let path = home.picture(&name);
    let keep = || {
        let text = format!("[\"{name}\"]");
        home.keep(move || Ok(text), vec![red.clone()], 1 << 20);
    };
    keep();
    let began = Instant::now();
    while home.problems().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    std::fs::remove_file(&in_the_way).unwrap();
    keep();
    home.close();
    assert!(path.exists());
}

#[test]
fn a_picture_that_is_nowhere_keeps_no_other_from_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let (there, (lost, _), after) = (pixels(9, 64), pixels(50, 64), pixels(90, 64));
    pictures::keep(folder.path(), std::slice::from_ref(&there), 1 << 20).unwrap();
    let left_out = pictures::keep(folder.path(), &[there, (lost, None), after], 1);
    assert_eq!(left_out.unwrap(), 2);
}

#[test]
fn a_second_window_leaves_a_file_in_the_making_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = open(folder.path());
    first.keep(|| Ok("1".to_owned()), Vec::new(), 0);
    let began = Instant::now();
    while number(&first.session(parse)) != Some(1) {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    let making = folder.path().join(SESSION).join(".stargrid-x.part");
    std::fs::write(&making, "half").unwrap();
    open(folder.path()).0.close();
    assert!(making.exists(), "the first one's");
    first.close();
    open(folder.path()).0.close();
    assert!(!making.exists(), "nobody's");
}
