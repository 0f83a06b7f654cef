//! Bilinear enlarging and the blur behind it: Burn cannot take the gradient of its bilinear interpolation.

use burn::tensor::Tensor;

use super::enlarging;
use crate::model::form::Form;

/// Rows and columns of a B x C x H x W map.
const AXES: [usize; 2] = [2, 3];

/// What a pixel's neighbour is beyond the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    /// The edge pixel itself.
    Repeat,
    /// The pixel on the other side.
    Reflect,
}

/// Twice the height and width, bilinear, half-pixel centres (align_corners false). At least 2 x 2 pixels.
pub fn enlarge(x: Tensor<4>, form: Form) -> Tensor<4> {
    match form {
        Form::Plain | Form::Exact => composed(x),
        Form::Kernels => enlarging::run(x.clone()).unwrap_or_else(|| composed(x)),
    }
}

/// Along each axis, every pixel becomes two, each three quarters of it and one of the neighbour on that side.
fn composed(x: Tensor<4>) -> Tensor<4> {
    AXES.into_iter().fold(x, |x, axis| {
        let mut extents = x.dims();
        extents[axis] *= 2;
        let near = x.clone() * 0.75;
        let halves = neighbours(x * 0.25, axis, Edge::Repeat).map(|far| near.clone() + far);
        let pairs: Tensor<5> = Tensor::stack(halves.to_vec(), axis + 1);
        pairs.reshape(extents)
    })
}

/// Each channel with the kernel [1, 2, 1] x [1, 2, 1] / 16; the border mirrors the map. At least 2 x 2 pixels.
pub fn blur(x: Tensor<4>) -> Tensor<4> {
    AXES.into_iter().fold(x, |x, axis| {
        let [before, after] = neighbours(x.clone(), axis, Edge::Reflect);
        (before + after) * 0.25 + x * 0.5
    })
}

/// Each pixel's neighbour before and after it along `axis`.
fn neighbours(x: Tensor<4>, axis: usize, edge: Edge) -> [Tensor<4>; 2] {
    let length = x.dims()[axis];
    let inner = usize::from(edge == Edge::Reflect);
    let part = |from: usize, count: usize| x.clone().narrow(axis, from, count);
    [
        Tensor::cat(vec![part(inner, 1), part(0, length - 1)], axis),
        Tensor::cat(vec![part(1, length - 1), part(length - 1 - inner, 1)], axis),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::module::{conv2d, interpolate};
    use burn::tensor::ops::{ConvOptions, InterpolateMode, InterpolateOptions, PadMode};
    use burn::tensor::{Device, Distribution, TensorData};

    const EXTENTS: [usize; 4] = [2, 3, 5, 7];
    const SHAPES: [[usize; 4]; 3] = [EXTENTS, [1, 1, 2, 2], [1, 2, 4, 2]];

    fn random(extents: [usize; 4], device: &Device) -> Tensor<4> {
        Tensor::random(extents, Distribution::Uniform(-1.0, 1.0), device)
    }

    fn apart(a: Tensor<4>, b: Tensor<4>) -> f32 {
        assert_eq!(a.dims(), b.dims());
        (a - b).abs().max().into_scalar()
    }

    const FORMS: [Form; 2] = [Form::Plain, Form::Kernels];

    #[test]
    fn enlarging_is_bilinear_with_half_pixel_centres() {
        for extents @ [_, _, height, width] in SHAPES {
            let x = random(extents, &Device::flex());
            let options = InterpolateOptions::new(InterpolateMode::Bilinear)
                .with_align_corners(false)
                .with_output_size([2 * height, 2 * width]);
            let expected = interpolate(x.clone(), options);
            for form in FORMS {
                let apart = apart(enlarge(x.clone(), form), expected.clone());
                assert!(apart < 1e-6, "{extents:?} {form:?}: {apart:e}");
            }
        }
    }

    #[test]
    fn the_kernel_has_the_gradient_of_the_shifts() {
        let device = Device::flex().autodiff();
        for extents @ [batch, channels, height, width] in SHAPES {
            let x = random(extents, &device);
            let large = [batch, channels, 2 * height, 2 * width];
            let y = random(large, &Device::flex());
            let [shifts, kernel] = FORMS.map(|form| {
                let x = x.clone().require_grad();
                let sum = (enlarge(x.clone(), form) * Tensor::from_inner(y.clone())).sum();
                x.grad(&sum.backward()).unwrap()
            });
            let apart = apart(shifts, kernel);
            assert!(apart < 1e-6, "{extents:?}: {apart:e}");
        }
    }

    #[test]
    fn the_blur_is_a_convolution_with_mirrored_borders() {
        let device = Device::flex();
        let [batch, channels, height, width] = EXTENTS;
        let x = random(EXTENTS, &device);
        let kernel: Vec<f32> = [1.0, 2.0, 1.0]
            .iter()
            .flat_map(|a| [1.0, 2.0, 1.0].map(|b| a * b / 16.0))
            .collect();
        let kernel = Tensor::from_data(TensorData::new(kernel, [1, 1, 3, 3]), &device);
        let planes = x.clone().reshape([batch * channels, 1, height, width]);
        let padded = planes.pad((1, 1, 1, 1), PadMode::Reflect);
        let expected = conv2d(
            padded,
            kernel,
            None,
            ConvOptions::new([1, 1], [0, 0], [1, 1], 1),
        );
        let apart = apart(blur(x), expected.reshape(EXTENTS));
        assert!(apart < 1e-6, "{apart:e}");
    }

    /// A linear map's gradient is its transpose: <enlarge(x), y> = <x, gradient>.
    #[test]
    fn the_gradient_is_the_transpose() {
        let device = Device::flex().autodiff();
        let x = random(EXTENTS, &device).require_grad();
        let y = random([2, 3, 10, 14], &Device::flex());
        let large = blur(enlarge(x.clone(), Form::Kernels));
        let sum = (large * Tensor::from_inner(y)).sum();
        let value: f32 = sum.clone().into_scalar();
        let gradient = x.grad(&sum.backward()).unwrap();
        let product: f32 = (x.inner() * gradient).sum().into_scalar();
        assert!((product - value).abs() < 1e-4, "{product} {value}");
    }
}
