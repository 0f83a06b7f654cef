//! StarGAN (CVPR 2018): one generator for all attributes, told by a label vector what the picture shall become.
//!
//! With several data sets the vector is `[labels of set 0 | labels of set 1 | ... | mask]`: only the set that the mask names is known, the
//! other parts are zero. The discriminator has the same labels as logits, without the mask.

use burn::module::Module;
use burn::tensor::Tensor;

use super::Translation;
use crate::model::config::ModelConfig;
use crate::model::generator::{Features, Masks};
use crate::model::label_generator::{self, HALVINGS, LabelGenerator};
use crate::model::patch_discriminator;
use crate::model::schema::{NetworkKind, TensorSpec};
use crate::model::system::{Definition, Guidance};
use crate::model::weights::{Scope, WeightError};

/// StarGAN.
pub const DEFINITION: Definition = Definition {
    name: "stargan",
    title: "StarGAN",
    summary: "Switches labelled attributes of a picture: hair colour, age, a tint.",
    guidance: Guidance::Labels,
    networks: &[NetworkKind::Generator, NetworkKind::Discriminator],
    specs: |config, network| specs(&LabelShape::of(config), network),
    generator_maps: |config| label_generator::maps(&LabelShape::of(config)),
};

/// StarGAN's generator.
#[derive(Module, Debug)]
pub struct Generator {
    inner: LabelGenerator,
}

impl Translation for Generator {
    fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        Ok(Self {
            inner: LabelGenerator::load(scope, &LabelShape::of(config))?,
        })
    }

    fn encode(&self, source: Tensor<4>, _masks: Option<&Masks>) -> Features {
        Features::whole(source)
    }

    fn decode(&self, features: &Features, code: Tensor<2>) -> Tensor<4> {
        translate(&self.inner, features.content(), code)
    }
}

/// The sizes of a generator and its discriminator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelShape {
    /// Height and width of the pictures.
    pub img_size: usize,
    /// Width of the first layer of both networks (official `conv_dim`, 64).
    pub width: usize,
    /// Residual blocks of the generator (official `g_repeat_num`, 6).
    pub generator_blocks: usize,
    /// Halving layers of the discriminator (official `d_repeat_num`, 6).
    pub discriminator_layers: usize,
    /// Length of the label vector, with the mask.
    pub labels: usize,
    /// Logits of the discriminator: the labels of all sets, without the mask.
    pub logits: usize,
}

impl LabelShape {
    /// The sizes that a configuration asks for.
    pub fn of(config: &ModelConfig) -> Self {
        Self {
            img_size: config.img_size,
            width: config.base_width,
            generator_blocks: config.generator_blocks,
            discriminator_layers: config.discriminator_layers,
            labels: config.labels.len(),
            logits: config.labels.logits(),
        }
    }

    /// The official networks for one data set with `labels` labels.
    pub fn official(img_size: usize, labels: usize) -> Self {
        Self {
            img_size,
            width: 64,
            generator_blocks: 6,
            discriminator_layers: 6,
            labels,
            logits: labels,
        }
    }

    /// Channels between the residual blocks of the generator.
    pub fn bottleneck(&self) -> usize {
        self.width << HALVINGS
    }

    /// Channels at the end of the discriminator's trunk.
    pub fn trunk_width(&self) -> usize {
        self.width << self.discriminator_layers.saturating_sub(1)
    }

    /// Height and width there: the size of the class head's kernel.
    pub fn head_size(&self) -> usize {
        self.img_size >> self.discriminator_layers
    }

    /// Whether networks of these sizes exist.
    ///
    /// # Errors
    /// When a size is zero or the pictures cannot be halved often enough.
    pub fn check(&self) -> Result<(), WeightError> {
        let fault = |text: String| Err(WeightError::Config(text));
        let sizes = [
            ("the first layer's width", self.width),
            (
                "the number of discriminator layers",
                self.discriminator_layers,
            ),
            ("the length of the label vector", self.labels),
            ("the number of logits", self.logits),
        ];
        if let Some((what, _)) = sizes.iter().find(|(_, size)| *size == 0) {
            return fault(format!(
                "A label model needs at least one of everything, but {what} is 0. Choose 1 or more."
            ));
        }
        let halvings = self.discriminator_layers.max(HALVINGS);
        let divisor = u32::try_from(halvings)
            .ok()
            .and_then(|halvings| 2usize.checked_pow(halvings));
        let fits = |divisor| self.img_size > 0 && self.img_size.is_multiple_of(divisor);
        if !divisor.is_some_and(fits) {
            return fault(format!(
                "Pictures of {size} x {size} cannot be halved {halvings} times, as this discriminator does. Choose a size that is a \
                 multiple of 2^{halvings}, or fewer discriminator layers.",
                size = self.img_size,
            ));
        }
        Ok(())
    }
}

/// G(x, c): B x 3 x S x S in [-1, 1]. `labels`: B x L.
pub fn translate(generator: &LabelGenerator, x: Tensor<4>, labels: Tensor<2>) -> Tensor<4> {
    generator.forward(x, labels).tanh()
}

/// All learnable tensors of a network in official order; none of the networks that label systems have not. Kernels and the
/// discriminator's biases begin uniform in +-1/sqrt(fan_in) (`train::init::uniform`), norms as 1 and 0.
pub fn specs(shape: &LabelShape, network: NetworkKind) -> Vec<TensorSpec> {
    match network {
        NetworkKind::Generator => label_generator::specs(shape),
        NetworkKind::Discriminator => patch_discriminator::specs(shape),
        NetworkKind::MappingNetwork | NetworkKind::StyleEncoder => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(shape: &LabelShape, network: NetworkKind) -> usize {
        let specs = specs(shape, network);
        specs.iter().map(TensorSpec::count).sum()
    }

    #[test]
    fn networks_have_the_official_parameter_counts() {
        for (size, discriminator) in [(128, 44_762_048), (256, 44_884_928)] {
            let shape = LabelShape::official(size, 5);
            assert_eq!(count(&shape, NetworkKind::Generator), 8_430_528);
            assert_eq!(count(&shape, NetworkKind::Discriminator), discriminator);
        }
    }

    #[test]
    fn names_and_shapes_are_official() {
        let shape = LabelShape::official(128, 5);
        let found: Vec<(String, Vec<usize>)> = specs(&shape, NetworkKind::Generator)
            .into_iter()
            .map(|spec| (spec.name, spec.shape))
            .collect();
        let holds = |name: &str, shape: &[usize]| {
            assert!(found.contains(&(name.to_owned(), shape.to_vec())), "{name}");
        };
        holds("main.0.weight", &[64, 8, 7, 7]);
        holds("main.6.weight", &[256, 128, 4, 4]);
        holds("main.14.main.4.bias", &[256]);
        holds("main.15.weight", &[256, 128, 4, 4]);
        holds("main.16.bias", &[128]);
        holds("main.18.weight", &[128, 64, 4, 4]);
        assert_eq!(found.last().unwrap().0, "main.21.weight");
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused_in_words() {
        let shape = LabelShape::official(96, 5);
        let text = shape.check().unwrap_err().to_string();
        assert!(text.contains("96") && text.contains("2^6"), "{text}");
        let none = LabelShape {
            labels: 0,
            ..LabelShape::official(128, 5)
        };
        assert!(
            none.check()
                .unwrap_err()
                .to_string()
                .contains("label vector")
        );
        assert!(LabelShape::official(192, 5).check().is_ok());
    }
}
