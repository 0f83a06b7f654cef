//! The training worker as the window uses it: orders in, events out.

use std::time::{Duration, Instant};

use stargrid::engine::Engine;
use stargrid::engine::device::DeviceChoice;
use stargrid::engine::messages::{Event, Live, ModelSource};
use stargrid::engine::training::messages::Ending;
use stargrid::engine::training::{RunStart, TrainEvent};
use stargrid::runs::checkpoints;

use super::{Bench, finish, timeless};

/// Far above what any step takes; reached only when something hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// An engine on the CPU with the events that nobody asked for yet.
struct Window {
    engine: Engine,
    waiting: std::collections::VecDeque<Event>,
}

impl Window {
    fn open() -> Self {
        let notify = std::sync::Arc::new(|| {});
        Self {
            engine: Engine::start(DeviceChoice::Cpu, None, notify).unwrap(),
            waiting: std::collections::VecDeque::new(),
        }
    }

    /// The next event that `wanted` makes something of; those before it are passed over.
    fn until<T>(&mut self, wanted: impl Fn(&Event) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            self.waiting.extend(self.engine.poll());
            while let Some(event) = self.waiting.pop_front() {
                if let Event::Training(TrainEvent::StartFailed(problem)) = &event {
                    panic!("{problem}");
                }
                if let Some(value) = wanted(&event) {
                    return value;
                }
            }
            assert!(begun.elapsed() < PATIENCE, "the engine is silent");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn until_training<T>(&mut self, wanted: impl Fn(&TrainEvent) -> Option<T>) -> T {
        self.until(|event| match event {
            Event::Training(event) => wanted(event),
            _ => None,
        })
    }

    fn step(&mut self) -> u64 {
        self.until_training(|event| match event {
            TrainEvent::Step(news) => Some(news.row.step),
            _ => None,
        })
    }

    fn ended(&mut self) -> (u64, Ending) {
        self.until_training(|event| match event {
            TrainEvent::Ended(step, ending) => Some((*step, ending.clone())),
            _ => None,
        })
    }
}

fn start(bench: &Bench, name: &str, steps: u64) -> RunStart {
    RunStart {
        config: bench.config(steps),
        folder: bench.path(name),
        probes: Vec::new(),
    }
}

#[test]
fn the_worker_computes_what_a_session_computes() {
    let bench = Bench::new();
    bench.whole("alone", 6);
    let mut window = Window::open();
    window.engine.training.start(start(&bench, "window", 6));
    let rows: Vec<u64> = (0..6).map(|_| window.step()).collect();
    assert_eq!(rows, [1, 2, 3, 4, 5, 6]);
    assert_eq!(window.ended(), (6, Ending::Done));
    assert!(bench.outcome("window") == bench.outcome("alone"));
}

#[test]
fn a_pause_holds_the_run_and_orders_still_act() {
    let bench = Bench::new();
    let mut window = Window::open();
    window.engine.training.start(start(&bench, "run", 100_000));
    window.step();
    window.engine.training.pause();
    window.until_training(|event| matches!(event, TrainEvent::Paused).then_some(()));
    window.engine.training.save_now();
    let saved = window.until_training(|event| match event {
        TrainEvent::Saved(saved) if saved.averaged.is_some() => Some(saved.step),
        _ => None,
    });
    window.engine.training.publish();
    let live = window.until_training(|event| match event {
        TrainEvent::Live(live) => Some(live.clone()),
        _ => None,
    });
    assert!(live.step - saved <= 1 && !live.averaged);
    // Explore opens it like any other model.
    window
        .engine
        .open_model(ModelSource::Live(Live(live.clone())));
    let info = window.until(|event| match event {
        Event::Opened(info) => Some(info.clone()),
        Event::OpenFailed(problem) => panic!("{problem}"),
        _ => None,
    });
    assert_eq!(info.config, live.config);
    assert_eq!(
        (info.card.name.as_str(), info.card.step),
        ("run", Some(live.step))
    );
    let rows = timeless(&bench.path("run")).len();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(timeless(&bench.path("run")).len(), rows, "it rests");
    window.engine.training.go_on();
    window.until_training(|event| matches!(event, TrainEvent::GoesOn).then_some(()));
    window.step();
    window.engine.training.stop();
    let (step, ending) = window.ended();
    assert_eq!(ending, Ending::Stopped);
    let saved = checkpoints::list(&bench.path("run")).unwrap();
    let newest = saved.last().unwrap();
    assert!(newest.step == step && newest.averaged.is_some());
}

#[test]
fn a_stopped_run_goes_on_and_another_one_waits_its_turn() {
    let bench = Bench::new();
    let mut window = Window::open();
    window.engine.training.start(start(&bench, "run", 12));
    while window.step() < 3 {}
    window.engine.training.stop();
    let (step, ending) = window.ended();
    assert!(ending == Ending::Stopped || step == 12);
    window.engine.training.resume(bench.path("run"), Some(20));
    assert_eq!(window.ended(), (20, Ending::Done));
    bench.whole("whole", 20);
    assert!(bench.outcome("run") == bench.outcome("whole"));
}

#[test]
fn the_dial_and_a_dragging_hand_slow_it_down() {
    let bench = Bench::new();
    let mut window = Window::open();
    window.engine.training.set_courtesy(1.0);
    window.engine.training.start(start(&bench, "run", 100_000));
    window.step();
    let begun = Instant::now();
    let mut seen = 0;
    while begun.elapsed() < Duration::from_millis(600) {
        window.engine.training.yield_now();
        let news = window.engine.poll();
        seen += news
            .filter(|event| matches!(event, Event::Training(TrainEvent::Step(_))))
            .count();
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(seen <= 1, "{seen} steps while somebody drags");
    window.step();
    window.engine.training.stop();
    window.ended();
}

#[test]
fn data_is_scanned_measured_and_then_trained_on() {
    let bench = Bench::new();
    let mut window = Window::open();
    let training = &window.engine.training;
    let config = bench.config(3);
    training.scan(&config);
    let counts = window.until_training(|event| match event {
        TrainEvent::Data(Ok((report, findings))) => Some((
            report
                .domains
                .iter()
                .map(|domain| domain.train + domain.val)
                .sum::<usize>(),
            findings.len(),
        )),
        TrainEvent::Data(Err(problem)) => panic!("{problem}"),
        _ => None,
    });
    assert_eq!(counts.0, 24);
    assert!(counts.1 > 0, "24 pictures are few");
    window.engine.training.estimate(config.clone());
    let estimate = window.until_training(|event| match event {
        TrainEvent::Estimate(estimate) => Some(estimate.clone()),
        _ => None,
    });
    let estimate = estimate.unwrap();
    assert!(estimate.step_seconds > 0.0 && estimate.total_seconds >= 3.0 * estimate.step_seconds);
    assert!(estimate.memory > 1 << 20);
    assert!(!bench.path("run").exists());
    window.engine.training.start(start(&bench, "run", 3));
    assert_eq!(window.ended(), (3, Ending::Done));
}

#[test]
fn closing_the_window_saves_the_last_steps() {
    let bench = Bench::new();
    let mut window = Window::open();
    let mut long = start(&bench, "run", 100_000);
    long.config.schedule.autosave_steps = 100_000;
    window.engine.training.start(long);
    while window.step() < 5 {}
    drop(window);
    let (session, _) = bench.resume("run", None).unwrap();
    assert!(session.step() >= 5, "step {}", session.step());
}

#[test]
fn runs_are_read_forked_and_drawn_beside_a_training() {
    let bench = Bench::new();
    let mut config = bench.config(4);
    config.schedule.save_every = 2;
    let (mut session, _) = bench.begin("run", config).unwrap();
    finish(&mut session);
    drop(session);
    let run = bench.path("run");
    let mut window = Window::open();
    window.engine.training.start(start(&bench, "busy", 100_000));
    window.step();
    window.engine.training.look_at(run.clone());
    let view = window.until_training(|event| match event {
        TrainEvent::Loaded(Ok(view)) => Some(view.clone()),
        TrainEvent::Loaded(Err(problem)) => panic!("{problem}"),
        _ => None,
    });
    assert_eq!((view.step, view.rows.len()), (4, 4));
    assert_eq!(view.domains, ["blue", "red"]);
    window.engine.training.read_sheet(view.snapshots[0].clone());
    window.until_training(|event| match event {
        TrainEvent::Sheet(_, picture) => Some(picture.clone().unwrap()),
        _ => None,
    });
    window
        .engine
        .training
        .fork(run.clone(), 2, bench.path("fork"));
    window.until_training(|event| match event {
        TrainEvent::Forked(fork) => Some(fork.clone().unwrap()),
        _ => None,
    });
    assert_eq!(timeless(&bench.path("fork")).len(), 2);
    for name in ["curves.png", "curves.csv"] {
        window
            .engine
            .training
            .export_curves(run.clone(), bench.path(name));
        window.until_training(|event| match event {
            TrainEvent::Exported(path) => Some(path.clone().unwrap()),
            _ => None,
        });
        assert!(std::fs::metadata(bench.path(name)).unwrap().len() > 100);
    }
    window.engine.training.stop();
    window.ended();
}
