//! The loupe: whether it is on, what lies under it, and whom the wheel belongs to.

use egui::{Context, Key, Pos2};

use super::app::App;
use super::plan::RowId;
use super::state::PictureId;
use super::widgets::loupe::{FIRST, Glass, STRENGTH, loupe};
use super::widgets::{Against, Face, Textures};

/// Seconds for which a key is held at least for a quick look.
const HELD_SECONDS: f64 = 0.35;
/// How much a point of the wheel changes the strength.
const WHEEL: f32 = 0.005;
/// Textures of pictures shown as squares.
const TEXTURES: usize = 32;

/// What the loupe remembers.
pub(super) struct Loupe {
    /// Whether it is on.
    pub on: bool,
    /// Points of the screen that a pixel takes.
    strength: f32,
    /// The cell and the place in it (0 to 1) that the pointer is over this frame.
    pub over: Option<(RowId, PictureId, Pos2)>,
    /// When its key went down.
    pressed: Option<f64>,
    textures: Textures,
}

impl Default for Loupe {
    fn default() -> Self {
        Self {
            on: false,
            strength: FIRST,
            over: None,
            pressed: None,
            textures: Textures::new(TEXTURES),
        }
    }
}

impl App {
    /// Turns the loupe on or off.
    pub(super) fn toggle_loupe(&mut self) {
        self.sight.loupe.on = !self.sight.loupe.on;
    }

    /// The loupe's key went down: on or off; held, it is on for as long as that.
    pub(super) fn press_loupe(&mut self, ctx: &Context) {
        self.toggle_loupe();
        let now = ctx.input(|input| input.time);
        self.sight.loupe.pressed = self.sight.loupe.on.then_some(now);
    }

    /// Lets go with the key, and takes the wheel before anything else does.
    pub(super) fn prepare_loupe(&mut self, ctx: &Context) {
        let (now, released) = ctx.input(|input| (input.time, input.key_released(Key::G)));
        if released
            && let Some(pressed) = self.sight.loupe.pressed.take()
            && now - pressed > HELD_SECONDS
        {
            self.sight.loupe.on = false;
        }
        let over = self.sight.loupe.over.take();
        self.viewer.keeps_wheel = self.sight.loupe.on;
        if self.sight.loupe.on && over.is_some() {
            let turned = ctx.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
            let (least, most) = STRENGTH;
            self.sight.loupe.strength =
                (self.sight.loupe.strength * (turned * WHEEL).exp()).clamp(least, most);
        }
    }

    /// Shows the loupe over what the pointer is on.
    pub(super) fn show_loupe(&mut self, ctx: &Context) {
        let Some((row, source, at)) = self.sight.loupe.over.filter(|_| self.sight.loupe.on) else {
            return;
        };
        let own = self.key_of(row, source);
        let Some(face) = own.and_then(|key| self.results.face(key).cloned()) else {
            return;
        };
        self.pixels_at(row, source);
        let against = self.viewer.against;
        let other = self.beside_in_loupe(row, source);
        let mut glasses = Vec::new();
        if let Some((other, against)) = &other {
            glasses.push(Glass {
                name: against.other(),
                face: other,
            });
        }
        let shown = other.as_ref().map_or(against, |(_, against)| *against);
        glasses.push(Glass {
            name: shown.own(),
            face: &face,
        });
        let how = (at, self.sight.loupe.strength);
        loupe(ctx, &mut self.sight.loupe.textures, how, &glasses);
    }

    /// What lies beside a result in the loupe: what the viewer compares with, else its source.
    fn beside_in_loupe(&mut self, row: RowId, source: PictureId) -> Option<(Face, Against)> {
        let view = |app: &Self, picture| -> Option<Face> {
            let shown = &app.library.get(picture)?.view.as_ref()?.shown;
            Some(shown.clone().into())
        };
        let chosen = match (self.viewer.against, row) {
            (Against::Partner, _) if !self.is_partner(row, source) => {
                self.partner_pixels();
                self.partner_face()
            }
            (Against::Reference, RowId::Reference(picture, _)) => view(self, picture),
            _ => None,
        };
        match chosen {
            Some(face) => Some((face, self.viewer.against)),
            None => Some((view(self, source)?, Against::Source)),
        }
    }
}
