//! What a window starts with: settings, the last session, and what could not be read of them.

use std::path::Path;
use std::sync::Arc;

use super::App;
use super::desk::{adopt, mirror};
use super::notices::Notice;
use super::state::{Session, Tab};
use crate::engine::Engine;
use crate::engine::device::DeviceChoice;
use crate::engine::home::Home;
use crate::engine::home::mark::Before;
use crate::engine::home::reports;
use crate::engine::settings::{ROWS, Settings, file};
use crate::engine::worker::Notify;
use crate::problem::Problem;

/// Everything that was found.
pub(super) struct Start {
    /// What was open.
    pub session: Session,
    /// The settings in force.
    pub settings: Settings,
    /// The program's folder; none keeps nothing.
    pub home: Option<Home>,
    /// How the program ended the last time.
    pub before: Before,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            session: Session::default(),
            settings: Settings::default(),
            home: None,
            before: Before::Closed,
            problems: Vec::new(),
        }
    }
}

impl Start {
    /// Reads settings and session of `folder`; what cannot be read is told, and the rest is used. `older` gives the session where
    /// there is none.
    pub fn read(folder: &Path, notify: Notify, older: impl FnOnce() -> Option<Session>) -> Self {
        let mut start = Self::default();
        let found = file::read(&file::path_in(folder));
        start.settings = found.settings;
        start.problems = found.problems;
        match Home::open(folder.to_owned(), notify) {
            Ok((home, before)) => {
                start.before = before;
                let parse =
                    |value| serde_json::from_value(value).map_err(|error| error.to_string());
                let kept = home.session(parse);
                let afresh = match kept.problems.is_empty() {
                    true => Session::first(),
                    false => Session::default(),
                };
                start.problems.extend(kept.problems);
                start.home = Some(home);
                start.session = kept
                    .session
                    .or_else(|| older().inspect(|session| start.adopt_older(session, &found.given)))
                    .unwrap_or(afresh);
            }
            Err(problem) => start.problems.push(problem),
        }
        start
    }

    /// Takes over, once and for all, what a session says that is older than settings.
    fn adopt_older(&mut self, session: &Session, given: &[&str]) {
        adopt(&mut self.settings, session, given);
        let own = ROWS.iter().filter(|row| !given.contains(&row.key));
        for row in own.filter(|row| self.settings.is_changed(row)) {
            if let Some(home) = &self.home {
                home.keep_setting(row, &self.settings);
            }
        }
    }

    /// The command line has the last word, for this start; then the session follows the settings. `system` is the system's theme.
    pub fn settle(&mut self, set: &[String], device: DeviceChoice, system: Option<egui::Theme>) {
        for pair in set {
            if let Err(error) = self.settings.set_pair(pair) {
                self.problems.push(Problem::new(error.to_string()));
            }
        }
        if device != DeviceChoice::Auto {
            self.settings.device = device;
        }
        if !self.settings.restore {
            self.forget();
        }
        mirror(&mut self.session, &self.settings, system);
    }

    /// Makes the window's state of it, and tells what has to be told.
    pub fn app(self, ctx: &egui::Context, engine: Engine) -> App {
        let fault = self.home.as_ref();
        let fault = fault.and_then(|home| reports::news(home.folder()));
        let mut app = App::at_home(ctx, engine, self.session, self.settings, self.home);
        for problem in &self.problems {
            app.tell(Notice::warn(problem));
        }
        app.tell_of_last_time(self.before, fault);
        app
    }

    /// What was open stays closed; what the person chose once and for all stays.
    fn forget(&mut self) {
        let session = &mut self.session;
        session.explore = None;
        session.origins.clear();
        session.model = None;
        session.tab = Tab::default();
        session.compare = Default::default();
    }
}

impl App {
    /// A window on an engine that keeps everything in `folder`, as the program's own does.
    pub fn in_folder(ctx: &egui::Context, engine: Engine, folder: &Path) -> Self {
        let other = ctx.clone();
        let notify = Arc::new(move || other.request_repaint());
        let mut start = Start::read(folder, notify, || None);
        start.settle(&[], DeviceChoice::Auto, ctx.system_theme());
        start.app(ctx, engine)
    }
}

#[cfg(test)]
mod tests;
