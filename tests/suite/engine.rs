//! The inference worker as the window uses it: orders in, events out, on the demo model and the demo pictures.
//!
//! The worker calls `notify` on its own thread after each event, so a test can hold it there: what "newest wins" promises is
//! then exact, not a matter of timing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use stargrid::data;
use stargrid::domain::{CellKey, Fingerprint, Picture, StyleSource, latent};
use stargrid::engine::Engine;
use stargrid::engine::device::{self, DeviceChoice};
use stargrid::engine::messages::{CellJob, Event, GridRequest, ModelInfo, ModelSource};
use stargrid::engine::translator::Pictures;
use stargrid::problem::Problem;

mod codes;
mod compare;
mod ends;
mod exports;
mod gpu;
mod kills;
mod taste;
mod translator;
mod trip;

/// Far above what any step takes; reached only when something hangs.
const PATIENCE: Duration = Duration::from_secs(120);
/// Side of the demo model's pictures.
const DEMO_SIZE: usize = 64;

/// Holds the worker after its n-th event, and counts its events.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, Option<usize>)>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 += 1;
        while state.1.is_some_and(|limit| state.0 >= limit) {
            state = self.opened.wait(state).unwrap();
        }
    }

    /// Lets `more` further events happen, and holds the worker right after the last of them.
    fn hold_after(&self, more: usize) {
        let mut state = self.state.lock().unwrap();
        state.1 = Some(state.0 + more);
    }

    fn open(&self) {
        self.state.lock().unwrap().1 = None;
        self.opened.notify_all();
    }

    fn events(&self) -> usize {
        self.state.lock().unwrap().0
    }
}

/// An engine on the CPU with the events it sent.
struct Bench {
    engine: Engine,
    gate: Arc<Gate>,
    waiting: std::collections::VecDeque<Event>,
    taken: usize,
}

impl Bench {
    fn start() -> Self {
        Self::on(DeviceChoice::Cpu)
    }

    fn on(choice: DeviceChoice) -> Self {
        let gate = Arc::new(Gate::default());
        let held = Arc::clone(&gate);
        let engine = Engine::start(choice, None, Arc::new(move || held.pass())).unwrap();
        Self {
            engine,
            gate,
            waiting: std::collections::VecDeque::new(),
            taken: 0,
        }
    }

    /// An engine with the demo model open.
    fn with_demo() -> (Self, Box<ModelInfo>) {
        let mut bench = Self::start();
        bench.engine.open_model(ModelSource::Demo);
        let info = bench.opened();
        (bench, info)
    }

    fn next(&mut self) -> Event {
        let started = Instant::now();
        loop {
            self.waiting.extend(self.engine.poll());
            if let Some(event) = self.waiting.pop_front() {
                self.taken += 1;
                return event;
            }
            assert!(started.elapsed() < PATIENCE, "the engine is silent");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn opened(&mut self) -> Box<ModelInfo> {
        loop {
            match self.next() {
                Event::Opened(info) => return info,
                Event::Device(_) | Event::Opening(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn cell(&mut self) -> (CellKey, Result<Arc<Picture>, Problem>) {
        match self.next() {
            Event::Cell { key, result, .. } => (key, result.map(|made| made.pixels().unwrap())),
            other => panic!("{other:?}"),
        }
    }

    fn cells(&mut self, count: usize) -> Vec<CellKey> {
        let cell = |_| {
            let (key, result) = self.cell();
            result.unwrap();
            key
        };
        (0..count).map(cell).collect()
    }

    /// Waits until the worker went on from its last event: it counts an event after sending it.
    fn settle(&self) {
        let started = Instant::now();
        while self.gate.events() < self.taken {
            assert!(started.elapsed() < PATIENCE, "the engine is silent");
            std::thread::yield_now();
        }
    }
}

fn demo_file(name: &str) -> PathBuf {
    let domain = name.split('-').next().unwrap();
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/demo/pictures")
        .join(domain)
        .join(format!("{name}.png"))
}

/// A demo picture as the model sees it.
fn demo_picture(name: &str) -> Arc<Picture> {
    let opened = data::open_picture(&demo_file(name)).unwrap();
    Arc::new(data::model_view(
        &opened.picture,
        opened.guess.crop,
        DEMO_SIZE,
    ))
}

fn pictures(names: &[&str]) -> (Arc<Pictures>, Vec<Fingerprint>) {
    let all: Vec<Arc<Picture>> = names.iter().map(|name| demo_picture(name)).collect();
    let prints = all.iter().map(|picture| picture.fingerprint()).collect();
    let map = all
        .into_iter()
        .map(|picture| (picture.fingerprint(), picture))
        .collect();
    (Arc::new(map), prints)
}

fn reference(picture: Fingerprint, domain: usize) -> StyleSource {
    StyleSource::Reference { picture, domain }
}

fn seeded(seed: u64) -> StyleSource {
    StyleSource::Latent {
        z: latent::many(seed, 1, 16),
        domain: 0,
        psi: 1.0,
    }
}

fn job(model: u64, source: Fingerprint, style: StyleSource) -> CellJob {
    let key = CellKey {
        model,
        source,
        style: style.key(),
    };
    CellJob { key, style }
}

fn request(cells: Vec<CellJob>, pictures: &Arc<Pictures>) -> GridRequest {
    GridRequest {
        cells,
        pictures: Arc::clone(pictures),
    }
}

/// `count` cells of one source in the styles of different seeds.
fn row(model: u64, source: Fingerprint, seeds: std::ops::Range<u64>) -> Vec<CellJob> {
    seeds.map(|seed| job(model, source, seeded(seed))).collect()
}

fn keys(cells: &[CellJob]) -> Vec<CellKey> {
    cells.iter().map(|cell| cell.key).collect()
}

#[test]
fn the_worker_says_which_device_it_took_and_why() {
    let mut bench = Bench::start();
    let Event::Device(facts) = bench.next() else {
        panic!("the device comes first");
    };
    assert_eq!(facts.name, "CPU");
    assert_eq!(facts.reason, "chosen by you");
    assert!(!facts.gpu);
    assert!(facts.threads >= 1);
}

#[test]
fn the_demo_model_opens_with_its_domains() {
    let (_bench, info) = Bench::with_demo();
    assert_eq!(info.number, 1);
    assert_eq!(info.source, ModelSource::Demo);
    assert_eq!(info.config.img_size, DEMO_SIZE);
    assert_eq!(
        info.config.domains.names(),
        ["clay", "critters", "moods", "sprouts"]
    );
    assert!(info.has_style_encoder && info.has_mapping);
}

#[test]
fn a_grid_holds_what_the_translator_makes() {
    let (mut bench, info) = Bench::with_demo();
    let (all, at) = pictures(&["clay-0000", "moods-0001", "critters-0002", "sprouts-0003"]);
    let mut cells = Vec::new();
    for &source in &at[..2] {
        cells.push(job(info.number, source, reference(at[2], 1)));
        cells.push(job(info.number, source, reference(at[3], 3)));
    }
    bench.engine.request(request(cells.clone(), &all));
    let mut direct = translator::demo();
    let mut found = Vec::new();
    for cell in &cells {
        let (key, result) = bench.cell();
        assert_eq!(key, cell.key, "cells come in the order asked for");
        let expected = direct
            .translate(cell.key.source, &cell.style, &all)
            .unwrap();
        let picture = result.unwrap();
        assert_eq!(*picture, expected);
        found.push(picture.fingerprint());
    }
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 4, "four crossings, four pictures");
}

#[test]
fn the_newest_request_wins() {
    let (mut bench, info) = Bench::with_demo();
    let (all, at) = pictures(&["clay-0000"]);
    let first = row(info.number, at[0], 0..200);
    let last = row(info.number, at[0], 1000..1006);
    bench.settle();
    bench.gate.hold_after(3);
    bench.engine.request(request(first.clone(), &all));
    assert_eq!(bench.cells(3), keys(&first[..3]));
    // The worker stands still after its third cell. Two orders now: the one in the middle is never seen.
    bench
        .engine
        .request(request(row(info.number, at[0], 500..600), &all));
    bench.engine.request(request(last.clone(), &all));
    bench.gate.open();
    assert_eq!(bench.cells(6), keys(&last), "nothing of the older requests");
}

#[test]
fn cancel_ends_after_the_cell_in_progress() {
    let (mut bench, info) = Bench::with_demo();
    let (all, at) = pictures(&["clay-0000"]);
    let cells = row(info.number, at[0], 0..200);
    bench.settle();
    bench.gate.hold_after(2);
    bench.engine.request(request(cells.clone(), &all));
    assert_eq!(bench.cells(2), keys(&cells[..2]));
    bench.engine.cancel();
    bench.gate.open();
    // Silence can only be waited for. A worker that ignores the cancel makes about twenty cells in this time.
    std::thread::sleep(Duration::from_millis(400));
    assert!(bench.engine.poll().next().is_none(), "a cell after cancel");
    let more = row(info.number, at[0], 300..301);
    bench.engine.request(request(more.clone(), &all));
    assert_eq!(bench.cells(1), keys(&more));
}

#[test]
fn a_bad_model_file_leaves_the_old_model_at_work() {
    let (mut bench, info) = Bench::with_demo();
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("not-a-model.ckpt");
    std::fs::write(&bad, b"a shopping list").unwrap();
    bench.engine.open_model(ModelSource::File(bad.clone()));
    assert!(matches!(bench.next(), Event::Opening(ModelSource::File(path)) if path == bad));
    let Event::OpenFailed(problem) = bench.next() else {
        panic!("a shopping list is no model");
    };
    assert!(
        problem.to_string().contains("not-a-model.ckpt"),
        "{problem}"
    );
    let (all, at) = pictures(&["clay-0000"]);
    let cells = row(info.number, at[0], 0..1);
    bench.engine.request(request(cells.clone(), &all));
    assert_eq!(bench.cells(1), keys(&cells));
}

#[test]
fn a_faulty_cell_is_reported_and_the_next_one_comes() {
    let (mut bench, info) = Bench::with_demo();
    let (all, at) = pictures(&["clay-0000"]);
    let mut all = Pictures::clone(&all);
    let small = Arc::new(Picture::filled(8, 8, [9; 3]));
    all.insert(small.fingerprint(), Arc::clone(&small));
    let cells = vec![
        job(info.number, small.fingerprint(), seeded(0)),
        job(info.number, Fingerprint(42), seeded(0)),
        job(info.number, at[0], reference(at[0], 9)),
        job(info.number, at[0], seeded(0)),
    ];
    bench.engine.request(request(cells, &Arc::new(all)));
    for cause in [
        "64 x 64 pixels",
        "64 x 64 pixels",
        "branch 9 does not exist",
    ] {
        let problem = bench.cell().1.unwrap_err();
        assert_eq!(problem.headline, "This cell could not be computed");
        assert!(problem.to_string().contains(cause), "{problem}");
    }
    assert!(bench.cell().1.is_ok());
}

#[test]
fn another_device_opens_the_model_again_and_forgets_old_cells() {
    let (mut bench, info) = Bench::with_demo();
    bench.engine.switch_device(DeviceChoice::Cpu);
    let again = bench.opened();
    assert_eq!((info.number, again.number), (1, 2));
    let (all, at) = pictures(&["clay-0000"]);
    let mut cells = row(1, at[0], 0..3);
    cells.extend(row(2, at[0], 0..1));
    bench.engine.request(request(cells.clone(), &all));
    assert_eq!(bench.cells(1), keys(&cells[3..]), "no cell of model 1");
}
