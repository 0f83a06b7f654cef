//! What the tasting worker reports.

use super::Stage;
use crate::engine::taste::BEHIND;
use crate::engine::taste::messages::{TasteEvent, TasteNews};
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::train::names::count;

impl App {
    pub(in crate::gui) fn take_taste(&mut self, event: TasteEvent) {
        match event {
            TasteEvent::News { id, news } if id == self.taste.id => self.take_taste_news(news),
            // Of a test that the person left.
            TasteEvent::News { .. } => {}
            TasteEvent::Sessions(folder, Ok(sessions)) => {
                self.taste.sessions.insert(folder, sessions);
            }
            TasteEvent::Sessions(_, Err(problem)) => self.tell(Notice::warn(&problem)),
        }
    }

    fn take_taste_news(&mut self, news: TasteNews) {
        match news {
            TasteNews::Scanning(done, all) => {
                let words = format!(
                    "Looking through pictures, {} of {}…",
                    count(done as u64),
                    count(all as u64)
                );
                let share = (all > 0).then(|| done as f32 / all as f32);
                self.taste.stage = Stage::Preparing(words, share);
            }
            TasteNews::Opening(name) => {
                self.taste.stage = Stage::Preparing(format!("Opening {name}…"), None);
            }
            TasteNews::LeftOut(problem) => self.taste.notes.push(problem),
            TasteNews::Began { count, answered } => {
                let tab = &mut self.taste;
                (tab.count, tab.answered) = (count, answered);
                tab.stage = Stage::Asking;
            }
            TasteNews::Trial(trial) => {
                self.taste.pairs.insert(trial.number, (*trial).into());
            }
            TasteNews::Kept(kept) => {
                let first = kept.saturating_sub(BEHIND);
                self.taste.pairs.retain(|number, _| *number >= first);
            }
            TasteNews::NotKept(kept, problem) => {
                self.taste.answered = kept;
                self.tell(Notice::error(&problem));
            }
            TasteNews::Result(taste) => {
                self.taste.pairs.clear();
                self.taste.stage = Stage::Result(taste);
                self.look_for_tastes(true);
            }
            TasteNews::Failed(problem) => {
                self.taste.pairs.clear();
                self.taste.stage = Stage::Failed(problem);
                self.look_for_tastes(true);
            }
        }
    }
}
