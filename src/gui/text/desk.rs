//! Sentences about the program itself: commands, settings, log.

/// In the palette's field before a word is typed.
pub const PALETTE_HINT: &str = "Type a part of a command's name";
/// When nothing fits.
pub const PALETTE_EMPTY: &str = "No command has these letters in this order.";
/// Above the sheet of keys.
pub const KEYS_ABOVE: &str = "Ctrl+K finds every command by its name, with or without a key.";

/// After a crash, a kill, a power cut.
pub const RESTORED: &str = "Stargrid was not closed the last time; what was open is back";
/// What can be done about that.
pub const RESTORED_HINT: &str = "Changes of the last seconds before it may be missing.";
/// The other choice.
pub const START_AFRESH: &str = "Start afresh";
/// A window beside another one.
pub const SECOND_WINDOW: &str =
    "Another Stargrid window is open; what you do in this one is not kept for the next start";
/// A fault of ours.
pub const FAULT: &str = "Stargrid met a fault of its own the last time";
/// What can be done with its report.
pub const COPY_FAULT: &str = "Copy its report";

/// Something opened before that is gone.
pub const RECENT_GONE: &str = "It is not there any more:";

/// Above the settings.
pub const SETTINGS_ABOVE: &str =
    "Everything acts at once. The arrow takes a setting back to how it was at first.";
/// Below them.
pub const SETTINGS_FILE: &str = "They are kept in settings.toml, which you can also edit; `stargrid --setting NAME=VALUE` sets one for a single start.";
/// A window that keeps nothing.
pub const SETTINGS_NOWHERE: &str = "This window has no folder, so they last until it is closed.";

/// The field above the log.
pub const LOG_HINT: &str = "Only lines with these words";
/// A log without lines.
pub const LOG_EMPTY: &str =
    "Nothing yet. What the program does, and what it could not do, is written here.";
/// A filter that nothing passes.
pub const LOG_NOTHING: &str = "No line has these words at this level.";
/// Before the devices of this machine are known.
pub const MACHINE_WAITS: &str = "Looking at this machine…";
