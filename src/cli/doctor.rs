//! `stargrid doctor`: what Stargrid finds on this machine, and whether it works here.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use crate::domain::Picture;
use crate::engine::device::{DeviceChoice, DeviceFacts};
use crate::engine::machine::Machine;
use crate::problem::Problem;

use super::args::Doctor;
use super::folders::{self, Folders};
use super::intake::View;
use super::output;
use super::session::{self, Session};

/// Everything that is looked at; the field names are stable.
#[derive(Debug, Serialize)]
struct Findings {
    #[serde(flatten)]
    machine: Machine,
    device: Option<DeviceFacts>,
    folders: Folders,
    demo: DemoFacts,
    self_test: SelfTest,
    problems: Vec<String>,
}

/// The bundled model.
#[derive(Debug, Default, Serialize)]
struct DemoFacts {
    readable: bool,
    name: String,
    img_size: usize,
    domains: Vec<String>,
}

/// One cell of the bundled model.
#[derive(Debug, Default, Serialize)]
struct SelfTest {
    passed: bool,
    first_cell_ms: f64,
    next_cell_ms: f64,
}

/// Looks, tries, prints; a failure when the program cannot work here.
pub fn run(
    command: &Doctor,
    device: DeviceChoice,
    data_dir: Option<PathBuf>,
) -> Result<(), Problem> {
    let findings = find(device, folders::chosen(data_dir).as_deref());
    if command.json {
        let json = serde_json::to_string_pretty(&findings)
            .map_err(|error| Problem::because("The findings could not be written", &error))?;
        output::result(json)?;
    } else {
        output::result(describe(&findings))?;
    }
    match findings.problems.first() {
        None => Ok(()),
        Some(problem) => Err(Problem::new(problem.clone())),
    }
}

fn find(choice: DeviceChoice, data_dir: Option<&Path>) -> Findings {
    let mut findings = Findings {
        machine: Machine::find(),
        device: None,
        folders: folders::of(data_dir),
        demo: DemoFacts::default(),
        self_test: SelfTest::default(),
        problems: Vec::new(),
    };
    match session::choose(choice) {
        Ok(compute) => findings.device = Some(compute.facts),
        Err(problem) => findings.problems.push(problem.to_string()),
    }
    // Without the wanted device the rest is tried on one that works.
    let usable = findings
        .device
        .as_ref()
        .map_or(DeviceChoice::Cpu, |_| choice);
    match Session::open(Path::new("demo"), None, usable) {
        Ok(mut session) => {
            findings.demo = DemoFacts {
                readable: true,
                name: session.name.clone(),
                img_size: session.size(),
                domains: session.domains().names().to_vec(),
            };
            match try_cell(&mut session) {
                Ok(test) => findings.self_test = test,
                Err(problem) => findings.problems.push(problem.to_string()),
            }
        }
        Err(problem) => findings.problems.push(problem.to_string()),
    }
    findings
}

/// Translates a plain grey picture twice: the first time prepares everything. The engine refuses values that are no numbers.
fn try_cell(session: &mut Session) -> Result<SelfTest, Problem> {
    let size = session.size();
    let source = View::new(Picture::filled(size, size, [128; 3]));
    session.add(&source);
    let mut timed = |seed| {
        let started = Instant::now();
        let style = session.drawn_style(seed, 0, 1.0);
        let result = session.translate(&source, &style)?;
        Ok::<_, Problem>((result, started.elapsed().as_secs_f64() * 1000.0))
    };
    let (first, first_cell_ms) = timed(1)?;
    let (next, next_cell_ms) = timed(2)?;
    if first == next {
        return Err(Problem::new(
            "The self-test failed, because two styles gave the same picture",
        ));
    }
    Ok(SelfTest {
        passed: true,
        first_cell_ms,
        next_cell_ms,
    })
}

fn describe(findings: &Findings) -> String {
    let mut text = String::new();
    let mut line = |what: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{what:<13} {value}");
    };
    let (cpu, machine): (Vec<_>, Vec<_>) =
        (findings.machine.rows().into_iter()).partition(|(name, _)| *name == "CPU");
    for (name, words) in machine {
        line(name, words);
    }
    let device = findings.device.as_ref();
    let device = device.map(|facts| format!("{} ({})", facts.name, facts.reason));
    line("Device", device.unwrap_or_else(|| "not usable".to_owned()));
    for (name, words) in cpu {
        line(name, words);
    }
    line(
        "Settings",
        describe_folder(findings.folders.settings.as_deref()),
    );
    line("Cache", describe_folder(findings.folders.cache.as_deref()));
    let demo = &findings.demo;
    line(
        "Demo model",
        if demo.readable {
            let domains = demo.domains.join(", ");
            format!("{} ({1} x {1} pixels; {domains})", demo.name, demo.img_size)
        } else {
            "not readable".to_owned()
        },
    );
    let test = &findings.self_test;
    line(
        "Self-test",
        if test.passed {
            let (first, next) = (test.first_cell_ms, test.next_cell_ms);
            format!("passed: first cell {first:.0} ms, next cell {next:.0} ms")
        } else {
            "failed".to_owned()
        },
    );
    text
}

fn describe_folder(folder: Option<&Path>) -> String {
    match folder {
        None => "none, as this system names no home folder".to_owned(),
        Some(folder) if folder.is_dir() => folder.display().to_string(),
        Some(folder) => format!("{} (not made yet)", folder.display()),
    }
}
