//! Which numbers of a map make an output of a convolution with any kernel, step and border.
//!
//! The padded map is dealt out to step x step parity planes, so that each tap of the kernel is one constant distance in memory and a run of
//! outputs needs no case for the edge. With step 1 the zeros right of a row are those left of the next one.

use super::Map;

/// Floats of the widest vector: runs are read in whole vectors.
const SLACK: usize = 16;

/// How a convolution looks at its map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Step in both directions.
    pub stride: usize,
    /// Zeros above and left of the map.
    pub before: [usize; 2],
    /// Zeros below and right of it.
    pub after: [usize; 2],
}

impl Window {
    /// A kernel of these extents with the same border on both sides.
    pub fn new(kernel: [usize; 2], stride: usize, border: [usize; 2]) -> Self {
        Self {
            kernel,
            stride,
            before: border,
            after: border,
        }
    }

    /// TensorFlow's `SAME` for a map of these extents: the result has a step's share of them, rounded up, and an odd zero lies below or right.
    pub fn same(kernel: [usize; 2], stride: usize, map: [usize; 2]) -> Self {
        let total = |axis: usize| {
            let whole = (map[axis].div_ceil(stride) - 1) * stride + kernel[axis];
            whole.saturating_sub(map[axis])
        };
        let total = [total(0), total(1)];
        Self {
            kernel,
            stride,
            before: total.map(|zeros| zeros / 2),
            after: total.map(|zeros| zeros.div_ceil(2)),
        }
    }

    /// Extents of the result for a map of these.
    pub fn extents(&self, map: [usize; 2]) -> [usize; 2] {
        [0, 1].map(|axis| {
            let padded = map[axis] + self.before[axis] + self.after[axis];
            (padded.saturating_sub(self.kernel[axis])) / self.stride + 1
        })
    }

    /// A single number makes an output: rows need not be told apart.
    fn is_flat(&self) -> bool {
        self.kernel == [1, 1] && self.stride == 1 && self.before == [0, 0] && self.after == [0, 0]
    }

    /// Where the planes lie for a map of these extents.
    pub fn planes(&self, map: [usize; 2]) -> Planes {
        let extents = self.extents(map);
        let [rows, row, columns] = if self.is_flat() {
            let size = map[0] * map[1];
            [1, size, size]
        } else if self.stride == 1 {
            let widest = self.before[1].max(self.after[1]);
            let rows = map[0] + self.before[0] + self.after[0];
            [rows, map[1] + widest, extents[1]]
        } else {
            let most = |axis: usize| extents[axis] + (self.kernel[axis] - 1) / self.stride;
            [most(0), most(1), extents[1]]
        };
        let lines = if self.is_flat() { 1 } else { extents[0] };
        let positions = (lines - 1) * row + columns;
        // Behind the last row lie the zeros that it shares with none.
        let plane = rows * row + self.after[1];
        let step = self.stride;
        let tap = |down: usize, right: usize| {
            (down % step * step + right % step) * plane + down / step * row + right / step
        };
        let taps = (0..self.kernel[0]).flat_map(|down| (0..self.kernel[1]).map(move |x| (down, x)));
        let taps: Vec<usize> = taps.map(|(down, right)| tap(down, right)).collect();
        let furthest = taps.iter().copied().max().unwrap_or(0);
        let read = furthest + positions.next_multiple_of(SLACK);
        Planes {
            window: *self,
            map,
            extents,
            row,
            columns,
            positions,
            plane,
            channel: read.max(plane * step * step),
            taps,
        }
    }
}

/// The planes of one channel of a map.
#[derive(Clone, Debug)]
pub struct Planes {
    window: Window,
    map: [usize; 2],
    /// Height and width of the result.
    pub extents: [usize; 2],
    /// Distance from one row of outputs to the next.
    pub row: usize,
    /// Outputs of a row; the positions behind them are computed and thrown away.
    pub columns: usize,
    /// Output positions, those between the rows included.
    pub positions: usize,
    /// Floats of one parity plane.
    plane: usize,
    /// Floats of a channel.
    pub channel: usize,
    /// Distance of each tap from the output's position, in the kernel's order.
    pub taps: Vec<usize>,
}

impl Planes {
    /// Whether a map can be read where it lies, without a copy.
    pub fn are_the_map(&self, map: &Map) -> bool {
        self.window.is_flat() && self.channel == map.size()
    }

    /// Writes the planes of one channel.
    pub fn fill(&self, values: &[f32], planes: &mut [f32]) {
        if self.window.is_flat() {
            planes[..values.len()].copy_from_slice(values);
            planes[values.len()..].fill(0.0);
            return;
        }
        planes.fill(0.0);
        let step = self.window.stride;
        let [above, left] = self.window.before;
        let rows = self.plane / self.row;
        for (y, line) in values.chunks_exact(self.map[1]).enumerate() {
            let (down, part) = ((y + above) / step, (y + above) % step);
            if down >= rows {
                break;
            }
            if step == 1 {
                planes[down * self.row + left..][..line.len()].copy_from_slice(line);
                continue;
            }
            for parity in 0..step {
                // The first pixel of this parity, and its place.
                let skipped = (parity + step - left % step) % step;
                let first = (skipped + left) / step;
                let start = (part * step + parity) * self.plane + down * self.row;
                let out = &mut planes[start + first.min(self.row)..start + self.row];
                let pixels = line.iter().skip(skipped).step_by(step);
                for (out, &pixel) in out.iter_mut().zip(pixels) {
                    *out = pixel;
                }
            }
        }
    }

    /// Calls `piece` for the outputs among `length` positions from `first` on: place of the first in the result, place of the first among
    /// the positions, and how many follow.
    #[inline(always)]
    pub fn outputs(&self, first: usize, length: usize, mut piece: impl FnMut(usize, usize, usize)) {
        let mut at = 0;
        let (mut row, mut column) = (first / self.row, first % self.row);
        while at < length {
            let count = self.columns.saturating_sub(column).min(length - at);
            if count > 0 {
                piece(row * self.columns + column, at, count);
            }
            at += self.row - column;
            row += 1;
            column = 0;
        }
    }
}
