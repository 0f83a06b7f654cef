//! Own kernels for the processor: the convolutions of the networks, forwards and backwards, on plain slices.
//!
//! Burn has no backward pass of its own for convolutions there, copies every map nine times before it multiplies, and walks over memory
//! once for each of norm, activation, pooling and sum. Here one call ([`call::Call`]) is a whole step of a residual block:
//! `factor * (conv(LeakyReLU(norm(x))) + bias + addend)`, with pooling or enlarging folded into the convolution's weights.
//!
//! * [`geometry`]: which numbers make an output; [`pack`]: weights in that order; [`prologue`], [`epilogue`]: what happens on the way in and out.
//! * [`correlate`], [`dots`]: the two inner loops. Everything else moves numbers to and from them.
//! * [`bilinear`]: enlarging between convolutions.
//! * [`symmetric`], [`product`], [`cubic`]: float64, for the distances between sets of features; these use `faer`.
//! * [`frozen`]: forward passes of networks that are never trained, with any kernel.
//! * [`call`], [`gradients`]: the forward and the backward pass. `stargrid::model::operation` makes a Burn operation of them.
//!
//! There is no unsafe code of ours: `pulp` chooses AVX-512, AVX2, NEON or plain code at run time. All sums are made in an order that does not depend on
//! the number of threads.

pub mod bilinear;
pub mod call;
pub mod correlate;
pub mod cubic;
pub mod dots;
pub mod epilogue;
pub mod frozen;
pub mod geometry;
pub mod gradients;
pub mod norm;
pub mod pack;
pub mod product;
pub mod prologue;
pub mod resample;
pub mod scratch;
pub mod symmetric;

/// Negative slope of every LeakyReLU in the generator, style encoder and discriminator.
pub const SLOPE: f64 = 0.2;
/// Added to the variance by every instance norm.
pub const EPSILON: f64 = 1e-5;

pub use epilogue::Resample;
pub use geometry::Kind;
