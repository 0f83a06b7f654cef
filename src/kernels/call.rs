//! One activated convolution as plain numbers: what it takes, and its forward pass.
//!
//! `factor * (conv(activation(norm(x))) + bias + addend)`: every convolution of the networks is of this form, with parts left out.

use pulp::Arch;
use rayon::prelude::*;

use super::correlate::Correlation;
use super::epilogue::{Addend, Epilogue, Finish};
use super::geometry::{Kind, Lattice};
use super::norm::Measure;
use super::pack::{BLOCK, Packed};
use super::prologue::{Affine, Channel, Fill, Gate};
use super::scratch::Scratch;

/// What a convolution takes. All maps are NCHW.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Which convolution.
    pub kind: Kind,
    /// Samples.
    pub batch: usize,
    /// Channels of the result and of `x`.
    pub channels: [usize; 2],
    /// Extents of `x`.
    pub map: [usize; 2],
    /// The map.
    pub x: &'a [f32],
    /// Scale and shift of an instance norm, one for each sample and channel.
    pub norm: Option<[&'a [f32]; 2]>,
    /// Activation of the whole batch.
    pub gate: Gate<'a>,
    /// Negative slope of the activation.
    pub slope: f32,
    /// `out x in x k x k`.
    pub weight: &'a [f32],
    /// One number for each channel of the result.
    pub bias: Option<&'a [f32]>,
    /// Added to the result before the factor.
    pub addend: Option<Addend<'a>>,
    /// Factor of everything.
    pub factor: f32,
}

/// Outputs are shared out in at most this many pieces when the samples are too few.
pub const PIECES: usize = 8;

impl<'a> Call<'a> {
    /// Extents of the result.
    pub fn extents(&self) -> [usize; 2] {
        self.kind.output_extents(self.map)
    }

    /// Extents of the map that enters the planes.
    pub fn entering(&self) -> [usize; 2] {
        match self.kind {
            Kind::PointDown => self.extents(),
            _ => self.map,
        }
    }

    /// The planes of the map.
    pub fn lattice(&self) -> Lattice {
        Lattice::new(self.kind.pattern(), self.entering())
    }

    /// The norm of each sample and channel; empty without norm.
    pub fn affines(&self) -> Vec<Affine> {
        let Some([scale, shift]) = self.norm else {
            return Vec::new();
        };
        let size = self.map[0] * self.map[1];
        let arch = Arch::new();
        let planes = self.x.par_chunks_exact(size).enumerate();
        let measure = |(at, plane)| {
            arch.dispatch(Measure {
                plane,
                scale: scale[at],
                shift: shift[at],
            })
        };
        planes.map(measure).collect()
    }

    /// Whether each thread takes whole samples.
    pub fn by_sample(&self) -> bool {
        let threads = rayon::current_num_threads();
        self.batch.is_multiple_of(threads) || self.batch >= 4 * threads
    }

    /// One channel of a sample with its norm and activation.
    pub fn channel(&self, affines: &[Affine], sample: usize, channel: usize) -> Channel<'a> {
        let size = self.map[0] * self.map[1];
        let at = sample * self.channels[1] + channel;
        Channel {
            values: &self.x[at * size..][..size],
            affine: affines.get(at).copied(),
            gate: match self.gate {
                Gate::Other(gate) => Gate::Other(&gate[at * size..][..size]),
                gate => gate,
            },
            slope: self.slope,
        }
    }

    /// Fills the planes of one channel.
    pub fn fill(&self, affines: &[Affine], sample: usize, channel: usize, planes: &mut [f32]) {
        let pooled = (self.kind == Kind::PointDown).then_some(self.map);
        Arch::new().dispatch(Fill {
            channel: self.channel(affines, sample, channel),
            lattice: self.lattice(),
            planes,
            pooled,
        });
    }

    /// The result (`batch x out x height x width`).
    pub fn forward(&self, affines: &[Affine]) -> Vec<f32> {
        let packed = Packed::forward(self.kind, self.weight, self.channels);
        let [height, width] = self.extents();
        let size = self.channels[0] * height * width;
        let mut out = vec![0.0; self.batch * size];
        if self.by_sample() {
            let samples = out.par_chunks_exact_mut(size).enumerate();
            samples.for_each(|(sample, out)| self.forward_sample(affines, &packed, sample, out, 1));
        } else {
            for (sample, out) in out.chunks_exact_mut(size).enumerate() {
                self.forward_sample(affines, &packed, sample, out, PIECES);
            }
        }
        out
    }

    fn forward_sample(
        &self,
        affines: &[Affine],
        packed: &Packed,
        sample: usize,
        out: &mut [f32],
        pieces: usize,
    ) {
        let lattice = self.lattice();
        let mut planes = Scratch::of(self.channels[1] * lattice.channel());
        fill_planes(&mut planes, lattice, pieces > 1, |channel, planes| {
            self.fill(affines, sample, channel, planes);
        });
        let addend = self.addend.map(|addend| Addend {
            values: sample_of(addend.values, self.batch, sample),
            ..addend
        });
        let finish = Finish {
            bias: self.bias,
            addend,
            factor: self.factor,
        };
        let out = (out, self.extents());
        correlate(&planes, lattice, packed, out, finish, pieces);
    }
}

/// The share of one sample in the numbers of a batch.
pub fn sample_of(values: &[f32], batch: usize, sample: usize) -> &[f32] {
    let size = values.len() / batch;
    &values[sample * size..][..size]
}

/// Fills the planes of all channels of one sample.
pub fn fill_planes(
    planes: &mut [f32],
    lattice: Lattice,
    shared: bool,
    fill: impl Fn(usize, &mut [f32]) + Sync,
) {
    let size = lattice.channel();
    if shared {
        let channels = planes.par_chunks_exact_mut(size).enumerate();
        channels.for_each(|(channel, planes)| fill(channel, planes));
    } else {
        for (channel, planes) in planes.chunks_exact_mut(size).enumerate() {
            fill(channel, planes);
        }
    }
}

/// All outputs of one sample from its planes, in about as many pieces as asked for.
pub fn correlate(
    planes: &[f32],
    lattice: Lattice,
    packed: &Packed,
    (out, extents): (&mut [f32], [usize; 2]),
    finish: Finish<'_>,
    pieces: usize,
) {
    let blocks = packed.outputs.div_ceil(BLOCK);
    let share = blocks.div_ceil(pieces);
    let size = extents[0] * extents[1] * BLOCK * share;
    let part = |(at, out): (usize, &mut [f32])| {
        let sink = Epilogue {
            first_channel: at * share * BLOCK,
            out,
            lattice,
            extents,
            finish,
        };
        Correlation {
            planes,
            lattice,
            packed,
            blocks: at * share..blocks.min((at + 1) * share),
            sink,
        }
        .run();
    };
    if pieces > 1 {
        out.par_chunks_mut(size).enumerate().for_each(part);
    } else {
        part((0, out));
    }
}
