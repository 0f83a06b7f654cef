//! The branch wheel: one source in the middle, the same style in every branch around it.

use std::collections::HashMap;

use super::cells::Wanted;
use crate::domain::{Branch, CellKey, StyleSource};
use crate::engine::messages::ModelInfo;
use crate::gui::app::{App, Selected};
use crate::gui::labels::{LabelRow, MOST, NamedSet, plain};
use crate::gui::plan::{self, RowId};
use crate::gui::requests::Rank;
use crate::gui::state::{PictureId, StyleFrom};
use crate::gui::text;

/// What the pictures around the source show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The results.
    #[default]
    Results,
    /// What changed against the source.
    ToSource,
    /// What changed against the branch before.
    ToNeighbour,
}

impl Look {
    /// All with their names and what they show.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Results, "Results", "The source in every branch"),
        (
            Self::ToSource,
            "Against source",
            "What each branch changed in the source, amplified",
        ),
        (
            Self::ToNeighbour,
            "Against neighbour",
            "What differs from the branch before, counter-clockwise, amplified: what the branch alone changes",
        ),
    ];
}

/// What the wheel remembers.
#[derive(Default)]
pub struct Wheel {
    /// What is shown around the source.
    pub look: Look,
    /// What each branch showed last: it stays, dimmed, while a newer one is made.
    pub shown: HashMap<usize, CellKey>,
}

/// What makes the style of all spokes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guide {
    /// A reference through every branch of the style encoder.
    Reference(PictureId),
    /// A latent (by its place) through every branch of the mapping network.
    Latent(usize),
    /// The blend, with all its parts in one branch.
    Blend,
    /// One label switched after the other.
    Labels,
}

/// One branch of the wheel.
#[derive(Clone, Debug)]
pub struct Spoke {
    /// The branch, or the label of the chosen set.
    pub branch: usize,
    /// Its name.
    pub name: String,
    /// Which of the domains' colours it has.
    pub colour: usize,
    /// Its cell; none while something is being read.
    pub cell: Option<(CellKey, StyleSource)>,
}

/// The whole wheel.
#[derive(Clone, Debug)]
pub struct Hub {
    /// In the middle.
    pub source: PictureId,
    /// What makes the style.
    pub guide: Guide,
    /// Its name.
    pub style: String,
    /// All branches.
    pub spokes: Vec<Spoke>,
    /// Which one is chosen.
    pub chosen: Option<usize>,
}

/// How strong the style is, and how strong it can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// 0 is the domain's mean style (for labels: the source's own), 1 all of it.
    pub value: f32,
    /// The most.
    pub most: f32,
}

impl App {
    /// The wheel as it is now, or why there is none.
    pub(in crate::gui) fn hub(&self) -> Result<Hub, &'static str> {
        let model = self.model.as_ref().ok_or(text::OPENING)?;
        let source = self.lab_source().ok_or(text::NO_SOURCES)?;
        if self.takes_labels() {
            return Ok(self.label_hub(model, source));
        }
        let selected = match self.grid.selected {
            Selected::Cell(row, _) => Some(row),
            _ => None,
        };
        let row = selected.or(self.grid.rows.first().map(|row| row.id));
        let (guide, own) = match row {
            Some(RowId::Reference(picture, domain)) => (Guide::Reference(picture), Some(domain)),
            Some(RowId::Latent(place, domain)) => (Guide::Latent(place), Some(domain)),
            Some(RowId::Blend) => (Guide::Blend, None),
            _ => return Err(self.no_rows()),
        };
        let chosen = match (own, self.explore.branch) {
            (Some(domain), _) | (None, Branch::One(domain)) => Some(domain),
            _ => None,
        };
        let domains = &model.config.domains;
        let spoke = |branch| {
            let style = self.style_of(model, &guide, branch);
            let cell = style.and_then(|style| Some((self.key_in_style(source, &style)?, style)));
            Spoke {
                branch,
                name: domains.name(branch),
                colour: branch,
                cell,
            }
        };
        Ok(Hub {
            source,
            style: self.guide_name(&guide),
            spokes: (0..domains.len()).map(spoke).collect(),
            chosen,
            guide,
        })
    }

    /// Why the grid has no rows.
    pub(in crate::gui) fn no_rows(&self) -> &'static str {
        match (&self.model, self.explore.style_from) {
            _ if self.takes_labels() => text::NO_LABEL_ROWS,
            (Some(model), StyleFrom::References) if !model.has_style_encoder => {
                text::NO_STYLE_ENCODER
            }
            (Some(model), StyleFrom::Latents) if !model.has_mapping => text::NO_MAPPING,
            _ => text::NO_REFERENCES,
        }
    }

    fn style_of(&self, model: &ModelInfo, guide: &Guide, branch: usize) -> Option<StyleSource> {
        let (explore, library) = (&self.explore, &self.library);
        match guide {
            Guide::Reference(picture) => {
                plan::reference_style(explore, library, model, (*picture, branch))
            }
            Guide::Latent(place) => {
                let latent = explore.latents.get(*place)?;
                Some(plan::latent_style(explore, latent, branch))
            }
            Guide::Blend => {
                let turned = explore.blend.as_ref()?.turned_to(branch);
                plan::blend_style(explore, library, model, &turned)
            }
            Guide::Labels => None,
        }
    }

    /// What a guide is called.
    pub(in crate::gui) fn guide_name(&self, guide: &Guide) -> String {
        match guide {
            Guide::Reference(picture) => self.library.name(*picture).to_owned(),
            Guide::Latent(place) => {
                let latent = self.explore.latents.get(*place);
                latent.map_or_else(String::new, plan::latent_name)
            }
            Guide::Blend => "the blend".to_owned(),
            Guide::Labels => "labels".to_owned(),
        }
    }

    fn label_hub(&self, model: &ModelInfo, source: PictureId) -> Hub {
        let set = self.explore.labels.chosen(&model.config.labels);
        let spoke = |label: usize| {
            let at = (&set, label);
            let made = plan::one_label(&self.explore, &self.library, model, at, source);
            let cell = made
                .as_ref()
                .and_then(|(style, _)| Some((self.key_in_style(source, style)?, style.clone())));
            // With or without a label depends on the source, so its words are the name.
            let name = made.map_or_else(|| plain(&set.names[label]), |(_, words)| words);
            Spoke {
                branch: label,
                name,
                colour: set.first + label,
                cell,
            }
        };
        let chosen = match self.grid.selected {
            Selected::Cell(RowId::Labels(at, _), _) => self.explore.labels.rows.get(at),
            _ => None,
        };
        let chosen = chosen.and_then(|row| match row.switched.as_slice() {
            [name] => set.place(name),
            _ => None,
        });
        Hub {
            source,
            guide: Guide::Labels,
            style: set.name.clone(),
            spokes: (0..set.names.len()).map(spoke).collect(),
            chosen,
        }
    }

    /// All spokes' cells.
    pub(super) fn want_wheel(&self, wanted: &mut Vec<Wanted>) {
        let spokes = self.hub().map(|hub| hub.spokes).unwrap_or_default();
        let cells = spokes.into_iter().filter_map(|spoke| spoke.cell);
        wanted.extend(cells.map(|(key, style)| Wanted {
            rank: Rank::OnScreen,
            key,
            style,
        }));
    }

    /// Chooses a spoke's branch for everything in Explore.
    pub(in crate::gui) fn choose_spoke(&mut self, hub: &Hub, at: usize) {
        let Some(spoke) = hub.spokes.get(at) else {
            return;
        };
        let branch = spoke.branch;
        let row = match hub.guide {
            Guide::Labels => return self.choose_label_spoke(hub.source, branch),
            Guide::Reference(picture) => RowId::Reference(picture, branch),
            Guide::Latent(place) => RowId::Latent(place, branch),
            Guide::Blend => {
                let settled = self.explore.blend.as_ref().map(|b| b.settled_in(branch));
                self.explore.blend = settled;
                RowId::Blend
            }
        };
        self.explore.choose(Branch::One(branch));
        self.grid.selected = Selected::Cell(row, hub.source);
    }

    fn choose_label_spoke(&mut self, source: PictureId, label: usize) {
        let Some(model) = &self.model else { return };
        let set: NamedSet = self.explore.labels.chosen(&model.config.labels);
        let Some(name) = set.names.get(label) else {
            return;
        };
        let switched = vec![name.clone()];
        let rows = &mut self.explore.labels.rows;
        let at = rows.iter().position(|row| row.switched == switched);
        let at = at.unwrap_or_else(|| {
            rows.push(LabelRow { switched });
            rows.len() - 1
        });
        self.grid.label_row = Some(at);
        self.grid.selected = Selected::Cell(RowId::Labels(at, set.index), source);
    }

    /// Moves along the spokes.
    pub(in crate::gui) fn step_spoke(&mut self, steps: i64) {
        let Ok(hub) = self.hub() else { return };
        let count = hub.spokes.len() as i64;
        if count == 0 || steps == 0 {
            return;
        }
        let chosen = hub.chosen;
        let at = chosen.and_then(|branch| hub.spokes.iter().position(|s| s.branch == branch));
        let to = match at {
            Some(at) => (at as i64 + steps).rem_euclid(count),
            None => 0,
        };
        self.choose_spoke(&hub, to as usize);
    }

    /// How strong the wheel's style is; none when the model cannot change it.
    pub(in crate::gui) fn strength_of(&self, guide: &Guide) -> Option<Strength> {
        let has_mapping = self.model.as_ref().is_some_and(|model| model.has_mapping);
        let up_to_one = |value| Strength { value, most: 1.0 };
        match guide {
            Guide::Labels => Some(Strength {
                value: self.explore.labels.strength,
                most: MOST,
            }),
            _ if !has_mapping => None,
            Guide::Reference(_) | Guide::Blend => Some(up_to_one(self.explore.strength)),
            Guide::Latent(_) => Some(up_to_one(self.explore.psi)),
        }
    }

    /// Sets how strong the wheel's style is; that of a blend for all its parts.
    pub(in crate::gui) fn set_strength(&mut self, guide: &Guide, value: f32) {
        let Some(Strength { most, .. }) = self.strength_of(guide) else {
            return;
        };
        // Full strength is exact, however it was come to by small steps.
        let value = (value * 1000.0).round() / 1000.0;
        let value = value.clamp(0.0, most);
        let explore = &mut self.explore;
        match guide {
            Guide::Labels => explore.labels.strength = value,
            Guide::Reference(_) => explore.strength = value,
            Guide::Latent(_) => explore.psi = value,
            Guide::Blend => (explore.strength, explore.psi) = (value, value),
        }
    }

    /// Makes the wheel's style stronger or weaker.
    pub(in crate::gui) fn turn_strength(&mut self, by: f32) {
        let Ok(hub) = self.hub() else { return };
        if let Some(strength) = self.strength_of(&hub.guide) {
            self.set_strength(&hub.guide, strength.value + by);
        }
    }
}
