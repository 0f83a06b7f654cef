//! A pair to be judged: what was translated, two outputs side by side, and nothing that tells which is whose.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{primary, weak};
use crate::gui::app::App;
use crate::gui::taste::{Pair, Stage};
use crate::gui::widgets::{Cell, CellPicture, Shown};
use crate::gui::{text, theme};
use crate::runs::tastes::Choice;

/// Largest side of the source and of the style picture.
const SMALL: f32 = 176.0;
/// The same above the outputs, where the window is narrow.
const SMALLER: f32 = 96.0;
/// Narrower than this, the source stands above the outputs.
const NARROW: f32 = 760.0;
/// Largest side of an output.
const LARGE: f32 = 640.0;
/// Width of the progress bar.
const BAR: f32 = 160.0;
/// Height of the question, with how far the test is at its left and the ways out at its right.
const HEAD: f32 = 64.0;
/// Height of the buttons and the line of keys.
const FOOT: f32 = 72.0;
/// Width of an answer's button.
const ANSWER: f32 = 136.0;
/// Height of a caption under a picture.
const CAPTION: f32 = 24.0;

/// Draws the pair.
pub fn show(app: &mut App, ui: &mut Ui) {
    let size = vec2(ui.available_width(), HEAD);
    let (top, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut place = ui.new_child(UiBuilder::new().max_rect(top).id_salt("head"));
    head(app, &mut place);
    if app.taste.is_complete() {
        return complete(app, ui);
    }
    let pair = app.taste.pair().cloned();
    let mut place = ui.new_child(UiBuilder::new().max_rect(top).id_salt("question"));
    question(&mut place, pair.as_ref());
    let area = ui.available_rect_before_wrap();
    let places = Places::new(area);
    pictures(app, ui, pair.as_ref(), &places);
    ui.allocate_rect(area.with_max_y(places.bottom), Sense::hover());
    foot(app, ui, &places);
}

/// How far the test is, and the ways out.
fn head(app: &mut App, ui: &mut Ui) {
    ui.add_space(theme::SPACE);
    ui.horizontal(|ui| {
        let (answered, count) = (app.taste.answered, app.taste.count);
        bar(ui, answered as f32 / count.max(1) as f32);
        ui.label(format!("{answered} of {count}"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Pause").on_hover_text("Esc").clicked() {
                app.taste.stage = Stage::Paused;
            }
            let back = egui::Button::new("Take back");
            let back = ui.add_enabled(answered > 0, back);
            if back.on_hover_text("Backspace").clicked() {
                app.take_taste_back();
            }
        });
    });
}

/// A thin bar of what is done.
fn bar(ui: &mut Ui, share: f32) {
    let tokens = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(BAR, theme::SPACE_HALF), Sense::hover());
    let value = f64::from(share);
    let said = WidgetInfo {
        value: Some(value),
        ..WidgetInfo::new(Role::ProgressIndicator)
    };
    response.widget_info(|| said.clone());
    let painter = ui.painter();
    painter.rect_filled(rect, rect.height() / 2.0, tokens.raised_hover);
    let done = rect.with_max_x(rect.left() + rect.width() * share.min(1.0));
    painter.rect_filled(done, rect.height() / 2.0, tokens.accent);
}

fn question(ui: &mut Ui, pair: Option<&Pair>) {
    let (words, about) = match pair {
        Some(pair) if pair.reference.is_some() => (
            "Which is better?",
            format!("The source as {}, in the style shown", pair.target),
        ),
        Some(pair) => ("Which is better?", format!("The source as {}", pair.target)),
        None => ("The next pair is being made…", String::new()),
    };
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(theme::SPACE);
        ui.spacing_mut().item_spacing.y = theme::SPACE_HALF / 2.0;
        ui.label(theme::title(words));
        weak(ui, about);
    });
}

/// Where everything lies.
struct Places {
    source: Rect,
    reference: Rect,
    outputs: [Rect; 2],
    bottom: f32,
}

impl Places {
    fn new(area: Rect) -> Self {
        let gap = theme::SPACE_2;
        let height = (area.height() - FOOT).max(2.0 * SMALLER);
        if area.width() < NARROW {
            let side = SMALLER;
            let below = height - side - CAPTION - gap;
            let large = ((area.width() - gap) / 2.0).min(below).min(LARGE);
            let whole = large * 2.0 + gap;
            let left = area.center().x - whole / 2.0;
            let small = area.center().x - side - gap / 2.0;
            let top = area.top() + side + CAPTION + gap;
            return Self {
                source: square(small, area.top(), side),
                reference: square(small + side + gap, area.top(), side),
                outputs: [
                    square(left, top, large),
                    square(left + large + gap, top, large),
                ],
                bottom: top + large,
            };
        }
        let small = SMALL.min((height - 2.0 * CAPTION - gap) / 2.0);
        let column = small + 2.0 * gap;
        let large = ((area.width() - column - gap) / 2.0).min(height).min(LARGE);
        let whole = column + large * 2.0 + gap;
        let left = area.center().x - whole / 2.0;
        let (first, top) = (left + column, area.top());
        Self {
            source: square(left, top, small),
            reference: square(left, top + small + CAPTION + gap, small),
            outputs: [
                square(first, top, large),
                square(first + large + gap, top, large),
            ],
            bottom: top + large,
        }
    }
}

fn square(left: f32, top: f32, side: f32) -> Rect {
    Rect::from_min_size(pos2(left.round(), top.round()), vec2(side, side).floor())
}

fn pictures(app: &mut App, ui: &mut Ui, pair: Option<&Pair>, places: &Places) {
    small(
        app,
        ui,
        "Source",
        places.source,
        pair.map(|pair| &pair.source),
    );
    if let Some(reference) = pair.and_then(|pair| pair.reference.as_ref()) {
        small(app, ui, "Style", places.reference, Some(reference));
    }
    let sides = [
        ("Left picture", Choice::Left, pair.map(|pair| &pair.left)),
        ("Right picture", Choice::Right, pair.map(|pair| &pair.right)),
    ];
    for ((name, choice, shown), rect) in sides.into_iter().zip(places.outputs) {
        let picture = look(app, ui, shown);
        let mut place = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
        if Cell::new(name, picture)
            .size(rect.size())
            .show(&mut place)
            .clicked()
        {
            app.answer_taste(choice);
        }
    }
}

fn small(app: &mut App, ui: &mut Ui, name: &str, rect: Rect, shown: Option<&Shown>) {
    let picture = look(app, ui, shown);
    let below = rect.with_max_y(rect.bottom() + CAPTION);
    let mut place = ui.new_child(UiBuilder::new().max_rect(below).id_salt(name));
    Cell::new(name, picture).size(rect.size()).show(&mut place);
    let tokens = theme::of(ui);
    let at = rect.center_bottom() + vec2(0.0, theme::SPACE_HALF);
    let painter = ui.painter();
    painter.text(
        at,
        egui::Align2::CENTER_TOP,
        name,
        theme::body_font(),
        tokens.text_weak,
    );
}

fn look(app: &mut App, ui: &Ui, shown: Option<&Shown>) -> CellPicture {
    match shown {
        Some(shown) => {
            let texture = app.taste.textures.get(ui.ctx(), shown, false);
            CellPicture::Ready(texture.into())
        }
        None => CellPicture::Pending,
    }
}

/// The answers as buttons, each under what it speaks of, and the keys.
fn foot(app: &mut App, ui: &mut Ui, places: &Places) {
    let [left, right] = places.outputs;
    let top = places.bottom + theme::SPACE;
    let possible = app.taste.pair().is_some();
    let even = pos2((left.right() + right.left()) / 2.0, top + theme::SPACE_2);
    // Under its picture, and never over the button in the middle.
    let apart = (even.x - left.center().x).max(ANSWER + theme::SPACE);
    let buttons = [
        ("Left is better", -apart, Choice::Left),
        ("Cannot tell", 0.0, Choice::Even),
        ("Right is better", apart, Choice::Right),
    ];
    for (name, aside, choice) in buttons {
        let centre = pos2(even.x + aside, even.y);
        let rect = Rect::from_center_size(centre, vec2(ANSWER, theme::SPACE_4));
        let mut place = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
        let button = |ui: &mut Ui| ui.add_sized(rect.size(), egui::Button::new(name)).clicked();
        if place.add_enabled_ui(possible, button).inner {
            app.answer_taste(choice);
        }
    }
    let tokens = theme::of(ui);
    let at = pos2(even.x, top + theme::SPACE_4 + theme::SPACE);
    let width = ui.available_width();
    let galley = ui.painter().layout(
        text::TASTE_KEYS.to_owned(),
        theme::body_font(),
        tokens.text_weak,
        width,
    );
    let rect = Rect::from_min_size(at - vec2(galley.size().x / 2.0, 0.0), galley.size());
    ui.put(
        rect,
        egui::Label::new(RichText::new(text::TASTE_KEYS).color(tokens.text_weak)),
    );
}

/// Every pair is answered: the last one can still be taken back.
fn complete(app: &mut App, ui: &mut Ui) {
    super::column(ui, |ui| {
        ui.label(theme::title("That was the last pair"));
        ui.add_space(theme::SPACE);
        ui.label(text::TASTE_COMPLETE);
        ui.add_space(theme::SPACE_2);
        if primary(ui, "Show the result") {
            app.finish_taste();
        }
    });
}
