//! The pictures of a comparison as one pane's model takes them: cropped to its size, and grey where that is asked for.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::translator::Pictures;
use super::messages::{Input, Inputs, Subject};
use crate::data;
use crate::domain::{CropBox, Fingerprint, Picture};
use crate::problem::Problem;

/// Shares of red, green and blue in brightness, in thousandths (ITU-R BT.601, as pictures are usually made grey).
const LUMA: [u32; 3] = [299, 587, 114];

/// What a pane's model has of the pictures so far.
#[derive(Default)]
pub struct Views {
    known: HashMap<Subject, Fingerprint>,
    /// The pictures, for the translator.
    pub pictures: Pictures,
}

impl Views {
    /// The fingerprint of a picture at the model's size, made on first use.
    ///
    /// # Errors
    /// When the picture is not at hand at a size that will do.
    pub fn of(
        &mut self,
        subject: Subject,
        inputs: &Inputs,
        size: usize,
    ) -> Result<Fingerprint, Problem> {
        if let Some(known) = self.known.get(&subject) {
            return Ok(*known);
        }
        let missing = || Problem::new("A picture of the comparison is not at hand any more");
        let input = inputs.get(&subject.picture).ok_or_else(missing)?;
        let mut picture = view(input, size)?;
        if subject.grey {
            picture = Arc::new(grey(&picture));
        }
        let fingerprint = picture.fingerprint();
        self.known.insert(subject, fingerprint);
        self.pictures.insert(fingerprint, picture);
        Ok(fingerprint)
    }

    /// Forgets the pictures that an order does not speak of.
    pub fn keep(&mut self, inputs: &Inputs) {
        self.known
            .retain(|subject, _| inputs.contains_key(&subject.picture));
        let used: Vec<Fingerprint> = self.known.values().copied().collect();
        self.pictures.retain(|at, _| used.contains(at));
    }
}

/// A picture at a model's size. What Explore shows is made smaller; it is never blown up.
fn view(input: &Input, size: usize) -> Result<Arc<Picture>, Problem> {
    let side = input.view.width();
    if side == size {
        return Ok(Arc::clone(&input.view));
    }
    if let Some((whole, crop)) = &input.whole {
        return Ok(Arc::new(data::model_view(whole, *crop, size)));
    }
    if side > size {
        let whole = CropBox::whole(side, side);
        return Ok(Arc::new(data::model_view(&input.view, whole, size)));
    }
    Err(Problem::new(format!(
        "{} is at hand with {side} × {side} pixels only, and this model takes {size} × {size}",
        input.name
    ))
    .hint("Open fewer pictures, or add it again"))
}

/// The picture without its colours.
pub fn grey(picture: &Picture) -> Picture {
    let pixel = |colour: &[u8]| {
        let sum: u32 = colour
            .iter()
            .zip(LUMA)
            .map(|(&c, share)| u32::from(c) * share)
            .sum();
        [((sum + 500) / 1000) as u8; 3]
    };
    let rgb = picture.rgb().chunks_exact(3).flat_map(pixel).collect();
    Picture::new(picture.width(), picture.height(), rgb).unwrap_or_else(|| picture.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(side: usize, whole: Option<usize>) -> Input {
        Input {
            name: "mia.png".to_owned(),
            view: Arc::new(Picture::filled(side, side, [200, 100, 0])),
            whole: whole.map(|side| {
                let picture = Picture::filled(side, side, [10, 20, 30]);
                (Arc::new(picture), CropBox::whole(side, side))
            }),
        }
    }

    #[test]
    fn pictures_are_cropped_again_and_never_blown_up() {
        let side = |input: &Input, size| view(input, size).map(|view| view.width());
        assert_eq!(side(&input(64, None), 64), Ok(64));
        assert_eq!(side(&input(64, None), 32), Ok(32));
        assert_eq!(side(&input(64, Some(300)), 128), Ok(128));
        let refused = side(&input(64, None), 128).unwrap_err().to_string();
        assert!(
            refused.starts_with("mia.png is at hand with 64 × 64"),
            "{refused}"
        );
    }

    #[test]
    fn grey_copies_are_other_pictures() {
        let inputs: Inputs = [(Fingerprint(1), input(64, None))].into();
        let mut views = Views::default();
        let mut of = |grey| {
            let subject = Subject {
                picture: Fingerprint(1),
                grey,
            };
            views.of(subject, &inputs, 64).unwrap()
        };
        let (colours, without) = (of(false), of(true));
        assert_ne!(colours, without);
        assert_eq!(views.pictures[&without].pixel(0, 0), Some([119; 3]));
        views.keep(&Inputs::new());
        assert!(views.pictures.is_empty());
    }
}
