//! What notices offer to do. Each offer names what it is about, so that it never acts on something that came later.

use std::path::PathBuf;

use egui::Context;

use super::App;
use super::notices::Notice;
use super::state::Tab;
use crate::engine::messages::{ModelSource, Purpose};
use crate::gallery::KeptId;

/// Something that a notice offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Takes back this step in Explore, while it is the newest.
    Undo(u64),
    /// Asks for a landmark network.
    Eye,
    /// Forgets what was restored.
    Afresh,
    /// Opens this model again.
    Back(ModelSource),
    /// Copies the report of a fault.
    Report,
    /// Opens the gallery.
    Gallery,
    /// Brings back these kept results.
    Undelete(Vec<KeptId>),
    /// Takes this file with a recipe as a picture.
    AsPicture(PathBuf),
}

impl App {
    /// Tells what was done in Explore just now, with the way to take it back.
    pub(super) fn tell_undoable(&mut self, notice: Notice) {
        let step = self.undo.claim(&self.explore);
        self.tell(match step {
            Some(step) => notice.action("Undo", Offer::Undo(step)),
            None => notice,
        });
    }

    /// Sees which offers still stand.
    pub(super) fn check_offers(&mut self) {
        let newest = self.undo.newest(&self.explore);
        let open = self.model.as_ref().map(|model| &model.source);
        let gallery = &self.gallery;
        self.notices.check_offers(|offer| match offer {
            Offer::Undo(step) => newest == Some(*step),
            Offer::Back(source) => open != Some(source),
            Offer::Undelete(ids) => gallery.is_deleted(ids),
            _ => true,
        });
    }

    /// Does what a notice offered.
    pub(super) fn follow_notice(&mut self, ctx: &Context, offer: Offer) {
        match offer {
            Offer::Undo(step) if self.undo.newest(&self.explore) == Some(step) => self.undo(),
            Offer::Undo(_) => {}
            Offer::Eye => self.ask(Purpose::Eye, None),
            Offer::Afresh => self.start_afresh(),
            Offer::Back(source) => self.open_model(source),
            Offer::Report => {
                if let Some(report) = &self.desk.report {
                    ctx.copy_text(report.clone());
                }
            }
            Offer::Gallery => self.session.tab = Tab::Gallery,
            Offer::Undelete(ids) => self.undelete(&ids),
            Offer::AsPicture(path) => self.add_files(vec![path]),
        }
    }
}
