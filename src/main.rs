//! The thin shell: everything lives in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    stargrid::cli::main()
}
