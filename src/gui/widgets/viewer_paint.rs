//! What each mode of the viewer paints into its panes, and the small names on them.

use egui::{Align2, Pos2, Rect, Response, Stroke, StrokeKind, Ui, vec2};

use super::pane::{Pane, PaneStore};
use super::view_mode::{DifferenceKind, ViewMode};
use super::viewer::{AMPLIFY, ViewerPictures, ViewerState};
use super::{Face, ViewTransform, cell};
use crate::gui::text::comparing as text;
use crate::gui::theme;

/// Seconds for which each of two pictures shows while they blink.
const BLINK_SECONDS: f64 = 0.7;
/// What the panes of a round trip are called, in reading order.
const TRIP_NAMES: [&str; 4] = ["source", "result", "error", "back again"];

/// Paints what the mode shows into its places.
pub(super) fn paint(
    ui: &mut Ui,
    state: &mut ViewerState,
    view: ViewTransform,
    response: &Response,
    places: &[Rect],
    pictures: ViewerPictures<'_>,
) {
    let pane = |at: usize| Pane {
        owner: response.id,
        rect: places.get(at).copied().unwrap_or(response.rect),
        view,
    };
    let against = pictures
        .other(state.against)
        .map_or(state.against, |it| it.1);
    let names = [against.other(), against.own()];
    let mode = state.mode;
    match (mode, pictures.pair(state.against)) {
        (ViewMode::SideBySide, Some((other, result))) => {
            pane(0).plain(ui, &mut state.store, &other.clone().into());
            pane(1).plain(ui, &mut state.store, result);
            for (at, name) in names.into_iter().enumerate() {
                label(ui, pane(at).rect, Align2::LEFT_BOTTOM, name);
            }
        }
        (ViewMode::Wipe, Some(pair)) => {
            let rect = pane(0).rect;
            pane(0).wipe(ui, &mut state.store, &mut state.split, pair);
            label(ui, rect, Align2::LEFT_BOTTOM, names[0]);
            label(ui, rect, Align2::RIGHT_BOTTOM, names[1]);
        }
        (ViewMode::Difference, Some(_)) if state.difference == DifferenceKind::Neighbours => {
            neighbours(ui, state, [pane(0), pane(1)], pictures);
        }
        (ViewMode::Difference, Some(pair)) => {
            let found = state.store.strongest(pair).filter(|_| state.mark);
            let least = found.map_or(0, |found| found.least);
            let how = (state.amplify, least);
            pane(0).marked_difference(ui, &mut state.store, how, pair);
        }
        (ViewMode::Blink, Some((other, result))) => {
            let turn = other_turn(ui, response);
            let other = Face::from(other.clone());
            let face = if turn { &other } else { result };
            pane(0).plain(ui, &mut state.store, face);
            let name = if turn { names[0] } else { names[1] };
            label(ui, pane(0).rect, Align2::LEFT_BOTTOM, name);
        }
        (ViewMode::RoundTrip, Some(_)) => {
            round_trip(ui, &mut state.store, [0, 1, 2, 3].map(pane), pictures);
        }
        _ => match &lead_of(mode, pictures) {
            Some(face) => pane(0).plain(ui, &mut state.store, face),
            None => nothing(ui, pane(0).rect, mode),
        },
    }
}

/// The picture that gives a mode its size.
pub(super) fn lead_of(mode: ViewMode, pictures: ViewerPictures<'_>) -> Option<Face> {
    match mode {
        ViewMode::Source => pictures.source.cloned().map(Face::from),
        ViewMode::Reference => pictures.reference.cloned().map(Face::from),
        _ => pictures.result.cloned(),
    }
}

/// Two maps: what only the style changed, what only the content changed.
fn neighbours(ui: &Ui, state: &mut ViewerState, panes: [Pane; 2], pictures: ViewerPictures<'_>) {
    let all = panes.into_iter().zip(pictures.beside);
    for ((pane, beside), name) in all.zip(DifferenceKind::MAPS) {
        match (beside, pictures.result) {
            (Some(beside), Some(result)) => {
                let pair = (beside.shown, result);
                pane.marked_difference(ui, &mut state.store, (state.amplify, 0), pair);
            }
            _ => empty(ui, pane.rect, text::NO_NEIGHBOUR),
        }
        label(ui, pane.rect, Align2::LEFT_BOTTOM, name);
    }
}

/// Source and result above, the error and the way back below, so that the eye goes round.
fn round_trip(ui: &Ui, store: &mut PaneStore, panes: [Pane; 4], pictures: ViewerPictures<'_>) {
    let source = pictures.source.cloned().map(Face::from);
    let back = pictures.returned.cloned().map(Face::from);
    let faces = [source.as_ref(), pictures.result, None, back.as_ref()];
    for ((pane, face), name) in panes.iter().zip(faces).zip(TRIP_NAMES) {
        match (face, pictures.source, &back) {
            (Some(face), ..) => pane.plain(ui, store, face),
            (None, Some(source), Some(back)) => {
                pane.marked_difference(ui, store, (AMPLIFY, 0), (source, back));
            }
            _ if pictures.stopped => cell::paint_stopped(ui.painter(), pane.rect, theme::of(ui)),
            _ => cell::paint_pending(ui, pane.rect, theme::of(ui)),
        }
        label(ui, pane.rect, Align2::LEFT_BOTTOM, name);
    }
}

/// A name in a corner of a picture, on a dark ground so that it can be read on every picture.
pub(super) fn label(ui: &Ui, rect: Rect, corner: Align2, words: &str) {
    let tokens = theme::of(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let galley = painter.layout_no_wrap(words.to_owned(), theme::body_font(), tokens.over_picture);
    let size = galley.size() + vec2(theme::SPACE, 2.0);
    let ground = corner.align_size_within_rect(size, rect.shrink(theme::SPACE_HALF));
    painter.rect_filled(ground, theme::CORNER / 2.0, tokens.over_picture_rim);
    let at: Pos2 = ground.center() - galley.size() / 2.0;
    painter.galley(at, galley, tokens.over_picture);
}

fn nothing(ui: &Ui, rect: Rect, mode: ViewMode) {
    let words = match mode {
        ViewMode::Reference => "No reference picture guides this result",
        _ => "Select a cell to see it here",
    };
    empty(ui, rect, words);
}

fn empty(ui: &Ui, rect: Rect, words: &str) {
    let tokens = theme::of(ui);
    let line = Stroke::new(theme::HAIRLINE, tokens.hairline);
    let painter = ui.painter();
    painter.rect_stroke(rect, theme::CORNER, line, StrokeKind::Inside);
    let width = rect.width() - theme::SPACE_2;
    let mut job = egui::text::LayoutJob::simple(
        words.to_owned(),
        theme::body_font(),
        tokens.text_weak,
        width,
    );
    job.halign = egui::Align::Center;
    let galley = painter.layout_job(job);
    let at = rect.center() - vec2(0.0, galley.size().y / 2.0);
    painter.galley(at, galley, tokens.text_weak);
}

fn other_turn(ui: &Ui, response: &Response) -> bool {
    if theme::reduced_motion(ui) {
        return response.is_pointer_button_down_on();
    }
    let time = ui.input(|input| input.time);
    let left = BLINK_SECONDS - time.rem_euclid(BLINK_SECONDS);
    ui.ctx().request_repaint_after_secs(left as f32);
    (time / BLINK_SECONDS).floor() % 2.0 == 1.0
}
