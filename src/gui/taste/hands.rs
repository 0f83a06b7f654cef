//! What hands do to the taste test: drops. Its keys, of which a whole session needs no more, are commands.

use std::path::PathBuf;

use super::{Pictures, Stage};
use crate::engine::messages::ModelSource;
use crate::gui::app::App;
use crate::gui::evaluate::Page;
use crate::gui::notices::Notice;
use crate::gui::state::Tab;
use crate::gui::train::hands::{self, Kind};
use crate::gui::train::names::file_name;

impl App {
    /// Whether the taste test fills the window.
    pub(in crate::gui) fn tastes(&self) -> bool {
        self.session.tab == Tab::Evaluate && self.evaluate.page == Page::Taste
    }

    /// A model takes part, a folder is what is translated; a test in progress is left as it is.
    pub(in crate::gui) fn bring_to_taste(&mut self, paths: Vec<PathBuf>) {
        if !matches!(self.taste.stage, Stage::Setup) {
            let words = "Nothing was added: a taste test is on screen";
            return self.tell(Notice::info(words).hint("Drop it on the set-up of a new test."));
        }
        for path in paths {
            let name = file_name(&path);
            match hands::kind(&path) {
                Kind::Model => self.add_tasted(name, None, ModelSource::File(path)),
                Kind::Folder => self.taste.setup.pictures = Pictures::Folder(path),
                Kind::Photo => {
                    let words = format!("{name} is a single picture");
                    let hint = "Drop it in Explore, and choose the pictures open there.";
                    return self.tell(Notice::info(words).hint(hint));
                }
            }
        }
    }
}
