//! The command line: what was typed, turned into work for the engine or into the window.
//!
//! Each command is one file with one `run`. Results go to standard output through [`output`]; everything else (one
//! sentence for a failure, notes, progress) goes to standard error, so that output can be piped.

mod align;
mod args;
mod branch;
mod chain;
mod creatures;
mod destination;
mod doctor;
mod environment;
mod eval;
mod failure;
mod fault;
mod folders;
mod grid;
mod guidance;
mod guides;
mod import;
mod inspect;
mod intake;
mod interrupt;
mod labels;
mod logger;
mod output;
mod progress;
mod runs;
mod session;
mod settings;
mod train;
mod translate;
mod walk;
mod window;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;

use crate::engine;
use args::{Arguments, Command};
use failure::Failure;

/// The exit code of a command that was called wrongly, as clap has it.
const MISUSE: u8 = 2;

/// Runs the program: exit code 0 when it worked, 1 when it failed, 2 when it was called wrongly.
pub fn main() -> ExitCode {
    let started = Instant::now();
    environment::quiet_graphics();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    if let Some(error) = arguments.contradiction() {
        return refuse(&error);
    }
    logger::install(arguments.verbose);
    fault::install_hook();
    match fault::guard(|| run(arguments, started)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Problem(problem)) => {
            output::error(&problem);
            ExitCode::FAILURE
        }
        Err(Failure::Usage(sentence)) => {
            output::error(&sentence);
            ExitCode::from(MISUSE)
        }
    }
}

/// Prints clap's own help, version or complaint.
fn refuse(error: &clap::Error) -> ExitCode {
    // A closed pipe is no reason to say more.
    let _ = error.print();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn run(arguments: Arguments, started: Instant) -> Result<(), Failure> {
    let device = arguments.device;
    if arguments.plain {
        engine::compute_plainly();
    }
    match arguments.command {
        None => {
            let measure = arguments.measure.then_some(started);
            window::run(window::Typed {
                device,
                paths: arguments.paths,
                data_dir: arguments.data_dir,
                set: arguments.set,
                measure,
                measure_training: arguments.measure_training,
            })?;
        }
        Some(Command::Translate(command)) => translate::run(&command, device)?,
        Some(Command::Grid(command)) => grid::run(&command, device)?,
        Some(Command::Walk(command)) => walk::run(&command, device)?,
        Some(Command::Chain(command)) => chain::run(&command, device)?,
        Some(Command::Align(command)) => align::run(&command, device)?,
        Some(Command::Inspect(command)) => inspect::run(&command)?,
        Some(Command::Import(command)) => import::run(&command)?,
        Some(Command::Train(command)) => train::run(&command, device)?,
        Some(Command::Eval(command)) => eval::run(&command, device)?,
        Some(Command::Runs(command)) => runs::run(&command)?,
        Some(Command::Creatures(command)) => creatures::run(&command)?,
        Some(Command::Settings) => settings::run(arguments.data_dir, &arguments.set)?,
        Some(Command::Doctor(command)) => doctor::run(&command, device, arguments.data_dir)?,
    }
    Ok(())
}
