//! Puts a recipe into Explore's state, beside what is there: source and references at the front, the branch and sliders as they were.

use super::pictures::Found;
use crate::domain::Recipe;
use crate::domain::recipe::{LabelRecipe, PictureRecipe, StyleRecipe};
use crate::engine::gallery::messages::Part;
use crate::gui::app::{App, Selected};
use crate::gui::labels::{LabelRow, NamedSet};
use crate::gui::notices::Notice;
use crate::gui::plan::{RowId, same_style};
use crate::gui::state::{PictureId, Side, Tab};
use crate::gui::text::gallery as words;
use crate::problem::Problem;

/// Pictures of a recipe, and where they are in the window.
pub(super) type Pictures<'a> = &'a [(PictureRecipe, Found)];

pub(super) fn id_of(pictures: Pictures<'_>, of: &PictureRecipe) -> Option<PictureId> {
    let mut pictures = pictures.iter();
    pictures.find_map(|(picture, found)| (picture == of).then(|| found.id()))
}

impl App {
    /// Sets Explore up; `pictures` are those that the part needs.
    pub(super) fn restore(&mut self, recipe: &Recipe, part: Part, pictures: Pictures<'_>) {
        let source = match part {
            Part::Style => None,
            Part::Whole | Part::Source => id_of(pictures, &recipe.source),
        };
        let row = match part {
            Part::Source => None,
            Part::Whole | Part::Style => match self.restore_style(recipe, pictures) {
                Ok(row) => Some(row),
                Err(problem) => return self.tell(Notice::warn(&problem)),
            },
        };
        let crops = pictures.iter().filter_map(|(picture, found)| match found {
            Found::Named(id) => Some((*id, picture.crop?)),
            Found::Same(_) => None,
        });
        self.explore.crops.extend(crops);
        if let Some(source) = source {
            self.bring_front(Side::Sources, source);
            self.restore_eye(recipe, source);
            if let StyleRecipe::Labels(labels) = &recipe.style {
                self.restore_own_labels(labels, source);
            }
        }
        self.select_restored(row, source);
        self.session.tab = Tab::Explore;
        self.grid.paused = false;
        let what = match part {
            Part::Whole => words::RECALLED,
            Part::Source => words::RECALLED_SOURCE,
            Part::Style => words::RECALLED_STYLE,
        };
        self.tell_undoable(Notice::info(what));
    }

    /// A picture that is on a side stays where it is; another one comes first.
    pub(super) fn bring_front(&mut self, side: Side, picture: PictureId) {
        let pictures = self.explore.side_mut(side);
        if !pictures.contains(&picture) {
            pictures.insert(0, picture);
        }
    }

    fn restore_eye(&mut self, recipe: &Recipe, source: PictureId) {
        if !self.has_high_pass() {
            return;
        }
        let eye = &mut self.explore.eye;
        eye.strength = recipe.eye.as_ref().map_or(1.0, |eye| eye.strength);
        eye.edits.remove(&source);
        let painted = recipe.eye.as_ref().map(|eye| &eye.painted);
        if let Some(painted) = painted.filter(|painted| !painted.is_empty()) {
            eye.edits.insert(source, painted.clone());
        }
    }

    /// Sets a row of labels up, in the set that has them.
    pub(super) fn restore_labels(&mut self, labels: &LabelRecipe) -> Result<RowId, Problem> {
        let Some(space) = self.model.as_ref().map(|model| model.config.labels.clone()) else {
            return Err(Problem::new(words::NO_MODEL));
        };
        let work = &mut self.explore.labels;
        work.fit(&space);
        let has_all = |set: &NamedSet| {
            labels
                .switched
                .iter()
                .all(|(name, _)| set.place(name).is_some())
        };
        let named = |set: &NamedSet| labels.set.is_empty() || set.name == labels.set;
        let sets = NamedSet::all(&space);
        let chosen = Some(work.chosen(&space)).filter(|set| named(set) && has_all(set));
        let found = chosen.or_else(|| sets.iter().find(|set| named(set) && has_all(set)).cloned());
        let Some(set) = found else {
            let names: Vec<&str> = labels
                .switched
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            let what = format!(
                "The open model has no set of labels with {}",
                names.join(" and ")
            );
            return Err(Problem::new(what).hint(words::MODEL_HINT));
        };
        work.set = Some(set.name.clone());
        work.strength = labels.strength;
        let mask = labels.mask.as_ref().and_then(|mask| {
            sets.iter()
                .find(|set| set.name == *mask)
                .map(|set| set.index)
        });
        work.twins |= mask.is_some();
        let switched: Vec<String> = labels
            .switched
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        let same = |row: &LabelRow| {
            row.switched.len() == switched.len()
                && switched.iter().all(|name| row.switched.contains(name))
        };
        let place = work.rows.iter().position(same);
        let place = place.unwrap_or_else(|| {
            work.rows.push(LabelRow {
                switched: switched.clone(),
            });
            work.rows.len() - 1
        });
        Ok(RowId::Labels(place, mask.unwrap_or(set.index)))
    }

    fn restore_own_labels(&mut self, labels: &LabelRecipe, source: PictureId) {
        let (Some(model), Some(own)) = (&self.model, &labels.own) else {
            return;
        };
        let set = self.explore.labels.chosen(&model.config.labels);
        let holds = |name: &String| f32::from(u8::from(own.contains(name)));
        let own: Vec<f32> = set.names.iter().map(holds).collect();
        self.explore.labels.set_own(source, &set, &own);
    }

    /// Selects what was set up, and what was selected before where the recipe says nothing.
    fn select_restored(&mut self, row: Option<RowId>, source: Option<PictureId>) {
        let (row_before, source_before) = match self.grid.selected {
            Selected::Cell(row, source) => (Some(row), Some(source)),
            _ => (None, None),
        };
        let still = row_before.filter(|row| {
            self.grid
                .rows
                .iter()
                .any(|other| same_style(other.id, *row))
        });
        let row = row
            .or(still)
            .or_else(|| self.grid.rows.first().map(|row| row.id));
        let source = source
            .or(source_before)
            .or_else(|| self.explore.sources.first().copied());
        self.grid.selected = match (row, source) {
            (Some(row), Some(source)) => Selected::Cell(row, source),
            _ => Selected::Nothing,
        };
    }
}
