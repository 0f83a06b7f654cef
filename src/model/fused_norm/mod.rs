//! Instance norm with LeakyReLU as one GPU program instead of a dozen: an operation on Burn's tensors, with its gradient.
//!
//! Composed of Burn's operations every step reads and writes the whole map; here it is read and written by one program each way.

mod kernels;

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients as Tape;
use burn::backend::autodiff::ops::{Backward, NodeGuard, Ops, OpsKind};
use burn::backend::{Autodiff, Cube};
use burn::tensor::{DType, Shape, Tensor};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;
use burn_cubecl::tensor::CubeTensor;
use cubecl::prelude::{CubeCount, CubeDim};

use kernels::FACTS;

/// x, scale, shift.
const PARENTS: usize = 3;

/// Fewest and most threads that share a plane, powers of two; a device may allow fewer than the most.
const THREADS: [usize; 2] = [32, 1024];

/// Numbers of a plane that a thread should have at least, before more threads join.
const SHARE: usize = 8;

/// `scale * (x - mean) / sqrt(variance + epsilon) + shift` and, with `activated`, the LeakyReLU of it; mean and biased variance of each
/// channel of each sample. `x`: B x C x H x W; `scale`, `shift`: B x C.
///
/// `None` when the tensors are not float32 on a GPU (or are under Burn's own gradient checkpointing), where the same has to be composed
/// of Burn's operations.
pub fn normalise(
    x: Tensor<4>,
    scale: Tensor<2>,
    shift: Tensor<2>,
    activated: bool,
) -> Option<Tensor<4>> {
    let [batch, channels, height, width] = x.dims();
    let all_float = [x.dtype(), scale.dtype(), shift.dtype()] == [DType::F32; PARENTS];
    let shaped = [scale.dims(), shift.dims()] == [[batch, channels]; 2];
    if !all_float || !shaped || batch * channels * height * width == 0 {
        return None;
    }
    let tracked = x.is_autodiff() || scale.is_autodiff() || shift.is_autodiff();
    let mut guards = Vec::new();
    let x = into_contiguous(take(x, tracked, &mut guards)?);
    let scale = take(scale, tracked, &mut guards)?;
    let shift = take(shift, tracked, &mut guards)?;
    let planes = Planes {
        grid: [channels, batch],
        map: [height, width],
        activated,
    };
    let (out, facts) = planes.forward(&x, scale, shift);
    let Ok(guards) = <[NodeGuard; PARENTS]>::try_from(guards) else {
        return Some(Tensor::from_primitive::<Cube>(out));
    };
    let step = NormStep.prepare::<NoCheckpointing>(guards);
    let out = match step.compute_bound().stateful() {
        OpsKind::Tracked(step) => step.finish(Saved { planes, x, facts }, out),
        OpsKind::UnTracked(step) => step.finish(out),
    };
    Some(Tensor::from_primitive::<Autodiff<Cube>>(out))
}

/// The plain tensor and, with `tracked`, its place in the graph.
fn take<const D: usize>(
    tensor: Tensor<D>,
    tracked: bool,
    guards: &mut Vec<NodeGuard>,
) -> Option<CubeTensor> {
    if !tracked {
        return tensor.try_into_primitive::<Cube>().ok();
    }
    let tensor = tensor.autodiff().try_into_primitive::<Autodiff<Cube>>();
    let (plain, guard) = tensor.ok()?.into_parts();
    guards.push(guard);
    Some(plain)
}

/// How the planes of a map are divided among workgroups and threads.
#[derive(Clone, Copy, Debug)]
struct Planes {
    /// Channels, batch.
    grid: [usize; 2],
    /// Height, width.
    map: [usize; 2],
    activated: bool,
}

impl Planes {
    fn count(&self) -> usize {
        self.map.iter().product()
    }

    fn cubes(&self) -> CubeCount {
        let [channels, batch] = self.grid.map(|extent| extent as u32);
        CubeCount::Static(channels, batch, 1)
    }

    /// Threads for one plane: a power of two, which the sums over them need.
    fn threads(&self, like: &CubeTensor) -> usize {
        let hardware = &like.client.properties().hardware;
        let allowed = hardware.max_units_per_cube.min(hardware.max_cube_dim.0) as usize;
        let allowed = (allowed.max(1) + 1).next_power_of_two() / 2;
        let wanted = self.count().div_ceil(SHARE).next_power_of_two();
        wanted.clamp(THREADS[0], THREADS[1]).min(allowed)
    }

    /// A tensor of B x C and what more there is of each plane, not filled.
    fn empty(&self, like: &CubeTensor, more: &[usize]) -> CubeTensor {
        let [channels, batch] = self.grid;
        let extents = [&[batch, channels], more].concat();
        empty_device_contiguous_dtype(
            like.client.clone(),
            like.device.clone(),
            Shape::from(extents),
            DType::F32,
        )
    }

    /// The result, and what the backward pass needs to know of each plane. `x` is contiguous.
    fn forward(
        &self,
        x: &CubeTensor,
        scale: CubeTensor,
        shift: CubeTensor,
    ) -> (CubeTensor, CubeTensor) {
        let threads = self.threads(x);
        let out = self.empty(x, &self.map);
        let facts = self.empty(x, &[FACTS]);
        kernels::forward::launch(
            &x.client,
            self.cubes(),
            CubeDim::new_1d(threads as u32),
            x.clone().into_buffer_arg(),
            scale.into_tensor_arg(),
            shift.into_tensor_arg(),
            out.clone().into_buffer_arg(),
            facts.clone().into_buffer_arg(),
            self.count() as u32,
            self.activated,
            threads,
        );
        (out, facts)
    }

    /// The gradients of x, scale and shift from that of the result. `x` is contiguous.
    fn backward(
        &self,
        x: &CubeTensor,
        facts: &CubeTensor,
        dy: CubeTensor,
    ) -> [CubeTensor; PARENTS] {
        let threads = self.threads(x);
        let dx = self.empty(x, &self.map);
        let [dscale, dshift] = [(); 2].map(|()| self.empty(x, &[]));
        kernels::backward::launch(
            &x.client,
            self.cubes(),
            CubeDim::new_1d(threads as u32),
            into_contiguous(dy).into_buffer_arg(),
            x.clone().into_buffer_arg(),
            facts.clone().into_buffer_arg(),
            dx.clone().into_buffer_arg(),
            dscale.clone().into_buffer_arg(),
            dshift.clone().into_buffer_arg(),
            self.count() as u32,
            self.activated,
            threads,
        );
        [dx, dscale, dshift]
    }
}

/// What the backward pass needs: the input, and four numbers of each plane.
#[derive(Clone, Debug)]
struct Saved {
    planes: Planes,
    x: CubeTensor,
    facts: CubeTensor,
}

#[derive(Debug)]
struct NormStep;

impl Backward<Cube, PARENTS> for NormStep {
    type State = Saved;

    fn backward(self, ops: Ops<Self::State, PARENTS>, tape: &mut Tape, _: &mut Checkpointer) {
        let dy = tape.consume::<Cube>(&ops.node);
        let Saved { planes, x, facts } = &ops.state;
        let gradients = planes.backward(x, facts, dy);
        for (parent, gradient) in ops.parents.into_iter().zip(gradients) {
            if let Some(node) = parent {
                tape.register::<Cube>(node.id, gradient);
            }
        }
    }
}
