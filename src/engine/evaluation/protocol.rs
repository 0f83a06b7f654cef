//! The StarGAN v2 evaluation: every held-out picture into every other domain, several times; one target after the other, so that what is
//! known of its real pictures is computed once and let go again.
//!
//! No picture is held longer than its group of outputs.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::super::training::memory;
use super::findings::Findings;
use super::guides::{self, Draws, Reference};
use super::messages::{EvaluationNews, Task};
use super::pace::Pace;
use super::reals::{Known, Reals};
use super::set::{self, Domain, EvaluationSet};
use super::subject::Subject;
use super::tally::{Crowd, Mean, Real};
use super::task::{Route, Source, TaskRun};
use super::tools::{Tools, from_one};
use crate::data::dataset::Item;
use crate::domain::Picture;
use crate::evaluation::{Evaluation, Metric, Mode, Protocol};
use crate::problem::Problem;

/// Outputs that pass through the extractors together.
const TOGETHER: usize = 10;

pub use super::job::Watch;

/// Why an evaluation has no end.
enum Halt {
    Stopped,
    Failed(Problem),
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// Everything that an evaluation looks at.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    /// The model.
    pub subject: &'a Subject,
    /// The pictures.
    pub set: &'a EvaluationSet,
    /// The extractors.
    pub tools: &'a Tools,
    /// Modes, counts, seed.
    pub protocol: &'a Protocol,
}

/// Evaluates candidate number `candidate`; `None` when `watch` ended it.
///
/// # Errors
/// When the model cannot do what the protocol asks for, or gives values that are no numbers.
pub fn evaluate(
    bench: Bench<'_>,
    candidate: usize,
    reals: &mut Reals,
    watch: Watch<'_>,
) -> Result<Option<Evaluation>, Problem> {
    let modes = modes(bench)?;
    let outputs = match modes[0] {
        Mode::Labels => 1,
        _ => bench.protocol.outputs,
    };
    reals.turn_to(
        bench.subject.side(),
        &bench.set.facts.fingerprint,
        bench.protocol,
    );
    let mut course = Course {
        bench,
        reals,
        outputs,
        pace: Pace::new(candidate, pictures(bench.set, &modes, outputs)),
        watch,
        findings: Findings::default(),
    };
    match course.run(&modes) {
        Ok(()) => Ok(Some(course.findings.report(
            bench,
            outputs,
            course.pace.seconds(),
        ))),
        Err(Halt::Stopped) => Ok(None),
        Err(Halt::Failed(problem)) => Err(problem),
    }
}

/// The modes that the model has of those that were asked for.
fn modes(bench: Bench<'_>) -> Result<Vec<Mode>, Problem> {
    if bench.subject.model().config.system.takes_labels() {
        return Ok(vec![Mode::Labels]);
    }
    let asked = bench.protocol.modes.iter().copied();
    let modes: Vec<Mode> = asked.filter(|mode| *mode != Mode::Labels).collect();
    if modes.is_empty() || bench.protocol.outputs == 0 {
        return Err(Problem::new(
            "Nothing was asked for: choose the latent mode, the reference mode or both, and one output at least",
        ));
    }
    Ok(modes)
}

/// Pictures that pass through the extractor.
fn pictures(set: &EvaluationSet, modes: &[Mode], outputs: usize) -> usize {
    let held_out: usize = set.domains.iter().map(|each| each.sources.len()).sum();
    let of_target = |target: &Domain| {
        let own = target.sources.len();
        let translated = (held_out - own) * outputs + own;
        target.real.len() + own + modes.len() * translated
    };
    set.domains.iter().map(of_target).sum()
}

/// One evaluation under way.
struct Course<'a> {
    bench: Bench<'a>,
    reals: &'a mut Reals,
    outputs: usize,
    pace: Pace,
    watch: Watch<'a>,
    findings: Findings,
}

impl Course<'_> {
    fn run(&mut self, modes: &[Mode]) -> Result<(), Halt> {
        let set = self.bench.set;
        for (target, into) in set.domains.iter().enumerate() {
            let known = self.known(into)?;
            let real = &known.real;
            for &mode in modes {
                let references = match mode {
                    Mode::Reference => self.references(into)?,
                    _ => Vec::new(),
                };
                for (source, from) in set.domains.iter().enumerate() {
                    let route = Route { mode, from, into };
                    if source == target {
                        self.same_domain(&route, &references)?;
                    } else {
                        let task = Task { source, target };
                        self.task(task, &route, &references, real)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The real pictures of a domain, and real against real: the held-out pictures in the outputs' place.
    fn known(&mut self, domain: &Domain) -> Result<Arc<Known>, Halt> {
        let known = match self.reals.get(&domain.name) {
            Some(known) => {
                self.went(domain.real.len() + domain.sources.len(), || {
                    format!("Turning to {}", domain.name)
                })?;
                known
            }
            None => {
                let real = self.crowd(domain, &domain.real, "real")?.into_real()?;
                let held_out = self.crowd(domain, &domain.sources, "held-out")?;
                let floor = held_out.against(&real)?;
                self.reals.put(&domain.name, Known { real, floor })
            }
        };
        memory::give_back();
        for &(metric, value, error) in &known.floor {
            self.findings.floor(metric, &domain.name, value, error);
        }
        Ok(known)
    }

    /// Pictures as the extractors see them, each a group of its own.
    fn crowd(&mut self, domain: &Domain, items: &[Item], what: &str) -> Result<Crowd, Halt> {
        let seed = guides::task_seed(self.bench.protocol.seed, what, &domain.name, "");
        let mut crowd = Crowd::new(self.bench.tools, seed);
        for (at, chunk) in items.chunks(TOGETHER).enumerate() {
            let sources = self.read(chunk, at * TOGETHER);
            if !sources.is_empty() {
                let pictures: Vec<&Picture> = sources.iter().map(|one| &one.view).collect();
                let groups: Vec<u64> = sources.iter().map(|one| one.place as u64).collect();
                crowd.add(&pictures, &groups, self.bench.tools)?;
            }
            self.went(chunk.len(), || {
                format!("Looking at {what} pictures of {}", domain.name)
            })?;
        }
        Ok(crowd)
    }

    /// The held-out pictures of the target with their style codes; one that cannot be read is left out.
    fn references(&mut self, into: &Domain) -> Result<Vec<Reference>, Halt> {
        let mut references = Vec::with_capacity(into.sources.len());
        for (at, chunk) in into.sources.chunks(TOGETHER).enumerate() {
            let sources = self.read(chunk, at * TOGETHER);
            if !sources.is_empty() {
                let pictures: Vec<&Picture> = sources.iter().map(|one| &one.view).collect();
                let subject = self.bench.subject;
                let codes = subject.codes_of_references(&pictures, into.branch)?;
                let items = sources.iter().map(|one| into.sources[one.place].clone());
                let pairs = items.zip(codes);
                references.extend(pairs.map(|(item, code)| Reference { item, code }));
            }
            self.went(0, || format!("Reading the styles of {}", into.name))?;
        }
        if references.is_empty() {
            return Err(gone(into).into());
        }
        Ok(references)
    }

    fn task(
        &mut self,
        task: Task,
        route: &Route<'_>,
        references: &[Reference],
        real: &Real,
    ) -> Result<(), Halt> {
        let seed = route.seed(self.bench.protocol.seed);
        let mut draws = Draws::new(route.mode, seed, self.outputs, references.len());
        let mut run = TaskRun::new(self.bench, route, self.outputs, seed, real);
        let each = (TOGETHER / self.outputs).max(1);
        let batch_size = draws.batch();
        for (at, batch) in route.from.sources.chunks(batch_size).enumerate() {
            let drawn = draws.next(
                self.bench.subject,
                route.into.branch,
                at,
                batch.len(),
                references,
            )?;
            for (group, items) in batch.chunks(each).enumerate() {
                let first = at * batch_size + group * each;
                let sources = self.read(items, first);
                let of_source = |one: &Source| {
                    let start = (one.place - at * batch_size) * self.outputs;
                    &drawn[start..start + self.outputs]
                };
                let guides: Vec<_> = sources.iter().flat_map(of_source).collect();
                if !sources.is_empty() {
                    run.take(&sources, &guides)?;
                }
                self.went(items.len() * self.outputs, || route.doing())?;
            }
            run.end_batch();
        }
        let done = run.finish(task).map_err(|problem| {
            problem.hint("Three sources that can be read are needed at least.")
        })?;
        for &(metric, value, error) in &done.figures {
            self.findings.put(route, metric, value, error);
        }
        memory::give_back();
        self.tell(EvaluationNews::Task(Box::new(done)))
    }

    /// How much pictures change that are translated into their own domain, once each.
    fn same_domain(&mut self, route: &Route<'_>, references: &[Reference]) -> Result<(), Halt> {
        let Bench { subject, tools, .. } = self.bench;
        let seed = route.seed(self.bench.protocol.seed);
        let mut draws = Draws::new(route.mode, seed, 1, references.len());
        let fits = subject.side() >= tools.st_lpips.variant().least_side();
        let mut changes = Mean::default();
        let size = draws.batch();
        for (at, batch) in route.from.sources.chunks(size).enumerate() {
            let drawn = draws.next(subject, route.into.branch, at, batch.len(), references)?;
            for (group, items) in batch.chunks(TOGETHER).enumerate() {
                let first = at * size + group * TOGETHER;
                for source in self.read(items, first).iter().filter(|_| fits) {
                    let guide = &drawn[source.place - at * size];
                    let contents = subject.encode(&[&source.view]);
                    let contents: Vec<_> = contents.iter().collect();
                    let made = subject.decode(&contents, &[&guide.code])?;
                    let before = tools.st_lpips.features(subject.values(&[&source.view]));
                    let after = tools.st_lpips.features(made.values);
                    for apart in from_one(&tools.st_lpips, &before, &after)? {
                        changes.take(f64::from(apart));
                    }
                }
                self.went(items.len(), || route.doing())?;
            }
        }
        if let Some(mean) = changes.value() {
            self.findings.put(route, Metric::SameDomain, mean, None);
        }
        Ok(())
    }

    /// Reads pictures at the model's size, the first at place `first` of its list; one that cannot be read is left out and told of.
    fn read(&mut self, items: &[Item], first: usize) -> Vec<Source> {
        let side = self.bench.subject.side();
        let mut sources = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            match set::view(item, side) {
                Ok(view) => sources.push(Source {
                    place: first + at,
                    name: set::item_name(item),
                    view,
                }),
                Err(why) => self.findings.skip(item, why),
            }
        }
        sources
    }

    fn went(&mut self, pictures: usize, doing: impl FnOnce() -> String) -> Result<(), Halt> {
        match self.pace.went(pictures, doing) {
            Some(progress) => self.tell(EvaluationNews::Progress(progress)),
            None => Ok(()),
        }
    }

    fn tell(&mut self, news: EvaluationNews) -> Result<(), Halt> {
        match (self.watch)(news) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }
}

fn gone(domain: &Domain) -> Problem {
    Problem::new(format!(
        "The held-out pictures of {} can no longer be read",
        domain.name
    ))
}
