//! Which labels a picture has, as a label system's own classifier reads them.

use super::translator::{Pictures, TranslateError, Translator, numbers};
use crate::domain::Fingerprint;

impl Translator {
    /// The labels of set `set` that the classifier reads in `source`: 1 or 0 for each. Empty without a classifier, or without such a set.
    ///
    /// # Errors
    /// When the picture is missing or the classifier gives no numbers.
    pub fn read_labels(
        &self,
        source: Fingerprint,
        set: usize,
        pictures: &Pictures,
    ) -> Result<Vec<f32>, TranslateError> {
        let model = self.model();
        let labels = &model.config.labels;
        let (Some(classifier), Some(of)) = (&model.classifier, labels.sets.get(set)) else {
            return Ok(Vec::new());
        };
        let (_, logits) = classifier.forward(self.input(source, pictures)?);
        let logits = numbers(logits)?;
        let logits = logits.get(labels.range(set)).unwrap_or_default();
        if logits.iter().any(|logit| !logit.is_finite()) {
            return Err(TranslateError::not_numbers());
        }
        Ok(of.read(logits))
    }
}
