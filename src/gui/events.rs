//! What the workers report, and what the window asks of them in return.

use super::app::{App, Selected};
use super::notices::Notice;
use super::offers::Offer;
use super::plan;
use super::state::{PictureId, Side, Unfitted};
use super::train::probes::is_photo;
use super::widgets::{Face, Shown};
use crate::data::{Note, Opened};
use crate::domain::CellKey;
use crate::engine::made::Made;
use crate::engine::messages::{Event, ModelInfo, ModelSource, Purpose, SaveJob};
use crate::export::sheet::{Sheet, SheetRow};
use crate::problem::Problem;
use std::sync::Arc;

/// How much the newest cell counts in the smoothed pace.
const PACE_WEIGHT: f32 = 0.2;

impl App {
    /// Takes in what arrived; says whether anything did.
    pub(super) fn take_events(&mut self) -> bool {
        let events: Vec<Event> = self.engine.poll().collect();
        let any = !events.is_empty();
        for event in events {
            self.take_event(event);
        }
        any
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Device(facts) => {
                log::info!("computes on {}: {}", facts.name, facts.reason);
                self.device = Some(facts);
                // Another device may succeed where this one failed.
                self.results.forget_failures();
                self.ask_again();
            }
            Event::Machine(machine) => self.desk.log.machine = Some(*machine),
            Event::Missing(paths) => self.desk.looked.missing = paths.into_iter().collect(),
            Event::Opening(source) => {
                self.preparing = None;
                self.opening = Some(source);
            }
            Event::Preparing { done, all } => {
                self.preparing = (done < all).then_some((done, all));
            }
            Event::Opened(info) => self.opened(*info),
            Event::OpenFailed(problem) => {
                self.opening = None;
                self.ask_again();
                self.tell(Notice::error(&problem));
                self.recall_without_model();
            }
            Event::Cell {
                key,
                result,
                millis,
            } => self.cell_done(key, result, millis),
            Event::Codes(event) => self.lab.map.take(event),
            Event::Trip { key, result } => self.take_trip(key, result),
            Event::LookedOver { of, measures } => self.looked_over(of, measures),
            Event::Face { ticket, crop } => self.face_found(ticket, crop),
            Event::Read { key, result } => self.pixels_read(key, result),
            Event::Labels { of, labels } => self.labels_read(of, labels),
            Event::Picked { purpose, paths } => self.picked(purpose, paths),
            Event::Eye(event) => self.take_eye(*event),
            Event::Training(event) => self.take_training(event),
            Event::Compare(event) => self.take_compare(*event),
            Event::Taste(event) => self.take_taste(*event),
            Event::Gallery(event) => self.take_gallery(*event),
            Event::Evaluation(event) => self.take_evaluation(*event),
            Event::Export(event) => self.take_export(*event),
            Event::Saved(path) => self.tell(Notice::info(format!("Saved {}", path.display()))),
            Event::Failed(problem) => {
                self.ask_again();
                self.tell(Notice::error(&problem));
            }
            of_pictures => self.take_picture(of_pictures),
        }
    }

    /// Pictures on their way in.
    fn take_picture(&mut self, event: Event) {
        match event {
            Event::Picture { ticket, result } if is_photo(ticket) => {
                if let Some(problem) = self.train.photos.opened(ticket, result) {
                    self.tell(Notice::warn(&problem));
                }
            }
            Event::View {
                ticket,
                picture,
                fingerprint,
                ..
            } if is_photo(ticket) => self.train.photos.viewed(
                ticket,
                Shown {
                    picture,
                    fingerprint,
                },
            ),
            Event::Picture {
                ticket,
                result: Ok(opened),
            } => {
                self.tell_notes(&opened);
                self.library.opened(ticket, *opened);
            }
            Event::Picture {
                ticket,
                result: Err(problem),
            } => {
                self.unreadable(ticket, problem);
            }
            Event::Cancelled(ticket) => {
                self.take_off(ticket, Problem::new("Not read, as you stopped"))
            }
            Event::Expanded {
                pictures,
                models,
                problems,
            } => self.found(pictures, &models, problems),
            Event::View {
                ticket,
                crop,
                picture,
                fingerprint,
            } => self.library.viewed(
                ticket,
                crop,
                Shown {
                    picture,
                    fingerprint,
                },
            ),
            _ => {}
        }
    }

    /// A picture that cannot be read leaves the grid; the sentence stays.
    fn unreadable(&mut self, id: PictureId, problem: Problem) {
        self.tell(Notice::warn(&problem));
        self.take_off(id, problem);
    }

    fn take_off(&mut self, id: PictureId, problem: Problem) {
        let before = self.explore.clone();
        self.explore.remove(Side::Sources, id);
        self.explore.remove(Side::References, id);
        self.undo.amend(&before, &self.explore);
        self.library.failed(id, problem);
    }

    /// What a person would not expect of a picture is said once: an animation's first frame, a wrong ending, reduced colours.
    fn tell_notes(&mut self, opened: &Opened) {
        let expected = |note: &&Note| !matches!(note, Note::TurnedByExif | Note::Shrunk { .. });
        let notes: Vec<String> = opened
            .notes
            .iter()
            .filter(expected)
            .map(ToString::to_string)
            .collect();
        if !notes.is_empty() {
            self.tell(Notice::info(format!(
                "{}: {}",
                opened.name,
                notes.join(" ")
            )));
        }
    }

    /// An order to open or to switch ends the cells in progress: what is missing is asked for again.
    pub(super) fn ask_again(&mut self) {
        self.grid.requested.clear();
        self.library.readings.ask_again();
    }

    fn opened(&mut self, info: ModelInfo) {
        self.opening = None;
        log::info!("opened the model {}", info.card.name);
        let of_run = self.is_of_run(&info.source);
        if !of_run {
            self.session.remember(&info.source);
            if let ModelSource::File(path) = &info.source {
                self.session
                    .known_models
                    .insert(info.digest.clone(), path.clone());
            }
        }
        self.offer_the_way_back(&info, of_run);
        let before = self.explore.clone();
        if let Some(unfitted) = self.desk.unfitted.take() {
            unfitted.give_back(&mut self.explore);
        }
        let whole = self.explore.clone();
        let labels = info.config.system.takes_labels();
        if !info.has_style_encoder && !labels {
            self.explore.style_from = super::state::StyleFrom::Latents;
        }
        if labels && matches!(self.grid.selected, Selected::Header(Side::References, _)) {
            self.grid.selected = Selected::Nothing;
        }
        self.own_names = info.config.domains.names().to_vec();
        self.model = Some(info);
        self.fit_model();
        self.desk.unfitted = Unfitted::of(whole, &self.explore);
        self.undo.amend(&before, &self.explore);
        self.ask_again();
        self.pace = None;
        self.recall_with_model();
    }

    /// A model took the place of another one: the way back is one click.
    fn offer_the_way_back(&mut self, info: &ModelInfo, of_run: bool) {
        let Some(before) = &self.model else { return };
        let is_lasting = |source: &ModelSource| !matches!(source, ModelSource::Live(_));
        if of_run || before.source == info.source || !is_lasting(&before.source) {
            return;
        }
        let words = format!("Back to {}", before.card.name);
        let offer = Offer::Back(before.source.clone());
        self.tell(Notice::info(format!("Opened {}", info.card.name)).action(words, offer));
    }

    fn cell_done(&mut self, key: CellKey, result: Result<Made, Problem>, millis: f32) {
        self.pace = Some(
            self.pace
                .map_or(millis, |pace| pace + PACE_WEIGHT * (millis - pace)),
        );
        if let Err(problem) = &result {
            self.tell(Notice::error(problem));
        }
        self.results.put(key, result);
        self.greet();
    }

    /// A dialog was closed; without paths when nothing was chosen.
    pub fn picked(&mut self, purpose: Purpose, paths: Vec<std::path::PathBuf>) {
        let mut saving = self.desk.saving.iter();
        let saving = saving.position(|(other, _)| *other == purpose);
        let saving = saving.map(|at| self.desk.saving.swap_remove(at).1);
        if self.picked_for_training(purpose, &paths) {
            return;
        }
        let Some(first) = paths.first().cloned() else {
            return;
        };
        if self.picked_for_evaluation(purpose, &first) {
            return;
        }
        match purpose {
            Purpose::Pictures | Purpose::Folder => self.bring(paths),
            Purpose::Model => self.open_model(ModelSource::File(first)),
            Purpose::Eye => self.open_eye_file(first),
            Purpose::SavePicture | Purpose::SaveSheet => {
                if let Some(job) = saving {
                    self.engine.jobs.save(first, job);
                }
            }
            Purpose::Data | Purpose::Run | Purpose::SaveCurves => {}
            Purpose::EvaluationData
            | Purpose::EvaluatedModel
            | Purpose::Extractor
            | Purpose::SaveEvaluation => {}
            Purpose::TastedModel | Purpose::TasteData | Purpose::SaveTaste => {
                self.picked_for_taste(purpose, first);
            }
            Purpose::SaveKept => self.export_kept_to(first),
            Purpose::ComparedModel => self.add_pane(ModelSource::File(first)),
            Purpose::SaveFilm | Purpose::SavePage => self.picked_for_export(first),
        }
    }

    pub(super) fn open_model(&mut self, source: ModelSource) {
        self.opening = Some(source.clone());
        self.engine.open_model(source);
    }

    /// The selected cell's picture, when it is there.
    pub(super) fn selected_result(&self) -> Option<Face> {
        self.results.face(self.selected_key()?).cloned()
    }

    /// The selected cell's key.
    pub(super) fn selected_key(&self) -> Option<CellKey> {
        let Selected::Cell(row, source) = self.grid.selected else {
            return None;
        };
        self.key_of(row, source)
    }

    /// The key of a cell.
    pub(super) fn key_of(
        &self,
        row: plan::RowId,
        source: super::state::PictureId,
    ) -> Option<CellKey> {
        let row = self.grid.rows.iter().find(|other| other.id == row)?;
        plan::cell_key(self.model.as_ref()?, &self.library, source, row)
    }

    /// The grid as it would be saved.
    pub(super) fn sheet(&self) -> Option<SaveJob> {
        let model = self.model.as_ref()?;
        let view = |id| {
            Some(Arc::clone(
                &self.library.get(id)?.view.as_ref()?.shown.picture,
            ))
        };
        let sources: Vec<_> = self
            .explore
            .sources
            .iter()
            .copied()
            .filter(|id| view(*id).is_some())
            .collect();
        let tokens = super::theme::named(self.session.dark, self.session.contrast);
        let mut on_device = Vec::new();
        let row = |(line, row): (usize, &plan::Row)| {
            let header = match row.id {
                plan::RowId::Reference(picture, _) => view(picture),
                _ => None,
            };
            let cell = |(column, &source): (usize, &u64)| {
                let key = plan::cell_key(model, &self.library, source, row)?;
                match self.results.face(key)? {
                    Face::Pixels(shown) => Some(Arc::clone(&shown.picture)),
                    Face::OnDevice(values) => {
                        on_device.push((line, column, values.clone()));
                        None
                    }
                }
            };
            let [r, g, b, _] = row
                .domain
                .map_or(tokens.text_weak, |domain| {
                    super::theme::domain_colour(domain, tokens)
                })
                .to_array();
            SheetRow {
                header,
                colour: [r, g, b],
                cells: sources.iter().enumerate().map(cell).collect(),
            }
        };
        let rows = self.grid.rows.iter().enumerate().map(row).collect();
        let sheet = Sheet {
            tile: model.config.img_size,
            sources: sources.iter().filter_map(|id| view(*id)).collect(),
            rows,
        };
        Some(SaveJob::Sheet { sheet, on_device })
    }

    /// How the selected result came about.
    pub(super) fn selected_sentence(&self) -> Option<String> {
        let Selected::Cell(row, source) = self.grid.selected else {
            return None;
        };
        self.sentence_of(row, source)
    }

    /// A file name for the selected result.
    pub(super) fn suggested_name(&self) -> String {
        file_name_of(&self.selected_sentence().unwrap_or_default())
    }
}

/// A name for the PNG file of a result with this sentence.
pub(super) fn file_name_of(sentence: &str) -> String {
    let plain = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let name: String = sentence.chars().map(plain).collect();
    let name = name.trim_matches('-');
    format!("{}.png", if name.is_empty() { "result" } else { name })
}
