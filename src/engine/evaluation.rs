//! Evaluation: the protocol at work (`protocol`), and the worker of the window that performs it.

pub mod messages;
