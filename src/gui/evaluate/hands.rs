//! What comes in by hand on the Evaluate tab: drops and answered dialogs.

use std::path::{Path, PathBuf};

use super::setup::DataChoice;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::recent::Kind;
use crate::gui::train::{hands, names};

impl App {
    /// A folder is data, a model is one more to evaluate.
    pub(in crate::gui) fn bring_to_evaluation(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            match hands::kind(&path) {
                hands::Kind::Model => self.evaluate_file(path),
                hands::Kind::Folder => self.evaluate_on(path),
                hands::Kind::Photo => {
                    let words = format!("{} is a single picture", names::file_name(&path));
                    let hint = "Drop a folder with one folder for each domain.";
                    self.tell(Notice::info(words).hint(hint));
                    return;
                }
            }
        }
    }

    fn evaluate_file(&mut self, path: PathBuf) {
        let words = format!("{} will be evaluated", names::file_name(&path));
        self.evaluate.figures.setup.add_file(path);
        self.tell(Notice::info(words));
    }

    fn evaluate_on(&mut self, folder: PathBuf) {
        let words = format!("Evaluates on {}", names::file_name(&folder));
        self.choose_evaluation_data(folder);
        self.tell(Notice::info(words));
    }

    /// Evaluates on this folder from now on.
    pub(in crate::gui) fn choose_evaluation_data(&mut self, folder: PathBuf) {
        self.remember(Kind::Data, &folder);
        let setup = &mut self.evaluate.figures.setup;
        setup.folder = Some(folder);
        setup.data = DataChoice::Folder;
    }

    /// A dialog of this tab was answered; says whether it was one.
    pub(in crate::gui) fn picked_for_evaluation(&mut self, purpose: Purpose, first: &Path) -> bool {
        let first = first.to_owned();
        match purpose {
            Purpose::EvaluationData => self.choose_evaluation_data(first),
            Purpose::EvaluatedModel => self.evaluate.figures.setup.add_file(first),
            Purpose::Extractor => {
                let tab = &mut self.evaluate.figures;
                if let Some(own) = tab.asked.take() {
                    *tab.setup.own(own) = Some(first);
                }
            }
            Purpose::SaveEvaluation => self.save_evaluation(first),
            _ => return false,
        }
        true
    }
}
