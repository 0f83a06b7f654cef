//! The Train tab's state: fed by [`TrainEvent`](crate::engine::training::TrainEvent)s, drawn by `panels::train`, and never touching a file.
//!
//! `setup` is what a run will be, `run` what it is; `curves` and `history` hold the numbers, `sheets` the pictures, `probes` the
//! person's own photos; `look` is how it is shown; `orders` is the one place that asks the worker; `events` takes its answers in;
//! `beat` is what happens by itself: the film, the measuring, Explore that follows.

mod beat;
pub mod beside;
pub mod curves;
pub(in crate::gui) mod data;
mod events;
pub(in crate::gui) mod hands;
pub mod history;
mod knob_list;
pub mod knobs;
pub mod look;
pub mod memory;
pub mod names;
pub(super) mod orders;
pub mod probes;
pub mod run;
pub mod series;
pub mod setup;
pub mod sheets;

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::training::LiveModel;
use crate::engine::training::messages::Ending;
use crate::gui::widgets::ViewTransform;
use beside::Beside;
use look::{Film, Look};
use probes::Photos;
use run::RunShown;
use setup::Setup;
use sheets::Sheets;

/// What the training worker does.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Activity {
    /// Nothing.
    #[default]
    Idle,
    /// It prepares a run; what it does now.
    Preparing(String),
    /// It trains.
    Running,
    /// It trains, and will rest after the pass in progress.
    Pausing,
    /// It rests.
    Paused,
    /// It saves, and ends the run.
    Stopping,
    /// The run ended at this step.
    Ended(u64, Ending),
}

impl Activity {
    /// Whether a run is under way, also while it rests.
    pub fn is_under_way(&self) -> bool {
        matches!(
            self,
            Self::Preparing(_) | Self::Running | Self::Pausing | Self::Paused | Self::Stopping
        )
    }

    /// Whether steps are being made.
    pub fn is_training(&self) -> bool {
        matches!(self, Self::Running | Self::Pausing | Self::Stopping)
    }
}

/// What fills the tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Three next steps.
    #[default]
    Start,
    /// What a run will be.
    Setup,
    /// A run.
    Run,
}

/// What a file dialog of this tab was opened for, where its purpose alone does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Nothing of this tab's.
    #[default]
    Nothing,
    /// A set of labelled pictures beside the first.
    SecondSet,
    /// A model to start from.
    StartModel,
    /// Photos to follow.
    Photos,
    /// A run to look at.
    LookAt,
    /// A run to go on with.
    Resume,
}

/// How Explore follows a run.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// Whether it does.
    pub on: bool,
    /// Whether the person asked for the live networks, and Explore opens them when they come.
    pub wants_live: bool,
    /// When the live networks were asked for last, in the window's time.
    pub asked_at: Option<f64>,
    /// Since when the cursor rests at a step.
    pub rests: Option<(u64, f64)>,
    /// The checkpoint opened last.
    pub opened: Option<PathBuf>,
}

/// Everything of the tab.
#[derive(Default)]
pub struct TrainTab {
    /// What fills it.
    pub page: Page,
    /// What a run will be.
    pub setup: Setup,
    /// The run that trains, or trained last.
    pub active: Option<RunShown>,
    /// Another run that is looked at.
    pub other: Option<RunShown>,
    /// What the worker does.
    pub activity: Activity,
    /// Whether a run is being read.
    pub reading: bool,
    /// The step that everything shows; none follows the newest.
    pub cursor: Option<u64>,
    /// How the charts show.
    pub look: Look,
    /// The sheet that is shown, and the film.
    pub film: Film,
    /// Sheets at hand.
    pub sheets: Sheets,
    /// The sheet shown last: dimmed until the next one is there.
    pub last_sheet: Option<crate::gui::widgets::Shown>,
    /// The person's own photos.
    pub photos: Photos,
    /// The newest live networks.
    pub live: Option<Arc<LiveModel>>,
    /// How Explore follows.
    pub follow: Follow,
    /// The dial: 0 trains as fast as possible, 1 keeps the window smooth.
    pub courtesy: f32,
    /// Where new runs go.
    pub runs: PathBuf,
    /// Whether the sheet is shown large.
    pub large: bool,
    /// The part of the large sheet that is seen.
    pub view: ViewTransform,
    /// What a dialog was opened for.
    pub asked: Asked,
    /// A fork that is ready.
    pub forked: Option<PathBuf>,
    /// The run that the one on screen was forked from.
    pub beside: Beside,
    /// Total steps to go on to, as typed.
    pub resume_steps: Option<u64>,
    /// The folder of the last run, for next time.
    pub last_run: Option<PathBuf>,
    /// Whether the training is only made up: orders then go nowhere, and reports come by hand.
    pub made_up: bool,
}

impl TrainTab {
    /// The run on screen.
    pub fn shown(&self) -> Option<&RunShown> {
        self.other.as_ref().or(self.active.as_ref())
    }

    /// Whether the run on screen is the one that the worker trains.
    pub fn shows_active(&self) -> bool {
        self.other.is_none() && self.active.is_some()
    }

    /// The step that everything shows.
    pub fn step(&self) -> u64 {
        let newest = self.shown().map_or(0, RunShown::newest);
        self.cursor.map_or(newest, |step| step.min(newest))
    }

    /// Whether the cursor follows the newest step.
    pub fn is_live(&self) -> bool {
        self.cursor.is_none()
    }

    /// Moves the cursor; everything else follows.
    pub fn scrub(&mut self, step: u64) {
        self.cursor = Some(step);
        self.film.playing = false;
    }

    /// Lets the cursor follow the newest step again.
    pub fn go_live(&mut self) {
        self.cursor = None;
        self.film.playing = false;
    }

    /// Moves the cursor to the next sheet, or the one before.
    pub fn step_sheet(&mut self, forward: bool) {
        let Some(run) = self.shown() else { return };
        let (sheets, now) = (run.sheets_of(self.film.kind), self.step());
        let to = if forward {
            sheets.iter().find(|sheet| sheet.step > now)
        } else {
            sheets.iter().rev().find(|sheet| sheet.step < now)
        };
        if let Some(step) = to.map(|sheet| sheet.step) {
            self.scrub(step);
        }
    }

    /// Shows another run, or the active one again, from its newest step.
    pub fn show_run(&mut self, other: Option<RunShown>) {
        self.other = other;
        self.page = Page::Run;
        self.cursor = None;
        self.look.window = None;
        self.look.heights.clear();
        self.film.brush = None;
        self.film.playing = false;
        self.last_sheet = None;
        self.resume_steps = None;
        let kinds = self.shown().map_or(&[][..], RunShown::kinds);
        if !kinds.contains(&self.film.kind)
            && let Some(first) = kinds.first()
        {
            self.film.kind = *first;
        }
    }
}
