//! The controls of a blend: its styles, how much of each, and what each gives.

use egui::{
    Button, ComboBox, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, vec2,
};

use crate::gui::app::{App, Selected};
use crate::gui::icons::{self, Icon};
use crate::gui::lab::blend::{Blend, End, MOST_PARTS, Part};
use crate::gui::panels::headers::DraggedHeader;
use crate::gui::plan::{RowId, end_name};
use crate::gui::state::{PictureId, Side};
use crate::gui::widgets::cell::paint_texture;
use crate::gui::widgets::slider_row::rail;
use crate::gui::{text::lab as text, theme};

/// Side of a part's picture in points.
const THUMB: f32 = 28.0;
/// Width of a part's share: `100 %`.
const SHARE: f32 = 44.0;
/// Width of what a part gives: `gives 12.3 %`.
const GIVES: f32 = 84.0;

/// Draws the section; a reference dropped on it joins the blend.
pub fn show(app: &mut App, ui: &mut Ui) {
    let inner = ui.scope_builder(UiBuilder::new().sense(Sense::hover()), |ui| {
        section(app, ui)
    });
    let response = inner.response;
    let reference = |header: &DraggedHeader| header.side == Side::References;
    if let Some(header) = response.dnd_hover_payload::<DraggedHeader>()
        && reference(&header)
    {
        let stroke = Stroke::new(theme::OUTLINE, theme::of(ui).accent);
        let rect = response.rect.expand(theme::SPACE_HALF);
        ui.painter()
            .rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
    }
    let dropped = response.dnd_release_payload::<DraggedHeader>();
    if let Some(header) = dropped.filter(|header| reference(header)) {
        add_reference(app, header.picture);
    }
}

/// Adds a reference to the blend; without a blend it begins one with the reference that is selected, or the first other one.
pub fn add_reference(app: &mut App, picture: PictureId) {
    let style = End::Reference(picture);
    match &mut app.explore.blend {
        Some(blend) => {
            blend.add(style);
        }
        None => {
            let others = selected(app).into_iter().chain(styles(app));
            let first = others.filter(|other| *other != style).take(1);
            app.explore.blend = Some(Blend::equal(first.chain([style.clone()])));
        }
    }
    app.select_blend();
}

/// The style of the selected row.
fn selected(app: &App) -> Option<End> {
    match app.grid.selected {
        Selected::Cell(RowId::Reference(picture, _), _)
        | Selected::Header(Side::References, picture) => Some(End::Reference(picture)),
        Selected::Cell(RowId::Latent(place, domain), _) => Some(End::Latent(place, domain)),
        _ => None,
    }
}

fn section(app: &mut App, ui: &mut Ui) {
    let styles = styles(app);
    let Some(mut blend) = app.explore.blend.clone() else {
        let button = ui.add_enabled(styles.len() >= 2, Button::new("Add a blend row"));
        let button = button.on_hover_text(text::BLEND_NONE);
        if button.on_disabled_hover_text(text::BLEND_TOO_FEW).clicked() {
            app.explore.blend = Some(Blend::equal(styles.into_iter().take(2)));
        }
        return;
    };
    let (mut removed, mut without) = (None, None);
    for (at, share) in blend.shares().into_iter().enumerate() {
        let outcome = ui.push_id(at, |ui| {
            ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
            part(app, ui, &mut blend.parts[at], (at, share), &styles)
        });
        if let Some(weight) = outcome.inner.weight {
            blend.weigh(at, weight);
        }
        without = without.or(outcome.inner.looked.then_some(at));
        removed = removed.or(outcome.inner.removed.then_some(at));
        ui.add_space(theme::SPACE_HALF);
    }
    if let Some(at) = removed {
        blend.parts.remove(at);
    } else if without.is_some() {
        app.lab.without = without;
        // The cell without it is asked for at the beginning of a frame.
        ui.ctx().request_repaint();
    }
    let left = (removed.is_none() || blend.parts.len() > 1).then_some(blend);
    buttons(app, ui, left, &styles);
}

/// What a hand did to a part.
#[derive(Default)]
struct Outcome {
    /// It looks what the part gives.
    looked: bool,
    /// It took the part out.
    removed: bool,
    /// It gave it this weight.
    weight: Option<f64>,
}

fn part(
    app: &mut App,
    ui: &mut Ui,
    part: &mut Part,
    (at, share): (usize, f64),
    styles: &[End],
) -> Outcome {
    let name = name_of(app, &part.style);
    let mut outcome = Outcome::default();
    ui.horizontal(|ui| {
        outcome.looked = thumb(app, ui, &part.style);
        let room = ui.available_width() - theme::SPACE_3 - theme::SPACE;
        choose(app, ui, part, (at, room), styles);
        let words = format!("Take {name} out of the blend");
        outcome.removed = icons::icon_button(ui, Icon::Close, &words).clicked();
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
        let room = ui.available_width() - SHARE - GIVES - theme::SPACE;
        ui.spacing_mut().slider_width = room.max(theme::SPACE_4);
        let mut weight = part.weight as f32;
        rail(ui, &format!("Weight of {name}"), &mut weight, 0.0..=1.0);
        let moved = weight != part.weight as f32;
        outcome.weight = moved.then_some(f64::from(weight));
        let words = RichText::new(format!("{:.0} %", share * 100.0));
        ui.add_sized(vec2(SHARE, theme::SPACE_3), egui::Label::new(words));
        outcome.looked |= gives(app, ui, at, &name);
    });
    // While a weight is dragged, the blend itself is what counts.
    outcome.looked &= ui.ctx().dragged_id().is_none();
    outcome
}

/// How much a part gives; `true` while the result is to be shown without it.
fn gives(app: &App, ui: &mut Ui, at: usize, name: &str) -> bool {
    let change = app.lab.contributions.get(at).copied().flatten();
    let words = change.map_or("gives –".to_owned(), |change| {
        format!("gives {:.1} %", change * 100.0)
    });
    let weak = theme::of(ui).text_weak;
    let button = Button::new(RichText::new(words.clone()).color(weak)).frame(false);
    let button = ui.add_sized(vec2(GIVES, theme::SPACE_3), button);
    let named = button.accessible_name(format!("Without {name}: {words}"));
    let looked = named.hovered() || named.has_focus();
    named.on_hover_text(text::CONTRIBUTION);
    looked
}

/// The part's picture, or a dot in its branch's colour; `true` while the pointer is on it.
fn thumb(app: &mut App, ui: &mut Ui, style: &End) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(THUMB), Sense::hover());
    let tokens = theme::of(ui);
    match style {
        End::Reference(picture) | End::ReferenceAs(picture, _) => {
            let view = app.library.get(*picture).and_then(|pic| pic.view.as_ref());
            if let Some(shown) = view.map(|view| view.shown.clone()) {
                let texture = app.textures.get(ui.ctx(), &shown, false);
                let whole = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
                paint_texture(ui.painter(), rect, texture, whole, theme::NO_TINT);
            }
        }
        End::Latent(_, domain) | End::At(_, domain) | End::Mean(domain) => {
            let colour = theme::domain_colour(*domain, tokens);
            ui.painter()
                .circle_filled(rect.center(), theme::SPACE_HALF, colour);
        }
    }
    if response.hovered() {
        let stroke = Stroke::new(theme::OUTLINE, tokens.accent);
        ui.painter()
            .rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Outside);
    }
    response.hovered()
}

fn name_of(app: &App, style: &End) -> String {
    let Some(model) = &app.model else {
        return String::new();
    };
    end_name(&app.explore, &app.library, &model.config.domains, style)
}

fn choose(app: &App, ui: &mut Ui, part: &mut Part, (at, room): (usize, f32), styles: &[End]) {
    let combo = ComboBox::from_id_salt("style")
        .selected_text(name_of(app, &part.style))
        .truncate()
        .width(room);
    let shown = combo.show_ui(ui, |ui| {
        for other in styles {
            ui.selectable_value(&mut part.style, other.clone(), name_of(app, other));
        }
    });
    let _ = shown.response.accessible_name(format!("Style {}", at + 1));
}

fn buttons(app: &mut App, ui: &mut Ui, blend: Option<Blend>, styles: &[End]) {
    let Some(mut blend) = blend else {
        app.explore.blend = None;
        return;
    };
    let next = styles.iter().find(|style| !blend.holds(style)).cloned();
    let room = blend.parts.len() < MOST_PARTS && next.is_some();
    let mut remove = false;
    ui.horizontal_wrapped(|ui| {
        let add = ui.add_enabled(room, Button::new("Add a style"));
        let add = add.on_hover_text("One more style, with an average weight");
        if let (true, Some(next)) = (add.clicked(), next) {
            blend.add(next);
        }
        let several = blend.parts.len() > 1;
        let equal = ui.add_enabled(several, Button::new("Equal"));
        if equal.on_hover_text("As much of each").clicked() {
            blend.level();
        }
        remove = ui.button("Remove the blend row").clicked();
    });
    app.explore.blend = (!remove).then_some(blend);
}

/// All styles that a blend can hold: references, samples and those set aside in each domain, and the means.
fn styles(app: &App) -> Vec<End> {
    let Some(model) = &app.model else {
        return Vec::new();
    };
    let references = app.explore.references.iter().map(|&id| End::Reference(id));
    let references = references.filter(|_| model.has_style_encoder);
    let domains = 0..if model.has_mapping {
        model.config.num_domains()
    } else {
        0
    };
    let count = app.explore.latents.len();
    let latents = (0..count).flat_map(|place| domains.clone().map(move |d| End::Latent(place, d)));
    let kept = app.session.trail.kept().iter();
    let kept = kept.flat_map(|latent| domains.clone().map(|d| End::At(latent.clone(), d)));
    let means = domains.clone().map(End::Mean);
    references.chain(latents).chain(kept).chain(means).collect()
}
