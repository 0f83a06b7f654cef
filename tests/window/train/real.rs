//! The tab on the real worker: a tiny run from Start to its end, with everything on the disk that it promises.

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use stargrid::gui::state::{Session, Tab};
use stargrid::gui::train::memory::TrainMemory;
use stargrid::train::Preset;
use stargrid::train::config::{ModelShape, Start, TrainConfig};

use crate::app::Desk;

/// Two bundled domains at 32 x 32 with hardly any channels: a step takes a moment.
fn tiny() -> TrainConfig {
    let mut config = Preset::DemoScratch.config();
    config.start = Start::Scratch;
    config.model = ModelShape {
        img_size: 32,
        base_width: 4,
        width_cap: 8,
        hidden: 8,
        ..ModelShape::default()
    };
    config.data.domains = vec!["moods".to_owned(), "night".to_owned()];
    config.schedule.steps = 6;
    config.schedule.batch = 2;
    config.schedule.sample_every = 3;
    config.schedule.save_every = 3;
    config
}

fn desk() -> Desk {
    let train = TrainMemory {
        preset: Preset::DemoScratch,
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
    let folder = desk.folder.path().join("run");
    desk.state_mut()
        .name_run_folder(&folder.display().to_string());
    desk
}

#[test]
fn a_run_goes_from_start_to_its_end() {
    let mut desk = desk();
    desk.until("time and memory", |desk| desk.mentions("6 steps of"));
    desk.press("Start");
    desk.until("the end", |desk| {
        desk.mentions("Done: all 6 steps are made")
    });
    let run = desk.folder.path().join("run");
    let rows = std::fs::read_to_string(run.join("metrics.jsonl")).unwrap();
    assert_eq!(rows.lines().count(), 6);
    for name in ["000003_ema", "000006_ema", "000006_state"] {
        assert!(
            run.join(format!("checkpoints/{name}.safetensors")).exists(),
            "{name}"
        );
    }
    for name in [
        "000000_reference",
        "000003_cycle_consistency",
        "000006_latent_psi_0.7",
    ] {
        assert!(run.join(format!("snapshots/{name}.png")).exists(), "{name}");
    }
    assert!(desk.says("Step 6") && desk.says("of 6"), "{desk:?}");
    desk.get_by_role_and_label(Role::Image, "Discriminator chart");
}
