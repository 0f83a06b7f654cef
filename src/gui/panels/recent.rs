//! A list of what was opened before; what is gone is greyed and can be forgotten.

use std::path::PathBuf;

use egui::{Button, RichText, Ui};

use crate::gui::app::App;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::recent::Kind;
use crate::gui::text::desk as text;
use crate::gui::theme;
use crate::gui::train::names;

/// Draws the list, unless it is empty; the path that was chosen.
pub fn list(app: &mut App, ui: &mut Ui, kind: Kind) -> Option<PathBuf> {
    let paths = app.recent(kind).clone();
    if paths.is_empty() {
        return None;
    }
    app.look_for_recent(ui.ctx());
    let (mut chosen, mut forgotten) = (None, None);
    for path in paths {
        let there = !app.desk.looked.missing.contains(&path);
        let name = names::file_name(&path);
        ui.horizontal(|ui| {
            let words = path.display().to_string();
            let button = ui.add_enabled(there, Button::new(&name));
            let button = button
                .on_hover_text(&words)
                .on_disabled_hover_text(format!("{} {words}", text::RECENT_GONE));
            if button.clicked() {
                chosen = Some(path.clone());
            }
            if icon_button(ui, Icon::Close, &format!("Forget {name}")).clicked() {
                forgotten = Some(path.clone());
            }
        });
    }
    if let Some(path) = forgotten {
        app.forget_recent(kind, &path);
    }
    chosen
}

/// The same as a menu of its own.
pub fn menu(app: &mut App, ui: &mut Ui, name: &str, kind: Kind) -> Option<PathBuf> {
    if app.recent(kind).is_empty() {
        return None;
    }
    let shown = ui.menu_button(name, |ui| list(app, ui, kind));
    shown.inner.flatten()
}

/// A small heading over a list within a menu.
pub fn heading(ui: &mut Ui) {
    ui.separator();
    ui.label(RichText::new("Recent").color(theme::of(ui).text_weak));
}
