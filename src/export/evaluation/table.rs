//! An evaluation as CSV: a row for each mode, metric and task, and for each mean and floor, every row with what it stands on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::evaluation::report::{Figure, task};
use crate::evaluation::{Evaluation, Metric};

/// The first line.
const HEAD: &str = "model,step,mode,metric,task,source,target,value,standard_error,extractor,protocol,seed,outputs,sources,real";
/// Stands where a task would, for the mean over all of them.
const MEAN: &str = "mean";
/// Stands where a mode would, for real pictures against real ones.
const FLOOR: &str = "real";

/// The whole table, with a header line.
pub fn csv(evaluation: &Evaluation) -> String {
    let mut text = format!("{HEAD}\n");
    for (mode, figures) in &evaluation.modes {
        for (metric, figure) in figures {
            rows(&mut text, evaluation, (mode.name(), *metric), figure);
        }
    }
    for (metric, figure) in &evaluation.floor {
        rows(&mut text, evaluation, (FLOOR, *metric), figure);
    }
    text
}

fn rows(
    text: &mut String,
    evaluation: &Evaluation,
    (mode, metric): (&str, Metric),
    figure: &Figure,
) {
    for (name, value) in &figure.tasks {
        let (source, target) = ends(evaluation, name);
        row(
            text,
            evaluation,
            (mode, metric),
            [name, source, target],
            (*value, figure.standard_errors.get(name).copied()),
        );
    }
    row(
        text,
        evaluation,
        (mode, metric),
        [MEAN, "", ""],
        (figure.mean, None),
    );
}

fn row(
    text: &mut String,
    evaluation: &Evaluation,
    (mode, metric): (&str, Metric),
    [name, source, target]: [&str; 3],
    (value, error): (f64, Option<f64>),
) {
    let counts = &evaluation.counts;
    let of = |counts: &BTreeMap<String, usize>, domain: &str| match counts.get(domain) {
        Some(count) => count.to_string(),
        None => counts.values().sum::<usize>().to_string(),
    };
    let extractor = evaluation.extractor.get(&metric);
    let step = evaluation.model.step.map(|step| step.to_string());
    let fields = [
        quoted(&evaluation.model.name),
        step.unwrap_or_default(),
        mode.to_owned(),
        metric.name().to_owned(),
        quoted(name),
        quoted(source),
        quoted(target),
        format!("{value:?}"),
        error.map(|error| format!("{error:?}")).unwrap_or_default(),
        quoted(extractor.map_or(metric.extractor(), String::as_str)),
        quoted(&evaluation.protocol),
        evaluation.seed.to_string(),
        counts.outputs.to_string(),
        of(&counts.sources, source),
        of(&counts.real, target),
    ];
    let _ = writeln!(text, "{}", fields.join(","));
}

/// Source and target of the task called `name`; a domain alone is both.
fn ends<'a>(evaluation: &'a Evaluation, name: &str) -> (&'a str, &'a str) {
    let domains = &evaluation.domains;
    let pairs = domains
        .iter()
        .flat_map(|source| domains.iter().map(move |target| (source, target)));
    for (source, target) in pairs {
        if task(source, target) == name || (source == target && source == name) {
            return (source, target);
        }
    }
    ("", "")
}

/// A field, in quotes where it needs them.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn every_row_says_what_it_stands_on() {
        let text = csv(&sample());
        let lines: Vec<&str> = text.lines().collect();
        // Two tasks and a mean of three figures, two domains and a mean of one floor.
        assert_eq!(lines.len(), 1 + 9 + 3);
        let kid = lines[1];
        assert!(
            kid.starts_with(
                "\"cats, dogs\",3500,latent,kid,cat2dog,cat,dog,0.01,0.0005,\"EfficientNet-lite0"
            ),
            "{kid}"
        );
        assert!(kid.ends_with(",777,10,40,500"), "{kid}");
        assert!(
            lines[3].contains(",latent,kid,mean,,,0.015,,"),
            "{}",
            lines[3]
        );
        assert!(
            lines[10].contains(",real,kid,cat,cat,cat,0.001,,"),
            "{}",
            lines[10]
        );
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("plain"), "plain");
    }
}
