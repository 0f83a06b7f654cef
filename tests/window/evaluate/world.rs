//! A made-up evaluation: news as the worker would send them, of the demo model, with figures that look like some.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;
use std::sync::Arc;

use egui::Vec2;
use stargrid::data;
use stargrid::domain::Picture;
use stargrid::engine::demo;
use stargrid::engine::evaluation::messages::{
    EvaluationEvent, EvaluationNews, Example, Examples, Progress, Task, TaskDone,
};
use stargrid::evaluation::report::{Counts, DataFacts, Figure, Subject, task};
use stargrid::evaluation::{Evaluation, Metric, Mode};
use stargrid::gui::state::{Session, Tab};

use crate::app::{Desk, SIZE};
use crate::shots::SNAPSHOT_SCALE;

/// The demo's domains.
pub const DOMAINS: [&str; 4] = ["clay", "critters", "moods", "sprouts"];
/// A cell of the matrix of the demo at step 3,500, by its name.
pub const CELL: &str = "KID, clay to moods: 0.01589 ± 0.00060";
/// Modes of an official evaluation.
pub const MODES: [Mode; 2] = [Mode::Latent, Mode::Reference];

/// A session with the Evaluate tab in front.
pub fn session(dark: bool) -> Session {
    Session {
        dark,
        tab: Tab::Evaluate,
        ..Session::default()
    }
}

fn ready(mut desk: Desk) -> Desk {
    desk.state_mut().make_up_evaluation();
    desk.state_mut().make_up_training();
    desk.until("the demo model is open", |desk| {
        desk.state().model().is_some()
    });
    desk.rest();
    desk
}

/// The tab as a new user finds it.
pub fn desk() -> Desk {
    ready(Desk::with(session(true)))
}

/// The tab with a session of before.
pub fn desk_with(session: Session) -> Desk {
    ready(Desk::with(session))
}

/// The tab on the model of a file, drawn.
pub fn drawn_of(model: PathBuf, dark: bool) -> Desk {
    let session = Session {
        model: Some(model),
        ..session(dark)
    };
    ready(Desk::drawn_at(session, SIZE, SNAPSHOT_SCALE))
}

/// The tab, drawn.
pub fn drawn(dark: bool, size: Vec2, scale: f32) -> Desk {
    ready(Desk::drawn_at(session(dark), size, scale))
}

/// Lets the worker report about the order that is under way.
pub fn tell(desk: &mut Desk, news: EvaluationNews) {
    let id = desk.state().evaluation_order().unwrap();
    desk.state_mut()
        .take_evaluation(EvaluationEvent { id, news });
}

/// A candidate's evaluation begins.
pub fn begin(desk: &mut Desk, candidate: usize) {
    let domains = DOMAINS.map(str::to_owned).to_vec();
    tell(desk, EvaluationNews::Began { candidate, domains });
}

/// How far a candidate is.
pub fn progress(desk: &mut Desk, candidate: usize, doing: &str, share: f32) {
    let progress = Progress {
        candidate,
        doing: doing.to_owned(),
        share,
        seconds_left: Some(f64::from(1.0 - share) * 400.0),
    };
    tell(desk, EvaluationNews::Progress(progress));
}

/// A value that looks like one: worse for some pairs, better with the steps.
fn value(metric: Metric, mode: Mode, of: Task, step: u64) -> f64 {
    let hard = [0.0, 0.35, 0.8, 0.5][of.target] + [0.1, 0.0, 0.3, 0.2][of.source];
    let shift = if mode == Mode::Reference { 0.25 } else { 0.0 };
    let trained = (step as f64 / 900.0).min(4.0);
    let wave = ((step / 250) as f64 * 1.7 + of.target as f64).sin() * 0.08;
    let bad = (-trained).exp() * 2.0 + hard + shift + wave;
    match metric {
        Metric::Kid => 0.004 + bad * 0.012,
        Metric::Frechet => 31.0 + bad * 38.0,
        Metric::Fid => 18.0 + bad * 22.0,
        Metric::StLpips | Metric::Lpips => 0.31 - bad * 0.06,
        Metric::ToSource => 0.42 + bad * 0.05,
        Metric::RoundTrip => 0.06 + bad * 0.02,
        Metric::SameDomain => 0.12 + hard * 0.05,
        Metric::Saturated => 0.08 + hard * 0.1,
    }
}

/// The figures that the bundled networks give.
pub const METRICS: [Metric; 7] = [
    Metric::Kid,
    Metric::Frechet,
    Metric::StLpips,
    Metric::ToSource,
    Metric::RoundTrip,
    Metric::SameDomain,
    Metric::Saturated,
];

fn figures(mode: Mode, of: Task, step: u64) -> Vec<(Metric, f64, Option<f64>)> {
    let own = of.source == of.target;
    let metrics = METRICS.into_iter();
    let fits = metrics.filter(|metric| metric.is_of_one_domain() == own);
    fits.map(|metric| {
        let error = (metric == Metric::Kid).then_some(0.0006);
        (metric, value(metric, mode, of, step), error)
    })
    .collect()
}

fn pictured(place: usize) -> Arc<Picture> {
    let demo = &demo::PICTURES[place % demo::PICTURES.len()];
    Arc::new(data::decode(demo.bytes).unwrap().picture)
}

fn example(mode: Mode, at: usize, distance: f64) -> Example {
    Example {
        source: pictured(at),
        reference: (mode == Mode::Reference).then(|| pictured(at + 3)),
        output: pictured(at + 5),
        name: format!("moods-{at:04}.png"),
        distance,
    }
}

/// A task that is done.
pub fn done(mode: Mode, source: usize, target: usize, step: u64) -> EvaluationNews {
    let task = Task { source, target };
    let examples = (0..4).map(|at| {
        let (near, far) = (0.21 + at as f64 * 0.03, 0.93 - at as f64 * 0.05);
        (example(mode, at, near), example(mode, at + 4, far))
    });
    let (best, worst) = examples.unzip();
    EvaluationNews::Task(Box::new(TaskDone {
        task,
        mode,
        figures: figures(mode, task, step),
        examples: Examples { best, worst },
    }))
}

/// All pairs, a domain with itself last.
pub fn pairs() -> Vec<(usize, usize)> {
    let count = DOMAINS.len();
    let all = (0..count).flat_map(|source| (0..count).map(move |target| (source, target)));
    let (own, pairs): (Vec<_>, Vec<_>) = all.partition(|(source, target)| source == target);
    pairs.into_iter().chain(own).collect()
}

/// A whole evaluation.
pub fn evaluation(name: &str, step: u64) -> Evaluation {
    let figures_of = |mode: Mode| {
        let mut all = std::collections::BTreeMap::<Metric, Figure>::new();
        for (source, target) in pairs() {
            let of = Task { source, target };
            for (metric, value, error) in figures(mode, of, step) {
                let key = task(DOMAINS[source], DOMAINS[target]);
                all.entry(metric).or_default().put(key, value, error);
            }
        }
        all
    };
    let floor = |scale: f64| {
        let mut figure = Figure::default();
        for (at, domain) in DOMAINS.iter().enumerate() {
            figure.put((*domain).to_owned(), scale * (1.0 + at as f64 * 0.2), None);
        }
        figure
    };
    let counts = |count: usize| DOMAINS.map(|name| (name.to_owned(), count)).into();
    let metrics = METRICS.map(|metric| (metric, metric.extractor().to_owned()));
    Evaluation {
        protocol: "StarGAN v2: every held-out picture into every other domain, 10 outputs a source; each task against all training pictures of its target".to_owned(),
        extractor: metrics.into(),
        seed: 777,
        counts: Counts {
            outputs: 10,
            sources: counts(16),
            real: counts(240),
            batch: 32,
            kid_rows: 1_000,
        },
        modes: MODES.map(|mode| (mode, figures_of(mode))).into(),
        floor: [(Metric::Kid, floor(0.0021)), (Metric::Frechet, floor(24.0))].into(),
        model: Subject {
            name: name.to_owned(),
            step: Some(step),
            system: "stargan_v2".to_owned(),
            img_size: 64,
        },
        data: DataFacts {
            name: "creatures".to_owned(),
            fingerprint: "c0ffee".to_owned(),
            own_split: true,
        },
        domains: DOMAINS.map(str::to_owned).to_vec(),
        command: "stargrid eval --model demo --data bundled --mode both --outputs 10 --seed 777"
            .to_owned(),
        notes: Vec::new(),
        seconds: 431.0,
    }
}

/// A candidate is done.
pub fn finish(desk: &mut Desk, candidate: usize, name: &str, step: u64) {
    let evaluation = Box::new(evaluation(name, step));
    tell(
        desk,
        EvaluationNews::Done {
            candidate,
            evaluation,
        },
    );
}

/// An order of one model that has come through most tasks of its first mode.
pub fn half_way(desk: &mut Desk) {
    desk.press("Start");
    begin(desk, 0);
    for (source, target) in pairs().into_iter().take(7) {
        tell(desk, done(Mode::Latent, source, target, 3_500));
    }
    progress(desk, 0, "moods to critters, latent-guided", 0.29);
    desk.rest();
}

/// The same order, done.
pub fn whole(desk: &mut Desk) {
    half_way(desk);
    for mode in MODES {
        for (source, target) in pairs() {
            tell(desk, done(mode, source, target, 3_500));
        }
    }
    finish(desk, 0, "Demo creatures", 3_500);
    tell(desk, EvaluationNews::Ended(Some(Ok(()))));
    desk.rest();
}
