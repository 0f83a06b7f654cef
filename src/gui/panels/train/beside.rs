//! In the left panel of a run: two of its steps against each other, and the run that it was forked from.

use egui::{Button, RichText, Ui};

use crate::gui::app::App;
use crate::gui::panels::left::heading;
use crate::gui::text::comparing as text;
use crate::gui::theme;
use crate::gui::train::names;

/// Draws both.
pub fn show(app: &mut App, ui: &mut Ui) {
    if app.train.shown().is_none() {
        return;
    }
    heading(ui, "Compare");
    let two = app.two_steps();
    let words = match &two {
        Some([(early, _), (late, _)]) => format!(
            "Step {} against step {}",
            names::count(*early),
            names::count(*late)
        ),
        None => "Two steps".to_owned(),
    };
    let button = ui.add_enabled(two.is_some(), Button::new(words));
    if button
        .on_hover_text(text::TWO_STEPS)
        .on_disabled_hover_text(text::NO_TWO_STEPS)
        .clicked()
    {
        app.compare_two_steps();
    }
    let run = app.train.shown();
    let beside = run.and_then(|run| app.train.beside.of(&run.folder));
    let Some((name, step)) = beside.map(|(run, step)| (run.name.clone(), step)) else {
        return;
    };
    let weak = theme::of(ui).text_weak;
    let words = format!(
        "Dashed curves: {name}, from which this run parted at step {}.",
        names::count(step)
    );
    ui.label(RichText::new(words).color(weak));
    let button = ui.button(format!("Compare with {name}"));
    if button.on_hover_text(text::BOTH_RUNS).clicked() {
        app.compare_with_beside();
    }
}
