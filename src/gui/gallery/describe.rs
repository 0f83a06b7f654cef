//! From a cell of the grid to its recipe, and the pictures that went in.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::recipe::{
    BranchRecipe, EyeRecipe, LabelRecipe, ModelPlace, ModelRecipe, PicturePlace, PictureRecipe,
    SliderRecipe, StyleRecipe,
};
use crate::domain::{Fingerprint, Picture, Recipe, StyleSource};
use crate::engine::messages::{ModelInfo, ModelSource};
use crate::gui::app::App;
use crate::gui::labels::NamedSet;
use crate::gui::plan::{Row, RowId};
use crate::gui::readings::own_labels;
use crate::gui::state::{End, Latent, Origin, PictureId};

/// What writes recipes.
const PROGRAM: &str = concat!("Stargrid ", env!("CARGO_PKG_VERSION"));

impl App {
    /// The recipe of a cell, and the pictures that went in (model-sized, each once, the source first); none while something is missing.
    pub fn recipe_of(&self, row: RowId, source: PictureId) -> Option<(Recipe, Vec<Arc<Picture>>)> {
        let row = self.grid.rows.iter().find(|other| other.id == row)?;
        let style = row.style_with(row.key_for(source)?)?;
        self.recipe_with(source, row, style)
    }

    /// The recipe of any style for a source; `row` tells which labels were switched.
    pub(in crate::gui) fn recipe_with(
        &self,
        source: PictureId,
        row: &Row,
        style: &StyleSource,
    ) -> Option<(Recipe, Vec<Arc<Picture>>)> {
        let model = self.model.as_ref()?;
        let (described, shown) = self.picture_recipe(source)?;
        let mut inputs = vec![shown];
        let style = match style {
            StyleSource::Labels { from, to, strength } => {
                let labels = self.label_recipe(model, row, source)?;
                StyleRecipe::Labels(LabelRecipe {
                    strength: *strength,
                    vectors: [from.clone(), to.clone()],
                    ..labels
                })
            }
            style => self.style_recipe(model, style, &mut inputs)?,
        };
        let mut recipe = Recipe::new(described, style);
        recipe.program = PROGRAM.to_owned();
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        recipe.time = since.ok().map(|since| since.as_secs());
        recipe.computed = self.computed_on();
        recipe.model = Some(model_recipe(model));
        recipe.eye = self.eye_recipe(source);
        recipe.sliders = self.slider_recipe(row.id);
        Some((recipe, inputs))
    }

    /// What computes: the device and its precision.
    fn computed_on(&self) -> String {
        let Some(device) = &self.device else {
            return String::new();
        };
        let half = self.session.half && device.offers_half;
        let precision = if half {
            "half precision"
        } else {
            "full precision"
        };
        format!("{}, {precision}", device.name)
    }

    fn picture_recipe(&self, id: PictureId) -> Option<(PictureRecipe, Arc<Picture>)> {
        let pic = self.library.get(id)?;
        let view = self.library.fitting(id)?;
        let recipe = PictureRecipe {
            name: pic.name.clone(),
            place: match &pic.origin {
                Origin::Demo(place) => PicturePlace::Demo(*place),
                Origin::File(path) => PicturePlace::File(path.to_string_lossy().into_owned()),
                Origin::Memory | Origin::Kept { .. } => PicturePlace::Memory,
            },
            pixels: view.shown.fingerprint.hex(),
            crop: Some(view.crop),
            aligned: pic.manual.is_some(),
        };
        Some((recipe, Arc::clone(&view.shown.picture)))
    }

    /// What was changed about how the model looks at a source; none when nothing was.
    fn eye_recipe(&self, source: PictureId) -> Option<EyeRecipe> {
        self.library.looked.get(&source)?;
        let eye = &self.explore.eye;
        Some(EyeRecipe {
            strength: eye.strength,
            painted: eye.edits.get(&source).cloned().unwrap_or_default(),
        })
    }

    fn style_recipe(
        &self,
        model: &ModelInfo,
        style: &StyleSource,
        inputs: &mut Vec<Arc<Picture>>,
    ) -> Option<StyleRecipe> {
        let branch = |domain: usize| BranchRecipe {
            name: model.config.domains.name(domain),
            index: Some(domain),
        };
        Some(match style {
            StyleSource::Reference { picture, domain } => {
                let (described, shown) = self.picture_recipe(self.showing(*picture)?)?;
                if !inputs.contains(&shown) {
                    inputs.push(shown);
                }
                StyleRecipe::Reference {
                    picture: described,
                    branch: branch(*domain),
                }
            }
            StyleSource::Latent { domain, .. }
                if *style == StyleSource::mean(*domain, model.config.latent_dim) =>
            {
                StyleRecipe::Mean {
                    branch: branch(*domain),
                }
            }
            StyleSource::Latent { z, domain, psi } => {
                let latent = self.latent_with(z);
                let moved = latent.is_none_or(|latent| latent.is_moved());
                StyleRecipe::Latent {
                    seed: latent.map(|latent| latent.seed),
                    z: moved.then(|| z.clone()),
                    branch: branch(*domain),
                    psi: *psi,
                }
            }
            StyleSource::Blend { from, to, weight } => StyleRecipe::Blend {
                from: Box::new(self.style_recipe(model, from, inputs)?),
                to: Box::new(self.style_recipe(model, to, inputs)?),
                weight: *weight,
            },
            StyleSource::Labels { .. } => return None,
        })
    }

    /// The picture whose view has these pixels: a reference before others.
    pub(in crate::gui) fn showing(&self, pixels: Fingerprint) -> Option<PictureId> {
        let is = |id: &PictureId| {
            let view = self.library.fitting(*id);
            view.is_some_and(|view| view.shown.fingerprint == pixels)
        };
        let in_use = self.explore.references.iter().chain(&self.explore.sources);
        let mut in_use = in_use.copied();
        in_use
            .find(is)
            .or_else(|| self.library.iter().map(|(id, _)| id).find(is))
    }

    /// The sample with these numbers: in the list, in the blend, or on the trail.
    fn latent_with(&self, z: &[f32]) -> Option<&Latent> {
        let parts = self.explore.blend.iter().flat_map(|blend| &blend.parts);
        let in_blend = parts.filter_map(|part| match &part.style {
            End::At(latent, _) => Some(latent),
            _ => None,
        });
        let on_trail = self
            .session
            .trail
            .crumbs()
            .iter()
            .map(|crumb| &crumb.latent);
        let mut all = self.explore.latents.iter().chain(in_blend).chain(on_trail);
        all.find(|latent| latent.z == z)
    }

    /// Where the sliders of a row's style stand; none where it has none.
    fn slider_recipe(&self, row: RowId) -> Option<SliderRecipe> {
        let strength = self.explore.strength;
        let weights = match row {
            RowId::Blend => {
                let blend = self.explore.blend.as_ref()?;
                let weights = blend.parts.iter().map(|part| part.weight);
                weights.filter(|weight| *weight > 0.0).collect()
            }
            RowId::Reference(..) if strength != 1.0 => Vec::new(),
            _ => return None,
        };
        Some(SliderRecipe { strength, weights })
    }

    fn label_recipe(&self, model: &ModelInfo, row: &Row, source: PictureId) -> Option<LabelRecipe> {
        let RowId::Labels(place, mask) = row.id else {
            return None;
        };
        let space = &model.config.labels;
        let set = self.explore.labels.chosen(space);
        let edit = self.explore.labels.rows.get(place)?;
        let (own, _) = own_labels(&self.explore, &self.library, model, &set, source)?;
        let target = edit.target(space, &set, &own);
        let holds = |labels: &[f32], name: &str| {
            let at = set.place(name);
            at.is_some_and(|at| labels.get(at).is_some_and(|value| *value > 0.5))
        };
        let mut switched: Vec<(String, bool)> = edit
            .switched
            .iter()
            .map(|name| (name.clone(), holds(&target, name)))
            .collect();
        // As a sentence says it: first what is to hold.
        switched.sort_by_key(|(_, holds)| !holds);
        let names = set.names.iter().filter(|name| holds(&own, name));
        let several = space.sets.len() > 1;
        Some(LabelRecipe {
            set: if several {
                set.name.clone()
            } else {
                String::new()
            },
            classes: set.has_classes() && switched.len() == 1 && switched[0].1,
            switched,
            own: Some(names.cloned().collect()),
            mask: (mask != set.index).then(|| NamedSet::of(space, mask).name),
            ..LabelRecipe::default()
        })
    }
}

fn model_recipe(model: &ModelInfo) -> ModelRecipe {
    ModelRecipe {
        name: model.card.name.clone(),
        place: match &model.source {
            ModelSource::Demo => ModelPlace::Demo,
            ModelSource::File(path) => ModelPlace::File(path.to_string_lossy().into_owned()),
            ModelSource::Live(_) => ModelPlace::Passing,
        },
        digest: model.digest.clone(),
        side: model.config.img_size,
        domains: model.config.domains.names().to_vec(),
    }
}
