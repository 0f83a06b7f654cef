//! The official sample sheets, drawn from the same probes at every step, so that they can be laid over one another.

use std::sync::Arc;

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use super::label_sheets;
use crate::domain::{Picture, latent, range};
use crate::model::Model;
use crate::model::generator::Features;
use crate::model::layers::rows;

/// One model-sized picture and its domain.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// The pixels, `img_size` square.
    pub picture: Arc<Picture>,
    /// Its domain; `None` for a person's own photo of no domain.
    pub domain: Option<usize>,
    /// Its label vector, for label systems; empty when unknown.
    pub labels: Vec<f32>,
}

impl Probe {
    /// A picture of a domain.
    pub fn of_domain(picture: Arc<Picture>, domain: usize) -> Self {
        Self {
            picture,
            domain: Some(domain),
            labels: Vec::new(),
        }
    }

    /// A picture of which nothing is known.
    pub fn unknown(picture: Arc<Picture>) -> Self {
        Self {
            picture,
            domain: None,
            labels: Vec::new(),
        }
    }
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
    /// The person's own photos: each in every domain, or with every label.
    Own,
    /// Of a label system: the sources with every label switched, and with none.
    Labels,
}

impl SheetKind {
    /// All sheets.
    pub const ALL: [Self; 7] = [
        Self::Reference,
        Self::LatentPsi05,
        Self::LatentPsi07,
        Self::LatentPsi10,
        Self::CycleConsistency,
        Self::Own,
        Self::Labels,
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
            Self::Labels => "labels",
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

/// Columns of a sheet.
pub const SOURCES: usize = 6;
/// Rows of a latent sheet for each domain (official: 10, in a sheet that takes minutes on a CPU).
pub const LATENTS_PER_DOMAIN: usize = 2;
/// Domains of a latent sheet, as official.
pub const MOST_DOMAINS: usize = 5;
/// Truncation of the latent rows under a person's own photos.
const OWN_PSI: f32 = 0.7;
/// Colour of a place without a picture, as official.
const BLANK: [u8; 3] = [255; 3];

/// Draws a sheet; `None` when the probes or the model have nothing for it. `between` is called between rows.
pub fn draw(
    model: &Model,
    probes: &Probes,
    kind: SheetKind,
    between: &mut dyn FnMut(),
) -> Option<Picture> {
    let columns = match kind {
        SheetKind::Own => &probes.own,
        _ => &probes.sources,
    };
    if columns.is_empty() {
        return None;
    }
    if model.config.system.takes_labels() {
        return label_sheets::draw(model, columns, kind, between);
    }
    let mut painter = Painter {
        model,
        probes,
        columns,
        features: model.encode(pictures(model, columns)),
        rows: Vec::new(),
    };
    between();
    match kind {
        SheetKind::Reference => painter.references(between)?,
        SheetKind::CycleConsistency => painter.cycle()?,
        SheetKind::Own => painter.own(between)?,
        SheetKind::Labels => return None,
        _ => painter.latents(kind.psi()?, between)?,
    }
    Some(painter.finish(kind))
}

/// The picture at a row's head, and those below the columns.
pub(super) type SheetRow = (Option<Arc<Picture>>, Vec<Arc<Picture>>);

/// A sheet in the making.
struct Painter<'a> {
    model: &'a Model,
    probes: &'a Probes,
    columns: &'a [Probe],
    features: Features,
    rows: Vec<SheetRow>,
}

impl Painter<'_> {
    fn references(&mut self, between: &mut dyn FnMut()) -> Option<()> {
        for reference in &self.probes.references {
            let style = self.reference_style(reference)?;
            self.translated(Some(Arc::clone(&reference.picture)), style);
            between();
        }
        Some(())
    }

    fn latents(&mut self, psi: f32, between: &mut dyn FnMut()) -> Option<()> {
        for domain in 0..self.model.config.num_domains().min(MOST_DOMAINS) {
            let mean = self.mean_style(domain)?;
            for place in 0..LATENTS_PER_DOMAIN {
                let style = self.latent_style(domain, place)?;
                let style = mean.clone() + (style - mean.clone()) * psi;
                self.translated(None, style);
                between();
            }
        }
        Some(())
    }

    /// Each photo in every domain: by a held-out reference where there is one, and by a latent.
    fn own(&mut self, between: &mut dyn FnMut()) -> Option<()> {
        for domain in 0..self.model.config.num_domains() {
            let mut references = self.probes.references.iter();
            if let Some(reference) = references.find(|probe| probe.domain == Some(domain)) {
                let style = self.reference_style(reference)?;
                self.translated(Some(Arc::clone(&reference.picture)), style);
            }
            let mean = self.mean_style(domain)?;
            let style = self.latent_style(domain, 0)?;
            self.translated(None, mean.clone() + (style - mean) * OWN_PSI);
            between();
        }
        Some(())
    }

    /// Below each source a reference, the translation, and the way back in the source's own style.
    fn cycle(&mut self) -> Option<()> {
        let encoder = self.model.style_encoder.as_ref()?;
        let count = self.columns.len();
        let references: Vec<Probe> = self
            .probes
            .references
            .iter()
            .cycle()
            .take(count)
            .cloned()
            .collect();
        if references.len() < count {
            return None;
        }
        let domains = |probes: &[Probe]| -> Option<Vec<usize>> {
            probes.iter().map(|probe| probe.domain).collect()
        };
        let style = encoder.forward(pictures(self.model, &references), &domains(&references)?);
        let own = encoder.forward(pictures(self.model, self.columns), &domains(self.columns)?);
        let fake = self.model.generator.decode(&self.features, style);
        let back = self.model.encode(fake.clone());
        let back = self.model.generator.decode(&back, own);
        let references = references.into_iter().map(|probe| probe.picture);
        self.rows.push((None, references.collect()));
        for output in [fake, back] {
            let row = (None, self.read(output));
            self.rows.push(row);
        }
        Some(())
    }

    fn reference_style(&self, reference: &Probe) -> Option<Tensor<2>> {
        let picture = pictures(self.model, std::slice::from_ref(reference));
        Some(
            self.model
                .style_encoder
                .as_ref()?
                .forward(picture, &[reference.domain?]),
        )
    }

    fn latent_style(&self, domain: usize, place: usize) -> Option<Tensor<2>> {
        let z = latent::from_seed(
            self.probes.seed.wrapping_add(place as u64),
            self.model.config.latent_dim,
        );
        let z = rows(&[&z], self.model.device());
        Some(self.model.mapping_network.as_ref()?.forward(z, &[domain]))
    }

    fn mean_style(&self, domain: usize) -> Option<Tensor<2>> {
        let mapping = self.model.mapping_network.as_ref()?;
        Some(mapping.mean_style(domain, self.model.config.latent_dim, self.model.device()))
    }

    /// Adds a row: every column in `style` (1 x style_dim).
    fn translated(&mut self, head: Option<Arc<Picture>>, style: Tensor<2>) {
        let [_, width] = style.dims();
        let style = style.expand([self.columns.len(), width]);
        let output = self.model.generator.decode(&self.features, style);
        let row = (head, self.read(output));
        self.rows.push(row);
    }

    fn read(&self, output: Tensor<4>) -> Vec<Arc<Picture>> {
        read(self.model, output)
    }

    /// The sheet without padding, as official; a column of heads only where rows have them.
    fn finish(self, kind: SheetKind) -> Picture {
        let heads = matches!(kind, SheetKind::Reference | SheetKind::Own);
        compose(self.model.config.img_size, self.columns, self.rows, heads)
    }
}

/// The pictures of an output.
pub(super) fn read(model: &Model, output: Tensor<4>) -> Vec<Arc<Picture>> {
    let size = model.config.img_size;
    let values: Vec<f32> = output.into_data().iter::<f32>().collect();
    let planes = values.chunks_exact(3 * size * size);
    let pictures = planes.map(|planes| range::planes_to_picture(planes, size, size));
    pictures.flatten().map(Arc::new).collect()
}

/// Columns and rows side by side.
pub(super) fn compose(
    size: usize,
    columns: &[Probe],
    rows: Vec<SheetRow>,
    with_heads: bool,
) -> Picture {
    let heads = usize::from(with_heads);
    let (width, height) = (columns.len() + heads, rows.len() + 1);
    let mut sheet = Picture::filled(width * size, height * size, BLANK);
    let first = columns.iter().map(|probe| Arc::clone(&probe.picture));
    let rows = std::iter::once((None, first.collect())).chain(rows);
    for (row, (head, pictures)) in rows.enumerate() {
        if let Some(head) = head {
            sheet.paste(&head, 0, row * size);
        }
        for (column, picture) in pictures.iter().enumerate() {
            sheet.paste(picture, (column + heads) * size, row * size);
        }
    }
    sheet
}

/// Model-sized pictures as B x 3 x S x S.
pub(super) fn pictures(model: &Model, probes: &[Probe]) -> Tensor<4> {
    let planes = probes
        .iter()
        .flat_map(|probe| range::picture_to_planes(&probe.picture));
    model.pictures(planes.collect())
}

#[cfg(test)]
mod tests;
