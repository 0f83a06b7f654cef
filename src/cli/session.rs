//! A model at work on a device, for commands that compute.

use std::path::Path;
use std::time::SystemTime;

use crate::domain::{DomainSet, LabelSpace, Picture, StyleSource, latent};
use crate::engine::device::{self, DeviceChoice, DeviceFacts};
use crate::engine::messages::ModelSource;
use crate::engine::open;
use crate::engine::translator::{Pictures, Translator};
use crate::gui::train::names;
use crate::model::system::System;
use crate::problem::Problem;

use super::intake::View;
use super::{branch, output};

/// An opened model with the pictures it works on.
pub struct Session {
    /// The device in use.
    pub device: DeviceFacts,
    /// The model's name for people.
    pub name: String,
    translator: Translator,
    pictures: Pictures,
}

/// What `--model` means: the bundled model, or a file.
pub fn model_source(model: &Path) -> ModelSource {
    if model == Path::new("demo") {
        ModelSource::Demo
    } else {
        ModelSource::File(model.to_owned())
    }
}

impl Session {
    /// Chooses the device and opens the model there; a face model looks through `fan`, or else through its own landmark network.
    pub fn open(model: &Path, fan: Option<&Path>, choice: DeviceChoice) -> Result<Self, Problem> {
        let compute = choose(choice)?;
        let read = open::build(&model_source(model), &compute.device)?;
        log::info!(
            "{} on {} ({})",
            read.card.name,
            compute.facts.name,
            compute.facts.reason
        );
        let name = read.card.name.clone();
        let (translator, blind) = read.at_work(fan, &compute.device)?;
        if let Some(blind) = blind {
            output::note(blind);
        }
        Ok(Self {
            device: compute.facts,
            name,
            translator,
            pictures: Pictures::new(),
        })
    }

    /// Side of the model's pictures.
    pub fn size(&self) -> usize {
        self.translator.model().config.img_size
    }

    /// The model's domains.
    pub fn domains(&self) -> &DomainSet {
        &self.translator.model().config.domains
    }

    /// The model's system.
    pub fn system(&self) -> System {
        self.translator.model().config.system
    }

    /// What the model's label vector says; empty for a system of styles.
    pub fn labels(&self) -> &LabelSpace {
        &self.translator.model().config.labels
    }

    /// Whether the model can tell a picture's labels.
    pub fn reads_labels(&self) -> bool {
        self.translator.model().classifier.is_some()
    }

    /// The labels of a set that the model finds in `source`, which was added.
    pub fn read_labels(&self, source: &View, set: usize) -> Result<Vec<f32>, Problem> {
        let found = self
            .translator
            .read_labels(source.fingerprint, set, &self.pictures);
        let found = found.map_err(|error| {
            Problem::because("The labels of the picture could not be read", &error)
        })?;
        let none = || vec![0.0; self.labels().range(set).len()];
        Ok(if found.is_empty() { none() } else { found })
    }

    /// Keeps a model-sized picture at hand for [`Self::translate`].
    pub fn add(&mut self, view: &View) {
        self.pictures.insert(view.fingerprint, view.picture.clone());
    }

    /// The style that `seed` draws in a domain.
    pub fn drawn_style(&self, seed: u64, domain: usize, psi: f32) -> StyleSource {
        let z = latent::from_seed(seed, self.translator.model().config.latent_dim);
        StyleSource::Latent { z, domain, psi }
    }

    /// `source` in `style`; both speak of pictures that were added.
    pub fn translate(&mut self, source: &View, style: &StyleSource) -> Result<Picture, Problem> {
        self.translator
            .translate(source.fingerprint, style, &self.pictures)
            .map_err(|error| Problem::because("The picture could not be translated", &error))
    }

    /// Several sources in one style; all speak of pictures that were added.
    pub fn translate_row(
        &mut self,
        sources: &[View],
        style: &StyleSource,
    ) -> Result<Vec<Picture>, Problem> {
        let sources: Vec<_> = sources.iter().map(|source| source.fingerprint).collect();
        self.translator
            .translate_row(&sources, style, &self.pictures)
            .map_err(|error| Problem::because("The pictures could not be translated", &error))
    }

    /// The model at work and the pictures that were added, for what takes several steps.
    pub fn at_work(&mut self) -> (&mut Translator, &Pictures) {
        (&mut self.translator, &self.pictures)
    }

    /// The model for a caption: name, system, size, and the day.
    pub fn described(&self) -> String {
        let (system, size) = (self.system().title(), self.size());
        format!(
            "Model: {} ({system}, {size} x {size} pixels). {}, Stargrid {}.",
            self.name,
            names::day(SystemTime::now()),
            env!("CARGO_PKG_VERSION")
        )
    }

    /// The domain that `text` names.
    pub fn domain(&self, text: &str) -> Result<usize, Problem> {
        let domains = self.domains();
        domains.find(text).ok_or_else(|| {
            let known = branch::list(domains);
            Problem::new(format!(
                "The model has no domain \"{text}\"; it has {known}"
            ))
        })
    }
}

/// The device for `choice`, or a sentence about why there is none.
pub fn choose(choice: DeviceChoice) -> Result<device::Compute, Problem> {
    device::choose(choice, None).map_err(|error| {
        Problem::because("The device cannot be used", &error).hint("Use --device cpu instead")
    })
}
