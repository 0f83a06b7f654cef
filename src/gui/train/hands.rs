//! What comes in by hand on the Train tab: drops.

use std::path::{Path, PathBuf};

use super::names;
use crate::data::dataset::DataRoot;
use crate::engine::MODEL_ENDINGS;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::train::config::Start;

/// Endings of files that are taken for photos.
const PICTURE_ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff"];

/// What a dropped path seems to be; the window does not look into the file system.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture file.
    Photo,
    /// A model file.
    Model,
    /// Anything else: a folder, most likely.
    Folder,
}

/// What `path` seems to be, by its ending.
pub fn kind(path: &Path) -> Kind {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let is_one_of = |endings: &[&str]| {
        ending
            .as_deref()
            .is_some_and(|ending| endings.contains(&ending))
    };
    if is_one_of(&PICTURE_ENDINGS) {
        Kind::Photo
    } else if is_one_of(&MODEL_ENDINGS) {
        Kind::Model
    } else {
        Kind::Folder
    }
}

impl App {
    /// A folder is data, a picture a photo to follow, a model a start.
    pub(in crate::gui) fn bring_to_training(&mut self, paths: Vec<PathBuf>) {
        let (photos, rest): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .partition(|path| kind(path) == Kind::Photo);
        if !photos.is_empty() {
            self.follow_files(photos);
        }
        for path in rest {
            if self.train.activity.is_under_way() {
                let words = "A run is under way; stop it before you set up another one";
                self.tell(Notice::info(words).hint("Photos can be dropped at any time."));
                return;
            }
            match kind(&path) {
                Kind::Model => {
                    let words = format!("The next run starts from {}", names::file_name(&path));
                    self.train.setup.config.start = Start::Model(path);
                    self.tell(Notice::info(words));
                }
                _ => self.want_data(DataRoot::Folder(path)),
            }
        }
    }

    /// A file name for the curves of the run on screen.
    pub(in crate::gui) fn suggested_curves(&self) -> String {
        let name = self.train.shown().map_or("curves", |run| run.name.as_str());
        format!("{name}-curves.png")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_paths_are_told_apart_by_their_names() {
        let of = |path: &str| kind(Path::new(path));
        assert_eq!(of("/my/mia.JPG"), Kind::Photo);
        assert_eq!(of("/my/afhq.ckpt"), Kind::Model);
        assert_eq!(of("/my/cats and dogs"), Kind::Folder);
        assert_eq!(of("/my/data.v2"), Kind::Folder);
    }
}
