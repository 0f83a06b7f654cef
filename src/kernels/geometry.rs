//! Where the numbers of a map lie while a kernel reads them, and which of them make one output.
//!
//! Every convolution here is a sum over shifted planes. A plane is a map in rows with a border of zeros, so that a shift is one
//! constant distance in memory and a run of outputs needs no case for the edge. The few positions between the rows are
//! computed too and thrown away. With the shortcuts of [`Kind`] three forms are enough, and each is its own or another's adjoint.

/// Zeros behind each plane: the widest vector may read past the last output.
const SLACK: usize = 16;

/// What a convolution does to its map. Weights are always the official ones: 3x3, 1x1 for the points, 4x4 for [`Kind::Half`] and [`Kind::Twice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 1x1.
    Point,
    /// Mean over 2x2, then 1x1.
    PointDown,
    /// 3x3 with a border of one zero.
    Same,
    /// 3x3, then the mean over 2x2: one 4x4 convolution with stride 2.
    Down,
    /// Every pixel twice in each direction, then 3x3: four 2x2 convolutions, one for each phase of the output.
    Up,
    /// 4x4 with stride 2 and a border of one zero.
    Half,
    /// The adjoint of [`Kind::Half`]: a transposed 4x4 convolution with stride 2 and border 1.
    Twice,
}

impl Kind {
    /// Height and width of the official kernel.
    pub fn kernel_size(self) -> usize {
        match self {
            Self::Point | Self::PointDown => 1,
            Self::Same | Self::Down | Self::Up => 3,
            Self::Half | Self::Twice => 4,
        }
    }

    /// Height and width that a map of these extents becomes.
    pub fn output_extents(self, [height, width]: [usize; 2]) -> [usize; 2] {
        match self {
            Self::Point | Self::Same => [height, width],
            Self::PointDown | Self::Down | Self::Half => [height / 2, width / 2],
            Self::Up | Self::Twice => [height * 2, width * 2],
        }
    }

    /// How the output is summed from the input.
    pub fn pattern(self) -> Pattern {
        match self {
            Self::Point | Self::PointDown => Pattern::Flat,
            Self::Same => Pattern::Neighbours,
            Self::Down | Self::Half => Pattern::Gather,
            Self::Up | Self::Twice => Pattern::Scatter,
        }
    }
}

/// How outputs are summed from inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// One input position for one output position.
    Flat,
    /// The 3x3 neighbours.
    Neighbours,
    /// 4x4 with stride 2, as 2x2 on each of the four parity planes of the padded input.
    Gather,
    /// The adjoint of [`Pattern::Gather`]: each of the four phases of the output is a 2x2 of the padded input.
    Scatter,
}

impl Pattern {
    /// The pattern that takes the gradient of the output to that of the input.
    pub fn adjoint(self) -> Self {
        match self {
            Self::Flat => Self::Flat,
            Self::Neighbours => Self::Neighbours,
            Self::Gather => Self::Scatter,
            Self::Scatter => Self::Gather,
        }
    }

    /// Input planes of one channel.
    pub fn parts(self) -> usize {
        if self == Self::Gather { 4 } else { 1 }
    }

    /// Output maps of one channel.
    pub fn phases(self) -> usize {
        if self == Self::Scatter { 4 } else { 1 }
    }

    /// Positions of one plane that make one output.
    pub fn taps(self) -> usize {
        match self {
            Self::Flat => 1,
            Self::Neighbours => 9,
            Self::Gather | Self::Scatter => 4,
        }
    }

    /// Which entry of the 16 of a [`Kernel`](super::pack::Kernel) belongs to this part, phase and tap.
    pub fn entry(self, part: usize, phase: usize, tap: usize) -> usize {
        let [row, column] = [tap / 2, tap % 2];
        match self {
            Self::Flat => 0,
            Self::Neighbours => tap,
            Self::Gather => (2 * row + part / 2) * 4 + 2 * column + part % 2,
            Self::Scatter => (3 - 2 * row - phase / 2) * 4 + 3 - 2 * column - phase % 2,
        }
    }
}

/// The planes of one map for a [`Pattern`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lattice {
    /// The pattern that reads it.
    pub pattern: Pattern,
    /// Height and width of the map.
    pub map: [usize; 2],
    /// Distance from one row of a plane to the next.
    pub width: usize,
    /// Distance from one plane to the next.
    pub stride: usize,
}

impl Lattice {
    /// Planes for a map of these extents.
    pub fn new(pattern: Pattern, [height, width]: [usize; 2]) -> Self {
        let [rows, row] = match pattern {
            Pattern::Flat => [1, height * width],
            Pattern::Neighbours | Pattern::Scatter => [height + 2, width + 2],
            // One column more than the pixels need, so that it fits the planes of the adjoint.
            Pattern::Gather => [height / 2 + 1, width / 2 + 2],
        };
        Self {
            pattern,
            map: [height, width],
            width: row,
            stride: (rows * row).next_multiple_of(SLACK) + SLACK,
        }
    }

    /// Floats of one channel.
    pub fn channel(&self) -> usize {
        self.stride * self.pattern.parts()
    }

    /// Rows and columns of output positions (for [`Pattern::Scatter`] of each phase).
    pub fn grid(&self) -> [usize; 2] {
        let [height, width] = self.map;
        match self.pattern {
            Pattern::Flat => [1, height * width],
            Pattern::Neighbours | Pattern::Scatter => [height, width],
            Pattern::Gather => [height / 2, width / 2],
        }
    }

    /// Output positions including those between the rows.
    pub fn positions(&self) -> usize {
        let [rows, columns] = self.grid();
        (rows - 1) * self.width + columns
    }

    /// Distances from an output position to its inputs.
    pub fn taps(&self) -> Vec<usize> {
        let square = |size: usize| {
            (0..size * size)
                .map(|tap| tap / size * self.width + tap % size)
                .collect()
        };
        match self.pattern {
            Pattern::Flat => vec![0],
            Pattern::Neighbours => square(3),
            Pattern::Gather | Pattern::Scatter => square(2),
        }
    }

    /// Distances by which the phases of the output read further.
    pub fn phases(&self) -> Vec<usize> {
        match self.pattern {
            Pattern::Scatter => vec![0, 1, self.width, self.width + 1],
            _ => vec![0],
        }
    }

    /// Where the first pixel lies in a plane with a border.
    pub fn first_pixel(&self) -> usize {
        match self.pattern {
            Pattern::Flat => 0,
            _ => self.width + 1,
        }
    }
}
