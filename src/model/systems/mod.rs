//! The networks of each system: one file a system, registered in [`each_system`](super::system).
//!
//! A file holds `DEFINITION` and the type `Generator`, which is a [`Translation`].

pub mod fixed_point;
pub mod modulated;
pub mod stargan;
pub mod stargan_v2;
pub mod unet;

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::ModelConfig;
use super::generator::{Features, Masks};
use super::system::{System, each_system};
use super::weights::{Scope, WeightError};

/// What every generator does, in two calls, so that a source is encoded once for all its cells.
pub trait Translation: Sized {
    /// Builds the network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError>;

    /// What the decoder needs of `source` (B x 3 x S x S in [-1, 1]). Masks act only in a model with a high-pass skip.
    fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features;

    /// The picture (B x 3 x S x S, unbounded) of `features`, guided by `code` (B x [`ModelConfig::code_len`]): styles or label vectors.
    fn decode(&self, features: &Features, code: Tensor<2>) -> Tensor<4>;
}

macro_rules! any_generator {
    ($($variant:ident ($network:ident, $losses:ident),)*) => {
        /// The generator of whichever system a model is of.
        #[derive(Module, Debug)]
        pub enum Generator {
            $(#[doc = concat!("Of `", stringify!($network), "`.")] $variant($network::Generator),)*
        }

        impl Generator {
            /// Builds the network of `config` from the tensors below `scope`.
            ///
            /// # Errors
            /// When a tensor is absent or has another shape.
            pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
                match config.system {
                    $(System::$variant => Translation::load(scope, config).map(Self::$variant),)*
                }
            }

            /// See [`Translation::encode`].
            pub fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
                match self {
                    $(Self::$variant(network) => Translation::encode(network, source, masks),)*
                }
            }

            /// See [`Translation::decode`].
            pub fn decode(&self, features: &Features, code: Tensor<2>) -> Tensor<4> {
                match self {
                    $(Self::$variant(network) => Translation::decode(network, features, code),)*
                }
            }
        }
    };
}
each_system!(any_generator);
