//! A model that is evaluated: sources and styles in, outputs out, nothing kept, so that memory does not grow with the pictures.

use burn::tensor::{Device, Tensor};

use super::super::compare::recipe::label_style;
use super::super::messages::ModelSource;
use super::super::open::{self, ReadModel};
use super::super::translator::{numbers, picture_of};
use super::messages::Candidate;
use crate::domain::labels::LabelKind;
use crate::domain::{Picture, StyleSource, range};
use crate::evaluation::report;
use crate::model::Model;
use crate::model::generator::Features;
use crate::model::layers::rows;
use crate::problem::Problem;

/// Pixels that are decoded at once: four pictures of 256 x 256, all ten outputs of a small source.
const PIXELS_AT_ONCE: usize = 4 * 256 * 256;

/// A model at work.
#[derive(Debug)]
pub struct Subject {
    model: Model,
    /// What the report calls it.
    pub facts: report::Subject,
    /// What stands for it in the command that repeats the evaluation.
    pub argument: String,
    /// What a person should know of it.
    pub notes: Vec<String>,
}

/// Outputs as the network gave them and as they are saved.
#[derive(Debug)]
pub struct Outputs {
    /// B x 3 x S x S, unbounded.
    pub values: Tensor<4>,
    /// The same as 8-bit pictures.
    pub pictures: Vec<Picture>,
    /// Share of the pixels of each in which a value lies beyond what a picture can show.
    pub saturated: Vec<f64>,
}

impl Subject {
    /// Opens a candidate on `device`.
    ///
    /// # Errors
    /// When its file cannot be read, or it is a label system that knows no domains.
    pub fn open(candidate: &Candidate, device: &Device) -> Result<Self, Problem> {
        let ReadModel {
            mut model,
            card,
            eye,
            ..
        } = open::build(&candidate.source, device)?;
        let mut notes = Vec::new();
        match eye {
            Ok(Some(eye)) => model.fan = Some(eye.into_fan()),
            Ok(None) if model.config.has_high_pass() => notes.push(
                "The model was trained with landmark masks and was evaluated without them"
                    .to_owned(),
            ),
            Ok(None) => {}
            Err(problem) => notes.push(problem.to_string()),
        }
        refuse_attributes(&model)?;
        let argument = match &candidate.source {
            ModelSource::Demo => "demo".to_owned(),
            ModelSource::File(path) => path.display().to_string(),
            ModelSource::Live(_) => "MODEL".to_owned(),
        };
        Ok(Self {
            facts: report::Subject {
                name: candidate.name.clone(),
                step: candidate.step.or(card.step),
                system: model.config.system.name().to_owned(),
                img_size: model.config.img_size,
            },
            argument,
            notes,
            model,
        })
    }

    /// Its networks and sizes.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Side of its pictures in pixels.
    pub fn side(&self) -> usize {
        self.model.config.img_size
    }

    /// The values of model-sized pictures, B x 3 x S x S.
    pub fn values(&self, pictures: &[&Picture]) -> Tensor<4> {
        let planes = pictures
            .iter()
            .flat_map(|picture| range::picture_to_planes(picture));
        self.model.pictures(planes.collect())
    }

    /// The contents of model-sized pictures, one each.
    pub fn encode(&self, pictures: &[&Picture]) -> Vec<Features> {
        let each = pictures.iter();
        each.map(|picture| self.model.encode(self.values(&[picture])))
            .collect()
    }

    /// Style codes of latents in a branch.
    ///
    /// # Errors
    /// When the model has no mapping network, or it gives no numbers.
    pub fn codes_of_latents(
        &self,
        latents: &[Vec<f32>],
        domain: usize,
    ) -> Result<Vec<Vec<f32>>, Problem> {
        let Some(mapping) = &self.model.mapping_network else {
            return Err(Problem::new(
                "This model has no mapping network, so it cannot be evaluated with latents",
            )
            .hint("Choose the reference mode alone (--mode reference)."));
        };
        let z: Vec<&[f32]> = latents.iter().map(Vec::as_slice).collect();
        let domains = vec![domain; z.len()];
        split(mapping.forward(rows(&z, self.model.device()), &domains))
    }

    /// Style codes of model-sized pictures in a branch.
    ///
    /// # Errors
    /// When the model has no style encoder, or it gives no numbers.
    pub fn codes_of_references(
        &self,
        pictures: &[&Picture],
        domain: usize,
    ) -> Result<Vec<Vec<f32>>, Problem> {
        let Some(encoder) = &self.model.style_encoder else {
            return Err(Problem::new(
                "This model has no style encoder, so it cannot be evaluated with references",
            )
            .hint("Choose the latent mode alone (--mode latent)."));
        };
        let domains = vec![domain; pictures.len()];
        split(encoder.forward(self.values(pictures), &domains))
    }

    /// The label vector that asks a label system for a domain.
    pub fn code_of_label(&self, domain: usize) -> Vec<f32> {
        match label_style(&self.model.config, domain) {
            StyleSource::Labels { to, .. } => to,
            _ => Vec::new(),
        }
    }

    /// Whether it can translate back by the source's own style.
    pub fn has_way_back(&self) -> bool {
        self.model.style_encoder.is_some() || self.model.config.system.takes_labels()
    }

    /// Outputs of contents and codes, pair by pair.
    ///
    /// # Errors
    /// When the network gives values that are no numbers.
    pub fn decode(&self, contents: &[&Features], codes: &[&[f32]]) -> Result<Outputs, Problem> {
        let at_once = (PIXELS_AT_ONCE / (self.side() * self.side())).max(1);
        let mut values = Vec::new();
        let pairs = contents.chunks(at_once).zip(codes.chunks(at_once));
        for (contents, codes) in pairs {
            let contents = contents.iter().map(|&content| content.clone()).collect();
            if let Some(content) = Features::join(contents) {
                let style = rows(codes, self.model.device());
                values.push(self.model.generator.decode(&content, style));
            }
        }
        self.read(Tensor::cat(values, 0))
    }

    /// Translates outputs on, each with its own code.
    ///
    /// # Errors
    /// As [`Self::decode`].
    pub fn onward(&self, values: Tensor<4>, codes: &[&[f32]]) -> Result<Outputs, Problem> {
        let each = 0..values.dims()[0];
        let contents: Vec<Features> = each
            .map(|at| self.model.encode(values.clone().narrow(0, at, 1)))
            .collect();
        self.decode(&contents.iter().collect::<Vec<_>>(), codes)
    }

    fn read(&self, values: Tensor<4>) -> Result<Outputs, Problem> {
        let side = self.side();
        let unusable = |error| Problem::because("An output cannot be used", &error);
        let count = values.dims()[0];
        let mut pictures = Vec::with_capacity(count);
        let mut saturated = Vec::with_capacity(count);
        for at in 0..count {
            let one = values.clone().narrow(0, at, 1);
            let planes = numbers(one.clone()).map_err(unusable)?;
            saturated.push(saturated_share(&planes));
            pictures.push(picture_of(one, side).map_err(unusable)?);
        }
        Ok(Outputs {
            values,
            pictures,
            saturated,
        })
    }
}

/// Evaluation goes from domain to domain, so labels must be domains: classes, of which exactly one holds.
fn refuse_attributes(model: &Model) -> Result<(), Problem> {
    let space = &model.config.labels;
    let classes = space.sets.len() == 1 && space.sets[0].kind == LabelKind::Classes;
    if !model.config.system.takes_labels() || classes {
        return Ok(());
    }
    Err(Problem::new(
        "This model changes attributes, which hold beside each other; evaluation needs domains, of which a picture has exactly one",
    )
    .hint("Evaluate a model that was trained on one folder of pictures a class."))
}

/// Share of the pixels of planar values in which some channel lies beyond [-1, 1].
fn saturated_share(planes: &[f32]) -> f64 {
    let pixels = planes.len() / 3;
    let beyond = |at: &usize| (0..3).any(|channel| planes[channel * pixels + at].abs() > 1.0);
    (0..pixels).filter(beyond).count() as f64 / pixels.max(1) as f64
}

fn split(codes: Tensor<2>) -> Result<Vec<Vec<f32>>, Problem> {
    let width = codes.dims()[1];
    let values = numbers(codes)
        .map_err(|error| Problem::because("The style codes cannot be used", &error))?;
    Ok(values.chunks(width).map(<[f32]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_is_saturated_when_one_of_its_channels_is() {
        let planes = [0.0, 1.5, 0.0, 0.0, -1.0, -1.1, 0.0, 1.0, 0.0, 0.0, 0.5, 0.0];
        assert_eq!(saturated_share(&planes), 0.25);
        assert_eq!(saturated_share(&[]), 0.0);
    }
}
