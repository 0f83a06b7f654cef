//! What hands do to the taste test: keys, of which a whole session needs no more, and drops.

use std::path::PathBuf;

use egui::{Event, Key, Modifiers};

use super::{Pictures, Stage};
use crate::engine::messages::{ModelSource, Purpose};
use crate::gui::app::App;
use crate::gui::evaluate::Page;
use crate::gui::notices::Notice;
use crate::gui::state::Tab;
use crate::gui::train::hands::{self, Kind};
use crate::gui::train::names::file_name;
use crate::runs::tastes::Choice;

impl App {
    /// Whether the taste test fills the window.
    pub(in crate::gui) fn tastes(&self) -> bool {
        self.session.tab == Tab::Evaluate && self.evaluate.page == Page::Taste
    }

    /// What a struck key does; a key that is held down does it once.
    pub(in crate::gui) fn take_taste_keys(&mut self, ctx: &egui::Context) {
        // A focused control has the keyboard first, except while pairs are judged.
        let asking = matches!(self.taste.stage, Stage::Asking);
        let focused = ctx.memory(|memory| memory.focused());
        if let (true, Some(id)) = (asking, focused) {
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        let keys: Vec<Key> = ctx.input(|input| {
            let struck = |event: &Event| match event {
                Event::Key {
                    key,
                    pressed: true,
                    repeat: false,
                    modifiers,
                    ..
                } if !modifiers.any() => Some(*key),
                _ => None,
            };
            input.events.iter().filter_map(struck).collect()
        });
        // "?" comes with Shift on most keyboards.
        let help =
            ctx.input(|input| input.key_pressed(Key::Questionmark) || input.key_pressed(Key::F1));
        if help {
            self.open.keys = !self.open.keys;
        }
        let save = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S));
        if save && matches!(self.taste.stage, Stage::Result(_)) {
            self.ask(Purpose::SaveTaste, None);
        }
        for key in keys {
            if matches!(key, Key::Escape) && self.close_windows() {
                continue;
            }
            match self.taste.stage {
                Stage::Asking => self.take_answer_key(key),
                _ if focused.is_some() && matches!(key, Key::Enter | Key::Space) => {}
                Stage::Setup if key == Key::Enter => self.start_taste(),
                Stage::Preparing(..) if key == Key::Escape => self.leave_taste(),
                Stage::Paused if matches!(key, Key::Enter | Key::Space | Key::Escape) => {
                    self.taste.stage = Stage::Asking;
                }
                Stage::Result(_) | Stage::Failed(_) if key == Key::Escape => self.leave_taste(),
                _ => {}
            }
        }
    }

    fn take_answer_key(&mut self, key: Key) {
        match key {
            Key::ArrowLeft | Key::A => self.answer_taste(Choice::Left),
            Key::ArrowRight | Key::D => self.answer_taste(Choice::Right),
            Key::ArrowDown | Key::S => self.answer_taste(Choice::Even),
            Key::Backspace => self.take_taste_back(),
            Key::Escape => self.taste.stage = Stage::Paused,
            Key::Enter if self.taste.is_complete() => self.finish_taste(),
            _ => {}
        }
    }

    /// A model takes part, a folder is what is translated; a test in progress is left as it is.
    pub(in crate::gui) fn bring_to_taste(&mut self, paths: Vec<PathBuf>) {
        if !matches!(self.taste.stage, Stage::Setup) {
            let words = "Nothing was added: a taste test is on screen";
            return self.tell(Notice::info(words).hint("Drop it on the set-up of a new test."));
        }
        for path in paths {
            let name = file_name(&path);
            match hands::kind(&path) {
                Kind::Model => self.add_tasted(name, None, ModelSource::File(path)),
                Kind::Folder => self.taste.setup.pictures = Pictures::Folder(path),
                Kind::Photo => {
                    let words = format!("{name} is a single picture");
                    let hint = "Drop it in Explore, and choose the pictures open there.";
                    return self.tell(Notice::info(words).hint(hint));
                }
            }
        }
    }
}
