//! What the comparing worker reports.

use std::sync::Arc;

use super::{MOST_PANES, Outcome, Pair, PaneState};
use crate::engine::compare::messages::{CompareEvent, Compared, PaneId};
use crate::engine::messages::ModelSource;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::text::comparing as text;
use crate::gui::widgets::Shown;

impl App {
    /// Adds a model to Compare, or says why it is not added.
    pub(in crate::gui) fn add_pane(&mut self, source: ModelSource) {
        let mut panes = self.compare.panes.iter();
        if let Some(pane) = panes.find(|pane| pane.source == source) {
            let words = format!("{} is in Compare already", pane.name());
            self.tell(Notice::info(words));
        } else if self.compare.panes.len() >= MOST_PANES {
            let words =
                format!("Compare shows at most {MOST_PANES} models, so this one was not added");
            self.tell(Notice::info(words).hint(text::CLOSE_FIRST));
        } else {
            self.compare.add(source);
        }
    }

    pub(in crate::gui) fn take_compare(&mut self, event: CompareEvent) {
        match event {
            CompareEvent::Opening(pane) => self.set_pane(pane, PaneState::Opening),
            CompareEvent::Opened(pane, info) => {
                self.set_pane(pane, PaneState::Ready(Arc::from(info)))
            }
            CompareEvent::NotOpened(pane, problem) => {
                self.set_pane(pane, PaneState::Failed(problem))
            }
            CompareEvent::Cell {
                pane,
                crossing,
                result,
            } if self.has_pane(pane) => {
                let outcome = Outcome {
                    pair: result.map(shown),
                    perceptual: None,
                };
                self.compare.results.insert((pane, crossing), outcome);
            }
            CompareEvent::Perceptual {
                pane,
                crossing,
                result,
            } => {
                if let Some(outcome) = self.compare.results.get_mut(&(pane, crossing)) {
                    outcome.perceptual = Some(result);
                }
            }
            CompareEvent::Stage {
                pane,
                subject,
                links,
                source,
                at,
                result,
            } if self.has_pane(pane) => {
                let strip = self
                    .compare
                    .strips
                    .entry((pane, subject, links))
                    .or_default();
                strip.source = source.map(Shown::new).or(strip.source.take());
                match result {
                    Ok(stage) => {
                        // A chain that was begun again replaces what it made before.
                        strip.stages.truncate(at);
                        strip
                            .stages
                            .push((Shown::new(stage.picture), stage.to_source));
                    }
                    Err(problem) => strip.problem = Some(problem),
                }
            }
            // The pane was closed meanwhile.
            CompareEvent::Cell { .. } | CompareEvent::Stage { .. } => {}
        }
    }

    fn has_pane(&self, id: PaneId) -> bool {
        self.compare.panes.iter().any(|pane| pane.id == id)
    }

    fn set_pane(&mut self, id: PaneId, state: PaneState) {
        let pane = self.compare.panes.iter_mut().find(|pane| pane.id == id);
        if let Some(pane) = pane {
            pane.state = state;
        }
    }
}

fn shown(compared: Compared) -> Pair {
    Pair {
        source: Shown::new(compared.source),
        output: Shown::new(compared.output),
        pixel: compared.pixel,
    }
}
