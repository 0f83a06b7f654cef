//! The only place that writes: results to standard output, everything else to standard error.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use crate::problem::Problem;

/// Writes `text` and a line end to standard output. Whoever reads may stop early (`| head`); that is no failure.
pub fn result(text: impl Display) -> Result<(), Problem> {
    let text = text.to_string();
    deliver(&mut io::stdout().lock(), text.trim_end())
}

/// Says on standard error why the program failed.
pub fn error(problem: &impl Display) {
    remark("error", problem);
}

/// Says something on standard error that a person should know and that stops nothing.
pub fn note(text: impl Display) {
    remark("note", text);
}

/// Writes a line of progress or of a report to standard error.
pub fn line(text: impl Display) {
    // There is nobody left to tell when standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

fn deliver(writer: &mut impl Write, text: &str) -> Result<(), Problem> {
    let outcome = writeln!(writer, "{text}").and_then(|()| writer.flush());
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Problem::because(
            "The result could not be written to standard output",
            &error,
        )),
        _ => Ok(()),
    }
}

fn remark(kind: &str, text: impl Display) {
    let text = text.to_string().replace('\n', " ");
    // There is nobody left to tell when standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{kind}: {}", text.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken(ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_fine_and_a_full_disk_is_not() {
        assert_eq!(deliver(&mut Broken(ErrorKind::BrokenPipe), "x"), Ok(()));
        let problem = deliver(&mut Broken(ErrorKind::StorageFull), "x").unwrap_err();
        assert!(problem.to_string().contains("standard output"), "{problem}");
        let mut written = Vec::new();
        deliver(&mut written, "a").unwrap();
        assert_eq!(written, b"a\n");
    }
}
