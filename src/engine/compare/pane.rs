//! One model of a comparison at work: inputs at its size, styles of its kind, results measured against their sources.

use std::sync::Arc;

use burn::tensor::Device;

use super::super::chain::{self, Link, Stage};
use super::super::distance::mean_pixel;
use super::super::messages::{ModelInfo, ModelSource};
use super::super::open::{self, ReadModel};
use super::super::translator::Translator;
use super::inputs::Views;
use super::messages::{Compared, Heads, Inputs, Subject};
use super::recipe::style_for;
use crate::domain::{Fingerprint, Picture, StyleSource};
use crate::problem::Problem;

/// A model of a comparison.
pub struct Pane {
    translator: Translator,
    /// Pictures at its size.
    pub views: Views,
}

/// A chain that has begun.
pub struct Begun {
    /// The source as the model sees it.
    pub source: Arc<Picture>,
    styles: Vec<StyleSource>,
    at: Arc<Picture>,
    /// Stages that are done.
    pub done: usize,
}

impl Begun {
    /// Whether all stages are done.
    pub fn is_over(&self) -> bool {
        self.done == self.styles.len()
    }
}

impl Pane {
    /// Opens a model on a device; `number` is what the window knows it by.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn open(
        number: u64,
        source: &ModelSource,
        device: &Device,
    ) -> Result<(Self, ModelInfo), Problem> {
        let read = open::build(source, device)?;
        let info = read.info(number, source);
        let ReadModel { model, eye, .. } = read;
        let mut translator = Translator::new(model);
        // Without an eye that works the model runs blind; Explore says so, and the pictures can still be compared.
        translator.see_with(eye.ok().flatten());
        let pane = Self {
            translator,
            views: Views::default(),
        };
        Ok((pane, info))
    }

    /// One result.
    ///
    /// # Errors
    /// When the model cannot take the style or the picture.
    pub fn cell(
        &mut self,
        subject: Subject,
        style: &StyleSource,
        heads: &Heads,
        inputs: &Inputs,
    ) -> Result<Compared, Problem> {
        let (source, picture) = self.source(subject, inputs)?;
        let config = &self.translator.model().config;
        let (views, size) = (&mut self.views, config.img_size);
        let mut reference = |picture| {
            let subject = Subject {
                picture,
                grey: false,
            };
            views.of(subject, inputs, size)
        };
        let style = style_for(style, heads, config, &mut reference)?;
        let output = self
            .translator
            .translate(source, &style, &self.views.pictures)
            .map_err(|error| Problem::because("This picture could not be computed", &error))?;
        Ok(Compared {
            pixel: mean_pixel(&picture, &output).unwrap_or_default(),
            source: picture,
            output: Arc::new(output),
        })
    }

    /// Begins a chain: its styles are made to fit the model.
    ///
    /// # Errors
    /// When the model cannot take a style or the picture.
    pub fn begin(
        &mut self,
        subject: Subject,
        links: &[Link],
        inputs: &Inputs,
    ) -> Result<Begun, Problem> {
        let (_, source) = self.source(subject, inputs)?;
        let config = &self.translator.model().config;
        let mut styles = Vec::with_capacity(links.len());
        for link in links {
            let mut style = chain::style_of(link, config)?;
            if let StyleSource::Reference { picture, .. } = &mut style {
                let reference = Subject {
                    picture: *picture,
                    grey: false,
                };
                *picture = self.views.of(reference, inputs, config.img_size)?;
            }
            styles.push(style);
        }
        Ok(Begun {
            at: Arc::clone(&source),
            source,
            styles,
            done: 0,
        })
    }

    /// The next stage of a chain; `None` when it is over.
    ///
    /// # Errors
    /// When the model cannot make it.
    pub fn next(&mut self, begun: &mut Begun) -> Result<Option<Stage>, Problem> {
        let Some(style) = begun.styles.get(begun.done) else {
            return Ok(None);
        };
        let pictures = &self.views.pictures;
        let stage = chain::stage(
            &mut self.translator,
            &begun.at,
            style,
            pictures,
            &begun.source,
        )?;
        begun.at = Arc::clone(&stage.picture);
        begun.done += 1;
        Ok(Some(stage))
    }

    /// Drops what a fault of the device may have spoilt.
    pub fn forget(&mut self) {
        self.translator.forget();
    }

    fn source(
        &mut self,
        subject: Subject,
        inputs: &Inputs,
    ) -> Result<(Fingerprint, Arc<Picture>), Problem> {
        let size = self.translator.model().config.img_size;
        let at = self.views.of(subject, inputs, size)?;
        let missing = || Problem::new("A picture of the comparison is not at hand any more");
        let picture = self.views.pictures.get(&at).ok_or_else(missing)?;
        Ok((at, Arc::clone(picture)))
    }
}
