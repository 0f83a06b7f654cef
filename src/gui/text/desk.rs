//! Sentences about the program itself: commands, settings, log.

/// In the palette's field before a word is typed.
pub const PALETTE_HINT: &str = "Type a part of a command's name";
/// When nothing fits.
pub const PALETTE_EMPTY: &str = "No command has these letters in this order.";
/// Above the sheet of keys.
pub const KEYS_ABOVE: &str = "Ctrl+K finds every command by its name, with or without a key.";
