//! Gathers what an evaluation finds, and makes the report of it.

use std::collections::{BTreeMap, BTreeSet};

use super::protocol::Bench;
use super::set::item_name;
use super::tally::KID_ROWS;
use super::task::Route;
use crate::data::dataset::Item;
use crate::evaluation::protocol::OFFICIAL_BATCH;
use crate::evaluation::report::{self, Counts};
use crate::evaluation::{Evaluation, Figures, Metric, Mode, Protocol};

/// What was found so far.
#[derive(Debug, Default)]
pub struct Findings {
    modes: BTreeMap<Mode, Figures>,
    floor: Figures,
    /// Pictures that could not be read: names, and the reason of the first.
    skipped: BTreeSet<String>,
    why: Option<String>,
}

impl Findings {
    /// A figure of a task.
    pub fn put(&mut self, route: &Route<'_>, metric: Metric, value: f64, error: Option<f64>) {
        let task = report::task(&route.from.name, &route.into.name);
        let figures = self.modes.entry(route.mode).or_default();
        figures.entry(metric).or_default().put(task, value, error);
    }

    /// Real against real in a domain.
    pub fn floor(&mut self, metric: Metric, domain: &str, value: f64, error: Option<f64>) {
        let figure = self.floor.entry(metric).or_default();
        figure.put(domain.to_owned(), value, error);
    }

    /// A picture that could not be read.
    pub fn skip(&mut self, item: &Item, why: String) {
        if self.skipped.insert(item_name(item)) {
            self.why.get_or_insert(why);
        }
    }

    /// All of it.
    pub fn report(&self, bench: Bench<'_>, outputs: usize, seconds: f64) -> Evaluation {
        let (subject, set) = (bench.subject, bench.set);
        let mut notes = [subject.notes.clone(), set.notes.clone()].concat();
        if let Some(why) = &self.why {
            notes.push(format!(
                "{} of the pictures could no longer be read and were left out; the first: {why}",
                self.skipped.len()
            ));
        }
        let modes: Vec<Mode> = self.modes.keys().copied().collect();
        let mut evaluation = Evaluation {
            protocol: protocol_text(&modes, outputs, bench.protocol),
            seed: bench.protocol.seed,
            counts: Counts {
                outputs,
                sources: counts(bench, |domain| domain.sources.len()),
                real: counts(bench, |domain| domain.real.len()),
                batch: OFFICIAL_BATCH,
                kid_rows: KID_ROWS,
            },
            modes: self.modes.clone(),
            floor: self.floor.clone(),
            model: subject.facts.clone(),
            data: set.facts.clone(),
            domains: set.names(),
            command: command(bench, &modes, outputs),
            notes,
            seconds,
            ..Evaluation::default()
        };
        let named = evaluation.metrics().into_iter();
        evaluation.extractor = named
            .map(|metric| (metric, metric.extractor().to_owned()))
            .collect();
        evaluation
    }
}

fn counts(
    bench: Bench<'_>,
    count: impl Fn(&super::set::Domain) -> usize,
) -> BTreeMap<String, usize> {
    let domains = bench.set.domains.iter();
    domains
        .map(|domain| (domain.name.clone(), count(domain)))
        .collect()
}

/// How the figures were computed.
fn protocol_text(modes: &[Mode], outputs: usize, protocol: &Protocol) -> String {
    let plural = if outputs == 1 { "" } else { "s" };
    let guided = modes.iter().map(|mode| match mode {
        Mode::Latent => "fresh latents without truncation",
        Mode::Reference => "references in shuffled batches of 32",
        Mode::Labels => "the target's labels",
    });
    let guided: Vec<&str> = guided.collect();
    let sources = match protocol.most_sources {
        Some(most) => format!("at most {most} held-out pictures"),
        None => "all held-out pictures".to_owned(),
    };
    format!(
        "StarGAN v2: {sources} of each domain into each other domain, {outputs} output{plural} a source, guided by {}; outputs as 8-bit pictures \
         against all training pictures of the target; diversity over all pairs of a source's outputs, then over batches of 32 sources; \
         figures are means over tasks. KID: unbiased, (x.y/D + 1)^3, on at most {KID_ROWS} pictures of each side, standard error by jackknife over \
         sources and real pictures",
        guided.join(" and ")
    )
}

/// The command that gives the same figures again.
fn command(bench: Bench<'_>, modes: &[Mode], outputs: usize) -> String {
    let protocol = bench.protocol;
    let argument = &bench.subject.argument;
    let argument = if argument.contains(' ') {
        format!("\"{argument}\"")
    } else {
        argument.clone()
    };
    let mut command = format!("stargrid eval --model {argument}");
    if !bench.set.is_bundled {
        command.push_str(" --data DATA");
    }
    match modes {
        [Mode::Latent] => command.push_str(" --mode latent"),
        [Mode::Reference] => command.push_str(" --mode reference"),
        _ => {}
    }
    if modes != [Mode::Labels] {
        command.push_str(&format!(" --outputs {outputs}"));
    }
    if let Some(most) = protocol.most_sources {
        command.push_str(&format!(" --sources {most}"));
    }
    command.push_str(&format!(" --seed {}", protocol.seed));
    command
}
