//! Times what a person waits for on the CPU: one picture, a slider's step, an encoding, a style, the 8 x 8 grid; and what the machine can do at most.
//!
//! `cargo bench --bench networks`, or with the artefacts of the tests `cargo bench --profile dev --bench networks`; then, behind `--`:
//! `--quick` (one cold run each), `--only CASE` (again for more; `peak` is the machine), `--form NAME`, `--threads N` (2), `--batch N` (8
//! pictures at a time in the grid), `--serve` (for benches/peer/compare.py). docs/performance.md has the tables.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

#[path = "parts/cases.rs"]
mod cases;
#[path = "parts/forms.rs"]
mod forms;
#[path = "parts/peak.rs"]
mod peak;
#[allow(dead_code, reason = "the benchmarks use a part of it")]
#[path = "../tests/suite/support.rs"]
mod support;
#[path = "parts/timing.rs"]
mod timing;
#[path = "parts/work.rs"]
mod work;

use cases::{Bench, Case};
use forms::forms;
use peak::Peak;
use timing::{Measured, Options, serve};

/// What `--only` calls the limits of the machine.
const MACHINE: &str = "peak";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read()?;
    options.fix_threads()?;
    let mut bench = Bench::new(options.batch);
    if options.serve {
        serve(|case, form| {
            let case = Case::all().into_iter().find(|known| known.name() == case)?;
            let form = forms().into_iter().find(|known| known.name == form)?;
            (form.enter)();
            Some(bench.run(case, form.name))
        })?;
        return Ok(());
    }
    let known =
        |name: &String| name == MACHINE || Case::all().iter().any(|case| case.name() == *name);
    if let Some(name) = options.only.iter().find(|name| !known(name)) {
        return Err(format!("no case is called {name}").into());
    }
    let wanted = |form: &forms::Form| options.form.as_deref().is_none_or(|name| name == form.name);
    let mut measured = Vec::new();
    for case in Case::all() {
        let name = case.name();
        for form in forms().into_iter().filter(wanted) {
            if options.wants(&name) {
                (form.enter)();
                let run = || bench.run(case, form.name);
                measured.push((case, Measured::take(&name, form.name, options.quick, run)));
            }
        }
    }
    let peak = options.wants(MACHINE).then(|| machine(options.threads));
    if let Some(peak) = peak {
        roofline(peak, options.batch);
    }
    if !measured.is_empty() {
        table(&measured, peak, options.batch);
    }
    Ok(())
}

/// The limits of the machine with one thread and with `threads`; the latter come back.
fn machine(threads: usize) -> Peak {
    let tell = |threads| {
        let peak = Peak::measure(threads);
        let (macs, bytes) = (peak.macs / 1e9, peak.bytes / 1e9);
        println!("peak\t{threads} threads\t{macs:.1} GMAC/s\t{bytes:.1} GB/s copied");
        peak
    };
    let one = tell(1);
    if threads == 1 { one } else { tell(threads) }
}

/// What each case needs on this machine at least.
fn roofline(peak: Peak, batch: usize) {
    println!("\n| case | GMAC plain | after rewrites | MB moved | shortest possible |");
    println!("| --- | --- | --- | --- | --- |");
    for case in Case::all() {
        let work = case.work(batch);
        let giga = |count: usize| format!("{:.2}", count as f64 / 1e9);
        let cells = [
            case.name(),
            giga(work.plain()),
            giga(work.exact()),
            format!("{:.0}", work.bytes() as f64 / 1e6),
            milliseconds(work.seconds(peak)),
        ];
        println!("| {} |", cells.join(" | "));
    }
}

fn table(measured: &[(Case, Measured)], peak: Option<Peak>, batch: usize) {
    println!("\n| case | form | median | fastest | shortest possible / median |");
    println!("| --- | --- | --- | --- | --- |");
    for (case, measured) in measured {
        let fastest = measured
            .seconds
            .iter()
            .copied()
            .fold(f64::INFINITY, f64::min);
        let share = |peak| case.work(batch).seconds(peak) / measured.median();
        let share = peak.map(|peak| format!("{:.0} %", 100.0 * share(peak)));
        let cells = [
            measured.case.clone(),
            measured.form.clone(),
            milliseconds(measured.median()),
            milliseconds(fastest),
            share.unwrap_or_else(|| "(with --only peak)".to_owned()),
        ];
        println!("| {} |", cells.join(" | "));
    }
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1000.0)
}
