//! What belongs to the program and not to a tab: its folder, the settings, the session that is kept, and what a crash left.

use std::path::PathBuf;

use egui::Context;

use super::App;
use super::log_view::{LogView, Page};
use super::notices::Notice;
use super::offers::Offer;
use super::recent::Looked;
use super::state::{Session, Unfitted};
use super::text::desk as text;
use super::theme;
use crate::engine::device::DeviceChoice;
use crate::engine::home::Home;
use crate::engine::home::mark::Before;
use crate::engine::journal;
use crate::engine::messages::{ModelSource, Purpose, SaveJob};
use crate::engine::settings::{Settings, ThemeChoice, row};
use crate::problem::Problem;

/// How far the window's zoom may be from the settings' before it counts as another one.
const ZOOM_STEP: f32 = 1e-3;

/// Everything of the program itself.
#[derive(Default)]
pub(super) struct Desk {
    /// The program's folder; none when nothing is to be kept.
    pub home: Option<Home>,
    /// The settings in force.
    pub settings: Settings,
    /// Whether nothing moves whatever the settings say: a software rasteriser pays for it with the networks' cores.
    pub still: bool,
    /// The window's zoom in the frame before.
    pub zoom: Option<f32>,
    /// The text field that had the keyboard at the end of the frame before: Esc takes it away before anybody can ask.
    pub typed: Option<egui::Id>,
    /// When the session was handed over last, in the window's time.
    pub kept_at: f64,
    /// Whether something happened since.
    pub stirred: bool,
    /// What is to be saved as soon as its place is chosen.
    pub saving: Vec<(Purpose, SaveJob)>,
    /// What the open model has no place for.
    pub unfitted: Option<Unfitted>,
    /// The report of a fault of the last time.
    pub report: Option<String>,
    /// A number that is being dragged on the settings' page, and its row.
    pub dragged: Option<(&'static str, f64)>,
    /// Which recent files are gone.
    pub looked: Looked,
    /// The log panel.
    pub log: LogView,
}

/// What the settings say, as the session has it: it had it first, and everything that draws looks there.
pub(super) fn mirror(session: &mut Session, settings: &Settings, system: Option<egui::Theme>) {
    session.dark = match settings.theme {
        ThemeChoice::Dark => true,
        ThemeChoice::Light => false,
        ThemeChoice::System => system != Some(egui::Theme::Light),
    };
    session.contrast = settings.contrast;
    session.reduced_motion = settings.reduced_motion;
    session.device = settings.device;
    session.half = settings.half;
    session.save_inputs = settings.inputs_in_png;
}

/// What a session that is older than settings says, where their file says nothing. Later ones only mirror them.
pub(super) fn adopt(settings: &mut Settings, session: &Session, given: &[&str]) {
    let own = |key: &str| !given.contains(&key);
    if own("theme") && !session.dark {
        settings.theme = ThemeChoice::Light;
    }
    if own("contrast") {
        settings.contrast = session.contrast;
    }
    if own("reduced_motion") {
        settings.reduced_motion = session.reduced_motion;
    }
    if own("device") && session.device != DeviceChoice::Auto {
        settings.device = session.device;
    }
    if own("half") {
        settings.half = session.half;
    }
    if own("inputs_in_png") {
        settings.inputs_in_png = session.save_inputs;
    }
}

impl App {
    /// Tells how the program ended the last time, and what it left.
    pub(super) fn tell_of_last_time(&mut self, before: Before, fault: Option<(PathBuf, String)>) {
        match before {
            Before::Killed if self.session.explore.is_some() => {
                let notice = Notice::info(text::RESTORED).hint(text::RESTORED_HINT);
                self.tell(notice.action(text::START_AFRESH, Offer::Afresh));
            }
            Before::Open => self.tell(Notice::info(text::SECOND_WINDOW)),
            _ => {}
        }
        if let Some((path, report)) = fault {
            let first = report.lines().next().unwrap_or_default().to_owned();
            let problem = Problem {
                headline: text::FAULT.to_owned(),
                causes: vec![first],
                hint: Some(format!("Its report is {}", path.display())),
            };
            self.desk.report = Some(report);
            self.tell(Notice::warn(&problem).action(text::COPY_FAULT, Offer::Report));
        }
    }

    /// The demo again, as at the first start; undo brings the pictures back.
    pub(super) fn start_afresh(&mut self) {
        self.explore = super::state::Explore::default();
        self.desk.unfitted = None;
        self.show_demo_pictures();
        self.open_model(ModelSource::Demo);
        self.fit_model();
    }

    /// Gives a setting another value: it acts at once, and is written.
    pub(super) fn change_setting(&mut self, ctx: &Context, key: &str, value: toml::Value) {
        let Some(row) = row(key) else { return };
        let before = self.desk.settings.clone();
        if let Err(error) = self.desk.settings.set(row, value) {
            log::warn!("{error}");
            return;
        }
        if self.desk.settings == before {
            return;
        }
        self.apply_settings(ctx, &before);
        if let Some(home) = &self.desk.home {
            home.keep_setting(row, &self.desk.settings);
        }
    }

    /// Makes everything as the settings say; `before` are those that were in force.
    pub(super) fn apply_settings(&mut self, ctx: &Context, before: &Settings) {
        let settings = self.desk.settings.clone();
        mirror(&mut self.session, &settings, ctx.system_theme());
        self.undo.most = settings.undo_steps;
        journal::set_verbose(settings.verbose);
        self.apply_look(ctx);
        if settings.zoom != before.zoom {
            ctx.set_zoom_factor(settings.zoom as f32);
        }
        if settings.device != before.device {
            self.grid.requested.clear();
            self.engine.switch_device(settings.device);
        }
        if settings.half != before.half {
            self.grid.requested.clear();
            self.engine.use_half(settings.half);
        }
    }

    /// Light or dark, contrast and motion.
    pub(super) fn apply_look(&self, ctx: &Context) {
        theme::apply(ctx, self.session.dark);
        theme::set_contrast(ctx, self.session.contrast);
        let still = self.session.reduced_motion || self.desk.still;
        theme::set_reduced_motion(ctx, still);
    }

    /// Nothing moves, whatever the settings say.
    pub(super) fn keep_still(&mut self, ctx: &Context, still: bool) {
        self.desk.still = still;
        self.apply_look(ctx);
    }

    /// Follows the system's theme, and takes a zoom by keys for a setting.
    fn follow_system(&mut self, ctx: &Context) {
        let settings = &self.desk.settings;
        if settings.theme == ThemeChoice::System {
            let dark = ctx.system_theme() != Some(egui::Theme::Light);
            if dark != self.session.dark {
                self.session.dark = dark;
                self.apply_look(ctx);
            }
        }
        let zoom = ctx.zoom_factor();
        let seen = self.desk.zoom.replace(zoom).is_none_or(|seen| seen == zoom);
        if !seen && (zoom - self.desk.settings.zoom as f32).abs() > ZOOM_STEP {
            let rounded = (f64::from(zoom) * 100.0).round() / 100.0;
            let value = toml::Value::Float(rounded.clamp(0.7, 2.0));
            self.change_setting(ctx, "zoom", value);
            // Where the setting's range ends, the size stays as it was.
            ctx.set_zoom_factor(self.desk.settings.zoom as f32);
        }
    }

    /// Hands the session over when something happened and the last time is long enough ago; tells what could not be written.
    pub(super) fn keep_beat(&mut self, ctx: &Context, news: bool) {
        self.follow_system(ctx);
        let Some(home) = &self.desk.home else { return };
        for problem in home.problems() {
            self.tell(Notice::error(&problem));
        }
        self.desk.stirred |= news || ctx.input(|input| !input.raw.events.is_empty());
        if !self.desk.stirred {
            return;
        }
        let now = ctx.input(|input| input.time);
        let due = self.desk.kept_at + self.desk.settings.autosave_seconds as f64;
        if now < due {
            return ctx.request_repaint_after_secs((due - now) as f32);
        }
        self.desk.kept_at = now;
        self.desk.stirred = false;
        self.keep_session();
    }

    /// Hands the session over to be written.
    fn keep_session(&mut self) {
        let Some(home) = &self.desk.home else { return };
        let (session, pixels) = (self.session(), self.pixels_to_keep());
        let most = self.desk.settings.keep_megabytes << 20;
        home.keep(move || serde_json::to_string(&session), pixels, most);
    }

    /// Writes everything and says that the program was closed.
    pub fn leave(&mut self) {
        self.keep_session();
        if let Some(home) = self.desk.home.take() {
            home.close();
        }
    }

    /// Shows a page of the log panel, or hides the panel when that page is in front.
    pub(super) fn show_log(&mut self, page: Page) {
        let shown = self.open.log && self.desk.log.page == page;
        self.open.log = !shown;
        self.desk.log.page = page;
    }

    /// What a report needs beside its notice: device, model, the last lines of the log.
    pub fn surroundings(&self) -> String {
        let device = self.device.as_ref().map(|facts| {
            let half = if self.session.half {
                ", half precision"
            } else {
                ""
            };
            format!("{} ({}){half}", facts.name, facts.reason)
        });
        let model = self.model.as_ref().map(|model| {
            let config = &model.config;
            let (size, count) = (config.img_size, config.num_domains());
            format!(
                "{}, {size} x {size} pixels, {count} domains",
                model.card.name
            )
        });
        let none = || "none".to_owned();
        format!(
            "  System: {} {}\n  Device: {}\n  Model: {}\n\nLast lines of the log:\n{}",
            std::env::consts::OS,
            std::env::consts::ARCH,
            device.unwrap_or_else(none),
            model.unwrap_or_else(none),
            journal::tail(LINES)
        )
    }
}

/// Lines of the log in a report.
const LINES: usize = 40;
