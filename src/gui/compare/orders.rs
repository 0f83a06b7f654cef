//! What the Compare tab asks the worker for: the same sources, rows and selection as Explore's, through every pane's model.

use std::collections::HashSet;
use std::sync::Arc;

use super::{ChosenLink, LinkStyle, Mode, PaneState, StripKey};
use crate::engine::chain::{Guide, Link};
use crate::engine::compare::messages::{
    ChainJob, CompareJob, CompareOrder, Crossing, Heads, Input, Inputs, PaneId, PaneOrder, Subject,
};
use crate::engine::messages::ModelSource;
use crate::gui::app::{App, Selected};
use crate::gui::plan::Row;
use crate::gui::state::{PictureId, Tab};

/// Most sources that are compared at once.
pub const MOST_SOURCES: usize = 8;
/// Most rows that are compared at once.
pub const MOST_ROWS: usize = 8;
/// Bytes of results kept; beyond that the ones that are not on screen go.
const KEPT_BYTES: usize = 256 << 20;

/// A source, or its grey copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The picture in the window.
    pub picture: PictureId,
    /// What the worker is asked to translate.
    pub subject: Subject,
    /// Its name.
    pub name: String,
}

/// What is compared now.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Sources, from left to right.
    pub columns: Vec<Column>,
    /// Rows, from top to bottom.
    pub rows: Vec<Row>,
    /// The selected row and column.
    pub cursor: (usize, usize),
}

impl Field {
    /// The crossing of a row and a column, and the style in it; none while that is not known yet.
    pub fn crossing(&self, row: usize, column: usize) -> Option<Crossing> {
        let column = self.columns.get(column)?;
        Some(Crossing {
            subject: column.subject,
            // Rows of labels begin at what each source has.
            style: self.rows.get(row)?.key_for(column.picture)?,
        })
    }

    /// The crossing at the cursor.
    pub fn selected(&self) -> Option<Crossing> {
        self.crossing(self.cursor.0, self.cursor.1)
    }
}

/// The `most` items around place `at`.
fn window<T: Clone>(all: &[T], at: usize, most: usize) -> (Vec<T>, usize) {
    let start = at.saturating_sub(most - 1);
    let part = all.iter().skip(start).take(most).cloned().collect();
    (part, at - start)
}

impl App {
    /// What is compared now: Explore's sources and rows around its selection.
    pub(in crate::gui) fn compared(&self) -> Field {
        let selected = match self.grid.selected {
            Selected::Cell(row, source) => Some((row, source)),
            _ => None,
        };
        let rows: Vec<&Row> = self
            .grid
            .rows
            .iter()
            .filter(|row| row.key.is_some() || row.labels.is_some())
            .collect();
        let row = selected.and_then(|(id, _)| rows.iter().position(|row| row.id == id));
        let source =
            selected.and_then(|(_, id)| self.explore.sources.iter().position(|at| *at == id));
        let (rows, row) = window(&rows, row.unwrap_or(0), MOST_ROWS);
        let rows = rows.into_iter().cloned().collect();
        let (sources, at) = window(&self.explore.sources, source.unwrap_or(0), MOST_SOURCES);
        let on = sources.get(at).copied();
        let mut columns = Vec::new();
        for id in sources {
            let Some(view) = self.library.get(id).and_then(|pic| pic.view.as_ref()) else {
                continue;
            };
            for grey in [false, true] {
                if grey && !self.compare.grey {
                    continue;
                }
                let name = self.library.name(id);
                columns.push(Column {
                    picture: id,
                    subject: Subject {
                        picture: view.shown.fingerprint,
                        grey,
                    },
                    name: if grey {
                        format!("{name} in grey")
                    } else {
                        name.to_owned()
                    },
                });
            }
        }
        let grey = self.compare.grey && self.compare.on_grey;
        let at = |column: &Column| Some(column.picture) == on && column.subject.grey == grey;
        let column = columns.iter().position(at).unwrap_or(0);
        Field {
            columns,
            rows,
            cursor: (row, column),
        }
    }

    /// Asks for what the tab lacks, when that differs from what is under way.
    pub(in crate::gui) fn order_compare(&mut self) {
        if self.session.tab != Tab::Compare {
            return;
        }
        self.first_pane();
        if self.compare.mode == Mode::Chains {
            self.compare.first_links();
        }
        let field = self.compared();
        let (jobs, strips) = match self.compare.mode {
            Mode::Results => (self.missing_results(&field), Vec::new()),
            Mode::Chains => (Vec::new(), self.missing_strips(&field)),
        };
        self.forget_old_results(&field);
        let open = |pane: &super::PaneShown| PaneOrder {
            id: pane.id,
            source: pane.source.clone(),
        };
        let panes: Vec<PaneOrder> = self.compare.panes.iter().map(open).collect();
        let cells: HashSet<(PaneId, Crossing)> =
            jobs.iter().map(|job| (job.pane, job.crossing)).collect();
        let keys: HashSet<StripKey> = strips.iter().cloned().collect();
        let ordered = &self.compare.ordered;
        let under_way = cells.is_subset(&ordered.cells) && keys.is_subset(&ordered.strips);
        if ordered.panes == panes && (under_way || self.compare.paused) {
            return;
        }
        let paused = self.compare.paused;
        let chains = strips.into_iter().map(|(pane, subject, links)| ChainJob {
            pane,
            subject,
            links,
        });
        self.engine.compare.order(CompareOrder {
            panes: panes.clone(),
            inputs: Arc::new(self.compared_inputs(&field)),
            heads: self
                .model
                .as_ref()
                .map(|model| Heads::of(&model.config))
                .unwrap_or_default(),
            jobs: if paused { Vec::new() } else { jobs },
            chains: if paused { Vec::new() } else { chains.collect() },
        });
        self.compare.ordered = super::Ordered {
            panes,
            cells: if paused { HashSet::new() } else { cells },
            strips: if paused { HashSet::new() } else { keys },
        };
    }

    /// Stops after the picture in progress; "Go on" takes it up again.
    pub(in crate::gui) fn stop_comparing(&mut self) {
        self.compare.paused = true;
        // The next order names the panes and nothing else.
        self.compare.ordered = super::Ordered::default();
    }

    /// The name of the model that is being opened.
    pub(in crate::gui) fn compare_opens(&self) -> Option<String> {
        let opens = |pane: &&super::PaneShown| matches!(pane.state, PaneState::Opening);
        self.compare
            .panes
            .iter()
            .find(opens)
            .map(super::PaneShown::name)
    }

    /// The first time, Explore's model is the first pane.
    fn first_pane(&mut self) {
        if let (false, Some(model)) = (self.compare.begun, &self.model) {
            let source = model.source.clone();
            self.compare.add(source);
        }
    }

    /// Results that no pane has yet, the selected first, then its row; counts on the way.
    fn missing_results(&mut self, field: &Field) -> Vec<CompareJob> {
        let (mut missing, mut all) = (Vec::new(), 0);
        for (at, row) in field.rows.iter().enumerate() {
            for column in 0..field.columns.len() {
                let Some(crossing) = field.crossing(at, column) else {
                    continue;
                };
                let Some(style) = row.style_with(crossing.style) else {
                    continue;
                };
                let rank = (at != field.cursor.0, (at, column) != field.cursor);
                for pane in &self.compare.panes {
                    if matches!(pane.state, PaneState::Failed(_)) {
                        continue;
                    }
                    all += 1;
                    if !self.compare.results.contains_key(&(pane.id, crossing)) {
                        let job = CompareJob {
                            pane: pane.id,
                            crossing,
                            style: style.clone(),
                        };
                        missing.push((rank, job));
                    }
                }
            }
        }
        self.compare.progress = (all - missing.len(), all);
        missing.sort_by_key(|(rank, _)| *rank);
        missing.into_iter().map(|(_, job)| job).collect()
    }

    /// The chain of the selected source, in every pane that has not finished it.
    fn missing_strips(&mut self, field: &Field) -> Vec<StripKey> {
        self.compare.progress = (0, 0);
        let (Some(column), Some(links)) = (field.columns.get(field.cursor.1), self.links()) else {
            return Vec::new();
        };
        let (mut missing, mut there) = (Vec::new(), 0);
        let mut all = 0;
        for pane in &self.compare.panes {
            if matches!(pane.state, PaneState::Failed(_)) {
                continue;
            }
            all += links.len();
            let key = (pane.id, column.subject, Arc::clone(&links));
            match self.compare.strips.get(&key) {
                Some(strip) if strip.problem.is_some() => there += links.len(),
                Some(strip) if strip.stages.len() == links.len() => there += links.len(),
                strip => {
                    there += strip.map_or(0, |strip| strip.stages.len());
                    missing.push(key);
                }
            }
        }
        self.compare.progress = (there, all);
        missing
    }

    /// The style that a link has now: a picture that is no reference any more leaves it the mean one, until undo brings it back.
    pub(in crate::gui) fn standing(&self, style: LinkStyle) -> LinkStyle {
        match style {
            LinkStyle::Reference(id) if !self.explore.references.contains(&id) => LinkStyle::Mean,
            style => style,
        }
    }

    /// Lets go of the references of links that are none: their numbers are given again.
    pub(in crate::gui) fn settle_links(&mut self) {
        let mut links = std::mem::take(&mut self.compare.links);
        for link in &mut links {
            link.style = self.standing(link.style);
        }
        self.compare.links = links;
    }

    /// The chain for the worker; none while a reference of it is being read, or without links.
    pub(in crate::gui) fn links(&self) -> Option<Arc<[Link]>> {
        let link = |link: &ChosenLink| {
            let guide = match self.standing(link.style) {
                LinkStyle::Mean => Guide::Mean,
                LinkStyle::Seed(seed) => Guide::Seed(seed),
                LinkStyle::Reference(id) => {
                    let view = self.library.get(id)?.view.as_ref()?;
                    Guide::Reference(view.shown.fingerprint)
                }
            };
            Some(Link {
                branch: link.branch.clone(),
                guide,
            })
        };
        let links: Option<Vec<Link>> = self.compare.links.iter().map(link).collect();
        links.filter(|links| !links.is_empty()).map(Arc::from)
    }

    /// Every picture that an order may speak of.
    fn compared_inputs(&self, field: &Field) -> Inputs {
        let columns = field.columns.iter().map(|column| column.picture);
        let ids = columns.chain(self.explore.references.iter().copied());
        let input = |id: PictureId| {
            let pic = self.library.get(id)?;
            let view = pic.view.as_ref()?;
            let whole = pic
                .whole
                .as_ref()
                .map(|whole| (Arc::clone(&whole.picture), view.crop));
            let input = Input {
                name: pic.name.clone(),
                view: Arc::clone(&view.shown.picture),
                whole,
            };
            Some((view.shown.fingerprint, input))
        };
        ids.filter_map(input).collect()
    }

    /// Lets go of what is not on screen when all of it takes too much memory.
    fn forget_old_results(&mut self, field: &Field) {
        let tab = &mut self.compare;
        let of_pairs = tab.results.values().flat_map(|outcome| &outcome.pair);
        let of_strips = tab.strips.values().flat_map(|strip| &strip.stages);
        let pictures = of_pairs
            .map(|pair| &pair.output)
            .chain(of_strips.map(|(shown, _)| shown));
        let bytes: usize = pictures.map(|shown| shown.picture.rgb().len()).sum();
        if bytes <= KEPT_BYTES {
            return;
        }
        let lines = 0..field.rows.len();
        let crossings = lines.flat_map(|row| {
            (0..field.columns.len()).filter_map(move |column| field.crossing(row, column))
        });
        let crossings: HashSet<Crossing> = crossings.collect();
        tab.results
            .retain(|(_, crossing), _| crossings.contains(crossing));
        let shown = field
            .columns
            .get(field.cursor.1)
            .map(|column| column.subject);
        tab.strips
            .retain(|(_, subject, _), _| Some(*subject) == shown);
    }

    /// The model in Explore, and the other models that could be a pane: names and sources.
    pub(in crate::gui) fn pane_choices(&self) -> Vec<(String, ModelSource)> {
        let mut choices = vec![("Demo creatures".to_owned(), ModelSource::Demo)];
        if let Some(model) = &self.model {
            choices.push((
                format!("{} (in Explore)", model.card.name),
                model.source.clone(),
            ));
        }
        for path in &self.session.recent {
            let name = crate::gui::train::names::file_name(path);
            choices.push((name, ModelSource::File(path.clone())));
        }
        let mut seen: Vec<ModelSource> = Vec::new();
        choices.retain(|(_, source)| {
            let new = !seen.contains(source) && !self.compare.has(source);
            seen.push(source.clone());
            new
        });
        choices
    }

    /// The saved steps of the last run, newest first.
    pub(in crate::gui) fn step_choices(&self) -> Vec<(String, ModelSource)> {
        let run = self.train.other.as_ref().or(self.train.active.as_ref());
        let saved = run.into_iter().flat_map(|run| run.saved.iter().rev());
        let choice = |saved: &crate::runs::checkpoints::Saved| {
            let source = ModelSource::File(saved.averaged.clone()?);
            let name = format!("Step {}", crate::gui::train::names::count(saved.step));
            (!self.compare.has(&source)).then_some((name, source))
        };
        saved.filter_map(choice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_selected_stays_in_the_window() {
        let all: Vec<usize> = (0..20).collect();
        assert_eq!(window(&all, 0, 4), (vec![0, 1, 2, 3], 0));
        assert_eq!(window(&all, 3, 4), (vec![0, 1, 2, 3], 3));
        assert_eq!(window(&all, 9, 4), (vec![6, 7, 8, 9], 3));
        assert_eq!(window::<usize>(&[], 0, 4), (vec![], 0));
    }
}
