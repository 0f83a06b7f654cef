//! Bilinear enlarging by own kernels, as an operation on Burn's tensors with its gradient: float32 on the processor.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients as Tape;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::{Autodiff, Flex};
use burn::tensor::{DType, Tensor};

use crate::kernels::bilinear::{enlarge, enlarge_backward};
use crate::model::operation::{floats, take, tensor_of};

/// B x C x H x W to twice the height and width; `None` when the tensor is not float32 on the processor (or is under Burn's own gradient
/// checkpointing), where the same has to be composed of Burn's operations.
pub fn run(x: Tensor<4>) -> Option<Tensor<4>> {
    let extents @ [batch, channels, height, width] = x.dims();
    if x.dtype() != DType::F32 || extents.contains(&0) {
        return None;
    }
    let mut guards = Vec::new();
    let tracked = x.is_autodiff();
    let x = take(x, tracked, &mut guards)?;
    let large = [batch, channels, 2 * height, 2 * width];
    let out = tensor_of(enlarge(floats(&x), [height, width]), &large);
    let Some(guard) = guards.pop() else {
        return Some(Tensor::from_primitive::<Flex>(out));
    };
    let step = EnlargingStep.prepare::<NoCheckpointing>([guard]);
    let out = match step.compute_bound().stateful() {
        OpsKind::Tracked(step) => step.finish(extents, out),
        OpsKind::UnTracked(step) => step.finish(out),
    };
    Some(Tensor::from_primitive::<Autodiff<Flex>>(out))
}

#[derive(Debug)]
struct EnlargingStep;

impl Backward<Flex, 1> for EnlargingStep {
    /// Extents of the small map.
    type State = [usize; 4];

    fn backward(self, ops: Ops<Self::State, 1>, tape: &mut Tape, _: &mut Checkpointer) {
        let dy = tape.consume::<Flex>(&ops.node).to_contiguous();
        let [parent] = ops.parents;
        if let Some(parent) = parent {
            let [_, _, height, width] = ops.state;
            let dx = enlarge_backward(floats(&dy), [height, width]);
            tape.register::<Flex>(parent.id, tensor_of(dx, &ops.state));
        }
    }
}
