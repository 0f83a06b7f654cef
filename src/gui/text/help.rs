//! Sentences of the window of help pages.

/// In the search field.
pub const SEARCH: &str = "Search the pages";
/// When no page has the words.
pub const NOTHING: &str = "No page has these words. Ctrl+K finds commands.";
/// What the button to the tour does.
pub const TOUR: &str = "Six short steps with the real controls";
