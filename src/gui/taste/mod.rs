//! The taste test's state: which models on which pictures, the pair on screen, what came of it.
//!
//! `orders` asks the worker, `events` takes its answers in, `hands` is the hand, `words` the sentences; `panels::evaluate::taste` draws.

mod events;
mod hands;
mod orders;
pub mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::text;
use super::widgets::{Shown, Textures};
use crate::engine::evaluation::messages::Candidate;
use crate::engine::messages::ModelSource;
use crate::engine::taste::messages::Trial;
use crate::problem::Problem;
use crate::runs::tastes::Taste;

/// Numbers of pairs that are offered.
pub const COUNTS: [usize; 4] = [20, 40, 80, 160];
/// How many pairs more a session gets that goes on.
pub const MORE: usize = 20;
/// Textures kept: those of a few pairs.
const TEXTURES: usize = 96;
/// Where tests of models without a run are kept until [`super::App::keep_tastes_in`] says else.
const FOLDER: &str = "stargrid-tastes";

/// Which pictures are translated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// The creatures inside the program.
    #[default]
    Bundled,
    /// A folder.
    Folder(PathBuf),
    /// Those that are open in Explore.
    Open,
}

/// What a test will be.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The models.
    pub chosen: Vec<Candidate>,
    /// Whether the first model was put there, or the person chose models.
    pub begun: bool,
    /// The pictures.
    pub pictures: Pictures,
    /// Whether latents guide.
    pub latent: bool,
    /// Whether references guide.
    pub reference: bool,
    /// How many pairs.
    pub count: usize,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            chosen: Vec::new(),
            begun: false,
            pictures: Pictures::default(),
            latent: true,
            reference: false,
            count: COUNTS[1],
        }
    }
}

impl Setup {
    /// Whether a model takes part already.
    pub fn has(&self, source: &ModelSource) -> bool {
        self.chosen.iter().any(|chosen| chosen.source == *source)
    }

    /// What is still missing, as a sentence.
    pub fn lacks(&self) -> Option<&'static str> {
        match self {
            Self { chosen, .. } if chosen.len() < 2 => {
                Some("Add another model: a test needs two or more.")
            }
            Self {
                latent: false,
                reference: false,
                ..
            } => Some("Choose latents, references or both."),
            _ => None,
        }
    }
}

/// How far a test is.
#[derive(Clone, Debug, Default)]
pub enum Stage {
    /// It is set up.
    #[default]
    Setup,
    /// Pictures are looked through, models are opened: what is being done, and the share of it where that is known.
    Preparing(String, Option<f32>),
    /// Pairs are judged.
    Asking,
    /// The person rests.
    Paused,
    /// It is over, and who is who may be told.
    Result(Box<Taste>),
    /// It cannot begin or go on.
    Failed(Problem),
}

/// A pair as it is shown.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What was translated.
    pub source: Shown,
    /// The style picture.
    pub reference: Option<Shown>,
    /// One output.
    pub left: Shown,
    /// The other.
    pub right: Shown,
    /// The branch.
    pub target: String,
}

impl From<Trial> for Pair {
    fn from(trial: Trial) -> Self {
        Self {
            source: Shown::new(trial.source),
            reference: trial.reference.map(Shown::new),
            left: Shown::new(trial.left),
            right: Shown::new(trial.right),
            target: trial.target,
        }
    }
}

/// Everything of the page.
pub struct TasteTab {
    /// How far it is.
    pub stage: Stage,
    /// What a test will be.
    pub setup: Setup,
    /// The number of the order in force.
    id: u64,
    /// Pairs in all.
    pub count: usize,
    /// Pairs answered.
    pub answered: usize,
    /// Pairs at hand, by number.
    pub pairs: BTreeMap<usize, Pair>,
    /// What was left out, and why.
    pub notes: Vec<Problem>,
    /// Where tests of models without a run are kept.
    pub folder: PathBuf,
    /// Where the test on screen is kept.
    pub kept_in: Option<PathBuf>,
    /// Whether the worker still has the models of the result on screen.
    at_hand: bool,
    /// Earlier tests, by the folder that keeps them.
    pub sessions: BTreeMap<PathBuf, Vec<Taste>>,
    /// Folders that were looked into.
    looked: Vec<PathBuf>,
    /// Textures of pairs.
    pub textures: Textures,
}

impl Default for TasteTab {
    fn default() -> Self {
        Self {
            stage: Stage::default(),
            setup: Setup::default(),
            id: 0,
            count: 0,
            answered: 0,
            pairs: BTreeMap::new(),
            notes: Vec::new(),
            folder: PathBuf::from(FOLDER),
            kept_in: None,
            at_hand: false,
            sessions: BTreeMap::new(),
            looked: Vec::new(),
            textures: Textures::new(TEXTURES),
        }
    }
}

impl TasteTab {
    /// The pair to be judged, once it is there.
    pub fn pair(&self) -> Option<&Pair> {
        self.pairs.get(&self.answered)
    }

    /// Whether the worker still has the models of the result on screen.
    pub fn is_at_hand(&self) -> bool {
        self.at_hand
    }

    /// What can be dropped on the page.
    pub fn ways_in(&self) -> &'static str {
        match self.stage {
            Stage::Setup => text::DROP_TASTE,
            _ => "",
        }
    }

    /// Whether every pair was judged.
    pub fn is_complete(&self) -> bool {
        self.answered >= self.count
    }

    /// Whether a test is in progress, from its preparation to its result.
    pub fn is_under_way(&self) -> bool {
        matches!(
            self.stage,
            Stage::Preparing(..) | Stage::Asking | Stage::Paused
        )
    }

    /// Earlier tests that have answers, newest first, with the folder that keeps each.
    pub fn earlier(&self) -> Vec<(&PathBuf, &Taste)> {
        let all = self.sessions.iter();
        let mut all: Vec<_> = all
            .flat_map(|(folder, tests)| tests.iter().map(move |test| (folder, test)))
            .filter(|(_, test)| !test.answers.is_empty())
            .collect();
        all.sort_by_key(|(_, test)| std::cmp::Reverse((test.date.clone(), test.number)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_needs_two_models_and_a_guide() {
        let mut setup = Setup::default();
        assert!(setup.lacks().unwrap().contains("another model"));
        for step in [1, 2] {
            setup.chosen.push(Candidate {
                name: "a".to_owned(),
                step: Some(step),
                source: ModelSource::File(format!("{step}").into()),
            });
        }
        assert_eq!(setup.lacks(), None);
        setup.latent = false;
        assert!(setup.lacks().unwrap().contains("latents"));
        assert!(setup.has(&ModelSource::File("1".into())) && !setup.has(&ModelSource::Demo));
    }
}
