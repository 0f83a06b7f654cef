//! U-Net skips: the official generator, whose decoder also sees the encoder's maps of the same size.
//!
//! With n encoder blocks, the input of every enlarging block `decode.i` becomes h + output of `encode.(n-1-i)`: same height and width, a
//! plain sum before anything else, so it also reaches the block's shortcut. The flat blocks get nothing, and `from_rgb` is never added.
//! It has no weights of its own. The skips keep place and shape of the source and cost some strength of the style.

use crate::model::config::BlockWidths;

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
