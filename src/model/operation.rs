//! The activated convolution as an operation on Burn's tensors, with its gradient.

use std::sync::Arc;

use burn::backend::autodiff::NodeId;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients as Tape;
use burn::backend::autodiff::ops::{Backward, NodeGuard, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::{Autodiff, Flex};
use burn::tensor::{DType, Device, Tensor, TensorData};

use crate::kernels::call::Call;
use crate::kernels::epilogue::{Addend, Resample};
use crate::kernels::geometry::Kind;
use crate::kernels::gradients::Wanted;
use crate::kernels::prologue::{Affine, Gate};

/// What happens between norm and convolution.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "one lives for the time of a call"
)]
pub enum Activation {
    /// Nothing.
    None,
    /// LeakyReLU.
    Leaky,
    /// The derivative of that LeakyReLU at these values: for maps that are derivatives along a direction.
    Gated(Tensor<4>),
}

/// `factor * (conv(activation(norm(x))) + bias + addend)`.
#[derive(Clone, Debug)]
pub struct Convolution {
    /// Which convolution.
    pub kind: Kind,
    /// B x in x H x W.
    pub x: Tensor<4>,
    /// Scale and shift of an instance norm, each B x in.
    pub norm: Option<[Tensor<2>; 2]>,
    /// Between norm and convolution; [`Activation::Gated`] only without norm.
    pub activation: Activation,
    /// Negative slope of the activation: 0 for a ReLU.
    pub slope: f64,
    /// out x in x k x k.
    pub weight: Tensor<4>,
    /// out.
    pub bias: Option<Tensor<1>>,
    /// A map to add, and how it reaches the size of the result.
    pub addend: Option<(Tensor<4>, Resample)>,
    /// Factor of everything.
    pub factor: f64,
}

impl Convolution {
    /// The result, computed by the own kernels; `None` when a tensor is not float32 on the processor (or is under Burn's own gradient
    /// checkpointing), where the same has to be composed of Burn's operations.
    pub fn run(self) -> Option<Tensor<4>> {
        if self.x.dtype() != DType::F32 || self.weight.dtype() != DType::F32 {
            return None;
        }
        // A pooled map is only ever read as it is; with norm or activation it would need a pass of its own.
        let plain = self.norm.is_none() && matches!(self.activation, Activation::None);
        if self.kind == Kind::PointDown && !plain {
            return None;
        }
        let tracked = self.is_autodiff();
        let (saved, guards) = Saved::of(self, tracked)?;
        let call = saved.call();
        let [height, width] = call.extents();
        let shape = [call.batch, call.channels[0], height, width];
        let out = tensor_of(call.forward(&saved.affines), &shape);
        let Ok(guards) = <[NodeGuard; PARENTS]>::try_from(guards) else {
            return Some(Tensor::from_primitive::<Flex>(out));
        };
        let step = ConvolutionStep.prepare::<NoCheckpointing>(guards);
        let out = match step.compute_bound().stateful() {
            OpsKind::Tracked(step) => step.finish(Arc::new(saved.for_backward()), out),
            OpsKind::UnTracked(step) => step.finish(out),
        };
        Some(Tensor::from_primitive::<Autodiff<Flex>>(out))
    }

    fn is_autodiff(&self) -> bool {
        let norm = self.norm.iter().flatten();
        self.x.is_autodiff()
            || self.weight.is_autodiff()
            || self.bias.as_ref().is_some_and(Tensor::is_autodiff)
            || self
                .addend
                .as_ref()
                .is_some_and(|(map, _)| map.is_autodiff())
            || norm.into_iter().any(Tensor::is_autodiff)
    }
}

/// x, scale, shift, weight, bias, addend.
const PARENTS: usize = 6;

/// A contiguous tensor of the `flex` backend; nothing where there is none.
type Held = Option<FlexTensor>;

/// What the backward pass needs: the inputs. Everything between is made again.
#[derive(Clone, Debug)]
struct Saved {
    kind: Kind,
    leaky: bool,
    slope: f32,
    resample: Option<Resample>,
    factor: f32,
    x: FlexTensor,
    weight: FlexTensor,
    norm: Option<[FlexTensor; 2]>,
    gate: Held,
    bias: Held,
    addend: Held,
    affines: Vec<Affine>,
}

impl Saved {
    /// The inputs as plain tensors, and with `tracked` the places of the six differentiable ones in the graph.
    fn of(convolution: Convolution, tracked: bool) -> Option<(Self, Vec<NodeGuard>)> {
        let mut guards = Vec::new();
        let x = take(convolution.x, tracked, &mut guards)?;
        let norm = match convolution.norm {
            Some([scale, shift]) => {
                let scale = take(scale, tracked, &mut guards)?;
                Some([scale, take(shift, tracked, &mut guards)?])
            }
            None => {
                absent(tracked, &mut guards)?;
                absent(tracked, &mut guards)?;
                None
            }
        };
        let weight = take(convolution.weight, tracked, &mut guards)?;
        let bias = optional(convolution.bias, tracked, &mut guards)?;
        let (addend, resample) = convolution.addend.unzip();
        let addend = optional(addend, tracked, &mut guards)?;
        let leaky = matches!(convolution.activation, Activation::Leaky);
        let gate = match convolution.activation {
            Activation::Gated(gate) => Some(take(gate.without_autodiff(), false, &mut Vec::new())?),
            Activation::None | Activation::Leaky => None,
        };
        let mut saved = Self {
            kind: convolution.kind,
            leaky,
            slope: convolution.slope as f32,
            resample,
            factor: convolution.factor as f32,
            x,
            weight,
            norm,
            gate,
            bias,
            addend,
            affines: Vec::new(),
        };
        saved.affines = saved.call().affines();
        Some((saved, guards))
    }

    /// Without what only the forward pass reads: a shortcut's map is as large as the input.
    fn for_backward(self) -> Self {
        Self {
            bias: None,
            addend: None,
            ..self
        }
    }

    fn call(&self) -> Call<'_> {
        let extents = |tensor: &FlexTensor| -> [usize; 4] {
            let shape = tensor.layout().shape();
            [shape[0], shape[1], shape[2], shape[3]]
        };
        let [batch, inputs, height, width] = extents(&self.x);
        let addend = self.addend.as_ref().zip(self.resample);
        Call {
            kind: self.kind,
            batch,
            channels: [extents(&self.weight)[0], inputs],
            map: [height, width],
            x: floats(&self.x),
            norm: self.norm.as_ref().map(|norm| norm.each_ref().map(floats)),
            gate: match &self.gate {
                Some(gate) => Gate::Other(floats(gate)),
                None if self.leaky => Gate::Own,
                None => Gate::Open,
            },
            slope: self.slope,
            weight: floats(&self.weight),
            bias: self.bias.as_ref().map(floats),
            addend: addend.map(|(map, resample)| Addend {
                values: floats(map),
                resample,
            }),
            factor: self.factor,
        }
    }
}

/// The contiguous tensor of the `flex` backend, and with `tracked` its place in the graph; `None` on other backends.
pub(super) fn take<const D: usize>(
    tensor: Tensor<D>,
    tracked: bool,
    guards: &mut Vec<NodeGuard>,
) -> Option<FlexTensor> {
    if !tracked {
        let plain = tensor.try_into_primitive::<Flex>().ok()?;
        return Some(plain.to_contiguous());
    }
    let tensor = tensor.autodiff().try_into_primitive::<Autodiff<Flex>>();
    let (plain, guard) = tensor.ok()?.into_parts();
    guards.push(guard);
    Some(plain.to_contiguous())
}

fn optional<const D: usize>(
    tensor: Option<Tensor<D>>,
    tracked: bool,
    guards: &mut Vec<NodeGuard>,
) -> Option<Held> {
    match tensor {
        Some(tensor) => take(tensor, tracked, guards).map(Some),
        None => absent(tracked, guards).map(|()| None),
    }
}

/// A place in the graph for an input that is not there: a constant.
fn absent(tracked: bool, guards: &mut Vec<NodeGuard>) -> Option<()> {
    if tracked {
        take(Tensor::<1>::zeros([1], &Device::flex()), true, guards)?;
    }
    Some(())
}

/// The numbers of a contiguous float32 tensor, as [`take`] makes them.
pub(super) fn floats(tensor: &FlexTensor) -> &[f32] {
    tensor.as_slice().unwrap_or_default()
}

pub(super) fn tensor_of(values: Vec<f32>, shape: &[usize]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, shape.to_vec()))
}

#[derive(Debug)]
struct ConvolutionStep;

impl Backward<Flex, PARENTS> for ConvolutionStep {
    type State = Arc<Saved>;

    fn backward(self, ops: Ops<Self::State, PARENTS>, tape: &mut Tape, _: &mut Checkpointer) {
        let dy = tape.consume::<Flex>(&ops.node).to_contiguous();
        let dy = floats(&dy);
        let saved = &ops.state;
        let call = saved.call();
        let [x, scale, shift, weight, bias, addend] =
            ops.parents.map(|parent| parent.map(|node| node.id));
        let wanted = Wanted {
            x: x.is_some(),
            norm: scale.is_some() || shift.is_some(),
            weight: weight.is_some(),
        };
        let gradients = call.backward(&saved.affines, dy, wanted);
        let mut register = |id: Option<NodeId>, values: Vec<f32>, shape: &[usize]| {
            if let Some(id) = id {
                tape.register::<Flex>(id, tensor_of(values, shape));
            }
        };
        let shape_of = |tensor: &FlexTensor| tensor.layout().shape().to_vec();
        register(x, gradients.x, &shape_of(&saved.x));
        if let Some([like, _]) = &saved.norm {
            register(scale, gradients.scale, &shape_of(like));
            register(shift, gradients.shift, &shape_of(like));
        }
        register(weight, gradients.weight, &shape_of(&saved.weight));
        let [out, _] = call.channels;
        if bias.is_some() {
            register(bias, call.backward_bias(dy), &[out]);
        }
        if let (Some(_), Some(resample)) = (addend, saved.resample) {
            let [height, width] = resample.extents(call.extents());
            let values = call.backward_addend(dy, resample);
            register(addend, values, &[call.batch, out, height, width]);
        }
    }
}
