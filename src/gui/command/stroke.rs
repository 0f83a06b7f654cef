//! A key with the keys that are held meanwhile, and how it is written.

use egui::{Key, Modifiers};

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
    pub(super) fn is_for_text(self) -> bool {
        let function = self.key.name().strip_prefix('F');
        let function = function.is_some_and(|number| number.parse::<u8>().is_ok());
        !function && !self.modifiers.command && !self.modifiers.ctrl
    }

    /// Whether it works what has the keyboard, before it means anything else.
    pub(super) fn is_for_focus(self) -> bool {
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
