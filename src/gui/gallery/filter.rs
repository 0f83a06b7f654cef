//! Which kept results are shown.

use crate::engine::gallery::messages::Item;

/// What is asked of a kept result; nothing at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that its sentence, model or name has, in any order.
    pub words: String,
    /// The model that made it.
    pub model: Option<String>,
    /// A branch that it was made in.
    pub branch: Option<String>,
    /// Only those with a star.
    pub starred: bool,
}

impl Filter {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Tells whether one is to be shown.
    pub(super) fn wanted(&self) -> impl Fn(&Item) -> bool {
        let words = self.words.to_lowercase();
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let (model, branch, starred) = (self.model.clone(), self.branch.clone(), self.starred);
        move |item| {
            let of_model = || model.as_deref().is_none_or(|model| item.model() == model);
            let in_branch = || branch.as_deref().is_none_or(|branch| item.is_in(branch));
            item.is_there()
                && (!starred || item.kept.starred)
                && words.iter().all(|word| item.words.contains(word))
                && of_model()
                && in_branch()
        }
    }
}
