//! The backward pass of an activated convolution, as plain numbers.
//!
//! Nothing of the forward pass is kept but its inputs: norm, activation and planes are made again, which costs less than the memory.

use pulp::Arch;
use rayon::prelude::*;

use super::call::{Call, PIECES, correlate, fill_planes, sample_of};
use super::dots::Dots;
use super::epilogue::{Finish, Resample};
use super::geometry::{Kind, Lattice, Pattern};
use super::norm::{Through, Total};
use super::pack::{Kernel, Packed, add_to_taps};
use super::prologue::{Affine, Channel, Fill, Gate};
use super::resample::{Change, Resampling};
use super::scratch::Scratch;

/// Which gradients are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Of the map.
    pub x: bool,
    /// Of the norm's scale and shift.
    pub norm: bool,
    /// Of the weights.
    pub weight: bool,
}

/// The gradients; what was not asked for is empty.
#[derive(Debug, Default)]
pub struct Gradients {
    /// Of the map.
    pub x: Vec<f32>,
    /// Of the norm's scale, for each sample and channel.
    pub scale: Vec<f32>,
    /// Of its shift.
    pub shift: Vec<f32>,
    /// Of the weights.
    pub weight: Vec<f32>,
}

impl Call<'_> {
    /// The gradients for the gradient `dy` of the result.
    pub fn backward(&self, affines: &[Affine], dy: &[f32], wanted: Wanted) -> Gradients {
        let lattice = Lattice::new(self.kind.pattern().adjoint(), self.extents());
        let mut planes = Scratch::of(self.batch * self.channels[0] * lattice.channel());
        self.fill_gradient(&mut planes, lattice, dy);
        let mut gradients = Gradients::default();
        if wanted.x || (wanted.norm && self.norm.is_some()) {
            self.backward_input(&planes, lattice, affines, &mut gradients);
        }
        if wanted.weight {
            gradients.weight = self.backward_weight(&planes, lattice, affines);
        }
        gradients
    }

    /// The gradient of the bias.
    pub fn backward_bias(&self, dy: &[f32]) -> Vec<f32> {
        let [height, width] = self.extents();
        let arch = Arch::new();
        let planes: Vec<f64> = dy
            .par_chunks_exact(height * width)
            .map(|plane| arch.dispatch(Total(plane)))
            .collect();
        let channels = 0..self.channels[0];
        channels
            .map(|channel| {
                let samples = planes.iter().skip(channel).step_by(self.channels[0]);
                (samples.sum::<f64>() * f64::from(self.factor)) as f32
            })
            .collect()
    }

    /// The gradient of the addend.
    pub fn backward_addend(&self, dy: &[f32], resample: Resample) -> Vec<f32> {
        let [height, width] = self.extents();
        let [rows, columns] = resample.extents([height, width]);
        let mut out = vec![0.0; self.batch * self.channels[0] * rows * columns];
        let planes = out.par_chunks_exact_mut(rows * columns);
        let arch = Arch::new();
        planes
            .zip(dy.par_chunks_exact(height * width))
            .for_each(|(out, dy)| {
                let (change, columns, factor) = match resample {
                    Resample::Keep => (Change::Keep, columns, self.factor),
                    Resample::Double => (Change::Gather, columns, self.factor),
                    Resample::Halve => (Change::Spread, width, 0.25 * self.factor),
                };
                arch.dispatch(Resampling {
                    out,
                    values: dy,
                    columns,
                    change,
                    factor,
                });
            });
        out
    }

    fn fill_gradient(&self, planes: &mut [f32], lattice: Lattice, dy: &[f32]) {
        let [height, width] = self.extents();
        let scaled = Affine {
            factor: self.factor,
            ..Affine::default()
        };
        fill_planes(planes, lattice, true, |at, planes| {
            let channel = Channel {
                values: &dy[at * height * width..][..height * width],
                affine: Some(scaled),
                gate: Gate::Open,
                slope: self.slope,
            };
            Arch::new().dispatch(Fill {
                channel,
                lattice,
                planes,
                pooled: None,
            });
        });
    }

    fn backward_input(
        &self,
        planes: &[f32],
        lattice: Lattice,
        affines: &[Affine],
        gradients: &mut Gradients,
    ) {
        let packed = Packed::adjoint(self.kind, self.weight, self.channels);
        let size = self.channels[1] * self.map[0] * self.map[1];
        let mut dx = vec![0.0; self.batch * size];
        let pieces = if self.by_sample() { 1 } else { PIECES };
        let sample = |(sample, dx): (usize, &mut [f32])| {
            let planes = sample_of(planes, self.batch, sample);
            self.backward_sample(planes, lattice, &packed, dx, pieces);
        };
        if pieces == 1 {
            dx.par_chunks_exact_mut(size).enumerate().for_each(sample);
        } else {
            dx.chunks_exact_mut(size).enumerate().for_each(sample);
        }
        let norms = self.backward_prologue(affines, &mut dx);
        gradients.x = dx;
        if self.norm.is_some() {
            gradients.scale = norms.iter().map(|[scale, _]| *scale).collect();
            gradients.shift = norms.iter().map(|[_, shift]| *shift).collect();
        }
    }

    fn backward_sample(
        &self,
        planes: &[f32],
        lattice: Lattice,
        packed: &Packed,
        dx: &mut [f32],
        pieces: usize,
    ) {
        let [height, width] = self.entering();
        if self.kind != Kind::PointDown {
            let out = (dx, [height, width]);
            return correlate(planes, lattice, packed, out, Finish::BARE, pieces);
        }
        let mut small = Scratch::of(self.channels[1] * height * width);
        let out = (&mut *small, [height, width]);
        correlate(planes, lattice, packed, out, Finish::BARE, pieces);
        let planes = dx.chunks_exact_mut(4 * height * width);
        for (out, small) in planes.zip(small.chunks_exact(height * width)) {
            Arch::new().dispatch(Resampling {
                out,
                values: small,
                columns: width,
                change: Change::Spread,
                factor: 0.25,
            });
        }
    }

    /// Through activation and norm; gradients of scale and shift for each sample and channel.
    fn backward_prologue(&self, affines: &[Affine], dx: &mut [f32]) -> Vec<[f32; 2]> {
        let size = self.map[0] * self.map[1];
        let planes = dx.par_chunks_exact_mut(size).enumerate();
        let through = |(at, dx): (usize, &mut [f32])| {
            let inputs = self.channels[1];
            let channel = self.channel(affines, at / inputs, at % inputs);
            Arch::new().dispatch(Through {
                gradient: dx,
                channel,
            })
        };
        planes.map(through).collect()
    }

    fn backward_weight(&self, dy: &[f32], dy_lattice: Lattice, affines: &[Affine]) -> Vec<f32> {
        let [outputs, inputs] = self.channels;
        let lattice = self.lattice();
        let mut x = Scratch::of(self.batch * inputs * lattice.channel());
        fill_planes(&mut x, lattice, true, |at, planes| {
            self.fill(affines, at / inputs, at % inputs, planes);
        });
        // The side with parity planes has the taps; the other one's borders are zero.
        let swapped = self.kind.pattern() == Pattern::Scatter;
        let [
            (rows, row_count, row_lattice),
            (columns, column_count, lattice),
        ] = if swapped {
            [(&*x, inputs, lattice), (dy, outputs, dy_lattice)]
        } else {
            [(dy, outputs, dy_lattice), (&*x, inputs, lattice)]
        };
        let (taps, parts) = (lattice.taps(), lattice.pattern.parts());
        let sums = Dots {
            rows,
            row_stride: row_lattice.stride,
            row_count,
            row_first: row_lattice.first_pixel(),
            columns,
            column_stride: lattice.stride,
            plane_count: column_count * parts,
            taps: &taps,
            positions: lattice.positions(),
        }
        .sums();
        let mut weight = vec![0.0; self.weight.len()];
        let size = self.weight.len() / (outputs * inputs);
        let entries = parts * taps.len();
        for (at, taps_of) in weight.chunks_exact_mut(size).enumerate() {
            let (output, input) = (at / inputs, at % inputs);
            let [row, column] = if swapped {
                [input, output]
            } else {
                [output, input]
            };
            let sums = &sums[(row * column_count + column) * entries..][..entries];
            let mut kernel: Kernel = [0.0; 16];
            for (at, &sum) in sums.iter().enumerate() {
                kernel[lattice.pattern.entry(at / taps.len(), 0, at % taps.len())] = sum;
            }
            add_to_taps(self.kind, kernel, taps_of);
        }
        weight
    }
}
