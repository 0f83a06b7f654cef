//! How the style map's points look: seeds faint at the back, means as crosses, samples as dots, references as thumbnails.

use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, vec2};

use super::map::{Eyes, THUMB};
use crate::gui::app::{App, Selected};
use crate::gui::lab::points::{Point, What};
use crate::gui::plan::RowId;
use crate::gui::theme::{self, Theme};
use crate::gui::widgets::cell::paint_texture;

/// Radii of a seed's, a sample's and the blend's mark.
const RADII: (f32, f32, f32) = (2.5, 5.5, 9.0);
/// Opacity of the seeds.
const FAINT: f32 = 0.4;
/// Opacity of the ground behind a domain's name.
const GROUND: f32 = 0.8;
/// Half the length of a mean's arms.
const ARM: f32 = 6.0;

/// The ground with the lines of the axes.
pub fn ground(ui: &Ui, painter: &Painter, app: &App, eyes: Eyes) {
    let tokens = theme::of(ui);
    let rect = painter.clip_rect();
    painter.rect_filled(rect, theme::CORNER, tokens.panel);
    let stroke = Stroke::new(theme::HAIRLINE, tokens.hairline);
    if app.lab.map.plane.is_some() {
        let zero = eyes.screen([0.0, 0.0]);
        painter.vline(zero.x, rect.y_range(), stroke);
        painter.hline(rect.x_range(), zero.y, stroke);
    }
}

/// One point.
pub fn point(ui: &Ui, painter: &Painter, app: &mut App, point: &Point, at: Pos2, lit: bool) {
    let tokens = theme::of(ui);
    let colour = theme::domain_colour(point.domain, tokens);
    let chosen = is_chosen(app, point);
    match &point.what {
        What::Seed(_) => {
            let (radius, opacity) = if lit {
                (RADII.1, 1.0)
            } else {
                (RADII.0, FAINT)
            };
            painter.circle_filled(at, radius, theme::faded(colour, opacity));
        }
        What::Mean => cross(painter, at, colour, lit),
        What::Gallery(_) => diamond(painter, at, (colour, tokens.text), lit),
        What::Latent(_) | What::Kept(_) => {
            let (seed, rim) = match &point.what {
                What::Kept(latent) => (Some(latent.seed), tokens.ok),
                What::Latent(place) => {
                    let latent = app.explore.latents.get(*place);
                    (latent.map(|latent| latent.seed), tokens.text)
                }
                _ => (None, tokens.text),
            };
            painter.circle_filled(at, RADII.1, colour);
            let rim = if chosen || lit { tokens.accent } else { rim };
            painter.circle_stroke(at, RADII.1, Stroke::new(theme::OUTLINE, rim));
            if let Some(seed) = seed {
                caption(
                    painter,
                    at + vec2(RADII.1 + 3.0, 0.0),
                    &seed.to_string(),
                    tokens,
                );
            }
        }
        What::Reference(picture) => {
            let rect = Rect::from_center_size(at, Vec2::splat(THUMB));
            let view = app.library.get(*picture).and_then(|pic| pic.view.as_ref());
            if let Some(shown) = view.map(|view| view.shown.clone()) {
                let texture = app.textures.get(ui.ctx(), &shown, false);
                let whole = Rect::from_min_size(Pos2::ZERO, Vec2::splat(1.0));
                paint_texture(painter, rect, texture, whole, theme::NO_TINT);
            }
            let edge = if chosen || lit { tokens.accent } else { colour };
            let width = if chosen || lit {
                theme::EDGE
            } else {
                theme::OUTLINE
            };
            painter.rect_stroke(
                rect,
                theme::CORNER,
                Stroke::new(width, edge),
                StrokeKind::Inside,
            );
        }
    }
}

fn is_chosen(app: &App, point: &Point) -> bool {
    let row = match point.what {
        What::Reference(picture) => RowId::Reference(picture, point.domain),
        What::Latent(place) => RowId::Latent(place, point.domain),
        _ => return false,
    };
    matches!(app.grid.selected, Selected::Cell(selected, _) if selected == row)
}

fn cross(painter: &Painter, at: Pos2, colour: Color32, lit: bool) {
    let stroke = Stroke::new(if lit { 3.0 } else { theme::OUTLINE }, colour);
    for arm in [vec2(ARM, 0.0), vec2(0.0, ARM)] {
        painter.line_segment([at - arm, at + arm], stroke);
    }
}

/// A kept result.
fn diamond(painter: &Painter, at: Pos2, (colour, rim): (Color32, Color32), lit: bool) {
    let arm = if lit { ARM + 1.5 } else { ARM };
    let ways = [
        vec2(arm, 0.0),
        vec2(0.0, arm),
        vec2(-arm, 0.0),
        vec2(0.0, -arm),
    ];
    let corners = ways.map(|way| at + way).to_vec();
    let stroke = Stroke::new(theme::HAIRLINE * 1.5, rim);
    painter.add(Shape::convex_polygon(corners, colour, stroke));
}

fn caption(painter: &Painter, at: Pos2, words: &str, tokens: &Theme) {
    painter.text(
        at,
        Align2::LEFT_CENTER,
        words,
        theme::body_font(),
        tokens.text_weak,
    );
}

/// The names of the domains at their means, and the blend with threads to its parts.
pub fn blend(ui: &Ui, painter: &Painter, app: &App, eyes: Eyes) {
    let tokens = theme::of(ui);
    let map = &app.lab.map;
    let domains = app.model.as_ref().map(|model| &model.config.domains);
    for (point, place) in map.points.iter().zip(&map.places) {
        if let (What::Mean, Some(place), Some(domains)) = (&point.what, place, domains) {
            let at = eyes.screen(*place) - vec2(0.0, THUMB / 2.0 + 3.0);
            let colour = theme::domain_colour(point.domain, tokens);
            let name = domains.name(point.domain);
            let galley = painter.layout_no_wrap(name, theme::body_font(), colour);
            let rect = Align2::CENTER_BOTTOM.anchor_size(at, galley.size());
            // It may lie over thumbnails and dots.
            let ground = theme::faded(tokens.panel, GROUND);
            painter.rect_filled(rect.expand2(vec2(3.0, 0.0)), theme::CORNER, ground);
            painter.galley(rect.min, galley, colour);
        }
    }
    let Some((place, parts)) = &map.blend else {
        return;
    };
    let centre = eyes.screen(*place);
    for (part, share) in parts {
        let stroke = Stroke::new(
            0.5 + 2.5 * share,
            theme::faded(tokens.accent, 0.35 + 0.5 * share),
        );
        painter.line_segment([centre, eyes.screen(*part)], stroke);
    }
    painter.circle_filled(centre, RADII.2 - 3.5, tokens.accent);
    painter.circle_stroke(centre, RADII.2, Stroke::new(theme::OUTLINE, tokens.accent));
}
