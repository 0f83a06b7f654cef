//! One rectangle of the viewer: a picture alone, or two compared by the GPU where there is one.

use egui::{CursorIcon, Id, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::cell::paint_look;
use super::compare::Strongest;
use super::latent_pad::{arrow_steps, keep_arrows};
use super::viewer_gpu::{self, PairMode, PairPaint, Place};
use super::{Face, Shown, Textures, ViewTransform, compare};
use crate::domain::Fingerprint;
use crate::gui::theme;

/// How a wipe starts.
pub(super) const SPLIT: f32 = 0.5;

/// Where a picture lies and which part of it is shown.
pub(super) struct Pane {
    /// The viewer it belongs to.
    pub owner: Id,
    /// On the screen.
    pub rect: Rect,
    /// The shown part.
    pub view: ViewTransform,
}

/// Maps and figures kept of the pictures shown last.
const KEPT_PAIRS: usize = 6;

/// Two pictures, by their content.
type PairKey = (Fingerprint, Fingerprint);

/// A map of two pictures: how much it is amplified, and from which level it is marked.
type MapKey = (PairKey, (f32, u32));

/// What a viewer's panes keep between frames.
pub(super) struct PaneStore {
    textures: Textures,
    differences: Vec<(MapKey, Shown)>,
    strongest: Vec<(PairKey, Strongest)>,
}

impl Default for PaneStore {
    fn default() -> Self {
        Self {
            textures: Textures::new(24),
            differences: Vec::new(),
            strongest: Vec::new(),
        }
    }
}

impl PaneStore {
    /// How much two pictures differ, when the pixels of both are in memory.
    pub fn strongest(&mut self, (a, b): (&Shown, &Face)) -> Option<Strongest> {
        let b = b.pixels()?;
        let found = || compare::strongest(&a.picture, &b.picture);
        Some(kept_or(
            &mut self.strongest,
            (a.fingerprint, b.fingerprint),
            found,
        ))
    }
}

/// What is kept under `key`, or made now in place of what came first.
fn kept_or<K: PartialEq, V: Clone>(kept: &mut Vec<(K, V)>, key: K, make: impl FnOnce() -> V) -> V {
    if let Some((_, value)) = kept.iter().find(|(other, _)| *other == key) {
        return value.clone();
    }
    if kept.len() >= KEPT_PAIRS {
        kept.remove(0);
    }
    let value = make();
    kept.push((key, value.clone()));
    value
}

impl Pane {
    /// One picture.
    pub fn plain(&self, ui: &Ui, store: &mut PaneStore, face: &Face) {
        self.clipped(ui, store, face, self.rect);
    }

    /// `a` left of the split, `b` right of it, and the handle.
    pub fn wipe(&self, ui: &Ui, store: &mut PaneStore, split: &mut f32, (a, b): (&Shown, &Face)) {
        if viewer_gpu::installed(ui.ctx()) {
            self.compare(ui, PairMode::Wipe(*split), a, b);
        } else {
            let edge = self.rect.left() + *split * self.rect.width();
            let left = Rect::from_min_max(self.rect.min, pos2(edge, self.rect.bottom()));
            self.plain(ui, store, b);
            self.clipped(ui, store, &a.clone().into(), left);
        }
        self.handle(ui, split);
    }

    /// The heat map of what differs between `a` and `b`, with a rim around the pixels that differ by `least` levels or more (0: none).
    pub fn marked_difference(
        &self,
        ui: &Ui,
        store: &mut PaneStore,
        (amplify, least): (f32, u32),
        (a, b): (&Shown, &Face),
    ) {
        let mode = PairMode::Marked(amplify, least);
        let b = match b {
            Face::Pixels(b) if !viewer_gpu::installed(ui.ctx()) => b,
            b => return self.compare(ui, mode, a, b),
        };
        let key = ((a.fingerprint, b.fingerprint), (amplify, least));
        let map = || {
            let map = compare::marked_difference(&a.picture, &b.picture, amplify, least);
            Shown::new(map)
        };
        let shown = kept_or(&mut store.differences, key, map);
        self.plain(ui, store, &shown.into());
    }

    fn clipped(&self, ui: &Ui, store: &mut PaneStore, face: &Face, clip: Rect) {
        let look = store.textures.look(ui.ctx(), face, self.view.nearest());
        let clip = if clip == self.rect {
            ui.clip_rect()
        } else {
            clip.intersect(ui.clip_rect())
        };
        let painter = ui.painter().with_clip_rect(clip);
        let slot = self.slot("planes");
        paint_look(&painter, slot, &look, self.place(), 1.0);
    }

    fn compare(&self, ui: &Ui, mode: PairMode, a: &Shown, b: &Face) {
        let paint = PairPaint {
            slot: self.slot("compared pair"),
            mode,
            a: a.clone(),
            b: b.clone(),
            place: self.place(),
        };
        ui.painter().add(paint.into_shape());
    }

    /// Tells the panes of a viewer apart.
    fn slot(&self, what: &str) -> Id {
        let corner = [self.rect.left() as i32, self.rect.top() as i32];
        self.owner.with((what, corner))
    }

    fn place(&self) -> Place {
        Place {
            rect: self.rect,
            view: self.view,
            corner: theme::CORNER,
        }
    }

    /// The handle of a wipe: dragged, or moved with the arrow keys; a double click centres it.
    fn handle(&self, ui: &Ui, split: &mut f32) {
        let rect = self.rect;
        let at = |split: f32| rect.left() + split * rect.width();
        let area = Rect::from_x_y_ranges(at(*split) - 12.0..=at(*split) + 12.0, rect.y_range());
        let response = ui
            .interact(
                area,
                self.owner.with("wipe handle"),
                Sense::click_and_drag(),
            )
            .on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        let hand = response
            .interact_pointer_pos()
            .filter(|_| response.dragged());
        if response.double_clicked() {
            *split = SPLIT;
        } else if let Some(pointer) = hand {
            *split = (pointer.x - rect.left()) / rect.width();
        } else if response.has_focus() {
            keep_arrows(ui, &response);
            *split += arrow_steps(ui).x * 0.02;
        }
        *split = split.clamp(0.0, 1.0);
        let percent = f64::from(*split * 100.0).round();
        response.widget_info(|| egui::WidgetInfo::slider(true, percent, "Wipe handle"));
        let hot = response.hovered() || response.dragged() || response.has_focus();
        paint_handle(ui, rect, at(*split), hot, response.has_focus());
    }
}

fn paint_handle(ui: &Ui, rect: Rect, x: f32, hot: bool, focus: bool) {
    let tokens = theme::of(ui);
    let painter = ui
        .painter()
        .with_clip_rect(rect.expand(12.0).intersect(ui.clip_rect()));
    let knob: Pos2 = pos2(x, rect.center().y);
    let colour = if focus {
        tokens.over_picture_accent
    } else {
        tokens.over_picture
    };
    painter.vline(x, rect.y_range(), Stroke::new(3.5, tokens.over_picture_rim));
    painter.vline(x, rect.y_range(), Stroke::new(1.5, colour));
    let radius = if hot { 11.0 } else { 10.0 };
    painter.circle_filled(knob, radius + 1.0, tokens.over_picture_rim);
    painter.circle_filled(knob, radius, colour);
    for side in [-1.0, 1.0] {
        let tip = knob + vec2(side * 6.0, 0.0);
        let wing = |up: f32| tip + vec2(-side * 3.0, up * 3.0);
        let stroke = Stroke::new(1.5, tokens.over_picture_ink);
        painter.line(vec![wing(-1.0), tip, wing(1.0)], stroke);
    }
}
