//! The official sample sheets on fixed probes. (Contract; being written.)

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::domain::Picture;
use crate::model::StarGan;

/// One model-sized picture and its domain.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// The pixels, `img_size` square.
    pub picture: Arc<Picture>,
    /// Its domain; `None` for a person's own photo of no domain.
    pub domain: Option<usize>,
}

/// The pictures and latents that every sheet of a run is drawn from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probes {
    /// Sources from the held-out pictures.
    pub sources: Vec<Probe>,
    /// References from the held-out pictures, of other domains than the source above each.
    pub references: Vec<Probe>,
    /// The person's own photos, never trained on.
    pub own: Vec<Probe>,
    /// Decides the latents.
    pub seed: u64,
}

/// Which sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// Source x reference grid.
    Reference,
    /// Latents at truncation 0.5.
    LatentPsi05,
    /// Latents at truncation 0.7.
    LatentPsi07,
    /// Latents at truncation 1.
    LatentPsi10,
    /// Source, reference, translation, and the way back.
    CycleConsistency,
    /// The person's own photos: each in every domain.
    Own,
}

impl SheetKind {
    /// All sheets.
    pub const ALL: [Self; 6] = [
        Self::Reference,
        Self::LatentPsi05,
        Self::LatentPsi07,
        Self::LatentPsi10,
        Self::CycleConsistency,
        Self::Own,
    ];

    /// The official file name without step and ending.
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::LatentPsi05 => "latent_psi_0.5",
            Self::LatentPsi07 => "latent_psi_0.7",
            Self::LatentPsi10 => "latent_psi_1.0",
            Self::CycleConsistency => "cycle_consistency",
            Self::Own => "own",
        }
    }

    /// The truncation of a latent sheet.
    pub fn psi(self) -> Option<f32> {
        match self {
            Self::LatentPsi05 => Some(0.5),
            Self::LatentPsi07 => Some(0.7),
            Self::LatentPsi10 => Some(1.0),
            _ => None,
        }
    }
}

/// Draws a sheet; `None` when the probes have nothing for it. `between` is called between pictures.
pub fn draw(
    _model: &StarGan,
    _probes: &Probes,
    _kind: SheetKind,
    _between: &mut dyn FnMut(),
) -> Option<Picture> {
    todo!()
}
