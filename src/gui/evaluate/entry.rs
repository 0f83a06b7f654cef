//! One evaluation as the tab shows it: figures, as far as they have come, and the pictures of its tasks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::data::dataset::DataRoot;
use crate::engine::evaluation::messages::{Candidate, EvaluationOrder, Example, Task, TaskDone};
use crate::engine::messages::ModelSource;
use crate::evaluation::report::{Counts, Figure, Subject, task};
use crate::evaluation::{Evaluation, Metric, Mode};
use crate::gui::train::names;
use crate::gui::widgets::Shown;

/// Where an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An order of this session, and which of its candidates.
    Order(u64, usize),
    /// The card of the model in Explore.
    Card,
    /// A run's folder.
    Run(PathBuf),
}

/// One output with what it was made of.
#[derive(Clone, Debug)]
pub struct Strip {
    /// The source.
    pub source: Shown,
    /// The reference, when there was one.
    pub reference: Option<Shown>,
    /// The output.
    pub output: Shown,
    /// The source's name.
    pub name: String,
    /// Distance of its features to those of the nearest real picture of the target.
    pub distance: f64,
}

impl From<Example> for Strip {
    fn from(example: Example) -> Self {
        Self {
            source: Shown::new(example.source),
            reference: example.reference.map(Shown::new),
            output: Shown::new(example.output),
            name: example.name,
            distance: example.distance,
        }
    }
}

/// The outputs of a task that are nearest to real pictures, and those that are farthest.
#[derive(Clone, Debug, Default)]
pub struct Strips {
    /// Nearest first.
    pub best: Vec<Strip>,
    /// Farthest first.
    pub worst: Vec<Strip>,
}

/// One evaluation.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The tab's number of it.
    pub id: u64,
    /// What was found; its protocol and command are empty until it is whole.
    pub found: Evaluation,
    /// Whether everything is there.
    pub whole: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// The model, where it can be opened again.
    pub source: Option<ModelSource>,
    /// The pictures, where they are known.
    pub data: Option<DataRoot>,
    /// The run that the model is a step of.
    pub run: Option<PathBuf>,
    /// Modes that were asked for.
    pub wanted: Vec<Mode>,
    /// Figures that were asked for.
    pub expected: Vec<Metric>,
    /// Pictures of tasks.
    pub pictures: BTreeMap<(Mode, Task), Strips>,
}

impl Entry {
    /// A candidate's evaluation, with nothing in it yet.
    pub fn begun(
        id: u64,
        order: &EvaluationOrder,
        at: usize,
        candidate: &Candidate,
        domains: Vec<String>,
    ) -> Self {
        let protocol = &order.protocol;
        let expected = |metric: &Metric| match metric {
            Metric::Fid => order.extractors.inception.is_some(),
            Metric::Lpips => order.extractors.alexnet.is_some(),
            _ => true,
        };
        Self {
            id,
            found: Evaluation {
                seed: protocol.seed,
                counts: Counts {
                    outputs: protocol.outputs,
                    ..Counts::default()
                },
                model: Subject {
                    name: candidate.name.clone(),
                    step: candidate.step,
                    ..Subject::default()
                },
                domains,
                ..Evaluation::default()
            },
            whole: false,
            origin: Origin::Order(order.id, at),
            source: Some(candidate.source.clone()),
            data: Some(order.data.clone()),
            run: order.run.clone(),
            wanted: protocol.modes.clone(),
            expected: Metric::ALL.into_iter().filter(expected).collect(),
            pictures: BTreeMap::new(),
        }
    }

    /// An evaluation of before, from a card or a run's folder.
    pub fn kept(id: u64, found: Evaluation, origin: Origin) -> Self {
        let run = match &origin {
            Origin::Run(run) => Some(run.clone()),
            _ => None,
        };
        Self {
            id,
            whole: true,
            source: None,
            data: None,
            run,
            wanted: Vec::new(),
            expected: Vec::new(),
            pictures: BTreeMap::new(),
            origin,
            found,
        }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        let model = &self.found.model;
        match model.step {
            Some(step) => format!("{}, step {}", model.name, names::count(step)),
            None => model.name.clone(),
        }
    }

    /// Takes a task in.
    pub fn put(&mut self, done: TaskDone) {
        let name = |domain: usize| self.found.domains.get(domain).cloned();
        let (Some(source), Some(target)) = (name(done.task.source), name(done.task.target)) else {
            return;
        };
        let key = task(&source, &target);
        let figures = self.found.modes.entry(done.mode).or_default();
        for (metric, value, error) in done.figures {
            figures
                .entry(metric)
                .or_default()
                .put(key.clone(), value, error);
        }
        let strips = |all: Vec<Example>| all.into_iter().map(Strip::from).collect();
        let pictures = Strips {
            best: strips(done.examples.best),
            worst: strips(done.examples.worst),
        };
        if !pictures.best.is_empty() || !pictures.worst.is_empty() {
            self.pictures.insert((done.mode, done.task), pictures);
        }
    }

    /// The candidate is done: its report replaces what was put together.
    pub fn finish(&mut self, found: Evaluation) {
        self.found = found;
        self.whole = true;
    }

    /// Whether there is a figure in it.
    pub fn has_figures(&self) -> bool {
        self.found.modes.values().any(|figures| !figures.is_empty())
    }

    /// The modes that it has or will have.
    pub fn modes(&self) -> Vec<Mode> {
        let there: Vec<Mode> = self.found.modes.keys().copied().collect();
        // Of a label system other modes were asked for than it has.
        if self.whole || there.contains(&Mode::Labels) {
            return there;
        }
        self.wanted.clone()
    }

    /// The figures that it has or will have.
    pub fn metrics(&self) -> Vec<Metric> {
        if self.whole {
            self.found.metrics()
        } else {
            self.expected.clone()
        }
    }

    /// A figure.
    pub fn figure(&self, mode: Mode, metric: Metric) -> Option<&Figure> {
        self.found.figure(mode, metric)
    }

    /// A task's value and its standard error.
    pub fn value(&self, mode: Mode, metric: Metric, of: Task) -> Option<(f64, Option<f64>)> {
        value(&self.found, mode, metric, of)
    }

    /// Whether it can stand in one line with another one: the same model but for its step, the same pictures and protocol.
    pub fn is_comparable(&self, other: &Self) -> bool {
        let (a, b) = (&self.found, &other.found);
        let same_model = match (&self.run, &other.run) {
            (Some(run), Some(other)) => run == other,
            (None, None) => a.model.name == b.model.name && a.model.system == b.model.system,
            _ => false,
        };
        same_model && self.whole && other.whole && a.is_like(b)
    }
}

/// A task's value and its standard error; a figure of one domain may be kept under the domain's name alone.
pub fn value(
    found: &Evaluation,
    mode: Mode,
    metric: Metric,
    of: Task,
) -> Option<(f64, Option<f64>)> {
    let figure = found.figure(mode, metric)?;
    let source = found.domains.get(of.source)?;
    let target = found.domains.get(of.target)?;
    let pair = task(source, target);
    let alone = (of.source == of.target).then(|| source.clone());
    [Some(pair), alone].into_iter().flatten().find_map(|key| {
        let value = figure.tasks.get(&key)?;
        Some((*value, figure.standard_errors.get(&key).copied()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Protocol;

    fn order() -> EvaluationOrder {
        EvaluationOrder {
            id: 3,
            candidates: Vec::new(),
            data: DataRoot::Bundled,
            val_share: 0.1,
            protocol: Protocol::default(),
            extractors: Default::default(),
            run: None,
        }
    }

    fn begun() -> Entry {
        let candidate = Candidate {
            name: "cats".to_owned(),
            step: Some(1_500),
            source: ModelSource::Demo,
        };
        let domains = vec!["a".to_owned(), "b".to_owned()];
        Entry::begun(1, &order(), 0, &candidate, domains)
    }

    fn done(mode: Mode, value: f64) -> TaskDone {
        TaskDone {
            task: Task {
                source: 0,
                target: 1,
            },
            mode,
            figures: vec![(Metric::Kid, value, Some(0.5))],
            examples: Default::default(),
        }
    }

    #[test]
    fn tasks_fill_it_and_the_report_replaces_them() {
        let mut entry = begun();
        assert_eq!(entry.name(), "cats, step 1,500");
        assert!(!entry.has_figures() && !entry.metrics().contains(&Metric::Fid));
        entry.put(done(Mode::Latent, 0.25));
        let of = Task {
            source: 0,
            target: 1,
        };
        assert_eq!(
            entry.value(Mode::Latent, Metric::Kid, of),
            Some((0.25, Some(0.5)))
        );
        assert_eq!(entry.modes(), [Mode::Latent, Mode::Reference]);
        entry.finish(Evaluation::default());
        assert!(entry.whole && entry.modes().is_empty() && entry.metrics().is_empty());
    }

    #[test]
    fn a_label_system_has_one_mode_whatever_was_asked_for() {
        let mut entry = begun();
        entry.put(done(Mode::Labels, 0.25));
        assert_eq!(entry.modes(), [Mode::Labels]);
    }

    #[test]
    fn only_what_was_measured_alike_is_comparable() {
        let mut a = begun();
        a.finish(a.found.clone());
        let mut b = a.clone();
        b.found.model.step = Some(2_000);
        assert!(a.is_comparable(&b), "another step");
        b.found.seed += 1;
        assert!(!a.is_comparable(&b), "another seed");
        b.found.seed -= 1;
        b.run = Some("/runs/x".into());
        assert!(!a.is_comparable(&b), "another run");
    }
}
