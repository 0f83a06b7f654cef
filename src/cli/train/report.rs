//! What a person reads before a training begins: the data, what it will take, and what is doubtful.

use crate::data::dataset::Split;
use crate::data::{DataReport, DataRoot};
use crate::engine::device::Compute;
use crate::engine::training::Estimate;
use crate::train::config::TrainConfig;

use super::text;
use crate::cli::output;

/// Unreadable files named one by one; the rest is counted.
const NAMED: usize = 10;

/// Counts, unreadable files and warnings. `chosen` are the domains of the run; none stands for all.
pub fn data(report: &DataReport, chosen: &[String]) {
    let root = match &report.root {
        DataRoot::Bundled => "the bundled creatures".to_owned(),
        DataRoot::Folder(folder) => folder.display().to_string(),
    };
    let split = match report.split {
        Split::Folders => "held out by its folders",
        Split::Automatic => "held out by content",
    };
    output::line(format!("Data        {root}"));
    let in_run = |name: &String| chosen.is_empty() || chosen.contains(name);
    for domain in report.domains.iter().filter(|domain| in_run(&domain.name)) {
        output::line(format!(
            "  {}: {} pictures to train on, {} {split}",
            domain.name, domain.train, domain.val
        ));
    }
    if report.duplicates > 0 {
        output::note(format!(
            "{} pictures are there more than once",
            report.duplicates
        ));
    }
    for (path, why) in report.unreadable.iter().take(NAMED) {
        output::note(format!("left out, {why}: {}", path.display()));
    }
    if report.unreadable.len() > NAMED {
        let more = report.unreadable.len() - NAMED;
        output::note(format!("left out as well: {more} more files"));
    }
    for warning in &report.warnings {
        output::note(warning);
    }
}

/// Time and memory, from one measured step.
pub fn estimate(estimate: &Estimate, config: &TrainConfig, compute: &Compute) {
    let schedule = &config.schedule;
    let device = estimate
        .device_memory
        .map(|bytes| format!(", {} on the device", text::bytes(bytes)));
    output::line(format!(
        "Estimate    {} steps of {:.2} s on {}: about {}; memory {}{}",
        schedule.steps,
        estimate.step_seconds,
        compute.facts.name,
        text::time(estimate.total_seconds),
        text::bytes(estimate.memory),
        device.unwrap_or_default(),
    ));
}
