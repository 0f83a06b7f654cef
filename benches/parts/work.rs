//! How much there is to do: multiply-additions and bytes of each part of the networks, by the formula in docs/performance.md.

use stargrid::model::config::{BlockWidths, ModelConfig};

use super::peak::Peak;

/// One convolution or linear layer, or one norm.
#[derive(Clone, Copy, Debug)]
struct Operation {
    /// Multiply-additions as officially written.
    plain: usize,
    /// The same after the exact rewrites.
    exact: usize,
    /// Numbers read and written at least, when nothing stays in a cache between operations.
    moved: usize,
}

/// The work of a part for a batch.
#[derive(Clone, Debug, Default)]
pub struct Work {
    operations: Vec<Operation>,
    batch: usize,
}

impl Work {
    fn new(batch: usize) -> Self {
        Self {
            operations: Vec::new(),
            batch,
        }
    }

    /// Multiply-additions as officially written.
    pub fn plain(&self) -> usize {
        self.operations
            .iter()
            .map(|operation| operation.plain)
            .sum()
    }

    /// Multiply-additions after the exact rewrites.
    pub fn exact(&self) -> usize {
        self.operations
            .iter()
            .map(|operation| operation.exact)
            .sum()
    }

    /// Bytes that have to move.
    pub fn bytes(&self) -> usize {
        let numbers = self.operations.iter().map(|operation| operation.moved);
        numbers.sum::<usize>() * size_of::<f32>()
    }

    /// The shortest possible time with direct convolutions: each operation bound by the slower of arithmetic and memory.
    pub fn seconds(&self, peak: Peak) -> f64 {
        let bound = |operation: &Operation| {
            let bytes = operation.moved * size_of::<f32>();
            (operation.exact as f64 / peak.macs).max(bytes as f64 / peak.bytes)
        };
        self.operations.iter().map(bound).sum()
    }

    /// Both, one after the other.
    pub fn then(mut self, other: Self) -> Self {
        self.operations.extend(other.operations);
        self
    }

    /// `count` times the same.
    pub fn times(self, count: usize) -> Self {
        let operations = self.operations.repeat(count);
        Self { operations, ..self }
    }

    /// The half of the generator that does not see the style.
    pub fn encoder(config: &ModelConfig, batch: usize) -> Self {
        let mut work = Self::new(batch);
        work.convolve([3, config.base_width], 9, [config.img_size; 2]);
        work.down(config.img_size, &config.encoder_widths(), true);
        work
    }

    /// The half that does.
    pub fn decoder(config: &ModelConfig, batch: usize) -> Self {
        let mut work = Self::new(batch);
        let widths = config.decoder_widths();
        let doublings = widths.iter().filter(|block| block.resample).count();
        let mut side = config.img_size >> doublings;
        for block in &widths {
            side = work.up(side, *block, config.style_dim);
        }
        work.norm(config.base_width, side, side);
        work.convolve([config.base_width, 3], 1, [side; 2]);
        work
    }

    /// The style encoder, one head.
    pub fn style_encoder(config: &ModelConfig, batch: usize) -> Self {
        let mut work = Self::new(batch);
        work.convolve([3, config.base_width], 9, [config.img_size; 2]);
        let widths = config.trunk_widths();
        let side = work.down(config.img_size, &widths, false);
        let width = widths
            .last()
            .map_or(config.base_width, |block| block.output);
        work.convolve([width, width], side * side, [side, 1]);
        work.convolve([width, config.style_dim], 1, [1; 2]);
        work
    }

    /// The mapping network, one head.
    pub fn mapping(config: &ModelConfig, batch: usize) -> Self {
        let mut work = Self::new(batch);
        let hidden = config.hidden;
        work.convolve([config.latent_dim, hidden], 1, [1; 2]);
        for _ in 0..6 {
            work.convolve([hidden, hidden], 1, [1; 2]);
        }
        work.convolve([hidden, config.style_dim], 1, [1; 2]);
        work
    }

    fn down(&mut self, mut side: usize, blocks: &[BlockWidths], norm: bool) -> usize {
        for block in blocks {
            let [enters, leaves] = [block.input, block.output];
            let to = if block.resample { side / 2 } else { side };
            if norm {
                self.norm(enters, side, side);
            }
            if block.resample {
                self.fused([enters, enters], [side, to], side);
            } else {
                self.convolve([enters, enters], 9, [side; 2]);
            }
            if norm {
                self.norm(enters, to, to);
            }
            self.convolve([enters, leaves], 9, [to; 2]);
            if block.learned_shortcut() {
                self.shortcut([enters, leaves], [side, to], side);
            }
            side = to;
        }
        side
    }

    fn up(&mut self, side: usize, block: BlockWidths, style: usize) -> usize {
        let [enters, leaves] = [block.input, block.output];
        let to = if block.resample { side * 2 } else { side };
        self.convolve([style, 2 * enters + 2 * leaves], 1, [1; 2]);
        self.norm(enters, side, side);
        if block.resample {
            self.fused([enters, leaves], [side, to], to);
        } else {
            self.convolve([enters, leaves], 9, [side; 2]);
        }
        self.norm(leaves, to, to);
        self.convolve([leaves, leaves], 9, [to; 2]);
        if block.learned_shortcut() {
            self.shortcut([enters, leaves], [side, to], to);
        }
        to
    }

    /// A convolution whose output has side `sides[1]`; the input has `sides[0]`.
    fn convolve(&mut self, widths: [usize; 2], taps: usize, sides: [usize; 2]) {
        let macs = widths[0] * widths[1] * taps * sides[1] * sides[1];
        self.push([macs, macs], widths, taps, sides);
    }

    /// A 3 x 3 convolution on the large side with pooling behind it or doubling before it: 16 products on the small side for 36.
    fn fused(&mut self, widths: [usize; 2], sides: [usize; 2], large: usize) {
        let product = widths[0] * widths[1] * large * large;
        self.push([9 * product, 4 * product], widths, 9, sides);
    }

    /// A 1 x 1 shortcut, officially on the large side.
    fn shortcut(&mut self, widths: [usize; 2], sides: [usize; 2], large: usize) {
        let small = sides[0].min(sides[1]);
        let product = widths[0] * widths[1];
        self.push(
            [product * large * large, product * small * small],
            widths,
            1,
            sides,
        );
    }

    fn push(&mut self, macs: [usize; 2], widths: [usize; 2], taps: usize, sides: [usize; 2]) {
        let maps = widths[0] * sides[0] * sides[0] + widths[1] * sides[1] * sides[1];
        self.operations.push(Operation {
            plain: self.batch * macs[0],
            exact: self.batch * macs[1],
            moved: self.batch * maps + widths[0] * widths[1] * taps,
        });
    }

    /// A norm with its activation: one reading and one writing.
    fn norm(&mut self, width: usize, from: usize, to: usize) {
        self.operations.push(Operation {
            plain: 0,
            exact: 0,
            moved: self.batch * width * (from * from + to * to),
        });
    }
}
