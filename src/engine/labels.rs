//! Which labels a picture has, as a label system's own classifier reads them.

use super::translator::{Pictures, TranslateError, Translator, numbers};
use crate::domain::{Fingerprint, LabelKind, LabelSet};

impl Translator {
    /// The labels of set `set` that the classifier reads in `source`: 1 or 0 for each. Empty without a classifier, or without such a set.
    ///
    /// # Errors
    /// When the picture is missing or the classifier gives no numbers.
    pub fn read_labels(
        &mut self,
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
        Ok(labels_of(of, logits))
    }
}

/// The likeliest class; or each attribute that is likelier than not, unless another one that excludes it is likelier still.
fn labels_of(set: &LabelSet, logits: &[f32]) -> Vec<f32> {
    let beaten = |at: usize| {
        let stronger =
            |&other: &usize| set.excludes(at, other) && (logits[other], at) > (logits[at], other);
        (0..logits.len()).any(|other| stronger(&other))
    };
    let holds = |at: usize| match set.kind {
        LabelKind::Classes => !beaten(at),
        LabelKind::Attributes => logits[at] > 0.0 && !beaten(at),
    };
    (0..logits.len())
        .map(|at| f32::from(u8::from(holds(at))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn one_class_and_one_hair_colour_hold() {
        let classes = LabelSet::classes("c", words("a b d"));
        assert_eq!(labels_of(&classes, &[-3.0, -1.0, -2.0]), [0.0, 1.0, 0.0]);
        assert_eq!(labels_of(&classes, &[1.0, 1.0, 0.0]), [1.0, 0.0, 0.0]);
        let faces = LabelSet::attributes("f", words("Red_Hair Young Blue_Hair Hat"));
        let read = labels_of(&faces, &[0.5, 0.1, 0.7, -0.1]);
        assert_eq!(read, [0.0, 1.0, 1.0, 0.0]);
        assert_eq!(labels_of(&faces, &[-0.5, 0.1, -0.7, 0.1])[0], 0.0);
    }
}
