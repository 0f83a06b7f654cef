//! Things a person does that more than one place offers: stop, remove, crop.

use super::app::{App, Selected, UNDO_ACTION};
use super::library::Status;
use super::notices::Notice;
use super::state::{PictureId, Side};

impl App {
    /// Whether cells are being computed.
    pub(super) fn is_computing(&self) -> bool {
        let (there, all) = self.progress();
        there < all && !self.grid.paused && self.model.is_some()
    }

    /// Stops after the cell in progress; "Go on" takes it up again.
    pub(super) fn pause(&mut self) {
        self.engine.cancel();
        self.grid.paused = true;
        self.grid.requested.clear();
    }

    /// Pictures that are still being decoded.
    pub(super) fn pictures_being_read(&self) -> usize {
        self.library
            .iter()
            .filter(|(_, pic)| pic.status == Status::Loading)
            .count()
    }

    /// Drops the decoding jobs that have not started; their pictures leave the grid.
    pub(super) fn stop_reading(&mut self) {
        let left = self.pictures_being_read();
        self.engine.jobs.cancel_before(self.library.next_id());
        self.tell(Notice::info(format!(
            "Stopped reading; up to {left} pictures are left out"
        )));
    }

    /// Takes a picture off a side, with an undo.
    pub(super) fn remove_picture(&mut self, side: Side, picture: PictureId) {
        self.explore.remove(side, picture);
        self.grid.selected = Selected::Nothing;
        let name = self.library.name(picture).to_owned();
        self.tell(Notice::info(format!("Removed {name}")).action("Undo", UNDO_ACTION));
    }

    /// Opens the crop of a picture, reading it again when its whole is no longer kept.
    pub(super) fn adjust_crop(&mut self, picture: PictureId) {
        self.open.crop = Some(picture);
        if let Some(origin) = self.library.reread(picture) {
            self.decode(picture, &origin);
        }
    }

    /// Gives a domain of the open model another name; pictures known to be of it stay of it.
    pub(super) fn rename_domain(&mut self, index: usize, name: &str) {
        let Some(model) = &mut self.model else { return };
        let domains = &mut model.config.domains;
        let known = |id| self.library.own_domain(&self.explore, id, domains) == (index, false);
        let pictures = self.library.iter().map(|(id, _)| id);
        let of_it: Vec<PictureId> = pictures.filter(|id| known(*id)).collect();
        let before = domains.name(index);
        if domains.rename(index, name) {
            let name = domains.name(index);
            let labels = &mut model.config.labels;
            let mut all = labels.sets.iter_mut().flat_map(|set| &mut set.names);
            if let Some(label) = all.nth(index) {
                label.clone_from(&name);
                self.explore.labels.rename(&before, &name);
            }
            let entries = of_it.into_iter().map(|id| (id, name.clone()));
            self.explore.own.extend(entries);
        }
    }
}
