//! The chip of a picture's own domain; a click opens the menu to correct it.

use egui::{Popup, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::branch_bar::chip;
use crate::domain::DomainSet;
use crate::gui::theme;

/// Shows the domain of the picture `owner` ("mia.jpg"): `None` when unknown, with "?" when guessed.
///
/// Returns the domain that the person chose from its menu.
pub fn domain_chip(
    ui: &mut Ui,
    owner: &str,
    domains: &DomainSet,
    current: Option<usize>,
    guessed: bool,
) -> Option<usize> {
    let words = match current {
        Some(index) if guessed => format!("{}?", domains.name(index)),
        Some(index) => domains.name(index),
        None => "domain?".to_owned(),
    };
    let response = small_chip(ui, &words, current);
    let enabled = ui.is_enabled();
    let name = format!("Domain of {owner}");
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(words.clone()),
        ..WidgetInfo::labeled(Role::ComboBox, enabled, &name)
    });
    let why = match (current, guessed) {
        (None, _) => "The domain of this picture is not known; click to choose it",
        (Some(_), true) => "Guessed from the picture; click to correct it",
        (Some(_), false) => "The domain of this picture; click to change it",
    };
    let response = response.on_hover_text(why);
    let mut chosen = None;
    Popup::menu(&response)
        .gap(theme::SPACE_HALF)
        .accessible_name(format!("Domains for {owner}"))
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
            for (index, domain) in domains.names().iter().enumerate() {
                let colour = theme::domain_colour(index, theme::of(ui));
                if chip(ui, domain, Some(colour), current == Some(index)).clicked() {
                    chosen = Some(index);
                    ui.close();
                }
            }
        });
    chosen
}

fn small_chip(ui: &mut Ui, words: &str, current: Option<usize>) -> Response {
    let tokens = theme::of(ui);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), theme::body_font(), tokens.text);
    let size = vec2(
        galley.size().x + 2.0 * theme::CHIP_PADDING + 2.0,
        theme::CHIP_LOW,
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let hot = response.hovered() || response.has_focus();
        let fill = if hot {
            tokens.raised_hover
        } else {
            tokens.raised
        };
        painter.rect_filled(rect, rect.height() / 2.0, fill);
        let dot = rect.left_center() + vec2(theme::CHIP_PADDING, 0.0);
        match current {
            Some(index) => {
                painter.circle_filled(dot, 3.5, theme::domain_colour(index, tokens));
            }
            None => {
                painter.circle_stroke(dot, 3.0, Stroke::new(theme::HAIRLINE, tokens.text_weak));
            }
        }
        let stroke = if response.has_focus() {
            Stroke::new(theme::OUTLINE, tokens.text)
        } else {
            Stroke::new(theme::HAIRLINE, tokens.edge)
        };
        painter.rect_stroke(rect, rect.height() / 2.0, stroke, StrokeKind::Inside);
        let at = rect.left_center() + vec2(theme::CHIP_PADDING + 7.0, -galley.size().y / 2.0);
        painter.galley(at, galley, tokens.text);
    }
    response
}
