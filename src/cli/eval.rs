//! `stargrid eval`: figures of a model, or of all kept steps of a run, by the protocol.

pub mod table;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use crate::checkpoint::bundle;
use crate::data::DataRoot;
use crate::engine::device::DeviceChoice;
use crate::engine::evaluation::job::{self, Memory};
use crate::engine::evaluation::messages::{
    Candidate, EvaluationNews, EvaluationOrder, OwnExtractors, VAL_SHARE,
};
use crate::engine::messages::ModelSource;
use crate::engine::open;
use crate::evaluation::{Evaluation, Mode, Protocol};
use crate::problem::Problem;
use crate::runs::checkpoints;

use super::args::{Eval, EvalMode};
use super::{destination, output, progress, session};

/// Places of a bar over shares.
const PLACES: u64 = 1000;

/// Evaluates, prints a table, and writes what was asked for.
pub fn run(command: &Eval, device: DeviceChoice) -> Result<(), Problem> {
    let run = command.model.is_dir().then(|| command.model.clone());
    refuse(command, run.as_deref())?;
    let order = EvaluationOrder {
        id: 0,
        candidates: match &run {
            Some(run) => steps(run)?,
            None => vec![model(&command.model)?],
        },
        data: match &command.data {
            Some(folder) => DataRoot::Folder(folder.clone()),
            None => DataRoot::Bundled,
        },
        val_share: VAL_SHARE,
        protocol: Protocol {
            modes: match command.mode {
                EvalMode::Latent => vec![Mode::Latent],
                EvalMode::Reference => vec![Mode::Reference],
                EvalMode::Both => vec![Mode::Latent, Mode::Reference],
            },
            outputs: command.outputs,
            most_sources: command.sources,
            seed: command.seed,
        },
        extractors: OwnExtractors {
            alexnet: command.alexnet.clone(),
            inception: command.inception.clone(),
        },
        run,
    };
    let compute = session::choose(device)?;
    let mut watch = Watch::new(order.candidates.len());
    let mut memory = Memory::default();
    job::perform(&order, &compute, &mut memory, &mut |news| watch.take(news))?;
    watch.bar.finish_and_clear();
    deliver(command, &watch.found)
}

/// What cannot be kept or written is told before hours of work.
fn refuse(command: &Eval, run: Option<&Path>) -> Result<(), Problem> {
    let inputs = [&command.alexnet, &command.inception];
    let inputs = inputs.into_iter().flatten().chain([&command.model]);
    if let Some(json) = &command.json {
        destination::check(json, "json", inputs.map(PathBuf::as_path))?;
    }
    if command.keep.is_some() && run.is_some() {
        let sentence = "The figures of a run's steps are kept with the run anyway";
        return Err(Problem::new(sentence).hint("Leave --keep out."));
    }
    if let Some(keeper) = command.keeper() {
        // Anything but a file of ours has no card.
        bundle::load(keeper).map_err(|error| {
            Problem::because("--keep needs a model file in Stargrid's own format", &error)
                .hint("Save it so first, with stargrid import.")
        })?;
    }
    Ok(())
}

fn model(path: &Path) -> Result<Candidate, Problem> {
    let source = session::model_source(path);
    let card = open::read(&source)?.card;
    Ok(Candidate {
        name: card.name,
        step: card.step,
        source,
    })
}

/// The kept steps of a run.
fn steps(run: &Path) -> Result<Vec<Candidate>, Problem> {
    let saved = checkpoints::list(run).map_err(|error| Problem::new(error.to_string()))?;
    let name = run.file_name().unwrap_or(run.as_os_str());
    let name = name.to_string_lossy().into_owned();
    let kept = saved.into_iter().filter_map(|saved| {
        Some(Candidate {
            name: name.clone(),
            step: Some(saved.step),
            source: ModelSource::File(saved.averaged?),
        })
    });
    let kept: Vec<Candidate> = kept.collect();
    if kept.is_empty() {
        return Err(Problem::new(format!(
            "The folder is no training run with kept steps: {}",
            run.display()
        )));
    }
    Ok(kept)
}

fn deliver(command: &Eval, found: &[Evaluation]) -> Result<(), Problem> {
    if let Some(path) = &command.json {
        write(path, found, command.model.is_dir())?;
    }
    if let Some(keeper) = command.keeper() {
        for evaluation in found {
            bundle::keep_evaluation(keeper, evaluation.clone())
                .map_err(|error| Problem::new(error.to_string()))?;
        }
    }
    for evaluation in found {
        output::result(table::of(evaluation))?;
    }
    if let Some(path) = &command.json {
        output::result(path.display())?;
    }
    Ok(())
}

fn write(path: &Path, found: &[Evaluation], list: bool) -> Result<(), Problem> {
    let text = match found {
        [one] if !list => serde_json::to_string_pretty(one),
        all => serde_json::to_string_pretty(all),
    };
    let written = text
        .map_err(std::io::Error::from)
        .and_then(|text| std::fs::write(path, text + "\n"));
    written.map_err(|error| {
        let what = format!("The figures could not be written: {}", path.display());
        Problem::because(what, &error)
    })
}

/// Shows how far it is, and gathers what is found.
struct Watch {
    bar: ProgressBar,
    candidates: usize,
    found: Vec<Evaluation>,
}

impl Watch {
    fn new(candidates: usize) -> Self {
        Self {
            bar: progress::training_bar(PLACES * candidates as u64),
            candidates,
            found: Vec::new(),
        }
    }

    fn take(&mut self, news: EvaluationNews) -> ControlFlow<()> {
        match news {
            EvaluationNews::Scanning(done, all) => {
                self.bar
                    .set_message(format!("looking through the data: {done} of {all}"));
            }
            EvaluationNews::Progress(now) => {
                let done = now.candidate as f32 + now.share;
                self.bar.set_position((done * PLACES as f32) as u64);
                let left = now.seconds_left.map(super::train::text::time);
                let left = left.map(|left| format!("{left} left  "));
                self.bar
                    .set_message(format!("{}{}", left.unwrap_or_default(), now.doing));
            }
            EvaluationNews::Task(done) => log::info!("{:?} {:?} is done", done.mode, done.task),
            EvaluationNews::Done { evaluation, .. } => {
                for note in &evaluation.notes {
                    self.note(note);
                }
                if self.candidates > 1 {
                    log::info!("step {:?} is done", evaluation.model.step);
                }
                self.found.push(*evaluation);
            }
            EvaluationNews::Trouble(problem) => self.note(&problem),
            EvaluationNews::Began { .. }
            | EvaluationNews::Read(_)
            | EvaluationNews::Kept(_)
            | EvaluationNews::Ended(_) => {}
        }
        ControlFlow::Continue(())
    }

    fn note(&self, text: &impl std::fmt::Display) {
        self.bar.suspend(|| output::note(text));
    }
}
