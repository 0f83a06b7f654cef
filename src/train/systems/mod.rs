//! The losses of StarGAN v2's relatives, one file each, as pure functions.

pub mod fixed_point;
pub mod stargan;
