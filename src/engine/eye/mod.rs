//! The model's eye: the landmark network, what it saw in each source, and how a person wants it to look.
//!
//! Masks are computed once for each source and kept as the network saw them; a [`Look`] changes them on the way to the generator.

pub mod messages;

use std::collections::HashMap;
use std::path::Path;

use burn::tensor::{Device, Tensor, TensorData};

use self::messages::{EyePlanes, MeanFace, MeanFrom};
use super::translator::{TranslateError, numbers};
use crate::checkpoint::landmarks::{network_of, read_network};
use crate::checkpoint::mean_face::read_mean_face;
use crate::checkpoint::{Fault, TensorMap};
use crate::data;
use crate::data::align::align;
use crate::domain::eye::Look;
use crate::domain::landmarks::{Landmarks, MEAN_SIDE};
use crate::domain::{CropBox, Fingerprint, Picture, range};
use crate::model::face_masks;
use crate::model::fan::{self, Fan};
use crate::model::generator::Masks;
use crate::model::weights::{Scope, WeightError};
use crate::problem::Problem;

/// Sources whose masks are kept: half a megabyte each.
const SEEN: usize = 128;

/// A landmark network at work.
#[derive(Debug)]
pub struct Eye {
    fan: Fan,
    device: Device,
    seen: HashMap<Fingerprint, (u64, Masks)>,
    clock: u64,
    looks: HashMap<Fingerprint, Look>,
}

impl Eye {
    /// The network of these tensors (by full official name, `fan.…`) on `device`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(tensors: &TensorMap, device: &Device) -> Result<Self, WeightError> {
        let fan = Fan::load(&Scope::new(tensors, fan::NAME, device))?;
        Ok(Self::of(fan, device))
    }

    /// The network among the further tensors of an imported model; `None` when it has none.
    ///
    /// # Errors
    /// When it is there and cannot be used.
    pub fn of_extras(extras: &TensorMap, device: &Device) -> Result<Option<Self>, Problem> {
        const WHAT: &str = "The model's landmark network cannot be used, so it runs without masks";
        let unusable = |fault: Fault| Problem::because(WHAT, &fault);
        let Some(tensors) = network_of(extras).map_err(unusable)? else {
            return Ok(None);
        };
        let eye = Self::load(&tensors, device);
        eye.map(Some)
            .map_err(|error| Problem::because(WHAT, &error))
    }

    /// The network of the file at `path`: wing.ckpt, or a model that holds one.
    ///
    /// # Errors
    /// When the file holds none.
    pub fn read(path: &Path, device: &Device) -> Result<Self, Problem> {
        Ok(Self::of(read_fan(path, device)?, device))
    }

    fn of(fan: Fan, device: &Device) -> Self {
        Self {
            fan,
            device: device.clone(),
            seen: HashMap::new(),
            clock: 0,
            looks: HashMap::new(),
        }
    }

    /// From now on these sources are looked at in these ways, and all others plainly.
    pub fn set_looks(&mut self, looks: &[Look]) {
        let looks = looks.iter();
        self.looks = looks.map(|look| (look.key(), look.clone())).collect();
    }

    /// The network, for who keeps nothing of what it sees.
    pub fn into_fan(self) -> Fan {
        self.fan
    }

    /// Drops what was seen.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// The masks (1 x 1 x 256 x 256) of a source, whose pixels are `picture` (1 x 3 x S x S in [-1, 1]), under its look.
    pub fn masks(&mut self, source: Fingerprint, picture: Tensor<4>) -> Masks {
        let look = self.looks.get(&source).cloned();
        let seen = self.seen(look.as_ref().map_or(source, |look| look.picture), picture);
        match look.filter(|look| !look.is_plain()) {
            Some(look) => self.changed(seen, &look),
            None => seen,
        }
    }

    /// What the eye sees in a source, without any look.
    ///
    /// # Errors
    /// When the device gives nothing usable back.
    pub fn planes(
        &mut self,
        source: Fingerprint,
        picture: &Picture,
    ) -> Result<EyePlanes, TranslateError> {
        let masks = self.seen(source, tensor_of(picture, &self.device));
        let bytes = |mask: Tensor<4>| -> Result<Vec<u8>, TranslateError> {
            let values = numbers(mask)?.into_iter();
            Ok(values
                .map(|value| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
                .collect())
        };
        Ok(EyePlanes {
            coarse: bytes(masks.coarse)?,
            fine: bytes(masks.fine)?,
        })
    }

    /// The landmarks of a square picture, in its pixels.
    ///
    /// # Errors
    /// When the network gives no numbers.
    pub fn landmarks(&self, picture: &Picture) -> Result<Landmarks, Problem> {
        let heatmaps = self.fan.heatmaps(tensor_of(picture, &self.device));
        let values = numbers(heatmaps).map_err(|error| unfound(&error.to_string()))?;
        data::landmarks::landmarks(&values, picture.width())
            .ok_or_else(|| unfound("it made values that are not numbers"))
    }

    /// What `crop` shows of a picture, squashed to `size` x `size`, with its face where `mean` (in 256 x 256) has it.
    ///
    /// # Errors
    /// When no face is found, or `size` is odd or below 8.
    pub fn align(
        &self,
        picture: &Picture,
        crop: CropBox,
        mean: &Landmarks,
        size: usize,
    ) -> Result<Picture, Problem> {
        let view = data::model_view(picture, crop, size);
        let landmarks = self.landmarks(&view)?;
        align(&view, &landmarks, mean, size).map_err(|error| Problem::new(error.to_string()))
    }

    fn seen(&mut self, source: Fingerprint, picture: Tensor<4>) -> Masks {
        self.clock += 1;
        if let Some((used, masks)) = self.seen.get_mut(&source) {
            *used = self.clock;
            return masks.clone();
        }
        if self.seen.len() >= SEEN {
            let oldest = self.seen.iter().min_by_key(|(_, (used, _))| *used);
            let oldest = oldest.map(|(source, _)| *source);
            oldest.and_then(|oldest| self.seen.remove(&oldest));
        }
        let masks = face_masks::of(&self.fan, picture);
        self.seen.insert(source, (self.clock, masks.clone()));
        masks
    }

    fn changed(&self, masks: Masks, look: &Look) -> Masks {
        const SIDE: usize = face_masks::SIDE;
        let plane = |values| {
            let data = TensorData::new(values, [1, 1, SIDE, SIDE]);
            Tensor::<4>::from_data(data, &self.device)
        };
        let [keep, add] = look.edits.weights(SIDE).map(plane);
        let change = |mask: Tensor<4>| (mask * keep.clone() + add.clone()) * look.strength;
        Masks {
            coarse: change(masks.coarse),
            fine: change(masks.fine),
        }
    }
}

/// The landmark network of the file at `path` on `device`: what an eye, or a training with masks, looks through.
///
/// # Errors
/// When the file holds none.
pub fn read_fan(path: &Path, device: &Device) -> Result<Fan, Problem> {
    let tensors = read_network(path).map_err(|error| Problem::new(error.to_string()))?;
    let fan = Fan::load(&Scope::new(&tensors, fan::NAME, device));
    fan.map_err(|error| Problem::because("The landmark network could not be built", &error))
}

/// The mean face of a file, or over faces that `eye` finds.
///
/// # Errors
/// When the file holds none, or there is no face or no network to find one with.
pub fn mean_face(from: MeanFrom, eye: Option<&mut Eye>) -> Result<MeanFace, Problem> {
    let pictures = match from {
        MeanFrom::File(path) => {
            let face = read_mean_face(&path).map_err(|error| Problem::new(error.to_string()))?;
            let name = path.file_name().unwrap_or(path.as_os_str());
            return Ok(MeanFace {
                name: name.to_string_lossy().into_owned(),
                path: Some(path),
                face,
            });
        }
        MeanFrom::Pictures(pictures) => pictures,
    };
    let none = || Problem::new("There is no face to take the mean of; add sources first");
    let eye = eye.ok_or_else(none)?;
    let faces = pictures.iter().map(|(picture, crop)| {
        let view = data::model_view(picture, *crop, MEAN_SIDE);
        eye.landmarks(&view)
    });
    let faces: Vec<Landmarks> = faces.collect::<Result<_, _>>()?;
    let name = match faces.len() {
        1 => "of 1 source".to_owned(),
        count => format!("over {count} sources"),
    };
    Ok(MeanFace {
        name,
        path: None,
        face: Landmarks::mean_of(&faces).ok_or_else(none)?,
    })
}

fn unfound(why: &str) -> Problem {
    Problem::new(format!("The landmark network found no face: {why}"))
}

/// A picture as 1 x 3 x H x W in [-1, 1].
fn tensor_of(picture: &Picture, device: &Device) -> Tensor<4> {
    let shape = [1, 3, picture.height(), picture.width()];
    let planes = range::picture_to_planes(picture);
    Tensor::from_data(TensorData::new(planes, shape), device)
}
