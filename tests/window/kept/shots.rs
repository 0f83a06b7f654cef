//! The Gallery tab as it looks, empty and full.

use std::path::Path;

use egui::{Key, vec2};
use stargrid::gui::state::Session;

use super::super::app::{Desk, SIZE};
use super::{CLAY, CRITTER, SEED, keep, open, tab};

fn drawn(folder: &Path) -> Desk {
    let mut desk = Desk::drawn(Session::default(), SIZE);
    desk.complete();
    desk.rest();
    open(&mut desk, folder);
    desk
}

/// Keeps a dozen results, stars one and opens the tab.
fn full(folder: &Path) -> Desk {
    let mut desk = drawn(folder);
    let cells: Vec<String> = desk.cells().into_iter().take(9).collect();
    for cell in &cells {
        keep(&mut desk, cell);
    }
    desk.key(Key::S);
    desk.complete();
    keep(&mut desk, SEED);
    tab(&mut desk);
    desk.press(CLAY);
    desk.key(Key::S);
    desk.key(Key::ArrowRight);
    desk.press(CRITTER);
    desk.press("Dismiss");
    desk.until("the star and all thumbnails are there", |desk| {
        let gallery = desk.state().gallery();
        gallery.items().iter().any(|item| item.kept.starred) && gallery.thumbnails_are_there()
    });
    desk
}

/// Dates change every day: they have no place in a picture kept for comparison.
fn shot(mut desk: Desk, name: &str) {
    desk.state_mut().forget_dates();
    desk.keep(name);
}

#[test]
fn an_empty_gallery() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = drawn(folder.path());
    tab(&mut desk);
    desk.until("the folder is read", |desk| desk.says("Nothing kept yet"));
    shot(desk, "window_gallery_empty");
}

#[test]
fn a_full_gallery() {
    let folder = tempfile::tempdir().unwrap();
    shot(full(folder.path()), "window_gallery_full");
}

#[test]
fn a_full_gallery_in_a_small_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = full(folder.path());
    desk.set_size(vec2(1024.0, 640.0));
    desk.rest();
    shot(desk, "window_gallery_full_small");
}
