//! The large view of one result, alone or against its source.

use egui::{
    Align2, Pos2, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, TextureId, Ui, Vec2,
    WidgetInfo, vec2,
};

use super::brush::{brush, paint_veil};
use super::latent_pad::{arrow_steps, keep_arrows};
use super::pane::{Pane, PaneStore, SPLIT};
use super::{Face, Shown, SliderRow, ViewTransform, branch_bar};
use crate::gui::theme;

/// Seconds for which each of two pictures shows while they blink.
const BLINK_SECONDS: f64 = 0.7;
/// How the amplification starts.
const AMPLIFY: f32 = 4.0;

/// How the viewer shows a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ViewMode {
    /// The result alone.
    #[default]
    Result,
    /// Its source alone.
    Source,
    /// Its reference alone.
    Reference,
    /// Source and result side by side.
    SideBySide,
    /// Source left of a handle, result right of it.
    Wipe,
    /// A heat map of what changed.
    Difference,
    /// Source and result by turns.
    Blink,
}

impl ViewMode {
    /// All modes with their names, in the order of the bar.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Result, "Result"),
        (Self::Source, "Source"),
        (Self::Reference, "Reference"),
        (Self::SideBySide, "Side by side"),
        (Self::Wipe, "Wipe"),
        (Self::Difference, "Difference"),
        (Self::Blink, "Blink"),
    ];
}

/// The pictures around one result.
#[derive(Clone, Copy, Debug, Default)]
pub struct ViewerPictures<'a> {
    /// The result.
    pub result: Option<&'a Face>,
    /// Whose pose and layout it keeps.
    pub source: Option<&'a Shown>,
    /// Whose style it takes; none for a latent style.
    pub reference: Option<&'a Shown>,
}

/// What the viewer remembers between frames.
pub struct ViewerState {
    /// How it shows.
    pub mode: ViewMode,
    /// Place of the wipe's handle, 0 to 1.
    pub split: f32,
    /// By how much differences are amplified.
    pub amplify: f32,
    /// Whether the strongest 1 % of the differences are marked.
    pub mark: bool,
    /// Whether the colour of a pixel was asked for that lies on the device.
    pub wants_pixels: bool,
    /// A mask to lie over the picture.
    pub veil: Option<TextureId>,
    /// Radius of a brush in the hand, in units of the picture; it takes the place of panning.
    pub brush: Option<f32>,
    /// Where the brush went this frame, from and to, in units of the picture.
    pub stroke: Option<[[f32; 2]; 2]>,
    store: PaneStore,
}

impl Default for ViewerState {
    fn default() -> Self {
        Self {
            mode: ViewMode::default(),
            split: SPLIT,
            amplify: AMPLIFY,
            mark: false,
            wants_pixels: false,
            veil: None,
            brush: None,
            stroke: None,
            store: PaneStore::default(),
        }
    }
}

impl ViewerState {
    /// A viewer that starts in `mode`.
    pub fn in_mode(mode: ViewMode) -> Self {
        Self {
            mode,
            ..Self::default()
        }
    }
}

/// Shows the mode bar, the picture and the pixel under the pointer, in the width there is.
pub fn viewer(
    ui: &mut Ui,
    state: &mut ViewerState,
    view: &mut ViewTransform,
    pictures: ViewerPictures<'_>,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE;
        let response = picture_area(ui, state, view, pictures);
        let pointed = read_out(ui, &response, *view, pictures, state.mode);
        let on_device = pictures
            .result
            .is_some_and(|result| result.pixels().is_none());
        let marks = state.mark && state.mode == ViewMode::Difference;
        state.wants_pixels = (pointed || marks) && on_device;
        mode_bar(ui, state, pictures);
        if state.mode == ViewMode::Difference {
            SliderRow::new("Amplify", &mut state.amplify, 1.0..=16.0)
                .default_value(AMPLIFY)
                .decimals(1)
                .unit("×")
                .show(ui);
            strongest(ui, state, pictures);
        }
        response
    })
    .inner
}

/// The mark's switch, and how much the result differs.
fn strongest(ui: &mut Ui, state: &mut ViewerState, pictures: ViewerPictures<'_>) {
    ui.checkbox(&mut state.mark, "Mark the strongest 1 %");
    let pair = pictures.source.zip(pictures.result);
    let Some(found) = pair.and_then(|pair| state.store.strongest(pair)) else {
        return;
    };
    let words = match found.least {
        0 => "Nothing differs".to_owned(),
        least => format!(
            "Mean {:.1}, strongest 1 % from {:.0} of 255 levels",
            found.mean,
            least as f32 / 3.0
        ),
    };
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

fn mode_bar(ui: &mut Ui, state: &mut ViewerState, pictures: ViewerPictures<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for (mode, name) in ViewMode::ALL {
            let possible = match mode {
                ViewMode::Reference => pictures.reference.is_some(),
                ViewMode::Result => true,
                ViewMode::Source => pictures.source.is_some(),
                _ => pictures.source.is_some() && pictures.result.is_some(),
            };
            let chosen = state.mode == mode;
            if branch_bar::chip_if(ui, possible, name, None, chosen).clicked() {
                state.mode = mode;
            }
        }
    });
}

/// Paints what the mode shows into the first place, and where there are two into the second.
fn paint_mode(
    ui: &mut Ui,
    state: &mut ViewerState,
    view: ViewTransform,
    response: &Response,
    [first, second]: [Rect; 2],
    pictures: ViewerPictures<'_>,
) {
    let pane = |rect| Pane {
        owner: response.id,
        rect,
        view,
    };
    let mode = state.mode;
    let (main, store) = (pane(first), &mut state.store);
    match (mode, pictures.source.zip(pictures.result)) {
        (ViewMode::SideBySide, Some((source, result))) => {
            main.plain(ui, store, &source.clone().into());
            pane(second).plain(ui, store, result);
        }
        (ViewMode::Wipe, Some(pair)) => main.wipe(ui, store, &mut state.split, pair),
        (ViewMode::Difference, Some(pair)) => {
            let found = store.strongest(pair).filter(|_| state.mark);
            let least = found.map_or(0, |found| found.least);
            main.marked_difference(ui, store, (state.amplify, least), pair);
        }
        (ViewMode::Blink, Some((source, result))) => {
            let turn = source_turn(ui, response);
            let source = Face::from(source.clone());
            main.plain(ui, store, if turn { &source } else { result });
        }
        _ => match &lead_of(mode, pictures) {
            Some(face) => main.plain(ui, store, face),
            None => nothing(ui, first, mode),
        },
    }
}

fn picture_area(
    ui: &mut Ui,
    state: &mut ViewerState,
    view: &mut ViewTransform,
    pictures: ViewerPictures<'_>,
) -> Response {
    let lead = lead_of(state.mode, pictures);
    let columns = if state.mode == ViewMode::SideBySide {
        2.0
    } else {
        1.0
    };
    let aspect = lead.as_ref().map_or(1.0, |face| {
        let [width, height] = face.size();
        height as f32 / width as f32
    });
    let width = ui.available_width();
    let column = (width - theme::SPACE * (columns - 1.0)) / columns;
    let (area, response) =
        ui.allocate_exact_size(vec2(width, column * aspect), Sense::click_and_drag());
    let name = ViewMode::ALL
        .iter()
        .find(|(mode, _)| *mode == state.mode)
        .map_or("", |(_, name)| name);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Large view: {name}")));
    let first = Rect::from_min_size(area.min, vec2(column, area.height()));
    let under = pane_under(&response, first);
    if state.brush.is_some() {
        view.follow_wheel(ui, &response, under);
    } else {
        view.follow(ui, &response, under);
    }
    if response.clicked() {
        response.request_focus();
    } else if response.has_focus() {
        keep_arrows(ui, &response);
        view.follow_keys(ui, arrow_steps(ui));
    }
    let second = first.translate(vec2(column + theme::SPACE, 0.0));
    paint_mode(ui, state, *view, &response, [first, second], pictures);
    let masked = !matches!(state.mode, ViewMode::Difference | ViewMode::Reference);
    if let (true, Some(veil)) = (masked, state.veil) {
        paint_veil(ui.painter(), first, *view, veil);
    }
    let radius = state.brush.filter(|_| masked);
    state.stroke = radius.and_then(|radius| brush(ui, &response, under, *view, radius));
    response
}

fn lead_of(mode: ViewMode, pictures: ViewerPictures<'_>) -> Option<Face> {
    match mode {
        ViewMode::Source => pictures.source.cloned().map(Face::from),
        ViewMode::Reference => pictures.reference.cloned().map(Face::from),
        _ => pictures.result.cloned(),
    }
}

/// In side by side the pointer may be over the second pane; both show the same part.
fn pane_under(response: &Response, first: Rect) -> Rect {
    let second = first.translate(vec2(first.width() + theme::SPACE, 0.0));
    match response.hover_pos() {
        Some(pointer) if second.contains(pointer) && response.rect.contains_rect(second) => second,
        _ => first,
    }
}

fn nothing(ui: &Ui, rect: Rect, mode: ViewMode) {
    let tokens = theme::of(ui);
    let words = match mode {
        ViewMode::Reference => "No reference picture guides this result",
        _ => "Select a cell to see it here",
    };
    let line = Stroke::new(theme::HAIRLINE, tokens.hairline);
    let painter = ui.painter();
    painter.rect_stroke(rect, theme::CORNER, line, StrokeKind::Inside);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        words,
        theme::body_font(),
        tokens.text_weak,
    );
}

fn source_turn(ui: &Ui, response: &Response) -> bool {
    if theme::reduced_motion(ui) {
        return response.is_pointer_button_down_on();
    }
    let time = ui.input(|input| input.time);
    let left = BLINK_SECONDS - time.rem_euclid(BLINK_SECONDS);
    ui.ctx().request_repaint_after_secs(left as f32);
    (time / BLINK_SECONDS).floor() % 2.0 == 1.0
}

/// The words under the picture; `true` while the pointer is on a pixel.
fn read_out(
    ui: &mut Ui,
    response: &Response,
    view: ViewTransform,
    pictures: ViewerPictures<'_>,
    mode: ViewMode,
) -> bool {
    let hovered = response.hover_pos().and_then(|pointer| {
        let lead = lead_of(mode, pictures)?;
        let columns = if mode == ViewMode::SideBySide {
            2.0
        } else {
            1.0
        };
        let column = (response.rect.width() - theme::SPACE * (columns - 1.0)) / columns;
        let first = Rect::from_min_size(response.rect.min, vec2(column, response.rect.height()));
        let pane = pane_under(response, first);
        let unit = (pointer - pane.min) / pane.size();
        Some((view.to_picture(Pos2::ZERO + unit), lead))
    });
    let words = match &hovered {
        Some((at, lead)) => pixel_words(*at, lead, pictures),
        None => format!("Zoom {:.0} %", view.zoom * 100.0),
    };
    // Never a second line: the controls below must not jump while the pointer moves.
    let words = RichText::new(words).color(theme::of(ui).text_weak);
    ui.add(egui::Label::new(words).truncate().selectable(false));
    hovered.is_some()
}

/// The pixel at `at` (0 to 1) of the result and the source, which may differ in size.
fn pixel_words(at: Pos2, lead: &Face, pictures: ViewerPictures<'_>) -> String {
    let pixel = |[width, height]: [usize; 2]| {
        let x = (at.x * width as f32) as usize;
        let y = (at.y * height as f32) as usize;
        (x.min(width - 1), y.min(height - 1))
    };
    let (x, y) = pixel(lead.size());
    let mut words = format!("x {x}, y {y}");
    let result = pictures.result.and_then(Face::pixels);
    for (name, shown) in [("result", result), ("source", pictures.source)] {
        let colour = shown.and_then(|shown| {
            let (x, y) = pixel([shown.picture.width(), shown.picture.height()]);
            shown.picture.pixel(x, y)
        });
        if let Some([r, g, b]) = colour {
            words.push_str(&format!("  ·  {name} {r} {g} {b}"));
        }
    }
    words
}
