//! Every learnable tensor of a model: its official name, its PyTorch shape and how it is filled.
//!
//! Import, the model's own file, initialisation and the golden tests all read this one list, so that a name can
//! only be wrong in one place. The order is that of the official `state_dict`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::config::{BlockWidths, ModelConfig};

/// One of the four networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// Source picture and style to picture.
    Generator,
    /// Latent code to styles.
    MappingNetwork,
    /// Reference picture to styles.
    StyleEncoder,
    /// Picture to one real-or-fake number a domain.
    Discriminator,
}

impl NetworkKind {
    /// All networks in the official order.
    pub const ALL: [Self; 4] = [
        Self::Generator,
        Self::MappingNetwork,
        Self::StyleEncoder,
        Self::Discriminator,
    ];

    /// The key of the network in official checkpoints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::MappingNetwork => "mapping_network",
            Self::StyleEncoder => "style_encoder",
            Self::Discriminator => "discriminator",
        }
    }
}

impl fmt::Display for NetworkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a tensor is, which decides its first values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// A convolution's or linear layer's weight.
    Weight,
    /// A bias, also of a norm.
    Bias,
    /// The scale of an instance norm.
    Scale,
}

/// One learnable tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorSpec {
    /// Official name inside its network: `encode.0.conv1.weight`.
    pub name: String,
    /// PyTorch's shape: linear out x in, convolution out x in x k x k.
    pub shape: Vec<usize>,
    /// What it is.
    pub kind: Fill,
}

impl TensorSpec {
    /// How many numbers it holds.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// Name in a checkpoint: `generator.encode.0.conv1.weight`.
    pub fn full_name(&self, network: NetworkKind) -> String {
        format!("{network}.{}", self.name)
    }
}

/// All learnable tensors of a network of the configuration's system, in official order.
pub fn specs(config: &ModelConfig, kind: NetworkKind) -> Vec<TensorSpec> {
    (config.system.definition().specs)(config, kind)
}

/// All learnable tensors of a network of StarGAN v2, in official order.
pub fn style_specs(config: &ModelConfig, kind: NetworkKind) -> Vec<TensorSpec> {
    let mut list = SpecList(Vec::new());
    match kind {
        NetworkKind::Generator => list.generator(config),
        NetworkKind::MappingNetwork => list.mapping_network(config),
        NetworkKind::StyleEncoder => {
            let width = list.trunk(config, "shared");
            for domain in 0..config.num_domains() {
                list.linear(&format!("unshared.{domain}"), config.style_dim, width);
            }
        }
        NetworkKind::Discriminator => {
            let width = list.trunk(config, "main");
            let last = config.trunk_widths().len() + 4;
            list.conv(&format!("main.{last}"), config.num_domains(), width, 1);
        }
    }
    list.0
}

/// How many numbers a network learns.
pub fn parameter_count(config: &ModelConfig, kind: NetworkKind) -> usize {
    specs(config, kind).iter().map(TensorSpec::count).sum()
}

/// Numbers that enter the convolutions of StarGAN v2's generator for one sample, and its high-pass skips.
pub fn generator_maps(model: &ModelConfig) -> u64 {
    let mut side = model.bottleneck_side() as u64;
    let mut sum = encoder_maps(model);
    for block in model.decoder_widths() {
        sum += block.input as u64 * side * side;
        side *= if block.resample { 2 } else { 1 };
        sum += block.output as u64 * side * side;
    }
    sum + model.base_width as u64 * side * side
}

/// The same for the encoder alone.
pub fn encoder_maps(model: &ModelConfig) -> u64 {
    let mut side = model.img_size as u64;
    let mut sum = 3 * side * side;
    for block in model.encoder_widths() {
        let (input, resample) = (block.input as u64, block.resample);
        if model.has_high_pass() && [32, 64, 128].contains(&side) {
            sum += input * side * side;
        }
        sum += input * side * side;
        side /= if resample { 2 } else { 1 };
        sum += input * side * side;
    }
    sum
}

/// The same for the trunk of a style encoder or discriminator.
pub fn trunk_maps(model: &ModelConfig) -> u64 {
    let mut side = model.img_size as u64;
    let mut sum = 3 * side * side;
    for block in model.trunk_widths() {
        sum += block.input as u64 * side * side;
        side /= 2;
        sum += block.input as u64 * side * side;
    }
    sum
}

struct SpecList(Vec<TensorSpec>);

impl SpecList {
    fn push(&mut self, name: String, shape: &[usize], kind: Fill) {
        self.0.push(TensorSpec {
            name,
            shape: shape.to_vec(),
            kind,
        });
    }

    fn conv(&mut self, name: &str, output: usize, input: usize, kernel: usize) {
        let shape = [output, input, kernel, kernel];
        self.push(format!("{name}.weight"), &shape, Fill::Weight);
        self.push(format!("{name}.bias"), &[output], Fill::Bias);
    }

    fn linear(&mut self, name: &str, output: usize, input: usize) {
        self.push(format!("{name}.weight"), &[output, input], Fill::Weight);
        self.push(format!("{name}.bias"), &[output], Fill::Bias);
    }

    fn norm(&mut self, name: &str, width: usize) {
        self.push(format!("{name}.weight"), &[width], Fill::Scale);
        self.push(format!("{name}.bias"), &[width], Fill::Bias);
    }

    /// The 1x1 convolution of a shortcut: no bias, and only where the width changes.
    fn shortcut(&mut self, name: &str, block: BlockWidths) {
        if block.learned_shortcut() {
            let shape = [block.output, block.input, 1, 1];
            self.push(format!("{name}.conv1x1.weight"), &shape, Fill::Weight);
        }
    }

    /// The first convolution of a `ResBlk` keeps its width; the second changes it.
    fn res_block(&mut self, name: &str, block: BlockWidths, normalise: bool) {
        self.conv(&format!("{name}.conv1"), block.input, block.input, 3);
        self.conv(&format!("{name}.conv2"), block.output, block.input, 3);
        if normalise {
            self.norm(&format!("{name}.norm1"), block.input);
            self.norm(&format!("{name}.norm2"), block.input);
        }
        self.shortcut(name, block);
    }

    /// The first convolution of an `AdainResBlk` changes the width, unlike in a `ResBlk`.
    fn adain_block(&mut self, name: &str, block: BlockWidths, style: usize) {
        self.conv(&format!("{name}.conv1"), block.output, block.input, 3);
        self.conv(&format!("{name}.conv2"), block.output, block.output, 3);
        self.linear(&format!("{name}.norm1.fc"), 2 * block.input, style);
        self.linear(&format!("{name}.norm2.fc"), 2 * block.output, style);
        self.shortcut(name, block);
    }

    fn generator(&mut self, config: &ModelConfig) {
        self.conv("from_rgb", config.base_width, 3, 3);
        for (index, block) in config.encoder_widths().into_iter().enumerate() {
            self.res_block(&format!("encode.{index}"), block, true);
        }
        for (index, block) in config.decoder_widths().into_iter().enumerate() {
            self.adain_block(&format!("decode.{index}"), block, config.style_dim);
        }
        self.norm("to_rgb.0", config.base_width);
        self.conv("to_rgb.2", 3, config.base_width, 1);
    }

    fn mapping_network(&mut self, config: &ModelConfig) {
        let hidden = config.hidden;
        for (layer, input) in [
            (0, config.latent_dim),
            (2, hidden),
            (4, hidden),
            (6, hidden),
        ] {
            self.linear(&format!("shared.{layer}"), hidden, input);
        }
        for domain in 0..config.num_domains() {
            let outputs = [(0, hidden), (2, hidden), (4, hidden), (6, config.style_dim)];
            for (layer, output) in outputs {
                self.linear(&format!("unshared.{domain}.{layer}"), output, hidden);
            }
        }
    }

    /// The common trunk of style encoder and discriminator; gives the width it ends with.
    fn trunk(&mut self, config: &ModelConfig, name: &str) -> usize {
        self.conv(&format!("{name}.0"), config.base_width, 3, 3);
        let blocks = config.trunk_widths();
        let width = blocks
            .last()
            .map_or(config.base_width, |block| block.output);
        let last = blocks.len() + 2;
        for (index, block) in blocks.into_iter().enumerate() {
            self.res_block(&format!("{name}.{}", index + 1), block, false);
        }
        self.conv(&format!("{name}.{last}"), width, width, 4);
        width
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;

    fn count(size: usize, domains: usize, w_hpf: f32, kind: NetworkKind) -> usize {
        let config = ModelConfig::official(size, DomainSet::unnamed(domains), w_hpf);
        parameter_count(&config, kind)
    }

    #[test]
    fn generators_have_the_official_parameter_counts() {
        for (size, plain, high_pass) in [
            (64, 32_634_883, 42_209_283),
            (128, 33_632_003, 43_206_403),
            (256, 33_892_995, 43_467_395),
            (512, 33_964_099, 43_538_499),
            (1024, 33_984_803, 43_559_203),
        ] {
            assert_eq!(count(size, 2, 0.0, NetworkKind::Generator), plain, "{size}");
            assert_eq!(count(size, 2, 1.0, NetworkKind::Generator), high_pass);
        }
    }

    #[test]
    fn mapping_networks_have_the_official_parameter_counts() {
        for (domains, expected) in [(1, 1_617_472), (2, 2_438_272), (3, 3_259_072)] {
            let found = count(256, domains, 0.0, NetworkKind::MappingNetwork);
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn trunks_have_the_official_parameter_counts() {
        for (size, encoder, discriminator) in [
            (64, 20_327_808, 20_263_170),
            (128, 20_799_744, 20_735_106),
            (256, 20_916_928, 20_852_290),
            (512, 20_945_824, 20_881_186),
            (1024, 20_952_848, 20_888_210),
        ] {
            assert_eq!(count(size, 2, 1.0, NetworkKind::StyleEncoder), encoder);
            let found = count(size, 2, 1.0, NetworkKind::Discriminator);
            assert_eq!(found, discriminator);
        }
        assert_eq!(count(256, 3, 0.0, NetworkKind::StyleEncoder), 20_949_760);
        assert_eq!(count(256, 3, 0.0, NetworkKind::Discriminator), 20_852_803);
    }

    #[test]
    fn names_are_official() {
        let config = ModelConfig::official(256, DomainSet::unnamed(2), 0.0);
        let names = |kind| -> Vec<String> {
            let specs = specs(&config, kind);
            specs.into_iter().map(|spec| spec.name).collect()
        };
        let generator = names(NetworkKind::Generator);
        let shortcuts: Vec<&String> = generator
            .iter()
            .filter(|name| name.contains("conv1x1"))
            .collect();
        let at = [
            "encode.0", "encode.1", "encode.2", "decode.3", "decode.4", "decode.5",
        ];
        assert_eq!(
            shortcuts,
            at.map(|block| format!("{block}.conv1x1.weight")).each_ref()
        );
        assert_eq!(generator.last().unwrap(), "to_rgb.2.bias");
        assert!(names(NetworkKind::StyleEncoder).contains(&"shared.8.weight".to_owned()));
        assert_eq!(
            names(NetworkKind::Discriminator).last().unwrap(),
            "main.10.bias"
        );
    }
}
