//! The relatives of StarGAN v2, one file each: what the network is made of, and every tensor it learns.

pub mod fixed_point;
pub mod stargan;
