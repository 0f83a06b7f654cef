//! The figures of an evaluation, as pure arithmetic on features, distances and answers: no networks, no pictures, no threads, no files.
//!
//! * [`moments`], [`frechet`]: the Fréchet distance of two sets of features (FID, with Inception's), from streamed means and covariances.
//! * [`kid`], [`sample`]: the kernel distance (KID) with its standard error, from samples of the features.
//! * [`diversity`]: averages of pairwise perceptual distances (LPIPS protocol of StarGAN v2).
//! * [`ranking`], [`share`]: who wins the blind taste test, and how sure that is.
//!
//! A *row* is the feature vector of one picture, float32, `width` numbers; rows come after one another in a slice. All sums are float64.

pub mod diversity;
pub mod fault;
pub mod frechet;
pub mod kid;
pub mod moments;
pub mod ranking;
pub mod sample;
pub mod share;

pub use diversity::Diversity;
pub use fault::FigureFault;
pub use frechet::Spread;
pub use kid::Kid;
pub use moments::Moments;
pub use ranking::{Outcome, Place, Ranking, Winner};
pub use sample::Sample;
pub use share::Share;

#[cfg(test)]
mod drawn;
