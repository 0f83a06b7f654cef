//! Sentences about kept results and recipes.

/// Nothing is selected.
pub const SELECT_FIRST: &str = "Click a result first";
/// A result that is being made.
pub const NOT_THERE_YET: &str = "The result is not there yet";
/// The program runs without a place of its own.
pub const NO_FOLDER: &str = "This window has no folder for kept results";
/// Kept.
pub const KEPT: &str = "Kept with its recipe";
/// Kept once already.
pub const KEPT_BEFORE: &str = "This result is kept already";
/// The button of both.
pub const OPEN: &str = "Open gallery";
/// A recipe on the clipboard.
pub const COPIED: &str = "Copied the recipe as text";
/// What it is good for.
pub const COPIED_HINT: &str =
    "Paste it into this window, here or elsewhere, to set everything up again.";
/// A text that seems to be a recipe.
pub const NOT_READ: &str = "This text is no recipe that can be followed";
/// Explore is as it was.
pub const RECALLED: &str = "Explore is set up as it was";
/// The same for the source alone.
pub const RECALLED_SOURCE: &str = "The source is there again";
/// The same for the style alone.
pub const RECALLED_STYLE: &str = "The style is there again";
/// The button of a notice.
pub const AS_PICTURE: &str = "Use as a picture instead";
/// What to do about a model.
pub const MODEL_HINT: &str = "Open the right model (Ctrl+Shift+O), then recall it again.";
/// What to do about pictures.
pub const PICTURES_HINT: &str = "Open the pictures, then paste the recipe again.";
/// A recipe before the first model.
pub const NO_MODEL: &str = "No model is open yet; recall it again in a moment";
/// A label recipe and a style model.
pub const NEEDS_LABELS: &str = "This recipe switches labels, and the open model takes styles";
/// The other way round.
pub const NEEDS_STYLES: &str = "This recipe has a style, and the open model takes labels";
/// A mix of truncations that differ.
pub const SEVERAL_PSIS: &str =
    "This recipe mixes latents of different truncations, which Explore cannot show";
/// A mix that Explore cannot show.
pub const TOO_MANY_STYLES: &str =
    "This recipe mixes styles in a way that Explore's blend cannot show";
/// The empty tab.
pub const EMPTY: &str = "Nothing kept yet";
/// Its next step.
pub const EMPTY_HINT: &str =
    "In Explore, click a result and press K: it comes here with everything that makes it again.";
/// Everything is filtered away.
pub const NONE_FOUND: &str = "No kept result is like this";
/// While the folder is read.
pub const OPENING: &str = "Reading the gallery…";
/// The search field.
pub const SEARCH: &str = "Search words, model or branch";
/// While files hang over the window.
pub const DROP: &str = "Drop a saved result to set Explore up as it was";
/// The status bar's reminder.
pub const WAYS_IN: &str = "Enter recalls, S stars, Delete deletes, Ctrl+F searches";
/// What riding along means.
pub const WITH_INPUTS: &str = "With its input pictures";
/// The same, in full.
pub const WITH_INPUTS_HINT: &str = "The PNG then also carries the source and the references (at the model's size), so that the result can be made again elsewhere to the last bit. Leave them out before you give a picture away whose source others must not see. The recipe rides along in any case.";
/// Nothing is selected in the tab.
pub const CHOOSE: &str = "Click a kept result to see it large.";
/// The field of a name while it is empty.
pub const NAME: &str = "A name of your own";
/// What the name is for.
pub const NAME_HINT: &str =
    "It stands under the thumbnail, and the search finds it. Ctrl+Z takes it back.";
/// Undo, after a name was given.
pub const NAME_BACK: &str = "Take the name back";
/// What recalling does.
pub const RECALL_HINT: &str = "Sets Explore up as it was (Enter)";
