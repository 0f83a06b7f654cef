//! The Compare tab, by role and name, with real models on the real worker.

use egui::{Key, Role, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::gui::compare::memory::{CompareMemory, Kept};
use stargrid::gui::compare::{ChosenLink, LinkStyle, Look, Mode};
use stargrid::gui::state::{Explore, Origin, Session, Side, Tab};

use crate::app::{Desk, SIZE};
use crate::models::{label_model, pale_demo};

/// The demo beside a file, as a session of before left it.
fn session(other: std::path::PathBuf) -> Session {
    Session {
        tab: Tab::Compare,
        compare: CompareMemory {
            panes: vec![Kept::Demo, Kept::File(other)],
            ..CompareMemory::default()
        },
        ..Session::default()
    }
}

#[track_caller]
fn compared(desk: &mut Desk, words: &str) {
    desk.until(words, |desk| desk.says(words));
    desk.rest();
}

fn count(desk: &Desk, words: &str) -> usize {
    desk.query_all_by_label_contains(words).count()
}

#[test]
fn the_first_pane_is_explores_model_and_another_is_one_click_away() {
    let mut desk = Desk::ready();
    desk.ctrl(Key::Num4);
    assert!(desk.is_chosen(Role::Tab, "Compare"));
    compared(&mut desk, "24 results");
    assert!(desk.says("Compare with") && desk.says("StarGAN v2 · 64 × 64 pixels"));
    desk.until("the distance is measured", |desk| {
        desk.mentions(" ST-LPIPS") && !desk.says("… ST-LPIPS")
    });
    assert_eq!(count(&desk, "of 1 mean pixel difference"), 1);
    // Selecting in a pane selects in Explore, too.
    let last = "Demo creatures, step 3,500: moods-0000.png, clay-0001.png as clay";
    desk.press(last);
    assert!(desk.is_chosen(Role::Button, last));
    desk.click(Role::Tab, "Explore");
    desk.rest();
    let cell = "moods-0000.png as clay in the style of clay-0001.png";
    assert!(desk.is_chosen(Role::Button, cell));
}

#[test]
fn escape_stops_the_comparing_and_m_goes_through_its_pictures() {
    let mut desk = Desk::ready();
    desk.ctrl(Key::Num4);
    desk.until("it can be stopped", |desk| desk.says("Stop"));
    desk.key(Key::Escape);
    desk.rest();
    assert!(desk.mentions("Stopped at "), "{desk:?}");
    desk.key(Key::Num9);
    desk.rest();
    desk.key(Key::Escape);
    desk.ctrl(Key::Num1);
    desk.complete_of(96);
    desk.ctrl(Key::Num4);
    let looks = ["Difference to the source", "Difference to the first pane"];
    for look in looks.into_iter().chain(["Result"]) {
        desk.key(Key::M);
        assert!(desk.is_chosen(Role::RadioButton, look), "{look}");
    }
}

#[test]
fn a_model_that_is_there_and_a_fifth_one_are_not_added_and_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let pale = pale_demo(folder.path(), 200);
    let mut desk = Desk::with(session(pale.clone()));
    compared(&mut desk, "48 results");
    desk.drop_files(std::slice::from_ref(&pale));
    let there = "Pale creatures, step 200 is in Compare already";
    desk.until(there, |desk| desk.says(there));
    desk.get_by_label("Close Pale creatures, step 200");
    let copies = ["one", "two", "three"].map(|name| {
        let copy = folder.path().join(name).with_extension("safetensors");
        std::fs::copy(&pale, &copy).unwrap();
        copy
    });
    for copy in &copies {
        desk.drop_files(std::slice::from_ref(copy));
        desk.rest();
    }
    let full = "Compare shows at most 4 models, so this one was not added";
    desk.until(full, |desk| desk.says(full));
    assert_eq!(desk.state().session().compare.panes.len(), 4);
}

#[test]
fn a_row_that_a_model_cannot_do_is_said_in_its_pane_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(session(label_model(folder.path(), 64)));
    compared(&mut desk, "48 results");
    assert!(desk.says("StarGAN · 64 × 64 pixels"));
    assert!(desk.mentions("StarGAN takes no references"), "{desk:?}");
    assert_eq!(count(&desk, "of 1 mean pixel difference"), 1);
    desk.click(Role::RadioButton, "Latents");
    desk.until(
        "the label model works with the branches of latents",
        |desk| count(desk, "of 1 mean pixel difference") == 2,
    );
    let name = "Close Untrained labels";
    desk.press(name);
    assert!(desk.query_by_label(name).is_none() && desk.says("Compare with"));
}

#[test]
fn a_file_that_is_no_model_says_so_beside_one_that_works() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("list.ckpt");
    std::fs::write(&bad, b"a shopping list").unwrap();
    let mut desk = Desk::with(session(bad.clone()));
    compared(&mut desk, "24 results");
    assert!(desk.says("Not opened") && desk.mentions("list.ckpt"));
    std::fs::copy(
        pale_demo(folder.path(), 3),
        bad.with_extension("safetensors"),
    )
    .unwrap();
    std::fs::rename(bad.with_extension("safetensors"), &bad).unwrap();
    desk.press("Try again");
    compared(&mut desk, "48 results");
    assert!(desk.says("Pale creatures, step 3"));
}

#[test]
fn one_cursor_and_grey_copies() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(session(pale_demo(folder.path(), 200)));
    compared(&mut desk, "48 results");
    let large = desk
        .get_by_role_and_label(Role::Button, "Pale creatures, step 200: result")
        .rect();
    desk.hover_at(large.lerp_inside(vec2(0.5, 0.25)));
    desk.rest();
    assert_eq!(
        count(&desk, "x 32, y 16"),
        2,
        "both panes name the same pixel"
    );
    desk.hand_away();
    desk.click(Role::CheckBox, "Also in grey");
    compared(&mut desk, "96 results");
    let grey = "Compare on critters-0002.png in grey";
    desk.press(grey);
    assert!(desk.is_chosen(Role::Button, grey));
    desk.click(Role::RadioButton, "Difference to the first pane");
    assert!(
        desk.query_by_label("Pale creatures, step 200: difference")
            .is_some()
    );
    let memory = desk.state().session().compare;
    assert!(memory.grey && memory.look == Look::AgainstFirst && memory.panes.len() == 2);
}

#[test]
fn a_chain_runs_through_every_model() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(session(pale_demo(folder.path(), 200)));
    compared(&mut desk, "48 results");
    desk.click(Role::RadioButton, "Chains");
    compared(&mut desk, "4 stages");
    assert_eq!(count(&desk, "Round-trip error 0."), 2);
    desk.click(Role::RadioButton, "+ moods");
    compared(&mut desk, "6 stages");
    let stage =
        desk.get_by_role_and_label(Role::Button, "Pale creatures, step 200: stage 3, moods");
    assert!(stage.rect().width() >= 88.0);
    desk.press("Remove link 1");
    compared(&mut desk, "4 stages");
    let memory = desk.state().session().compare;
    let branches: Vec<&str> = memory
        .links
        .iter()
        .map(|link| link.branch.as_str())
        .collect();
    assert_eq!(
        (memory.mode, branches),
        (Mode::Chains, vec!["clay", "moods"])
    );
}

#[test]
fn a_link_does_not_fall_to_another_picture_when_its_reference_is_gone() {
    let link = |id| ChosenLink {
        branch: "moods".to_owned(),
        style: LinkStyle::Reference(id),
    };
    let session = Session {
        tab: Tab::Compare,
        compare: CompareMemory {
            panes: vec![Kept::Demo],
            mode: Mode::Chains,
            links: vec![link(2), link(3)],
            ..CompareMemory::default()
        },
        explore: Some(Explore {
            sources: vec![1],
            references: vec![2, 3],
            ..Explore::default()
        }),
        // The third one was pasted, and its pixels are gone.
        origins: [1, 2].map(|id| (id, Origin::Demo(id as usize))).into(),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    compared(&mut desk, "2 stages");
    let styles = |desk: &Desk| -> Vec<LinkStyle> {
        let links = desk.state().session().compare.links;
        links.iter().map(|link| link.style).collect()
    };
    assert_eq!(styles(&desk), [LinkStyle::Reference(2), LinkStyle::Mean]);
    assert_eq!(count(&desk, "mean style"), 1, "{desk:?}");
    desk.state_mut().forget_picture(Side::References, 2);
    compared(&mut desk, "2 stages");
    assert_eq!(count(&desk, "mean style"), 2, "{desk:?}");
    desk.ctrl(Key::Z);
    desk.rest();
    assert_eq!(count(&desk, "mean style"), 1, "undo brings it back");
}

#[test]
fn results_as_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(pale_demo(folder.path(), 200));
    session.compare.look = Look::Result;
    let mut desk = Desk::drawn(session, SIZE);
    measured(&mut desk, "48 results");
    desk.keep("compare_results");
}

#[test]
fn chains_as_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(pale_demo(folder.path(), 200));
    session.dark = false;
    session.compare.mode = Mode::Chains;
    session.compare.links = ["moods", "sprouts", "moods", "critters"]
        .map(|branch| ChosenLink {
            branch: branch.to_owned(),
            style: LinkStyle::Seed(41),
        })
        .to_vec();
    let mut desk = Desk::drawn(session, SIZE);
    compared(&mut desk, "8 stages");
    desk.keep("compare_chains");
}

/// Waits for the results and for the distances of the selected one.
fn measured(desk: &mut Desk, words: &str) {
    compared(desk, words);
    desk.until("distances are measured", |desk| !desk.says("… ST-LPIPS"));
}

/// Every state as a picture to look at: `STARGRID_SHOTS=/tmp cargo test --test window compare::shots -- --ignored`.
#[test]
#[ignore = "writes pictures for a person"]
fn shots() {
    let folder = tempfile::tempdir().unwrap();
    let out = std::env::var("STARGRID_SHOTS").unwrap_or_else(|_| "/tmp".to_owned());
    let save = |desk: &mut Desk, name: &str| {
        desk.rest();
        let image = desk.render().unwrap();
        image.save(format!("{out}/compare-{name}.png")).unwrap();
    };
    let (pale, labels) = (
        pale_demo(folder.path(), 200),
        label_model(folder.path(), 64),
    );
    let mut desk = Desk::drawn_at(session(pale.clone()), SIZE, 1.0);
    measured(&mut desk, "48 results");
    let large = desk
        .get_by_role_and_label(Role::Button, "Pale creatures, step 200: result")
        .rect();
    desk.hover_at(large.center());
    save(&mut desk, "two");
    desk.hand_away();
    desk.click(Role::RadioButton, "Difference to the source");
    save(&mut desk, "difference");
    let mut four = session(pale);
    four.dark = false;
    four.compare.grey = true;
    four.compare.panes.push(Kept::File(labels));
    four.compare
        .panes
        .push(Kept::File("/nowhere/celeba.ckpt".into()));
    let mut desk = Desk::drawn_at(four.clone(), SIZE, 1.0);
    compared(&mut desk, "144 results");
    save(&mut desk, "four");
    desk.click(Role::RadioButton, "Chains");
    compared(&mut desk, "6 stages");
    desk.click(Role::RadioButton, "+ moods");
    compared(&mut desk, "9 stages");
    save(&mut desk, "chains");
    let mut one = four;
    one.dark = true;
    one.compare.panes.truncate(1);
    let mut desk = Desk::drawn_at(one.clone(), vec2(1024.0, 640.0), 1.0);
    compared(&mut desk, "48 results");
    save(&mut desk, "one-small");
    desk.press("Close Demo creatures, step 3,500");
    save(&mut desk, "none");
}
