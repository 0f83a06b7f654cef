//! Things a person does that more than one place offers: stop, remove, crop.

use super::app::{App, Selected};
use super::library::Status;
use super::notices::Notice;
use super::partner::Partner;
use super::plan::{RowId, after_removal_of};
use super::state::{PictureId, Side};
use crate::domain::DomainSet;
use crate::engine::messages::ModelSource;

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
        self.engine.jobs.stop_reading();
        self.tell(Notice::info(format!(
            "Stopped reading; up to {left} pictures are left out"
        )));
    }

    /// Takes a picture off a side, with an undo.
    pub(super) fn remove_picture(&mut self, side: Side, picture: PictureId) {
        self.explore.remove(side, picture);
        self.grid.selected = Selected::Nothing;
        let name = self.library.name(picture).to_owned();
        self.tell_undoable(Notice::info(format!("Removed {name}")));
    }

    /// A latent or a row of labels is gone: what names a row by its place follows it.
    pub(super) fn rows_move_up(&mut self, gone: RowId) {
        let left = |row| after_removal_of(gone, row);
        if let Selected::Cell(row, _) = &mut self.grid.selected {
            *row = left(*row).unwrap_or(*row);
        }
        if let Some(points) = &mut self.exports.setup.points {
            *points = points.iter().copied().filter_map(left).collect();
        }
        if let RowId::Latent(place, _) = gone {
            let blend = self.explore.blend.take();
            self.explore.blend = blend.and_then(|blend| blend.after_removal_of(place));
            self.session.trail.after_removal_of(place);
        }
        if let Some(Partner::Cell(row, source)) = self.grid.partner {
            match left(row) {
                Some(row) => self.grid.partner = Some(Partner::Cell(row, source)),
                None => self.let_partner_go(),
            }
        }
    }

    /// Opens the crop of a picture, reading it again when its whole is no longer kept.
    pub(super) fn adjust_crop(&mut self, picture: PictureId) {
        self.open.crop = Some(picture);
        if let Some(origin) = self.library.reread(picture) {
            self.decode(picture, &origin);
        }
    }

    /// Gives a domain of the open model another name; pictures known to be of it stay of it. Undo takes it back.
    pub(super) fn rename_domain(&mut self, index: usize, name: &str) {
        let Some(model) = &self.model else { return };
        let mut domains = model.config.domains.clone();
        let known = |id| self.library.own_domain(&self.explore, id, &domains) == (index, false);
        let pictures = self.library.iter().map(|(id, _)| id);
        let of_it: Vec<PictureId> = pictures.filter(|id| known(*id)).collect();
        let before = domains.name(index);
        if domains.rename(index, name) {
            let name = domains.name(index);
            let key = names_key(&model.source);
            if self.takes_labels() {
                self.explore.labels.rename(&before, &name);
            }
            self.explore.names.insert(key, domains.names().to_vec());
            let entries = of_it.into_iter().map(|id| (id, name.clone()));
            self.explore.own.extend(entries);
            self.apply_names();
        }
    }

    /// The open model's domains are called what the person called them, or what they were called before.
    pub(super) fn apply_names(&mut self) {
        let Some(model) = &mut self.model else { return };
        let chosen = self.explore.names.get(&names_key(&model.source));
        let names = chosen.unwrap_or(&self.own_names);
        if names.len() != model.config.domains.len() || names == model.config.domains.names() {
            return;
        }
        let labels = model.config.labels.sets.iter_mut();
        let labels = labels.flat_map(|set| &mut set.names);
        for (label, name) in labels.zip(names) {
            label.clone_from(name);
        }
        model.config.domains = DomainSet::new(names.clone());
    }

    pub(super) fn tell(&mut self, notice: Notice) {
        notice.write_down();
        self.notices.push(notice);
    }

    /// Puts the report of a notice on the clipboard, when a person asked for it.
    pub(super) fn copy_report(&mut self, ctx: &egui::Context) {
        if let Some(notice) = self.notices.wanted.take() {
            ctx.copy_text(notice.report() + &self.surroundings());
        }
    }
}

/// Under which key the names of a model's domains are kept.
fn names_key(source: &ModelSource) -> String {
    match source {
        ModelSource::Demo => "demo".to_owned(),
        ModelSource::File(path) => path.display().to_string(),
        ModelSource::Live(_) => "live".to_owned(),
    }
}
