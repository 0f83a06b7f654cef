//! Chips to choose the branch: own, each domain in its colour, all.

use std::sync::Arc;

use egui::{
    Color32, Galley, Key, Painter, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    vec2,
};

use crate::domain::{Branch, DomainSet};
use crate::gui::theme::{self, Theme};

/// Radius of the dot in a domain's colour.
const DOT: f32 = 4.0;
/// Width that the dot takes with the gap after it.
const DOT_SPACE: f32 = 14.0;

/// Shows the chips in rows as wide as there is space; returns the branch that the person chose.
pub fn branch_bar(ui: &mut Ui, domains: &DomainSet, chosen: Branch) -> Option<Branch> {
    let mut clicked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for branch in branches(domains) {
            let (name, colour) = match branch {
                Branch::Own => ("own".to_owned(), None),
                Branch::One(index) => (
                    domains.name(index),
                    Some(theme::domain_colour(index, theme::of(ui))),
                ),
                Branch::All => ("all".to_owned(), None),
            };
            let response = chip(ui, &name, colour, branch == chosen);
            if response
                .on_hover_text(hint(branch, &name, domains))
                .clicked()
            {
                clicked = Some(branch);
            }
        }
    });
    clicked
}

/// A pill with an optional dot in a domain's colour.
pub fn chip(ui: &mut Ui, name: &str, colour: Option<Color32>, selected: bool) -> Response {
    chip_if(ui, true, name, colour, selected)
}

/// The same pill, greyed out and without effect unless `possible`.
///
/// Not inside `add_enabled_ui`, whose scope would keep it from going to the next row.
pub fn chip_if(
    ui: &mut Ui,
    possible: bool,
    name: &str,
    colour: Option<Color32>,
    selected: bool,
) -> Response {
    let radio = (Role::RadioButton, name.to_owned());
    pill(ui, possible, name, radio, colour, selected)
}

/// The same pill for a label: `words` are on it, the second name is for assistive technology; a radio button or a check box.
pub fn label_chip(
    ui: &mut Ui,
    (words, name): (&str, String),
    role: Role,
    colour: Option<Color32>,
    selected: bool,
) -> Response {
    pill(ui, true, words, (role, name), colour, selected)
}

fn pill(
    ui: &mut Ui,
    possible: bool,
    words: &str,
    (role, name): (Role, String),
    colour: Option<Color32>,
    selected: bool,
) -> Response {
    let tokens = theme::of(ui);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), theme::body_font(), tokens.text);
    let dot_space = if colour.is_some() { DOT_SPACE } else { 0.0 };
    let size = vec2(
        galley.size().x + dot_space + 2.0 * theme::CHIP_PADDING,
        theme::SPACE_3,
    );
    let (rect, response) = ui.allocate_exact_size(
        size,
        if possible {
            Sense::click()
        } else {
            Sense::hover()
        },
    );
    let enabled = possible && ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(role, enabled, selected, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let mut painter = ui.painter().clone();
    if !possible {
        painter.multiply_opacity(ui.visuals().disabled_alpha());
    }
    paint_chip(&painter, &response, tokens, colour, selected, galley);
    response
}

fn paint_chip(
    painter: &Painter,
    response: &Response,
    tokens: &Theme,
    colour: Option<Color32>,
    selected: bool,
    galley: Arc<Galley>,
) {
    let rect = response.rect;
    let fill = match (
        selected,
        response.hovered() && response.sense.senses_click(),
    ) {
        (true, _) => tokens.selection,
        (false, true) => tokens.raised_hover,
        (false, false) => tokens.raised,
    };
    let round = rect.height() / 2.0;
    painter.rect_filled(rect, round, fill);
    let stroke = match (response.has_focus(), selected) {
        (true, _) => Stroke::new(theme::OUTLINE, tokens.text),
        (_, true) => Stroke::new(theme::HAIRLINE * 1.5, colour.unwrap_or(tokens.accent)),
        _ => Stroke::new(theme::HAIRLINE, tokens.edge),
    };
    painter.rect_stroke(rect, round, stroke, StrokeKind::Inside);
    if selected && response.has_focus() {
        // What is chosen and has the keyboard shows both.
        painter.rect_stroke(rect.expand(2.0), round + 2.0, stroke, StrokeKind::Outside);
    }
    let mut at = rect.left_center() + vec2(theme::CHIP_PADDING, -galley.size().y / 2.0);
    if let Some(colour) = colour {
        painter.circle_filled(
            rect.left_center() + vec2(theme::CHIP_PADDING + DOT, 0.0),
            DOT,
            colour,
        );
        at.x += DOT_SPACE;
    }
    painter.galley(at, galley, tokens.text);
}

fn branches(domains: &DomainSet) -> Vec<Branch> {
    let one = (0..domains.len()).map(Branch::One);
    std::iter::once(Branch::Own)
        .chain(one)
        .chain(std::iter::once(Branch::All))
        .collect()
}

fn key_of(branch: Branch) -> Option<Key> {
    const NUMBERS: [Key; 8] = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
    ];
    match branch {
        Branch::Own => Some(Key::Num0),
        Branch::One(index) => NUMBERS.get(index).copied(),
        Branch::All => Some(Key::Num9),
    }
}

fn hint(branch: Branch, name: &str, domains: &DomainSet) -> String {
    let what = match branch {
        Branch::Own => "Each reference in its own domain".to_owned(),
        Branch::One(_) => format!("Every reference as {name}"),
        Branch::All => format!("Each reference in all {} domains", domains.len()),
    };
    match key_of(branch) {
        Some(key) => format!("{what} (key {})", key.name()),
        None => what,
    }
}
