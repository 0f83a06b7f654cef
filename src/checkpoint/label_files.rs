//! The public files of StarGAN and Fixed-Point GAN: `N-G.ckpt` and `N-D.ckpt`, a plain list of one network's tensors each.
//!
//! The generator is needed. A discriminator beside it comes along, because it reads a picture's own labels; sizes follow from the shapes of
//! both. Neither the names of the labels nor which of the two systems it is can be told from them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::Fault;
use super::infer::{Inferred, unclear};
use super::kind::official_names;
use super::named::Named;
use super::source::{Entry, Source};
use crate::domain::{DomainSet, LabelSet, LabelSpace};
use crate::model::config::{LABEL_DEPTH, ModelConfig, SIZE_LIMIT};
use crate::model::schema::NetworkKind;
use crate::model::system::System;

/// The first convolution of either network.
const FIRST: &str = "main.0.weight";
/// Side of the kernel of a generator's first convolution; a discriminator's has 4.
const GENERATOR_KERNEL: usize = 7;
/// Colours of a picture, which enter beside the labels.
const COLOURS: usize = 3;
/// Side of the pictures when no discriminator tells it: that of most published models.
const USUAL_SIZE: usize = 128;
/// The labels of the published models.
const CELEBA: [&str; 5] = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"];
/// The second set of the published joint model.
const RAFD: [&str; 8] = [
    "angry",
    "contemptuous",
    "disgusted",
    "fearful",
    "happy",
    "neutral",
    "sad",
    "surprised",
];
/// The running statistics of norms, which public files hold and which are not used: every picture has its own.
const STATISTICS: [&str; 3] = [".running_mean", ".running_var", ".num_batches_tracked"];

/// Whether a full official name is that of a running statistic in a label system's generator.
pub fn is_statistic(name: &str) -> bool {
    name.starts_with("generator.main.") && STATISTICS.iter().any(|end| name.ends_with(end))
}

/// Whether the tensors, by full official name, are those of a label system.
pub fn is_layout(tensors: &BTreeMap<String, Entry>) -> bool {
    tensors.contains_key("generator.main.0.weight")
}

/// Which network of a label system a file holds, whose names do not say it; `None` for files of other systems.
pub fn network_of(source: &Source) -> Option<NetworkKind> {
    let names = official_names(source).ok()?;
    let first = source.entries.get(names.get(FIRST)?)?;
    let kernel = *first.shape.get(3)?;
    let has = |name: &str| names.contains_key(name);
    if kernel == GENERATOR_KERNEL && has("main.1.weight") {
        Some(NetworkKind::Generator)
    } else if has("conv1.weight") && has("conv2.weight") {
        Some(NetworkKind::Discriminator)
    } else {
        None
    }
}

/// The files of one model.
pub struct Files {
    /// The generator's file.
    pub generator_path: PathBuf,
    /// What a person should know.
    pub notes: Vec<String>,
    generator: Source,
    discriminator: Option<Source>,
}

impl Files {
    /// The file at `path`, which holds `network`, and what belongs to it beside it.
    ///
    /// # Errors
    /// When it is a discriminator whose generator is not at hand.
    pub fn gather(path: &Path, source: Source, network: NetworkKind) -> Result<Self, Fault> {
        match network {
            NetworkKind::Generator => Ok(Self::of_generator(path, source)),
            _ => Self::of_discriminator(path, source),
        }
    }

    fn of_generator(path: &Path, generator: Source) -> Self {
        let beside = partner(path, 'G', 'D');
        let (discriminator, note) = match beside.map(|path| (file_name(&path), opened(&path, NetworkKind::Discriminator))) {
            Some((name, Ok(source))) => (
                Some(source),
                format!("The discriminator beside it, {name}, came along: it reads the labels of pictures."),
            ),
            Some((name, Err(why))) => (
                None,
                format!("The discriminator beside it, {name}, was left out: {why}."),
            ),
            None => (
                None,
                "There is no discriminator (N-D.ckpt) beside it, so the labels of pictures cannot be read.".to_owned(),
            ),
        };
        Self {
            generator_path: path.to_owned(),
            notes: vec![note],
            generator,
            discriminator,
        }
    }

    fn of_discriminator(path: &Path, discriminator: Source) -> Result<Self, Fault> {
        let generator_path = partner(path, 'D', 'G').ok_or_else(|| Fault::WrongKind {
            what: "the discriminator of a StarGAN without its generator, which makes no pictures"
                .to_owned(),
            wanted: "put the generator of the same step (N-G.ckpt beside N-D.ckpt) into its folder"
                .to_owned(),
        })?;
        let name = file_name(&generator_path);
        let generator =
            opened(&generator_path, NetworkKind::Generator).map_err(|fault| Fault::WrongKind {
                what: "the discriminator of a StarGAN, which makes no pictures".to_owned(),
                wanted: format!("the generator beside it, {name}, cannot be used: {fault}"),
            })?;
        Ok(Self {
            generator_path,
            notes: vec![format!(
                "The generator beside it, {name}, was opened with it."
            )],
            generator,
            discriminator: Some(discriminator),
        })
    }

    /// The tensors of all files by full official name.
    ///
    /// # Errors
    /// When a file holds a tensor twice.
    pub fn named(&self) -> Result<Named<'_>, Fault> {
        let mut named = Named::of(
            &self.generator,
            full_names(&self.generator, NetworkKind::Generator)?,
        );
        if let Some(source) = &self.discriminator {
            named.add(source, full_names(source, NetworkKind::Discriminator)?);
        }
        Ok(named)
    }

    /// Things in the files that are no tensors.
    pub fn foreign(&self) -> Vec<String> {
        let second = self.discriminator.iter();
        let all = [&self.generator].into_iter().chain(second);
        all.flat_map(|source| source.foreign.clone()).collect()
    }
}

/// The file beside `path` whose name ends in `-{to}` instead of `-{from}`, when there is one.
fn partner(path: &Path, from: char, to: char) -> Option<PathBuf> {
    let stem = path.file_stem()?.to_str()?;
    let before = stem.strip_suffix(from)?;
    if !(before.is_empty() || before.ends_with(['-', '_'])) {
        return None;
    }
    let mut name = format!("{before}{to}");
    if let Some(ending) = path.extension() {
        name = format!("{name}.{}", ending.to_str()?);
    }
    Some(path.with_file_name(name)).filter(|path| path.is_file())
}

fn opened(path: &Path, wanted: NetworkKind) -> Result<Source, Fault> {
    let source = Source::open(path)?;
    match network_of(&source) {
        Some(network) if network == wanted => Ok(source),
        _ => Err(unclear(format!("it is no {wanted} of a StarGAN"))),
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn full_names(source: &Source, network: NetworkKind) -> Result<BTreeMap<String, String>, Fault> {
    let names = official_names(source)?.into_iter();
    Ok(names
        .map(|(name, raw)| (format!("{network}.{name}"), raw))
        .collect())
}

/// The configuration of tensors by full official name.
///
/// # Errors
/// When the shapes contradict each other or say nothing.
pub fn infer(tensors: &BTreeMap<String, Entry>) -> Result<Inferred, Fault> {
    let extent = |name: &str, axis: usize| tensors.get(name)?.shape.get(axis).copied();
    let count = |start: &str, end: &str| {
        let fits = |name: &&String| {
            let middle = name
                .strip_prefix(start)
                .and_then(|rest| rest.strip_suffix(end));
            middle.is_some_and(|middle| middle.parse::<usize>().is_ok())
        };
        tensors.keys().filter(fits).count()
    };
    let first = |axis| extent("generator.main.0.weight", axis);
    let base_width = first(0).ok_or_else(|| unclear("the generator has no first convolution"))?;
    let labels = first(1)
        .and_then(|inputs| inputs.checked_sub(COLOURS))
        .filter(|labels| (1..=SIZE_LIMIT).contains(labels))
        .ok_or_else(|| unclear("the generator's first convolution takes no labels"))?;
    let mut notes = vec![
        "StarGAN and Fixed-Point GAN have the same tensors, so it is taken as a StarGAN; stargrid import --system fixed-point says otherwise.".to_owned(),
    ];
    let logits = extent("discriminator.conv2.weight", 0);
    let (layers, img_size) = match extent("discriminator.conv2.weight", 2) {
        Some(head) => {
            let layers = count("discriminator.main.", ".weight");
            let size = (layers < 16).then(|| head.saturating_mul(1 << layers));
            let size = size.ok_or_else(|| {
                unclear(format!("{layers} discriminator layers fit no picture size"))
            })?;
            (layers, size)
        }
        None => {
            notes.push(format!(
                "Only a discriminator tells the size of the pictures; {USUAL_SIZE} x {USUAL_SIZE} was assumed."
            ));
            (LABEL_DEPTH, USUAL_SIZE)
        }
    };
    let labels = label_space(labels, logits.unwrap_or(labels), &mut notes)?;
    let config = ModelConfig {
        system: System::StarGan,
        base_width,
        generator_blocks: count("generator.main.", ".main.0.weight"),
        discriminator_layers: layers,
        ..ModelConfig::official(img_size, DomainSet::new(labels.names()), 0.0)
    };
    Ok(Inferred {
        config: ModelConfig { labels, ..config },
        notes,
    })
}

/// What a vector of `labels` numbers says whose discriminator gives `logits`: the rest is the mask.
fn label_space(labels: usize, logits: usize, notes: &mut Vec<String>) -> Result<LabelSpace, Fault> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let celeba = || LabelSet::attributes("CelebA", words(&CELEBA));
    let numbered = |from: usize, to: usize| {
        (from..to)
            .map(|at| format!("label {at}"))
            .collect::<Vec<_>>()
    };
    let sets = match labels.checked_sub(logits) {
        Some(0) if labels == CELEBA.len() => {
            notes.push("The published models have five labels, so their names are suggested; stargrid import --labels gives others.".to_owned());
            vec![celeba()]
        }
        Some(0) => {
            notes.push("The names of the labels are not in the file; stargrid import --labels gives them, or --classes when exactly one holds.".to_owned());
            vec![LabelSet::attributes("labels", numbered(0, labels))]
        }
        Some(2) if logits == CELEBA.len() + RAFD.len() => {
            notes.push(
                "The published joint model has 5 and 8 labels, so their names are suggested."
                    .to_owned(),
            );
            vec![celeba(), LabelSet::classes("RaFD", words(&RAFD))]
        }
        Some(sets) if sets > 1 && sets <= logits => {
            notes.push(format!(
                "It was trained on {sets} sets of labels, but how the {logits} labels divide among them is not in the file, so a division was guessed; stargrid import with --labels or --classes once a set says it."
            ));
            let edge = |set: usize| set * logits / sets;
            let set = |at: usize| {
                LabelSet::attributes(format!("set {}", at + 1), numbered(edge(at), edge(at + 1)))
            };
            (0..sets).map(set).collect()
        }
        _ => {
            return Err(unclear(format!(
                "its generator takes {labels} labels, but its discriminator gives {logits}"
            )));
        }
    };
    Ok(LabelSpace { sets })
}
