//! The steps of the tour.

use super::Before;
use super::marks::Mark;
use crate::engine::messages::ModelInfo;
use crate::gui::app::{App, Selected};
use crate::gui::lab::Centre;
use crate::gui::state::{StyleFrom, Tab};
use crate::gui::text::tour as text;

/// A step: the control it is about, what is said, which models have that control, when it is done, and how the control comes on
/// screen.
pub(super) struct Step {
    pub mark: Mark,
    pub words: (&'static str, &'static str),
    pub fits: fn(&ModelInfo) -> bool,
    pub done: fn(&Before, &Before) -> bool,
    pub lead: fn(&mut App),
}

/// All steps.
pub(super) static STEPS: &[Step] = &[
    Step {
        mark: Mark::Grid,
        words: text::GRID,
        fits: |_| true,
        done: |before, now| {
            before.selected != now.selected && matches!(now.selected, Selected::Cell(..))
        },
        lead: explore,
    },
    Step {
        mark: Mark::Slider,
        words: text::SLIDER,
        fits: has_latents,
        done: |before, now| before.latents != now.latents,
        lead: latents,
    },
    Step {
        mark: Mark::Branch,
        words: text::BRANCH,
        fits: takes_styles,
        done: |before, now| before.branch != now.branch,
        lead: explore,
    },
    Step {
        mark: Mark::AddPictures,
        words: text::PICTURE,
        fits: |_| true,
        done: |before, now| now.own_pictures > before.own_pictures,
        lead: explore,
    },
    Step {
        mark: Mark::Keep,
        words: text::KEEP,
        fits: |_| true,
        done: |before, now| now.kept > before.kept,
        lead: select,
    },
    Step {
        mark: Mark::Tabs,
        words: text::TABS,
        fits: |_| true,
        done: |before, now| before.tab != now.tab,
        lead: explore,
    },
];

/// Models that are guided by labels have neither latents nor branches.
fn takes_styles(model: &ModelInfo) -> bool {
    !model.config.system.takes_labels()
}

fn has_latents(model: &ModelInfo) -> bool {
    takes_styles(model) && model.has_mapping
}

fn explore(app: &mut App) {
    app.session.tab = Tab::Explore;
    app.lab.centre = Centre::Grid;
    app.grid.full = false;
}

/// Keeping needs a result to keep.
fn select(app: &mut App) {
    explore(app);
    if !matches!(app.grid.selected, Selected::Cell(..)) {
        app.move_selection(0, 0);
    }
}

fn latents(app: &mut App) {
    explore(app);
    if app.model.as_ref().is_some_and(has_latents) {
        app.explore.style_from = StyleFrom::Latents;
    }
}
