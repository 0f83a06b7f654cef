//! What a command is: a name, its keys, where it can be used and what it does. The table of all is `commands`.

mod places;
mod stroke;

use egui::Context;

use super::App;
pub use places::{
    ANYWHERE, COMPARE, EVALUATE, EXPLORE, FIGURES, GALLERY, GRID, Place, Places, RUN, TRAIN,
};
pub use stroke::{Stroke, alt, ctrl, ctrl_shift, plain, shift};

/// The menu that a command stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Files in and out.
    File,
    /// Undo and its like.
    Edit,
    /// What is in front.
    View,
    /// The grid.
    Explore,
    /// Training.
    Train,
    /// Figures.
    Evaluate,
    /// Several models.
    Compare,
    /// What was kept.
    Gallery,
    /// The blind taste test.
    Taste,
    /// Help.
    Help,
}

impl Group {
    /// All groups in the order of the menu, with their names.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::File, "File"),
        (Self::Edit, "Edit"),
        (Self::View, "View"),
        (Self::Explore, "Explore"),
        (Self::Train, "Train"),
        (Self::Evaluate, "Evaluate"),
        (Self::Compare, "Compare"),
        (Self::Gallery, "Gallery"),
        (Self::Taste, "Taste test"),
        (Self::Help, "Help"),
    ];

    /// Its name in the menu.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        let own = all.find(|(group, _)| *group == self);
        own.map_or("", |(_, name)| *name)
    }
}

/// How a key works a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    /// Once for each press.
    Once,
    /// Again and again while it is held down.
    Repeats,
    /// The system turns it into an event of its own (copy, paste), which the window listens for.
    Event,
}

/// One thing that a person can ask for.
pub struct Command {
    /// As in a menu: "Keep the result".
    pub name: &'static str,
    /// Its menu.
    pub group: Group,
    /// One sentence, without a full stop.
    pub help: &'static str,
    /// What it does.
    pub run: fn(&mut App, &Context),
    /// Its keys; the first is the one that is shown.
    pub keys: &'static [Stroke],
    /// How they work.
    pub strike: Strike,
    /// Whether its keys work while a person types into a field.
    pub while_typing: bool,
    /// Where it can be used.
    pub places: Places,
    /// Whether it can be used now, or why not.
    pub available: fn(&App) -> Result<(), &'static str>,
    /// What it is called now, where that is more than its name.
    pub title: fn(&App) -> Option<String>,
    /// Commands that are told in one line: their keys and what they do together.
    pub family: Option<(&'static str, &'static str)>,
}

impl Command {
    /// A command that can be used anywhere and has no key.
    pub const fn new(
        group: Group,
        name: &'static str,
        help: &'static str,
        run: fn(&mut App, &Context),
    ) -> Self {
        Self {
            name,
            group,
            help,
            run,
            keys: &[],
            strike: Strike::Once,
            while_typing: false,
            places: ANYWHERE,
            available: |_| Ok(()),
            title: |_| None,
            family: None,
        }
    }

    /// The same on these keys.
    pub const fn on(mut self, keys: &'static [Stroke]) -> Self {
        self.keys = keys;
        self
    }

    /// The same in these places only.
    pub const fn within(mut self, places: Places) -> Self {
        self.places = places;
        self
    }

    /// The same while `available` has nothing against it.
    pub const fn when(mut self, available: fn(&App) -> Result<(), &'static str>) -> Self {
        self.available = available;
        self
    }

    /// The same with keys that work in this way.
    pub const fn struck(mut self, strike: Strike) -> Self {
        self.strike = strike;
        self
    }

    /// The same also while a person types.
    pub const fn also_while_typing(mut self) -> Self {
        self.while_typing = true;
        self
    }

    /// The same with a name that changes.
    pub const fn titled(mut self, title: fn(&App) -> Option<String>) -> Self {
        self.title = title;
        self
    }

    /// The same, told in one line with its neighbours.
    pub const fn of_family(mut self, keys: &'static str, help: &'static str) -> Self {
        self.family = Some((keys, help));
        self
    }

    /// What it is called now.
    pub fn label(&self, app: &App) -> String {
        (self.title)(app).unwrap_or_else(|| self.name.to_owned())
    }

    /// Whether it can be used here and now, or why not.
    ///
    /// # Errors
    /// The reason, as it is shown beside its greyed name.
    pub fn ready(&self, app: &App) -> Result<(), &'static str> {
        if !self.places.all.contains(&app.place()) {
            return Err(self.places.elsewhere);
        }
        (self.available)(app)
    }

    /// The key that is shown for it; empty without one.
    pub fn key_words(&self) -> String {
        self.keys.first().map(|key| key.words()).unwrap_or_default()
    }

    /// Whether a press of `stroke` is its own.
    pub fn is_struck(&self, stroke: Stroke, place: Place, exactly: bool) -> bool {
        let by_key = matches!(self.strike, Strike::Once | Strike::Repeats);
        let is_same = |own: &Stroke| {
            own.key == stroke.key
                && if exactly {
                    stroke.modifiers.matches_exact(own.modifiers)
                } else {
                    // "?" comes with Shift on most keyboards, and letters under a locked Shift. With Ctrl, Shift means something else.
                    let held = stroke.modifiers;
                    let alone = !held.alt && !held.ctrl && !held.command;
                    alone && held.matches_logically(own.modifiers)
                }
        };
        by_key && self.places.all.contains(&place) && self.keys.iter().any(is_same)
    }

    /// Whether `stroke` is left to what has the keyboard.
    pub fn leaves(&self, stroke: Stroke, focused: bool, typing: bool) -> bool {
        let written = typing && (!self.while_typing || stroke.is_for_text());
        written || (focused && stroke.is_for_focus())
    }
}

#[cfg(test)]
mod tests;
