//! What a person asks of exports: a place first, then the worker.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::eye::Look;
use crate::engine::exports::messages::{ExportId, ExportOrder, Task};
use crate::engine::messages::Purpose;
use crate::gui::app::{App, Selected};

use super::{Asked, Stage, What};

impl App {
    /// Opens the window of exports, or closes it.
    pub(in crate::gui) fn toggle_exports(&mut self) {
        self.open.exports = !self.open.exports;
        self.exports.preview.since = None;
        // Who has none may install one while the program runs.
        if self.open.exports && self.exports.encoder != Some(true) {
            self.engine.exports.look_for_encoder();
        }
    }

    /// Why what is set up cannot be saved now; none when it can.
    pub(in crate::gui) fn export_lacks(&self) -> Option<String> {
        let setup = &self.exports.setup;
        match setup.what {
            What::Walk | What::Video => match self.film() {
                Err(sentence) => Some(sentence),
                Ok(_) if self.lacks_encoder() => {
                    Some(crate::gui::text::exports::NO_FFMPEG.to_owned())
                }
                Ok(_) => None,
            },
            What::Sheet if self.grid.rows.is_empty() || self.explore.sources.is_empty() => {
                Some(crate::gui::text::exports::EMPTY_GRID.to_owned())
            }
            What::Keepsake if self.keepsake_task().is_none() => {
                Some("Select a result first".to_owned())
            }
            What::Sheet | What::Keepsake => None,
        }
    }

    /// Whether an MP4 is wanted and there is no ffmpeg.
    fn lacks_encoder(&self) -> bool {
        let exports = &self.exports;
        exports.setup.format == crate::export::film::Format::Mp4 && exports.encoder == Some(false)
    }

    /// Asks for a place for what is set up. It is made as it is now, whatever changes while the dialog is open.
    pub(in crate::gui) fn ask_export(&mut self) {
        let Some(asked) = self.prepared_export() else {
            return;
        };
        let purpose = match asked.order.task {
            Task::Film(..) => Purpose::SaveFilm,
            Task::Sheet(_) | Task::Keepsake(_) => Purpose::SavePage,
        };
        let suggested = self.suggested_export(asked.ending);
        self.exports.asked = Some(asked);
        self.engine.jobs.ask(purpose, suggested);
    }

    /// Saves what is set up at a place that is known already.
    pub fn export_to(&mut self, place: PathBuf) {
        self.exports.asked = self.prepared_export();
        self.picked_for_export(place);
    }

    /// Takes it that there is an ffmpeg, without looking.
    pub fn make_up_encoder(&mut self) {
        self.exports.encoder = Some(true);
    }

    /// What is set up, as it is now; none when something is missing.
    fn prepared_export(&self) -> Option<Asked> {
        if self.export_lacks().is_some() {
            return None;
        }
        let setup = &self.exports.setup;
        let (task, title, ending) = match setup.what {
            What::Walk | What::Video => {
                let film = self.film().ok()?;
                let kind = if setup.what == What::Walk {
                    "Walk"
                } else {
                    "Official video"
                };
                let count = film.walk.points.len();
                let title = format!("{kind} of {count} styles, {}", setup.format.title());
                let format = setup.format;
                (Task::Film(Box::new(film), format), title, format.ending())
            }
            What::Sheet => {
                let task = self.sheet_task()?;
                let title = "Contact sheet".to_owned();
                (Task::Sheet(Box::new(task)), title, Some("png"))
            }
            What::Keepsake => {
                let task = self.keepsake_task()?;
                let title = "Keepsake page".to_owned();
                (Task::Keepsake(Box::new(task)), title, Some("png"))
            }
        };
        let model = self.model.as_ref()?.source.clone();
        let order = ExportOrder {
            id: 0,
            model,
            eye: self.session.eye.clone(),
            looks: self.looks(),
            pictures: Arc::new(self.pictures_at_hand()),
            task,
            to: PathBuf::new(),
            only_new: false,
        };
        Some(Asked {
            title,
            order,
            ending,
        })
    }

    fn looks(&self) -> Vec<Look> {
        let sources = self.explore.sources.iter();
        let looks = sources.filter_map(|&id| self.look(id));
        looks.filter(|look| !look.is_plain()).collect()
    }

    /// A file name for what is set up.
    fn suggested_export(&self, ending: Option<&str>) -> String {
        let source = match self.grid.selected {
            Selected::Cell(_, source) => Some(source),
            _ => self.explore.sources.first().copied(),
        };
        let name = source.map_or("grid", |source| self.library.name(source));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = match self.exports.setup.what {
            What::Walk => format!("{stem}-walk"),
            What::Video => format!("{stem}-video"),
            What::Sheet => "grid-sheet".to_owned(),
            What::Keepsake => format!("{stem}-keepsake"),
        };
        match ending {
            Some(ending) => format!("{stem}.{ending}"),
            None => format!("{stem}-frames"),
        }
    }

    /// A place was chosen for what was asked.
    pub(in crate::gui) fn picked_for_export(&mut self, chosen: PathBuf) {
        let Some(asked) = self.exports.asked.take() else {
            return;
        };
        let mut order = asked.order;
        let ends_well = asked.ending.is_none_or(|ending| {
            let own = chosen.extension();
            own.is_some_and(|own| own.eq_ignore_ascii_case(ending))
        });
        order.to = match asked.ending {
            Some(ending) if !ends_well => {
                let mut name = chosen.into_os_string();
                name.push(format!(".{ending}"));
                PathBuf::from(name)
            }
            _ => chosen,
        };
        // The dialog asked about replacing the name that was typed, and not about this one.
        order.only_new = !ends_well;
        order.id = self.exports.enter(asked.title, order.to.clone());
        self.engine.exports.order(order);
    }

    /// Stops an export; nothing of it is left.
    pub(in crate::gui) fn cancel_export(&mut self, id: ExportId) {
        self.engine.exports.cancel(id);
    }

    /// Takes an export that is over off the list.
    pub(in crate::gui) fn unlist_export(&mut self, id: ExportId) {
        let over = |stage: &Stage| !stage.is_open();
        self.exports
            .list
            .retain(|listed| listed.id != id || !over(&listed.stage));
    }
}
