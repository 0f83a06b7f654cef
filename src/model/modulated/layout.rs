//! The tensors of the modulated generator by their public names, how its files are told from others, and its maps.
//!
//! How a configuration follows from the shapes: everything but the style's length as in the official layout, since `from_rgb` and
//! `encode.*` are the same; the style's length is the second extent of [`STYLE_TENSOR`].

use crate::model::config::{BlockWidths, ModelConfig};
use crate::model::schema::{self, Fill, NetworkKind, TensorSpec};

/// The tensor of the generator whose second extent is the length of a style.
pub const STYLE_TENSOR: &str = "decode.0.style1.weight";
/// The tensor of the generator that no other system's has.
const MARK: &str = "decode.0.toRGB.conv.weight";
/// The blur kernel [1, 2, 1] of an enlarging block, as its name ends.
const BLUR_BUFFER: &str = ".toRGB.upsample.1.f";
/// The kernel of the high-pass skip, as in official files.
const HIGH_PASS_BUFFER: &str = "hpf.filter";

/// Whether a generator with tensors of these names (without `generator.`) has modulated convolutions.
pub fn is_layout<'a>(names: impl IntoIterator<Item = &'a str>) -> bool {
    names.into_iter().any(|name| name == MARK)
}

/// Whether public files hold a constant under this name (without `generator.`), which is accepted and not kept:
/// `decode.N.toRGB.upsample.1.f`, the blur's [1, 2, 1], and `hpf.filter`.
pub fn is_constant(name: &str) -> bool {
    let block = name
        .strip_prefix("decode.")
        .and_then(|rest| rest.strip_suffix(BLUR_BUFFER));
    name == HIGH_PASS_BUFFER || block.is_some_and(|block| block.parse::<usize>().is_ok())
}

/// The blur kernels of a model's public file (without `generator.`): of each enlarging block.
pub fn blur_buffers(config: &ModelConfig) -> Vec<String> {
    let blocks = config.decoder_widths().into_iter().enumerate();
    blocks
        .filter(|(_, block)| block.resample)
        .map(|(at, _)| format!("decode.{at}{BLUR_BUFFER}"))
        .collect()
}

/// All learnable tensors of the generator, in the order of the public files; `to_rgb.*` is in them and unused.
pub fn specs(config: &ModelConfig) -> Vec<TensorSpec> {
    let official = schema::style_specs(config, NetworkKind::Generator).into_iter();
    let official = official.filter(|spec| !spec.name.starts_with("decode."));
    let (after, mut list): (Vec<_>, Vec<_>) =
        official.partition(|spec| spec.name.starts_with("to_rgb."));
    for (at, shape) in config.decoder_widths().into_iter().enumerate() {
        list.extend(block_specs(at, shape, config.style_dim));
    }
    list.extend(after);
    list
}

fn block_specs(at: usize, shape: BlockWidths, style_dim: usize) -> Vec<TensorSpec> {
    let BlockWidths { input, output, .. } = shape;
    let mut list = Vec::new();
    let mut push = |name: &str, shape: &[usize], kind: Fill| {
        list.push(TensorSpec {
            name: format!("decode.{at}.{name}"),
            shape: shape.to_vec(),
            kind,
        });
    };
    push("conv1.weight", &[output, input, 3, 3], Fill::Weight);
    push("conv2.weight", &[output, output, 3, 3], Fill::Weight);
    for (name, width) in [("style1", input), ("style2", output)] {
        push(&format!("{name}.weight"), &[width, style_dim], Fill::Weight);
        push(&format!("{name}.bias"), &[width], Fill::Bias);
    }
    if shape.learned_shortcut() {
        push("conv1x1.weight", &[output, input, 1, 1], Fill::Weight);
    }
    push("toRGB.to_style.weight", &[output, style_dim], Fill::Weight);
    push("toRGB.to_style.bias", &[output], Fill::Bias);
    push("toRGB.conv.weight", &[3, output, 1, 1], Fill::Weight);
    list
}

/// Numbers that the tape keeps of one sample's pass through the decoder, whatever the form of the networks: the style's scales are
/// composed of Burn's operations everywhere.
///
/// A block keeps what enters its convolutions and what is scaled: the scaled input at the result's size, and at that size and width the
/// activated map, the scaled one, the second convolution's result and its own result. Two masks of a byte a number stand for the
/// LeakyReLUs. Beside them each pass keeps the squares of the 3x3 weights, once for all samples: they are not counted here.
pub fn maps(config: &ModelConfig) -> u64 {
    let blocks = config.decoder_widths();
    let stages = blocks.iter().filter(|block| block.resample).count();
    let mut side = config.img_size as u64 >> stages;
    let bottleneck = blocks.first().map_or(0, |block| block.input as u64);
    let mut sum = bottleneck * side * side;
    for block in &blocks {
        side *= if block.resample { 2 } else { 1 };
        let (input, output) = (block.input as u64, block.output as u64);
        sum += (input + 4 * output + output / 2) * side * side;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;

    fn config(w_hpf: f32) -> ModelConfig {
        ModelConfig::official(256, DomainSet::unnamed(2), w_hpf)
    }

    #[test]
    fn the_layout_is_told_by_one_name() {
        let of = |specs: Vec<TensorSpec>| is_layout(specs.iter().map(|spec| spec.name.as_str()));
        assert!(of(specs(&config(0.0))));
        assert!(!of(schema::style_specs(
            &config(0.0),
            NetworkKind::Generator
        )));
    }

    #[test]
    fn the_style_length_is_in_the_tensor_that_is_named_for_it() {
        let mut config = config(1.0);
        config.style_dim = 48;
        let specs = specs(&config);
        let tensor = specs.iter().find(|spec| spec.name == STYLE_TENSOR).unwrap();
        assert_eq!(tensor.shape[1], 48);
        let names: Vec<_> = specs.iter().map(|spec| &spec.name).collect();
        assert_eq!(names[0], "from_rgb.weight");
        assert_eq!(names[names.len() - 1], "to_rgb.2.bias");
    }

    #[test]
    fn only_the_public_constants_are_left_out() {
        for name in [
            "decode.0.toRGB.upsample.1.f",
            "decode.12.toRGB.upsample.1.f",
            "hpf.filter",
        ] {
            assert!(is_constant(name), "{name}");
        }
        for name in [
            "decode.0.toRGB.conv.weight",
            "decode.x.toRGB.upsample.1.f",
            "decode.0.toRGB.upsample.1.f.more",
            "hpf.weight",
        ] {
            assert!(!is_constant(name), "{name}");
        }
        assert!(
            specs(&config(1.0))
                .iter()
                .all(|spec| !is_constant(&spec.name))
        );
    }

    #[test]
    fn maps_are_those_of_a_decoder_counted_by_hand() {
        let mut small = ModelConfig::official(32, DomainSet::unnamed(1), 0.0);
        (small.base_width, small.width_cap) = (8, 16);
        // Bottleneck, two flat blocks 16 -> 16 at 16 x 16, one 16 -> 8 to 32 x 32.
        let flat = 16 * 256 + 16 * 256 * 4 + 16 * 256 / 2;
        let up = 16 * 1024 + 8 * 1024 * 4 + 8 * 1024 / 2;
        assert_eq!(maps(&small), 16 * 256 + 2 * flat + up);
    }
}
