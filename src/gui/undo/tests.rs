//! Steps and their words.

use super::describe::describe;
use super::*;
use crate::domain::eye::{EditMap, Touch};
use crate::domain::{Branch, CropBox};
use crate::gui::labels::LabelRow;
use crate::gui::latent::Latent;
use crate::gui::state::{Blend, End, Explore, Side, StyleFrom};

const STILL: Hands = Hands {
    begin: false,
    busy: false,
};
const DRAG: Hands = Hands {
    begin: false,
    busy: true,
};
const PRESS: Hands = Hands {
    begin: true,
    busy: true,
};

/// Feeds each (time, state, hands).
fn fed(frames: &[(f64, i32, Hands)]) -> Undo<i32> {
    let mut undo = Undo::default();
    for (now, state, hands) in frames {
        undo.feed(*now, state, *hands);
    }
    undo
}

#[test]
fn a_drag_is_one_step_however_long_it_rests() {
    let mut undo = fed(&[
        (0.0, 0, STILL),
        (0.1, 0, PRESS),
        (0.2, 1, DRAG),
        (2.0, 1, DRAG),
        (9.0, 1, DRAG),
        (9.1, 2, DRAG),
        (9.2, 2, STILL),
        (9.9, 2, STILL),
    ]);
    assert_eq!(undo.undo(&2), Some(0));
    assert_eq!(undo.undo(&0), None);
    assert_eq!(undo.redo(&0), Some(2));
    assert_eq!(undo.redo(&2), None);
}

#[test]
fn quick_presses_are_steps_of_their_own() {
    let mut undo = fed(&[
        (0.0, 0, STILL),
        (0.1, 1, STILL),
        (0.2, 1, PRESS),
        (0.2, 2, STILL),
        (0.25, 2, PRESS),
        (0.3, 3, STILL),
    ]);
    assert_eq!(undo.before(&3), Some(&2));
    let back: Vec<i32> = [3, 2, 1].iter().filter_map(|now| undo.undo(now)).collect();
    assert_eq!(back, [2, 1, 0]);
    undo.feed(1.0, &7, STILL);
    assert_eq!(
        undo.after(&7),
        None,
        "something new ends what could be redone"
    );
}

#[test]
fn a_step_is_known_by_its_number_wherever_it_lies() {
    let mut undo = fed(&[(0.0, 0, STILL)]);
    assert_eq!((undo.claim(&0), undo.newest(&0)), (None, None));
    let first = undo.claim(&1);
    assert!(first.is_some() && undo.newest(&1) == first);
    undo.feed(0.1, &1, PRESS);
    assert_eq!(undo.newest(&1), first, "it became a step");
    let second = undo.claim(&2);
    assert_eq!(undo.claim(&3), second, "one step, told twice");
    undo.feed(0.2, &1, STILL);
    assert_eq!(undo.newest(&1), first, "it came to nothing");
    let third = undo.claim(&4);
    assert_ne!(third, second);
    assert_eq!(undo.undo(&4), Some(1));
    assert_eq!(undo.newest(&1), first);
    assert_eq!(undo.redo(&1), Some(4));
    assert_eq!(undo.newest(&4), third);
}

#[test]
fn what_changes_by_itself_is_no_step() {
    let mut undo = fed(&[(0.0, 0, STILL)]);
    undo.amend(&0, &5);
    undo.feed(1.0, &5, STILL);
    undo.feed(2.0, &5, STILL);
    assert_eq!(undo.before(&5), None);
    undo.feed(3.0, &6, STILL);
    undo.feed(4.0, &6, STILL);
    assert_eq!(undo.undo(&6), Some(5));
}

#[test]
fn no_more_steps_are_kept_than_wanted() {
    let mut undo = Undo {
        most: 3,
        ..Undo::default()
    };
    for at in 0..20 {
        undo.feed(f64::from(at), &at, STILL);
        undo.feed(f64::from(at) + 0.5, &at, STILL);
    }
    let (mut state, mut steps) = (19, 0);
    while let Some(before) = undo.undo(&state) {
        (state, steps) = (before, steps + 1);
    }
    assert_eq!((state, steps), (16, 3));
}

fn words(change: impl FnOnce(&mut Explore)) -> String {
    let before = Explore {
        sources: vec![1, 2],
        references: vec![3, 4],
        latents: vec![Latent::from_seed(41, 4)],
        ..Explore::default()
    };
    let mut after = before.clone();
    change(&mut after);
    assert_ne!(before, after);
    let name = |id: u64| format!("{id}.png");
    let branch = |at: usize| -> String { ["cat", "dog"][at].to_owned() };
    describe(&before, &after, &name, &branch)
}

#[test]
fn every_change_has_its_words() {
    let own = ("cat".to_owned(), CropBox::whole(4, 4));
    let edits = |e: &mut Explore| {
        let mut map = EditMap::default();
        map.paint([[0.5, 0.5]; 2], 0.2, Touch::Protect);
        e.eye.edits.insert(2, map);
    };
    let blend = Blend::equal([End::Reference(3), End::Reference(4)]);
    assert_eq!(words(|e| e.remove(Side::Sources, 1)), "remove 1.png");
    assert_eq!(words(|e| e.sources.push(9)), "add 9.png");
    assert_eq!(words(|e| e.sources.extend([8, 9])), "add 2 pictures");
    assert_eq!(
        words(|e| e.shift(Side::References, 3, true)),
        "order of references"
    );
    let swapped = words(|e| std::mem::swap(&mut e.sources, &mut e.references));
    assert_eq!(swapped, "swap sources and references");
    let moved = words(|e| e.place(1, Side::Sources, Side::References, None));
    assert_eq!(moved, "make 1.png a reference");
    assert_eq!(words(|e| drop(e.own.insert(1, own.0))), "domain of 1.png");
    assert_eq!(
        words(|e| {
            e.crops.insert(2, own.1);
        }),
        "crop of 2.png"
    );
    assert_eq!(words(|e| e.choose(Branch::One(1))), "branch dog");
    assert_eq!(words(|e| e.branch = Branch::All), "all branches");
    assert_eq!(
        words(|e| e.style_from = StyleFrom::Latents),
        "styles from latents"
    );
    assert_eq!(words(|e| e.latents[0] = Latent::from_seed(7, 4)), "seed 7");
    assert_eq!(words(|e| e.latents[0].z[1] = 9.0), "latent of seed 41");
    assert_eq!(
        words(|e| e.latents.push(Latent::from_seed(1, 4))),
        "add a latent"
    );
    assert_eq!(words(|e| e.psi = 0.5), "truncation");
    assert_eq!(words(|e| e.strength = 0.5), "strength of styles");
    assert_eq!(words(|e| e.blend = Some(blend)), "add the blend row");
    assert_eq!(words(|e| e.labels.strength = 0.5), "strength of labels");
    assert_eq!(
        words(|e| e.labels.rows.push(LabelRow::default())),
        "add a row of labels"
    );
    assert_eq!(words(|e| e.eye.strength = 0.5), "strength of masks");
    assert_eq!(words(edits), "painting on 2.png");
    assert_eq!(
        words(|e| {
            e.eye.aligned.insert(1);
        }),
        "alignment of 1.png"
    );
    let names = |e: &mut Explore| drop(e.names.insert("demo".into(), vec!["x".into()]));
    assert_eq!(words(names), "names of branches");
}
