//! Where the wheel's pictures stand: on an ellipse around the source, as large as they fit.

use std::f32::consts::{FRAC_1_SQRT_2, PI, TAU};

use egui::{Pos2, Rect, Vec2, vec2};

use crate::gui::theme;

/// Height of the words under a picture in points.
pub const WORDS: f32 = 40.0;
/// Largest and least side of a picture.
const SIDE: (f32, f32) = (240.0, 40.0);
/// Side of the source as a share of that of a spoke's picture.
const MIDDLE: f32 = 0.86;
/// How much wider than high the ellipse may be, or higher than wide.
const WIDER: f32 = 1.5;
/// How far to the side a picture may stand, in sides of a picture; many need more, to stand side by side.
const WIDEST: f32 = 1.6;
/// A step of making pictures smaller until they fit.
const SMALLER: f32 = 0.96;

/// Places on the screen.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The source.
    pub middle: Rect,
    /// Radius of the ring around it.
    pub ring: f32,
    /// The pictures.
    pub spokes: Vec<Rect>,
}

impl Shape {
    /// `count` pictures in `space`, clockwise.
    pub fn new(count: usize, space: Rect) -> Self {
        let mut side = SIDE.0;
        loop {
            let shape = Self::with_side(count, space, side);
            if side <= SIDE.1 || shape.fits() {
                return shape;
            }
            side *= SMALLER;
        }
    }

    fn with_side(count: usize, space: Rect, side: f32) -> Self {
        let middle = Rect::from_center_size(space.center(), Vec2::splat(side * MIDDLE));
        // An even number stands in pairs, so that a wide space is used to its corners; the first is at the top, or at its left.
        let turn = if count.is_multiple_of(2) { 0.5 } else { 0.0 };
        let way =
            |at: usize| Vec2::angled(TAU * (at as f32 - turn) / count.max(1) as f32 - PI / 2.0);
        let reach = (0..count)
            .map(way)
            .fold(Vec2::splat(1e-3), |reach, way| reach.max(way.abs()));
        let room = (space.size() - vec2(side + theme::SPACE, side + WORDS)) / 2.0;
        let high = room.y.max(0.0) / reach.y;
        let around = (side + WORDS) * count as f32 / TAU;
        let wide = room.x.clamp(0.0, around.max(side * WIDEST)) / reach.x;
        let wide = wide.min(high * WIDER);
        let spoke = |at: usize| {
            let centre = space.center() + way(at) * vec2(wide, high.min(wide * WIDER));
            let centre = centre - vec2(0.0, WORDS / 2.0);
            Rect::from_center_size(centre, Vec2::splat(side))
        };
        Self {
            middle,
            ring: middle.width() * FRAC_1_SQRT_2 + theme::SPACE,
            spokes: (0..count).map(spoke).collect(),
        }
    }

    fn fits(&self) -> bool {
        let whole = |rect: &Rect| {
            let words = rect.with_max_y(rect.max.y + WORDS);
            words.expand(theme::SPACE_HALF)
        };
        let apart = |a: &Rect, b: &Rect| !whole(a).intersects(whole(b));
        let pairs = self.spokes.iter().enumerate();
        let mut pairs = pairs.flat_map(|(at, a)| self.spokes[at + 1..].iter().map(move |b| (a, b)));
        let clear = |rect: &Rect| {
            let rect = whole(rect);
            rect.distance_to_pos(self.middle.center()) >= self.ring + theme::SPACE
        };
        pairs.all(|(a, b)| apart(a, b)) && self.spokes.iter().all(clear)
    }

    /// Where a spoke's line begins and ends.
    pub fn line(&self, at: usize) -> Option<[Pos2; 2]> {
        let rect = self.spokes.get(at)?;
        let way = rect.center() - self.middle.center();
        let way = way / way.length().max(1.0);
        Some([self.middle.center() + way * self.ring, rect.center()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn pictures_fit_and_stay_apart() {
        for (width, height) in [(760.0, 680.0), (480.0, 420.0), (1900.0, 900.0)] {
            let space = Rect::from_min_size(pos2(10.0, 20.0), vec2(width, height));
            for count in 1..=8 {
                let shape = Shape::new(count, space);
                assert!(shape.fits(), "{count} in {width} x {height}");
                for spoke in &shape.spokes {
                    let words = spoke.with_max_y(spoke.max.y + WORDS);
                    assert!(space.expand(1.0).contains_rect(words), "{count}: {spoke}");
                    assert!(spoke.width() >= 56.0, "{count} in {width}: {spoke}");
                }
            }
        }
    }
}
