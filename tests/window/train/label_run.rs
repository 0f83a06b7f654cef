//! A run of a label system: its own curves and sheets, and its networks in Explore.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use stargrid::engine::training::messages::RunView;
use stargrid::engine::training::{StepNews, TrainEvent};
use stargrid::gui::state::{Session, Tab};
use stargrid::gui::train::memory::TrainMemory;
use stargrid::model::system::System;
use stargrid::runs::Row;
use stargrid::runs::snapshots::Snapshot;
use stargrid::train::config::{ModelShape, TrainConfig};
use stargrid::train::samples::SheetKind;
use stargrid::train::{Preset, Terms};

use super::labels::{LIST, creatures};
use super::world::{self, desk, noise, tell};
use crate::app::Desk;

/// The numbers of a step; the generator learns in every fifth.
fn row(step: u64) -> Row {
    let t = step as f32 / world::STEPS as f32;
    let fall = |from: f32, to: f32, salt: u64| {
        let line = to + (from - to) * (-4.0 * t).exp();
        line * (1.0 + 0.15 * noise(step, salt))
    };
    let mut values = BTreeMap::from([
        ("D/loss_real", -fall(1.0, 6.0, 1)),
        ("D/loss_fake", fall(0.5, 3.5, 2)),
        ("D/loss_cls", fall(3.4, 0.4, 3)),
        ("D/loss_gp", fall(0.3, 0.06, 4)),
    ]);
    if step.is_multiple_of(5) {
        values.extend([
            ("G/loss_fake", -fall(0.4, 3.0, 5)),
            ("G/loss_rec", fall(0.6, 0.1, 6)),
            ("G/loss_cls", fall(3.3, 0.7, 7)),
        ]);
    }
    Row {
        step,
        seconds: step as f64 * 0.12,
        lambda_ds: 0.0,
        terms: Terms::from_named(|name| values.get(name).copied()).unwrap(),
    }
}

fn sheet(step: u64, kind: SheetKind) -> Snapshot {
    Snapshot {
        path: PathBuf::from(format!("/runs/labels/{step:06}_{}.png", kind.file_stem())),
        ..world::snapshot(step, kind)
    }
}

/// A StarGAN run that trains at `step`.
pub fn running(desk: &mut Desk, step: u64) {
    let mut config = Preset::StarGan64.config();
    config.schedule.steps = world::STEPS;
    config.data.root = Some(creatures());
    let sheets = (0..=step / 50).map(|at| at * 50);
    let kinds = [SheetKind::Labels, SheetKind::CycleConsistency];
    let view = RunView {
        folder: PathBuf::from("/runs/creature-attributes-2026-11-23-0900"),
        config,
        domains: LIST.map(str::to_owned).to_vec(),
        rows: (1..step).map(row).collect(),
        snapshots: sheets
            .flat_map(|step| kinds.map(|kind| sheet(step, kind)))
            .collect(),
        checkpoints: (1..=step / 250)
            .map(|at| world::saved(at * 250, true))
            .collect(),
        step: step - 1,
        warm: None,
        evaluations: Vec::new(),
    };
    tell(desk, TrainEvent::Started(Box::new(view)));
    tell(
        desk,
        TrainEvent::Step(Box::new(StepNews {
            row: row(step),
            pace: 8.1,
            left: (world::STEPS - step) as f64 / 8.1,
            memory: 640_000_000,
            waiting: 0.01,
        })),
    );
    for at in (0..=step).step_by(50) {
        let entry = sheet(at, SheetKind::Labels);
        tell(desk, TrainEvent::Sheet(entry, Ok(world::sheet(at))));
    }
    desk.rest();
}

#[test]
fn a_label_run_shows_its_own_curves_and_sheets() {
    let mut desk = desk();
    running(&mut desk, 1_000);
    for name in ["loss_real", "loss_fake", "loss_cls", "loss_gp", "loss_rec"] {
        let short = name.trim_start_matches("loss_");
        assert!(
            desk.says(name) || desk.says(short),
            "{name} is in a legend or in the values\n{desk:?}"
        );
    }
    assert!(desk.is_chosen(Role::RadioButton, "Labels"));
    assert!(!desk.says("Reference") && !desk.says("Latent ψ 0.7"));
    assert!(!desk.says("latent") && !desk.says("reference"), "one pass");
    assert!(desk.mentions("Nothing to worry about"));
    desk.get_by_role_and_label(Role::ComboBox, "Chart 1")
        .click();
    desk.run_steps(3);
    assert!(desk.says("Weighted terms") && !desk.says("Diversity weight λ_ds"));
    desk.key(egui::Key::Escape);
    desk.rest();
    desk.key(egui::Key::ArrowLeft);
    assert!(desk.says("At step 950"));
    world::running(&mut desk, 500);
    assert!(desk.is_chosen(Role::RadioButton, "Reference"));
}

#[test]
fn a_chart_that_a_label_run_has_not_gives_way() {
    let train = TrainMemory {
        slots: [
            stargrid::gui::train::curves::Chart::LambdaDs,
            stargrid::gui::train::curves::Chart::GeneratorTotal,
            stargrid::gui::train::curves::Chart::GeneratorTerms,
        ],
        ..TrainMemory::default()
    };
    let mut desk = Desk::with(Session {
        tab: Tab::Train,
        train,
        ..Session::default()
    });
    desk.state_mut().make_up_training();
    running(&mut desk, 300);
    desk.get_by_role_and_label(Role::Image, "Both totals chart");
    world::running(&mut desk, 300);
    desk.get_by_role_and_label(Role::Image, "Diversity weight λ_ds chart");
}

/// A label run on the real worker, as small as can be.
fn tiny() -> TrainConfig {
    let mut config = Preset::StarGan64.config();
    config.model = ModelShape {
        img_size: 32,
        base_width: 4,
        generator_blocks: 1,
        discriminator_layers: 3,
        ..config.model
    };
    config.data.domains = vec!["moods".to_owned(), "night".to_owned()];
    config.schedule.steps = 10;
    config.schedule.batch = 2;
    config.schedule.sample_every = 5;
    config.schedule.save_every = 5;
    config
}

#[test]
fn a_label_run_goes_to_its_end_and_explore_opens_it() {
    let train = TrainMemory {
        preset: Preset::StarGan64,
        config: tiny(),
        has_data: true,
        courtesy: 0.0,
        ..TrainMemory::default()
    };
    let mut desk = Desk::with(Session {
        tab: Tab::Train,
        train,
        ..Session::default()
    });
    let run = desk.folder.path().join("run");
    desk.state_mut().name_run_folder(&run.display().to_string());
    desk.until("time and memory", |desk| desk.mentions("10 steps of"));
    desk.press("Start");
    desk.until("the end", |desk| {
        desk.mentions("Done: all 10 steps are made")
    });
    for name in ["000000_labels", "000010_labels", "000010_cycle_consistency"] {
        assert!(run.join(format!("snapshots/{name}.png")).exists(), "{name}");
    }
    assert!(desk.is_chosen(Role::RadioButton, "Labels"));
    desk.click(Role::CheckBox, "Explore follows the cursor");
    desk.key(egui::Key::ArrowLeft);
    desk.until("Explore opens the checkpoint", |desk| {
        let model = desk.state().model();
        model.is_some_and(|model| model.config.system == System::StarGan)
    });
}
