//! What the workers report, and what the window asks of them in return.

use super::app::{App, Selected};
use super::notices::Notice;
use super::plan;
use super::widgets::Shown;
use crate::domain::{CellKey, Picture};
use crate::engine::messages::{
    CellJob, Event, GridRequest, ModelInfo, ModelSource, Purpose, SaveJob,
};
use crate::export::sheet::{Sheet, SheetRow};
use std::collections::HashSet;
use std::sync::Arc;

/// How much the newest cell counts in the smoothed pace.
const PACE_WEIGHT: f32 = 0.2;
/// Cells asked for at once; the rest follows as these arrive.
const CELLS_AHEAD: usize = 512;

impl App {
    pub(super) fn take_events(&mut self) {
        let events: Vec<Event> = self.engine.poll().collect();
        for event in events {
            self.take_event(event);
        }
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Device(facts) => {
                self.device = Some(facts);
                self.ask_again();
            }
            Event::Opening(source) => self.opening = Some(source),
            Event::Opened(info) => self.opened(*info),
            Event::OpenFailed(problem) => {
                self.opening = None;
                self.ask_again();
                self.tell(Notice::error(&problem));
                if self.model.is_none() {
                    self.engine.open_model(ModelSource::Demo);
                }
            }
            Event::Cell {
                key,
                result,
                millis,
            } => self.cell_done(key, result, millis),
            Event::Picture {
                ticket,
                result: Ok(opened),
            } => self.library.opened(ticket, *opened),
            Event::Picture {
                ticket,
                result: Err(problem),
            } => {
                // A picture that cannot be read leaves the grid; the sentence stays.
                self.explore.sources.retain(|&id| id != ticket);
                self.explore.references.retain(|&id| id != ticket);
                self.library.failed(ticket, problem.clone());
                self.tell(Notice::warn(&problem));
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
            Event::Picked { purpose, paths } => self.picked(purpose, paths),
            Event::Saved(path) => self.tell(Notice::info(format!("Saved {}", path.display()))),
            Event::Failed(problem) => {
                self.ask_again();
                self.tell(Notice::error(&problem));
            }
        }
    }

    /// An order to open or to switch ends the cells in progress: what is missing is asked for again.
    fn ask_again(&mut self) {
        self.grid.requested.clear();
    }

    fn opened(&mut self, info: ModelInfo) {
        self.opening = None;
        self.session.remember(&info.source);
        self.explore
            .fit(&info.config.domains, info.config.latent_dim);
        if !info.has_style_encoder {
            self.explore.style_from = super::state::StyleFrom::Latents;
        }
        if info.config.w_hpf > 0.0 {
            self.notices.push(Notice::info(super::text::NO_MASKS));
        }
        self.model = Some(info);
        self.ask_again();
        self.pace = None;
    }

    fn cell_done(
        &mut self,
        key: CellKey,
        result: Result<Arc<Picture>, crate::problem::Problem>,
        millis: f32,
    ) {
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

    /// The first result of a session is selected, so that the large view is never an empty promise.
    fn greet(&mut self) {
        let first = self
            .grid
            .rows
            .first()
            .map(|row| row.id)
            .zip(self.explore.sources.first().copied());
        if let (false, Some((row, source))) = (self.grid.greeted, first) {
            self.grid.greeted = true;
            if self.grid.selected == Selected::Nothing {
                self.grid.selected = Selected::Cell(row, source);
            }
        }
    }

    fn picked(&mut self, purpose: Purpose, paths: Vec<std::path::PathBuf>) {
        let Some(first) = paths.first().cloned() else {
            return;
        };
        match purpose {
            Purpose::Pictures | Purpose::Folder => self.bring(paths),
            Purpose::Model => self.open_model(ModelSource::File(first)),
            Purpose::SavePicture => {
                if let Some(shown) = self.selected_result() {
                    self.engine
                        .jobs
                        .save(first, SaveJob::Picture(shown.picture));
                }
            }
            Purpose::SaveSheet => {
                if let Some(sheet) = self.sheet() {
                    self.engine.jobs.save(first, SaveJob::Sheet(sheet));
                }
            }
        }
    }

    pub(super) fn open_model(&mut self, source: ModelSource) {
        self.opening = Some(source.clone());
        self.engine.open_model(source);
    }

    /// Asks for the model's view of every picture that lacks it.
    pub(super) fn order_views(&mut self) {
        let Some(model) = &self.model else { return };
        let (views, reads) = self.library.orders(&self.explore, model.config.img_size);
        for order in views {
            self.engine
                .jobs
                .view(order.picture, order.whole, order.crop, order.size);
        }
        for id in reads {
            if let Some(origin) = self.library.get(id).map(|pic| pic.origin.clone()) {
                self.decode(id, &origin);
            }
        }
        self.grid.rows = plan::rows(&self.explore, &self.library, model);
        self.keep_selection();
    }

    /// When the selected row or column is gone (another branch, another kind of rows), the first one in its place is selected.
    fn keep_selection(&mut self) {
        let Selected::Cell(row, source) = self.grid.selected else {
            return;
        };
        let rows = &self.grid.rows;
        let same = |other: &&plan::Row| plan::same_style(other.id, row);
        let row = rows.iter().find(|other| other.id == row);
        let row = row.or_else(|| rows.iter().find(same)).or(rows.first());
        let kept = self.explore.sources.iter().find(|other| **other == source);
        let column = kept.or(self.explore.sources.first());
        self.grid.selected = match (row, column) {
            (Some(row), Some(&column)) => Selected::Cell(row.id, column),
            _ => Selected::Nothing,
        };
    }

    /// The keys of all cells, row by row; none where a picture is still being read.
    pub(super) fn cell_keys(&self) -> Vec<Option<CellKey>> {
        let Some(model) = &self.model else {
            return Vec::new();
        };
        let row = |row| {
            self.explore
                .sources
                .iter()
                .map(move |&source| plan::cell_key(model, &self.library, source, row))
        };
        self.grid.rows.iter().flat_map(row).collect()
    }

    /// Asks for the missing cells, the selected one first, then those on screen, when that differs from what was asked before.
    pub(super) fn order_cells(&mut self) {
        let Some(model) = &self.model else { return };
        if self.grid.paused {
            return;
        }
        let selected = match self.grid.selected {
            Selected::Cell(row, source) => Some((row, source)),
            _ => None,
        };
        let mut jobs = Vec::new();
        let mut seen = HashSet::new();
        for row in &self.grid.rows {
            for &source in &self.explore.sources {
                let Some(key) = plan::cell_key(model, &self.library, source, row) else {
                    continue;
                };
                let Some(style) = &row.style else { continue };
                if self.results.has(key) || !seen.insert(key) {
                    continue;
                }
                let rank = if selected == Some((row.id, source)) {
                    0
                } else {
                    2 - u8::from(self.grid.visible.contains(&key))
                };
                jobs.push((
                    rank,
                    CellJob {
                        key,
                        style: style.clone(),
                    },
                ));
            }
        }
        jobs.sort_by_key(|(rank, _)| *rank);
        jobs.truncate(CELLS_AHEAD);
        let cells: Vec<CellJob> = jobs.into_iter().map(|(_, job)| job).collect();
        let keys: Vec<CellKey> = cells.iter().map(|job| job.key).collect();
        let waiting = self
            .grid
            .requested
            .iter()
            .filter(|key| !self.results.has(**key));
        if !waiting.eq(keys.iter()) {
            let pictures = Arc::new(self.pictures_at_hand());
            self.engine.request(GridRequest { cells, pictures });
            self.grid.requested = keys;
        }
    }

    fn pictures_at_hand(&self) -> crate::engine::translator::Pictures {
        let used = self.explore.sources.iter().chain(&self.explore.references);
        let views = used.filter_map(|id| self.library.get(*id)?.view.as_ref());
        views
            .map(|view| (view.shown.fingerprint, Arc::clone(&view.shown.picture)))
            .collect()
    }

    /// The selected cell's picture, when it is there.
    pub(super) fn selected_result(&self) -> Option<Shown> {
        let Selected::Cell(row, source) = self.grid.selected else {
            return None;
        };
        let key = self.key_of(row, source)?;
        self.results.picture(key).cloned()
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
    pub(super) fn sheet(&self) -> Option<Sheet> {
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
        let tokens = super::theme::named(self.session.dark);
        let row = |row: &plan::Row| {
            let header = match row.id {
                plan::RowId::Reference(picture, _) => view(picture),
                _ => None,
            };
            let cell = |&source: &u64| {
                self.results
                    .picture(plan::cell_key(model, &self.library, source, row)?)
                    .map(|shown| Arc::clone(&shown.picture))
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
                cells: sources.iter().map(cell).collect(),
            }
        };
        let rows = self.grid.rows.iter().map(row).collect();
        Some(Sheet {
            tile: model.config.img_size,
            sources: sources.iter().filter_map(|id| view(*id)).collect(),
            rows,
        })
    }

    /// A file name for the selected result.
    pub(super) fn suggested_name(&self) -> String {
        let Selected::Cell(row, source) = self.grid.selected else {
            return "result.png".to_owned();
        };
        let row = self.grid.rows.iter().find(|other| other.id == row);
        let words = row.zip(self.model.as_ref()).map(|(row, model)| {
            plan::sentence(self.library.name(source), row, &model.config.domains)
        });
        let plain = |letter: char| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        };
        let name: String = words.unwrap_or_default().chars().map(plain).collect();
        format!(
            "{}.png",
            if name.is_empty() {
                "result"
            } else {
                name.trim_matches('-')
            }
        )
    }
}
