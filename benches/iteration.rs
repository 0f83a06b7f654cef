//! Times one training iteration (64 x 64, batch 8, the demo's widths), and the same in PyTorch in the same run where it is installed.
//!
//! `cargo bench --bench iteration`, or with the artefacts of the tests: `cargo bench --profile dev --bench iteration`. PyTorch is looked for in
//! the interpreter that `STARGRID_PYTHON` names, else in `python3`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use burn::tensor::Device;
use stargrid::domain::{Batch, DomainSet, latent};
use stargrid::model::schema::NetworkKind;
use stargrid::train::init::he_normal;
use stargrid::train::{Preset, Trainer};

/// Iterations that are timed, after one that is not.
const RUNS: usize = 5;
const DOMAINS: usize = 4;

fn batch(size: usize, count: usize, latent_dim: usize) -> Batch {
    let pictures = |seed: usize| -> Vec<f32> {
        let values = 0..count * 3 * size * size;
        values
            .map(|at| ((at * 31 + seed) as f32 * 0.013).sin())
            .collect()
    };
    Batch {
        sources: pictures(1),
        source_domains: (0..count).map(|at| at % DOMAINS).collect(),
        references: pictures(2),
        references2: pictures(3),
        target_domains: (0..count).map(|at| (at * 3 + 1) % DOMAINS).collect(),
        latents: latent::many(1, count, latent_dim),
        latents2: latent::many(2, count, latent_dim),
    }
}

fn main() {
    let config = Preset::DemoScratch.config();
    let model = config.model.with_domains(DomainSet::unnamed(DOMAINS));
    let weights = he_normal(&model, &NetworkKind::ALL, 1);
    let mut trainer = Trainer::new(&config, &model, &weights, &Device::flex()).unwrap();
    let batch = batch(model.img_size, config.schedule.batch, model.latent_dim);
    let mut seconds = Vec::new();
    let mut passes: BTreeMap<usize, f64> = BTreeMap::new();
    for run in 0..=RUNS {
        let started = Instant::now();
        let (mut last, mut pass) = (Instant::now(), 0);
        trainer.step(&batch, &mut || {
            if run > 0 {
                *passes.entry(pass).or_default() += last.elapsed().as_secs_f64() / RUNS as f64;
            }
            (last, pass) = (Instant::now(), pass + 1);
        });
        if run > 0 {
            seconds.push(started.elapsed().as_secs_f64());
        }
    }
    seconds.sort_by(f64::total_cmp);
    let (fastest, median) = (seconds[0], seconds[RUNS / 2]);
    println!("Stargrid, flex: {fastest:.3} s an iteration, median {median:.3} s of {RUNS}");
    let parts: Vec<String> = passes.values().map(|part| format!("{part:.3}")).collect();
    println!("  between pauses: {} s", parts.join(" "));
    peer(median);
}

/// The same iteration in PyTorch, when it is there.
fn peer(ours: f64) {
    let python = std::env::var("STARGRID_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer/iteration.py");
    let output = Command::new(&python)
        .arg(script)
        .arg(RUNS.to_string())
        .output();
    let printed = match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
        _ => return println!("PyTorch: not found in {python} (STARGRID_PYTHON names another)"),
    };
    print!("{printed}");
    let median = printed
        .split("median ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    if let Some(theirs) = median.and_then(|text| text.parse::<f64>().ok()) {
        println!("ratio Stargrid / PyTorch: {:.2}", ours / theirs);
    }
}
