//! Puts a recipe into Explore's state, beside what is there: source and references at the front, the branch and sliders as they were.

use super::pictures::Found;
use super::recall::{Match, matches};
use crate::domain::recipe::{BranchRecipe, LabelRecipe, PictureRecipe, StyleRecipe};
use crate::domain::{Branch, Recipe};
use crate::engine::gallery::messages::Part;
use crate::gui::app::{App, Selected};
use crate::gui::labels::{LabelRow, NamedSet};
use crate::gui::notices::Notice;
use crate::gui::plan::{RowId, same_style};
use crate::gui::state::{Blend, End, Latent, PictureId, Side, StyleFrom, Tab};
use crate::gui::text::gallery as words;
use crate::problem::Problem;

/// Pictures of a recipe in the window.
type Pictures<'a> = &'a [(PictureRecipe, Found)];

fn id_of(pictures: Pictures<'_>, of: &PictureRecipe) -> Option<PictureId> {
    let mut pictures = pictures.iter();
    pictures.find_map(|(picture, found)| (picture == of).then(|| found.id()))
}

impl App {
    /// Sets Explore up; `pictures` are those that the part needs.
    pub(super) fn restore(&mut self, recipe: &Recipe, part: Part, pictures: Pictures<'_>) {
        let crops = pictures.iter().filter_map(|(picture, found)| match found {
            Found::Named(id) => Some((*id, picture.crop?)),
            Found::Same(_) => None,
        });
        let crops: Vec<_> = crops.collect();
        self.explore.crops.extend(crops);
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
        self.tell(Notice::info(what).action("Undo", crate::gui::app::UNDO_ACTION));
    }

    /// A picture that is on a side stays where it is; another one comes first.
    fn bring_front(&mut self, side: Side, picture: PictureId) {
        let pictures = self.explore.side_mut(side);
        if !pictures.contains(&picture) {
            pictures.insert(0, picture);
        }
    }

    fn restore_eye(&mut self, recipe: &Recipe, source: PictureId) {
        let eye = &mut self.explore.eye;
        eye.strength = recipe.eye.as_ref().map_or(1.0, |eye| eye.strength);
        eye.edits.remove(&source);
        let painted = recipe.eye.as_ref().map(|eye| &eye.painted);
        if let Some(painted) = painted.filter(|painted| !painted.is_empty()) {
            eye.edits.insert(source, painted.clone());
        }
    }

    fn restore_style(&mut self, recipe: &Recipe, pictures: Pictures<'_>) -> Result<RowId, Problem> {
        let Some(model) = &self.model else {
            return Err(Problem::new(words::NO_MODEL));
        };
        let labels = matches!(recipe.style, StyleRecipe::Labels(_));
        if labels != model.config.system.takes_labels() {
            let what = if labels {
                words::NEEDS_LABELS
            } else {
                words::NEEDS_STYLES
            };
            return Err(Problem::new(what).hint(words::MODEL_HINT));
        }
        let same = matches(recipe, Some(model)) == Match::Same;
        let branch = |of: &BranchRecipe| {
            let found = of.find(&self.model.as_ref()?.config.domains, same);
            found.or_else(|| of.name.is_empty().then_some(0))
        };
        let unknown = recipe
            .style
            .branches()
            .into_iter()
            .find(|of| branch(of).is_none());
        if let Some(unknown) = unknown {
            let what = format!("The open model has no branch called {}", unknown.name);
            return Err(Problem::new(what).hint(words::MODEL_HINT));
        }
        let first = |style: &StyleRecipe| {
            let first = style.branches().first().and_then(|of| branch(of));
            first.unwrap_or_default()
        };
        match &recipe.style {
            StyleRecipe::Labels(labels) => Ok(self.restore_labels(labels)),
            StyleRecipe::Blend { from, to, weight } => {
                let ends = [from, to].map(|end| (&**end, first(end)));
                self.restore_blend(ends, *weight, pictures)
            }
            leaf => {
                let branch = first(leaf);
                self.restore_leaf(leaf, branch, pictures)
            }
        }
    }

    fn restore_leaf(
        &mut self,
        style: &StyleRecipe,
        branch: usize,
        pictures: Pictures<'_>,
    ) -> Result<RowId, Problem> {
        let row = match self.restore_end(style, branch, pictures)? {
            End::Reference(picture) => {
                self.explore.style_from = StyleFrom::References;
                let own = self.model.as_ref().map(|model| {
                    let domains = &model.config.domains;
                    self.library.own_domain(&self.explore, picture, domains).0
                });
                let shown = match self.explore.branch {
                    Branch::All => true,
                    Branch::One(one) => one == branch,
                    Branch::Own => own == Some(branch),
                };
                if !shown {
                    self.explore.choose(Branch::One(branch));
                }
                RowId::Reference(picture, branch)
            }
            End::Latent(place, branch) => {
                self.explore.style_from = StyleFrom::Latents;
                self.explore.edited = place;
                if matches!(self.explore.branch, Branch::One(one) if one != branch) {
                    self.explore.choose(Branch::One(branch));
                }
                RowId::Latent(place, branch)
            }
        };
        Ok(row)
    }

    /// A reference on its side, or a latent in its list.
    fn restore_end(
        &mut self,
        style: &StyleRecipe,
        branch: usize,
        pictures: Pictures<'_>,
    ) -> Result<End, Problem> {
        match style {
            StyleRecipe::Reference { picture, .. } => {
                let id =
                    id_of(pictures, picture).ok_or_else(|| Problem::new(words::NOT_THERE_YET))?;
                self.bring_front(Side::References, id);
                Ok(End::Reference(id))
            }
            StyleRecipe::Latent { seed, z, psi, .. } => {
                let dim = self
                    .model
                    .as_ref()
                    .map_or(0, |model| model.config.latent_dim);
                let seed = seed.unwrap_or_default();
                let plain = Latent::from_seed(seed, dim);
                let z = z.clone().unwrap_or(plain.z);
                if z.len() != dim {
                    let what = format!(
                        "This style has {} numbers, and the open model takes {dim}",
                        z.len()
                    );
                    return Err(Problem::new(what).hint(words::MODEL_HINT));
                }
                let latent = Latent { seed, z };
                self.explore.psi = *psi;
                let latents = &mut self.explore.latents;
                let place = latents.iter().position(|other| *other == latent);
                let place = place.unwrap_or_else(|| {
                    latents.push(latent);
                    latents.len() - 1
                });
                Ok(End::Latent(place, branch))
            }
            StyleRecipe::Labels(_) | StyleRecipe::Blend { .. } => {
                Err(Problem::new(words::TOO_MANY_STYLES))
            }
        }
    }

    fn restore_blend(
        &mut self,
        [(from, first), (to, second)]: [(&StyleRecipe, usize); 2],
        weight: f32,
        pictures: Pictures<'_>,
    ) -> Result<RowId, Problem> {
        let from = self.restore_end(from, first, pictures)?;
        let to = self.restore_end(to, second, pictures)?;
        let references: Vec<(PictureId, usize)> = [(from, first), (to, second)]
            .iter()
            .filter_map(|(end, branch)| match end {
                End::Reference(picture) => Some((*picture, *branch)),
                End::Latent(..) => None,
            })
            .collect();
        let one = references.first().map(|(_, branch)| *branch);
        if let Some(one) = one.filter(|one| references.iter().all(|(_, branch)| branch == one)) {
            self.explore.choose(Branch::One(one));
        } else if let Some(model) = &self.model {
            // The two references are of two branches: each in its own, which is told.
            let domains = &model.config.domains;
            let own = references
                .iter()
                .map(|(picture, branch)| (*picture, domains.name(*branch)));
            self.explore.own.extend(own);
            self.explore.choose(Branch::Own);
        }
        self.explore.blend = Some(Blend { from, to, weight });
        Ok(RowId::Blend)
    }

    fn restore_labels(&mut self, labels: &LabelRecipe) -> RowId {
        let Some(space) = self.model.as_ref().map(|model| model.config.labels.clone()) else {
            return RowId::Labels(0, 0);
        };
        let work = &mut self.explore.labels;
        work.fit(&space);
        if !labels.set.is_empty() {
            work.set = Some(labels.set.clone());
        }
        work.strength = labels.strength;
        let set = work.chosen(&space);
        let mask = labels.mask.as_ref().and_then(|mask| {
            let sets = NamedSet::all(&space);
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
        RowId::Labels(place, mask.unwrap_or(set.index))
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
