//! The first minute: a few short steps over the real controls, told beside them.
//!
//! A step goes on when the person does the thing, or presses Next. Nothing is ever blocked, and once it is over or skipped the
//! tour stays away until it is asked for.

mod card;
pub mod marks;
mod steps;

use serde::{Deserialize, Serialize};

use super::app::{App, Selected};
use super::state::{Origin, Tab};
use crate::domain::Branch;
pub use card::show;
use steps::STEPS;

/// Where the tour is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tour {
    /// The step in front; none before a first tour and after the last step.
    pub at: Option<usize>,
    /// How things stood when this step began.
    #[serde(skip)]
    before: Option<Before>,
}

impl Tour {
    /// At its first step.
    pub fn begun() -> Self {
        Self {
            at: Some(0),
            before: None,
        }
    }
}

/// What the steps look at, to see that something was done.
#[derive(Clone, Debug, PartialEq)]
struct Before {
    selected: Selected,
    branch: Branch,
    latents: Vec<Vec<f32>>,
    own_pictures: usize,
    kept: usize,
    tab: Tab,
}

impl Before {
    fn of(app: &App) -> Self {
        let explore = &app.explore;
        let shown = explore.sources.iter().chain(&explore.references);
        let own = |id: &&u64| {
            let picture = app.library.get(**id);
            picture.is_some_and(|picture| !matches!(picture.origin, Origin::Demo(_)))
        };
        Self {
            selected: app.grid.selected,
            branch: explore.branch,
            latents: explore.latents.iter().map(|one| one.z.clone()).collect(),
            own_pictures: shown.filter(own).count(),
            kept: app.gallery.count(),
            tab: app.session.tab,
        }
    }
}

impl App {
    /// Begins the tour, again or for the first time.
    pub(super) fn begin_tour(&mut self) {
        self.open.help = None;
        self.go_to_step(Some(0));
    }

    /// Ends the tour.
    pub(super) fn skip_tour(&mut self) {
        self.go_to_step(None);
    }

    /// The steps whose controls the open model has; all of them before there is one.
    fn tour_steps(&self) -> impl DoubleEndedIterator<Item = usize> {
        let model = self.model.as_ref();
        let fits = move |at: &usize| model.is_none_or(|model| (STEPS[*at].fits)(model));
        (0..STEPS.len()).filter(fits)
    }

    /// Goes on to the next step, after the last one to the end of the tour.
    fn next_step(&mut self, at: usize) {
        let next = self.tour_steps().find(|step| *step > at);
        self.go_to_step(next);
    }

    /// Goes back to the step before.
    fn step_back(&mut self, at: usize) {
        let before = self.tour_steps().rfind(|step| *step < at);
        self.go_to_step(before.or(Some(at)));
    }

    /// Brings a step to the front, with its control on screen; none ends the tour.
    fn go_to_step(&mut self, at: Option<usize>) {
        self.session.tour = Tour {
            at: at.filter(|at| *at < STEPS.len()),
            before: None,
        };
        self.lead_to_step();
    }

    /// Brings the control of the step in front on screen.
    fn lead_to_step(&mut self) {
        if let Some(step) = self.session.tour.at.and_then(|at| STEPS.get(at)) {
            (step.lead)(self);
            self.session.tour.before = None;
        }
    }

    /// Goes on when the person did what the step in front asks for; the hand finishes first.
    fn follow_tour(&mut self, ctx: &egui::Context) {
        let tour = &self.session.tour;
        let Some((at, step)) = tour.at.and_then(|at| Some((at, STEPS.get(at)?))) else {
            return;
        };
        // A model was opened that lacks its control.
        if self.tour_steps().all(|fitting| fitting != at) {
            return self.next_step(at);
        }
        let now = Before::of(self);
        let Some(before) = &tour.before else {
            self.session.tour.before = Some(now);
            return;
        };
        // The window itself selects the first result that is there; that is nothing a person did.
        if before.selected == Selected::Nothing && now.selected != Selected::Nothing {
            self.session.tour.before = Some(now);
            return;
        }
        let busy = ctx.input(|input| input.pointer.any_down());
        if !busy && (step.done)(before, &now) {
            self.next_step(at);
        }
    }
}
