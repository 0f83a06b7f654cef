//! The model's eye in the window: what is asked of it, what it saw, and what a person changed about it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};
use serde::{Deserialize, Serialize};

use super::app::App;
use super::notices::Notice;
use super::offers::Offer;
use super::state::PictureId;
use super::widgets::Shown;
use super::{text, theme};
use crate::domain::Fingerprint;
use crate::domain::eye::{EditMap, Look, SIDE, Touch};
use crate::engine::eye::messages::{EyeEvent, EyeOrigin, EyePlanes};

/// Radius of the brush at first, in units of the picture.
const BRUSH: f32 = 0.08;

/// What a person changed: undoable, and back next time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EyeWork {
    /// Factor on all masks; 1 is as trained.
    pub strength: f32,
    /// Painting over the masks of sources.
    pub edits: BTreeMap<PictureId, EditMap>,
    /// Pictures whose face is brought to where the mean face has it.
    pub aligned: BTreeSet<PictureId>,
}

impl Default for EyeWork {
    fn default() -> Self {
        Self {
            strength: 1.0,
            edits: BTreeMap::new(),
            aligned: BTreeSet::new(),
        }
    }
}

/// Which mask lies over the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Veil {
    /// None.
    #[default]
    Off,
    /// The coarse one.
    Coarse,
    /// The fine one.
    Fine,
}

impl Veil {
    /// All of them with their names and what they show, in the order of the bar.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Off, "Off", "The picture alone"),
        (Self::Coarse, "Coarse mask", text::EYE_COARSE),
        (Self::Fine, "Fine mask", text::EYE_FINE),
    ];
}

/// What the window knows about the eye.
pub(super) struct EyeState {
    /// What the open model sees with.
    pub origin: Option<EyeOrigin>,
    /// The mask that is shown.
    pub veil: Veil,
    /// What the brush leaves, while it is in hand.
    pub brush: Option<Touch>,
    /// Radius of the brush in units of the picture.
    pub radius: f32,
    /// What was seen in sources; none where nothing could be.
    seen: HashMap<Fingerprint, Option<Arc<EyePlanes>>>,
    asked: Option<Fingerprint>,
    told: Vec<Look>,
    texture: Option<(Fingerprint, Veil, TextureHandle)>,
}

impl Default for EyeState {
    fn default() -> Self {
        Self {
            origin: None,
            veil: Veil::Off,
            brush: None,
            radius: BRUSH,
            seen: HashMap::new(),
            asked: None,
            told: Vec::new(),
            texture: None,
        }
    }
}

impl App {
    /// Whether the open model has a high-pass skip.
    pub(super) fn has_high_pass(&self) -> bool {
        let model = self.model.as_ref();
        model.is_some_and(|model| model.config.has_high_pass())
    }

    /// Tells the engine how the sources are looked at, when that changed.
    pub(super) fn order_looks(&mut self) {
        let sees = self.has_high_pass() && self.eye.origin.is_some();
        let sources = self.explore.sources.iter().filter(|_| sees);
        let looks = sources.filter_map(|&id| Some((id, self.look(id)?)));
        let looks: Vec<_> = looks.filter(|(_, look)| !look.is_plain()).collect();
        self.library.looked = looks.iter().map(|(id, look)| (*id, look.key())).collect();
        let looks: Vec<Look> = looks.into_iter().map(|(_, look)| look).collect();
        if looks != self.eye.told {
            self.eye.told.clone_from(&looks);
            self.engine.eye(|orders| orders.looks = Some(looks));
            self.ask_again();
        }
    }

    /// How a source is looked at; none while it is being read.
    pub(super) fn look(&self, source: PictureId) -> Option<Look> {
        let view = self.library.get(source)?.view.as_ref()?;
        let edits = self.explore.eye.edits.get(&source);
        Some(Look {
            picture: view.shown.fingerprint,
            strength: self.explore.eye.strength,
            edits: edits.cloned().unwrap_or_default(),
        })
    }

    /// What the engine reports.
    pub(super) fn take_eye(&mut self, event: EyeEvent) {
        match event {
            EyeEvent::Sight(origin) => {
                let of_run = self.model.as_ref().map(|model| model.source.clone());
                let of_run = of_run.is_some_and(|source| self.is_of_run(&source));
                self.eye.seen.clear();
                self.forget_aligned();
                self.eye.asked = None;
                if origin.is_none() && self.has_high_pass() && !of_run {
                    let notice = Notice::info(text::NO_MASKS).hint(text::NO_MASKS_HINT);
                    self.tell(notice.action(text::OPEN_EYE, Offer::Eye));
                }
                self.eye.origin = origin;
            }
            EyeEvent::Opened { path, used } => {
                self.opening = None;
                self.session.eye = Some(path);
                if used {
                    self.results.forget();
                    self.tell(Notice::info(text::EYE_OPENED));
                } else {
                    self.tell(Notice::info(text::EYE_WAITS).hint(text::EYE_WAITS_HINT));
                }
                self.ask_again();
            }
            EyeEvent::Mean(mean) => self.take_mean(mean),
            EyeEvent::Aligned {
                ticket,
                crop,
                aligned,
            } => self.take_aligned(ticket, crop, aligned),
            EyeEvent::Seen { source, planes } => {
                if let Err(problem) = &planes {
                    self.tell(Notice::warn(problem));
                }
                self.eye.seen.insert(source, planes.ok());
            }
        }
    }

    /// Opens a file about faces that a person chose.
    pub(super) fn open_eye_file(&mut self, path: PathBuf) {
        if is_mean_face(&path) {
            return self.open_mean(path);
        }
        self.engine
            .eye(|orders| orders.network = Some((path, true)));
    }

    /// Shows the next mask over the picture.
    pub(super) fn next_veil(&mut self) {
        if !self.has_high_pass() || self.eye.origin.is_none() {
            return;
        }
        let at = Veil::ALL
            .iter()
            .position(|(veil, ..)| *veil == self.eye.veil);
        self.eye.veil = Veil::ALL[(at.unwrap_or(0) + 1) % Veil::ALL.len()].0;
    }

    /// The mask over a source as it acts, ready to be painted; asks for it when it is not there.
    pub(super) fn veil(&mut self, ctx: &Context, source: PictureId) -> Option<TextureId> {
        if self.eye.veil == Veil::Off || !self.has_high_pass() || self.eye.origin.is_none() {
            return None;
        }
        let look = self.look(source)?;
        let Some(seen) = self.eye.seen.get(&look.picture) else {
            let Shown {
                fingerprint,
                picture,
            } = self.library.get(source)?.view.as_ref()?.shown.clone();
            if self.eye.asked.replace(fingerprint) != Some(fingerprint) {
                self.engine
                    .eye(|orders| orders.view = Some((fingerprint, picture)));
            }
            return None;
        };
        let planes = Arc::clone(seen.as_ref()?);
        let key = (look.key(), self.eye.veil);
        let fits = |(look, veil, _): &(Fingerprint, Veil, _)| (*look, *veil) == key;
        if !self.eye.texture.as_ref().is_some_and(fits) {
            let image = image_of(&planes, key.1, &look);
            let handle = ctx.load_texture("model's eye", image, TextureOptions::LINEAR);
            self.eye.texture = Some((key.0, key.1, handle));
        }
        self.eye.texture.as_ref().map(|(.., handle)| handle.id())
    }

    /// Whether the masks of a source were asked for and are not there yet.
    pub(super) fn is_looking_at(&self, source: PictureId) -> bool {
        let view = self.library.get(source).and_then(|pic| pic.view.as_ref());
        view.is_some_and(|view| !self.eye.seen.contains_key(&view.shown.fingerprint))
    }

    /// Radius of the brush, while there is something to paint on.
    pub(super) fn brush_radius(&self) -> Option<f32> {
        let sees = self.has_high_pass() && self.eye.origin.is_some();
        (sees && self.eye.brush.is_some()).then_some(self.eye.radius)
    }

    /// Paints over the masks of a source.
    pub(super) fn paint_mask(&mut self, source: PictureId, stroke: [[f32; 2]; 2]) {
        if let Some(touch) = self.eye.brush {
            let edits = &mut self.explore.eye.edits;
            let map = edits.entry(source).or_default();
            map.paint(stroke, self.eye.radius, touch);
            if map.is_empty() {
                edits.remove(&source);
            }
        }
    }
}

/// Whether a file's name is that of a NumPy array, as the mean face is one.
pub(super) fn is_mean_face(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| {
        ["npz", "npy"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// A mask as a tint over the picture; what was released is darkened, so that one sees where.
fn image_of(planes: &EyePlanes, veil: Veil, look: &Look) -> ColorImage {
    const WIDE: usize = EyePlanes::SIDE;
    let plane = match veil {
        Veil::Fine => &planes.fine,
        Veil::Off | Veil::Coarse => &planes.coarse,
    };
    let mask: Vec<f32> = plane.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let pixels = look.apply(&mask).into_iter().enumerate().map(|(at, mask)| {
        let [x, y] = [at % WIDE, at / WIDE].map(|place| place * SIDE / WIDE);
        theme::veil(mask, look.edits.at(x, y) == Touch::Release)
    });
    ColorImage::new([WIDE, WIDE], pixels.collect())
}
