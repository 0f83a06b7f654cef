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

/// What a viewer's panes keep between frames.
pub(super) struct PaneStore {
    textures: Textures,
    difference: Option<(Fingerprint, Fingerprint, (f32, u32), Shown)>,
    strongest: Option<(Fingerprint, Fingerprint, Strongest)>,
}

impl Default for PaneStore {
    fn default() -> Self {
        Self {
            textures: Textures::new(24),
            difference: None,
            strongest: None,
        }
    }
}

impl PaneStore {
    /// How much a result differs from its source, when its pixels are in memory.
    pub fn strongest(&mut self, (a, b): (&Shown, &Face)) -> Option<Strongest> {
        let b = b.pixels()?;
        let same = |kept: &(Fingerprint, Fingerprint, Strongest)| {
            (kept.0, kept.1) == (a.fingerprint, b.fingerprint)
        };
        let kept = self.strongest.take().filter(same);
        let found = || compare::strongest(&a.picture, &b.picture);
        let found = kept.map_or_else(found, |kept| kept.2);
        self.strongest = Some((a.fingerprint, b.fingerprint, found));
        Some(found)
    }
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
        let key = (a.fingerprint, b.fingerprint, (amplify, least));
        let kept = store.difference.take();
        let kept = kept.filter(|kept| (kept.0, kept.1, kept.2) == key);
        let kept = kept.unwrap_or_else(|| {
            let map = compare::marked_difference(&a.picture, &b.picture, amplify, least);
            (key.0, key.1, key.2, Shown::new(map))
        });
        let shown = store.difference.insert(kept).3.clone();
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
        let slot = self.owner.with(("planes", self.rect.left() as i32));
        paint_look(&painter, slot, &look, self.place(), 1.0);
    }

    fn compare(&self, ui: &Ui, mode: PairMode, a: &Shown, b: &Face) {
        let paint = PairPaint {
            slot: self.owner.with("compared pair"),
            mode,
            a: a.clone(),
            b: b.clone(),
            place: self.place(),
        };
        ui.painter().add(paint.into_shape());
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
