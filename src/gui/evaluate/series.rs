//! Lines over training steps: a figure of one run's evaluations, task by task, that were all made in the same way.

use std::collections::BTreeMap;

use super::entry::{Entry, value};
use crate::engine::evaluation::messages::Task;
use crate::evaluation::{Better, Evaluation, Metric, Mode};

/// A point: step and value.
pub type Point = [f64; 2];

/// The lines of one figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The steps that were evaluated, ascending.
    pub steps: Vec<u64>,
    /// The mean over the tasks.
    pub mean: Vec<Point>,
    /// A line a task.
    pub tasks: BTreeMap<Task, Vec<Point>>,
    /// Real against real, over all domains.
    pub floor: Option<f64>,
    /// The step with the best mean, where better has a direction.
    pub best: Option<u64>,
    /// Evaluations of the same run that were made in another way and are left out.
    pub left_out: usize,
}

impl Series {
    /// The lines of what `shown` may stand with.
    pub fn around(entries: &[Entry], shown: &Entry, mode: Mode, metric: Metric) -> Self {
        let comparable = entries.iter().filter(|entry| entry.is_comparable(shown));
        let of_run = |entry: &&Entry| {
            shown.run.is_some() && entry.run == shown.run && entry.whole && shown.whole
        };
        let all = entries.iter().filter(of_run).count();
        let alike: Vec<&Evaluation> = comparable.map(|entry| &entry.found).collect();
        let mut series = Self::of(&alike, Some(mode), metric);
        series.left_out = all.saturating_sub(alike.len());
        series
    }

    /// The means of the evaluations that were made as the newest one was, over the modes that they have.
    pub fn means(all: &[Evaluation], metric: Metric) -> Self {
        let Some(newest) = all.last() else {
            return Self::default();
        };
        let alike = all.iter().filter(|other| other.is_like(newest));
        let alike: Vec<&Evaluation> = alike.collect();
        let mut series = Self::of(&alike, None, metric);
        series.left_out = all.len() - alike.len();
        series
    }

    /// The lines of these evaluations; of two of one step the later one counts. Without a mode: means over the modes.
    fn of(all: &[&Evaluation], mode: Option<Mode>, metric: Metric) -> Self {
        let by_step: BTreeMap<u64, &Evaluation> = all
            .iter()
            .filter_map(|found| Some((found.model.step?, *found)))
            .collect();
        let mut series = Self::default();
        for (step, found) in by_step {
            let mean = match mode {
                Some(mode) => found.figure(mode, metric).map(|figure| figure.mean),
                None => found.score(metric),
            };
            let Some(mean) = mean.filter(|mean| mean.is_finite()) else {
                continue;
            };
            series.steps.push(step);
            series.mean.push([step as f64, mean]);
            series.floor = found.floor.get(&metric).map(|floor| floor.mean);
            for of in mode.iter().flat_map(|_| tasks(found.domains.len())) {
                let value = mode.and_then(|mode| value(found, mode, metric, of));
                if let Some((value, _)) = value.filter(|(value, _)| value.is_finite()) {
                    let line = series.tasks.entry(of).or_default();
                    line.push([step as f64, value]);
                }
            }
        }
        series.best = best(&series.mean, metric);
        series
    }

    /// Whether there is more than one point to draw a line through.
    pub fn is_drawn(&self) -> bool {
        self.steps.len() > 1
    }

    /// Least and greatest value, the floor included.
    pub fn extent(&self) -> Option<(f64, f64)> {
        let lines = self.tasks.values().flatten().chain(&self.mean);
        let values = lines.map(|point| point[1]).chain(self.floor);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        (low <= high).then_some((low, high))
    }

    /// The evaluated step nearest to `step`.
    pub fn nearest(&self, step: f64) -> Option<u64> {
        let away = |at: &u64| (*at as f64 - step).abs();
        let steps = self.steps.iter().copied();
        steps.min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

/// All pairs of so many domains, a domain with itself among them.
pub fn tasks(domains: usize) -> impl Iterator<Item = Task> {
    (0..domains).flat_map(move |source| (0..domains).map(move |target| Task { source, target }))
}

fn best(mean: &[Point], metric: Metric) -> Option<u64> {
    let directed = metric.better() != Better::Depends;
    let rank = |point: &Point| metric.rank(point[1]);
    let best = mean
        .iter()
        .filter(|_| directed)
        .min_by(|a, b| rank(a).total_cmp(&rank(b)));
    best.map(|point| point[0] as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::report::{Figure, task};
    use crate::gui::evaluate::entry::Origin;

    fn evaluation(step: u64, kid: f64) -> Evaluation {
        let mut figure = Figure::default();
        figure.put(task("a", "b"), kid, None);
        figure.put(task("b", "a"), kid * 2.0, None);
        let figures = [(Metric::Kid, figure.clone()), (Metric::StLpips, figure)];
        let mut found = Evaluation {
            modes: [(Mode::Latent, figures.into())].into(),
            domains: vec!["a".to_owned(), "b".to_owned()],
            ..Evaluation::default()
        };
        found.model.step = Some(step);
        found
    }

    fn entry(id: u64, found: Evaluation) -> Entry {
        Entry::kept(id, found, Origin::Run("/runs/a".into()))
    }

    #[test]
    fn steps_become_lines_and_the_best_is_found() {
        let entries = [
            entry(1, evaluation(200, 0.5)),
            entry(2, evaluation(100, 0.25)),
            entry(3, evaluation(200, 0.125)),
        ];
        let series = Series::around(&entries, &entries[0], Mode::Latent, Metric::Kid);
        assert_eq!(series.steps, [100, 200]);
        assert_eq!(
            series.mean,
            [[100.0, 0.375], [200.0, 0.1875]],
            "the newer of two"
        );
        assert_eq!(series.best, Some(200), "lower is better");
        let one = Task {
            source: 1,
            target: 0,
        };
        assert_eq!(series.tasks[&one], [[100.0, 0.5], [200.0, 0.25]]);
        assert_eq!(series.tasks.len(), 2);
        let higher = Series::around(&entries, &entries[0], Mode::Latent, Metric::StLpips);
        assert_eq!(higher.best, Some(100), "higher is better");
        assert_eq!(series.extent(), Some((0.125, 0.5)));
        assert_eq!(series.nearest(149.0), Some(100));
    }

    #[test]
    fn what_was_made_in_another_way_is_left_out_and_counted() {
        let mut other = evaluation(300, 0.01);
        other.counts.outputs = 1;
        let entries = [
            entry(1, evaluation(100, 0.5)),
            entry(2, evaluation(200, 0.4)),
            entry(3, other),
        ];
        let series = Series::around(&entries, &entries[0], Mode::Latent, Metric::Kid);
        assert_eq!((series.steps.len(), series.left_out), (2, 1));
        let all: Vec<Evaluation> = entries.iter().map(|entry| entry.found.clone()).collect();
        let means = Series::means(&all, Metric::Kid);
        assert_eq!((means.steps, means.left_out), (vec![300], 2));
        assert!(means.tasks.is_empty());
    }
}
