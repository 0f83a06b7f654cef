//! What each system's networks have that the others have not.

pub mod unet;
