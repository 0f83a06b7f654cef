//! Every tensor of the landmark network by its official name, without the counters of its batch norms.

use super::{COORDINATES, DEPTH, FIRST_KERNEL, MAPS, NARROW, WIDTH};
use crate::model::schema::{Fill, TensorSpec};

/// All tensors that [`super::Fan::load`] reads. `running_mean` and `running_var` are listed as bias and scale, which they act like;
/// they are not learned.
pub fn specs() -> Vec<TensorSpec> {
    let [first, second] = NARROW;
    let mut list = List(Vec::new());
    let with_places = |input: usize| input + COORDINATES;
    list.conv("conv1.conv", [first, with_places(3), FIRST_KERNEL], true);
    list.norm("bn1", first);
    list.block("conv2", first, second);
    list.block("conv3", second, second);
    list.block("conv4", second, WIDTH);
    list.conv("m0.coordconv.conv", [WIDTH, with_places(WIDTH), 1], true);
    for level in (1..=DEPTH).rev() {
        for branch in 1..=3 {
            list.block(&format!("m0.b{branch}_{level}"), WIDTH, WIDTH);
        }
    }
    list.block("m0.b2_plus_1", WIDTH, WIDTH);
    list.block("top_m_0", WIDTH, WIDTH);
    list.conv("conv_last0", [WIDTH, WIDTH, 1], true);
    list.norm("bn_end0", WIDTH);
    list.conv("l0", [MAPS, WIDTH, 1], true);
    list.0
}

struct List(Vec<TensorSpec>);

impl List {
    fn push(&mut self, name: String, shape: &[usize], kind: Fill) {
        let shape = shape.to_vec();
        self.0.push(TensorSpec { name, shape, kind });
    }

    fn conv(&mut self, name: &str, [out, input, kernel]: [usize; 3], bias: bool) {
        let shape = [out, input, kernel, kernel];
        self.push(format!("{name}.weight"), &shape, Fill::Weight);
        if bias {
            self.push(format!("{name}.bias"), &[out], Fill::Bias);
        }
    }

    fn norm(&mut self, name: &str, width: usize) {
        self.push(format!("{name}.weight"), &[width], Fill::Scale);
        self.push(format!("{name}.bias"), &[width], Fill::Bias);
        self.push(format!("{name}.running_mean"), &[width], Fill::Bias);
        self.push(format!("{name}.running_var"), &[width], Fill::Scale);
    }

    /// Three norms and convolutions, and a learned shortcut where the width changes.
    fn block(&mut self, name: &str, input: usize, out: usize) {
        let widths = [input, out / 2, out / 4, out / 4];
        for (at, pair) in widths.windows(2).enumerate() {
            self.norm(&format!("{name}.bn{}", at + 1), pair[0]);
            self.conv(
                &format!("{name}.conv{}", at + 1),
                [pair[1], pair[0], 3],
                false,
            );
        }
        if input != out {
            self.norm(&format!("{name}.downsample.0"), input);
            self.conv(&format!("{name}.downsample.2"), [out, input, 1], false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_the_official_parameter_count() {
        let learned = specs()
            .into_iter()
            .filter(|spec| !spec.name.contains(".running_"));
        assert_eq!(learned.map(|spec| spec.count()).sum::<usize>(), 6_333_603);
    }

    #[test]
    fn names_are_official() {
        let names: Vec<String> = specs().into_iter().map(|spec| spec.name).collect();
        for name in [
            "conv1.conv.weight",
            "bn1.running_var",
            "conv4.downsample.2.weight",
            "m0.coordconv.conv.bias",
            "m0.b2_plus_1.bn3.running_mean",
            "top_m_0.conv3.weight",
            "l0.bias",
        ] {
            assert!(names.iter().any(|each| each == name), "{name}");
        }
        assert!(
            !names
                .iter()
                .any(|name| name.starts_with("conv3.downsample"))
        );
    }
}
