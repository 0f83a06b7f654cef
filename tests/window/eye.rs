//! The model's eye: a face model with and without its landmark network, masks over the picture, strength, and the brush.

use std::path::{Path, PathBuf};

use egui::{Key, Role, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::gui::state::Session;

use crate::app::{Desk, SIZE};
use crate::support::eye_files;

/// The window with a face model; `model` is the place in [`eye_files`].
fn session(folder: &Path, model: usize) -> Session {
    Session {
        model: Some(eye_files(folder)[model].clone()),
        ..Session::default()
    }
}

fn ready(mut desk: Desk) -> Desk {
    desk.complete();
    desk.rest();
    desk
}

fn wing(desk: &Desk) -> PathBuf {
    eye_files(desk.folder.path())[0].clone()
}

/// Whether there is painting to take away.
fn can_clear(desk: &Desk) -> bool {
    let button = desk.get_by_label("Clear painting");
    !button.accesskit_node().is_disabled()
}

/// Waits for all cells; how many there are.
fn cells(desk: &mut Desk) -> (usize, usize) {
    desk.complete();
    desk.state().progress()
}

#[test]
fn only_a_face_model_has_an_eye() {
    let desk = Desk::ready();
    assert!(!desk.says("The model's eye"));
    assert!(desk.query_by_label("Protect").is_none());
}

#[test]
fn a_face_model_without_its_network_says_so_and_takes_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = ready(Desk::with(session(folder.path(), 1)));
    assert!(desk.mentions("trained with landmark masks (w_hpf > 0)"));
    assert!(desk.says("The model's eye"));
    assert!(desk.mentions("it runs without them."));
    assert!(desk.query_by_label("Coarse mask").is_none());
    let wing = wing(&desk);
    desk.drop_files(std::slice::from_ref(&wing));
    desk.until("the network is at work", |desk| {
        desk.mentions("The landmark network is at work")
    });
    cells(&mut desk);
    assert!(desk.says("Landmark network: wing.safetensors"));
    assert_eq!(desk.state().session().eye, Some(wing));
}

#[test]
fn a_network_without_a_face_model_waits_for_one() {
    let mut desk = Desk::ready();
    let wing = wing(&desk);
    desk.drop_files(&[wing]);
    desk.until("it is kept", |desk| {
        desk.mentions("The open model has no high-pass skip")
    });
    cells(&mut desk);
    let blind = eye_files(desk.folder.path())[1].clone();
    desk.drop_files(&[blind]);
    desk.until("the model sees", |desk| {
        desk.says("Landmark network: wing.safetensors")
    });
}

#[test]
fn masks_strength_and_brush_change_the_results_and_are_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = ready(Desk::with(session(folder.path(), 2)));
    assert!(desk.says("Landmark network: in the model's file"));
    desk.key(Key::E);
    assert!(desk.is_chosen(Role::RadioButton, "Coarse mask"));
    desk.until("the face was looked at", |desk| {
        !desk.says("Looking at the face…")
    });
    desk.click(Role::RadioButton, "Protect");
    assert!(desk.is_chosen(Role::RadioButton, "Protect"));
    assert!(!can_clear(&desk));
    let view = desk.get_by_label("Large view: Result").rect();
    let before = desk.state().fingerprints();
    desk.drag_at(view.center());
    desk.hover_at(view.center() + vec2(40.0, 0.0));
    desk.run_steps(2);
    desk.drop_at(view.center() + vec2(40.0, 0.0));
    desk.run_steps(2);
    let edits = |desk: &Desk| desk.state().explore().eye.edits.clone();
    let painted = edits(&desk);
    assert_eq!(painted.len(), 1);
    desk.complete();
    desk.rest();
    let protected = desk.state().fingerprints();
    let map = painted.values().next().unwrap();
    use stargrid::domain::eye::Touch;
    assert_eq!(
        [map.at(32, 32), map.at(5, 5)],
        [Touch::Protect, Touch::Erase]
    );
    assert!(can_clear(&desk));
    desk.ctrl(Key::Z);
    assert!(edits(&desk).is_empty(), "one stroke, one undo");
    desk.complete();
    desk.click(Role::RadioButton, "Release");
    desk.drag_at(view.center());
    desk.drop_at(view.center() + vec2(40.0, 0.0));
    desk.run_steps(2);
    desk.complete();
    desk.rest();
    let released = desk.state().fingerprints();
    assert_ne!(protected, released, "the brush changes results");
    desk.ctrl(Key::Z);
    desk.complete();
    assert_eq!(
        desk.state().fingerprints(),
        before,
        "and undo brings them back"
    );
    let strength = desk.get_by_role_and_label(Role::Slider, "Mask strength");
    strength.focus();
    desk.run_steps(2);
    desk.key(Key::ArrowRight);
    assert!(desk.state().explore().eye.strength > 1.0);
    desk.complete();
    desk.rest();
    assert_ne!(desk.state().fingerprints(), before, "the strength too");
}

#[test]
fn a_face_is_aligned_beside_the_manual_crop() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = ready(Desk::with(session(folder.path(), 2)));
    desk.bring_picture("mia.png", 90);
    desk.press("source mia.png");
    desk.press("Adjust crop…");
    assert!(desk.says("No mean face yet:"));
    assert!(desk.query_by_label("Aligned picture").is_none());
    desk.press("Mean over my sources");
    desk.until("there is a mean face", |desk| {
        desk.mentions("Mean face: over ")
    });
    desk.click(Role::RadioButton, "Align to the mean face");
    desk.until("the face is aligned", |desk| {
        desk.query_by_label("Aligned picture").is_some()
    });
    assert!(desk.is_chosen(Role::RadioButton, "Align to the mean face"));
    assert!(desk.query_by_label("Manual crop picture").is_some());
    desk.complete();
    assert_eq!(desk.state().explore().eye.aligned.len(), 1);
    desk.click(Role::RadioButton, "Manual crop");
    desk.run_steps(2);
    assert!(desk.query_by_label("Aligned picture").is_none());
    assert!(desk.state().explore().eye.aligned.is_empty());
    desk.complete();
}

#[test]
#[ignore = "writes pictures to look at into STARGRID_LOOK"]
fn look_at_the_eye() {
    let look = std::env::var("STARGRID_LOOK").unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (place, name) in [(1, "blind"), (2, "seeing")] {
        for dark in [true, false] {
            let session = Session {
                dark,
                ..session(folder.path(), place)
            };
            let mut desk = ready(Desk::drawn_at(session, SIZE + Vec2::splat(0.0), 1.0));
            if place == 2 {
                desk.click(Role::RadioButton, "Coarse mask");
                desk.click(Role::RadioButton, "Source");
                desk.until("seen", |desk| !desk.says("Looking at the face…"));
                for (brush, at) in [
                    ("Protect", vec2(-60.0, -40.0)),
                    ("Release", vec2(50.0, 60.0)),
                ] {
                    desk.click(Role::RadioButton, brush);
                    let middle = desk.get_by_label("Large view: Source").rect().center();
                    desk.drag_at(middle + at);
                    desk.hover_at(middle + at + vec2(40.0, 10.0));
                    desk.run_steps(2);
                    desk.drop_at(middle + at + vec2(40.0, 10.0));
                    desk.run_steps(2);
                }
                desk.complete();
            }
            desk.hand_away();
            desk.rest();
            let path = Path::new(&look).join(format!("{name}-{dark}.png"));
            desk.render().unwrap().save(path).unwrap();
        }
    }
}
