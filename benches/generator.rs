//! Times the generator's two halves on the CPU, beside benches/peer/generator.py: batch 1, fastest (median) of nine after a warm-up.
//!
//! `cargo bench --bench generator`, or with the artefacts of the tests: `cargo bench --profile dev --bench generator`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

use std::time::Instant;

use burn::tensor::Device;
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::domain::DomainSet;
use stargrid::model::StarGan;
use stargrid::model::config::ModelConfig;
use stargrid::model::layers::rows;
use stargrid::model::schema::{NetworkKind, specs};

const RUNS: usize = 9;

/// Values of a plausible size that are all different; time does not depend on them.
fn filled(config: &ModelConfig) -> TensorMap {
    let mut tensors = TensorMap::new();
    for spec in specs(config, NetworkKind::Generator) {
        let fan_in: usize = spec.shape.iter().skip(1).product();
        let scale = 1.0 / (fan_in as f32).sqrt();
        let count: usize = spec.shape.iter().product();
        let values = (0..count).map(|at| ((at * 7919) % 1009) as f32 / 504.5 - 1.0);
        let values = values.map(|value| value * scale).collect();
        let tensor = HostTensor::new(spec.shape.clone(), values).unwrap();
        tensors.insert(spec.full_name(NetworkKind::Generator), tensor);
    }
    tensors
}

/// Fastest and median milliseconds; reading the result back is part of the work.
fn milliseconds(mut action: impl FnMut()) -> [f64; 2] {
    action();
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            action();
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    [times[0], times[RUNS / 2]]
}

fn measure(name: &str, config: &ModelConfig) {
    let device = Device::flex();
    let model = StarGan::load(config, &filled(config), &device).unwrap();
    let side = config.img_size;
    let planes: Vec<f32> = (0..3 * side * side)
        .map(|at| (at as f32 * 0.01).sin())
        .collect();
    let source = model.pictures(planes);
    let style = rows(&[&vec![0.5; config.style_dim]], &device);
    let encode = milliseconds(|| drop(model.generator.encode(source.clone(), None)));
    let features = model.generator.encode(source.clone(), None);
    let decode =
        milliseconds(|| drop(model.generator.decode(&features, style.clone()).into_data()));
    println!(
        "{name}: encode {:.1} ({:.1}) ms, decode {:.1} ({:.1}) ms",
        encode[0], encode[1], decode[0], decode[1]
    );
}

fn main() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("Burn flex, {threads} threads, batch 1, fastest (median) of {RUNS}");
    let mut demo = ModelConfig::official(64, DomainSet::unnamed(4), 0.0);
    (demo.base_width, demo.width_cap, demo.hidden) = (16, 128, 256);
    measure("demo 64", &demo);
    measure(
        "official 256, w_hpf 0",
        &ModelConfig::official(256, DomainSet::unnamed(3), 0.0),
    );
}
