//! Forward passes of networks that are only looked through, never trained: any kernel, any step, any border, one picture at a time.
//!
//! The kernels of [`call`](super::call) know the few convolutions of the systems, with gradients, over whole batches. A feature extractor
//! has dozens of others, needs no gradient, and sees thousands of pictures. So here each thread takes a picture through a whole network: its
//! maps stay in the cache, live in buffers that are used again, and no thread waits for another after each layer.
//!
//! * [`window`]: which numbers make an output. Parity planes make every convolution a sum over shifted planes, as in [`geometry`](super::geometry).
//! * [`dense`], [`each`]: convolutions over all channels, and over each channel alone.
//! * [`pool`]: largest values, means, and the blur of shift-tolerant networks.

pub mod dense;
pub mod each;
pub mod pool;
pub mod window;

use rayon::prelude::*;

use super::scratch::Scratch;

/// One sample's map: channels x height x width.
#[derive(Debug)]
pub struct Map {
    values: Scratch,
    /// Channels.
    pub channels: usize,
    /// Height and width.
    pub extents: [usize; 2],
    /// In how many pieces an operation on it may be shared out: 1 where other samples keep the threads busy.
    pub pieces: usize,
}

impl Map {
    /// A map of these extents with any numbers in it.
    pub fn of(channels: usize, extents: [usize; 2], pieces: usize) -> Self {
        Self {
            values: Scratch::of(channels * extents[0] * extents[1]),
            channels,
            extents,
            pieces,
        }
    }

    /// A map of these numbers; as many as its extents say.
    pub fn copy_of(values: &[f32], channels: usize, extents: [usize; 2], pieces: usize) -> Self {
        let mut map = Self::of(channels, extents, pieces);
        map.values.copy_from_slice(values);
        map
    }

    /// The numbers.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The numbers, to be written.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// Numbers of one channel.
    pub fn size(&self) -> usize {
        self.extents[0] * self.extents[1]
    }

    /// The channels of several maps of the same extents, one after another.
    pub fn beside(maps: &[Self]) -> Self {
        let channels = maps.iter().map(|map| map.channels).sum();
        let (extents, pieces) = maps
            .first()
            .map_or(([0; 2], 1), |map| (map.extents, map.pieces));
        let mut all = Self::of(channels, extents, pieces);
        let mut rest = all.values_mut();
        for map in maps {
            let (out, behind) = rest.split_at_mut(map.values().len());
            out.copy_from_slice(map.values());
            rest = behind;
        }
        all
    }

    /// The mean of each channel: channels x 1 x 1.
    pub fn means(&self) -> Self {
        let size = self.size();
        let mut means = Self::of(self.channels, [1, 1], self.pieces);
        let planes = self.values.chunks_exact(size);
        for (mean, plane) in means.values.iter_mut().zip(planes) {
            let sum: f64 = plane.iter().copied().map(f64::from).sum();
            *mean = (sum / size as f64) as f32;
        }
        means
    }
}

/// Numbers outside are set to the nearer end; both may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least number.
    pub least: f32,
    /// The largest number.
    pub most: f32,
}

impl Range {
    /// Everything as it is.
    pub const ALL: Self = Self {
        least: f32::NEG_INFINITY,
        most: f32::INFINITY,
    };
    /// What a ReLU lets through.
    pub const POSITIVE: Self = Self {
        least: 0.0,
        most: f32::INFINITY,
    };
    /// What a ReLU6 lets through.
    pub const TO_SIX: Self = Self {
        least: 0.0,
        most: 6.0,
    };

    /// `value` inside the range; NaN stays NaN.
    #[inline(always)]
    pub fn hold(self, value: f32) -> f32 {
        let value = if value < self.least {
            self.least
        } else {
            value
        };
        if value > self.most { self.most } else { value }
    }
}

/// What `look` makes of each of `count` samples, in their order; every thread takes whole samples while there are enough. `look` gets the
/// sample's number and the pieces that its maps may be shared out in.
pub fn each_sample<T: Send>(count: usize, look: impl Fn(usize, usize) -> T + Sync) -> Vec<T> {
    let pieces = rayon::current_num_threads().div_ceil(count.max(1));
    if count == 1 {
        return vec![look(0, pieces)];
    }
    // One at a time: pieces of neighbouring samples would share the caches.
    let samples = (0..count).into_par_iter().with_max_len(1);
    samples.map(|sample| look(sample, pieces)).collect()
}

#[cfg(test)]
mod tests;
