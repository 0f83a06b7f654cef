//! What the exporting worker reports.

use crate::engine::exports::messages::{ExportEvent, ExportNews};
use crate::gui::app::App;
use crate::gui::notices::Notice;

use super::Stage;

impl App {
    /// What the worker reports.
    pub(in crate::gui) fn take_export(&mut self, event: ExportEvent) {
        let ExportEvent { id, news } = event;
        if let ExportNews::Encoder(there) = news {
            self.exports.encoder = Some(there);
            return;
        }
        let listed = self.exports.list.iter_mut().find(|listed| listed.id == id);
        let Some(listed) = listed else { return };
        let title = listed.title.clone();
        listed.stage = match &news {
            ExportNews::Opening | ExportNews::Encoder(_) => Stage::Opening,
            ExportNews::Progress { done, all, left } => Stage::Making {
                done: *done,
                all: *all,
                left: *left,
            },
            ExportNews::Done(_) => Stage::Done,
            ExportNews::Cancelled => Stage::Cancelled,
            ExportNews::Failed(problem) => Stage::Failed(problem.clone()),
        };
        match news {
            ExportNews::Done(path) => {
                self.tell(Notice::info(format!("Saved {}", path.display())));
            }
            ExportNews::Cancelled => {
                self.tell(Notice::info(format!(
                    "{title}: stopped, nothing was written"
                )));
            }
            ExportNews::Failed(problem) => self.tell(Notice::error(&problem)),
            ExportNews::Opening | ExportNews::Progress { .. } | ExportNews::Encoder(_) => {}
        }
    }
}
