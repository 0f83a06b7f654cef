//! Training as the engine performs it: runs of a tiny network on pictures made here, on the CPU.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use image::RgbImage;
use stargrid::engine::device::{self, Compute, DeviceChoice};
use stargrid::engine::training::prepare::scan_of;
use stargrid::engine::training::{Advance, Again, Observer, RunStart, Session, TrainEvent};
use stargrid::problem::Problem;
use stargrid::runs::{Row, checkpoints, metrics};
use stargrid::train::TrainConfig;
use stargrid::train::config::{DataOptions, ModelShape, Schedule};

mod faults;
mod resume;
mod systems;
mod window;

/// What a session reported, for a look while it goes on.
pub type Reports = Arc<Mutex<Vec<TrainEvent>>>;

/// A data set and a place for runs; both vanish with the value.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// Two domains of twelve pictures each.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (domain, hue) in [("blue", 2), ("red", 0)] {
            fill_domain(&folder.path().join("data").join(domain), hue, 12);
        }
        Self { folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A tiny run of `steps` steps with a row at each.
    pub fn config(&self, steps: u64) -> TrainConfig {
        TrainConfig {
            model: ModelShape {
                img_size: 32,
                base_width: 4,
                width_cap: 8,
                style_dim: 8,
                latent_dim: 4,
                hidden: 8,
                w_hpf: 0.0,
                ..ModelShape::default()
            },
            data: DataOptions {
                root: Some(self.data()),
                ..DataOptions::default()
            },
            schedule: Schedule {
                steps,
                batch: 2,
                log_every: 1,
                sample_every: 1_000,
                save_every: 1_000,
                autosave_steps: 4,
                autosave_seconds: 0,
                ..Schedule::default()
            },
            ..TrainConfig::default()
        }
    }

    /// Begins a run in the folder `name`.
    pub fn begin(&self, name: &str, config: TrainConfig) -> Result<(Session, Reports), Problem> {
        let start = RunStart {
            config,
            folder: self.path(name),
            probes: Vec::new(),
        };
        let (reports, observer) = observer();
        let mut look = |config: &TrainConfig| scan_of(config, None);
        Session::begin(start, &cpu(), &mut look, observer).map(|session| (session, reports))
    }

    /// Goes on with the run in the folder `name`.
    pub fn resume(&self, name: &str, steps: Option<u64>) -> Result<(Session, Reports), Problem> {
        let again = Again {
            folder: self.path(name),
            steps,
            data: None,
        };
        let (reports, observer) = observer();
        let mut look = |config: &TrainConfig| scan_of(config, None);
        Session::resume(&again, &cpu(), &mut look, observer).map(|session| (session, reports))
    }

    /// A whole run without a break.
    pub fn whole(&self, name: &str, steps: u64) {
        let (mut session, _) = self.begin(name, self.config(steps)).unwrap();
        finish(&mut session);
    }

    /// What a run computed: its rows without the seconds, and its final state.
    pub fn outcome(&self, name: &str) -> (Vec<Row>, stargrid::train::TrainerState) {
        let run = self.path(name);
        let (state, _, complaints) = checkpoints::newest_state(&run).unwrap();
        assert_eq!(complaints, Vec::<String>::new());
        (timeless(&run), state)
    }
}

fn observer() -> (Reports, Observer) {
    let reports = Reports::default();
    let kept = Arc::clone(&reports);
    let observer = move |event| kept.lock().unwrap().push(event);
    (reports, Box::new(observer))
}

/// The CPU.
pub fn cpu() -> Compute {
    device::choose(DeviceChoice::Cpu, None).unwrap()
}

/// Fills a folder with small pictures of one colour and noise of their own.
pub fn fill_domain(folder: &Path, hue: usize, count: u32) {
    std::fs::create_dir_all(folder).unwrap();
    for number in 0..count {
        let picture = RgbImage::from_fn(40, 40, |x, y| {
            let noise = (x * 37 + y * 101 + number * 53 + x * y * (number + 3)) % 97;
            let mut pixel = [noise as u8; 3];
            pixel[hue] = 255 - (number * 7) as u8;
            image::Rgb(pixel)
        });
        picture
            .save(folder.join(format!("{number:04}.png")))
            .unwrap();
    }
}

/// Performs `count` steps that must not end the run.
pub fn steps(session: &mut Session, count: u64) {
    for _ in 0..count {
        assert_eq!(session.advance(&mut || {}), Advance::Went);
    }
}

/// Performs all steps that are left.
pub fn finish(session: &mut Session) {
    loop {
        match session.advance(&mut || {}) {
            Advance::Went => {}
            Advance::Done => break,
            Advance::Failed(problem) => panic!("{problem}"),
        }
    }
    session.finish().unwrap();
}

/// A run's rows without the seconds, which differ between equal runs.
pub fn timeless(run: &Path) -> Vec<Row> {
    let rows = metrics::read(&run.join("metrics.jsonl")).unwrap();
    let timeless = |row| Row {
        seconds: 0.0,
        ..row
    };
    rows.into_iter().map(timeless).collect()
}

/// The sentences of all troubles told so far.
pub fn troubles(reports: &Reports) -> Vec<String> {
    let reports = reports.lock().unwrap();
    let sentence = |event: &TrainEvent| match event {
        TrainEvent::Trouble(problem) => Some(problem.to_string()),
        _ => None,
    };
    reports.iter().filter_map(sentence).collect()
}
