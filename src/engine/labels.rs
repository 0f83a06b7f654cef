//! The source's own labels, as the model's discriminator reads them.

use super::translate_error::TranslateError;
use super::translator::{Pictures, Translator, numbers};
use crate::domain::{Fingerprint, LabelKind};

impl Translator {
    /// The labels of set `set` that `source` (at the model's size) has: of attributes those whose logit is above 0, of classes the one
    /// with the largest. A model without a discriminator (`model().classifier`) reads nothing: all are 0.
    ///
    /// # Errors
    /// When the picture is not at hand, or the discriminator's output holds no numbers.
    pub fn read_labels(
        &self,
        source: Fingerprint,
        set: usize,
        pictures: &Pictures,
    ) -> Result<Vec<f32>, TranslateError> {
        let space = &self.model().config.labels;
        let range = space.range(set);
        let Some(classifier) = &self.model().classifier else {
            return Ok(vec![0.0; range.len()]);
        };
        let (_, logits) = classifier.forward(self.input(source, pictures)?);
        let logits = numbers(logits)?;
        let own = logits.get(range).unwrap_or_default();
        if own.iter().any(|logit| !logit.is_finite()) {
            return Err(TranslateError::not_numbers());
        }
        let kind = space.sets.get(set).map(|set| set.kind);
        Ok(match kind {
            Some(LabelKind::Classes) => largest(own),
            _ => own
                .iter()
                .map(|&logit| if logit > 0.0 { 1.0 } else { 0.0 })
                .collect(),
        })
    }
}

/// 1 in the place of the largest number, the first of equals; 0 elsewhere.
fn largest(logits: &[f32]) -> Vec<f32> {
    let mut best = 0;
    for (at, logit) in logits.iter().enumerate() {
        if *logit > logits[best] {
            best = at;
        }
    }
    let one = |at| if at == best { 1.0 } else { 0.0 };
    (0..logits.len()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_class_is_the_largest() {
        assert_eq!(largest(&[-3.0, -1.0, -2.0]), [0.0, 1.0, 0.0]);
        assert_eq!(largest(&[2.0, 2.0]), [1.0, 0.0]);
        assert!(largest(&[]).is_empty());
    }
}
