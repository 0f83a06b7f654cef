//! What is to be evaluated: models or steps of a run, pictures, modes, counts, and the person's own networks.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::data::dataset::DataRoot;
use crate::engine::evaluation::messages::{Candidate, OwnExtractors};
use crate::engine::messages::ModelSource;
use crate::evaluation::protocol::{OFFICIAL_OUTPUTS, SEED};
use crate::evaluation::{Mode, Protocol};
use crate::gui::app::App;
use crate::gui::train::names;
use crate::gui::train::run::RunShown;

/// Which kind of models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Explore's, the demo, files.
    #[default]
    Models,
    /// Steps of a run.
    Steps,
}

/// Which pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataChoice {
    /// The creatures inside the program.
    #[default]
    Bundled,
    /// The folder that the Train tab speaks of.
    Train,
    /// A folder of its own.
    Folder,
}

/// A network of the person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// torchvision's AlexNet.
    AlexNet,
    /// torchvision's Inception-v3.
    Inception,
}

impl Own {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::AlexNet, Self::Inception];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AlexNet => "AlexNet",
            Self::Inception => "Inception-v3",
        }
    }
}

/// What is to be evaluated.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Which kind of models.
    pub what: What,
    /// Whether the model in Explore is one of them.
    pub open: bool,
    /// Whether the demo is one of them, where it is not in Explore.
    pub demo: bool,
    /// Files, and which of them.
    pub files: Vec<(PathBuf, bool)>,
    /// Steps of the run that are left out.
    pub skipped: BTreeSet<u64>,
    /// Whether the steps are those of the run that trains, while another one is looked at.
    pub other_run: bool,
    /// Which pictures.
    pub data: DataChoice,
    /// A folder of pictures of its own.
    pub folder: Option<PathBuf>,
    /// Whether outputs are guided by latents.
    pub latent: bool,
    /// Whether outputs are guided by references.
    pub reference: bool,
    /// Outputs of each source.
    pub outputs: usize,
    /// Most sources of a domain; 0 for all.
    pub sources: usize,
    /// Decides every random number.
    pub seed: u64,
    /// The person's own networks.
    pub extractors: OwnExtractors,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            what: What::Models,
            open: true,
            demo: false,
            files: Vec::new(),
            skipped: BTreeSet::new(),
            other_run: false,
            data: DataChoice::Bundled,
            folder: None,
            latent: true,
            reference: true,
            outputs: OFFICIAL_OUTPUTS,
            sources: 0,
            seed: SEED,
            extractors: OwnExtractors::default(),
        }
    }
}

impl Setup {
    /// The protocol that is asked for.
    pub fn protocol(&self) -> Protocol {
        let modes = [
            (self.latent, Mode::Latent),
            (self.reference, Mode::Reference),
        ];
        let wanted = modes.into_iter().filter(|(wanted, _)| *wanted);
        Protocol {
            modes: wanted.map(|(_, mode)| mode).collect(),
            outputs: self.outputs,
            most_sources: (self.sources > 0).then_some(self.sources),
            seed: self.seed,
        }
    }

    /// Whether counts are those that StarGAN v2 publishes with.
    pub fn is_official(&self) -> bool {
        self.outputs == OFFICIAL_OUTPUTS && self.sources == 0
    }

    /// Switches a mode; one of the two always stays.
    pub fn toggle(&mut self, mode: Mode) {
        let (this, other) = match mode {
            Mode::Reference => (&mut self.reference, &mut self.latent),
            _ => (&mut self.latent, &mut self.reference),
        };
        *this = !*this;
        if !*this {
            *other = true;
        }
    }

    /// Adds a file to the models, or takes it in again.
    pub fn add_file(&mut self, path: PathBuf) {
        self.what = What::Models;
        match self.files.iter_mut().find(|(other, _)| *other == path) {
            Some((_, chosen)) => *chosen = true,
            None => self.files.push((path, true)),
        }
    }

    /// The place of an own network's file.
    pub fn own(&mut self, own: Own) -> &mut Option<PathBuf> {
        match own {
            Own::AlexNet => &mut self.extractors.alexnet,
            Own::Inception => &mut self.extractors.inception,
        }
    }
}

/// A model that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The one in Explore.
    Open,
    /// The demo.
    Demo,
    /// The file at this place of the list.
    File(usize),
}

/// The averaged networks of a run, by step.
pub fn steps_of(run: &RunShown) -> impl DoubleEndedIterator<Item = (u64, &PathBuf, bool)> {
    let saved = run.saved.iter();
    saved.filter_map(|saved| Some((saved.step, saved.averaged.as_ref()?, saved.best)))
}

impl App {
    /// Every model that can be chosen: which, its name, and whether it is.
    pub(in crate::gui) fn model_choices(&self) -> Vec<(Choice, String, bool)> {
        let setup = &self.evaluate.figures.setup;
        let mut choices = Vec::new();
        let open = self.model.as_ref();
        if let Some(model) = open {
            let name = format!("{}, in Explore", named(&model.card.name, model.card.step));
            choices.push((Choice::Open, name, setup.open));
        }
        if open.is_some_and(|model| model.source != ModelSource::Demo) {
            choices.push((Choice::Demo, "Demo creatures".to_owned(), setup.demo));
        }
        for (at, (path, chosen)) in setup.files.iter().enumerate() {
            choices.push((Choice::File(at), names::file_name(path), *chosen));
        }
        choices
    }

    /// The runs whose steps can be chosen: the one on the Train tab first.
    pub(in crate::gui) fn evaluated_runs(&self) -> Vec<&RunShown> {
        let (shown, active) = (self.train.shown(), self.train.active.as_ref());
        let another = active.filter(|_| self.train.other.is_some());
        shown.into_iter().chain(another).collect()
    }

    /// The run whose steps are listed.
    pub(in crate::gui) fn evaluated_run(&self) -> Option<&RunShown> {
        let runs = self.evaluated_runs();
        let second = self.evaluate.figures.setup.other_run && runs.len() > 1;
        runs.get(usize::from(second)).copied()
    }

    /// The models that Start evaluates, one after the other.
    pub(in crate::gui) fn candidates(&self) -> Vec<Candidate> {
        let setup = &self.evaluate.figures.setup;
        if setup.what == What::Steps {
            let run = self.evaluated_run();
            let steps = run
                .into_iter()
                .flat_map(|run| steps_of(run).map(move |step| (run, step)));
            let steps = steps.filter(|(_, (step, ..))| !setup.skipped.contains(step));
            return steps
                .map(|(run, (step, path, _))| Candidate {
                    name: run.name.clone(),
                    step: Some(step),
                    source: ModelSource::File(path.clone()),
                })
                .collect();
        }
        let chosen = self.model_choices().into_iter();
        let chosen = chosen.filter(|(_, _, chosen)| *chosen);
        chosen
            .filter_map(|(choice, name, _)| self.candidate(&choice, name))
            .collect()
    }

    fn candidate(&self, choice: &Choice, name: String) -> Option<Candidate> {
        let (name, step, source) = match choice {
            Choice::Open => {
                let model = self.model.as_ref()?;
                let card = &model.card;
                (card.name.clone(), card.step, model.source.clone())
            }
            Choice::Demo => (name, None, ModelSource::Demo),
            Choice::File(at) => {
                let (path, _) = self.evaluate.figures.setup.files.get(*at)?;
                (name, None, ModelSource::File(path.clone()))
            }
        };
        Some(Candidate { name, step, source })
    }

    /// The folder that the Train tab speaks of: that of the run on screen, or of the set-up.
    pub(in crate::gui) fn train_folder(&self) -> Option<PathBuf> {
        let of_run = self.train.shown();
        let of_run = of_run.and_then(|run| run.config.data.root.clone());
        of_run.or_else(|| match &self.train.setup.data {
            Some(DataRoot::Folder(folder)) => Some(folder.clone()),
            _ => None,
        })
    }

    /// The pictures that Start evaluates on; a folder that is gone gives way to the bundled ones.
    pub(in crate::gui) fn evaluation_data(&self) -> (DataChoice, DataRoot) {
        let setup = &self.evaluate.figures.setup;
        let folder = match setup.data {
            DataChoice::Bundled => None,
            DataChoice::Train => self.train_folder(),
            DataChoice::Folder => setup.folder.clone(),
        };
        match folder {
            Some(folder) => (setup.data, DataRoot::Folder(folder)),
            None => (DataChoice::Bundled, DataRoot::Bundled),
        }
    }
}

/// A model's name with its step.
fn named(name: &str, step: Option<u64>) -> String {
    step.map_or_else(
        || name.to_owned(),
        |step| format!("{name}, step {}", names::count(step)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mode_always_stays() {
        let mut setup = Setup::default();
        assert_eq!(setup.protocol().modes, [Mode::Latent, Mode::Reference]);
        setup.toggle(Mode::Latent);
        assert_eq!(setup.protocol().modes, [Mode::Reference]);
        setup.toggle(Mode::Reference);
        assert_eq!(setup.protocol().modes, [Mode::Latent]);
    }

    #[test]
    fn the_official_counts_are_the_first_ones() {
        let mut setup = Setup::default();
        assert!(setup.is_official() && setup.protocol() == Protocol::default());
        setup.sources = 20;
        assert!(!setup.is_official());
        assert_eq!(setup.protocol().most_sources, Some(20));
    }

    #[test]
    fn a_file_is_listed_once() {
        let mut setup = Setup {
            what: What::Steps,
            ..Setup::default()
        };
        setup.add_file("/a.ckpt".into());
        setup.files[0].1 = false;
        setup.add_file("/a.ckpt".into());
        assert_eq!(setup.files, [("/a.ckpt".into(), true)]);
        assert_eq!(setup.what, What::Models);
    }
}
