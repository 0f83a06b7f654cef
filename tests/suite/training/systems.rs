//! Every system trains, goes on exactly where it was, and leaves a file that opens and draws.

use stargrid::checkpoint;
use stargrid::domain::range;
use stargrid::model::Model;
use stargrid::model::layers::rows;
use stargrid::model::system::System;
use stargrid::runs::Row;
use stargrid::train::TrainConfig;
use stargrid::train::config::JointData;
use stargrid::train::samples::SheetKind;

use super::{Bench, cpu, fill_domain, finish, steps};

/// Steps of each run, and where one of two is interrupted.
const STEPS: u64 = 200;
const BREAK: u64 = 120;

fn config(bench: &Bench, system: System) -> TrainConfig {
    let mut config = bench.config(STEPS);
    config.model.system = system;
    config.model.generator_blocks = 1;
    config.model.discriminator_layers = 3;
    config.schedule.autosave_steps = BREAK;
    if system.takes_labels() {
        config.optimiser.beta1 = 0.5;
        config.losses.lambda_identity = 10.0;
    }
    config
}

fn assert_moving(system: System, rows: &[Row]) {
    assert_eq!(rows.len() as u64, STEPS, "{system}");
    let last = rows.last().unwrap();
    for (name, value) in last.terms.named() {
        let all: Vec<f32> = rows.iter().filter_map(|row| row.terms.get(name)).collect();
        assert!(all.iter().all(|value| value.is_finite()), "{system} {name}");
        assert!(
            all.iter().any(|other| (other - value).abs() > 1e-4),
            "{system}: {name} stands still at {value}"
        );
    }
}

/// The run's last averaged networks, as a model that makes a picture.
fn assert_opens(bench: &Bench, name: &str, system: System) {
    let saved = stargrid::runs::checkpoints::list(&bench.path(name)).unwrap();
    let file = saved.last().unwrap().averaged.clone().unwrap();
    let imported = checkpoint::import(&file).unwrap();
    assert_eq!(imported.config.system, system);
    let text = checkpoint::report::inspect_text(&imported.config, &imported.report, &imported.card);
    assert!(text.contains(system.title()), "{text}");
    let model = Model::load(&imported.config, &imported.tensors, &cpu().device).unwrap();
    assert_eq!(model.classifier.is_some(), system.takes_labels());
    let x = model.pictures(vec![0.25; 3 * 32 * 32]);
    let code = vec![1.0; imported.config.code_len()];
    let made = model.generator.encode(x, None);
    let made = model
        .generator
        .decode(&made, rows(&[&code], model.device()));
    let planes = made.into_data().try_into_vec::<f32>().unwrap();
    assert!(planes.iter().all(|value| value.is_finite()), "{system}");
    assert!(range::planes_to_picture(&planes, 32, 32).is_some());
}

#[test]
fn every_system_trains_resumes_exactly_and_its_file_opens() {
    for &system in System::ALL {
        let bench = Bench::new();
        let (mut session, _) = bench.begin("whole", config(&bench, system)).unwrap();
        finish(&mut session);
        drop(session);
        let (mut session, _) = bench.begin("parts", config(&bench, system)).unwrap();
        steps(&mut session, BREAK + 3);
        drop(session);
        let (mut session, _) = bench.resume("parts", None).unwrap();
        assert_eq!(session.step(), BREAK, "{system}");
        finish(&mut session);
        drop(session);
        let (rows, state) = bench.outcome("whole");
        assert_moving(system, &rows);
        let (other_rows, other) = bench.outcome("parts");
        assert_eq!(rows, other_rows, "{system}");
        assert!(state == other, "{system}: the states differ");
        assert_opens(&bench, "whole", system);
        let sheets = stargrid::runs::snapshots::list(&bench.path("whole")).unwrap();
        let kind = if system.takes_labels() {
            SheetKind::Labels
        } else {
            SheetKind::Reference
        };
        assert!(sheets.iter().any(|sheet| sheet.kind == kind), "{system}");
    }
}

#[test]
fn two_sets_are_learnt_together_under_their_masks() {
    let bench = Bench::new();
    let second = bench.path("second");
    for (class, hue) in [("green", 1), ("red", 0), ("blue", 2)] {
        fill_domain(&second.join(class), hue, 6);
    }
    let mut config = config(&bench, System::StarGan);
    config.schedule.steps = 12;
    config.data.joint = vec![JointData {
        root: second,
        ..JointData::default()
    }];
    let (mut session, _) = bench.begin("joint", config).unwrap();
    finish(&mut session);
    let names = &session.config().data.domains;
    assert_eq!(names.len(), 5, "{names:?}");
    drop(session);
    let (mut session, _) = bench.resume("joint", Some(14)).unwrap();
    finish(&mut session);
    drop(session);
    let (_, state) = bench.outcome("joint");
    let first = &state.networks["generator.main.0.weight"];
    assert_eq!(first.shape[1], 3 + 5 + 2, "colours, labels, mask");
    assert_opens(&bench, "joint", System::StarGan);
}
