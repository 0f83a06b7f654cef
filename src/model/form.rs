//! How the networks are computed: as the papers write them, or by exact shortcuts. All forms have the same weights and the same result.

use std::sync::atomic::{AtomicU8, Ordering};

/// A way to compute the networks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Step by step as the official code: convolve, then pool; enlarge, then convolve; norm and activation on their own.
    Plain,
    /// Pooling and enlarging folded into the convolutions, composed of Burn's operations.
    Exact,
    /// The same by own kernels where there are some (float32: all of a step on the processor, its norm on a GPU), else as [`Form::Exact`].
    #[default]
    Kernels,
}

/// The form of networks that are built from now on, as its place in [`Form::ALL`].
static CHOSEN: AtomicU8 = AtomicU8::new(2);

impl Form {
    /// From the slowest to the fastest.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Exact, Self::Kernels];

    /// The form that networks get unless their builder says otherwise.
    pub fn chosen() -> Self {
        let at = usize::from(CHOSEN.load(Ordering::Relaxed));
        Self::ALL.get(at).copied().unwrap_or_default()
    }

    /// Chooses for the whole program: for comparisons, and as a way out should a shortcut ever be wrong.
    pub fn choose(self) {
        CHOSEN.store(self as u8, Ordering::Relaxed);
    }

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Exact => "exact",
            Self::Kernels => "kernels",
        }
    }
}
