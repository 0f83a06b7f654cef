//! Chains: a picture is translated, the result is translated again, and so on; the round trip's error is how far the last stage is from
//! the source.
//!
//! A link names a branch and where its style comes from, not a model's numbers, so that the same chain runs through any model.

use std::sync::Arc;

use super::compare::recipe;
use super::distance::mean_pixel;
use super::translator::{Pictures, Translator};
use crate::domain::{Fingerprint, Picture, StyleSource, latent};
use crate::model::config::ModelConfig;
use crate::problem::Problem;

/// Longest chain.
pub const MOST_LINKS: usize = 16;

/// Where the style of a link comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guide {
    /// The branch's mean style.
    Mean,
    /// The latent of a seed.
    Seed(u64),
    /// A reference picture.
    Reference(Fingerprint),
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// The branch, or the label of a label system, by name.
    pub branch: String,
    /// Its style.
    pub guide: Guide,
}

/// One picture of a chain.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The picture.
    pub picture: Arc<Picture>,
    /// Mean absolute difference to the chain's source, 0 to 1.
    pub to_source: f32,
}

/// The style of a link for a model. A label system takes the branch as its label, and no references.
///
/// # Errors
/// When the model has no such branch, or takes no such style.
pub fn style_of(link: &Link, model: &ModelConfig) -> Result<StyleSource, Problem> {
    let domain = recipe::branch_named(&link.branch, model)?;
    if model.system.takes_labels() {
        return match link.guide {
            Guide::Reference(_) => Err(recipe::wants_labels(model)),
            Guide::Mean | Guide::Seed(_) => Ok(recipe::label_style(model, domain)),
        };
    }
    let drawn = |seed, psi| StyleSource::Latent {
        z: latent::from_seed(seed, model.latent_dim),
        domain,
        psi,
    };
    Ok(match link.guide {
        // Truncation 0 leaves nothing of the latent.
        Guide::Mean => drawn(0, 0.0),
        Guide::Seed(seed) => drawn(seed, 1.0),
        Guide::Reference(picture) => StyleSource::Reference { picture, domain },
    })
}

/// Translates `at` (at the model's size) once, and measures how far that is from `source`. `pictures` hold the references.
///
/// # Errors
/// When the model cannot make it.
pub fn stage(
    translator: &mut Translator,
    at: &Arc<Picture>,
    style: &StyleSource,
    pictures: &Pictures,
    source: &Picture,
) -> Result<Stage, Problem> {
    let fingerprint = at.fingerprint();
    let mut pictures = pictures.clone();
    pictures.insert(fingerprint, Arc::clone(at));
    let picture = translator
        .translate(fingerprint, style, &pictures)
        .map_err(|error| Problem::because("A stage of the chain could not be computed", &error))?;
    let to_source = mean_pixel(&picture, source).ok_or_else(|| {
        Problem::new("The chain's source does not have the size of the model's pictures")
    })?;
    Ok(Stage {
        picture: Arc::new(picture),
        to_source,
    })
}

/// All stages of a chain, one a link.
///
/// # Errors
/// As [`style_of`] and [`stage`].
pub fn run(
    translator: &mut Translator,
    source: &Arc<Picture>,
    links: &[Link],
    pictures: &Pictures,
) -> Result<Vec<Stage>, Problem> {
    let styles: Vec<StyleSource> = links
        .iter()
        .map(|link| style_of(link, &translator.model().config))
        .collect::<Result<_, _>>()?;
    let mut stages: Vec<Stage> = Vec::with_capacity(links.len());
    for style in &styles {
        let at = stages.last().map_or(source, |stage| &stage.picture);
        let next = stage(translator, &Arc::clone(at), style, pictures, source)?;
        stages.push(next);
    }
    Ok(stages)
}

/// How far the end of a chain is from its source; none without links.
pub fn round_trip(stages: &[Stage]) -> Option<f32> {
    stages.last().map(|stage| stage.to_source)
}
