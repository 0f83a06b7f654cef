//! Exports in the window: what is set up, what is under way, and where the preview of a film is.
//!
//! Nothing is written before a person chose a place; the worker (`engine::exports`) makes one export after the other.

mod events;
mod film;
mod orders;
mod pages;

use std::path::PathBuf;

use super::plan::RowId;
use crate::domain::walk::Pace;
use crate::engine::exports::messages::{ExportId, ExportOrder};
use crate::export::contact::Paper;
use crate::export::film::{Form, Format, Rate};
use crate::problem::Problem;

/// Exports that are listed; older ones that are over leave first.
const LISTED: usize = 20;

/// What is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// The grid as a contact sheet.
    Sheet,
    /// A film of a walk through styles.
    #[default]
    Walk,
    /// A film in one of the official forms.
    Video,
    /// One printable page about the selected result.
    Keepsake,
}

impl What {
    /// All of them with their names.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Walk, "Style walk"),
        (Self::Video, "Official video"),
        (Self::Sheet, "Contact sheet"),
        (Self::Keepsake, "Keepsake page"),
    ];
}

/// What is set up.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub what: What,
    /// The rows that are walked through, in their order; none as long as nobody chose: all of the grid.
    pub points: Option<Vec<RowId>>,
    /// All sources of the grid, or the selected one.
    pub all_sources: bool,
    pub pace: Pace,
    pub closes: bool,
    /// Whether a walk shows the source beside the result.
    pub beside: bool,
    pub rate: Rate,
    pub format: Format,
    /// The official form.
    pub video: Form,
    /// Whether the sheet is labelled.
    pub labelled: bool,
    pub paper: Paper,
    /// Empty for the model's name.
    pub title: String,
    /// Empty for model, day and version.
    pub caption: String,
    /// Whether the keepsake's result bears a visible mark.
    pub marked: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            what: What::default(),
            points: None,
            all_sources: false,
            pace: Pace::default(),
            closes: true,
            beside: false,
            rate: Rate::default(),
            format: Format::default(),
            video: Form::Interpolate,
            labelled: true,
            paper: Paper::default(),
            title: String::new(),
            caption: String::new(),
            marked: false,
        }
    }
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    Waiting,
    Opening,
    Making {
        done: usize,
        all: usize,
        left: Option<f32>,
    },
    Done,
    Cancelled,
    Failed(Problem),
}

impl Stage {
    /// Whether it can still be stopped.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Opening | Self::Making { .. })
    }
}

/// One export of the list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub id: ExportId,
    pub title: String,
    pub to: PathBuf,
    pub stage: Stage,
}

/// Where the preview of a film is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Preview {
    /// The frame.
    pub tick: usize,
    /// Since when it plays, and at which frame it began.
    pub since: Option<(f64, usize)>,
}

/// An export whose place is being asked for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub title: String,
    pub order: ExportOrder,
    /// The ending that its name must have.
    pub ending: Option<&'static str>,
}

/// What the window knows of exports.
#[derive(Default)]
pub(super) struct Exports {
    pub setup: Setup,
    pub list: Vec<Listed>,
    pub preview: Preview,
    pub asked: Option<Asked>,
    /// Whether there is an ffmpeg, once that was looked for.
    pub encoder: Option<bool>,
    next: ExportId,
}

impl Exports {
    /// Enters an export that waits; gives its number.
    fn enter(&mut self, title: String, to: PathBuf) -> ExportId {
        self.next += 1;
        while self.list.len() >= LISTED {
            let Some(over) = self.list.iter().position(|listed| !listed.stage.is_open()) else {
                break;
            };
            self.list.remove(over);
        }
        self.list.push(Listed {
            id: self.next,
            title,
            to,
            stage: Stage::Waiting,
        });
        self.next
    }

    /// The exports that are not over.
    pub fn open(&self) -> impl Iterator<Item = &Listed> {
        self.list.iter().filter(|listed| listed.stage.is_open())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_forgets_what_is_over_and_keeps_what_is_not() {
        let mut exports = Exports::default();
        let first = exports.enter("first".to_owned(), PathBuf::from("a"));
        for number in 0..LISTED {
            let id = exports.enter(number.to_string(), PathBuf::from("b"));
            if let Some(listed) = exports.list.iter_mut().find(|listed| listed.id == id) {
                listed.stage = Stage::Done;
            }
        }
        assert_eq!(exports.list.len(), LISTED);
        assert_eq!(exports.list[0].id, first, "it still waits");
        assert_eq!(exports.open().count(), 1);
    }
}
