//! A film at work: each picture of a walk is computed, composed and handed to the writer before the next one is begun.

use std::path::Path;
use std::sync::Arc;

use super::translator::{Pictures, TOGETHER, Translator};
use crate::domain::walk::{Moment, Walk};
use crate::domain::{Fingerprint, Picture};
use crate::export::film::{self, Form, Format, Rate, Reel, Strip};
use crate::problem::Problem;

/// Heads the sentence about a film that was not made.
const NOT_MADE: &str = "The film was not made";

/// All that a film is made of, besides the model and its pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    /// Its styles.
    pub walk: Walk,
    /// What a frame shows.
    pub form: Form,
    /// Frames a second.
    pub rate: Rate,
    /// The sources, at least one; under which the engine knows them.
    pub sources: Vec<Fingerprint>,
    /// A sentence about where it came from, kept in the file.
    pub note: String,
}

impl Film {
    /// Checks that the film can be made.
    ///
    /// # Errors
    /// A sentence when there are no sources, the walk leads nowhere, or the form needs references.
    pub fn check(&self) -> Result<(), Problem> {
        let walk = self.walk.check();
        walk.map_err(|fault| Problem::because(NOT_MADE, &fault))?;
        if self.sources.is_empty() {
            return Err(Problem::new(NOT_MADE).hint("Choose a source"));
        }
        let legs = self.walk.legs();
        let mut shown = legs.iter().flatten();
        if self.form == Form::Slide && !shown.all(|&at| self.reference(at).is_some()) {
            let hint = "Choose references, or the form interpolate";
            let what = "The form slide shows the references, and a seed has no picture";
            return Err(Problem::new(what).hint(hint));
        }
        Ok(())
    }

    /// What is known of the film before it is made; `side` is that of the model's pictures.
    pub fn reel(&self, side: usize) -> Reel {
        Reel {
            size: self.form.size(side, self.sources.len()),
            rate: self.rate,
            pictures: self.walk.shots().len(),
            note: self.note.clone(),
        }
    }

    /// The picture behind a way point.
    fn reference(&self, at: usize) -> Option<Fingerprint> {
        // A reference that does not count in full is a blend with its branch's mean style.
        match self.walk.points.get(at)?.style.pictures()[..] {
            [picture] => Some(picture),
            _ => None,
        }
    }

    /// The frame at a moment of the walk; none when `goes_on`, which is asked before every few sources, says no.
    ///
    /// # Errors
    /// When the model cannot make it, or a picture is missing.
    pub fn frame(
        &self,
        moment: Moment,
        translator: &mut Translator,
        pictures: &Pictures,
        mut goes_on: impl FnMut() -> bool,
    ) -> Result<Option<Picture>, Problem> {
        let missing = || Problem::new("A picture of the film is not at hand any more");
        let style = self.walk.style(moment).ok_or_else(missing)?;
        let mut results = Vec::with_capacity(self.sources.len());
        for sources in self.sources.chunks(TOGETHER) {
            if !goes_on() {
                return Ok(None);
            }
            let made = translator.translate_row(sources, &style, pictures);
            let made =
                made.map_err(|error| Problem::because("A frame could not be computed", &error))?;
            results.extend(made);
        }
        let sources = self.sources.iter().map(|at| pictures.get(at).cloned());
        let sources: Option<Vec<Arc<Picture>>> = sources.collect();
        let ends = [moment.from, moment.to].map(|at| pictures.get(&self.reference(at)?));
        let strip = match &ends {
            [Some(from), Some(to)] => Some(Strip {
                pair: [from, to],
                weight: moment.weight,
            }),
            _ => None,
        };
        let sources = sources.ok_or_else(missing)?;
        let frame = film::compose(self.form, &sources, &results, strip);
        Ok(Some(frame))
    }

    /// Makes the film at `path`. Before each picture, and within one of many sources, `goes_on` is told how many of how many are done; when
    /// it says no, the film is given up, nothing is left of it, and the answer is `false`.
    ///
    /// # Errors
    /// When a frame cannot be made or written; nothing is left then either.
    pub fn make(
        &self,
        (format, path): (Format, &Path),
        translator: &mut Translator,
        pictures: &Pictures,
        mut goes_on: impl FnMut(usize, usize) -> bool,
    ) -> Result<bool, Problem> {
        self.check()?;
        let unwritten = |error| Problem::because(NOT_MADE, &error);
        let reel = self.reel(translator.model().config.img_size);
        let mut writer = film::begin(format, path, &reel).map_err(unwritten)?;
        for (at, shot) in self.walk.shots().into_iter().enumerate() {
            let goes_on = || goes_on(at, reel.pictures);
            let Some(frame) = self.frame(shot.moment, translator, pictures, goes_on)? else {
                return Ok(false);
            };
            writer.add(&frame, shot.ticks).map_err(unwritten)?;
        }
        if !goes_on(reel.pictures, reel.pictures) {
            return Ok(false);
        }
        writer.finish().map_err(unwritten)?;
        Ok(true)
    }
}
