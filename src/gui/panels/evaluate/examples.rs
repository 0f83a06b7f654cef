//! The chosen task's best and worst outputs: source, reference if any, output, and how far the output is from real pictures.

use egui::{Label, RichText, ScrollArea, Sense, Ui, vec2};

use super::weak;
use crate::gui::app::App;
use crate::gui::evaluate::entry::{Entry, Strip};
use crate::gui::icons::{Icon, icon_button};
use crate::gui::widgets::{Cell, CellPicture, Shown, Textures};
use crate::gui::{text, theme};

/// Side of a picture in points.
const SIDE: f32 = 80.0;
/// Width of an arrow between pictures.
const ARROW: f32 = 16.0;

/// Draws the pictures of the chosen task.
pub fn show(app: &mut App, ui: &mut Ui, entry: &Entry) {
    let tab = &mut app.evaluate.figures;
    let mode = tab.mode_of(entry);
    let name = |domain: usize| entry.found.domains.get(domain);
    let chosen = tab
        .task
        .and_then(|task| Some((task, name(task.source)?, name(task.target)?)));
    let Some((task, source, target)) = chosen else {
        ui.add_space(theme::SPACE_2);
        if !entry.pictures.is_empty() {
            weak(ui, text::CHOOSE_TASK);
        }
        return;
    };
    let mut close = false;
    ui.add_space(theme::SPACE_2);
    ui.horizontal(|ui| {
        let mode = mode.title().to_lowercase();
        ui.label(theme::strong(format!("{source} to {target}, {mode}")));
        close = icon_button(ui, Icon::Close, "Close these pictures").clicked();
    });
    match entry.pictures.get(&(mode, task)) {
        None => weak(ui, text::NO_EXAMPLES),
        Some(strips) => {
            let best = format!("Nearest to real pictures of {target}");
            row(ui, &mut tab.textures, &best, &strips.best);
            let worst = format!("Farthest from real pictures of {target}");
            row(ui, &mut tab.textures, &worst, &strips.worst);
        }
    }
    if close {
        tab.task = None;
    }
}

fn row(ui: &mut Ui, textures: &mut Textures, title: &str, strips: &[Strip]) {
    if strips.is_empty() {
        return;
    }
    ui.label(title).on_hover_text(text::NEAREST_REAL);
    ScrollArea::horizontal().id_salt(title).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_3;
            for (at, strip) in strips.iter().enumerate() {
                ui.push_id(at, |ui| one(ui, textures, strip));
            }
        });
    });
    ui.add_space(theme::SPACE);
}

fn one(ui: &mut Ui, textures: &mut Textures, strip: &Strip) {
    let pictures = 2.0 + f32::from(u8::from(strip.reference.is_some()));
    let width = pictures * SIDE + ARROW + (pictures + 1.0) * theme::SPACE_HALF;
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
            let name = &strip.name;
            picture(ui, textures, &strip.source, &format!("Source {name}"));
            if let Some(reference) = &strip.reference {
                picture(ui, textures, reference, &format!("Reference for {name}"));
            }
            arrow(ui);
            picture(ui, textures, &strip.output, &format!("Output of {name}"));
        });
        let words = format!("{} · {:.3}", strip.name, strip.distance);
        let words = RichText::new(words).color(theme::of(ui).text_weak);
        ui.add(Label::new(words).truncate())
            .on_hover_text(text::NEAREST_REAL);
    });
}

fn picture(ui: &mut Ui, textures: &mut Textures, shown: &Shown, name: &str) {
    let texture = textures.get(ui.ctx(), shown, false);
    Cell::new(name, CellPicture::Ready(texture.into()))
        .size(vec2(SIDE, SIDE))
        .tooltip(name)
        .show(ui);
}

fn arrow(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ARROW, SIDE), Sense::hover());
    let ink = theme::of(ui).text_weak;
    let (from, to) = (rect.left_center(), rect.right_center());
    let stroke = egui::Stroke::new(theme::CURVE, ink);
    let painter = ui.painter();
    painter.line_segment([from, to], stroke);
    for side in [-1.0, 1.0] {
        painter.line_segment([to, to + vec2(-5.0, 4.0 * side)], stroke);
    }
}
