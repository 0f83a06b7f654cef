//! From a recipe to the state of Explore: first the model, then the pictures, then everything at once, as one step of undo.

use std::path::PathBuf;
use std::sync::Arc;

use super::pictures::Found;
use crate::domain::recipe::{ModelPlace, ModelRecipe, PictureRecipe};
use crate::domain::{Picture, Recipe};
use crate::engine::gallery::messages::{LoadFor, Part};
use crate::engine::messages::{ModelInfo, ModelSource};
use crate::gallery::KeptId;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::text::gallery as words;
use crate::problem::Problem;

/// A recipe that is being set up.
#[derive(Debug)]
pub(in crate::gui) struct Recall {
    recipe: Recipe,
    inputs: Vec<Arc<Picture>>,
    part: Part,
    /// What it waits for.
    waits: Wait,
    /// Kept results that were looked into for pictures.
    looked_into: Vec<KeptId>,
}

/// What a recall waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// Nothing yet.
    Nothing,
    /// The model.
    Model,
    /// A kept result that has its pictures.
    Pictures,
}

/// Whether an open model is the one of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It has the same weights.
    Same,
    /// The recipe does not say which weights it needs.
    Unsaid,
    /// It has other weights.
    Other,
}

/// Compares an open model with a recipe's.
pub(super) fn matches(recipe: &Recipe, open: Option<&ModelInfo>) -> Match {
    match (recipe.model.as_ref(), open) {
        (None, Some(_)) => Match::Unsaid,
        (Some(model), Some(open)) if model.is(&open.digest) => Match::Same,
        (Some(model), Some(open)) if model.digest.is_empty() && model.name == open.card.name => {
            Match::Unsaid
        }
        _ => Match::Other,
    }
}

impl App {
    /// Sets Explore up as a recipe says, once its model and its pictures are there. A newer one replaces it.
    pub fn recall(&mut self, recipe: Recipe, inputs: Vec<Arc<Picture>>, part: Part) {
        let recall = Recall {
            recipe,
            inputs,
            part,
            waits: Wait::Nothing,
            looked_into: Vec::new(),
        };
        let needs_model =
            part != Part::Source && matches(&recall.recipe, self.model.as_ref()) == Match::Other;
        let place = needs_model
            .then(|| self.place_of_model(&recall.recipe))
            .flatten();
        match place {
            Some(source) => {
                let name = recall.recipe.model.as_ref().map_or("", |model| &model.name);
                self.tell(Notice::info(format!("Opening {name} for this recipe")));
                self.gallery.recall = Some(Recall {
                    waits: Wait::Model,
                    ..recall
                });
                self.open_model(source);
            }
            None => self.go_on(recall),
        }
    }

    /// Where the model of a recipe is to be opened from: where the recipe says, or where another kept result of the same weights does.
    fn place_of_model(&self, recipe: &Recipe) -> Option<ModelSource> {
        let wanted = recipe.model.as_ref()?;
        let place = |model: &ModelRecipe| match &model.place {
            ModelPlace::Demo => Some(ModelSource::Demo),
            ModelPlace::File(path) => Some(ModelSource::File(PathBuf::from(path))),
            ModelPlace::Passing | ModelPlace::Unknown => None,
        };
        let kept = || {
            let models = self
                .gallery
                .items()
                .iter()
                .rev()
                .filter_map(|item| item.kept.recipe.model.as_ref());
            let mut same = models.filter(|model| wanted.is(&model.digest));
            same.find_map(place)
        };
        let opened = || {
            let mut known = self.session.known_models.iter();
            let same = known.find(|(digest, _)| wanted.is(digest));
            same.map(|(_, path)| ModelSource::File(path.clone()))
        };
        place(wanted).or_else(kept).or_else(opened)
    }

    /// The model that a recall waited for is open.
    pub(in crate::gui) fn recall_with_model(&mut self) {
        if let Some(recall) = self
            .gallery
            .recall
            .take_if(|recall| recall.waits == Wait::Model)
        {
            self.go_on(recall);
        }
    }

    /// The model that a recall waited for cannot be opened.
    pub(in crate::gui) fn recall_without_model(&mut self) {
        if let Some(recall) = self
            .gallery
            .recall
            .take_if(|recall| recall.waits == Wait::Model)
        {
            let name = recall
                .recipe
                .model
                .map_or_else(String::new, |model| model.name);
            let problem = Problem::new(format!(
                "This recipe needs the model {name}, which could not be opened"
            ));
            self.tell(Notice::warn(&problem.hint(words::MODEL_HINT)));
        }
    }

    /// A kept result was read for its pictures.
    pub(super) fn recall_with_inputs(&mut self, inputs: Vec<Arc<Picture>>) {
        if let Some(mut recall) = self
            .gallery
            .recall
            .take_if(|recall| recall.waits == Wait::Pictures)
        {
            recall.inputs.extend(inputs);
            self.go_on(recall);
        }
    }

    /// Finds the pictures; looks into kept results for those that are missing.
    fn go_on(&mut self, mut recall: Recall) {
        let wanted: Vec<PictureRecipe> = match recall.part {
            Part::Whole => recall.recipe.pictures().into_iter().cloned().collect(),
            Part::Source => vec![recall.recipe.source.clone()],
            Part::Style => recall
                .recipe
                .style_pictures()
                .into_iter()
                .cloned()
                .collect(),
        };
        let mut found: Vec<(PictureRecipe, Found)> = Vec::new();
        let mut missing = Vec::new();
        for picture in wanted {
            match self.same_picture(&picture, &recall.inputs) {
                Some(same) => found.push((picture, same)),
                None => missing.push(picture),
            }
        }
        if let Some(id) = missing
            .iter()
            .find_map(|picture| self.kept_with(picture, &recall.looked_into))
        {
            recall.looked_into.push(id);
            recall.waits = Wait::Pictures;
            self.gallery.recall = Some(recall);
            return self.engine.gallery.load(id, LoadFor::Inputs);
        }
        let mut lost = Vec::new();
        for picture in missing {
            let named = self
                .picture_named(&picture)
                .or_else(|| self.read_again(&picture));
            match named {
                Some(named) => found.push((picture, named)),
                None => lost.push(picture.name),
            }
        }
        if !lost.is_empty() {
            let names = lost.join(" and ");
            let problem = Problem::new(format!(
                "{names} of this recipe is not open, and no kept result has it"
            ));
            return self.tell(Notice::warn(&problem.hint(words::PICTURES_HINT)));
        }
        self.tell_about_model(&recall.recipe, recall.part);
        self.restore(&recall.recipe, recall.part, &found);
    }

    /// A kept result that has the pixels of a picture, by their digest or else by its name.
    fn kept_with(&self, picture: &PictureRecipe, looked_into: &[KeptId]) -> Option<KeptId> {
        let is = |other: &PictureRecipe| match picture.pixels.is_empty() {
            false => other.pixels.starts_with(&picture.pixels),
            true => other.name == picture.name && self.picture_named(picture).is_none(),
        };
        let items = self.gallery.items().iter().rev();
        let mut others = items.filter(|item| !looked_into.contains(&item.kept.id));
        let has = others.find(|item| item.kept.recipe.pictures().into_iter().any(is));
        has.map(|item| item.kept.id)
    }

    /// Says when the result will be another one.
    fn tell_about_model(&mut self, recipe: &Recipe, part: Part) {
        if part == Part::Source || matches(recipe, self.model.as_ref()) != Match::Other {
            return;
        }
        let name = recipe.model.as_ref().map_or("", |model| &model.name);
        let what = match recipe.model.as_ref().map(|model| &model.place) {
            Some(ModelPlace::Passing) => {
                format!("{name} was being trained and is gone; the open model is asked instead")
            }
            _ => format!("{name} is not the model that made this picture; the result will differ"),
        };
        self.tell(Notice::warn(&Problem::new(what).hint(words::MODEL_HINT)));
    }
}
