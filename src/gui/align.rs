//! Faces brought to where the mean face has them: which sources are, what is asked of the worker for that, and what came back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::app::App;
use super::notices::Notice;
use super::state::PictureId;
use super::text;
use super::widgets::Shown;
use crate::domain::{CropBox, Picture};
use crate::engine::eye::messages::{AlignOrder, MeanFace, MeanFrom};
use crate::problem::Problem;

/// What the window knows about alignment.
#[derive(Default)]
pub(super) struct AlignState {
    /// The mean face, when one is known.
    pub mean: Option<Arc<MeanFace>>,
    /// Aligned faces, by what they were made of; none where no face was found.
    made: BTreeMap<PictureId, (CropBox, Option<Shown>)>,
    asked: Option<(PictureId, CropBox)>,
}

impl App {
    /// Whether faces can be aligned now.
    pub(super) fn can_align(&self) -> bool {
        self.eye.origin.is_some() && self.align.mean.is_some()
    }

    /// Opens a mean face.
    pub(super) fn open_mean(&self, path: PathBuf) {
        self.engine
            .eye(|orders| orders.mean = Some(MeanFrom::File(path)));
    }

    /// Has the mean over the sources made.
    pub(super) fn mean_over_sources(&mut self) {
        let sources = self.explore.sources.iter();
        let crops = sources.filter_map(|&id| {
            let whole = self.library.get(id)?.whole.as_ref()?;
            let crop = self.library.crop(&self.explore, id)?;
            Some((Arc::clone(&whole.picture), crop))
        });
        let pictures = crops.collect();
        self.engine
            .eye(|orders| orders.mean = Some(MeanFrom::Pictures(pictures)));
    }

    /// A mean face was made or read.
    pub(super) fn take_mean(&mut self, mean: Result<MeanFace, Problem>) {
        match mean {
            Ok(mean) => {
                self.session.mean_face.clone_from(&mean.path);
                self.forget_aligned();
                self.align.mean = Some(Arc::new(mean));
            }
            Err(problem) => self.tell(Notice::warn(&problem)),
        }
    }

    /// A face was aligned.
    pub(super) fn take_aligned(
        &mut self,
        id: PictureId,
        crop: CropBox,
        aligned: Result<Arc<Picture>, Problem>,
    ) {
        if let Err(problem) = &aligned {
            self.tell(Notice::warn(problem).hint(text::ALIGN_FAILED_HINT));
            self.explore.eye.aligned.remove(&id);
        }
        self.align.asked = None;
        let shown = aligned.ok().map(Shown::new);
        self.align.made.insert(id, (crop, shown));
    }

    /// What was aligned is of no use any more: another mean face, another network.
    pub(super) fn forget_aligned(&mut self) {
        self.align.made.clear();
        self.align.asked = None;
        let ids: Vec<PictureId> = self.library.iter().map(|(id, _)| id).collect();
        for id in ids {
            self.library.show_aligned(id, None);
        }
    }

    /// Shows each picture aligned or as it was cropped, as the person wants it, and asks for one aligned face that is missing.
    pub(super) fn order_alignment(&mut self) {
        let can = self.can_align();
        let size = self.model.as_ref().map(|model| model.config.img_size);
        let ids = self.explore.sources.iter().chain(&self.explore.references);
        let ids: Vec<PictureId> = ids.copied().collect();
        for id in ids {
            let wanted = can && self.explore.eye.aligned.contains(&id);
            let pic = self.library.get(id);
            let Some(crop) = pic.and_then(|pic| Some(pic.view.as_ref()?.crop)) else {
                continue;
            };
            let made = self.align.made.get(&id).filter(|made| {
                let fits = |shown: &Shown| Some(shown.picture.width()) == size;
                made.0 == crop && made.1.as_ref().is_none_or(fits)
            });
            let made = made.map(|(_, shown)| shown.clone());
            let aligned = made.clone().flatten().filter(|_| wanted);
            self.library.show_aligned(id, aligned);
            if wanted && made.is_none() && self.align.asked.is_none() {
                self.ask_aligned(id, crop);
            }
        }
    }

    fn ask_aligned(&mut self, id: PictureId, crop: CropBox) {
        let whole = self.library.get(id).and_then(|pic| pic.whole.as_ref());
        let parts = whole.zip(self.align.mean.as_ref()).zip(self.model.as_ref());
        let Some(((whole, mean), model)) = parts else {
            return;
        };
        let order = AlignOrder {
            ticket: id,
            picture: Arc::clone(&whole.picture),
            crop,
            mean: mean.face.clone(),
            size: model.config.img_size,
        };
        self.align.asked = Some((id, crop));
        self.engine.eye(|orders| orders.align = Some(order));
    }
}
