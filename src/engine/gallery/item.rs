//! A kept result as the window lists it: with its sentence and the words it is found by, made where nobody waits.

use crate::domain::Recipe;
use crate::gallery::Kept;

/// A kept result and its words.
#[derive(Clone, Debug)]
pub struct Item {
    /// The result.
    pub kept: Kept,
    /// How it came about.
    pub sentence: String,
    /// Everything it is found by, in small letters.
    pub words: String,
    /// Equal for recipes that make the same picture; see [`Item::key_of`].
    pub key: u128,
}

impl Item {
    /// The item of a kept result.
    pub fn of(kept: Kept) -> Self {
        let recipe = &kept.recipe;
        let sentence = recipe.sentence();
        let model = recipe.model.as_ref().map_or("", |model| &model.name);
        let words = format!("{} {sentence} {model}", kept.name).to_lowercase();
        Self {
            key: Self::key_of(recipe),
            sentence,
            words,
            kept,
        }
    }

    /// A number that recipes have in common when they make the same picture.
    pub fn key_of(recipe: &Recipe) -> u128 {
        let hash = blake3::hash(recipe.text().as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&hash.as_bytes()[..16]);
        u128::from_le_bytes(first)
    }

    /// Whether it was not deleted.
    pub fn is_there(&self) -> bool {
        self.kept.deleted.is_none()
    }

    /// The name of the model that made it.
    pub fn model(&self) -> &str {
        let model = self.kept.recipe.model.as_ref();
        model.map_or("", |model| &model.name)
    }

    /// Whether its style is of this branch, or of this label.
    pub fn is_in(&self, branch: &str) -> bool {
        self.kept.recipe.style.branch_names().contains(&branch)
    }
}
