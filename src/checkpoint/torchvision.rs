//! Networks that a person brings for evaluation: torchvision's ImageNet weights, as PyTorch publishes them.
//!
//! They are state_dicts, zipped or in the format before, or the same names in a safetensors file. Like every other file they are walked, never run,
//! and nothing here downloads one. The parts that Stargrid has no use for (classifiers, the auxiliary head, counters) are known and left out;
//! any other tensor makes it another file.

use std::path::Path;

use super::error::{Fault, ImportError};
use super::named::{complete, listed, read_weight};
use super::source::Source;
use super::tensors::TensorMap;
use crate::model::extractor::Kind;
use crate::model::perceptual;
use crate::model::schema::{NetworkKind, TensorSpec};

/// Where torchvision publishes its weights.
const PLACE: &str = "https://download.pytorch.org/models/";
/// End of the names of the batch norms' counters, which older files lack.
const COUNTER: &str = ".num_batches_tracked";

/// A file of torchvision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// The trunk of LPIPS v0.1.
    AlexNet,
    /// The network of FID.
    InceptionV3,
}

impl Published {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::AlexNet, Self::InceptionV3];

    /// What its tensors' names begin with in a [`TensorMap`].
    pub fn network(self) -> &'static str {
        match self {
            Self::AlexNet => "alexnet",
            Self::InceptionV3 => Kind::InceptionV3.name(),
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::AlexNet => "torchvision's AlexNet",
            Self::InceptionV3 => "torchvision's Inception-v3",
        }
    }

    /// The name of the file.
    pub fn file(self) -> &'static str {
        match self {
            Self::AlexNet => "alexnet-owt-7be5be79.pth",
            Self::InceptionV3 => "inception_v3_google-0cc3c7bd.pth",
        }
    }

    /// Every tensor that is read, by torchvision's name.
    pub fn specs(self) -> Vec<TensorSpec> {
        match self {
            Self::AlexNet => perceptual::specs(),
            Self::InceptionV3 => Kind::InceptionV3.specs(),
        }
    }

    /// Whether the published file may hold this tensor without being read for it.
    fn leaves_out(self, name: &str) -> bool {
        let parts: &[&str] = match self {
            Self::AlexNet => &["classifier."],
            Self::InceptionV3 => &["AuxLogits.", "fc."],
        };
        name.ends_with(COUNTER) || parts.iter().any(|part| name.starts_with(part))
    }

    /// Which file to bring, and from where.
    pub fn wanted(self) -> String {
        format!(
            "{} is wanted: download {} from {PLACE}{} (Stargrid downloads nothing itself)",
            self.title(),
            self.file(),
            self.file(),
        )
    }

    /// Reads the network's tensors from the file at `path`, each called [`Self::network`], a dot and its published name.
    ///
    /// # Errors
    /// When the file is another one, or damaged; the sentence says which file is wanted.
    pub fn read(self, path: &Path) -> Result<TensorMap, ImportError> {
        let read = || -> Result<TensorMap, Fault> {
            let source = Source::open(path)?;
            self.check(&source)?;
            let specs = self.specs().into_iter().map(|spec| {
                let tensor = read_weight(&source, &spec.name, &spec.name)?;
                Ok((format!("{}.{}", self.network(), spec.name), tensor))
            });
            specs.collect()
        };
        read().map_err(|fault| ImportError::new(self.refused(fault), path))
    }

    /// The same fault with the advice for this file, where a model of ours would be asked for.
    fn refused(self, fault: Fault) -> Fault {
        let what = match fault {
            Fault::NotAModel { what } => what,
            Fault::Folder => "a folder".to_owned(),
            Fault::Broken { name, value } => {
                let why = format!("the tensor {name} holds {value}");
                return Fault::Damaged { why };
            }
            other => return other,
        };
        let wanted = self.wanted();
        Fault::WrongKind { what, wanted }
    }

    fn check(self, source: &Source) -> Result<(), Fault> {
        let specs = self.specs();
        let wrong = |what: String| {
            let wanted = self.wanted();
            Err(Fault::WrongKind { what, wanted })
        };
        if 2 * held(source, &specs) < specs.len() {
            return wrong(other_file(source));
        }
        let shape = |name: &str| Some(source.entries.get(name)?.shape.as_slice());
        complete(self.title(), &self.wanted(), &specs, shape)?;
        let known = |name: &str| specs.iter().any(|spec| spec.name == name);
        let names = source.entries.keys().map(String::as_str);
        let more: Vec<&str> = names
            .filter(|name| !known(name) && !self.leaves_out(name))
            .collect();
        if more.is_empty() {
            return Ok(());
        }
        wrong(format!(
            "a changed form of {}, with tensors that it does not have ({})",
            self.title(),
            listed(&more),
        ))
    }
}

/// How many of these tensors the file has.
fn held(source: &Source, specs: &[TensorSpec]) -> usize {
    let names = specs.iter().map(|spec| &spec.name);
    names
        .filter(|name| source.entries.contains_key(*name))
        .count()
}

/// What the file is, as well as its names tell.
fn other_file(source: &Source) -> String {
    let published = Published::ALL
        .into_iter()
        .find(|other| 2 * held(source, &other.specs()) >= other.specs().len());
    if let Some(other) = published {
        return other.title().to_owned();
    }
    let ours = source.entries.keys().any(|name| {
        let network = name.split('.').next().unwrap_or_default();
        NetworkKind::ALL
            .iter()
            .any(|kind| network.starts_with(kind.name()))
    });
    if ours {
        return "a model of the StarGAN family".to_owned();
    }
    let count = source.entries.len();
    let names: Vec<&str> = source.entries.keys().map(String::as_str).collect();
    format!("another network ({count} tensors: {})", listed(&names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_networks_have_the_published_tensors() {
        let count = |published: Published| {
            let specs = published.specs();
            let numbers = specs.iter().map(TensorSpec::count).sum::<usize>();
            (specs.len(), numbers)
        };
        assert_eq!(count(Published::AlexNet), (10, 2_469_696));
        // 94 convolutions, each with four tensors of its norm.
        assert_eq!(count(Published::InceptionV3).0, 470);
        for published in Published::ALL {
            assert!(published.wanted().contains(published.file()));
            let specs = published.specs();
            assert!(specs.iter().all(|spec| !published.leaves_out(&spec.name)));
        }
        assert!(Published::InceptionV3.leaves_out("AuxLogits.conv0.bn.bias"));
        assert!(Published::InceptionV3.leaves_out("Mixed_5b.branch1x1.bn.num_batches_tracked"));
        assert!(!Published::AlexNet.leaves_out("fc.weight"));
    }
}
