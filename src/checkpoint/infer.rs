//! Infers a model's configuration from the shapes of its tensors: official files store none.
//!
//! The picture size follows from the number of blocks, never from widths, which smaller models reduce.

use std::collections::BTreeMap;

use super::error::Fault;
use super::kind::{FAN_PREFIX, HIGH_PASS_FILTER, has_prefix};
use super::source::Entry;
use crate::domain::DomainSet;
use crate::model::config::ModelConfig;
use crate::model::modulated::{STYLE_TENSOR, is_layout};
use crate::model::system::System;

/// Blocks more than any picture size needs (4096 pixels).
const BLOCK_LIMIT: usize = 12;

/// A configuration and how it was found.
pub struct Inferred {
    /// The configuration.
    pub config: ModelConfig,
    /// What a person should know about the inference.
    pub notes: Vec<String>,
}

/// The configuration of tensors by official name; `strength` is w_hpf as told by the stored high-pass kernel.
pub fn infer(tensors: &BTreeMap<String, Entry>, strength: Option<f32>) -> Result<Inferred, Fault> {
    let shapes = Shapes(tensors);
    let mut notes = Vec::new();
    let base_width = shapes
        .extent("generator.from_rgb.weight", 0)
        .or_else(|| shapes.extent("generator.encode.0.conv1.weight", 0))
        .ok_or_else(|| unclear("the generator has no first convolution"))?;
    let encode = shapes.children("generator.encode.");
    let (img_size, high_pass) = shapes.size(encode, base_width, &mut notes)?;
    let w_hpf = if high_pass {
        strength.unwrap_or(1.0)
    } else {
        0.0
    };
    if high_pass && strength.is_none() {
        notes.push(
            "The high-pass kernel is not in the file; it was derived with strength 1.".to_owned(),
        );
    }
    let domains = shapes.domains()?;
    let modulated = shapes.has_modulation();
    let style_tensor = if modulated {
        format!("generator.{STYLE_TENSOR}")
    } else {
        "generator.decode.0.norm1.fc.weight".to_owned()
    };
    let style_dim = shapes
        .extent(&style_tensor, 1)
        .or_else(|| shapes.extent("style_encoder.unshared.0.weight", 0))
        .or_else(|| shapes.extent("mapping_network.unshared.0.6.weight", 0))
        .ok_or_else(|| unclear("no layer takes or makes a style"))?;
    let mut config = ModelConfig {
        system: if modulated {
            System::Modulated
        } else {
            System::StarGanV2
        },
        img_size,
        base_width,
        width_cap: shapes.width_cap(encode).unwrap_or(base_width),
        style_dim,
        latent_dim: shapes
            .extent("mapping_network.shared.0.weight", 1)
            .unwrap_or(16),
        hidden: shapes
            .extent("mapping_network.shared.0.weight", 0)
            .unwrap_or(512),
        w_hpf,
        domains: DomainSet::unnamed(domains),
        ..ModelConfig::official(img_size, DomainSet::default(), w_hpf)
    };
    if let Some(names) = official_domains(&config) {
        config.domains = names;
        notes.push(
            "All sizes equal an official model's, so its domain names are suggested.".to_owned(),
        );
    }
    Ok(Inferred { config, notes })
}

/// The domain names of the two released models, when all shapes equal theirs.
pub fn official_domains(config: &ModelConfig) -> Option<DomainSet> {
    let names: &[&str] = match (config.num_domains(), config.w_hpf) {
        (2, 1.0) => &["female", "male"],
        (3, 0.0) => &["cat", "dog", "wild"],
        _ => return None,
    };
    let official = ModelConfig::official(256, config.domains.clone(), config.w_hpf);
    (*config == official).then(|| DomainSet::new(names.iter().copied()))
}

pub(super) fn unclear(why: impl Into<String>) -> Fault {
    Fault::Unclear { why: why.into() }
}

struct Shapes<'a>(&'a BTreeMap<String, Entry>);

impl Shapes<'_> {
    fn extent(&self, name: &str, axis: usize) -> Option<usize> {
        self.0.get(name)?.shape.get(axis).copied()
    }

    /// Whether the generator is the one with modulated convolutions.
    fn has_modulation(&self) -> bool {
        let names = self.0.keys();
        is_layout(names.filter_map(|name| name.strip_prefix("generator.")))
    }

    /// One more than the largest N of names `{prefix}N.…`; 0 when there is none.
    fn children(&self, prefix: &str) -> usize {
        self.largest(prefix, "")
            .map_or(0, |index| index.saturating_add(1))
    }

    /// The largest N of names `{prefix}N.{rest}…`.
    fn largest(&self, prefix: &str, rest: &str) -> Option<usize> {
        self.0
            .range(prefix.to_owned()..)
            .take_while(|(name, _)| name.starts_with(prefix))
            .filter_map(|(name, _)| name[prefix.len()..].split_once('.'))
            .filter(|(_, tail)| tail.starts_with(rest))
            .filter_map(|(index, _)| index.parse().ok())
            .max()
    }

    /// Residual blocks of a trunk: they are numbered from 1.
    fn trunk_blocks(&self) -> Option<usize> {
        self.largest("style_encoder.shared.", "conv")
            .or_else(|| self.largest("discriminator.main.", "conv"))
    }

    /// Picture size and whether there is a high-pass skip.
    fn size(
        &self,
        encode: usize,
        base_width: usize,
        notes: &mut Vec<String>,
    ) -> Result<(usize, bool), Fault> {
        if let Some(blocks) = self.trunk_blocks() {
            if !(2..=BLOCK_LIMIT).contains(&blocks) {
                return Err(unclear(format!(
                    "{blocks} residual blocks fit no picture size"
                )));
            }
            let size = 1 << (blocks + 2);
            // A generator for 2^n pixels has n - 4 stages and two more blocks; the high-pass skip adds a stage.
            if encode == blocks {
                return Ok((size, false));
            } else if encode == blocks + 1 {
                return Ok((size, true));
            }
            return Err(unclear(format!(
                "its style encoder or discriminator is made for {size}x{size} pictures, but the generator's {encode} encoder blocks are not"
            )));
        }
        if !(3..=BLOCK_LIMIT).contains(&encode) {
            return Err(unclear(format!(
                "{encode} encoder blocks fit no picture size"
            )));
        }
        let high_pass = self.guess_high_pass(encode, base_width);
        let size = 1 << (encode + 2 - usize::from(high_pass));
        notes.push(format!(
            "Neither style encoder nor discriminator is in the file, so the picture size {size} follows from the generator alone, taken as one {} the high-pass skip.",
            if high_pass { "with" } else { "without" }
        ));
        Ok((size, high_pass))
    }

    /// The generator alone is ambiguous: the kernel or the landmark network settles it, else the official width.
    fn guess_high_pass(&self, encode: usize, base_width: usize) -> bool {
        self.0.contains_key(HIGH_PASS_FILTER)
            || has_prefix(self.0, FAN_PREFIX)
            || base_width == (1 << 14) >> (encode + 1)
    }

    fn width_cap(&self, encode: usize) -> Option<usize> {
        let last = encode.checked_sub(1)?;
        let generator = self.extent(&format!("generator.encode.{last}.conv2.weight"), 0);
        let trunk = self.trunk_blocks().and_then(|last| {
            self.extent(&format!("style_encoder.shared.{last}.conv2.weight"), 0)
                .or_else(|| self.extent(&format!("discriminator.main.{last}.conv2.weight"), 0))
        });
        generator.max(trunk)
    }

    fn domains(&self) -> Result<usize, Fault> {
        let heads = self
            .children("mapping_network.unshared.")
            .max(self.children("style_encoder.unshared."));
        match heads {
            0 => Err(unclear("it has no head for any domain")),
            1..=4096 => Ok(heads),
            _ => Err(unclear(format!("{heads} domains are too many"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::tensors::Number;
    use crate::model::schema::{NetworkKind, specs};

    fn entries(config: &ModelConfig, networks: &[NetworkKind]) -> BTreeMap<String, Entry> {
        let all = networks.iter().flat_map(|&network| {
            specs(config, network).into_iter().map(move |spec| {
                let entry = Entry {
                    bytes: 4 * spec.count() as u64,
                    shape: spec.shape.clone(),
                    number: Number::F32,
                };
                (spec.full_name(network), entry)
            })
        });
        all.collect()
    }

    #[test]
    fn every_official_size_is_found_again() {
        use NetworkKind::{Discriminator, Generator, MappingNetwork, StyleEncoder};
        for size in [32, 64, 128, 256, 512, 1024] {
            for w_hpf in [0.0, 1.0] {
                for domains in 1..=3 {
                    let domains = DomainSet::unnamed(domains);
                    let mut config = ModelConfig::official(size, domains, w_hpf);
                    for networks in [
                        &NetworkKind::ALL[..],
                        &[Generator, MappingNetwork, StyleEncoder],
                        &[Generator, StyleEncoder],
                        &[Generator, MappingNetwork],
                        &[Generator, MappingNetwork, Discriminator],
                    ] {
                        config.domains = DomainSet::unnamed(config.num_domains());
                        let found = infer(&entries(&config, networks), None).ok().unwrap();
                        config.domains = official_domains(&config).unwrap_or(config.domains);
                        assert_eq!(found.config, config, "{networks:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_stored_kernel_settles_a_generator_alone() {
        let mut config = ModelConfig::official(64, DomainSet::unnamed(2), 1.0);
        config.base_width = 16;
        config.width_cap = 64;
        let networks = [NetworkKind::Generator, NetworkKind::MappingNetwork];
        let mut entries = entries(&config, &networks);
        let guessed = infer(&entries, None).ok().unwrap();
        assert_eq!((guessed.config.img_size, guessed.config.w_hpf), (128, 0.0));
        let kernel = Entry {
            shape: vec![3, 3],
            number: Number::F32,
            bytes: 36,
        };
        entries.insert(HIGH_PASS_FILTER.to_owned(), kernel);
        assert_eq!(infer(&entries, Some(1.0)).ok().unwrap().config, config);
    }

    #[test]
    fn contradictions_are_explained() {
        let config = ModelConfig::official(64, DomainSet::unnamed(1), 0.0);
        let mut mixed = entries(&config, &[NetworkKind::Generator]);
        let larger = ModelConfig::official(256, DomainSet::unnamed(1), 0.0);
        mixed.extend(entries(&larger, &[NetworkKind::StyleEncoder]));
        let why = infer(&mixed, None).err().unwrap().to_string();
        assert!(why.contains("256x256 pictures"), "{why}");
        let huge = "style_encoder.shared.99999999999.conv1.weight".to_owned();
        let entry = mixed["generator.from_rgb.weight"].clone();
        mixed.insert(huge, entry);
        let why = infer(&mixed, None).err().unwrap().to_string();
        assert!(why.contains("fit no picture size"), "{why}");
    }
}
