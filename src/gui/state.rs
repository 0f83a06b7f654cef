//! What a person set up in Explore: everything that undo takes back and a session brings back.

mod unfitted;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::compare::memory::CompareMemory;
use super::evaluate::memory::EvaluateMemory;
use super::eye::EyeWork;
pub use super::lab::blend::{Blend, End, Part};
use super::lab::trail::Trail;
use super::labels::Labels;
pub use super::latent::Latent;
use super::recent;
pub use super::tab::Tab;
use super::tour::Tour;
use super::train::memory::TrainMemory;
use crate::domain::{Branch, CropBox, DomainSet};
use crate::engine::device::DeviceChoice;
use crate::engine::messages::ModelSource;
pub use unfitted::Unfitted;

/// Identifies a picture in the window; also the engine's ticket for its jobs.
pub type PictureId = u64;

/// A side of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Along the top: what is translated.
    Sources,
    /// Down the left: whose style is taken.
    References,
}

impl Side {
    /// The opposite side.
    pub fn other(self) -> Self {
        match self {
            Self::Sources => Self::References,
            Self::References => Self::Sources,
        }
    }

    /// `source` or `reference`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sources => "source",
            Self::References => "reference",
        }
    }
}

/// Where the rows' styles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StyleFrom {
    /// The style encoder and the references.
    References,
    /// The mapping network and latents.
    Latents,
}

/// Everything undoable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explore {
    /// Along the top.
    pub sources: Vec<PictureId>,
    /// Down the left.
    pub references: Vec<PictureId>,
    /// Which kind of rows is shown.
    pub style_from: StyleFrom,
    /// The branch in force.
    pub branch: Branch,
    /// The single domain chosen last: what a picture of unknown domain is taken for.
    pub fallback: usize,
    /// Latent samples.
    pub latents: Vec<Latent>,
    /// The sample that the sliders move.
    pub edited: usize,
    /// Truncation toward the domain's mean style.
    pub psi: f32,
    /// How far reference styles lie from their domain's mean style: 1 as the reference has it, 0 the mean.
    #[serde(default = "full_strength")]
    pub strength: f32,
    /// The mix of several styles, when shown.
    pub blend: Option<Blend>,
    /// Crops that the person set.
    pub crops: BTreeMap<PictureId, CropBox>,
    /// Domains that the person set, by name.
    pub own: BTreeMap<PictureId, String>,
    /// What is set up for label systems.
    #[serde(default)]
    pub labels: Labels,
    /// What was changed about the model's eye.
    #[serde(default)]
    pub eye: EyeWork,
    /// Names that the person gave to the domains of models.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<String>>,
}

fn full_strength() -> f32 {
    1.0
}

impl Default for Explore {
    fn default() -> Self {
        Self {
            sources: Vec::new(),
            references: Vec::new(),
            style_from: StyleFrom::References,
            branch: Branch::Own,
            fallback: 0,
            latents: Vec::new(),
            edited: 0,
            psi: 1.0,
            strength: full_strength(),
            blend: None,
            crops: BTreeMap::new(),
            own: BTreeMap::new(),
            labels: Labels::default(),
            eye: EyeWork::default(),
            names: BTreeMap::new(),
        }
    }
}

impl Explore {
    /// Forgets what was set for pictures that are on no side.
    pub fn prune(&mut self) {
        let (sources, references) = (&self.sources, &self.references);
        let known = |id: &PictureId| sources.contains(id) || references.contains(id);
        self.crops.retain(|id, _| known(id));
        self.own.retain(|id, _| known(id));
        self.labels.own.retain(|id, _| known(id));
        self.eye.edits.retain(|id, _| known(id));
        self.eye.aligned.retain(known);
    }

    /// The pictures of a side.
    pub fn side(&self, side: Side) -> &[PictureId] {
        match side {
            Side::Sources => &self.sources,
            Side::References => &self.references,
        }
    }

    /// The pictures of a side, to be changed.
    pub fn side_mut(&mut self, side: Side) -> &mut Vec<PictureId> {
        match side {
            Side::Sources => &mut self.sources,
            Side::References => &mut self.references,
        }
    }

    /// Takes a picture off a side.
    pub fn remove(&mut self, side: Side, picture: PictureId) {
        self.side_mut(side).retain(|&other| other != picture);
        if side == Side::References {
            self.blend = self
                .blend
                .take()
                .and_then(|blend| blend.retain(|style| !style.is_of(picture)));
        }
    }

    /// Puts `picture` of `from` in front of `before` on `to` (at the end for `None`); a move between sides is a swap of roles.
    pub fn place(&mut self, picture: PictureId, from: Side, to: Side, before: Option<PictureId>) {
        if before == Some(picture) && from == to {
            return;
        }
        self.remove(from, picture);
        let target = self.side_mut(to);
        target.retain(|&other| other != picture);
        let at = before
            .and_then(|before| target.iter().position(|&other| other == before))
            .unwrap_or(target.len());
        target.insert(at, picture);
    }

    /// Moves a picture one place along its side.
    pub fn shift(&mut self, side: Side, picture: PictureId, forward: bool) {
        let pictures = self.side_mut(side);
        let Some(at) = pictures.iter().position(|&other| other == picture) else {
            return;
        };
        let to = if forward { at + 1 } else { at.wrapping_sub(1) };
        if to < pictures.len() {
            pictures.swap(at, to);
        }
    }

    /// Chooses a branch.
    pub fn choose(&mut self, branch: Branch) {
        self.branch = branch;
        if let Branch::One(domain) = branch {
            self.fallback = domain;
        }
    }

    /// Makes the state fit a model: latents of its length, branches that it has.
    pub fn fit(&mut self, domains: &DomainSet, latent_dim: usize) {
        let last = domains.len().saturating_sub(1);
        self.fallback = self.fallback.min(last);
        if matches!(self.branch, Branch::One(domain) if domain > last) {
            self.branch = Branch::Own;
        }
        for latent in &mut self.latents {
            if latent.z.len() != latent_dim {
                *latent = Latent::from_seed(latent.seed, latent_dim);
            }
        }
        if self.latents.is_empty() {
            self.latents.push(Latent::from_seed(FIRST_SEED, latent_dim));
        }
        self.edited = self.edited.min(self.latents.len() - 1);
        let kept = |style: &End| match style {
            End::Reference(picture) => self.references.contains(picture),
            End::ReferenceAs(picture, domain) => {
                self.references.contains(picture) && *domain <= last
            }
            End::Latent(place, domain) => *place < self.latents.len() && *domain <= last,
            End::At(_, domain) | End::Mean(domain) => *domain <= last,
        };
        let left = self.blend.take().and_then(|blend| blend.retain(kept));
        self.blend = left.map(|mut blend| {
            blend.fit(latent_dim);
            blend
        });
    }
}

/// The seed of the first latent row.
pub const FIRST_SEED: u64 = 41;

/// Where a picture came from, so that a session can bring it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A bundled demo picture, by its place.
    Demo(usize),
    /// A file.
    File(PathBuf),
    /// Pasted, or a result of this session: its pixels are nowhere else.
    Memory,
    /// The same of an earlier session, whose folder keeps its pixels.
    Kept {
        /// Under which name: the fingerprint in hexadecimal digits.
        fingerprint: String,
        /// Whether it is used as it is: a result needs no crop.
        whole: bool,
    },
}

/// What comes back next time.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Dark or light.
    pub dark: bool,
    /// High contrast.
    pub contrast: bool,
    /// Nothing moves for decoration.
    pub reduced_motion: bool,
    /// Where the tour is.
    pub tour: Tour,
    /// The tab in front.
    pub tab: Tab,
    /// What the Train tab remembers.
    pub train: TrainMemory,
    /// What the Compare tab remembers.
    pub compare: CompareMemory,
    /// What the Evaluate tab remembers.
    pub evaluate: EvaluateMemory,
    /// The device asked for.
    pub device: DeviceChoice,
    /// Half precision on GPUs that have it.
    pub half: bool,
    /// Whether a saved result carries the pictures that went in.
    pub save_inputs: bool,
    /// The model: none for the demo.
    pub model: Option<PathBuf>,
    /// The landmark network for models that bring none.
    pub eye: Option<PathBuf>,
    /// The mean face that faces are aligned to.
    pub mean_face: Option<PathBuf>,
    /// Where models with these digests were: recipes that were given away know only the digest.
    pub known_models: BTreeMap<String, PathBuf>,
    /// Models opened before, newest first.
    pub recent: Vec<PathBuf>,
    /// Runs opened before, newest first.
    pub recent_runs: Vec<PathBuf>,
    /// Folders of pictures chosen before, newest first.
    pub recent_data: Vec<PathBuf>,
    /// Commands chosen in the palette, newest first.
    pub commands: Vec<String>,
    /// Side of a grid cell in points; none lets it follow the window.
    pub cell: Option<f32>,
    /// The grid.
    pub explore: Option<Explore>,
    /// The latents that were visited.
    pub trail: Trail,
    /// Where its pictures came from.
    pub origins: BTreeMap<PictureId, Origin>,
    /// Names of pictures whose origin does not tell them.
    pub names: BTreeMap<PictureId, String>,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            dark: true,
            contrast: false,
            reduced_motion: false,
            tour: Tour::default(),
            tab: Tab::Explore,
            train: TrainMemory::default(),
            compare: CompareMemory::default(),
            evaluate: EvaluateMemory::default(),
            device: DeviceChoice::Auto,
            half: false,
            save_inputs: true,
            model: None,
            eye: None,
            mean_face: None,
            known_models: BTreeMap::new(),
            recent: Vec::new(),
            recent_runs: Vec::new(),
            recent_data: Vec::new(),
            commands: Vec::new(),
            cell: None,
            explore: None,
            trail: Trail::default(),
            origins: BTreeMap::new(),
            names: BTreeMap::new(),
        }
    }
}

impl Session {
    /// The very first one on this computer: it begins with the tour.
    pub fn first() -> Self {
        Self {
            tour: Tour::begun(),
            ..Self::default()
        }
    }

    /// Remembers an opened model.
    pub fn remember(&mut self, source: &ModelSource) {
        self.model = match source {
            ModelSource::Demo => None,
            ModelSource::File(path) => Some(path.clone()),
            // A running training is nothing to start with next time.
            ModelSource::Live(_) => return,
        };
        if let Some(path) = &self.model {
            recent::note(&mut self.recent, path);
        }
    }

    /// The model to start with.
    pub fn model_source(&self) -> ModelSource {
        self.model
            .clone()
            .map_or(ModelSource::Demo, ModelSource::File)
    }
}

#[cfg(test)]
mod tests;
