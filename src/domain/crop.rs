//! The square that the model sees of a picture.

use serde::{Deserialize, Serialize};

/// An axis-aligned box in pixels of the upright picture; `whole` boxes need not be square.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CropBox {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, at least 1.
    pub width: f32,
    /// Height, at least 1.
    pub height: f32,
}

impl CropBox {
    /// The whole of a picture of this size.
    pub fn whole(width: usize, height: usize) -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            width: width as f32,
            height: height as f32,
        }
    }

    /// The largest centred square of a picture of this size.
    pub fn centred_square(width: usize, height: usize) -> Self {
        let side = width.min(height) as f32;
        Self {
            x: ((width as f32 - side) / 2.0).floor(),
            y: ((height as f32 - side) / 2.0).floor(),
            width: side,
            height: side,
        }
    }

    /// A square around (`centre_x`, `centre_y`), made smaller and moved until it lies inside the picture.
    pub fn square_around(
        centre_x: f32,
        centre_y: f32,
        side: f32,
        width: usize,
        height: usize,
    ) -> Self {
        let side = side.clamp(1.0, width.min(height) as f32);
        Self {
            x: centre_x - side / 2.0,
            y: centre_y - side / 2.0,
            width: side,
            height: side,
        }
        .inside(width, height)
    }

    /// Whether it is a box at all: numbers, and sides of a pixel or more.
    pub fn is_sound(self) -> bool {
        let edges = [self.x, self.y, self.width, self.height];
        edges.iter().all(|edge| edge.is_finite()) && self.width.min(self.height) >= 1.0
    }

    /// The same box moved (and if need be shrunk) to lie inside a picture of this size, on whole pixels; what is no number gives way.
    pub fn inside(self, width: usize, height: usize) -> Self {
        // Unlike `clamp`, `max` takes the other one for what is no number.
        let within = |value: f32, least: f32, most: f32| value.round().max(least).min(most);
        let box_width = within(self.width, 1.0, width as f32);
        let box_height = within(self.height, 1.0, height as f32);
        Self {
            x: within(self.x, 0.0, width as f32 - box_width),
            y: within(self.y, 0.0, height as f32 - box_height),
            width: box_width,
            height: box_height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centred_square_of_a_wide_picture() {
        let crop = CropBox::centred_square(301, 100);
        assert_eq!(
            (crop.x, crop.y, crop.width, crop.height),
            (100.0, 0.0, 100.0, 100.0)
        );
    }

    #[test]
    fn squares_stay_inside() {
        let crop = CropBox::square_around(5.0, 95.0, 50.0, 100, 100);
        assert_eq!((crop.x, crop.y, crop.width), (0.0, 50.0, 50.0));
        let crop = CropBox::square_around(50.0, 50.0, 500.0, 100, 80);
        assert_eq!((crop.width, crop.height, crop.y), (80.0, 80.0, 0.0));
    }

    #[test]
    fn what_is_no_number_gives_way() {
        let crop = CropBox {
            x: f32::NAN,
            y: f32::INFINITY,
            width: f32::NAN,
            height: 10.0,
        };
        let inside = CropBox {
            x: 0.0,
            y: 70.0,
            width: 1.0,
            height: 10.0,
        };
        assert_eq!(crop.inside(100, 80), inside);
        assert!(inside.is_sound() && !crop.is_sound());
    }
}
