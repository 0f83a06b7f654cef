//! Figures of models.

use egui::Key;

use crate::gui::command::{Command, EVALUATE, FIGURES, Group, plain};

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Evaluate,
        "Figures or taste test",
        "Switch between figures and the taste test",
        |app, _| app.evaluate.page = app.evaluate.page.other(),
    )
    .on(&[plain(Key::T)])
    .within(EVALUATE),
    Command::new(
        Group::Evaluate,
        "Start the evaluation",
        "Compute the figures that are set up",
        |app, _| app.start_evaluation(),
    )
    .within(FIGURES)
    .when(|app| {
        if app.evaluate.figures.busy().is_some() {
            Err("An evaluation is under way")
        } else if app.candidates().is_empty() {
            Err("Choose a model first")
        } else {
            Ok(())
        }
    }),
    Command::new(
        Group::Evaluate,
        "Stop the evaluation",
        "End it after the batch in progress; what is there stays",
        |app, _| app.cancel_evaluation(),
    )
    .when(|app| match app.evaluate.figures.busy() {
        Some(_) => Ok(()),
        None => Err("No evaluation is under way"),
    }),
];
