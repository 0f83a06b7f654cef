//! (being built)

/// Runs the program.
pub fn main() -> std::process::ExitCode {
    let measure = std::env::args()
        .any(|arg| arg == "--measure")
        .then(std::time::Instant::now);
    match crate::gui::run(crate::gui::WindowOptions {
        measure,
        ..Default::default()
    }) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            std::process::ExitCode::FAILURE
        }
    }
}
