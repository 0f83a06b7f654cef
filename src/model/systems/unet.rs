//! U-Net skips: the official generator, whose decoder also sees the encoder's maps of the same size.
//!
//! With n encoder blocks, the input of every enlarging block `decode.i` becomes h + output of `encode.(n-1-i)`: same height and width, a
//! plain sum before anything else, so it also reaches the block's shortcut. The flat blocks get nothing, and `from_rgb` is never added.
//! It has no weights of its own. The skips keep place and shape of the source and cost some strength of the style.

use burn::module::Module;
use burn::tensor::Tensor;

use super::{Translation, stargan_v2};
use crate::model::config::{BlockWidths, ModelConfig};
use crate::model::generator::{Features, Masks};
use crate::model::system::Definition;
use crate::model::weights::{Scope, WeightError};

/// StarGAN v2 with U-Net skips.
pub const DEFINITION: Definition = Definition {
    name: "unet-skips",
    title: "StarGAN v2 with U-Net skips",
    summary: "Keeps the portrait intact; its changes are subtler and less diverse than without skips.",
    ..stargan_v2::DEFINITION
};

/// The official generator whose decoder sees the encoder's maps.
#[derive(Module, Debug)]
pub struct Generator {
    inner: stargan_v2::Generator,
}

impl Translation for Generator {
    fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        Ok(Self {
            inner: stargan_v2::Generator::load_with(scope, config, Skips::Added)?,
        })
    }

    fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
        self.inner.encode(source, masks)
    }

    fn decode(&self, features: &Features, code: Tensor<2>) -> Tensor<4> {
        self.inner.decode(features, code)
    }
}

/// Whether encoder maps are added to the decoder's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Skips {
    /// The official generator: only the bottleneck carries the source.
    #[default]
    None,
    /// The sum before each enlarging block.
    Added,
}

impl Skips {
    /// The decoder block that takes the output of encoder block `at` of `blocks`; the decoder mirrors the encoder, so a block that
    /// halves faces one that doubles.
    pub fn taker(self, blocks: &[BlockWidths], at: usize) -> Option<usize> {
        let halves = blocks.get(at).is_some_and(|block| block.resample);
        (self == Self::Added && halves).then(|| blocks.len() - 1 - at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;
    use crate::model::config::ModelConfig;

    #[test]
    fn every_enlarging_block_takes_a_map_of_its_own_width() {
        for w_hpf in [0.0, 1.0] {
            let config = ModelConfig::official(256, DomainSet::unnamed(2), w_hpf);
            let (encode, decode) = (config.encoder_widths(), config.decoder_widths());
            let takers: Vec<_> = (0..encode.len())
                .map(|at| (at, Skips::Added.taker(&encode, at)))
                .collect();
            for &(at, taker) in &takers {
                assert_eq!(taker.is_some(), encode[at].resample, "encode.{at}");
                if let Some(taker) = taker {
                    assert!(decode[taker].resample, "decode.{taker}");
                    assert_eq!(decode[taker].input, encode[at].output);
                }
            }
            let up = decode.iter().filter(|block| block.resample).count();
            assert_eq!(takers.iter().filter(|(_, to)| to.is_some()).count(), up);
            assert_eq!(Skips::None.taker(&encode, 0), None);
        }
    }
}
