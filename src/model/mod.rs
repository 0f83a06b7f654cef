//! The networks: what shapes they have ([`config`], [`schema`]).

pub mod config;
pub mod schema;
