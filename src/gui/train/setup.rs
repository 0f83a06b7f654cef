//! What a run will be, before it is one: data, preset, knobs, start, folder, and what was found out about them.

use std::path::{Path, PathBuf};

use super::names;
use crate::data::creatures::MadeSet;
use crate::data::dataset::{DataReport, DataRoot};
use crate::engine::training::Estimate;
use crate::engine::training::scan::Wanted;
use crate::model::system::System;
use crate::problem::Problem;
use crate::train::config::{Start, TrainConfig};
use crate::train::health::Finding;
use crate::train::presets::Preset;

/// Seconds of rest after which a changed set-up is measured again.
pub const MEASURE_REST_SECONDS: f64 = 1.2;

/// How far the look through the data has come.
#[derive(Debug, Default)]
pub enum Scan {
    /// No data is chosen.
    #[default]
    Nothing,
    /// Files seen, files in all (0 while they are counted).
    Running(usize, usize),
    /// Done.
    Done(Box<DataReport>, Vec<Finding>),
    /// The data cannot be used.
    Failed(Problem),
}

/// What is known of time and memory.
#[derive(Debug, Default)]
pub enum Cost {
    /// Nothing yet.
    #[default]
    Unknown,
    /// One step is being measured.
    Measuring,
    /// Measured.
    Known(Estimate),
    /// It could not be measured.
    Failed(Problem),
}

/// The set-up.
pub struct Setup {
    /// The preset that the knobs started from.
    pub preset: Preset,
    /// Every knob.
    pub config: TrainConfig,
    /// The data wanted; none before the person chose.
    pub data: Option<DataRoot>,
    /// What was found there.
    pub scan: Scan,
    /// What the newest look through the data was for.
    looked_for: Option<Wanted>,
    /// A labelled set of creatures that is being made.
    pub making: Option<MadeSet>,
    /// Attributes picked for a set (by its place) and not taken yet.
    pub picked: Option<(usize, Vec<String>)>,
    /// What it will take.
    pub cost: Cost,
    /// The folder typed by the person.
    pub folder: Option<String>,
    /// A name that the run's folder gets by itself.
    pub suggested: String,
    /// When a knob changed last, in the window's time; none once that was measured.
    pub changed_at: Option<f64>,
    /// The knobs that were measured last.
    measured: Option<TrainConfig>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            preset: Preset::Demo,
            config: Preset::Demo.config(),
            data: None,
            scan: Scan::default(),
            looked_for: None,
            making: None,
            picked: None,
            cost: Cost::default(),
            folder: None,
            suggested: String::new(),
            changed_at: None,
            measured: None,
        }
    }
}

impl Setup {
    /// The preset's knobs, with the data chosen: what "changed" is held against.
    pub fn base(&self) -> TrainConfig {
        let mut base = self.preset.config();
        base.data.choose_root(self.config.data.root.clone());
        if self.takes_labels() {
            base.data
                .attributes
                .clone_from(&self.config.data.attributes);
            base.data.joint.clone_from(&self.config.data.joint);
        }
        base
    }

    /// The system that is to be trained.
    pub fn system(&self) -> System {
        self.config.model.system
    }

    /// Whether it learns labels.
    pub fn takes_labels(&self) -> bool {
        self.system().takes_labels()
    }

    /// Chooses a system: its smallest preset.
    pub fn choose_system(&mut self, system: System) {
        if system != self.system()
            && let Some(preset) = names::presets_of(system).next()
        {
            self.choose(preset);
        }
    }

    /// Chooses a preset; the data stays.
    pub fn choose(&mut self, preset: Preset) {
        let data = std::mem::take(&mut self.config.data);
        self.preset = preset;
        self.config = preset.config();
        self.config.data.choose_root(data.root);
        if self.takes_labels() {
            (self.config.data.attributes, self.config.data.joint) = (data.attributes, data.joint);
        }
        self.cost = Cost::Unknown;
    }

    /// Whether a knob differs from the preset's.
    pub fn is_custom(&self) -> bool {
        self.config != self.base()
    }

    /// Wants another data set.
    pub fn want(&mut self, root: DataRoot, runs: &Path) {
        let folder = match &root {
            DataRoot::Bundled => None,
            DataRoot::Folder(path) => Some(path.clone()),
        };
        if folder != self.config.data.root {
            self.config.data.choose_root(folder);
            self.config.data.domains = self.base().data.domains;
            self.config.data.attributes.clear();
            self.config.data.joint.clear();
        }
        let folder = names::run_folder(runs, &names::data(&root), std::time::SystemTime::now());
        self.suggested = folder.display().to_string();
        self.data = Some(root);
        self.look_again();
    }

    /// What was found no longer counts.
    fn look_again(&mut self) {
        self.looked_for = Some(Wanted::of(&self.config));
        self.picked = None;
        self.scan = Scan::Running(0, 0);
        self.cost = Cost::Unknown;
        self.measured = None;
    }

    /// The data to look through again, when it was looked through for domains and labels are wanted now, or other labels.
    pub fn due_look(&mut self) -> Option<DataRoot> {
        let root = self.data.clone()?;
        let labels = Wanted::of(&self.config).labels;
        if self.looked_for.as_ref()?.labels == labels {
            return None;
        }
        self.look_again();
        Some(root)
    }

    /// The person stopped the look through the data.
    pub fn give_up(&mut self) {
        self.data = None;
        self.scan = Scan::Nothing;
        self.cost = Cost::Unknown;
    }

    /// The run's folder: as typed, or as suggested.
    pub fn folder(&self) -> PathBuf {
        let typed = self
            .folder
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        PathBuf::from(typed.unwrap_or(&self.suggested))
    }

    /// Why the run cannot start now, as a sentence.
    pub fn obstacle(&self) -> Option<String> {
        match &self.scan {
            Scan::Nothing => return Some("Choose data first.".to_owned()),
            Scan::Running(..) => return Some("The data is still being looked through.".to_owned()),
            Scan::Failed(problem) => return Some(problem.headline.clone()),
            Scan::Done(..) => {}
        }
        if let Err(fault) = self.config.validate() {
            return Some(fault.to_string());
        }
        if matches!(self.cost, Cost::Measuring) {
            return Some("One step is being measured.".to_owned());
        }
        let must_state = self.preset == Preset::DemoScratch;
        if must_state && !matches!(self.cost, Cost::Known(_) | Cost::Failed(_)) {
            return Some("Its time is measured first.".to_owned());
        }
        None
    }

    /// Whether time and memory can be measured.
    pub fn can_measure(&self) -> bool {
        matches!(self.scan, Scan::Done(..))
            && self.config.validate().is_ok()
            && !matches!(self.cost, Cost::Measuring)
    }

    /// The knobs to measure now, by themselves: the data is known, and the hand has rested since the last change.
    pub fn due(&mut self, now: f64) -> Option<TrainConfig> {
        if !self.can_measure() || self.measured.as_ref() == Some(&self.config) {
            self.changed_at = None;
            return None;
        }
        let since = *self.changed_at.get_or_insert(now);
        if now - since < MEASURE_REST_SECONDS {
            return None;
        }
        self.start_measuring();
        Some(self.config.clone())
    }

    /// Notes that these knobs are being measured.
    pub fn start_measuring(&mut self) {
        self.changed_at = None;
        self.measured = Some(self.config.clone());
        self.cost = Cost::Measuring;
    }

    /// Whether what is known of time and memory is of other knobs.
    pub fn is_stale(&self) -> bool {
        self.measured.as_ref() != Some(&self.config)
    }

    /// Where the weights start, for people.
    pub fn start_words(start: &Start) -> String {
        match start {
            Start::Scratch => "Random weights".to_owned(),
            Start::Demo => "Demo model".to_owned(),
            Start::Model(path) => names::file_name(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::dataset::Split;

    fn scanned() -> Setup {
        let mut setup = Setup::default();
        setup.want(DataRoot::Bundled, Path::new("/runs"));
        let report = DataReport {
            root: DataRoot::Bundled,
            split: Split::Folders,
            domains: Vec::new(),
            sets: Vec::new(),
            unreadable: Vec::new(),
            duplicates: 0,
            warnings: Vec::new(),
        };
        setup.scan = Scan::Done(Box::new(report), Vec::new());
        setup
    }

    #[test]
    fn knobs_are_measured_once_the_hand_rests() {
        let mut setup = scanned();
        assert_eq!(setup.due(10.0), None);
        assert_eq!(
            setup.due(10.1 + MEASURE_REST_SECONDS),
            Some(setup.config.clone())
        );
        setup.cost = Cost::Unknown;
        assert_eq!(setup.due(20.0), None, "these knobs are known");
        setup.config.schedule.batch = 4;
        assert!(setup.is_stale() && setup.is_custom());
        assert_eq!(setup.due(30.0), None);
        assert!(setup.due(32.0).is_some());
    }

    #[test]
    fn what_stands_in_the_way_is_said() {
        assert!(Setup::default().obstacle().is_some());
        let mut setup = scanned();
        assert_eq!(setup.obstacle(), None);
        setup.choose(Preset::DemoScratch);
        assert!(setup.obstacle().is_some(), "its time must be stated first");
        setup.config.schedule.batch = 0;
        assert!(
            setup
                .obstacle()
                .is_some_and(|words| words.contains("schedule.batch"))
        );
    }

    #[test]
    fn a_label_system_looks_through_the_data_again() {
        let mut setup = scanned();
        assert_eq!(setup.due_look(), None);
        setup.choose_system(System::StarGan);
        assert_eq!(setup.preset, Preset::StarGan64);
        assert_eq!(setup.due_look(), Some(DataRoot::Bundled));
        assert!(matches!(setup.scan, Scan::Running(..)));
        assert_eq!(setup.due_look(), None, "it is under way");
        setup.learn(0, vec!["Glasses".to_owned()]);
        assert!(setup.due_look().is_some());
        assert!(setup.add_set("/my/faces".into()) && !setup.add_set("/my/faces".into()));
        assert!(setup.due_look().is_some());
        assert!(!setup.is_custom(), "data is no knob");
        setup.choose(Preset::FixedPoint64);
        assert_eq!(setup.config.data.joint.len(), 1, "the data stays");
        setup.remove_set(1);
        assert!(setup.config.data.joint.is_empty());
        setup.choose_system(System::UnetSkips);
        assert!(setup.due_look().is_some() && setup.config.data.attributes.is_empty());
        setup.choose_system(System::Modulated);
        assert_eq!(setup.due_look(), None, "the same domains");
    }
}
