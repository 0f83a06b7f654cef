//! The viewer's figures: the pixel under the pointer, and how much pictures differ.

use egui::{Label, Pos2, RichText, Ui};

use super::view_mode::{DifferenceKind, ViewMode};
use super::viewer::{ViewerPictures, ViewerState};
use super::viewer_paint::lead_of;
use super::{Face, Shown, ViewTransform, compare};
use crate::gui::theme;

/// Channels, over which a level is averaged.
const CHANNELS: f32 = 3.0;

/// The words under the picture: the pixel under the pointer, or the zoom.
pub(super) fn read_out(
    ui: &mut Ui,
    state: &ViewerState,
    view: ViewTransform,
    pictures: ViewerPictures<'_>,
) {
    let lead = lead_of(state.mode, pictures);
    let words = match state.pointed.zip(lead) {
        Some((at, lead)) => pixel_words(state, at, &lead, pictures),
        None if state.actual => "1 : 1, a pixel of the picture is one of the screen".to_owned(),
        None => format!("Zoom {:.0} %", view.zoom * 100.0),
    };
    // Never a second line: the controls below must not jump while the pointer moves.
    let words = RichText::new(words).color(theme::of(ui).text_weak);
    ui.add(Label::new(words).truncate().selectable(false));
}

/// Column and row of the pixel at `at` (0 to 1).
pub fn pixel_at(at: Pos2, [width, height]: [usize; 2]) -> (usize, usize) {
    let place = |at: f32, count: usize| ((at * count as f32) as usize).min(count.saturating_sub(1));
    (place(at.x, width), place(at.y, height))
}

/// The colour at `at` (0 to 1).
pub fn colour_at(shown: &Shown, at: Pos2) -> Option<[u8; 3]> {
    let picture = &shown.picture;
    let (x, y) = pixel_at(at, [picture.width(), picture.height()]);
    picture.pixel(x, y)
}

/// By how many levels of 255 two pictures differ at `at`, on average over the channels.
pub fn level_at(a: &Shown, b: &Shown, at: Pos2) -> f32 {
    let (x, y) = pixel_at(at, compare::common_size(&a.picture, &b.picture));
    compare::level_at(&a.picture, &b.picture, x, y) as f32 / CHANNELS
}

/// The pixel at `at` (0 to 1) of the pictures that the mode shows, which may differ in size.
fn pixel_words(state: &ViewerState, at: Pos2, lead: &Face, pictures: ViewerPictures<'_>) -> String {
    let (x, y) = pixel_at(at, lead.size());
    let mut words = format!("x {x}, y {y}");
    let result = pictures.result.and_then(Face::pixels);
    if state.shows_neighbours() {
        for (beside, name) in pictures.beside.iter().zip(DifferenceKind::MAPS) {
            if let (Some(beside), Some(result)) = (beside, result) {
                let level = level_at(beside.shown, result, at);
                words += &format!("  ·  {name} {level:.1} of 255");
            }
        }
        return words;
    }
    if let (ViewMode::RoundTrip, Some(source), Some(back)) =
        (state.mode, pictures.source, pictures.returned)
    {
        let level = level_at(source, back, at);
        return format!("{words}  ·  source and back again differ by {level:.1} of 255");
    }
    let other = pictures.other(state.against);
    if let (ViewMode::Difference, Some((other, _)), Some(result)) = (state.mode, other, result) {
        words += &format!("  ·  differ by {:.1} of 255", level_at(other, result, at));
    }
    let own = other.map_or("result", |(_, against)| against.own());
    let other = other.map(|(shown, against)| (against.other(), Some(shown)));
    for (name, shown) in [(own, result)].into_iter().chain(other) {
        if let Some([r, g, b]) = shown.and_then(|shown| colour_at(shown, at)) {
            words += &format!("  ·  {name} {r} {g} {b}");
        }
    }
    words
}

/// How much the result differs, in words under its map.
pub(super) fn figures(ui: &mut Ui, state: &mut ViewerState, pictures: ViewerPictures<'_>) {
    let words = if state.shows_neighbours() {
        neighbour_words(state, pictures)
    } else {
        pair_words(state, pictures)
    };
    let weak = theme::of(ui).text_weak;
    for words in words {
        ui.label(RichText::new(words).color(weak));
    }
}

fn pair_words(state: &mut ViewerState, pictures: ViewerPictures<'_>) -> Vec<String> {
    let pair = pictures.pair(state.against);
    let Some(found) = pair.and_then(|pair| state.store.strongest(pair)) else {
        return Vec::new();
    };
    vec![match found.least {
        0 => "Nothing differs".to_owned(),
        least => format!(
            "Mean {:.1}, strongest 1 % from {:.0} of 255 levels",
            found.mean,
            least as f32 / CHANNELS
        ),
    }]
}

fn neighbour_words(state: &mut ViewerState, pictures: ViewerPictures<'_>) -> Vec<String> {
    let Some(result) = pictures.result else {
        return Vec::new();
    };
    let all = pictures.beside.iter().zip(DifferenceKind::MAPS);
    let words = all.filter_map(|(beside, name)| {
        let beside = beside.as_ref()?;
        let found = state.store.strongest((beside.shown, result))?;
        let what = match name {
            "style" => "Only the style is another",
            _ => "Only the source is another",
        };
        let (mean, other) = (found.mean, beside.name);
        Some(format!("{what} ({other}): mean {mean:.1} of 255 levels"))
    });
    words.collect()
}
