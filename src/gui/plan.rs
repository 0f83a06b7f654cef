//! From the state to the grid: which rows there are, which cell has which style, and what is to be computed first.
//!
//! Pure functions: the same state gives the same plan.

mod blend;
mod labels;

use std::sync::Arc;

use super::library::Library;
use super::state::{Explore, Latent, PictureId, StyleFrom};
use crate::domain::mix::mix;
use crate::domain::{Branch, CellKey, DomainSet, StyleKey, StyleSource};
use crate::engine::messages::ModelInfo;

pub use blend::{blend_style, end_name, end_style, without_part};
pub use labels::{LabelStyles, one_label};

/// Which row of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowId {
    /// A reference in a branch.
    Reference(PictureId, usize),
    /// A latent (by its place) in a branch.
    Latent(usize, usize),
    /// The line between two styles.
    Blend,
    /// A row of labels (by its place) under the mask of a set.
    Labels(usize, usize),
}

/// Whether two rows are branches of the same reference or latent, or masks of the same labels.
pub fn same_style(one: RowId, other: RowId) -> bool {
    match (one, other) {
        (RowId::Reference(one, _), RowId::Reference(other, _)) => one == other,
        (RowId::Latent(one, _), RowId::Latent(other, _)) => one == other,
        (RowId::Labels(one, _), RowId::Labels(other, _)) => one == other,
        (RowId::Blend, RowId::Blend) => true,
        _ => false,
    }
}

/// What a row is called once the latent or the labels of row `gone` are removed: those behind it move up. None when it is gone too.
pub fn after_removal_of(gone: RowId, row: RowId) -> Option<RowId> {
    match (row, gone) {
        _ if same_style(row, gone) => None,
        (RowId::Latent(at, branch), RowId::Latent(place, _)) if at > place => {
            Some(RowId::Latent(at - 1, branch))
        }
        (RowId::Labels(at, mask), RowId::Labels(place, _)) if at > place => {
            Some(RowId::Labels(at - 1, mask))
        }
        _ => Some(row),
    }
}

/// One row of the grid.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which row.
    pub id: RowId,
    /// Its name: a file's, or the seed.
    pub name: String,
    /// The branch its style is made for; none for a blend across branches.
    pub domain: Option<usize>,
    /// Whether the branch is the reference's own.
    pub own: bool,
    /// Whether the own domain is only guessed.
    pub guessed: bool,
    /// The style; none while the reference is being read.
    pub style: Option<StyleSource>,
    /// The style's key, made once a frame for all cells of the row.
    pub key: Option<StyleKey>,
    /// What it asks of each source, for labels: then `style` and `key` are none.
    pub labels: Option<Arc<LabelStyles>>,
    /// Whether the header shows (only the first of a reference's branches).
    pub leads: bool,
    /// Whether it is one of several rows of the same reference.
    pub thin: bool,
}

impl Row {
    /// The key of its style for a source.
    pub fn key_for(&self, source: PictureId) -> Option<StyleKey> {
        match &self.labels {
            Some(labels) => labels.key(source),
            None => self.key,
        }
    }

    /// Its style with this key.
    pub fn style_with(&self, key: StyleKey) -> Option<&StyleSource> {
        match &self.labels {
            Some(labels) => labels.with_key(key),
            None => self.style.as_ref().filter(|_| self.key == Some(key)),
        }
    }
}

/// The rows of the grid.
pub fn rows(explore: &Explore, library: &Library, model: &ModelInfo) -> Vec<Row> {
    if model.config.system.takes_labels() {
        return labels::label_rows(explore, library, model);
    }
    let domains = &model.config.domains;
    let mut rows: Vec<Row> = match explore.style_from {
        StyleFrom::References if model.has_style_encoder => explore
            .references
            .iter()
            .flat_map(|&picture| reference_rows(explore, library, model, picture))
            .collect(),
        StyleFrom::Latents if model.has_mapping => {
            let latents = explore.latents.iter().enumerate();
            latents
                .flat_map(|(place, latent)| latent_rows(explore, domains, place, latent))
                .collect()
        }
        _ => Vec::new(),
    };
    if let Some(blend) = blend::blend_row(explore, library, model) {
        rows.insert(0, blend);
    }
    for row in &mut rows {
        row.key = row.style.as_ref().map(StyleSource::key);
    }
    rows
}

fn reference_rows(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    picture: PictureId,
) -> Vec<Row> {
    let domains = &model.config.domains;
    let (own, guessed) = library.own_domain(explore, picture, domains);
    let branches = match explore.branch {
        Branch::Own => vec![own],
        Branch::One(domain) => vec![domain],
        Branch::All => (0..domains.len()).collect(),
    };
    let thin = branches.len() > 1;
    let row = |(place, domain): (usize, usize)| Row {
        id: RowId::Reference(picture, domain),
        name: library.name(picture).to_owned(),
        domain: Some(domain),
        own: domain == own,
        guessed: guessed && domain == own,
        style: reference_style(explore, library, model, (picture, domain)),
        key: None,
        labels: None,
        leads: place == 0,
        thin,
    };
    branches.into_iter().enumerate().map(row).collect()
}

/// The style of a reference in a branch, as strong as it is set; the strength needs a mapping network.
pub fn reference_style(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    (picture, domain): (PictureId, usize),
) -> Option<StyleSource> {
    let view = library.fitting(picture)?;
    let style = StyleSource::Reference {
        picture: view.shown.fingerprint,
        domain,
    };
    if explore.strength == 1.0 || !model.has_mapping {
        return Some(style);
    }
    let mean = StyleSource::mean(domain, model.config.latent_dim);
    mix(vec![
        (mean, 1.0 - f64::from(explore.strength)),
        (style, f64::from(explore.strength)),
    ])
}

fn latent_rows(explore: &Explore, domains: &DomainSet, place: usize, latent: &Latent) -> Vec<Row> {
    let branches = match explore.branch {
        Branch::One(domain) => vec![domain],
        // A latent has no domain of its own: it is shown in all of them.
        Branch::Own | Branch::All => (0..domains.len()).collect(),
    };
    let thin = branches.len() > 1;
    let row = |(at, domain): (usize, usize)| Row {
        id: RowId::Latent(place, domain),
        name: latent_name(latent),
        domain: Some(domain),
        own: false,
        guessed: false,
        style: Some(latent_style(explore, latent, domain)),
        key: None,
        labels: None,
        leads: at == 0,
        thin,
    };
    branches.into_iter().enumerate().map(row).collect()
}

/// What a latent is called: its seed, and whether it was moved.
pub fn latent_name(latent: &Latent) -> String {
    if latent.is_moved() {
        format!("seed {} moved", latent.seed)
    } else {
        format!("seed {}", latent.seed)
    }
}

/// The style of a latent in a branch, truncated as it is set.
pub fn latent_style(explore: &Explore, latent: &Latent, domain: usize) -> StyleSource {
    StyleSource::Latent {
        z: latent.z.clone(),
        domain,
        psi: explore.psi,
    }
}

/// The key of a cell; none while its pictures are being read.
pub fn cell_key(
    model: &ModelInfo,
    library: &Library,
    source: PictureId,
    row: &Row,
) -> Option<CellKey> {
    Some(CellKey {
        model: model.number,
        source: library.source_key(source)?,
        style: row.key_for(source)?,
    })
}

/// The sentence under a result: how it came about.
pub fn sentence(library: &Library, source: PictureId, row: &Row, domains: &DomainSet) -> String {
    let (picture, source) = (source, library.name(source));
    if let Some(labels) = &row.labels {
        let words = labels.words(picture);
        return match words {
            Some(words) => format!("{source} {words}"),
            None => format!("{source}: {}", row.name),
        };
    }
    match (row.id, row.domain) {
        (RowId::Reference(..), Some(domain)) => format!(
            "{source} as {} in the style of {}{}",
            domains.name(domain),
            row.name,
            strength_words(row)
        ),
        (RowId::Latent(..), Some(domain)) => {
            format!("{source} as {}, {}", domains.name(domain), row.name)
        }
        _ => format!("{source} in a style of {}", row.name),
    }
}

/// What is said of a reference that does not count in full.
fn strength_words(row: &Row) -> String {
    match &row.style {
        Some(StyleSource::Blend { weight, .. }) => format!(", {:.0} % strong", weight * 100.0),
        Some(StyleSource::Latent { .. }) => ", 0 % strong".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
