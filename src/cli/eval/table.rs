//! An evaluation as a table for a terminal.

use std::fmt::Write as _;

use crate::evaluation::{Better, Evaluation, Figure, Metric, Mode, Published};

/// Width of the column of names.
const NAMES: usize = 24;
/// Width of a column of numbers.
const COLUMN: usize = 22;

/// The table: a row a figure, a column a mode, and the floor.
pub fn of(evaluation: &Evaluation) -> String {
    let mut text = String::new();
    let model = &evaluation.model;
    let step = model.step.map(|step| format!(", step {step}"));
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        "{}{} on {} ({})",
        model.name,
        step.unwrap_or_default(),
        evaluation.data.name,
        counts(evaluation)
    );
    let modes: Vec<Mode> = evaluation.modes.keys().copied().collect();
    let _ = write!(text, "{:NAMES$}", "");
    for mode in &modes {
        let _ = write!(text, "{:>COLUMN$}", mode.name());
    }
    let _ = writeln!(text, "{:>COLUMN$}", "real against real");
    let published = Published::beside(evaluation);
    for metric in evaluation.metrics() {
        let _ = write!(text, "{:NAMES$}", name(metric));
        for mode in &modes {
            let value = evaluation.figure(*mode, metric).map(|it| mean(metric, it));
            let _ = write!(text, "{:>COLUMN$}", value.unwrap_or_default());
        }
        let floor = evaluation.floor.get(&metric).map(|it| mean(metric, it));
        let _ = writeln!(text, "{:>COLUMN$}", floor.unwrap_or_default());
        if let Some(published) = published {
            let _ = write!(text, "{}", row_of(published, metric, &modes));
        }
    }
    let _ = writeln!(text, "Protocol: {}.", evaluation.protocol);
    for (metric, extractor) in &evaluation.extractor {
        let _ = writeln!(text, "{}: {extractor}", metric.name());
    }
    let _ = write!(
        text,
        "Seed {}; again with: {}",
        evaluation.seed, evaluation.command
    );
    text
}

fn name(metric: Metric) -> String {
    let arrow = match metric.better() {
        Better::Lower => " (lower)",
        Better::Higher => " (higher)",
        Better::Depends => "",
    };
    format!("{}{arrow}", metric.name())
}

/// The mean; with the standard error of the mean over tasks where those are known.
fn mean(metric: Metric, figure: &Figure) -> String {
    let mean = metric.format(figure.mean);
    match figure.mean_error() {
        Some(error) => format!("{mean} ± {}", metric.format(error)),
        None => mean,
    }
}

fn row_of(published: &Published, metric: Metric, modes: &[Mode]) -> String {
    let values: Vec<Option<f64>> = modes
        .iter()
        .map(|mode| published.mean(*mode, metric))
        .collect();
    if values.iter().all(Option::is_none) {
        return String::new();
    }
    let mut row = format!("{:NAMES$}", format!("  published, {}", published.data));
    for value in values {
        let value = value.map(|value| metric.format(value));
        let _ = write!(row, "{:>COLUMN$}", value.unwrap_or_default());
    }
    row.push('\n');
    row
}

fn counts(evaluation: &Evaluation) -> String {
    let total = |counts: &std::collections::BTreeMap<String, usize>| counts.values().sum::<usize>();
    let counts = &evaluation.counts;
    format!(
        "{} sources, {} output{} each in each task, {} real pictures",
        total(&counts.sources),
        counts.outputs,
        if counts.outputs == 1 { "" } else { "s" },
        total(&counts.real)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_name_its_error_and_its_floor() {
        let mut kid = Figure::default();
        kid.put("a2b".to_owned(), 0.02, Some(0.003));
        kid.put("b2a".to_owned(), 0.04, Some(0.004));
        let mut floor = Figure::default();
        floor.put("a".to_owned(), 0.001, Some(0.002));
        let evaluation = Evaluation {
            modes: [(Mode::Latent, [(Metric::Kid, kid)].into())].into(),
            floor: [(Metric::Kid, floor)].into(),
            command: "stargrid eval --model demo".to_owned(),
            ..Evaluation::default()
        };
        let text = of(&evaluation);
        assert!(text.contains("0.03000 ± 0.00250"), "{text}");
        assert!(text.contains("0.00100 ± 0.00200"), "{text}");
        assert!(
            text.contains("again with: stargrid eval --model demo"),
            "{text}"
        );
        assert!(!text.contains("published"), "{text}");
    }
}
