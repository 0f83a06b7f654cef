//! What a run will take, from one measured step of the very networks and pictures it would use.

use std::time::Instant;

use super::super::device::Compute;
use super::memory;
use super::messages::Estimate;
use super::prepare::{Plan, SHEET_PICTURES};
use super::scan::Look;
use crate::checkpoint::TensorMap;
use crate::domain::Batch;
use crate::model::StarGan;
use crate::model::config::ModelConfig;
use crate::problem::Problem;
use crate::train::{TrainConfig, Trainer, TrainerState};

/// Styles of each domain in a latent sheet (official: 10).
const STYLES_A_DOMAIN: usize = 10;
/// Latent sheets: one for each truncation.
const LATENT_SHEETS: usize = 3;
/// Values kept for each pixel of each picture at the first width, over all passes of a step, where memory cannot be measured: what a
/// 64 x 64 run with 16 first channels used on Linux.
const VALUES_A_PIXEL: u64 = 120;

/// Performs two steps of the run that `config` describes and measures the second, with a checkpoint's copy held in memory as a run holds
/// it. Nothing is written.
///
/// # Errors
/// What would also keep the run from starting.
pub fn measure(
    config: TrainConfig,
    compute: &Compute,
    look: Look<'_>,
    between: &mut dyn FnMut(),
) -> Result<Estimate, Problem> {
    let plan = Plan::new(config, look)?;
    let batch = |feed: &crate::data::Feed, step| -> Result<Batch, Problem> {
        feed.batch(step)
            .map_err(|error| Problem::new(error.to_string()))
    };
    let feed = plan.feed();
    let batches = [batch(&feed, 1)?, batch(&feed, 2)?];
    let mut trainer = plan.trainer(&plan.first_weights()?.0, compute)?;
    trainer.step(&batches[0], between);
    let own_peak = memory::forget_peak();
    let begun = Instant::now();
    let copy = trainer.state();
    let copy_seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    trainer.step(&batches[1], between);
    let step_seconds = begun.elapsed().as_secs_f64();
    let memory = match memory::resident() {
        Some(resident) if own_peak => resident.peak,
        Some(resident) => resident.now,
        None => guess(&plan.config, &copy),
    };
    drop(copy);
    let picture_seconds = picture_seconds(&plan.model, &trainer, &batches[0]);
    Ok(Estimate {
        step_seconds,
        total_seconds: total(&plan, [step_seconds, copy_seconds, picture_seconds]),
        memory,
        device_memory: None,
    })
}

fn total(plan: &Plan, [step, copy, picture]: [f64; 3]) -> f64 {
    let schedule = &plan.config.schedule;
    let times = |every: u64| schedule.steps.div_ceil(every) as f64;
    let saves = times(schedule.autosave_steps.min(schedule.save_every));
    let sheets = times(schedule.sample_every) + 1.0;
    let pictures = pictures_of_sheets(plan.model.num_domains()) as f64;
    schedule.steps as f64 * step + saves * copy + sheets * pictures * picture
}

/// Translations that one set of sheets takes.
fn pictures_of_sheets(domains: usize) -> usize {
    let reference = SHEET_PICTURES * SHEET_PICTURES;
    let latent = LATENT_SHEETS * domains * STYLES_A_DOMAIN * SHEET_PICTURES;
    reference + latent + 2 * SHEET_PICTURES
}

/// Seconds of one translation, as in a sheet.
fn picture_seconds(model: &ModelConfig, trainer: &Trainer, batch: &Batch) -> f64 {
    let networks: StarGan = trainer.networks(true);
    let planes = 3 * model.img_size * model.img_size;
    let picture = batch.sources[..planes].to_vec();
    let begun = Instant::now();
    let features = networks.generator.encode(networks.pictures(picture), None);
    let style = crate::model::layers::rows(&[&vec![0.0; model.style_dim]], networks.device());
    // Reading the values waits for a GPU.
    let _ = networks.generator.decode(&features, style).into_data();
    begun.elapsed().as_secs_f64()
}

/// A rough figure where the system does not tell: weights, averages, moments, gradients and a copy, and what the passes keep.
fn guess(config: &TrainConfig, state: &TrainerState) -> u64 {
    let count = |tensors: &TensorMap| -> u64 {
        tensors
            .values()
            .map(|tensor| tensor.values.len() as u64)
            .sum()
    };
    let weights = count(&state.networks);
    let stored = weights + count(&state.averaged) + count(&state.moments);
    let shape = &config.model;
    let pixels = (shape.img_size * shape.img_size * config.micro_batch()) as u64;
    let kept = pixels * shape.base_width as u64 * VALUES_A_PIXEL;
    (2 * stored + weights + kept) * size_of::<f32>() as u64
}
