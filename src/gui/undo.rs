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
    past: VecDeque<(u64, S)>,
    /// The newest state that is a step. With each state goes the number of the step that led to it.
    settled: Option<(u64, S)>,
    /// Undone ones, the next one last.
    future: Vec<(u64, S)>,
    /// A state that is not a step yet, and since when it has been so.
    moving: Option<(f64, S)>,
    /// The number that this state will have, when it was asked for.
    claimed: Option<u64>,
    /// The last number that was given.
    last: u64,
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
            claimed: None,
            last: 0,
            most: MOST,
        }
    }
}

impl<S: Clone + PartialEq> Undo<S> {
    /// Sees the state of this frame.
    pub fn feed(&mut self, now: f64, state: &S, hands: Hands) {
        let Some((_, settled)) = &self.settled else {
            self.settled = Some((self.last, state.clone()));
            return;
        };
        if settled == state {
            (self.moving, self.claimed) = (None, None);
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
        if self.is_settled(state) {
            return;
        }
        self.future.clear();
        let number = self.claimed.take().unwrap_or_else(|| self.number());
        self.past
            .extend(self.settled.replace((number, state.clone())));
        while self.past.len() > self.most.max(1) {
            self.past.pop_front();
        }
    }

    /// What changed from `before` to `after` by itself (a model asked for it, a picture could not be read) is no step of a person's.
    pub fn amend(&mut self, before: &S, after: &S) {
        if let Some((_, settled)) = self.settled.as_mut().filter(|(_, state)| state == before) {
            settled.clone_from(after);
        }
    }

    fn is_settled(&self, state: &S) -> bool {
        let settled = self.settled.as_ref();
        settled.is_some_and(|(_, settled)| settled == state)
    }

    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// The number of the step that is being made; none when nothing changed.
    pub fn claim(&mut self, state: &S) -> Option<u64> {
        if self.settled.is_none() || self.is_settled(state) {
            return None;
        }
        let number = self.claimed.unwrap_or_else(|| self.number());
        self.claimed = Some(number);
        self.claimed
    }

    /// The number of the step that undo would take back.
    pub fn newest(&self, state: &S) -> Option<u64> {
        match &self.settled {
            Some((number, settled)) if settled == state => self.past.back().map(|_| *number),
            _ => self.claimed,
        }
    }

    /// Whether a change waits to become a step.
    pub fn is_moving(&self) -> bool {
        self.moving.is_some()
    }

    /// What undo would bring back.
    pub fn before(&self, state: &S) -> Option<&S> {
        match &self.settled {
            Some((_, settled)) if settled != state => Some(settled),
            _ => self.past.back().map(|(_, before)| before),
        }
    }

    /// What redo would bring back.
    pub fn after(&self, state: &S) -> Option<&S> {
        let still = self.is_settled(state);
        let next = self.future.last().filter(|_| still);
        next.map(|(_, after)| after)
    }

    /// Goes a step back.
    pub fn undo(&mut self, state: &S) -> Option<S> {
        self.settle(state);
        let before = self.past.pop_back()?;
        let state = before.1.clone();
        self.future.extend(self.settled.replace(before));
        Some(state)
    }

    /// Goes a step on again.
    pub fn redo(&mut self, state: &S) -> Option<S> {
        self.after(state)?;
        let after = self.future.pop()?;
        let state = after.1.clone();
        self.past.extend(self.settled.replace(after));
        Some(state)
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
