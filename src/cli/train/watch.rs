//! A training as a terminal shows it: a bar with the latest losses; without a terminal, a line now and then.

use std::io::IsTerminal as _;

use indicatif::ProgressBar;

use crate::cli::{output, progress};
use crate::engine::training::{Observer, StepNews, TrainEvent};

use super::text;

/// Logged rows between two lines.
const ROWS_A_LINE: u64 = 10;

/// Shows what a session reports.
struct Watch {
    bar: ProgressBar,
    terminal: bool,
    steps: u64,
    log_every: u64,
    rows: u64,
}

/// Shows on standard error what a session reports.
pub fn observer() -> Observer {
    let mut watch = Watch {
        bar: ProgressBar::hidden(),
        terminal: std::io::stderr().is_terminal(),
        steps: 0,
        log_every: 1,
        rows: 0,
    };
    Box::new(move |event| watch.take(event))
}

impl Watch {
    fn take(&mut self, event: TrainEvent) {
        match event {
            TrainEvent::Preparing(what) => log::info!("{what}"),
            TrainEvent::Started(view) => {
                let schedule = &view.config.schedule;
                (self.steps, self.log_every) = (schedule.steps, schedule.log_every);
                self.bar = progress::training_bar(self.steps);
                self.bar.set_position(view.step);
                if let Some(warm) = &view.warm {
                    for (new, donor) in &warm.copied {
                        self.note(format!("the new domain {new} starts as a copy of {donor}"));
                    }
                }
            }
            TrainEvent::Step(news) => self.step(&news),
            // What ends the run is the last sentence anyway.
            TrainEvent::Finding(_, finding) if finding.is_fatal() => {}
            TrainEvent::Finding(step, finding) => {
                let when = if step > 0 { format!("step {step}: ") } else { String::new() };
                self.note(format!("{when}{} {}", finding.sentence(), finding.advice()));
            }
            TrainEvent::Trouble(problem) => self.note(problem),
            TrainEvent::NearDuplicates(places) => self.note(format!(
                "{} of the pictures to follow look like training pictures, so they tell little about new ones",
                places.len()
            )),
            TrainEvent::Saved(saved) => log::info!("saved step {}", saved.step),
            TrainEvent::Snapshot(snapshot, _) => log::info!("drew {}", snapshot.path.display()),
            _ => {}
        }
    }

    fn step(&mut self, news: &StepNews) {
        let row = &news.row;
        self.bar.set_position(row.step);
        let left = text::time(news.left);
        let (pace, short) = (news.pace, text::short(row));
        self.bar
            .set_message(format!("{left} left  {pace:.2} it/s  {short}"));
        let waiting = news.waiting * 100.0;
        log::info!(
            "step {}: {waiting:.2} % of the time waited for data",
            row.step
        );
        if self.terminal || !crate::runs::metrics::is_logged(row.step, self.log_every, self.steps) {
            return;
        }
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_A_LINE) || row.step == self.steps {
            output::line(text::row(row, self.steps));
        }
    }

    fn note(&self, text: impl std::fmt::Display) {
        self.bar.suspend(|| output::note(text));
    }
}
