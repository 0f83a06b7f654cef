//! (Contract; being written.)
