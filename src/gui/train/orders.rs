//! Every order to the training worker, one function each: the only place of the window that speaks to it.

use std::path::PathBuf;

use crate::data::creatures::MadeSet;
use crate::data::dataset::DataRoot;
use crate::engine::training::RunStart;
use crate::engine::training::Training;
use crate::gui::app::App;
use crate::runs::snapshots::Snapshot;
use crate::train::config::TrainConfig;

/// The worker; none while a training is only made up.
fn training(app: &App) -> Option<&Training> {
    (!app.train.made_up).then_some(&app.engine.training)
}

/// Looks through a data set.
pub fn scan(app: &App, root: DataRoot) {
    let mut config = app.train.setup.config.clone();
    config.data.root = match root {
        DataRoot::Bundled => None,
        DataRoot::Folder(folder) => Some(folder),
    };
    if let Some(training) = training(app) {
        training.scan(&config);
    }
}

/// Makes a labelled set of creatures.
pub fn make_creatures(app: &App, set: MadeSet, out: PathBuf) {
    if let Some(training) = training(app) {
        training.make_creatures(set, out);
    }
}

/// Ends the look through a data set.
pub fn stop_scan(app: &App) {
    if let Some(training) = training(app) {
        training.stop_scan();
    }
}

/// Measures a step.
pub fn estimate(app: &App, config: TrainConfig) {
    if let Some(training) = training(app) {
        training.estimate(config);
    }
}

/// Begins a run.
pub fn start(app: &App, start: RunStart) {
    if let Some(training) = training(app) {
        training.set_courtesy(app.train.courtesy);
        training.start(start);
    }
}

/// Goes on with a run.
pub fn resume(app: &App, run: PathBuf, steps: Option<u64>) {
    if let Some(training) = training(app) {
        training.set_courtesy(app.train.courtesy);
        training.resume(run, steps);
    }
}

/// Rests.
pub fn pause(app: &App) {
    if let Some(training) = training(app) {
        training.pause();
    }
}

/// Goes on after a rest.
pub fn go_on(app: &App) {
    if let Some(training) = training(app) {
        training.go_on();
    }
}

/// Saves and ends.
pub fn stop(app: &App) {
    if let Some(training) = training(app) {
        training.stop();
    }
}

/// Saves and goes on.
pub fn save_now(app: &App) {
    if let Some(training) = training(app) {
        training.save_now();
    }
}

/// A new run that begins where another one was at a step.
pub fn fork(app: &App, run: PathBuf, step: u64, to: PathBuf) {
    if let Some(training) = training(app) {
        training.fork(run, step, to);
    }
}

/// The dial.
pub fn set_courtesy(app: &App) {
    if let Some(training) = training(app) {
        training.set_courtesy(app.train.courtesy);
    }
}

/// Somebody drags or waits for cells.
pub fn yield_now(app: &App) {
    if let Some(training) = training(app) {
        training.yield_now();
    }
}

/// Reads a run that lies beside the one on screen.
pub fn look_beside(app: &App, run: PathBuf) {
    if let Some(training) = training(app) {
        training.look_beside(run);
    }
}

/// The photos to follow.
pub fn set_probes(app: &App) {
    if let Some(training) = training(app) {
        training.set_probes(app.train.photos.views());
    }
}

/// The networks as they are now.
pub fn publish(app: &App) {
    if let Some(training) = training(app) {
        training.publish();
    }
}

/// Reads a run for looking at.
pub fn look_at(app: &App, run: PathBuf) {
    if let Some(training) = training(app) {
        training.look_at(run);
    }
}

/// Writes the curves of a run.
pub fn export_curves(app: &App, run: PathBuf, to: PathBuf) {
    if let Some(training) = training(app) {
        training.export_curves(run, to);
    }
}

/// Reads a sheet.
pub fn read_sheet(app: &App, sheet: Snapshot) {
    if let Some(training) = training(app) {
        training.read_sheet(sheet);
    }
}
