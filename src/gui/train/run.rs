//! A run as the tab shows it: its curves, sheets, checkpoints and what health said.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::curves::{Chart, Curves};
use super::names;
use crate::engine::training::StepNews;
use crate::engine::training::messages::RunView;
use crate::evaluation::{Evaluation, Metric};
use crate::runs::checkpoints::Saved;
use crate::runs::snapshots::Snapshot;
use crate::train::Objective;
use crate::train::config::TrainConfig;
use crate::train::health::Finding;
use crate::train::samples::SheetKind;

/// Sheets of systems that style codes guide.
const STYLE_SHEETS: [SheetKind; 6] = [
    SheetKind::Reference,
    SheetKind::LatentPsi05,
    SheetKind::LatentPsi07,
    SheetKind::LatentPsi10,
    SheetKind::CycleConsistency,
    SheetKind::Own,
];
/// Sheets of systems that label vectors guide.
const LABEL_SHEETS: [SheetKind; 3] = [
    SheetKind::Labels,
    SheetKind::CycleConsistency,
    SheetKind::Own,
];

/// A run.
pub struct RunShown {
    /// Its folder.
    pub folder: PathBuf,
    /// The folder's name.
    pub name: String,
    /// Its configuration.
    pub config: TrainConfig,
    /// Names of the domains.
    pub domains: Vec<String>,
    /// Its curves.
    pub curves: Curves,
    /// Sheets by kind, in the order of their steps.
    pub sheets: BTreeMap<SheetKind, Vec<Snapshot>>,
    /// Checkpoints in the order of their steps.
    pub saved: Vec<Saved>,
    /// Iterations done.
    pub step: u64,
    /// What a warm start did, in sentences.
    pub warm: Vec<String>,
    /// The newest numbers of the machine.
    pub machine: Option<Machine>,
    /// Figures of its steps, in the order in which they were made.
    pub evaluations: Vec<Evaluation>,
    /// What health said, newest last.
    pub findings: Vec<(u64, Finding)>,
}

/// Speed, time and memory, as last told.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Steps a second.
    pub pace: f64,
    /// Seconds left.
    pub left: f64,
    /// Bytes in use.
    pub memory: u64,
    /// Share of the time that training waited for data.
    pub waiting: f32,
}

impl RunShown {
    /// A run from what the worker read.
    pub fn new(view: RunView) -> Self {
        let mut curves = Curves::default();
        let objective = Objective::of(view.config.model.system);
        for row in &view.rows {
            curves.push(row, objective, &view.config.losses);
        }
        let mut run = Self {
            name: names::file_name(&view.folder),
            folder: view.folder,
            config: view.config,
            domains: view.domains,
            curves,
            sheets: BTreeMap::new(),
            saved: Vec::new(),
            step: view.step,
            warm: view
                .warm
                .as_ref()
                .map(names::warm_sentences)
                .unwrap_or_default(),
            machine: None,
            evaluations: view.evaluations,
            findings: Vec::new(),
        };
        for snapshot in view.snapshots {
            run.add_sheet(snapshot);
        }
        for saved in view.checkpoints {
            run.add_saved(saved);
        }
        run
    }

    /// Takes an iteration in.
    pub fn stepped(&mut self, news: &StepNews) {
        let objective = Objective::of(self.config.model.system);
        self.curves.push(&news.row, objective, &self.config.losses);
        self.step = self.step.max(news.row.step);
        self.machine = Some(Machine {
            pace: news.pace,
            left: news.left,
            memory: news.memory,
            waiting: news.waiting,
        });
    }

    /// Takes a sheet in.
    pub fn add_sheet(&mut self, sheet: Snapshot) {
        let of_kind = self.sheets.entry(sheet.kind).or_default();
        match of_kind.binary_search_by_key(&sheet.step, |other| other.step) {
            Ok(at) => of_kind[at] = sheet,
            Err(at) => of_kind.insert(at, sheet),
        }
    }

    /// Takes a checkpoint in; an autosave does not hide the averaged networks of its step.
    pub fn add_saved(&mut self, saved: Saved) {
        if saved.best {
            self.saved.iter_mut().for_each(|other| other.best = false);
        }
        match self
            .saved
            .binary_search_by_key(&saved.step, |other| other.step)
        {
            Ok(at) => {
                let old = self.saved[at].averaged.take();
                self.saved[at] = Saved {
                    averaged: saved.averaged.clone().or(old),
                    ..saved
                };
            }
            Err(at) => self.saved.insert(at, saved),
        }
    }

    /// Takes the figures of a step in; `best` says that no step so far is better.
    pub fn add_evaluation(&mut self, evaluation: Evaluation, best: bool) {
        if best {
            for saved in &mut self.saved {
                saved.best = Some(saved.step) == evaluation.model.step;
            }
        }
        self.evaluations.push(evaluation);
    }

    /// The figure that its best step is chosen by, or another one where its evaluations lack that.
    pub fn judged_by(&self) -> Metric {
        let wanted = self.config.evaluation.metric;
        match self.evaluations.last() {
            Some(newest) if newest.score(wanted).is_none() => {
                newest.metrics().first().copied().unwrap_or(wanted)
            }
            _ => wanted,
        }
    }

    /// Takes a finding in; told again, it moves to its newest step.
    pub fn add_finding(&mut self, step: u64, finding: Finding) {
        self.findings.retain(|(_, other)| *other != finding);
        self.findings.push((step, finding));
    }

    /// The kinds of sheets that its system draws, the one shown first in front.
    pub fn kinds(&self) -> &'static [SheetKind] {
        if self.config.model.system.takes_labels() {
            &LABEL_SHEETS
        } else {
            &STYLE_SHEETS
        }
    }

    /// The charts that its system has.
    pub fn charts(&self) -> impl Iterator<Item = Chart> {
        let objective = Objective::of(self.config.model.system);
        let all = Chart::ALL.into_iter();
        all.filter(move |chart| chart.is_of(objective))
    }

    /// `chart`, or another one where its system has none such.
    pub fn chart_or_other(&self, chart: Chart) -> Chart {
        if self.charts().any(|own| own == chart) {
            chart
        } else {
            Chart::Totals
        }
    }

    /// The newest step that anything is known of.
    pub fn newest(&self) -> u64 {
        self.step.max(self.curves.newest().unwrap_or(0))
    }

    /// The sheets of a kind.
    pub fn sheets_of(&self, kind: SheetKind) -> &[Snapshot] {
        self.sheets.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The sheet of `kind` at `step` or the nearest before it.
    pub fn sheet_at(&self, kind: SheetKind, step: u64) -> Option<&Snapshot> {
        let sheets = self.sheets_of(kind);
        let after = sheets.partition_point(|sheet| sheet.step <= step);
        sheets.get(after.checked_sub(1)?)
    }

    /// The nearest checkpoint at or before `step` that Explore can open.
    pub fn averaged_at(&self, step: u64) -> Option<&Saved> {
        let before = self.saved.iter().rev().filter(|saved| saved.step <= step);
        before.into_iter().find(|saved| saved.averaged.is_some())
    }

    /// The nearest checkpoint at or before `step` that a run can go on from.
    pub fn state_at(&self, step: u64) -> Option<&Saved> {
        let mut before = self.saved.iter().rev().filter(|saved| saved.step <= step);
        before.find(|saved| saved.state.is_some())
    }
}
