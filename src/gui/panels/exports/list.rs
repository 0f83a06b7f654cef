//! The exports of this session: what waits, what is under way, what is there.

use egui::{Label, ProgressBar, RichText, Ui};

use super::{duration, weak};
use crate::gui::app::App;
use crate::gui::exports::{Listed, Stage};
use crate::gui::icons::{Icon, icon_button};
use crate::gui::{text, theme};

/// Width of a bar in points.
const BAR: f32 = 120.0;

/// What a person did to an export.
enum Act {
    Cancel,
    Copy,
    Remove,
}

/// Draws the list, newest first.
pub fn show(app: &mut App, ui: &mut Ui) {
    ui.add_space(theme::SPACE);
    ui.separator();
    if app.exports.list.is_empty() {
        weak(ui, text::exports::NONE);
        return;
    }
    let mut done = None;
    for listed in app.exports.list.iter().rev() {
        if let Some(act) = entry(ui, listed) {
            done = Some((listed.id, act, listed.to.display().to_string()));
        }
    }
    match done {
        Some((id, Act::Cancel, _)) => app.cancel_export(id),
        Some((id, Act::Remove, _)) => app.unlist_export(id),
        Some((_, Act::Copy, path)) => ui.ctx().copy_text(path),
        None => {}
    }
}

fn entry(ui: &mut Ui, listed: &Listed) -> Option<Act> {
    let mut act = None;
    let title = &listed.title;
    ui.horizontal(|ui| {
        let tokens = theme::of(ui);
        if listed.stage.is_open() {
            if icon_button(ui, Icon::Close, &format!("Stop {title}")).clicked() {
                act = Some(Act::Cancel);
            }
        } else if icon_button(ui, Icon::Close, &format!("Take {title} off the list")).clicked() {
            act = Some(Act::Remove);
        }
        ui.label(title)
            .on_hover_text(listed.to.display().to_string());
        match &listed.stage {
            Stage::Waiting => weak(ui, "waits"),
            Stage::Opening => weak(ui, "opens the model…"),
            Stage::Making { done, all, left } => {
                ui.add(ProgressBar::new(*done as f32 / (*all).max(1) as f32).desired_width(BAR));
                let left = left.map(|left| format!(", {} left", duration(f64::from(left))));
                weak(ui, &format!("{done} of {all}{}", left.unwrap_or_default()));
            }
            Stage::Done => {
                let path = listed.to.display().to_string();
                if icon_button(ui, Icon::Copy, &format!("Copy the path of {title}")).clicked() {
                    act = Some(Act::Copy);
                }
                let words = RichText::new(format!("saved: {path}")).color(tokens.ok);
                ui.add(Label::new(words).truncate());
            }
            Stage::Cancelled => weak(ui, "stopped, nothing was written"),
            Stage::Failed(problem) => {
                let words = RichText::new(problem.to_string()).color(tokens.danger);
                ui.add(Label::new(words).wrap());
            }
        }
    });
    act
}
