//! The Gallery tab's state: kept results, which of them are shown and selected, and their thumbnails.
//!
//! `orders` asks the gallery's thread, `events` takes its answers in, `describe` makes recipes of cells, `recall` makes cells of recipes;
//! `panels::gallery` draws.

pub(super) mod describe;
mod events;
mod filter;
mod keys;
pub(super) mod names;
pub(super) mod orders;
mod pictures;
mod recall;
mod restore;
mod styles;
mod thumbs;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::widgets::Shown;
use crate::domain::Recipe;
use crate::engine::gallery::messages::{Item, Whole};
use crate::gallery::KeptId;
use crate::problem::Problem;

pub use filter::Filter;
pub use keys::Step;
pub(super) use recall::Recall;
pub use thumbs::Thumb;
use thumbs::Thumbs;

/// How far the folder has come.
#[derive(Clone, Debug, Default)]
pub enum Folder {
    /// There is none: nothing can be kept.
    #[default]
    None,
    /// Being read.
    Opening,
    /// At hand.
    Open,
    /// It cannot be used.
    Closed(Problem),
}

/// The selected one, read whole.
#[derive(Clone, Debug)]
pub struct Large {
    /// Which.
    pub id: KeptId,
    /// Its pixels, or why there are none; none while it is being read.
    pub picture: Option<Result<Shown, Problem>>,
}

/// Everything about kept results.
#[derive(Default)]
pub struct GalleryTab {
    /// How far the folder has come.
    pub folder: Folder,
    items: Vec<Arc<Item>>,
    places: HashMap<KeptId, usize>,
    /// How often a folder was opened.
    openings: usize,
    /// What is asked of those that are shown.
    pub filter: Filter,
    /// Places of those that are shown, newest first.
    shown: Vec<usize>,
    stale: bool,
    /// How often one came or changed.
    changes: usize,
    /// The names of all models and branches, for the choices.
    models: Vec<String>,
    branches: Vec<String>,
    /// The selected ones.
    pub selected: BTreeSet<KeptId>,
    /// The one selected last: shown large, moved by the arrow keys.
    pub current: Option<KeptId>,
    /// Where a selection with Shift begins.
    anchor: Option<KeptId>,
    /// The current one, large.
    pub large: Option<Large>,
    /// A name that is being typed, and whose.
    pub(super) naming: Option<(KeptId, String)>,
    /// Names that were given, the newest last.
    renamed: Vec<names::Renamed>,
    pub(super) thumbs: Thumbs,
    /// What was deleted, the newest last.
    deleted: Vec<Vec<KeptId>>,
    pub(super) recall: Option<Recall>,
    /// What is to be copied to a file, once its name is known.
    pub(super) exporting: Option<KeptId>,
    pub(super) view: GridView,
}

/// How the grid of thumbnails lies.
#[derive(Debug, Default)]
pub(super) struct GridView {
    /// Thumbnails in a row, as last drawn.
    pub columns: usize,
    /// Rows that fit, as last drawn.
    pub rows: usize,
    /// How far it is scrolled, in points.
    pub offset: f32,
    /// Where it is to be scrolled to.
    pub scroll_to: Option<f32>,
    /// Whether the current one is to be brought into view.
    pub reveal: bool,
    /// Whether the search field is to have the keyboard.
    pub search: bool,
}

impl GalleryTab {
    /// All kept results, oldest first, with the deleted ones.
    pub fn items(&self) -> &[Arc<Item>] {
        &self.items
    }

    /// How many there are that are not deleted.
    pub fn count(&self) -> usize {
        self.items.iter().filter(|item| item.is_there()).count()
    }

    /// A kept result.
    pub fn get(&self, id: KeptId) -> Option<&Arc<Item>> {
        self.items.get(*self.places.get(&id)?)
    }

    /// The names of the models that made them.
    pub fn models(&self) -> &[String] {
        &self.models
    }

    /// The names of the branches that they are in.
    pub fn branches(&self) -> &[String] {
        &self.branches
    }

    /// How many are shown.
    pub fn shown_count(&self) -> usize {
        self.shown.len()
    }

    /// The one that is shown at a place.
    pub fn shown_at(&self, place: usize) -> Option<&Arc<Item>> {
        self.items.get(*self.shown.get(place)?)
    }

    /// The place of one among those that are shown.
    pub fn place_of(&self, id: KeptId) -> Option<usize> {
        let at = *self.places.get(&id)?;
        // Newest first: the places fall.
        self.shown.binary_search_by(|other| at.cmp(other)).ok()
    }

    /// The one that makes the same picture, when there is one.
    pub(super) fn same(&self, recipe: &Recipe) -> Option<KeptId> {
        let key = Item::key_of(recipe);
        let there = self.items.iter().rev().filter(|item| item.is_there());
        there
            .into_iter()
            .find(|item| item.key == key)
            .map(|item| item.kept.id)
    }

    /// Whether something was deleted that can be had back.
    pub(super) fn can_undelete(&self) -> bool {
        !self.deleted.is_empty()
    }

    /// Whether these were deleted together and can be had back.
    pub(super) fn is_deleted(&self, ids: &[KeptId]) -> bool {
        self.deleted.iter().any(|deleted| deleted == ids)
    }

    /// How often a folder was opened, well or not.
    pub fn openings(&self) -> usize {
        self.openings
    }

    /// Takes one in, or what became of it.
    pub(super) fn put(&mut self, item: Item) {
        let id = item.kept.id;
        match self.places.get(&id) {
            Some(&at) => self.items[at] = Arc::new(item),
            None => {
                self.places.insert(id, self.items.len());
                self.items.push(Arc::new(item));
            }
        }
        self.stale = true;
        self.changes += 1;
    }

    /// How often one came or changed.
    pub(super) fn changes(&self) -> usize {
        self.changes
    }

    /// Brings the list of those that are shown up to date.
    pub(super) fn settle(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let wanted = self.filter.wanted();
        let places = 0..self.items.len();
        let shown = places.rev().filter(|at| wanted(&self.items[*at]));
        self.shown = shown.collect();
        let there = self.items.iter().filter(|item| item.is_there());
        let (mut models, mut branches) = (BTreeSet::new(), BTreeSet::new());
        for item in there {
            models.insert(item.model());
            branches.extend(item.kept.recipe.style.branch_names());
        }
        let named = |names: BTreeSet<&str>| -> Vec<String> {
            let names = names.into_iter().filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        };
        let (models, branches) = (named(models), named(branches));
        (self.models, self.branches) = (models, branches);
        // What is not seen must not be starred or deleted with the rest.
        let seen = |id: &KeptId| self.place_of(*id).is_some();
        let current = self.current.filter(seen);
        let selected = self.selected.iter().copied().filter(seen).collect();
        (self.current, self.selected) = (current, selected);
    }

    /// Changes what is asked of those that are shown.
    pub fn sift(&mut self, change: impl FnOnce(&mut Filter)) {
        let before = self.filter.clone();
        change(&mut self.filter);
        if self.filter != before {
            self.stale = true;
            self.view.scroll_to = Some(0.0);
        }
        self.settle();
    }

    /// Selects one: alone, with `add` also, with `range` all between.
    pub fn select(&mut self, id: KeptId, add: bool, range: bool) {
        let ends = self
            .anchor
            .and_then(|anchor| self.place_of(anchor))
            .zip(self.place_of(id));
        match ends.filter(|_| range) {
            Some((anchor, to)) => {
                let between = anchor.min(to)..=anchor.max(to);
                let ids: Vec<KeptId> = between
                    .filter_map(|at| Some(self.shown_at(at)?.kept.id))
                    .collect();
                if !add {
                    self.selected.clear();
                }
                self.selected.extend(ids);
            }
            None if add => {
                if !self.selected.remove(&id) {
                    self.selected.insert(id);
                }
                self.anchor = Some(id);
            }
            None => {
                self.selected = BTreeSet::from([id]);
                self.anchor = Some(id);
            }
        }
        self.current = Some(id);
        self.view.reveal = true;
    }

    /// The current one.
    pub fn current(&self) -> Option<&Arc<Item>> {
        self.get(self.current?).filter(|item| item.is_there())
    }

    /// Whether the thumbnails of all that are shown are at hand.
    pub fn thumbnails_are_there(&self) -> bool {
        let mut shown = self.shown.iter().map(|at| self.items[*at].kept.id);
        shown.all(|id| self.thumbs.has(id))
    }

    /// Gives all the same date.
    pub(super) fn forget_dates(&mut self) {
        const DAY: u64 = 1_763_856_000;
        for item in &mut self.items {
            let item = Arc::make_mut(item);
            Arc::make_mut(&mut item.kept.recipe).time = Some(DAY);
        }
    }

    /// Takes the current one in large.
    pub(super) fn loaded(&mut self, id: KeptId, result: Result<&Whole, Problem>) {
        let picture = result.map(|whole| Shown::new(Arc::clone(&whole.picture)));
        if let Some(large) = self.large.as_mut().filter(|large| large.id == id) {
            large.picture = Some(picture);
        }
    }
}
