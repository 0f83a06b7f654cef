//! `evaluations.jsonl`: what evaluations of a run's steps found, one a line, in the order in which they were made.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::RunError;
use crate::checkpoint::atomic;
use crate::evaluation::{Evaluation, Metric};

/// The file in a run's folder.
pub const FILE: &str = "evaluations.jsonl";

/// Where the evaluations of the run in a folder are.
pub fn path_of(run: &Path) -> PathBuf {
    run.join(FILE)
}

/// Adds an evaluation.
///
/// # Errors
/// A full disk among them; what was there stays.
pub fn append(run: &Path, evaluation: &Evaluation) -> Result<(), RunError> {
    let path = path_of(run);
    let write = || {
        let line = serde_json::to_string(evaluation)?;
        let mut file = File::options().append(true).create(true).open(&path)?;
        // A line that a crash cut short must not swallow this one.
        let torn = std::fs::read(&path)?
            .last()
            .is_some_and(|last| *last != b'\n');
        let start = if torn { "\n" } else { "" };
        file.write_all(format!("{start}{line}\n").as_bytes())?;
        file.sync_data()
    };
    write().map_err(RunError::io(&path))
}

/// All evaluations of a run; lines that are no evaluation (cut short by a crash, or of a later version) are left out.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn read(run: &Path) -> Result<Vec<Evaluation>, RunError> {
    let path = path_of(run);
    let text = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(RunError::io(&path)(error)),
    };
    let lines = text.split(|byte| *byte == b'\n');
    Ok(lines
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect())
}

/// Takes away the evaluations of steps after `step`: a run that goes on from there makes them again.
///
/// # Errors
/// When the file cannot be read or written.
pub fn remove_after(run: &Path, step: u64) -> Result<(), RunError> {
    let all = read(run)?;
    let later = |evaluation: &Evaluation| evaluation.model.step.is_some_and(|it| it > step);
    if !all.iter().any(later) {
        return Ok(());
    }
    let path = path_of(run);
    let write = |out: &mut dyn Write| -> std::io::Result<()> {
        for evaluation in all.iter().filter(|evaluation| !later(evaluation)) {
            writeln!(out, "{}", serde_json::to_string(evaluation)?)?;
        }
        Ok(())
    };
    atomic::write(&path, |writer| write(writer)).map_err(RunError::io(&path))
}

/// Step and value of the best evaluation by `metric`, the lowest or the highest as the metric has it. Only evaluations of the same
/// protocol and data as the newest one are compared.
pub fn best(evaluations: &[Evaluation], metric: Metric) -> Option<(u64, f64)> {
    let newest = evaluations.iter().rfind(|it| it.score(metric).is_some())?;
    let same = evaluations.iter().filter(|it| it.is_like(newest));
    let scored = same.filter_map(|it| Some((it.model.step?, it.score(metric)?)));
    let ranked = scored.filter(|(_, value)| value.is_finite());
    ranked.min_by(|(_, a), (_, b)| metric.rank(*a).total_cmp(&metric.rank(*b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::{Figure, Mode};

    fn of_step(step: u64, kid: f64, diversity: f64) -> Evaluation {
        let figure = |value| {
            let mut figure = Figure::default();
            figure.put("a2b".to_owned(), value, None);
            figure
        };
        let figures = [
            (Metric::Kid, figure(kid)),
            (Metric::StLpips, figure(diversity)),
        ];
        let mut evaluation = Evaluation {
            modes: [(Mode::Latent, figures.into())].into(),
            ..Evaluation::default()
        };
        evaluation.model.step = Some(step);
        evaluation
    }

    #[test]
    fn evaluations_come_back_and_a_torn_line_harms_no_other() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).unwrap(), []);
        append(folder.path(), &of_step(1, 0.5, 0.1)).unwrap();
        let mut file = File::options()
            .append(true)
            .open(path_of(folder.path()))
            .unwrap();
        file.write_all(b"{\"protocol\":\"St").unwrap();
        append(folder.path(), &of_step(2, 0.25, 0.1)).unwrap();
        let found = read(folder.path()).unwrap();
        assert_eq!(found, [of_step(1, 0.5, 0.1), of_step(2, 0.25, 0.1)]);
    }

    #[test]
    fn the_best_step_goes_by_the_metric_and_by_what_is_comparable() {
        let mut all = vec![
            of_step(1, 0.3, 0.2),
            of_step(2, 0.1, 0.1),
            of_step(3, 0.2, 0.3),
        ];
        assert_eq!(best(&all, Metric::Kid), Some((2, 0.1)));
        assert_eq!(
            best(&all, Metric::StLpips),
            Some((3, 0.3)),
            "more diverse is better"
        );
        assert_eq!(best(&all, Metric::Fid), None);
        all[1].seed = 9;
        assert_eq!(
            best(&all, Metric::Kid),
            Some((3, 0.2)),
            "another seed is another protocol"
        );
        assert_eq!(best(&[], Metric::Kid), None);
    }
}
