//! The points of the style map: every style at hand, by the recipe of its full strength.
//!
//! Strength and truncation lie on straight lines to the domain's mean style, so a point's place is found from its full code and the mean's,
//! and the plane stays where it is while they change.

use super::blend::{Blend, End};
use super::kept::domain_of;
use crate::domain::{Branch, StyleKey, StyleSource, latent};
use crate::engine::messages::ModelInfo;
use crate::gallery::KeptId;
use crate::gui::latent::Latent;
use crate::gui::library::Library;
use crate::gui::plan;
use crate::gui::state::{Explore, PictureId};

/// The first of the seeds that show where styles can lie.
const FIRST_SEED: u64 = 1000;
/// How many of them there are in one branch alone, and in each of several.
const SEEDS: (u64, u64) = (60, 24);

/// What a point stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A reference.
    Reference(PictureId),
    /// A latent sample by its place.
    Latent(usize),
    /// A latent that was set aside.
    Kept(Latent),
    /// One of the seeds behind everything.
    Seed(Latent),
    /// The style of a kept result.
    Gallery(KeptId),
    /// The domain's mean style.
    Mean,
}

/// A style on the map.
#[derive(Clone, Debug)]
pub struct Point {
    /// What it stands for.
    pub what: What,
    /// Its branch.
    pub domain: usize,
    /// Its name: "rex.jpg as dog".
    pub name: String,
    /// Its recipe at full strength.
    pub base: StyleSource,
    /// The key of that.
    pub key: StyleKey,
    /// How strong it is, 1 being full: the rest is the mean.
    pub strength: f32,
}

impl Point {
    /// The style as a part of a blend; none for a kept one, which may be a blend itself.
    pub fn end(&self) -> Option<End> {
        Some(match &self.what {
            What::Reference(picture) => End::ReferenceAs(*picture, self.domain),
            What::Latent(place) => End::Latent(*place, self.domain),
            What::Kept(latent) | What::Seed(latent) => End::At(latent.clone(), self.domain),
            What::Mean => End::Mean(self.domain),
            What::Gallery(_) => return None,
        })
    }

    /// Whether the plane is laid through it: what sliders move must not turn the map.
    pub fn is_ground(&self) -> bool {
        matches!(self.what, What::Reference(_) | What::Seed(_) | What::Mean)
    }
}

/// What recipes are made of.
struct Makers<'a> {
    explore: &'a Explore,
    /// The same at full strength.
    plain: Explore,
    library: &'a Library,
    model: &'a ModelInfo,
}

impl<'a> Makers<'a> {
    fn new(explore: &'a Explore, library: &'a Library, model: &'a ModelInfo) -> Self {
        let plain = Explore {
            branch: explore.branch,
            fallback: explore.fallback,
            latents: explore.latents.clone(),
            own: explore.own.clone(),
            ..Explore::default()
        };
        Self {
            explore,
            plain,
            library,
            model,
        }
    }

    /// A style's recipe at full strength, its domain and its strength; none while its picture is being read.
    fn full(&self, end: &End) -> Option<(StyleSource, usize, f32)> {
        let style = plan::end_style(&self.plain, self.library, self.model, end)?;
        let domain = domain_of(&style)?;
        let strength = match end {
            End::Reference(_) | End::ReferenceAs(..) if self.model.has_mapping => {
                self.explore.strength
            }
            End::Latent(..) | End::At(..) => self.explore.psi,
            _ => 1.0,
        };
        Some((style, domain, strength))
    }

    fn point(&self, what: What, domain: usize) -> Option<Point> {
        let mut point = Point {
            what,
            domain,
            name: String::new(),
            base: StyleSource::mean(domain, 0),
            key: StyleKey(0),
            strength: 1.0,
        };
        let end = point.end()?;
        (point.base, _, point.strength) = self.full(&end)?;
        point.key = point.base.key();
        let domains = &self.model.config.domains;
        point.name = plan::end_name(self.explore, self.library, domains, &end);
        if let What::Kept(_) = point.what {
            point.name.push_str(", kept");
        }
        Some(point)
    }
}

/// All points of the map: of the branch in force, or of all.
pub fn points(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    kept: &[Latent],
) -> Vec<Point> {
    let count = model.config.num_domains();
    let (branches, seeds) = match explore.branch {
        Branch::One(domain) => (vec![domain], SEEDS.0),
        Branch::Own | Branch::All => ((0..count).collect(), SEEDS.1),
    };
    let dim = model.config.latent_dim;
    let mut wanted = Vec::new();
    for &domain in branches.iter().filter(|_| model.has_mapping) {
        for seed in FIRST_SEED..FIRST_SEED + seeds {
            let z = latent::from_seed(seed, dim);
            wanted.push((What::Seed(Latent { seed, z }), domain));
        }
    }
    for &picture in explore
        .references
        .iter()
        .filter(|_| model.has_style_encoder)
    {
        let own = library.own_domain(explore, picture, &model.config.domains);
        let shown = match explore.branch {
            Branch::Own => vec![own.0],
            _ => branches.clone(),
        };
        wanted.extend(shown.into_iter().map(|d| (What::Reference(picture), d)));
    }
    for &domain in branches.iter().filter(|_| model.has_mapping) {
        wanted.push((What::Mean, domain));
        let kept = kept.iter().filter(|latent| latent.z.len() == dim);
        wanted.extend(kept.map(|latent| (What::Kept(latent.clone()), domain)));
        wanted.extend((0..explore.latents.len()).map(|place| (What::Latent(place), domain)));
    }
    let makers = Makers::new(explore, library, model);
    let point = |(what, domain)| makers.point(what, domain);
    wanted.into_iter().filter_map(point).collect()
}

/// The parts of a blend: recipe at full strength, its domain, its strength, and its share.
pub fn parts(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    blend: &Blend,
) -> Option<Vec<(StyleSource, usize, f32, f32)>> {
    let makers = Makers::new(explore, library, model);
    let parts = blend.parts.iter().zip(blend.shares());
    let parts = parts.map(|(part, share)| {
        let (style, domain, strength) = makers.full(&part.style)?;
        Some((style, domain, strength, share as f32))
    });
    parts.collect()
}
