//! Kept results as a process keeps them that is killed at any moment.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use stargrid::domain::recipe::{BranchRecipe, PictureRecipe, StyleRecipe};
use stargrid::domain::{Picture, Recipe};
use stargrid::engine::Engine;
use stargrid::engine::device::DeviceChoice;
use stargrid::engine::gallery::messages::{GalleryEvent, Riding};
use stargrid::engine::made::Made;
use stargrid::engine::messages::Event;
use stargrid::export::png;
use stargrid::gallery::{KeptId, Mark, Store};

/// Tells the child where to keep.
const FOLDER: &str = "STARGRID_TEST_KEEP_IN";
/// Kills.
const KILLS: u64 = 20;
/// Far above what a step takes.
const PATIENCE: Duration = Duration::from_secs(60);

fn picture(seed: u64) -> Picture {
    let bytes = (0..64 * 64 * 3u64)
        .map(|at| (at.wrapping_mul(seed.wrapping_mul(2_654_435_761) | 1) >> 7) as u8);
    Picture::new(64, 64, bytes.collect()).unwrap()
}

fn recipe(seed: u64) -> Recipe {
    let source = PictureRecipe {
        name: "mia.jpg".to_owned(),
        ..PictureRecipe::default()
    };
    let style = StyleRecipe::Latent {
        seed: Some(seed),
        z: None,
        branch: BranchRecipe::default(),
        psi: 1.0,
    };
    Recipe::new(source, style)
}

/// Not a test of its own: the child of the test below. It keeps and stars until it is killed, and says what is done.
#[test]
#[ignore = "run by the test below"]
fn keep_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
    engine.gallery.open(folder.into());
    let first = u64::from(std::process::id()) << 20;
    for seed in first.. {
        let made = Made::Pixels(Arc::new(picture(seed)));
        engine
            .gallery
            .keep(made, recipe(seed), vec![Arc::new(picture(seed + 1))]);
        let kept = loop {
            match next(&engine) {
                GalleryEvent::Kept(item) => break item.kept.id,
                GalleryEvent::NotKept(problem) | GalleryEvent::Closed(problem) => {
                    panic!("{problem}")
                }
                _ => {}
            }
        };
        say(&format!("kept {kept} {seed}"));
        if seed.is_multiple_of(2) {
            engine.gallery.mark(vec![kept], Mark::Star(true));
            while !matches!(next(&engine), GalleryEvent::Marked(_)) {}
            say(&format!("starred {kept} {seed}"));
        }
    }
}

fn next(engine: &Engine) -> GalleryEvent {
    let began = Instant::now();
    loop {
        let event = engine.poll().find_map(|event| match event {
            Event::Gallery(event) => Some(*event),
            _ => None,
        });
        if let Some(event) = event {
            return event;
        }
        assert!(began.elapsed() < PATIENCE, "the gallery says nothing");
        std::thread::sleep(Duration::from_micros(200));
    }
}

fn say(words: &str) {
    println!("\n{words}");
    std::io::stdout().flush().unwrap();
}

/// Runs the child for a while, kills it, and notes what it said was kept (by its seed) and starred.
fn run_and_kill(folder: &Path, after: Duration, kept: &mut HashMap<KeptId, (u64, bool)>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "gallery::keep_until_killed",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut began = None;
    for line in lines.map_while(Result::ok) {
        let words: Vec<&str> = line.split(' ').collect();
        if let [what @ ("kept" | "starred"), id, seed] = words[..] {
            let entry = kept.entry(KeptId::named(id).unwrap()).or_default();
            entry.0 = seed.parse().unwrap();
            entry.1 |= what == "starred";
            began.get_or_insert_with(Instant::now);
        }
        if began.is_some_and(|began| began.elapsed() >= after) {
            // SIGKILL; what it says until then is still in the pipe.
            let _ = child.kill();
            began = None;
        }
    }
    child.wait().unwrap();
}

#[test]
fn twenty_kills_lose_no_kept_result() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = HashMap::new();
    for kill in 0..KILLS {
        let before = kept.len();
        // Anything between nothing and a quarter of a second, never the same twice.
        let after = Duration::from_micros(kill.wrapping_mul(7_919_113) % 250_000);
        run_and_kill(folder.path(), after, &mut kept);
        assert!(kept.len() > before, "kill {kill}: the child kept something");
        let opened = Store::open(folder.path()).unwrap();
        let mut there: HashMap<KeptId, bool> = HashMap::new();
        for one in &opened.kept {
            there.insert(one.id, one.starred);
        }
        for (id, (_, starred)) in &kept {
            assert!(there.contains_key(id), "kill {kill}: {id} is lost");
            assert!(
                there[id] || !starred,
                "kill {kill}: the star of {id} is lost"
            );
        }
    }
    let store = Store::open(folder.path()).unwrap().store;
    for (id, (seed, _)) in &kept {
        let (pixels, carried) = store.read(*id).unwrap();
        assert_eq!(pixels, picture(*seed));
        assert_eq!(carried.recipe, Some(recipe(*seed)));
        assert_eq!(*carried.inputs[0], picture(seed + 1));
    }
    println!("{} kept results after {KILLS} kills", kept.len());
}

#[test]
fn a_copy_carries_what_the_person_wants_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let inputs = [Arc::new(picture(2))];
    let kept = store.keep(&picture(1), recipe(1), &inputs).unwrap();
    drop(store);
    let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
    engine.gallery.open(folder.path().to_owned());
    let ridings = [Riding::Nothing, Riding::Recipe, Riding::Inputs];
    let place = |riding| folder.path().join(format!("{riding:?}.png"));
    for riding in ridings {
        engine.gallery.export(kept.id, place(riding), riding);
    }
    // The end of the engine waits until they are there.
    drop(engine);
    let found = ridings.map(|riding| {
        let (pixels, carried) = png::read_with(&place(riding)).unwrap();
        assert_eq!(pixels, picture(1));
        (carried.recipe.is_some(), carried.inputs.len())
    });
    assert_eq!(found, [(false, 0), (true, 0), (true, 1)]);
}

#[test]
fn without_a_folder_nothing_is_kept_and_it_is_said_what_to_do() {
    let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
    let made = Made::Pixels(Arc::new(picture(1)));
    engine.gallery.keep(made, recipe(1), Vec::new());
    match next(&engine) {
        GalleryEvent::NotKept(problem) => assert!(problem.hint.is_some(), "{problem}"),
        other => panic!("{other:?}"),
    }
}
