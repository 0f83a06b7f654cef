//! Keeping, changing, and what a kill at any byte leaves.

use super::*;
use crate::domain::recipe::{BranchRecipe, PictureRecipe, StyleRecipe};
use crate::gallery::JOURNAL;

fn picture(number: usize) -> Picture {
    let bytes = (0..8 * 8 * 3).map(|at| (at * 7 + number * 13) as u8);
    Picture::new(8, 8, bytes.collect()).unwrap()
}

fn recipe(number: usize) -> Recipe {
    let source = PictureRecipe {
        name: format!("mia {number}.jpg"),
        ..PictureRecipe::default()
    };
    let style = StyleRecipe::Latent {
        seed: Some(number as u64),
        z: None,
        branch: BranchRecipe::default(),
        psi: 1.0,
    };
    let mut recipe = Recipe::new(source, style);
    recipe.time = Some(1000 + number as u64);
    recipe
}

fn keep(store: &mut Store, number: usize) -> Kept {
    let inputs = [Arc::new(picture(number + 100))];
    store
        .keep(&picture(number), recipe(number), &inputs)
        .unwrap()
}

#[test]
fn what_is_kept_starred_named_and_deleted_comes_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let kept: Vec<Kept> = (0..4).map(|number| keep(&mut store, number)).collect();
    let ids: Vec<KeptId> = kept.iter().map(|kept| kept.id).collect();
    store.mark(vec![ids[0], ids[2]], Mark::Star(true)).unwrap();
    store.mark(vec![ids[1]], Mark::Name("best".into())).unwrap();
    store.mark(vec![ids[2], ids[3]], Mark::Delete).unwrap();
    let restored = store.mark(vec![ids[3]], Mark::Restore).unwrap();
    assert_eq!(restored, [kept[3].clone()]);
    let expected = store.index.kept.clone();
    drop(store);
    let opened = Store::open(folder.path()).unwrap();
    assert_eq!(
        (&opened.kept, opened.found, opened.damaged),
        (&expected, 0, 0)
    );
    let is = |at: usize| &opened.kept[at];
    assert!(
        is(0).starred && is(1).name == "best" && is(2).deleted.is_some() && is(3).deleted.is_none()
    );
    let (pixels, carried) = opened.store.read(ids[2]).unwrap();
    assert_eq!(
        pixels,
        picture(2),
        "a deleted one is still there to be had back"
    );
    assert_eq!(carried.recipe, Some(recipe(2)));
    assert_eq!(*carried.inputs[0], picture(102));
}

#[test]
fn a_journal_cut_at_any_byte_loses_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let kept: Vec<Kept> = (0..3).map(|number| keep(&mut store, number)).collect();
    store.mark(vec![kept[0].id], Mark::Star(true)).unwrap();
    drop(store);
    let journal = folder.path().join(JOURNAL);
    let whole = std::fs::read(&journal).unwrap();
    for end in 0..=whole.len() {
        std::fs::write(&journal, &whole[..end]).unwrap();
        let mut opened = Store::open(folder.path()).unwrap();
        let ids: Vec<KeptId> = opened.kept.iter().map(|kept| kept.id).collect();
        assert_eq!(
            ids,
            kept.iter().map(|kept| kept.id).collect::<Vec<_>>(),
            "cut at {end}"
        );
        assert!(opened.damaged <= 1);
        // What comes after the cut line is read again, too.
        opened
            .store
            .mark(vec![kept[1].id], Mark::Star(true))
            .unwrap();
        drop(opened);
        assert!(
            Store::open(folder.path()).unwrap().kept[1].starred,
            "cut at {end}"
        );
    }
}

#[test]
fn what_was_deleted_long_ago_goes_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let kept: Vec<Kept> = (0..3).map(|number| keep(&mut store, number)).collect();
    store
        .mark(vec![kept[0].id, kept[1].id], Mark::Delete)
        .unwrap();
    store.mark(vec![kept[1].id], Mark::Restore).unwrap();
    store.tidy(now() + GRACE - 60).unwrap();
    assert_eq!(store.index.kept.len(), 3, "not yet");
    store.tidy(now() + GRACE + 60).unwrap();
    assert!(!store.path(kept[0].id).exists());
    drop(store);
    let opened = Store::open(folder.path()).unwrap();
    assert_eq!(opened.kept, kept[1..]);
    assert!(opened.store.read(kept[1].id).is_ok());
    assert!(matches!(
        opened.store.read(kept[0].id),
        Err(GalleryError::Lost(_))
    ));
}

#[test]
fn a_full_disk_is_called_so_and_a_crash_leaves_nothing_in_the_folder() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let error = GalleryError::from(png::SaveError::write(Path::new("/g"), full));
    assert!(matches!(error, GalleryError::DiskFull(_)), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let left = folder.path().join(".stargrid-x.part");
    std::fs::write(&left, "half a journal").unwrap();
    let first = Store::open(folder.path()).unwrap();
    assert!(!left.exists());
    std::fs::write(&left, "half a journal").unwrap();
    drop(Store::open(folder.path()).unwrap());
    assert!(left.exists(), "the first program may be writing it");
    drop(first);
}

#[test]
fn a_second_program_keeps_too_and_does_not_tidy() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Store::open(folder.path()).unwrap().store;
    let old = keep(&mut first, 0);
    let mut second = Store::open(folder.path()).unwrap();
    assert!(second.store.lock.is_none());
    let new = keep(&mut second.store, 1);
    let mine = keep(&mut first, 2);
    drop((first, second));
    assert_eq!(Store::open(folder.path()).unwrap().kept, [old, new, mine]);
}

/// Lets the journal say that these were deleted long ago.
fn deleted_long_ago(folder: &Path, ids: Vec<KeptId>) {
    let (mark, time) = (Mark::Delete, now() - GRACE - 60);
    journal::add(folder, &[Line::Marked { ids, mark, time }]).unwrap();
}

#[test]
fn a_folder_that_cannot_be_tidied_is_open_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let kept: Vec<Kept> = (0..3).map(|number| keep(&mut store, number)).collect();
    deleted_long_ago(folder.path(), vec![kept[0].id, kept[1].id]);
    let stuck = store.path(kept[0].id);
    drop(store);
    // A folder is not removed as a file is, whoever asks.
    std::fs::remove_file(&stuck).unwrap();
    std::fs::create_dir(&stuck).unwrap();
    let opened = Store::open(folder.path()).unwrap();
    let ids = |kept: &[Kept]| kept.iter().map(|kept| kept.id).collect::<Vec<_>>();
    assert_eq!(ids(&opened.kept), [kept[0].id, kept[2].id]);
    drop(opened);
    let lock = folder.path().join(LOCK);
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let mut opened = Store::open(folder.path()).unwrap();
    assert!(opened.store.lock.is_none());
    keep(&mut opened.store, 4);
}

#[test]
fn tidying_leaves_what_a_second_program_kept_and_every_line_it_does_not_understand() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Store::open(folder.path()).unwrap().store;
    let old: Vec<Kept> = (0..2).map(|number| keep(&mut first, number)).collect();
    first.mark(vec![old[0].id], Mark::Delete).unwrap();
    let mut second = Store::open(folder.path()).unwrap().store;
    let new = keep(&mut second, 2);
    second.mark(vec![old[1].id], Mark::Star(true)).unwrap();
    let foreign = "{\"renamed\":{\"from\":1}}";
    let journal = folder.path().join(JOURNAL);
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, format!("{text}{foreign}\n")).unwrap();
    first.tidy(now() + GRACE + 60).unwrap();
    let text = std::fs::read_to_string(&journal).unwrap();
    assert!(text.lines().any(|line| line == foreign), "{text}");
    assert!(!text.contains(&old[0].id.to_string()), "{text}");
    drop((first, second));
    let opened = Store::open(folder.path()).unwrap();
    assert_eq!((opened.found, opened.damaged), (0, 1));
    assert_eq!(opened.kept[1], new);
    assert!(opened.kept[0].id == old[1].id && opened.kept[0].starred);
}

#[test]
fn a_line_with_a_recipe_that_no_result_has_is_passed_over_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let (old, good) = (keep(&mut store, 0), keep(&mut store, 1));
    let mut newer = recipe(2);
    newer.version += 1;
    let mut wrong = recipe(3);
    wrong.source.name = "x".repeat(100_000);
    let strange = [newer, wrong].map(|recipe| {
        let recipe = Arc::new(recipe);
        let id = KeptId::of(recipe.source.name.as_bytes());
        Line::Kept(Box::new(Kept {
            id,
            recipe,
            ..good.clone()
        }))
    });
    journal::add(folder.path(), &strange).unwrap();
    deleted_long_ago(folder.path(), vec![old.id]);
    drop(store);
    for _ in 0..2 {
        let opened = Store::open(folder.path()).unwrap();
        assert_eq!((opened.kept, opened.damaged), (vec![good.clone()], 2));
    }
}
