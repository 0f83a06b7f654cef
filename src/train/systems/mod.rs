//! The losses of each system: one file a system, registered in [`each_system`](crate::model::system).
//!
//! A file holds `OBJECTIVE`: the loss terms and how an iteration goes.

pub mod fixed_point;
pub mod stargan;
pub mod stargan_v2;
