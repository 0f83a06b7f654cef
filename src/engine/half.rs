//! Half precision on GPUs that have it: the generator computes with 16-bit floats, everything else stays as it is.
//!
//! The generator does nearly all of the work of a cell. Style codes are computed once with 32 bits, so that the same latent means
//! the same style in both precisions.

use burn::module::{Module as _, ModuleMapper, Param};
use burn::tensor::{DType, Tensor};

use crate::model::systems::Generator;

/// What the generator computes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// 32-bit floats.
    #[default]
    Full,
    /// 16-bit floats.
    Half,
}

impl Precision {
    /// The values as the generator takes them.
    pub(super) fn enter<const D: usize>(self, values: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Full => values,
            Self::Half => values.cast(DType::F16),
        }
    }

    /// The generator's values as 32-bit floats.
    pub(super) fn leave<const D: usize>(self, values: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Full => values,
            Self::Half => values.cast(DType::F32),
        }
    }

    /// The generator with its parameters in this precision.
    pub(super) fn of(self, generator: Generator) -> Generator {
        match self {
            Self::Full => generator,
            Self::Half => generator.map(&mut ToHalf),
        }
    }
}

struct ToHalf;

impl ModuleMapper for ToHalf {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.map(|tensor| tensor.cast(DType::F16))
    }
}
