//! What a window starts with: settings, the last session, and what could not be read of them.

use std::sync::Arc;

use super::desk::{adopt, mirror};
use super::run::{OLD_SESSION, WindowOptions};
use super::state::{Session, Tab};
use crate::engine::device::DeviceChoice;
use crate::engine::home::Home;
use crate::engine::home::mark::Before;
use crate::engine::settings::{Settings, file};
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
    /// Reads settings and session; what cannot be read is told, and the rest is used.
    pub fn read(cc: &eframe::CreationContext<'_>, options: &WindowOptions) -> Self {
        let mut start = Self::default();
        let Some(folder) = &options.home else {
            return start;
        };
        let found = file::read(&file::path_in(folder));
        start.settings = found.settings;
        start.problems = found.problems;
        let ctx = cc.egui_ctx.clone();
        let notify = Arc::new(move || ctx.request_repaint());
        match Home::open(folder.clone(), notify) {
            Ok((home, before)) => {
                start.before = before;
                let parse =
                    |value| serde_json::from_value(value).map_err(|error| error.to_string());
                let found = home.session(parse);
                let afresh = match found.problems.is_empty() {
                    true => Session::first(),
                    false => Session::default(),
                };
                start.problems.extend(found.problems);
                start.session = found.session.or_else(|| older(cc)).unwrap_or(afresh);
                start.home = Some(home);
            }
            Err(problem) => start.problems.push(problem),
        }
        adopt(&mut start.settings, &start.session, &found.given);
        if !start.settings.restore {
            start.forget();
        }
        start
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

    /// The command line has the last word, for this start.
    pub fn take_options(&mut self, options: &WindowOptions, system: Option<egui::Theme>) {
        for pair in &options.set {
            if let Err(error) = self.settings.set_pair(pair) {
                self.problems.push(Problem::new(error.to_string()));
            }
        }
        if options.device != DeviceChoice::Auto {
            self.settings.device = options.device;
        }
        mirror(&mut self.session, &self.settings, system);
    }
}

/// The session as it was kept before it had a file of its own.
fn older(cc: &eframe::CreationContext<'_>) -> Option<Session> {
    let text = cc.storage?.get_string(OLD_SESSION)?;
    match serde_json::from_str(&text) {
        Ok(session) => Some(session),
        Err(error) => {
            log::warn!("the session of an earlier Stargrid could not be read: {error}");
            None
        }
    }
}
