//! Evaluation as pure arithmetic and plain values: no networks, no pictures, no threads, no files.
//!
//! What is asked for ([`protocol`]), what is measured ([`metric`]), how it is kept ([`report`]), what others published ([`published`]);
//! and the figures themselves, on features, distances and answers:
//!
//! * [`moments`], [`frechet`]: the Fréchet distance of two sets of features (FID, with Inception's), from streamed means and covariances.
//! * [`kid`], [`sample`]: the kernel distance (KID) with its standard error, from samples of the features.
//! * [`diversity`]: averages of pairwise perceptual distances (LPIPS protocol of StarGAN v2).
//! * [`projection`]: the plane that shows most of many style codes.
//! * [`ranking`], [`share`]: who wins the blind taste test, and how sure that is.
//!
//! A *row* is the feature vector of one picture, float32, `width` numbers; rows come after one another in a slice. All sums are float64.

pub mod diversity;
pub mod fault;
pub mod frechet;
pub mod kid;
pub mod metric;
pub mod moments;
pub mod projection;
pub mod protocol;
pub mod published;
pub mod ranking;
pub mod report;
pub mod sample;
pub mod share;

pub use diversity::Diversity;
pub use fault::FigureFault;
pub use frechet::Spread;
pub use kid::Kid;
pub use metric::{Better, Metric};
pub use moments::Moments;
pub use projection::Projection;
pub use protocol::{EvaluationOptions, Protocol};
pub use published::Published;
pub use ranking::{Outcome, Place, Ranking, Winner};
pub use report::{Evaluation, Figure, Figures, Mode};
pub use sample::Sample;
pub use share::Share;

#[cfg(test)]
mod drawn;
