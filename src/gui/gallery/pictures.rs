//! The pictures of a recipe in the window: found by their pixels, brought from the recipe's own, or read again.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::Picture;
use crate::domain::recipe::{PicturePlace, PictureRecipe};
use crate::gui::app::App;
use crate::gui::library::Status;
use crate::gui::state::{Origin, PictureId};
use crate::gui::widgets::Shown;

/// How a picture of a recipe was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The very pixels.
    Same(PictureId),
    /// By its name or place; its pixels may be others.
    Named(PictureId),
}

impl Found {
    /// The picture.
    pub fn id(self) -> PictureId {
        match self {
            Self::Same(id) | Self::Named(id) => id,
        }
    }
}

impl App {
    /// The picture of a recipe: one that is open with the same pixels, or else one of `inputs`. It is entered in the window then.
    pub(super) fn same_picture(
        &mut self,
        of: &PictureRecipe,
        inputs: &[Arc<Picture>],
    ) -> Option<Found> {
        let has = |(id, pic): (PictureId, &crate::gui::library::Pic)| {
            let view = pic.view.as_ref()?;
            let ready = pic.status == Status::Ready && of.is(view.shown.fingerprint);
            ready.then_some(id)
        };
        // One that is on the grid comes before one that was taken off.
        let on_grid = |id: &PictureId| {
            !(self.explore.sources.contains(id) || self.explore.references.contains(id))
        };
        let mut open: Vec<PictureId> = self.library.iter().filter_map(has).collect();
        open.sort_by_key(on_grid);
        if let Some(id) = open.first() {
            return Some(Found::Same(*id));
        }
        let input = inputs.iter().map(|input| Shown::new(Arc::clone(input)));
        let shown = input.into_iter().find(|shown| of.is(shown.fingerprint))?;
        let id = self.library.enter(of.name.clone(), Origin::Memory);
        self.library.made_here(id, shown);
        Some(Found::Same(id))
    }

    /// A picture that is open under the name of a recipe's; on the grid before others, and the newest of several.
    pub(super) fn picture_named(&self, of: &PictureRecipe) -> Option<Found> {
        let named = self
            .library
            .iter()
            .filter(|(_, pic)| pic.name == of.name && pic.status == Status::Ready);
        let on_grid = |id: &PictureId| {
            self.explore.sources.contains(id) || self.explore.references.contains(id)
        };
        let id = named.map(|(id, _)| id).max_by_key(|id| (on_grid(id), *id));
        id.map(Found::Named)
    }

    /// Reads a picture again from where it was, with the crop that it had.
    pub(super) fn read_again(&mut self, of: &PictureRecipe) -> Option<Found> {
        let origin = match &of.place {
            PicturePlace::Demo(place) => Origin::Demo(*place),
            PicturePlace::File(path) => Origin::File(PathBuf::from(path)),
            PicturePlace::Memory => return None,
        };
        let open = self
            .library
            .iter()
            .find(|(_, pic)| pic.origin == origin && !matches!(pic.status, Status::Failed(_)));
        let id = match open.map(|(id, _)| id) {
            Some(id) => id,
            None => self.enter(origin),
        };
        Some(Found::Named(id))
    }
}
