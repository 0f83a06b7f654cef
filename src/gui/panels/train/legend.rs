//! The legend of a chart: two swatches a term, saturated for latents and pale for references. A click hides or shows.

use std::collections::BTreeSet;

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::gui::theme;
use crate::gui::train::curves::{Chart, Curves, Pass, Series, Term};

/// Width of a swatch in points.
const SWATCH: f32 = 13.0;
/// Height of a swatch's line.
const LINE: f32 = 4.0;

/// Draws the legend.
pub fn show(ui: &mut Ui, curves: &Curves, chart: Chart, hidden: &mut BTreeSet<Series>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        ui.set_height(theme::CHIP_LOW);
        for term in curves.terms(chart) {
            let passes = curves.passes(term);
            for &pass in &passes {
                if swatch(ui, (term, pass), !hidden.contains(&(term, pass))) {
                    toggle(hidden, &[(term, pass)]);
                }
            }
            if !passes.is_empty()
                && words(
                    ui,
                    term,
                    passes.iter().all(|pass| hidden.contains(&(term, *pass))),
                )
            {
                let all: Vec<Series> = passes.iter().map(|pass| (term, *pass)).collect();
                toggle(hidden, &all);
            }
        }
    });
}

/// Hides all of them, or shows them when all are hidden.
fn toggle(hidden: &mut BTreeSet<Series>, series: &[Series]) {
    let all = series.iter().all(|one| hidden.contains(one));
    for one in series {
        if all {
            hidden.remove(one);
        } else {
            hidden.insert(*one);
        }
    }
}

fn swatch(ui: &mut Ui, (term, pass): Series, shown: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(SWATCH, theme::CHIP_LOW), Sense::click());
    let name = match pass {
        Pass::Only => term.name().to_owned(),
        _ => format!("{} {}", pass.word(), term.name()),
    };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown, &name));
    let tokens = theme::of(ui);
    let colour = theme::term_colour(term.hue(), pass == Pass::Reference, tokens);
    let line = egui::Rect::from_center_size(rect.center(), vec2(SWATCH - 3.0, LINE));
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, theme::CORNER / 2.0, tokens.raised_hover);
    }
    let colour = if shown {
        colour
    } else {
        theme::faded(tokens.outline, 0.5)
    };
    if pass == Pass::Reference {
        // Two dashes, as its line is drawn.
        let half = vec2(line.width() / 2.0 - 1.0, LINE);
        for corner in [line.min, line.max - half] {
            let dash = egui::Rect::from_min_size(corner, half);
            ui.painter().rect_filled(dash, 1.0, colour);
        }
    } else {
        ui.painter().rect_filled(line, LINE / 2.0, colour);
    }
    let does = if shown {
        "Click to hide"
    } else {
        "Click to show"
    };
    response
        .on_hover_text(format!("{name}: {}. {does}", term.meaning()))
        .clicked()
}

fn words(ui: &mut Ui, term: Term, hidden: bool) -> bool {
    let tokens = theme::of(ui);
    let ink = if hidden {
        theme::faded(tokens.text_weak, 0.6)
    } else {
        tokens.text_weak
    };
    let galley = ui
        .painter()
        .layout_no_wrap(term.name().to_owned(), theme::body_font(), ink);
    let size = vec2(galley.size().x + theme::SPACE, theme::CHIP_LOW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("Curves of {}", term.name()))
    });
    ui.painter().galley(
        rect.left_center() + vec2(2.0, -galley.size().y / 2.0),
        galley,
        ink,
    );
    response.on_hover_text(term.meaning()).clicked()
}
