//! The round trip of one result: translated back to its source's own domain in the source's own style, and how far that is from the
//! source. It is the cycle loss of the model's own training, made visible.

use std::sync::Arc;

use super::chain;
use super::distance::{mean_pixel, perceptual};
use super::translator::{Pictures, Translator};
use crate::domain::{CellKey, Picture, StyleKey, StyleSource};
use crate::model::perceptual::Perceptual;
use crate::problem::Problem;

/// Heads what a person reads when there is no round trip.
pub(super) const NOT_MADE: &str = "The round trip could not be computed";

/// Which result, and in which style it goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TripKey {
    /// The result.
    pub cell: CellKey,
    /// The style of the way back.
    pub back: StyleKey,
}

/// A round trip that is wanted. A newer order replaces an older one, and cells of the grid come first.
#[derive(Clone, Debug)]
pub struct TripOrder {
    /// The result.
    pub cell: CellKey,
    /// The recipe of its style.
    pub style: StyleSource,
    /// The recipe of the way back.
    pub back: StyleSource,
    /// The pictures that the recipes and the cell speak of.
    pub pictures: Arc<Pictures>,
}

impl TripOrder {
    /// What it is kept by.
    pub fn key(&self) -> TripKey {
        TripKey {
            cell: self.cell,
            back: self.back.key(),
        }
    }
}

/// A result that came back.
#[derive(Clone, Debug)]
pub struct RoundTrip {
    /// The picture after both ways.
    pub returned: Arc<Picture>,
    /// Mean absolute difference of the result to its source, 0 to 1.
    pub to_source: f32,
    /// Mean absolute difference of the returned picture to the source, 0 to 1.
    pub error: f32,
    /// ST-LPIPS of both to the source; none until it is measured, or where pictures are too small.
    pub perceptual: Option<[f32; 2]>,
}

/// A round trip's pictures, before anything is measured on a network.
pub struct Travelled {
    source: Arc<Picture>,
    made: Arc<Picture>,
}

/// The first way: the result once more, as a picture that can be a source.
///
/// # Errors
/// When the model cannot make it, or the source is missing.
pub fn there(translator: &mut Translator, order: &TripOrder) -> Result<Travelled, Problem> {
    let source = order.pictures.get(&order.cell.source).cloned();
    let source = source.ok_or_else(|| Problem::new(NOT_MADE))?;
    let made = translator
        .translate(order.cell.source, &order.style, &order.pictures)
        .map_err(|error| Problem::because(NOT_MADE, &error))?;
    Ok(Travelled {
        source,
        made: Arc::new(made),
    })
}

/// The way back.
///
/// # Errors
/// When the model cannot make it.
pub fn back(
    translator: &mut Translator,
    order: &TripOrder,
    travelled: &Travelled,
) -> Result<RoundTrip, Problem> {
    let Travelled { source, made } = travelled;
    let stage = chain::stage(translator, made, &order.back, &order.pictures, source)?;
    Ok(RoundTrip {
        returned: stage.picture,
        to_source: mean_pixel(made, source).unwrap_or(f32::NAN),
        error: stage.to_source,
        perceptual: None,
    })
}

/// ST-LPIPS of the result and of the returned picture to the source.
///
/// # Errors
/// When the pictures are too small for it, or the device gives nothing usable back.
pub fn measure(
    extractor: &Perceptual,
    device: &burn::tensor::Device,
    travelled: &Travelled,
    trip: &RoundTrip,
) -> Result<[f32; 2], Problem> {
    let to_source = |picture| perceptual(extractor, device, &travelled.source, picture);
    Ok([to_source(&travelled.made)?, to_source(&trip.returned)?])
}
