//! Thumbnails: asked for when they come into view, made by the gallery's thread, taken in a few a frame so that no frame is late.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use egui::Context;

use crate::domain::Picture;
use crate::engine::Engine;
use crate::gallery::KeptId;
use crate::gui::widgets::{Shown, Textures};
use crate::problem::Problem;

/// Thumbnails and their textures kept.
const MOST: usize = 768;
/// Thumbnails taken in a frame: each is a texture to be uploaded.
const A_FRAME: usize = 8;

/// A thumbnail.
#[derive(Clone, Debug)]
pub enum Thumb {
    /// Its pixels.
    Ready(Shown),
    /// Why there are none.
    Failed(String),
}

/// The thumbnails at hand.
pub struct Thumbs {
    kept: HashMap<KeptId, (Thumb, u64)>,
    arrived: VecDeque<(KeptId, Result<Arc<Picture>, Problem>)>,
    asked: HashSet<KeptId>,
    missing: Vec<KeptId>,
    /// Their textures.
    pub textures: Textures,
}

impl Default for Thumbs {
    fn default() -> Self {
        Self {
            kept: HashMap::new(),
            arrived: VecDeque::new(),
            asked: HashSet::new(),
            missing: Vec::new(),
            textures: Textures::new(MOST),
        }
    }
}

impl Thumbs {
    /// A thumbnail that is in view; it is asked for when it is missing.
    pub fn get(&mut self, ctx: &Context, id: KeptId) -> Option<&Thumb> {
        let pass = ctx.cumulative_pass_nr();
        if !self.kept.contains_key(&id) {
            self.missing.push(id);
            return None;
        }
        let (thumb, used) = self.kept.get_mut(&id)?;
        *used = pass;
        Some(thumb)
    }

    /// Whether one is at hand.
    pub fn has(&self, id: KeptId) -> bool {
        self.kept.contains_key(&id)
    }

    /// One arrived.
    pub fn put(&mut self, id: KeptId, result: Result<Arc<Picture>, Problem>) {
        self.arrived.push_back((id, result));
    }

    /// Takes in some of those that arrived; true when more wait.
    pub fn take_in(&mut self, pass: u64) -> bool {
        let some = self.arrived.len().min(A_FRAME);
        for (id, result) in self.arrived.drain(..some) {
            let thumb = match result {
                Ok(picture) => Thumb::Ready(Shown::new(picture)),
                Err(problem) => Thumb::Failed(problem.to_string()),
            };
            self.asked.remove(&id);
            self.kept.insert(id, (thumb, pass));
        }
        while self.kept.len() > MOST {
            let oldest = self.kept.iter().min_by_key(|(_, (_, used))| *used);
            let Some(id) = oldest.map(|(id, _)| *id) else {
                break;
            };
            self.kept.remove(&id);
        }
        !self.arrived.is_empty()
    }

    /// At the end of a frame: asks for those in view that are missing, and for no others any more.
    pub fn order(&mut self, engine: &Engine) {
        let missing = std::mem::take(&mut self.missing);
        if missing.iter().all(|id| self.asked.contains(id)) {
            return;
        }
        let arrived: HashSet<KeptId> = self.arrived.iter().map(|(id, _)| *id).collect();
        let wanted: Vec<KeptId> = missing
            .into_iter()
            .filter(|id| !arrived.contains(id))
            .collect();
        self.asked = wanted.iter().copied().chain(arrived).collect();
        engine.gallery.thumbnails(wanted);
    }
}
