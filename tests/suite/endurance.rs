//! A thousand steps: memory stays flat, losses stay numbers. In a process of its own, whose memory is nobody else's.

use std::process::Command;

use burn::tensor::Device;
use stargrid::domain::{Batch, DomainSet, latent};
use stargrid::model::config::ModelConfig;
use stargrid::model::schema::NetworkKind;
use stargrid::train::config::TrainConfig;
use stargrid::train::init::he_normal;
use stargrid::train::trainer::Trainer;

const STEPS: u64 = 1_000;
/// The step after which memory must not grow.
const SETTLED: u64 = 200;

fn batch(step: u64, config: &ModelConfig) -> Batch {
    let size = 3 * config.img_size * config.img_size;
    let pictures = |which: u64| -> Vec<f32> {
        let z = latent::many(step * 3 + which, 2, size);
        z.into_iter()
            .map(|value| (value * 0.3).clamp(-1.0, 1.0))
            .collect()
    };
    Batch {
        sources: pictures(0),
        source_domains: vec![0, 1],
        references: pictures(1),
        references2: pictures(2),
        target_domains: vec![1, (step % 2) as usize],
        latents: latent::many(step, 2, config.latent_dim),
        latents2: latent::many(step + 1, 2, config.latent_dim),
        ..Batch::default()
    }
}

/// Resident kilobytes of this process.
#[cfg(target_os = "linux")]
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "run by a_thousand_steps_keep_memory_flat in a process of its own"]
fn thousand_steps() {
    let model = ModelConfig {
        base_width: 4,
        width_cap: 8,
        hidden: 8,
        ..ModelConfig::official(32, DomainSet::unnamed(2), 0.0)
    };
    let config = TrainConfig::default();
    let weights = he_normal(&model, &NetworkKind::ALL, 1);
    let mut trainer = Trainer::new(&config, &model, &weights, &Device::flex()).unwrap();
    let mut least = u64::MAX;
    for step in 1..=STEPS {
        let report = trainer.step(&batch(step, &model), &mut || ());
        assert_eq!(report.terms.first_broken(), None, "step {step}");
        // The least of ten steps: the allocator gives pages back and takes them again, a leak never goes down.
        if step % 100 > 90 || step % 100 == 0 {
            least = least.min(resident());
        }
        if step % 100 == 0 {
            println!("memory at {step}: {least}");
            least = u64::MAX;
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_thousand_steps_keep_memory_flat() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "endurance::thousand_steps",
            "--ignored",
            "--nocapture",
        ])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&child.stderr)
    );
    let memory: Vec<(u64, u64)> = text
        .lines()
        .filter_map(|line| {
            let (step, kilobytes) = line.split("memory at ").nth(1)?.split_once(": ")?;
            Some((step.parse().ok()?, kilobytes.parse().ok()?))
        })
        .collect();
    println!("{memory:?}");
    let settled = memory.iter().find(|(step, _)| *step == SETTLED).unwrap().1;
    assert_eq!(memory.last().unwrap().0, STEPS);
    for (step, kilobytes) in memory.into_iter().filter(|(step, _)| *step > SETTLED) {
        let share = kilobytes as f64 / settled as f64;
        assert!(
            (0.9..=1.05).contains(&share),
            "{kilobytes} kB at step {step}, {settled} kB at step {SETTLED}"
        );
    }
}
