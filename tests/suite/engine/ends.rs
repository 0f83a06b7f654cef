//! The end of the program: what a person asked for is on the disk, even when nobody took the answers any more.

use std::sync::Arc;

use stargrid::domain::recipe::{BranchRecipe, PictureRecipe, StyleRecipe};
use stargrid::domain::{Picture, Recipe};
use stargrid::engine::Engine;
use stargrid::engine::device::DeviceChoice;
use stargrid::engine::gallery::messages::LoadFor;
use stargrid::engine::made::Made;
use stargrid::engine::messages::SaveJob;
use stargrid::gallery::{KeptId, Store};

/// More answers than may wait for the window.
const ANSWERS: u32 = 600;

fn start() -> Engine {
    Engine::start(DeviceChoice::Cpu, None, Arc::new(|| ())).unwrap()
}

/// A picture that is slow to pack.
fn noise(seed: u32) -> Arc<Picture> {
    let bytes =
        (0..768 * 768 * 3u32).map(|at| ((at ^ seed).wrapping_mul(2_654_435_761) >> 13) as u8);
    Arc::new(Picture::new(768, 768, bytes.collect()).unwrap())
}

#[test]
fn what_is_saved_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let place = |number: u32| folder.path().join(format!("{number}.png"));
    let engine = start();
    for number in 0..8 {
        let job = SaveJob::Picture(Made::Pixels(noise(number)));
        engine.jobs.save(place(number), job);
    }
    drop(engine);
    for number in 0..8 {
        assert!(place(number).exists(), "{number}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 8);
}

#[test]
fn what_is_kept_is_there_although_nobody_takes_the_answers() {
    let folder = tempfile::tempdir().unwrap();
    let engine = start();
    engine.gallery.open(folder.path().to_owned());
    for number in 0..ANSWERS {
        let id = KeptId::of(&number.to_le_bytes());
        engine.gallery.load(id, LoadFor::View);
    }
    let style = StyleRecipe::Latent {
        seed: Some(1),
        z: None,
        branch: BranchRecipe::default(),
        psi: 1.0,
    };
    let recipe = Recipe::new(PictureRecipe::default(), style);
    let made = Made::Pixels(noise(1));
    engine.gallery.keep(made, recipe, Vec::new());
    drop(engine);
    assert_eq!(Store::open(folder.path()).unwrap().kept.len(), 1);
}
