//! What the gallery's thread reports.

use std::path::PathBuf;

use super::Folder;
use crate::engine::gallery::messages::{GalleryEvent, LoadFor, Part, Whole};
use crate::gallery::KeptId;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::offers::Offer;
use crate::gui::state::Tab;
use crate::gui::text::gallery as words;
use crate::problem::Problem;

impl App {
    /// Takes in what the gallery's thread reports.
    pub(in crate::gui) fn take_gallery(&mut self, event: GalleryEvent) {
        match event {
            GalleryEvent::Opened { kept, problems } => {
                self.gallery.folder = Folder::Open;
                self.gallery.openings += 1;
                for item in kept {
                    self.gallery.put(item);
                }
                for problem in &problems {
                    self.tell(Notice::warn(problem));
                }
            }
            GalleryEvent::Closed(problem) => {
                self.tell(Notice::error(&problem));
                self.gallery.folder = Folder::Closed(problem);
            }
            GalleryEvent::Kept(item) => {
                let id = item.kept.id;
                self.gallery.put(*item);
                if self.session.tab != Tab::Gallery {
                    self.gallery.select(id, false, false);
                }
                self.tell(Notice::info(words::KEPT).action(words::OPEN, Offer::Gallery));
            }
            GalleryEvent::NotKept(problem) => self.tell(Notice::error(&problem)),
            GalleryEvent::Marked(items) => {
                for item in items {
                    self.gallery.put(item);
                }
            }
            GalleryEvent::Thumbnail(id, result) => self.gallery.thumbs.put(id, result),
            GalleryEvent::Loaded {
                id,
                purpose,
                result,
            } => self.kept_read(id, &purpose, result),
            GalleryEvent::Brought { path, whole } => self.recipe_brought(path, *whole),
        }
        self.gallery.settle();
    }

    fn kept_read(&mut self, id: KeptId, purpose: &LoadFor, result: Result<Box<Whole>, Problem>) {
        match (purpose, result) {
            (LoadFor::View, result) => {
                self.gallery
                    .loaded(id, result.as_deref().map_err(Clone::clone));
            }
            (LoadFor::Recall(part), Ok(whole)) => self.recall(whole.recipe, whole.inputs, *part),
            (LoadFor::Inputs, result) => {
                let inputs = result.map(|whole| whole.inputs).unwrap_or_default();
                self.recall_with_inputs(inputs);
            }
            (LoadFor::Recall(_), Err(problem)) => self.tell(Notice::error(&problem)),
        }
    }

    /// A picture with a recipe was dropped, pasted or opened: Explore is set up as it was.
    fn recipe_brought(&mut self, path: PathBuf, whole: Whole) {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        for fault in &whole.faults {
            self.tell(Notice::warn(&Problem::new(format!("{name}: {fault}"))));
        }
        let notice = Notice::info(format!(
            "{name} brought its recipe back: {}",
            whole.recipe.sentence()
        ));
        self.tell(notice.action(words::AS_PICTURE, Offer::AsPicture(path)));
        // The file may be a stranger's: no path that it names is opened, only what is known here by its digest.
        self.recall(whole.recipe.without_places(), whole.inputs, Part::Whole);
    }
}
