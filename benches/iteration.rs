//! Times one training iteration (64 x 64, batch 8, the demo's widths), and the same in PyTorch in the same run where it is installed.
//!
//! `cargo bench --bench iteration`, or with the artefacts of the tests: `cargo bench --profile dev --bench iteration`; then, behind `--`: `--quick`,
//! `--form NAME`, `--threads N` (2), `--serve` (for benches/peer/compare.py, which takes turns and so is fairer). PyTorch is looked for in the
//! interpreter that `STARGRID_PYTHON` names, else in `python3`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

#[path = "parts/forms.rs"]
mod forms;
#[path = "parts/timing.rs"]
mod timing;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use burn::tensor::Device;
use forms::{Form, forms};
use stargrid::domain::{Batch, DomainSet, latent};
use stargrid::model::schema::NetworkKind;
use stargrid::train::init::he_normal;
use stargrid::train::{Preset, Trainer};
use timing::{Measured, Options, RUNS, Run, serve};

const DOMAINS: usize = 4;
const CASE: &str = "iteration";

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
        ..Batch::default()
    }
}

/// A trainer of the demo's networks and the batch it gets.
struct Ready {
    trainer: Trainer,
    batch: Batch,
    /// Seconds between the pauses of the iterations so far.
    passes: Vec<Vec<f64>>,
}

impl Ready {
    fn new(form: &Form) -> Self {
        (form.enter)();
        let config = Preset::DemoScratch.config();
        let model = config.model.with_domains(DomainSet::unnamed(DOMAINS));
        let weights = he_normal(&model, &NetworkKind::ALL, 1);
        Self {
            trainer: Trainer::new(&config, &model, &weights, &Device::flex()).unwrap(),
            batch: batch(model.img_size, config.schedule.batch, model.latent_dim),
            passes: Vec::new(),
        }
    }

    fn run(&mut self) -> Run {
        let mut passes = Vec::new();
        let started = Instant::now();
        let mut last = started;
        self.trainer.step(&self.batch, &mut || {
            passes.push(last.elapsed().as_secs_f64());
            last = Instant::now();
        });
        let seconds = started.elapsed().as_secs_f64();
        self.passes.push(passes);
        Run {
            seconds,
            magnitude: 0.0,
        }
    }

    /// The middle time of each part of an iteration.
    fn parts(&self) -> String {
        let timed = &self.passes[usize::from(self.passes.len() > 1)..];
        let part = |at: usize| {
            let mut times: Vec<f64> = timed.iter().map(|passes| passes[at]).collect();
            times.sort_by(f64::total_cmp);
            format!(" {:.3}", times[times.len() / 2])
        };
        (0..timed[0].len()).map(part).collect()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read()?;
    options.fix_threads()?;
    if options.serve {
        let mut ready = BTreeMap::new();
        serve(|case, form| {
            let form = forms().into_iter().find(|known| known.name == form)?;
            (form.enter)();
            let trainer = ready.entry(form.name).or_insert_with(|| Ready::new(&form));
            (case == CASE).then(|| trainer.run())
        })?;
        return Ok(());
    }
    let wanted = |form: &Form| options.form.as_deref().is_none_or(|name| name == form.name);
    for form in forms().into_iter().filter(wanted) {
        let mut ready = Ready::new(&form);
        let measured = Measured::take(CASE, form.name, options.quick, || ready.run());
        let fastest = measured
            .seconds
            .iter()
            .copied()
            .fold(f64::INFINITY, f64::min);
        let median = measured.median();
        println!(
            "Stargrid, flex, {}: {fastest:.3} s an iteration, median {median:.3} s",
            form.name
        );
        println!("  between pauses:{} s", ready.parts());
        if !options.quick {
            peer(median);
        }
    }
    Ok(())
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
