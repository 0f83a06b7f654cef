//! What a run will take, from one measured step of the very networks and pictures it would use.

use std::time::Instant;

use super::super::device::Compute;
use super::material::{Material, Source};
use super::memory;
use super::messages::Estimate;
use super::prepare::{self, Plan};
use super::scan::Look;
use crate::data::feed::CACHE_BYTES;
use crate::domain::Batch;
use crate::problem::Problem;
use crate::train::footprint::{COMPOSED_MAPS, Footprint, KERNEL_MAPS};
use crate::train::samples::{self, SheetKind};
use crate::train::{Learner, TrainConfig};

/// Latent sheets: one for each truncation.
const LATENT_SHEETS: usize = 3;
/// Pictures that are read to learn how large they are.
const LOOKED_AT: usize = 16;

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
    let batch = |feed: &Source, step| -> Result<Batch, Problem> {
        feed.batch(step)
            .map_err(|error| Problem::new(error.to_string()))
    };
    let feed = plan.source();
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
        None => Footprint::of(&plan.config, &plan.model, KERNEL_MAPS).total(),
    };
    drop(copy);
    // A GPU cannot be asked in a portable way; what it needs is counted.
    let device_memory = compute
        .facts
        .gpu
        .then(|| Footprint::of(&plan.config, &plan.model, COMPOSED_MAPS).total());
    let sheet_seconds = sheet_seconds(&plan, &feed, trainer.as_ref(), between)?;
    Ok(Estimate {
        step_seconds,
        total_seconds: total(&plan, [step_seconds, copy_seconds, sheet_seconds]),
        memory: memory + pictures_kept(&plan.material),
        device_memory,
    })
}

fn total(plan: &Plan, [step, copy, sheets]: [f64; 3]) -> f64 {
    let schedule = &plan.config.schedule;
    let times = |every: u64| schedule.steps.div_ceil(every) as f64;
    let saves = times(schedule.autosave_steps.min(schedule.save_every));
    let drawn = times(schedule.sample_every) + 1.0;
    schedule.steps as f64 * step + saves * copy + drawn * sheets
}

/// Seconds of all sheets of one step: those of a label system are drawn; else the reference sheet is, and the others count by their rows.
fn sheet_seconds(
    plan: &Plan,
    feed: &Source,
    trainer: &dyn Learner,
    between: &mut dyn FnMut(),
) -> Result<f64, Problem> {
    let probes = prepare::probes(feed, Vec::new())?;
    let mut seconds = |kind| {
        let begun = Instant::now();
        samples::draw(&trainer.networks(true), &probes, kind, between);
        begun.elapsed().as_secs_f64()
    };
    if plan.model.system.takes_labels() {
        return Ok(seconds(SheetKind::Labels) + seconds(SheetKind::CycleConsistency));
    }
    let reference = seconds(SheetKind::Reference);
    let domains = plan.model.num_domains().min(samples::MOST_DOMAINS);
    let latent = LATENT_SHEETS * domains * samples::LATENTS_PER_DOMAIN;
    // The cycle sheet translates there and back.
    let rows = samples::SOURCES + latent + 2;
    Ok(reference * rows as f64 / samples::SOURCES as f64)
}

/// Bytes of decoded pictures that the feed will keep.
fn pictures_kept(material: &Material) -> u64 {
    let items = material.items();
    let stride = items.len().div_ceil(LOOKED_AT).max(1);
    let sizes: Vec<usize> = items
        .iter()
        .step_by(stride)
        .filter_map(|item| Some(item.read().ok()?.rgb().len()))
        .collect();
    let mean = sizes.iter().sum::<usize>() / sizes.len().max(1);
    (mean * items.len()).min(CACHE_BYTES) as u64
}
