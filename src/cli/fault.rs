//! Faults of our own: a panic becomes one sentence that asks for a report, never a backtrace.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::engine::home::reports;
use crate::engine::journal;
use crate::problem::Problem;

/// Where the last panic happened; the unwinding value alone does not tell.
static LAST_PLACE: Mutex<Option<String>> = Mutex::new(None);

/// The program's folder, when a window is open: a fault leaves its report there.
static HOME: OnceLock<PathBuf> = OnceLock::new();

/// From now on a panic leaves a report in this folder; the next window tells about it.
pub fn keep_reports_in(home: PathBuf) {
    // A second window of the same process has the same folder.
    let _ = HOME.set(home);
}

/// Keeps panics off the screen. Workers of the window turn theirs into messages; the details go to the log, and to a report.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()));
        log::debug!("{info}");
        journal::add(log::Level::Error, "fault", info.to_string());
        if let Some(home) = HOME.get()
            && let Err(error) = reports::write(home, &reports::compose(&info.to_string()))
        {
            log::warn!("the report of a fault could not be written: {error}");
        }
        *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// Runs `work`; a panic inside becomes a problem.
pub fn guard<E: From<Problem>>(work: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        let place = LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        let place = place.map_or(String::new(), |place| format!(" at {place}"));
        let problem = Problem::new(format!(
            "Stargrid met a fault of its own ({text}{place}); please report it with the command you ran"
        ));
        Err(problem.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_one_sentence() {
        let problem: Problem = guard(|| panic!("cell {} is round", 7)).unwrap_err();
        let text = problem.to_string();
        assert!(text.contains("cell 7 is round"), "{text}");
        assert!(text.contains("please report it"), "{text}");
        assert!(!text.contains('\n'), "{text}");
    }

    #[test]
    fn problems_pass_through() {
        let problem = Problem::new("Nothing to do");
        assert_eq!(guard(|| Err(problem.clone())), Err(problem));
        assert_eq!(guard(|| Ok::<(), Problem>(())), Ok(()));
    }
}
