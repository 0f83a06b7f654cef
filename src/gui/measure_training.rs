//! Figures of the window while it trains: how long frames take with the dial at "smooth window".
//!
//! `stargrid --measure-training SECONDS` trains the demo preset, shows the Train and the Explore tab in turn, prints the figures as one line of
//! JSON and closes the window.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::app::App;
use super::measure::{PACE, percentile, print};
use super::state::Tab;
use crate::train::presets::Preset;

/// How long each tab is shown.
const TURN: Duration = Duration::from_secs(5);

/// Stop watch of a training in the window.
pub struct MeasureTraining {
    seconds: u64,
    folder: PathBuf,
    asked: bool,
    begun: Option<(Instant, u64)>,
    frames: Vec<f64>,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Figures {
    /// Seconds from the first step on.
    seconds: f64,
    /// Steps done in them.
    steps: u64,
    /// Position of the dial.
    courtesy: f32,
    /// Frames drawn in them.
    frames: usize,
    /// Median of what frames took: laying out and painting, as eframe measures it.
    frame_p50_ms: f64,
    /// 99th percentile of the same.
    frame_p99_ms: f64,
    /// The longest.
    frame_max_ms: f64,
}

impl MeasureTraining {
    /// A watch for so many seconds of training; the run goes into `folder`.
    pub fn new(seconds: u64, folder: PathBuf) -> Self {
        Self {
            seconds,
            folder,
            asked: false,
            begun: None,
            frames: Vec::new(),
        }
    }

    /// What the last frame took. Frames before the first step do not count.
    pub fn took(&mut self, seconds: f32) {
        if self.begun.is_some() {
            self.frames.push(f64::from(seconds) * 1000.0);
        }
    }
}

impl App {
    /// In a measured training: starts it, turns the tabs, and ends with the figures.
    pub(super) fn watch_training(&mut self, ctx: &egui::Context) {
        let Some(mut watch) = self.measure_training.take() else {
            return;
        };
        ctx.request_repaint_after(PACE);
        if !watch.asked {
            watch.asked = true;
            self.session.tab = Tab::Train;
            self.train.courtesy = 1.0;
            self.train.setup.choose(Preset::Demo);
            self.train.setup.folder = Some(watch.folder.display().to_string());
            self.start_run();
        }
        let step = self.train.active.as_ref().map_or(0, |run| run.step);
        if step > 0 {
            let (begun, first) = *watch.begun.get_or_insert((Instant::now(), step));
            let since = begun.elapsed();
            let turn = since.as_secs() / TURN.as_secs();
            self.session.tab = [Tab::Explore, Tab::Train][turn as usize % 2];
            if since.as_secs() >= watch.seconds {
                print(&Figures {
                    seconds: since.as_secs_f64(),
                    steps: step - first,
                    courtesy: self.train.courtesy,
                    frames: watch.frames.len(),
                    frame_p50_ms: percentile(&watch.frames, 0.5),
                    frame_p99_ms: percentile(&watch.frames, 0.99),
                    frame_max_ms: percentile(&watch.frames, 1.0),
                });
                return ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
        self.measure_training = Some(watch);
    }
}
