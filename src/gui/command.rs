//! What a command is: a name, its keys, where it can be used and what it does. The table of all is `commands`.

use egui::{Context, Key, Modifiers};

use super::App;

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

/// What fills the window. The window is in exactly one place, so two commands that share a key but no place never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The grid.
    Explore,
    /// The Train tab before a run.
    TrainSetup,
    /// A run.
    Run,
    /// Figures of models.
    Figures,
    /// The set-up of a taste test.
    TasteSetup,
    /// A taste test that is being made ready.
    TastePreparing,
    /// A pair to be judged.
    TasteAsking,
    /// A taste test at rest.
    TastePaused,
    /// What came of a taste test.
    TasteResult,
    /// Several models side by side.
    Compare,
    /// What was kept.
    Gallery,
}

/// Places that belong together, and what they are called.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The places.
    pub all: &'static [Place],
    /// What they are called: "Explore and Compare". Empty for all of them.
    pub words: &'static str,
    /// Why a command of them cannot be used elsewhere.
    pub elsewhere: &'static str,
}

/// Wherever the person is.
pub const ANYWHERE: Places = Places {
    all: &[
        Place::Explore,
        Place::TrainSetup,
        Place::Run,
        Place::Figures,
        Place::TasteSetup,
        Place::TastePreparing,
        Place::TasteAsking,
        Place::TastePaused,
        Place::TasteResult,
        Place::Compare,
        Place::Gallery,
    ],
    words: "",
    elsewhere: "",
};
/// Where sources and rows are worked on.
pub const GRID: Places = Places {
    all: &[Place::Explore, Place::Compare],
    words: "Explore, Compare",
    elsewhere: "Only in Explore and Compare",
};
/// The grid alone.
pub const EXPLORE: Places = Places {
    all: &[Place::Explore],
    words: "Explore",
    elsewhere: "Only in Explore",
};
/// Several models side by side.
pub const COMPARE: Places = Places {
    all: &[Place::Compare],
    words: "Compare",
    elsewhere: "Only in Compare",
};
/// The Train tab.
pub const TRAIN: Places = Places {
    all: &[Place::TrainSetup, Place::Run],
    words: "Train",
    elsewhere: "Only in Train",
};
/// A run on screen.
pub const RUN: Places = Places {
    all: &[Place::Run],
    words: "Train, with a run",
    elsewhere: "Only with a run on screen",
};
/// Figures of models.
pub const FIGURES: Places = Places {
    all: &[Place::Figures],
    words: "Evaluate",
    elsewhere: "Only in Evaluate",
};
/// Evaluate, but for a test that is under way.
pub const EVALUATE: Places = Places {
    all: &[Place::Figures, Place::TasteSetup, Place::TasteResult],
    words: "Evaluate",
    elsewhere: "Only in Evaluate, and not during a taste test",
};
/// The gallery.
pub const GALLERY: Places = Places {
    all: &[Place::Gallery],
    words: "Gallery",
    elsewhere: "Only in Gallery",
};

/// A key with the keys that are held meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Ctrl (Cmd on macOS), Shift, Alt.
    pub modifiers: Modifiers,
    /// The key.
    pub key: Key,
}

/// A key alone.
pub const fn plain(key: Key) -> Stroke {
    Stroke {
        modifiers: Modifiers::NONE,
        key,
    }
}

/// A key with Ctrl, or Cmd on macOS.
pub const fn ctrl(key: Key) -> Stroke {
    Stroke {
        modifiers: Modifiers::COMMAND,
        key,
    }
}

/// A key with Ctrl (Cmd on macOS) and Shift.
pub const fn ctrl_shift(key: Key) -> Stroke {
    Stroke {
        modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT),
        key,
    }
}

/// A key with Shift.
pub const fn shift(key: Key) -> Stroke {
    Stroke {
        modifiers: Modifiers::SHIFT,
        key,
    }
}

/// A key with Alt.
pub const fn alt(key: Key) -> Stroke {
    Stroke {
        modifiers: Modifiers::ALT,
        key,
    }
}

impl Stroke {
    /// As it is written in a menu: "Ctrl+Shift+Z".
    pub fn words(self) -> String {
        let held = [
            (self.modifiers.command || self.modifiers.ctrl, "Ctrl+"),
            (self.modifiers.alt, "Alt+"),
            (self.modifiers.shift, "Shift+"),
        ];
        let mut words: String = held
            .iter()
            .filter_map(|(on, word)| on.then_some(*word))
            .collect();
        words.push_str(match self.key {
            Key::ArrowLeft => "Left",
            Key::ArrowRight => "Right",
            Key::ArrowUp => "Up",
            Key::ArrowDown => "Down",
            Key::Escape => "Esc",
            Key::Questionmark => "?",
            Key::Comma => ",",
            other => other.name(),
        });
        words
    }

    /// Whether a text field would write it, or move its cursor with it.
    fn is_for_text(self) -> bool {
        let function = self.key.name().strip_prefix('F');
        let function = function.is_some_and(|number| number.parse::<u8>().is_ok());
        !function && !self.modifiers.command && !self.modifiers.ctrl
    }

    /// Whether it works what has the keyboard, before it means anything else.
    fn is_for_focus(self) -> bool {
        const OWNED: [Key; 8] = [
            Key::ArrowLeft,
            Key::ArrowRight,
            Key::ArrowUp,
            Key::ArrowDown,
            Key::Space,
            Key::Enter,
            Key::Home,
            Key::End,
        ];
        self.modifiers.is_none() && OWNED.contains(&self.key)
    }
}

/// How a key works a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    /// Once for each press.
    Once,
    /// Again and again while it is held down.
    Repeats,
    /// For as long as it is down: whoever draws asks [`is_held`].
    Held,
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
                    // "?" comes with Shift on most keyboards, and letters under a locked Shift.
                    stroke.modifiers.matches_logically(own.modifiers) && !stroke.modifiers.alt
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

/// Whether the key of the held command `name` is down, and it can be used.
pub fn is_held(app: &App, ctx: &Context, name: &str) -> bool {
    let command = super::commands::all().find(|command| command.name == name);
    let ready = command.filter(|command| command.strike == Strike::Held);
    let ready = ready.filter(|command| command.ready(app).is_ok() && !ctx.text_edit_focused());
    ready.is_some_and(|command| {
        let down = |key: &Stroke| ctx.input(|input| input.key_down(key.key));
        command.keys.iter().any(down)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(modifiers: Modifiers, key: Key) -> Stroke {
        Stroke { modifiers, key }
    }

    #[test]
    fn keys_are_written_as_in_menus() {
        assert_eq!(ctrl_shift(Key::Z).words(), "Ctrl+Shift+Z");
        assert_eq!(alt(Key::ArrowLeft).words(), "Alt+Left");
        assert_eq!(plain(Key::Questionmark).words(), "?");
        assert_eq!(ctrl(Key::Comma).words(), "Ctrl+,");
        assert_eq!(plain(Key::F1).words(), "F1");
    }

    #[test]
    fn a_stroke_is_taken_by_its_own_command_only() {
        let command = Command::new(Group::Help, "x", "y", |_, _| {}).within(EXPLORE);
        const KEYS: &[Stroke] = &[plain(Key::R)];
        let letter = command.on(KEYS);
        let with_shift = press(Modifiers::SHIFT, Key::R);
        assert!(letter.is_struck(plain(Key::R), Place::Explore, true));
        assert!(!letter.is_struck(with_shift, Place::Explore, true));
        assert!(letter.is_struck(with_shift, Place::Explore, false));
        assert!(!letter.is_struck(ctrl(Key::R), Place::Explore, false));
        assert!(!letter.is_struck(alt(Key::R), Place::Explore, false));
        assert!(!letter.is_struck(plain(Key::R), Place::Run, true));
    }

    #[test]
    fn fields_and_focused_controls_have_their_keys_first() {
        let command = Command::new(Group::Help, "x", "y", |_, _| {});
        assert!(command.leaves(plain(Key::R), false, true));
        assert!(command.leaves(ctrl(Key::K), false, true));
        assert!(command.leaves(plain(Key::ArrowUp), true, false));
        assert!(!command.leaves(alt(Key::ArrowUp), true, false));
        assert!(!command.leaves(plain(Key::R), true, false));
        let always = command.also_while_typing();
        assert!(!always.leaves(ctrl(Key::K), false, true));
        assert!(!always.leaves(plain(Key::F1), false, true));
        assert!(always.leaves(plain(Key::Questionmark), false, true));
        assert!(always.leaves(plain(Key::F), false, true));
    }
}
