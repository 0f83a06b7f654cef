//! The size of everything.

use egui::{Key, gui_zoom};

use crate::gui::command::{Command, Group, ctrl, ctrl_shift};

/// What the keys of the size do together.
const SIZE: (&str, &str) = (
    "Ctrl+Plus, Ctrl+Minus, Ctrl+0",
    "Everything larger, smaller, back to the usual size",
);

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::View,
        "Larger",
        "Text, controls and pictures a tenth larger",
        |_, ctx| gui_zoom::zoom_in(ctx),
    )
    // On most keyboards a plus comes with Shift.
    .on(&[ctrl(Key::Plus), ctrl(Key::Equals), ctrl_shift(Key::Plus)])
    .also_while_typing()
    .of_family(SIZE.0, SIZE.1),
    Command::new(
        Group::View,
        "Smaller",
        "Text, controls and pictures a tenth smaller",
        |_, ctx| gui_zoom::zoom_out(ctx),
    )
    .on(&[ctrl(Key::Minus)])
    .also_while_typing()
    .of_family(SIZE.0, SIZE.1),
    Command::new(
        Group::View,
        "Usual size",
        "Text, controls and pictures as the screen has them",
        |_, ctx| ctx.set_zoom_factor(1.0),
    )
    .on(&[ctrl(Key::Num0)])
    .also_while_typing()
    .of_family(SIZE.0, SIZE.1),
];
