//! The options of `translate` and `grid` for models that take labels.

use clap::Args;

use super::truncation;

/// What guides a label model (StarGAN, Fixed-Point GAN).
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Models that take labels")]
pub struct LabelOptions {
    /// Labels that the result shall have, and no others; =VALUE from 0 to 1 for a part of one
    #[arg(long, value_name = "NAME[=VALUE]", value_delimiter = ',', value_parser = label_value, conflicts_with = "toggle")]
    pub labels: Option<Vec<LabelValue>>,
    /// Labels to turn over in what the source has; a hair colour or class replaces the source's
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub toggle: Vec<String>,
    /// Labels of the source, or "none" (default: as the model's discriminator reads them)
    #[arg(long, value_name = "NAME[=VALUE]", value_delimiter = ',', value_parser = label_value)]
    pub source_labels: Option<Vec<LabelValue>>,
    /// Set of labels that is meant, of a model trained on several (default: the one that has the labels)
    #[arg(long, value_name = "SET")]
    pub set: Option<String>,
    /// Set that the mask names, to see the wrong one at work (default: that of the labels)
    #[arg(long, value_name = "SET")]
    pub mask: Option<String>,
    /// How far to go from the source's labels: 0 not at all, 1 to the labels, 2 beyond
    #[arg(long, value_name = "X", value_parser = truncation)]
    pub strength: Option<f32>,
}

impl LabelOptions {
    /// Its options, and whether each was given.
    pub fn given(&self) -> [(&'static str, bool); 6] {
        [
            ("--labels", self.labels.is_some()),
            ("--toggle", !self.toggle.is_empty()),
            ("--source-labels", self.source_labels.is_some()),
            ("--set", self.set.is_some()),
            ("--mask", self.mask.is_some()),
            ("--strength", self.strength.is_some()),
        ]
    }
}

/// A label and how much of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelValue {
    /// Its name or number.
    pub name: String,
    /// From 0 to 1.
    pub value: f32,
}

impl LabelValue {
    /// Whether it stands for no label at all.
    pub fn is_none(&self) -> bool {
        self.name.eq_ignore_ascii_case("none")
    }
}

/// `NAME` or `NAME=VALUE`.
fn label_value(text: &str) -> Result<LabelValue, String> {
    let (name, value) = match text.rsplit_once('=') {
        Some((name, value)) => (name, value.trim().parse().ok()),
        None => (text, Some(1.0)),
    };
    let value = value.filter(|value| (0.0..=1.0).contains(value));
    match (name.trim(), value) {
        ("", _) => Err("a label's name is wanted".to_owned()),
        (_, None) => Err("NAME=VALUE with a number from 0 to 1 is wanted".to_owned()),
        (name, Some(value)) => Ok(LabelValue {
            name: name.to_owned(),
            value,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_may_have_a_value() {
        let label = |name: &str, value| {
            let name = name.to_owned();
            Ok(LabelValue { name, value })
        };
        assert_eq!(label_value("Male"), label("Male", 1.0));
        assert_eq!(label_value(" a=b =0.5"), label("a=b", 0.5));
        for text in ["", "=1", "Male=", "Male=2", "Male=NaN"] {
            assert!(label_value(text).is_err(), "{text}");
        }
    }
}
