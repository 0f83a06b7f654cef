//! Inception-v3 as torchvision has it, up to the mean behind its last block; the Fréchet distance of papers (FID) is computed on its features.
//!
//! Christian Szegedy and others, "Rethinking the Inception Architecture for Computer Vision", CVPR 2016. Blocks of parallel branches whose maps
//! are put side by side; every convolution is followed by a batch norm and a ReLU. 299 x 299 become 35 x 35 (5b to 5d), 17 x 17 (6a to 6e) and
//! 8 x 8 with 2048 channels (7a to 7c). Zeros around a map count in the means inside the blocks. There is no auxiliary head and no classifier.

use burn::tensor::Tensor;

use super::plan::{Make, Plan, specs_of};
use crate::kernels::frozen::Range;
use crate::model::frozen::{self, Border, Layer, Maps, Place, Shape};
use crate::model::schema::TensorSpec;
use crate::model::weights::{Scope, WeightError};

/// Numbers of a picture's features.
pub(super) const WIDTH: usize = 2048;

/// A step of a branch before it has weights: name, channels, kernel.
enum Part {
    /// Border of half a kernel, so that the extents stay.
    Keep(&'static str, usize, [usize; 2]),
    /// 3 x 3 without border, with this step.
    Shrink(&'static str, usize, usize),
    /// The mean over 3 x 3, then 1 x 1.
    Mean(&'static str, usize),
    /// The largest of 3 x 3, with step 2.
    Largest,
    /// 1 x 3 and 3 x 1 of the same map, side by side.
    Split([&'static str; 2], usize),
}

/// The same with its layers.
#[derive(Clone, Debug)]
enum Step<L> {
    Layer(L),
    Mean(L),
    Largest,
    Split([L; 2]),
}

/// Steps one after another.
type Branch<L> = Vec<Step<L>>;

#[derive(Clone, Debug)]
struct Network<L> {
    stem: Branch<L>,
    /// Branches side by side.
    blocks: Vec<Vec<Branch<L>>>,
}

/// The network.
#[derive(Clone, Debug)]
pub struct Inception {
    network: Network<Layer>,
    place: Place,
}

/// Every tensor that the network needs, by torchvision's name.
pub(super) fn specs() -> Vec<TensorSpec> {
    specs_of(|make| build(make))
}

const ONE: [usize; 2] = [1, 1];
const THREE: [usize; 2] = [3, 3];
/// A row and a column of seven.
const ROW: [usize; 2] = [1, 7];
const COLUMN: [usize; 2] = [7, 1];

fn stem() -> Vec<Part> {
    vec![
        Part::Shrink("Conv2d_1a_3x3", 32, 2),
        Part::Shrink("Conv2d_2a_3x3", 32, 1),
        Part::Keep("Conv2d_2b_3x3", 64, THREE),
        Part::Largest,
        Part::Keep("Conv2d_3b_1x1", 80, ONE),
        Part::Shrink("Conv2d_4a_3x3", 192, 1),
        Part::Largest,
    ]
}

/// 35 x 35.
fn block_5(pooled: usize) -> Vec<Vec<Part>> {
    vec![
        vec![Part::Keep("branch1x1", 64, ONE)],
        vec![
            Part::Keep("branch5x5_1", 48, ONE),
            Part::Keep("branch5x5_2", 64, [5, 5]),
        ],
        vec![
            Part::Keep("branch3x3dbl_1", 64, ONE),
            Part::Keep("branch3x3dbl_2", 96, THREE),
            Part::Keep("branch3x3dbl_3", 96, THREE),
        ],
        vec![Part::Mean("branch_pool", pooled)],
    ]
}

/// 35 x 35 to 17 x 17.
fn block_6a() -> Vec<Vec<Part>> {
    vec![
        vec![Part::Shrink("branch3x3", 384, 2)],
        vec![
            Part::Keep("branch3x3dbl_1", 64, ONE),
            Part::Keep("branch3x3dbl_2", 96, THREE),
            Part::Shrink("branch3x3dbl_3", 96, 2),
        ],
        vec![Part::Largest],
    ]
}

/// 17 x 17; `inside` channels between the rows and columns.
fn block_6(inside: usize) -> Vec<Vec<Part>> {
    vec![
        vec![Part::Keep("branch1x1", 192, ONE)],
        vec![
            Part::Keep("branch7x7_1", inside, ONE),
            Part::Keep("branch7x7_2", inside, ROW),
            Part::Keep("branch7x7_3", 192, COLUMN),
        ],
        vec![
            Part::Keep("branch7x7dbl_1", inside, ONE),
            Part::Keep("branch7x7dbl_2", inside, COLUMN),
            Part::Keep("branch7x7dbl_3", inside, ROW),
            Part::Keep("branch7x7dbl_4", inside, COLUMN),
            Part::Keep("branch7x7dbl_5", 192, ROW),
        ],
        vec![Part::Mean("branch_pool", 192)],
    ]
}

/// 17 x 17 to 8 x 8.
fn block_7a() -> Vec<Vec<Part>> {
    vec![
        vec![
            Part::Keep("branch3x3_1", 192, ONE),
            Part::Shrink("branch3x3_2", 320, 2),
        ],
        vec![
            Part::Keep("branch7x7x3_1", 192, ONE),
            Part::Keep("branch7x7x3_2", 192, ROW),
            Part::Keep("branch7x7x3_3", 192, COLUMN),
            Part::Shrink("branch7x7x3_4", 192, 2),
        ],
        vec![Part::Largest],
    ]
}

/// 8 x 8.
fn block_7() -> Vec<Vec<Part>> {
    vec![
        vec![Part::Keep("branch1x1", 320, ONE)],
        vec![
            Part::Keep("branch3x3_1", 384, ONE),
            Part::Split(["branch3x3_2a", "branch3x3_2b"], 384),
        ],
        vec![
            Part::Keep("branch3x3dbl_1", 448, ONE),
            Part::Keep("branch3x3dbl_2", 384, THREE),
            Part::Split(["branch3x3dbl_3a", "branch3x3dbl_3b"], 384),
        ],
        vec![Part::Mean("branch_pool", 192)],
    ]
}

fn blocks() -> [(&'static str, Vec<Vec<Part>>); 11] {
    [
        ("Mixed_5b.", block_5(32)),
        ("Mixed_5c.", block_5(64)),
        ("Mixed_5d.", block_5(64)),
        ("Mixed_6a.", block_6a()),
        ("Mixed_6b.", block_6(128)),
        ("Mixed_6c.", block_6(160)),
        ("Mixed_6d.", block_6(160)),
        ("Mixed_6e.", block_6(192)),
        ("Mixed_7a.", block_7a()),
        ("Mixed_7b.", block_7()),
        ("Mixed_7c.", block_7()),
    ]
}

fn build<L>(make: &mut Make<'_, L>) -> Result<Network<L>, WeightError> {
    let (stem, mut width) = branch(make, "", stem(), 3)?;
    let mut built = Vec::new();
    for (name, branches) in blocks() {
        let mut block = Vec::new();
        let mut together = 0;
        for parts in branches {
            let (branch, out) = branch(make, name, parts, width)?;
            block.push(branch);
            together += out;
        }
        built.push(block);
        width = together;
    }
    debug_assert_eq!(width, WIDTH);
    Ok(Network {
        stem,
        blocks: built,
    })
}

/// A branch of a block for maps of `width` channels, and the channels of its result.
fn branch<L>(
    make: &mut Make<'_, L>,
    block: &str,
    parts: Vec<Part>,
    mut width: usize,
) -> Result<(Branch<L>, usize), WeightError> {
    let mut steps = Vec::new();
    for part in parts {
        let mut layer = |name: &str, out, kernel: [usize; 2], stride, zeros| {
            make(Plan {
                convolution: format!("{block}{name}.conv"),
                norm: format!("{block}{name}.bn"),
                shape: Shape {
                    channels: [out, width],
                    kernel,
                    stride,
                    border: Border::Zeros(zeros),
                    alone: false,
                    range: Range::POSITIVE,
                },
            })
        };
        let mut keep = |name: &str, out, kernel: [usize; 2]| {
            layer(name, out, kernel, 1, kernel.map(|side| side / 2))
        };
        let (step, out) = match part {
            Part::Keep(name, out, kernel) => (Step::Layer(keep(name, out, kernel)?), out),
            Part::Mean(name, out) => (Step::Mean(keep(name, out, ONE)?), out),
            Part::Split([row, column], out) => {
                let halves = [keep(row, out, [1, 3])?, keep(column, out, [3, 1])?];
                (Step::Split(halves), 2 * out)
            }
            Part::Shrink(name, out, stride) => {
                (Step::Layer(layer(name, out, THREE, stride, [0, 0])?), out)
            }
            Part::Largest => (Step::Largest, width),
        };
        steps.push(step);
        width = out;
    }
    Ok((steps, width))
}

impl Inception {
    /// Reads `Conv2d_1a_3x3.conv.weight` to `Mixed_7c.branch_pool.bn.running_var` from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>) -> Result<Self, WeightError> {
        let place = Place::of(scope);
        Ok(Self {
            network: build(&mut |plan: Plan| plan.load(scope, &place))?,
            place,
        })
    }

    /// The features (B x 2048) of normalised pictures (B x 3 x 299 x 299).
    pub fn features(&self, pictures: Tensor<4>) -> Tensor<2> {
        let found = frozen::run(pictures, &self.place, |x| vec![self.network.look(x)]);
        frozen::rows(found, WIDTH, &self.place)
    }
}

impl Network<Layer> {
    fn look(&self, x: Maps) -> Maps {
        let mut x = through(&self.stem, &x).unwrap_or(x);
        for block in &self.blocks {
            let branches = block.iter().filter_map(|branch| through(branch, &x));
            x = Maps::beside(branches.collect());
        }
        x.means()
    }
}

/// What a branch makes of a map; `None` for a branch without steps.
fn through(branch: &Branch<Layer>, x: &Maps) -> Option<Maps> {
    let mut made: Option<Maps> = None;
    for step in branch {
        let x = made.as_ref().unwrap_or(x);
        made = Some(match step {
            Step::Layer(layer) => layer.forward(x),
            Step::Mean(layer) => layer.forward_behind_mean(x),
            Step::Largest => x.largest(2),
            Step::Split(halves) => {
                Maps::beside(halves.iter().map(|half| half.forward(x)).collect())
            }
        });
    }
    made
}
