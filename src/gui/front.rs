//! The small windows over the tabs: which of them are open, and which is in front.

use egui::{Context, Id, Window};

use super::app::{App, Open};

/// A small window: its name, whether it is open, and how it is closed.
type Small = (&'static str, fn(&Open) -> bool, fn(&mut App));

/// The name of the crop's window, whose title is the picture's.
pub(super) const CROP: &str = "Crop";

/// All of them; questions and the palette are in front of these in any case.
const SMALL: [Small; 9] = [
    (
        "About Stargrid",
        |open| open.about,
        |app| app.open.about = false,
    ),
    ("Keys", |open| open.keys, |app| app.open.keys = false),
    (
        "Help",
        |open| open.help.is_some(),
        |app| app.open.help = None,
    ),
    ("Model card", |open| open.card, |app| app.open.card = false),
    (
        "Notices",
        |open| open.notices,
        |app| app.open.notices = false,
    ),
    ("Export", |open| open.exports, App::toggle_exports),
    (
        "Settings",
        |open| open.settings,
        |app| app.open.settings = false,
    ),
    ("Log", |open| open.log, |app| app.open.log = false),
    (CROP, |open| open.crop.is_some(), |app| app.open.crop = None),
];

/// The window of this name; Esc closes it when it is in front.
pub(super) fn window(name: &'static str) -> Window<'static> {
    Window::new(name).id(id(name))
}

/// What the window of this name is known by.
pub(super) fn id(name: &str) -> Id {
    Id::unique(("small window", name))
}

impl App {
    /// Closes the small window in front, or the question over all of them; says whether there was one.
    pub(super) fn close_front(&mut self, ctx: &Context) -> bool {
        if self.open.many.take().is_some() {
            return true;
        }
        let layers: Vec<Id> =
            ctx.memory(|memory| memory.layer_ids().map(|layer| layer.id).collect());
        let height = |name: &str| layers.iter().position(|layer| *layer == id(name));
        let open = SMALL.iter().filter(|(_, is_open, _)| is_open(&self.open));
        match open.max_by_key(|(name, ..)| height(name)) {
            Some((.., close)) => {
                close(self);
                true
            }
            None => false,
        }
    }
}
