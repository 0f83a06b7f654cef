//! One task under way: groups of sources go through the model and every extractor, and leave their figures behind.

use super::super::distance::mean_pixel;
use super::examples::{Gathering, Passing};
use super::guides::{Guide, task_seed};
use super::messages::{Task, TaskDone};
use super::protocol::Bench;
use super::set::{self, Domain};
use super::subject::Outputs;
use super::tally::{Real, Tally};
use super::tools::from_one;
use crate::domain::Picture;
use crate::evaluation::Mode;
use crate::problem::Problem;

/// From which domain into which, guided by what.
#[derive(Clone, Copy, Debug)]
pub struct Route<'a> {
    /// What guides the outputs.
    pub mode: Mode,
    /// The sources' domain.
    pub from: &'a Domain,
    /// The target.
    pub into: &'a Domain,
}

impl Route<'_> {
    /// What its random draws begin with.
    pub fn seed(&self, seed: u64) -> u64 {
        task_seed(seed, self.mode.name(), &self.from.name, &self.into.name)
    }

    /// What is being done, for people.
    pub fn doing(&self) -> String {
        let mode = self.mode.title().to_lowercase();
        format!("Turning {} into {}, {mode}", self.from.name, self.into.name)
    }
}

/// A picture that was read.
#[derive(Debug)]
pub struct Source {
    /// Its place in the list it is of.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// As the model sees it.
    pub view: Picture,
}

/// A task's figures, growing.
pub struct TaskRun<'a> {
    bench: Bench<'a>,
    route: &'a Route<'a>,
    outputs: usize,
    real: &'a Real,
    tally: Tally,
    gathering: Gathering,
}

impl<'a> TaskRun<'a> {
    /// Nothing yet; `outputs` of each source, which are compared with `real`.
    pub fn new(
        bench: Bench<'a>,
        route: &'a Route<'a>,
        outputs: usize,
        seed: u64,
        real: &'a Real,
    ) -> Self {
        Self {
            tally: Tally::new(bench.tools, bench.subject.side(), outputs, seed),
            gathering: Gathering::default(),
            bench,
            route,
            outputs,
            real,
        }
    }

    /// Translates a few sources (at least one); of each its guides after one another.
    ///
    /// # Errors
    /// When the model or an extractor gives values that are no numbers.
    pub fn take(&mut self, sources: &[Source], guides: &[&Guide]) -> Result<(), Problem> {
        let subject = self.bench.subject;
        let views: Vec<&Picture> = sources.iter().map(|source| &source.view).collect();
        let contents = subject.encode(&views);
        let repeated = contents
            .iter()
            .flat_map(|content| std::iter::repeat_n(content, self.outputs));
        let codes: Vec<&[f32]> = guides.iter().map(|guide| guide.code.as_slice()).collect();
        let made = subject.decode(&repeated.collect::<Vec<_>>(), &codes)?;
        self.distances(&views, &made)?;
        self.round_trip(&views, &made)?;
        self.likeness(sources, guides, &made)
    }

    /// Perceptual distances: among the outputs of each source, and to the source.
    fn distances(&mut self, views: &[&Picture], made: &Outputs) -> Result<(), Problem> {
        let Bench { subject, tools, .. } = self.bench;
        let outputs = self.outputs;
        for share in &made.saturated {
            self.tally.saturated.take(*share);
        }
        for (metric, distance) in tools.diversities(subject.side()) {
            for (at, view) in views.iter().enumerate() {
                let own = made.values.clone().narrow(0, at * outputs, outputs);
                let features = tools.perceptual_features(distance, own);
                self.tally.diversity(metric, distance, &features)?;
                if metric == crate::evaluation::Metric::StLpips {
                    let source = distance.features(subject.values(&[view]));
                    for apart in from_one(distance, &source, &features)? {
                        self.tally.to_source.take(f64::from(apart));
                    }
                }
            }
        }
        Ok(())
    }

    /// The first output of each source, translated back in the source's own style.
    fn round_trip(&mut self, views: &[&Picture], made: &Outputs) -> Result<(), Problem> {
        let subject = self.bench.subject;
        if !subject.has_way_back() {
            return Ok(());
        }
        let branch = self.route.from.branch;
        let codes = match self.route.mode {
            Mode::Labels => vec![subject.code_of_label(branch); views.len()],
            _ => subject.codes_of_references(views, branch)?,
        };
        let codes: Vec<&[f32]> = codes.iter().map(Vec::as_slice).collect();
        let firsts = (0..views.len()).map(|at| made.values.clone().narrow(0, at * self.outputs, 1));
        let firsts = burn::tensor::Tensor::cat(firsts.collect(), 0);
        let back = subject.onward(firsts, &codes)?;
        for (view, back) in views.iter().zip(&back.pictures) {
            if let Some(apart) = mean_pixel(view, back) {
                self.tally.round_trip.take(f64::from(apart));
            }
        }
        Ok(())
    }

    /// The outputs among real pictures.
    fn likeness(
        &mut self,
        sources: &[Source],
        guides: &[&Guide],
        made: &Outputs,
    ) -> Result<(), Problem> {
        let pictures: Vec<&Picture> = made.pictures.iter().collect();
        let groups = sources.iter().map(|source| source.place as u64);
        let groups: Vec<u64> = groups
            .flat_map(|place| std::iter::repeat_n(place, self.outputs))
            .collect();
        let rows = self.tally.crowd.add(&pictures, &groups, self.bench.tools)?;
        let side = self.bench.subject.side();
        let width = rows.len() / pictures.len().max(1);
        for (at, (row, output)) in rows.chunks(width.max(1)).zip(pictures).enumerate() {
            let source = &sources[at / self.outputs];
            let reference = || set::view(guides[at].reference.as_ref()?, side).ok();
            self.gathering.take(&Passing {
                source: &source.view,
                reference: &reference,
                output,
                name: &source.name,
                distance: self.real.nearest(row),
            });
        }
        Ok(())
    }

    /// A batch of the protocol is complete.
    pub fn end_batch(&mut self) {
        self.tally.end_batch();
    }

    /// The task's figures and examples.
    ///
    /// # Errors
    /// When too few outputs were made to have a spread.
    pub fn finish(self, task: Task) -> Result<TaskDone, Problem> {
        Ok(TaskDone {
            task,
            mode: self.route.mode,
            figures: self.tally.values(self.real)?,
            examples: self.gathering.into_examples(),
        })
    }
}
