//! Times the evaluation networks: pictures per second from decoded pictures to features, in batches of 16.
//!
//! `cargo bench --bench extractors`, or with the artefacts of the tests `cargo bench --profile dev --bench extractors`; then, behind `--`:
//! `--quick` (one cold run each), `--only CASE`, `--form NAME`, `--threads N` (2), `--serve` (for benches/peer/extractors.py, which takes turns with
//! PyTorch). Weights that are not bundled are made by the golden fill formula: they cost the same time as the published ones.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

#[path = "parts/forms.rs"]
mod forms;
#[allow(dead_code, reason = "the benchmarks use a part of it")]
#[path = "../tests/suite/support.rs"]
mod support;
#[path = "parts/timing.rs"]
mod timing;

use std::collections::BTreeMap;
use std::path::PathBuf;

use burn::tensor::{Device, Tensor, TensorData};
use forms::{Form, forms};
use stargrid::checkpoint::torchvision::Published;
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::domain::{Picture, range};
use stargrid::engine::extractor::{BATCH, FeatureExtractor};
use stargrid::model::perceptual::Perceptual;
use support::{FillKind, fill, images, write_tensors};
use timing::{Measured, Options, Run, serve, timed};

/// Name, side of the pictures.
const CASES: [(&str, usize); 6] = [
    ("st-lpips-64", 64),
    ("st-lpips-256", 256),
    ("lpips-64", 64),
    ("lpips-256", 256),
    ("efficientnet-lite0", 256),
    ("inception-v3", 256),
];

/// A network, ready.
#[allow(clippy::large_enum_variant, reason = "a dozen live")]
enum Network {
    Features(FeatureExtractor),
    Distance(Perceptual),
}

/// The networks that were asked for so far, by case and form.
struct Bench {
    folder: tempfile::TempDir,
    networks: BTreeMap<(&'static str, &'static str), Network>,
}

impl Bench {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            networks: BTreeMap::new(),
        }
    }

    fn run(&mut self, (case, side): (&'static str, usize), form: &'static str) -> Run {
        let folder = self.folder.path().to_owned();
        let network = self.networks.entry((case, form)).or_insert_with(|| {
            let device = Device::flex();
            let file = |published| written(published, &folder);
            match case {
                "efficientnet-lite0" => {
                    Network::Features(FeatureExtractor::bundled(&device).unwrap())
                }
                "inception-v3" => {
                    let path = file(Published::InceptionV3);
                    Network::Features(FeatureExtractor::inception(&path, &device).unwrap())
                }
                "lpips-64" | "lpips-256" => {
                    let path = file(Published::AlexNet);
                    Network::Distance(Perceptual::published(&path, &device).unwrap())
                }
                _ => Network::Distance(Perceptual::bundled(&device).unwrap()),
            }
        });
        let pictures = pictures(side);
        let pictures: Vec<&Picture> = pictures.iter().collect();
        timed(|| match network {
            Network::Features(network) => vec![network.features_of(&pictures).unwrap()],
            Network::Distance(network) => vec![distances(network, &pictures, side)],
        })
    }
}

/// The features of all, and, so that there is something to compare, the distances of the first half from the second.
fn distances(network: &Perceptual, pictures: &[&Picture], side: usize) -> Vec<f32> {
    let planes = pictures
        .iter()
        .flat_map(|picture| range::picture_to_planes(picture));
    let planes = TensorData::new(planes.collect::<Vec<f32>>(), [BATCH, 3, side, side]);
    let features = network.features(Tensor::from_data(planes, &Device::flex()));
    let [a, b] = [0, BATCH / 2].map(|first| features.narrow(first, BATCH / 2));
    let parts = network.per_layer_between(&a, &b).into_data();
    parts.try_into_vec().unwrap()
}

fn pictures(side: usize) -> Vec<Picture> {
    let planes = images("bench.x", BATCH, side);
    let planes = planes.chunks_exact(3 * side * side);
    planes
        .map(|planes| range::planes_to_picture(planes, side, side).unwrap())
        .collect()
}

/// A file like the published one, with values by formula.
fn written(published: Published, folder: &std::path::Path) -> PathBuf {
    let path = folder.join(format!("{}.safetensors", published.network()));
    if !path.exists() {
        let specs = published.specs().into_iter();
        let tensors = specs.map(|spec| {
            let kind = match spec.name.ends_with("running_var") {
                true => FillKind::Variance,
                false => spec.kind.into(),
            };
            let values = fill(published.network(), &spec.name, &spec.shape, kind, 1.0, 1);
            (spec.name, HostTensor::new(spec.shape, values).unwrap())
        });
        write_tensors(&tensors.collect::<TensorMap>(), &path);
    }
    path
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read()?;
    options.fix_threads()?;
    let mut bench = Bench::new();
    let known = |name: &str| CASES.into_iter().find(|(case, _)| *case == name);
    if options.serve {
        serve(|case, form| {
            let form = forms().into_iter().find(|known| known.name == form)?;
            (form.enter)();
            Some(bench.run(known(case)?, form.name))
        })?;
        return Ok(());
    }
    if let Some(name) = options.only.iter().find(|name| known(name).is_none()) {
        return Err(format!("no case is called {name}").into());
    }
    // These networks have no exact form of their own.
    let wanted = |form: &Form| match &options.form {
        Some(name) => name == form.name,
        None => form.name != "exact",
    };
    let mut lines = Vec::new();
    for case in CASES.into_iter().filter(|(name, _)| options.wants(name)) {
        for form in forms().into_iter().filter(wanted) {
            (form.enter)();
            let run = || bench.run(case, form.name);
            let measured = Measured::take(case.0, form.name, options.quick, run);
            let each = measured.median() / BATCH as f64;
            let (name, form) = (case.0, form.name);
            lines.push(format!(
                "| {name} | {form} | {:.1} ms | {:.1} |",
                1000.0 * each,
                1.0 / each
            ));
        }
    }
    println!("\n| case | form | a picture | pictures a second |\n| --- | --- | --- | --- |");
    println!("{}", lines.join("\n"));
    Ok(())
}
