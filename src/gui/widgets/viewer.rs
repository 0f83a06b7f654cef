//! The large view of one result, alone or against another picture: its source, its reference, or one that the person marked.

use egui::{
    CursorIcon, PointerButton, Rect, Response, Role, Sense, TextureId, Ui, Vec2, WidgetInfo, vec2,
};

use super::brush::{brush, paint_veil};
use super::heat_legend::heat_legend;
use super::latent_pad::{arrow_steps, keep_arrows};
use super::pane::{PaneStore, SPLIT};
use super::view_mode::{Against, DifferenceKind, ViewMode};
use super::{Face, Shown, SliderRow, ViewTransform, branch_bar, viewer_paint, viewer_words};
use crate::gui::text::comparing as text;
use crate::gui::theme;

/// How the amplification starts.
pub const AMPLIFY: f32 = 4.0;
/// Least side of the area in points, however low the window.
const LEAST_SIDE: f32 = 120.0;

/// A neighbour in the grid and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Its pixels.
    pub shown: &'a Shown,
    /// What tells it from the result: its row's name, or its source's.
    pub name: &'a str,
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
    /// What the person marked to compare with.
    pub partner: Option<&'a Shown>,
    /// The neighbours: the same source in another style, another source in the same style.
    pub beside: [Option<Beside<'a>>; 2],
    /// The result translated back.
    pub returned: Option<&'a Shown>,
    /// Whether what lacks is not being made.
    pub stopped: bool,
}

impl<'a> ViewerPictures<'a> {
    /// What the result is compared with; the source when the chosen picture is not there.
    pub fn other(&self, against: Against) -> Option<(&'a Shown, Against)> {
        let chosen = match against {
            Against::Partner => self.partner,
            Against::Reference => self.reference,
            Against::Source => None,
        };
        let source = self.source.map(|source| (source, Against::Source));
        chosen.map(|chosen| (chosen, against)).or(source)
    }

    /// The two pictures that are compared.
    pub fn pair(&self, against: Against) -> Option<(&'a Shown, &'a Face)> {
        Some((self.other(against)?.0, self.result?))
    }
}

/// What a hand that walks through latents did on the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Walked {
    /// So far to the right and down, in units of the view.
    By(Vec2),
    /// Back to where the latent started.
    Home,
}

/// What the viewer remembers between frames.
pub struct ViewerState {
    /// How it shows.
    pub mode: ViewMode,
    /// What the result is compared with.
    pub against: Against,
    /// What the difference is taken to.
    pub difference: DifferenceKind,
    /// Place of the wipe's handle, 0 to 1.
    pub split: f32,
    /// By how much differences are amplified.
    pub amplify: f32,
    /// Whether the strongest 1 % of the differences are marked.
    pub mark: bool,
    /// Most height of the pictures in points; none lets them fill the width.
    pub room: Option<f32>,
    /// Whether a pixel of the picture is one of the screen, where there is space for that.
    pub actual: bool,
    /// Whether the wheel belongs to the loupe.
    pub keeps_wheel: bool,
    /// Whether pixels were asked for that lie on the device.
    pub wants_pixels: bool,
    /// Where the pointer is, in units of the picture.
    pub pointed: Option<egui::Pos2>,
    /// A mask to lie over the picture.
    pub veil: Option<TextureId>,
    /// Radius of a brush in the hand, in units of the picture; it takes the place of panning.
    pub brush: Option<f32>,
    /// Where the brush went this frame, from and to, in units of the picture.
    pub stroke: Option<[[f32; 2]; 2]>,
    /// Whether a drag walks through latents; it takes the place of panning.
    pub walks: bool,
    /// Where the hand walked this frame.
    pub walked: Option<Walked>,
    possible: Vec<ViewMode>,
    pub(super) store: PaneStore,
}

impl Default for ViewerState {
    fn default() -> Self {
        Self {
            mode: ViewMode::default(),
            against: Against::default(),
            difference: DifferenceKind::default(),
            split: SPLIT,
            amplify: AMPLIFY,
            mark: false,
            room: None,
            actual: false,
            keeps_wheel: false,
            wants_pixels: false,
            pointed: None,
            veil: None,
            brush: None,
            stroke: None,
            walks: false,
            walked: None,
            possible: Vec::new(),
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

    /// Goes on to the next mode that has its pictures.
    pub fn next_mode(&mut self) {
        let all = ViewMode::ALL.map(|(mode, _)| mode);
        let at = all.iter().position(|mode| *mode == self.mode).unwrap_or(0);
        let after = all.iter().cycle().skip(at + 1).take(all.len());
        let possible = |mode: &&ViewMode| self.possible.contains(mode);
        if let Some(next) = after.copied().find(|mode| possible(&mode)) {
            self.mode = next;
        }
    }

    /// Whether two maps of differences are shown.
    pub(in crate::gui) fn shows_neighbours(&self) -> bool {
        self.mode == ViewMode::Difference && self.difference == DifferenceKind::Neighbours
    }

    /// Columns and rows of panes.
    fn panes(&self) -> [usize; 2] {
        match self.mode {
            ViewMode::RoundTrip => [2, 2],
            ViewMode::SideBySide => [2, 1],
            _ if self.shows_neighbours() => [2, 1],
            _ => [1, 1],
        }
    }
}

/// Shows the picture, the pixel under the pointer, the mode bar and what belongs to the mode, in the width there is.
pub fn viewer(
    ui: &mut Ui,
    state: &mut ViewerState,
    view: &mut ViewTransform,
    pictures: ViewerPictures<'_>,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE;
        let response = ui
            .vertical_centered(|ui| picture_area(ui, state, view, pictures))
            .inner;
        viewer_words::read_out(ui, state, *view, pictures);
        state.wants_pixels = wants_pixels(state, pictures);
        mode_bar(ui, state, pictures);
        if state.mode.compares() {
            against_bar(ui, state, pictures);
        }
        match state.mode {
            ViewMode::Difference => difference_controls(ui, state, pictures),
            // Its heat map has the colours of the usual amplification.
            ViewMode::RoundTrip => {
                heat_legend(ui, AMPLIFY);
            }
            _ => {}
        }
        response
    })
    .inner
}

/// Figures and colours under the pointer need bytes; a result may lie on the device.
fn wants_pixels(state: &ViewerState, pictures: ViewerPictures<'_>) -> bool {
    let on_device = |face: &Face| face.pixels().is_none();
    let figures = matches!(state.mode, ViewMode::Difference | ViewMode::RoundTrip);
    pictures.result.is_some_and(on_device) && (state.pointed.is_some() || figures)
}

fn difference_controls(ui: &mut Ui, state: &mut ViewerState, pictures: ViewerPictures<'_>) {
    heat_legend(ui, state.amplify);
    SliderRow::new("Amplify", &mut state.amplify, 1.0..=16.0)
        .default_value(AMPLIFY)
        .decimals(1)
        .unit("×")
        .show(ui);
    if !state.shows_neighbours() {
        ui.checkbox(&mut state.mark, "Mark the strongest 1 %");
    }
    viewer_words::figures(ui, state, pictures);
}

fn mode_bar(ui: &mut Ui, state: &mut ViewerState, pictures: ViewerPictures<'_>) {
    state.possible.clear();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for (mode, name) in ViewMode::ALL {
            let possible = mode.is_possible(&pictures, state.against);
            if possible {
                state.possible.push(mode);
            }
            let chosen = state.mode == mode;
            if branch_bar::chip_if(ui, possible, name, None, chosen)
                .on_hover_text(text::mode_hint(mode))
                .clicked()
            {
                state.mode = mode;
            }
        }
    });
}

/// What the result is compared with, and in a difference also the neighbours.
fn against_bar(ui: &mut Ui, state: &mut ViewerState, pictures: ViewerPictures<'_>) {
    let in_force = pictures.other(state.against).map(|(_, against)| against);
    let neighbours = state.shows_neighbours();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        ui.label(egui::RichText::new("against").color(theme::of(ui).text_weak));
        for against in Against::ALL {
            let (name, hint) = text::against(against);
            let possible = match against {
                Against::Source => pictures.source.is_some(),
                Against::Reference => pictures.reference.is_some(),
                Against::Partner => pictures.partner.is_some(),
            };
            let chosen = in_force == Some(against) && !neighbours;
            let chip = branch_bar::chip_if(ui, possible, name, None, chosen);
            if chip.on_hover_text(hint).clicked() {
                state.against = against;
                state.difference = DifferenceKind::Pair;
            }
        }
        if state.mode == ViewMode::Difference {
            let possible = pictures.beside.iter().any(Option::is_some);
            let chip = branch_bar::chip_if(ui, possible, text::NEIGHBOURS.0, None, neighbours);
            if chip.on_hover_text(text::NEIGHBOURS.1).clicked() {
                state.difference = DifferenceKind::Neighbours;
            }
        }
    });
}

fn picture_area(
    ui: &mut Ui,
    state: &mut ViewerState,
    view: &mut ViewTransform,
    pictures: ViewerPictures<'_>,
) -> Response {
    let [columns, rows] = state.panes();
    let size = viewer_paint::lead_of(state.mode, pictures).map_or([1, 1], |face| face.size());
    let pane = pane_size(ui, state, view, size);
    let gaps = |count: usize| theme::SPACE * (count - 1) as f32;
    let whole = vec2(
        pane.x * columns as f32 + gaps(columns),
        pane.y * rows as f32 + gaps(rows),
    );
    let (area, response) = ui.allocate_exact_size(whole, Sense::click_and_drag());
    let name = state.mode.name();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Large view: {name}")));
    let step = pane + vec2(theme::SPACE, theme::SPACE);
    let places: Vec<Rect> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| vec2(column as f32, row as f32)))
        .map(|at| Rect::from_min_size(area.min + step * at, pane))
        .collect();
    let under = pane_under(&response, &places);
    if state.brush.is_none() && !state.walks {
        view.follow_hand(&response, under);
    }
    if !state.keeps_wheel {
        view.follow_wheel(ui, &response, under);
    }
    state.walked = walked(state, &response, under);
    if response.clicked() {
        response.request_focus();
    } else if response.has_focus() {
        keep_arrows(ui, &response);
        view.follow_keys(ui, arrow_steps(ui));
    }
    state.pointed = response.hover_pos().map(|pointer| {
        let unit = (pointer - under.min) / under.size();
        view.to_picture(egui::Pos2::ZERO + unit)
    });
    viewer_paint::paint(ui, state, *view, &response, &places, pictures);
    let masked = matches!(
        state.mode,
        ViewMode::Result
            | ViewMode::Source
            | ViewMode::SideBySide
            | ViewMode::Wipe
            | ViewMode::Blink
    );
    let first = places.first().copied().unwrap_or(area);
    if let (true, Some(veil)) = (masked, state.veil) {
        paint_veil(ui.painter(), first, *view, veil);
    }
    let radius = state.brush.filter(|_| masked);
    state.stroke = radius.and_then(|radius| brush(ui, &response, under, *view, radius));
    response
}

/// What a hand that walks did this frame.
fn walked(state: &ViewerState, response: &Response, under: Rect) -> Option<Walked> {
    if !state.walks {
        return None;
    }
    response.clone().on_hover_cursor(CursorIcon::AllScroll);
    if response.double_clicked() {
        return Some(Walked::Home);
    }
    let dragged = response.dragged_by(PointerButton::Primary);
    dragged.then(|| Walked::By(response.drag_delta() / under.size()))
}

/// The size of a pane: as wide as there is space, as high as there is room, or the picture's own.
fn pane_size(ui: &Ui, state: &ViewerState, view: &mut ViewTransform, size: [usize; 2]) -> Vec2 {
    let [columns, rows] = state.panes();
    let [width, height] = size.map(|side| side.max(1) as f32);
    let gaps = |count: usize| theme::SPACE * (count - 1) as f32;
    let wide = (ui.available_width() - gaps(columns)) / columns as f32;
    let room = state.room.unwrap_or(f32::INFINITY).max(LEAST_SIDE);
    let high = (room - gaps(rows)) / rows as f32;
    let fitted = wide.min(high * width / height);
    if !state.actual {
        return vec2(fitted, fitted * height / width);
    }
    // A picture that does not fit is cut by the zoom instead.
    let own = width / ui.pixels_per_point();
    let shown = own.min(fitted);
    view.zoom = view.zoom.max(own / shown);
    *view = view.clamped();
    vec2(shown, shown * height / width)
}

/// All panes show the same part: which of them the pointer is over.
fn pane_under(response: &Response, places: &[Rect]) -> Rect {
    let pointer = response.hover_pos().or(response.interact_pointer_pos());
    let over = pointer.and_then(|pointer| places.iter().find(|place| place.contains(pointer)));
    over.or(places.first()).copied().unwrap_or(response.rect)
}
