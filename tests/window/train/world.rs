//! A made-up training: events as the worker would send them, with curves that look like some and sheets that can be told apart.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;
use std::sync::Arc;

use egui::Vec2;
use stargrid::data::dataset::{DataReport, DataRoot, DomainCount, SetReport, Split};
use stargrid::domain::Picture;
use stargrid::engine::training::messages::RunView;
use stargrid::engine::training::{Estimate, StepNews, TrainEvent};
use stargrid::gui::state::{Session, Tab};
use stargrid::runs::Row;
use stargrid::runs::checkpoints::Saved;
use stargrid::runs::snapshots::Snapshot;
use stargrid::train::Terms;
use stargrid::train::config::TrainConfig;
use stargrid::train::health::Finding;
use stargrid::train::presets::Preset;
use stargrid::train::samples::SheetKind;

use crate::app::Desk;

/// Steps of the made-up run.
pub const STEPS: u64 = 2_000;

/// A session with the Train tab in front.
pub fn session(dark: bool) -> Session {
    Session {
        dark,
        tab: Tab::Train,
        ..Session::default()
    }
}

/// The tab as a new user finds it.
pub fn desk() -> Desk {
    let mut desk = Desk::with(session(true));
    desk.state_mut().make_up_training();
    desk.rest();
    desk
}

/// The tab, drawn.
pub fn drawn(dark: bool, size: Vec2, scale: f32) -> Desk {
    let mut desk = Desk::drawn_at(session(dark), size, scale);
    desk.state_mut().make_up_training();
    desk.rest();
    desk
}

/// Lets the worker report.
pub fn tell(desk: &mut Desk, event: TrainEvent) {
    desk.state_mut().take_training(event);
}

/// The configuration of the made-up run.
pub fn config() -> TrainConfig {
    let mut config = Preset::Demo.config();
    config.schedule.steps = 2_000;
    config.data.domains.clear();
    config
}

/// What a look through the creatures finds.
pub fn report() -> DataReport {
    let domain = |name: &str, train, val| DomainCount {
        name: name.to_owned(),
        train,
        val,
    };
    DataReport {
        root: DataRoot::Bundled,
        split: Split::Folders,
        domains: vec![
            domain("clay", 240, 16),
            domain("critters", 240, 16),
            domain("moods", 200, 16),
            domain("night", 96, 8),
            domain("sprouts", 240, 16),
        ],
        sets: vec![SetReport {
            root: DataRoot::Bundled,
            counts: 5,
            train: 1_016,
            val: 72,
            attributes: Vec::new(),
        }],
        unreadable: vec![(
            PathBuf::from("/my/creatures/moods/broken.png"),
            "The file ends too early".to_owned(),
        )],
        duplicates: 3,
        warnings: vec![
            "The domain night has less than half as many pictures as the others.".to_owned(),
        ],
    }
}

/// Data that was looked through.
pub fn data(findings: Vec<Finding>) -> TrainEvent {
    TrainEvent::Data(Ok((Box::new(report()), findings)))
}

/// What a step told.
pub fn estimate() -> TrainEvent {
    TrainEvent::Estimate(Ok(Estimate {
        step_seconds: 0.27,
        total_seconds: 561.0,
        memory: 1_340_000_000,
        device_memory: None,
    }))
}

/// A number that looks random and is the same every time.
pub fn noise(step: u64, salt: u64) -> f32 {
    let mixed = (step + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (salt + 1).wrapping_mul(0xD1B5_4A32_D192_ED03);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed >> 40) as f32 / (1_u64 << 24) as f32) * 2.0 - 1.0
}

/// The numbers of a step.
pub fn row(step: u64) -> Row {
    let t = step as f32 / STEPS as f32;
    let fall = |from: f32, to: f32, rate: f32, rough: f32, salt: u64| {
        let line = to + (from - to) * (-rate * t).exp();
        (line * (1.0 + rough * noise(step, salt))).max(0.001)
    };
    let passes = [
        ("latent", [1, 21], [0.0, 0.0]),
        ("ref", [11, 31], [0.06, 0.08]),
    ];
    let values = passes
        .into_iter()
        .flat_map(|(pass, [d, g], [worse, shift])| {
            [
                (
                    format!("D/{pass}_real"),
                    fall(0.69, 0.42 + worse, 4.0, 0.45, d),
                ),
                (
                    format!("D/{pass}_fake"),
                    fall(0.69, 0.36 + worse, 5.0, 0.45, d + 1),
                ),
                (
                    format!("D/{pass}_reg"),
                    fall(0.02, 0.11 + worse * 0.3, 3.0, 0.4, d + 2),
                ),
                (
                    format!("G/{pass}_adv"),
                    fall(0.7, 1.55 + shift, 3.0, 0.35, g),
                ),
                (
                    format!("G/{pass}_sty"),
                    fall(0.85, 0.22 + shift, 6.0, 0.2, g + 1),
                ),
                (
                    format!("G/{pass}_ds"),
                    fall(0.05, 0.34 - shift * 0.5, 2.5, 0.2, g + 2),
                ),
                (
                    format!("G/{pass}_cyc"),
                    fall(0.52, 0.19 + shift * 0.4, 5.0, 0.18, g + 3),
                ),
            ]
        });
    let values: std::collections::BTreeMap<String, f32> = values.collect();
    Row {
        step,
        seconds: step as f64 * 0.27,
        lambda_ds: 1.0 - step as f64 / STEPS as f64,
        terms: Terms::from_named(|name| values.get(name).copied()).unwrap(),
    }
}

/// A checkpoint.
pub fn saved(step: u64, averaged: bool) -> Saved {
    let file = |name: &str| {
        PathBuf::from(format!(
            "/runs/creatures/checkpoints/{step:06}_{name}.safetensors"
        ))
    };
    Saved {
        step,
        averaged: averaged.then(|| file("ema")),
        state: (step > 250).then(|| file("state")),
        best: step == 750,
    }
}

/// A sheet's entry.
pub fn snapshot(step: u64, kind: SheetKind) -> Snapshot {
    Snapshot {
        step,
        kind,
        path: PathBuf::from(format!(
            "/runs/creatures/snapshots/{step:06}_{}.png",
            kind.file_stem()
        )),
    }
}

/// A run up to `step`, from disk.
pub fn view(step: u64) -> RunView {
    let sheets = (0..=step / 50).map(|at| at * 50);
    let kinds = [
        SheetKind::Reference,
        SheetKind::LatentPsi05,
        SheetKind::LatentPsi07,
        SheetKind::LatentPsi10,
        SheetKind::CycleConsistency,
    ];
    RunView {
        folder: PathBuf::from("/runs/creatures-2026-11-22-1845"),
        config: config(),
        domains: report()
            .domains
            .into_iter()
            .map(|domain| domain.name)
            .collect(),
        rows: (1..=step).map(row).collect(),
        snapshots: sheets
            .flat_map(|step| kinds.map(|kind| snapshot(step, kind)))
            .collect(),
        checkpoints: (1..=step / 250).map(|at| saved(at * 250, true)).collect(),
        evaluations: Vec::new(),
        step,
        warm: None,
    }
}

/// News of a step.
pub fn news(step: u64) -> TrainEvent {
    TrainEvent::Step(Box::new(StepNews {
        row: row(step),
        pace: 3.7,
        left: (STEPS - step.min(STEPS)) as f64 / 3.7,
        memory: 1_287_000_000,
        waiting: 0.01,
    }))
}

/// A small sheet whose colour tells its step.
pub fn sheet(step: u64) -> Arc<Picture> {
    let tile = |column: usize, row: usize| {
        let hue = (step / 10) as usize + column * 37 + row * 61;
        [hue * 5 % 256, hue * 3 % 256, 255 - hue * 7 % 256].map(|value| value as u8)
    };
    let mut picture = Picture::filled(98, 82, [255; 3]);
    for (column, row) in (0..6).flat_map(|column| (0..5).map(move |row| (column, row))) {
        picture.paste(
            &Picture::filled(14, 14, tile(column, row)),
            column * 16 + 2,
            row * 16 + 2,
        );
    }
    Arc::new(picture)
}

/// A run that trains at `step`, its sheets at hand.
pub fn running(desk: &mut Desk, step: u64) {
    tell(desk, TrainEvent::Started(Box::new(view(step - 1))));
    tell(desk, news(step));
    for at in (0..=step).step_by(50) {
        let entry = snapshot(at, SheetKind::Reference);
        tell(desk, TrainEvent::Sheet(entry, Ok(sheet(at))));
    }
    desk.rest();
}
