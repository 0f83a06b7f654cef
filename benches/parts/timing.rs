//! What the benchmarks share: repeated runs, their medians, lines for scripts, and a dialogue with a script that takes turns with others.
#![allow(
    dead_code,
    clippy::print_stdout,
    reason = "each benchmark uses a part of it, and prints"
)]

use std::io::{BufRead, Write};
use std::time::Instant;

/// Timed runs of a case, after one that is not timed.
pub const RUNS: usize = 5;

/// One run: how long it took, and a figure of its result with which another implementation can be compared.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Wall time.
    pub seconds: f64,
    /// Mean absolute value of what came out; 0 when there is nothing to compare.
    pub magnitude: f64,
}

/// Times `action`; what it returns is looked at afterwards.
pub fn timed(action: impl FnOnce() -> Vec<Vec<f32>>) -> Run {
    let started = Instant::now();
    let values = action();
    let seconds = started.elapsed().as_secs_f64();
    let count: usize = values.iter().map(Vec::len).sum();
    let all = values.iter().flatten().map(|value| f64::from(value.abs()));
    let sum: f64 = all.sum();
    Run {
        seconds,
        magnitude: sum / count.max(1) as f64,
    }
}

/// A case in a form, with the seconds of all its runs.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The case.
    pub case: String,
    /// How it was computed.
    pub form: String,
    /// One time for each run, in their order.
    pub seconds: Vec<f64>,
}

impl Measured {
    /// Runs a case once when `quick`, else [`RUNS`] times after a warm-up; prints the line for scripts.
    pub fn take(case: &str, form: &str, quick: bool, mut run: impl FnMut() -> Run) -> Self {
        if !quick {
            run();
        }
        let runs = if quick { 1 } else { RUNS };
        let measured = Self {
            case: case.to_owned(),
            form: form.to_owned(),
            seconds: (0..runs).map(|_| run().seconds).collect(),
        };
        println!("{}", measured.line());
        measured
    }

    /// The middle time.
    pub fn median(&self) -> f64 {
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    /// Case, form, median, then all times, with tabs between.
    fn line(&self) -> String {
        let times = self.seconds.iter().map(|time| format!("\t{time:.6}"));
        format!(
            "{}\t{}\t{:.6}{}",
            self.case,
            self.form,
            self.median(),
            times.collect::<String>()
        )
    }
}

/// Answers each line `case<TAB>form` on standard input with `seconds<TAB>magnitude`, until the input ends.
///
/// So a script can take turns between this process and others, and nothing is loaded twice.
pub fn serve(mut run: impl FnMut(&str, &str) -> Option<Run>) -> std::io::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (case, form) = line.split_once('\t').unwrap_or((&line, "plain"));
        match run(case, form) {
            Some(run) => println!("{:.6}\t{:.9}", run.seconds, run.magnitude),
            None => println!("unknown: {line}"),
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// What the command line asks for. `cargo bench` adds `--bench`, which means nothing here.
#[derive(Clone, Debug)]
pub struct Options {
    /// One cold run of each case.
    pub quick: bool,
    /// Take turns with a script; see [`serve`].
    pub serve: bool,
    /// Only these cases; empty for all.
    pub only: Vec<String>,
    /// Only this form.
    pub form: Option<String>,
    /// Computing threads.
    pub threads: usize,
    /// Pictures that go through a network together in the grid.
    pub batch: usize,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// A sentence, when an argument is unknown or a number is missing.
    pub fn read() -> Result<Self, String> {
        let mut options = Self {
            quick: false,
            serve: false,
            only: Vec::new(),
            form: None,
            threads: 2,
            batch: 8,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--quick" => options.quick = true,
                "--serve" => options.serve = true,
                "--only" => options.only.push(value()?),
                "--form" => options.form = Some(value()?),
                "--threads" => options.threads = number(&value()?)?,
                "--batch" => options.batch = number(&value()?)?,
                "--bench" => {}
                other => return Err(format!("unknown argument {other}")),
            }
        }
        Ok(options)
    }

    /// Whether `case` is asked for.
    pub fn wants(&self, case: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == case)
    }

    /// Fixes how many threads Burn's `flex` computes with.
    ///
    /// # Errors
    /// A sentence, when threads were started before.
    pub fn fix_threads(&self) -> Result<(), String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads);
        pool.build_global().map_err(|error| error.to_string())
    }
}

fn number(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.ok_or(format!("{text} is not a positive number"))
}
