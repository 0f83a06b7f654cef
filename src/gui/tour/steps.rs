//! The steps of the tour.

use super::Before;
use super::marks::Mark;
use crate::gui::app::{App, Selected};
use crate::gui::state::{StyleFrom, Tab};
use crate::gui::text::tour as text;

/// A step: the control it is about, what is said, when it is done, and how its control comes on screen.
pub(super) struct Step {
    pub mark: Mark,
    pub words: (&'static str, &'static str),
    pub done: fn(&Before, &Before) -> bool,
    pub lead: fn(&mut App),
}

/// All steps.
pub(super) static STEPS: &[Step] = &[
    Step {
        mark: Mark::Grid,
        words: text::GRID,
        done: |before, now| {
            before.selected != now.selected && matches!(now.selected, Selected::Cell(..))
        },
        lead: explore,
    },
    Step {
        mark: Mark::Slider,
        words: text::SLIDER,
        done: |before, now| before.latents != now.latents,
        lead: latents,
    },
    Step {
        mark: Mark::Branch,
        words: text::BRANCH,
        done: |before, now| before.branch != now.branch,
        lead: explore,
    },
    Step {
        mark: Mark::AddPictures,
        words: text::PICTURE,
        done: |before, now| now.own_pictures > before.own_pictures,
        lead: explore,
    },
    Step {
        mark: Mark::Keep,
        words: text::KEEP,
        done: |before, now| now.kept > before.kept,
        lead: select,
    },
    Step {
        mark: Mark::Tabs,
        words: text::TABS,
        done: |before, now| before.tab != now.tab,
        lead: explore,
    },
];

fn explore(app: &mut App) {
    app.session.tab = Tab::Explore;
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
    let has_mapping = app.model.as_ref().is_some_and(|model| model.has_mapping);
    if has_mapping && !app.takes_labels() {
        app.explore.style_from = StyleFrom::Latents;
    }
}
