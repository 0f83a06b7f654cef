//! Undo and redo: one step for each gesture, and what a step changed in words.

pub mod describe;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use egui::{Context, Event, Key};

use super::App;
use describe::describe;

/// Seconds of rest after which a change is a step of its own.
const REST_SECONDS: f64 = 0.4;
/// Steps that are kept until the settings say else.
const MOST: usize = 100;

/// What the hands do in this frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// A button or key was pressed just now: what changes from here on belongs to another step.
    pub begin: bool,
    /// A button is down, or a field is being typed in: the step is not over.
    pub busy: bool,
}

/// The states before and after the present one.
#[derive(Clone, Debug)]
pub struct Undo<S> {
    past: VecDeque<S>,
    /// The newest state that is a step.
    settled: Option<S>,
    /// Undone ones, the next one last.
    future: Vec<S>,
    /// A state that is not a step yet, and since when it has been so.
    moving: Option<(f64, S)>,
    /// Steps that are kept.
    pub most: usize,
}

impl<S> Default for Undo<S> {
    fn default() -> Self {
        Self {
            past: VecDeque::new(),
            settled: None,
            future: Vec::new(),
            moving: None,
            most: MOST,
        }
    }
}

impl<S: Clone + PartialEq> Undo<S> {
    /// Sees the state of this frame.
    pub fn feed(&mut self, now: f64, state: &S, hands: Hands) {
        let Some(settled) = &self.settled else {
            self.settled = Some(state.clone());
            return;
        };
        if settled == state {
            self.moving = None;
            return;
        }
        if hands.begin {
            return self.settle(state);
        }
        match &mut self.moving {
            Some((since, before)) if before == state => {
                if now - *since >= REST_SECONDS && !hands.busy {
                    self.settle(state);
                }
            }
            moving => *moving = Some((now, state.clone())),
        }
    }

    /// The state becomes a step.
    fn settle(&mut self, state: &S) {
        self.moving = None;
        if self.settled.as_ref() == Some(state) {
            return;
        }
        self.future.clear();
        self.past.extend(self.settled.replace(state.clone()));
        while self.past.len() > self.most.max(1) {
            self.past.pop_front();
        }
    }

    /// What changed from `before` to `after` by itself (a model asked for it, a picture could not be read) is no step of a person's.
    pub fn amend(&mut self, before: &S, after: &S) {
        if self.settled.as_ref() == Some(before) {
            self.settled = Some(after.clone());
        }
    }

    /// Whether a change waits to become a step.
    pub fn is_moving(&self) -> bool {
        self.moving.is_some()
    }

    /// What undo would bring back.
    pub fn before(&self, state: &S) -> Option<&S> {
        match &self.settled {
            Some(settled) if settled != state => Some(settled),
            _ => self.past.back(),
        }
    }

    /// What redo would bring back.
    pub fn after(&self, state: &S) -> Option<&S> {
        let still = self.settled.as_ref() == Some(state);
        self.future.last().filter(|_| still)
    }

    /// Goes a step back.
    pub fn undo(&mut self, state: &S) -> Option<S> {
        self.settle(state);
        let before = self.past.pop_back()?;
        self.future.extend(self.settled.replace(before.clone()));
        Some(before)
    }

    /// Goes a step on again.
    pub fn redo(&mut self, state: &S) -> Option<S> {
        self.after(state)?;
        let after = self.future.pop()?;
        self.past.extend(self.settled.replace(after.clone()));
        Some(after)
    }
}

/// What the hands do in this frame.
fn hands(ctx: &Context) -> Hands {
    let typing = ctx.text_edit_focused();
    ctx.input(|input| {
        let begins = |event: &Event| match event {
            Event::PointerButton { pressed, .. } => *pressed,
            // Arrow keys walk a slider or a pad: many presses, one gesture.
            Event::Key {
                key,
                pressed: true,
                repeat: false,
                ..
            } => !typing && !is_arrow(*key),
            _ => false,
        };
        Hands {
            begin: input.events.iter().any(begins),
            busy: typing || input.pointer.any_down(),
        }
    })
}

fn is_arrow(key: Key) -> bool {
    matches!(
        key,
        Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight
    )
}

impl App {
    /// Sees what this frame begins with; before anything of it changes.
    pub(super) fn feed_undo(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.undo.feed(now, &self.explore, hands(ctx));
        if self.undo.is_moving() {
            ctx.request_repaint_after_secs(REST_SECONDS as f32);
        }
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        if let Some(before) = self.undo.undo(&self.explore) {
            self.put_back(before);
        }
    }

    /// Brings back what was taken back.
    pub fn redo(&mut self) {
        if let Some(after) = self.undo.redo(&self.explore) {
            self.put_back(after);
        }
    }

    fn put_back(&mut self, state: super::state::Explore) {
        self.explore = state.clone();
        self.fit_model();
        // A model that was opened since may have asked for something else.
        self.undo.amend(&state, &self.explore);
    }

    /// Whether there is a change to take back.
    pub(super) fn can_undo(&self) -> Result<(), &'static str> {
        let before = self.undo.before(&self.explore);
        before.map(|_| ()).ok_or("Nothing was changed yet")
    }

    /// Whether there is a change to bring back.
    pub(super) fn can_redo(&self) -> Result<(), &'static str> {
        let after = self.undo.after(&self.explore);
        after.map(|_| ()).ok_or("Nothing was taken back")
    }

    /// What undo would take back: "Undo: remove mia.jpg".
    pub(super) fn undo_title(&self) -> Option<String> {
        let before = self.undo.before(&self.explore)?;
        Some(format!("Undo: {}", self.change(before, &self.explore)))
    }

    /// What redo would bring back.
    pub(super) fn redo_title(&self) -> Option<String> {
        let after = self.undo.after(&self.explore)?;
        Some(format!("Redo: {}", self.change(&self.explore, after)))
    }

    fn change(&self, before: &super::state::Explore, after: &super::state::Explore) -> String {
        let name = |picture| self.library.name(picture).to_owned();
        let domains = self.model.as_ref().map(|model| &model.config.domains);
        let branch = |at: usize| domains.map_or_else(|| at.to_string(), |names| names.name(at));
        describe(before, after, &name, &branch)
    }
}
