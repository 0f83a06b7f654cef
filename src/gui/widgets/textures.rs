//! Pictures as egui textures, kept by their content, and results that need no texture.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};

use crate::domain::{Fingerprint, Picture};
use crate::engine::made::{Made, OnDevice};

/// A picture together with its fingerprint, cheap to clone and to compare.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The pixels.
    pub picture: Arc<Picture>,
    /// Their hash, made once.
    pub fingerprint: Fingerprint,
}

impl Shown {
    /// Wraps a picture and hashes it once.
    pub fn new(picture: impl Into<Arc<Picture>>) -> Self {
        let picture = picture.into();
        Self {
            fingerprint: picture.fingerprint(),
            picture,
        }
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

/// A result as it is shown: pixels, or values that stayed on the window's device.
#[derive(Clone, Debug, PartialEq)]
pub enum Face {
    /// Pixels.
    Pixels(Shown),
    /// Values on the device; nothing but a shader sees them.
    OnDevice(OnDevice),
}

impl Face {
    /// Width and height in pixels.
    pub fn size(&self) -> [usize; 2] {
        match self {
            Self::Pixels(shown) => [shown.picture.width(), shown.picture.height()],
            Self::OnDevice(values) => [values.side(); 2],
        }
    }

    /// The pixels, where they are in memory.
    pub fn pixels(&self) -> Option<&Shown> {
        match self {
            Self::Pixels(shown) => Some(shown),
            Self::OnDevice(_) => None,
        }
    }

    /// What may leave for another thread.
    pub fn made(&self) -> Made {
        match self {
            Self::Pixels(shown) => Made::Pixels(Arc::clone(&shown.picture)),
            Self::OnDevice(values) => Made::OnDevice(values.clone()),
        }
    }
}

impl From<Shown> for Face {
    fn from(shown: Shown) -> Self {
        Self::Pixels(shown)
    }
}

impl From<Made> for Face {
    fn from(made: Made) -> Self {
        match made {
            Made::Pixels(picture) => Self::Pixels(Shown::new(picture)),
            Made::OnDevice(values) => Self::OnDevice(values),
        }
    }
}

/// What a rectangle is painted with.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// A texture of egui's.
    Texture(TextureId),
    /// A result on the window's device.
    OnDevice(OnDevice),
}

impl From<TextureId> for Look {
    fn from(texture: TextureId) -> Self {
        Self::Texture(texture)
    }
}

/// Textures by content; the longest unused ones leave when there are more than `limit`.
pub struct Textures {
    kept: HashMap<(Fingerprint, bool), Entry>,
    limit: usize,
}

struct Entry {
    handle: TextureHandle,
    used: u64,
}

impl Default for Textures {
    fn default() -> Self {
        Self::new(1024)
    }
}

impl Textures {
    /// An empty store for about `limit` textures.
    pub fn new(limit: usize) -> Self {
        Self {
            kept: HashMap::new(),
            limit: limit.max(1),
        }
    }

    /// The texture of `shown`, uploaded on first use; `nearest` shows its pixels as squares.
    pub fn get(&mut self, ctx: &Context, shown: &Shown, nearest: bool) -> TextureId {
        let pass = ctx.cumulative_pass_nr();
        let key = (shown.fingerprint, nearest);
        if !self.kept.contains_key(&key) {
            self.retire(pass);
        }
        let entry = self.kept.entry(key).or_insert_with(|| Entry {
            handle: ctx.load_texture("picture", to_image(&shown.picture), options(nearest)),
            used: pass,
        });
        entry.used = pass;
        entry.handle.id()
    }

    /// What to paint a result with.
    pub fn look(&mut self, ctx: &Context, face: &Face, nearest: bool) -> Look {
        match face {
            Face::Pixels(shown) => Look::Texture(self.get(ctx, shown, nearest)),
            Face::OnDevice(values) => Look::OnDevice(values.clone()),
        }
    }

    /// How many textures are kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Drops old textures, but never one that this pass has already drawn with.
    fn retire(&mut self, pass: u64) {
        while self.kept.len() >= self.limit {
            let oldest = self
                .kept
                .iter()
                .filter(|(_, entry)| entry.used != pass)
                .min_by_key(|(_, entry)| entry.used)
                .map(|(&key, _)| key);
            let Some(key) = oldest else { return };
            self.kept.remove(&key);
        }
    }
}

/// The picture as egui's image.
pub fn to_image(picture: &Picture) -> ColorImage {
    ColorImage::from_rgb([picture.width(), picture.height()], picture.rgb())
}

fn options(nearest: bool) -> TextureOptions {
    if nearest {
        TextureOptions::NEAREST
    } else {
        TextureOptions::LINEAR
    }
}
