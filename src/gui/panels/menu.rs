//! The menu behind one button: a submenu for each group of the table of commands.

use egui::{Button, Popup, Ui};

use crate::gui::app::App;
use crate::gui::command::{Command, Group};
use crate::gui::commands;
use crate::gui::icons::{self, Icon};

/// Draws the button, and the menu while it is open.
pub fn show(app: &mut App, ui: &mut Ui) {
    let button = icons::icon_button(ui, Icon::Menu, "Menu");
    let ctx = ui.ctx().clone();
    let mut chosen = None;
    Popup::menu(&button).show(|ui| {
        for (group, name) in Group::ALL {
            if commands::of(group).next().is_none() {
                continue;
            }
            ui.menu_button(name, |ui| {
                for command in commands::of(group) {
                    if entry(app, ui, command) {
                        chosen = Some(command);
                    }
                }
            });
        }
    });
    if let Some(command) = chosen {
        (command.run)(app, &ctx);
    }
}

/// One command; `true` when it is chosen.
fn entry(app: &App, ui: &mut Ui, command: &Command) -> bool {
    let obstacle = command.ready(app).err();
    let button = Button::new(command.label(app)).shortcut_text(command.key_words());
    let entry = ui.add_enabled(obstacle.is_none(), button);
    entry
        .on_hover_text(command.help)
        .on_disabled_hover_text(obstacle.unwrap_or_default())
        .clicked()
}
