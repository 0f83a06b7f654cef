//! A run, step by step, on the caller's thread. (Contract; being written.)
