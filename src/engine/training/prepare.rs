//! Everything a run needs before its first step: checked numbers, data in the run's order, first weights or a saved state.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::device::Compute;
use super::super::eye::read_fan;
use super::super::messages::ModelSource;
use super::super::open;
use super::material::{Material, Source};
use super::messages::{Again, RunStart};
use super::scan::{Look, Scan, Wanted, root_of};
use crate::checkpoint::TensorMap;
use crate::checkpoint::card::{Card, Provenance};
use crate::data::{DataRoot, FeedOptions};
use crate::domain::Picture;
use crate::model::config::ModelConfig;
use crate::problem::Problem;
use crate::runs::checkpoints::{self, Saved, StateNote};
use crate::runs::{RunError, RunFolder};
use crate::train::samples::{Probe, Probes, SOURCES};
use crate::train::warm::{WarmStart, warm_start};
use crate::train::{Learner, Objective, Start, TrainConfig, TrainerState, init};

/// Licence of the bundled creatures, which what is learned from them alone keeps.
const BUNDLED_LICENCE: &str = "CC0 1.0";

/// A configuration with its data: what does not depend on a run's folder.
#[derive(Debug)]
pub struct Plan {
    /// Every knob; root and start are absolute paths, the domains are those of the data.
    pub config: TrainConfig,
    /// Sizes and domains.
    pub model: ModelConfig,
    /// The pictures.
    pub material: Material,
}

/// A run that is ready for its next step.
#[derive(Debug)]
pub struct Prepared {
    /// Knobs and data.
    pub plan: Plan,
    /// The folder, held.
    pub folder: RunFolder,
    /// The networks.
    pub trainer: Box<dyn Learner>,
    /// Seconds of training so far.
    pub seconds: f64,
    /// What a warm start did.
    pub warm: Option<WarmStart>,
    /// Sentences about what is not as it should be, though the run can go on.
    pub warnings: Vec<String>,
}

impl Plan {
    /// Checks the numbers and looks at the data.
    ///
    /// # Errors
    /// A number out of range, or data that cannot be used or has other domains.
    pub fn new(mut config: TrainConfig, look: Look<'_>) -> Result<Self, Problem> {
        let refused =
            |error: &dyn std::error::Error| Problem::because("This run cannot be trained", error);
        config.validate().map_err(|error| refused(&error))?;
        config.data.root = config.data.root.as_deref().map(absolute);
        config.data.fan = config.data.fan.as_deref().map(absolute);
        if let Start::Model(path) = &config.start {
            config.start = Start::Model(absolute(path));
        }
        for more in &mut config.data.joint {
            more.root = absolute(&more.root);
        }
        let material = look(&config)?.material(&config.data.domains)?;
        config.data.domains = material.names();
        let model = match &material {
            Material::Domains(dataset) => config.model.with_domains(dataset.domains.clone()),
            Material::Labels(_) => config.model.with_labels(material.space()),
        };
        model.validate().map_err(|error| refused(&error))?;
        Ok(Self {
            config,
            model,
            material,
        })
    }

    /// First weights, and what a warm start did.
    ///
    /// # Errors
    /// When the model to start from cannot be read or has other sizes.
    pub fn first_weights(&self) -> Result<(TensorMap, Option<WarmStart>), Problem> {
        let seed = self.config.schedule.seed;
        let source = match &self.config.start {
            Start::Scratch => {
                let weights = init::first_weights(&self.model, self.model.system.networks(), seed);
                return Ok((weights, None));
            }
            Start::Demo => ModelSource::Demo,
            Start::Model(path) => ModelSource::File(path.clone()),
        };
        let origin = open::read(&source)?;
        let (weights, warm) = warm_start(&self.model, &origin.config, &origin.tensors, seed)
            .map_err(|error| {
                Problem::because("The run cannot start from this model", &error)
                    .hint("Give the run the model's sizes, or start from scratch.")
            })?;
        Ok((weights, Some(warm)))
    }

    /// Where the batches come from.
    pub fn source(&self) -> Source {
        let (config, model) = (&self.config, &self.model);
        let options = FeedOptions {
            img_size: model.img_size,
            batch: config.schedule.batch,
            latent_dim: model.latent_dim,
            seed: config.schedule.seed,
            crop_probability: config.data.crop_probability,
            flip_probability: config.data.flip_probability,
        };
        self.material.source(options)
    }

    /// Name and licence of what this run makes.
    pub fn card(&self, run: &Path) -> Card {
        let name = run.file_name().map(|name| name.to_string_lossy());
        let bundled = root_of(&self.config.data) == DataRoot::Bundled
            && !matches!(self.config.start, Start::Model(_));
        let licence = if bundled { BUNDLED_LICENCE } else { "unknown" };
        Card {
            name: name.map_or_else(String::new, std::borrow::Cow::into_owned),
            licence: licence.to_owned(),
            provenance: Provenance {
                origin: "trained with Stargrid".to_owned(),
                ..Provenance::default()
            },
            step: None,
            notes: Vec::new(),
            evaluations: Vec::new(),
        }
    }

    /// The trainer with these first weights.
    ///
    /// # Errors
    /// When they do not fit the sizes.
    pub fn trainer(
        &self,
        weights: &TensorMap,
        compute: &Compute,
    ) -> Result<Box<dyn Learner>, Problem> {
        let begin = Objective::of(self.model.system).begin;
        let learner = begin(&self.config, &self.model, weights, &compute.device)
            .map_err(|error| Problem::because("The networks could not be built", &error))?;
        self.seeing(learner, compute)
    }

    /// A high-pass model learns with the masks of a landmark network: the one it is told, or that of the model it starts from.
    fn seeing(
        &self,
        mut learner: Box<dyn Learner>,
        compute: &Compute,
    ) -> Result<Box<dyn Learner>, Problem> {
        if !self.model.has_high_pass() {
            return Ok(learner);
        }
        let device = compute.device.clone().inner();
        let fan = match (&self.config.data.fan, &self.config.start) {
            (Some(path), _) => Some(read_fan(path, &device)?),
            // A model without one is no fault: it is trained without masks.
            (None, Start::Model(path)) => read_fan(path, &device).ok(),
            (None, Start::Scratch | Start::Demo) => None,
        };
        if let Some(fan) = fan {
            learner.see_with(fan);
        }
        Ok(learner)
    }

    fn restored(
        &self,
        state: &TrainerState,
        compute: &Compute,
    ) -> Result<Box<dyn Learner>, Problem> {
        let resume = Objective::of(self.model.system).resume;
        let learner =
            resume(&self.config, &self.model, state, &compute.device).map_err(|error| {
                Problem::because("The checkpoint does not fit the run's sizes", &error)
            })?;
        self.seeing(learner, compute)
    }
}

impl Prepared {
    /// A new run.
    ///
    /// # Errors
    /// Numbers out of range, unusable data, an unreadable model to start from, a folder that has a run already.
    pub fn begin(start: RunStart, compute: &Compute, look: Look<'_>) -> Result<Self, Problem> {
        let plan = Plan::new(start.config, look)?;
        let (weights, warm) = plan.first_weights()?;
        let folder = RunFolder::create(&absolute(&start.folder), &plan.config)
            .map_err(|error| Problem::new(error.to_string()))?;
        if !start.probes.is_empty() {
            let own: Vec<Picture> = start.probes.iter().map(|own| (**own).clone()).collect();
            folder
                .save_probes(&own)
                .map_err(|error| Problem::because("Your photos could not be kept", &error))?;
        }
        Ok(Self {
            trainer: plan.trainer(&weights, compute)?,
            plan,
            folder,
            seconds: 0.0,
            warm,
            warnings: Vec::new(),
        })
    }

    /// A run that goes on from its newest state.
    ///
    /// # Errors
    /// No run, a run in use, other domains than before, no state that can be read, nothing left to do.
    pub fn resume(again: &Again, compute: &Compute, look: Look<'_>) -> Result<Self, Problem> {
        let refused = |error: RunError| Problem::new(error.to_string());
        let (folder, before) = RunFolder::open(&absolute(&again.folder)).map_err(refused)?;
        let mut config = before.clone();
        config.schedule.steps = again.steps.unwrap_or(before.schedule.steps);
        if let Some(data) = &again.data {
            config.data.root = Some(data.clone());
        }
        let plan = Plan::new(config, look)?;
        let saved = checkpoints::list(folder.path()).map_err(refused)?;
        let prepared = if saved.iter().any(|saved| saved.state.is_some()) {
            Self::from_state(plan, folder, compute)?
        } else {
            Self::from_nothing(plan, folder, compute, &saved)?
        };
        if prepared.plan.config != before {
            let (folder, plan) = (&prepared.folder, &prepared.plan);
            folder.rewrite(&plan.config).map_err(refused)?;
        }
        Ok(prepared)
    }

    fn from_state(plan: Plan, folder: RunFolder, compute: &Compute) -> Result<Self, Problem> {
        let (state, note, mut warnings) = checkpoints::newest_state(folder.path())
            .map_err(|error| Problem::new(error.to_string()))?;
        let total = plan.config.schedule.steps;
        if state.step >= total {
            return Err(Problem::new(format!(
                "The run has done {} of {total} steps, so there is nothing left to do",
                state.step
            ))
            .hint("Give it a larger number of steps to go on."));
        }
        warnings.extend(data_warning(&plan, &note));
        Ok(Self {
            trainer: plan.restored(&state, compute)?,
            plan,
            folder,
            seconds: note.seconds,
            warm: None,
            warnings,
        })
    }

    /// A run that ended before its first autosave begins again: its batches and first weights are the same.
    fn from_nothing(
        plan: Plan,
        folder: RunFolder,
        compute: &Compute,
        saved: &[Saved],
    ) -> Result<Self, Problem> {
        if let Some(saved) = saved.last() {
            return Err(Problem::new(format!(
                "This run has averaged networks of step {}, but no state to go on from; begin a new run that starts from them: {}",
                saved.step,
                folder.path().display()
            )));
        }
        let (weights, warm) = plan.first_weights()?;
        Ok(Self {
            trainer: plan.trainer(&weights, compute)?,
            plan,
            folder,
            seconds: 0.0,
            warm,
            warnings: vec!["The run ended before its first save, so it begins again".to_owned()],
        })
    }
}

fn data_warning(plan: &Plan, note: &StateNote) -> Option<String> {
    let changed = note.data != plan.material.fingerprint();
    changed.then(|| {
        "The training pictures are not those that the run began with; it goes on with the new ones, so it will not be \
         the run it would have been"
            .to_owned()
    })
}

/// The pictures that every sheet of a run is drawn from: held-out ones, and the person's own.
///
/// # Errors
/// When they cannot be read.
pub fn probes(feed: &Source, own: Vec<Arc<Picture>>) -> Result<Probes, Problem> {
    let seed = feed.options().seed;
    let read = |count: usize, seed: u64| {
        let drawn = feed.probes(count, seed);
        drawn.map_err(|error| Problem::new(error.to_string()))
    };
    let sources = read(SOURCES, seed)?;
    let mut spare = read(2 * SOURCES, seed.wrapping_add(1))?;
    let mut references = Vec::with_capacity(sources.len());
    for source in &sources {
        let other = spare.iter().position(|probe| probe.domain != source.domain);
        if !spare.is_empty() {
            references.push(spare.remove(other.unwrap_or(0)));
        }
    }
    Ok(Probes {
        sources,
        references,
        own: own_probes(own),
        seed,
    })
}

/// The person's own photos as probes.
pub fn own_probes(pictures: Vec<Arc<Picture>>) -> Vec<Probe> {
    pictures.into_iter().map(Probe::unknown).collect()
}

/// A scan without anybody to tell how far it is; what is at hand is used again.
///
/// # Errors
/// When there is nothing to train on.
pub fn scan_of(config: &TrainConfig, known: Option<&Scan>) -> Result<Scan, Problem> {
    let wanted = Wanted::of(config);
    match known.filter(|scan| scan.fits(&wanted)) {
        Some(scan) => Ok(scan.clone()),
        None => Scan::look(&wanted, &|_, _| true).map_err(|error| Problem::new(error.to_string())),
    }
}

/// A path that means the same from any folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
