//! `stargrid train`: trains a network without a window, or goes on with a run.

mod report;
pub mod text;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::Picture;
use crate::engine::device::{Compute, DeviceChoice};
use crate::engine::training::prepare::scan_of;
use crate::engine::training::scan::Wanted;
use crate::engine::training::{Advance, Again, RunStart, Scan, Session, estimate};
use crate::problem::Problem;
use crate::runs::{RunError, config as run_config};
use crate::train::config::{Start, TrainConfig};
use crate::train::presets::Preset;

use super::args::Train;
use super::interrupt::Interrupt;
use super::{intake, output, progress, session};

/// What the first Ctrl-C does.
const SAVES: &str = "the run is saved and ends after this step; Ctrl-C again ends it at once, without its last steps";

/// How a run ended that did not fail.
enum Ending {
    Done,
    Interrupted,
}

/// Trains until all steps are done or a person stops it; both are a success.
pub fn run(command: &Train, device: DeviceChoice) -> Result<(), Problem> {
    let interrupt = Interrupt::install(SAVES)?;
    let session = if command.resume {
        resume(command, device, &interrupt)
    } else {
        begin(command, device, &interrupt)
    };
    let Some(mut session) = session? else {
        return output::result("Stopped before the first step; nothing was written");
    };
    let outcome = perform(&mut session, &interrupt);
    let (step, seconds) = (session.step(), session.seconds());
    let folder = session.folder().to_owned();
    // The bar goes with the session, and must be gone before anything is printed.
    drop(session);
    match outcome? {
        Ending::Done => output::result(format!(
            "{step} steps are done, in {}: {}",
            text::time(seconds),
            folder.display()
        )),
        Ending::Interrupted => output::result(format!(
            "Saved at step {step}; go on with: stargrid train --out {} --resume",
            command.out.display()
        )),
    }
}

fn perform(session: &mut Session, interrupt: &Interrupt) -> Result<Ending, Problem> {
    let ending = loop {
        if interrupt.is_set() {
            break Ending::Interrupted;
        }
        match session.advance(&mut || {}) {
            Advance::Went => {}
            Advance::Done => break Ending::Done,
            Advance::Failed(problem) => return Err(problem),
        }
    };
    session.finish()?;
    Ok(ending)
}

/// `None` when a person stopped it before its first step.
fn begin(
    command: &Train,
    device: DeviceChoice,
    interrupt: &Interrupt,
) -> Result<Option<Session>, Problem> {
    let config = config(command)?;
    refuse_used_folder(&command.out)?;
    let probes = probes(&command.probes, config.model.img_size)?;
    let compute = session::choose(device)?;
    let Some(scan) = scan(&config, interrupt)? else {
        return Ok(None);
    };
    let mut look = |config: &TrainConfig| scan_of(config, Some(&scan));
    report::data(&scan.report, &config.data.domains);
    output::line("One step is being measured …");
    let estimate = estimate::measure(config.clone(), &compute, &mut look, &mut || {})?;
    report::estimate(&estimate, &config, &compute);
    if interrupt.is_set() {
        return Ok(None);
    }
    let start = RunStart {
        config,
        folder: command.out.clone(),
        probes,
    };
    Session::begin(start, &compute, &mut look, watch::observer()).map(Some)
}

/// `None` when a person stopped it before its first step.
fn resume(
    command: &Train,
    device: DeviceChoice,
    interrupt: &Interrupt,
) -> Result<Option<Session>, Problem> {
    if command.config.is_some() || command.preset.is_some() || command.from.is_some() {
        output::note(
            "the run goes on as its own config.toml says; --config, --preset and --from are for new runs",
        );
    }
    let compute: Compute = session::choose(device)?;
    let again = Again {
        folder: command.out.clone(),
        steps: command.steps,
        data: command.data.clone(),
    };
    let mut stopped = false;
    let mut look = |config: &TrainConfig| match scan(config, interrupt)? {
        Some(scan) => Ok(scan),
        None => {
            stopped = true;
            Err(Problem::new("The search was stopped"))
        }
    };
    let session = Session::resume(&again, &compute, &mut look, watch::observer());
    if stopped {
        return Ok(None);
    }
    let mut session = session?;
    if !command.probes.is_empty() {
        session.set_probes(probes(&command.probes, session.config().model.img_size)?);
    }
    Ok(Some(session))
}

/// The configuration that was typed, with absolute paths.
fn config(command: &Train) -> Result<TrainConfig, Problem> {
    let mut config = match &command.config {
        Some(path) => run_config::load(path).map_err(|error| Problem::new(error.to_string()))?,
        None => command.preset.unwrap_or(Preset::Demo).config(),
    };
    if let Some(data) = &command.data {
        let root = std::path::absolute(data).unwrap_or_else(|_| data.clone());
        if command.config.is_some() {
            // The file's list of domains was written for this data.
            config.data.root = Some(root);
        } else {
            config.data.choose_root(Some(root));
        }
    }
    if let Some(steps) = command.steps {
        config.schedule.steps = steps;
    }
    if let Some(from) = &command.from {
        config.start = Start::from(from.clone());
    }
    let bundled = match command.preset {
        None | Some(Preset::Demo | Preset::DemoScratch) => true,
        Some(_) => false,
    };
    if config.data.root.is_none() && !bundled {
        return Err(Problem::new("This preset needs pictures of your own")
            .hint("Give their folder with --data DIR: it holds one folder for each domain."));
    }
    Ok(config)
}

/// Told before the data is looked through, which may take long.
fn refuse_used_folder(out: &Path) -> Result<(), Problem> {
    if out.join("config.toml").exists() {
        let error = RunError::Exists(out.to_owned());
        return Err(Problem::new(error.to_string()).hint("With --resume it goes on."));
    }
    Ok(())
}

fn probes(paths: &[PathBuf], size: usize) -> Result<Vec<Arc<Picture>>, Problem> {
    let view = |path: &PathBuf| Ok(intake::view(path, None, size)?.picture);
    paths.iter().map(view).collect()
}

/// Looks through the data with a bar; `None` when a person stopped it.
fn scan(config: &TrainConfig, interrupt: &Interrupt) -> Result<Option<Scan>, Problem> {
    let bar = progress::bar("Pictures", 0);
    let progress = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        !interrupt.is_set()
    };
    let outcome = Scan::look(&Wanted::of(config), &progress);
    bar.finish_and_clear();
    match outcome {
        Ok(scan) => Ok(Some(scan)),
        Err(_) if interrupt.is_set() => Ok(None),
        Err(error) => Err(Problem::new(error.to_string())),
    }
}
