//! Figures of a real run: when the first cell and the whole grid were on screen, and how long frames took.
//!
//! `stargrid --measure` prints them as one line of JSON and closes the window.

use std::time::{Duration, Instant};

use serde::Serialize;

/// After this long the figures are printed, complete or not.
const LIMIT: Duration = Duration::from_secs(120);
/// Time between the frames that are asked for.
pub(super) const PACE: Duration = Duration::from_millis(50);

/// Stop watch of a run.
pub struct Measure {
    started: Instant,
    shown: Option<Instant>,
    first_cell: Option<f64>,
    cells_24: Option<f64>,
    frames: Vec<f64>,
}

/// What was measured, times in milliseconds since the window's first frame.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// From the start of the process to the first frame.
    pub window_ms: f64,
    /// The first cell on screen.
    pub first_cell_ms: Option<f64>,
    /// Twenty-four cells on screen.
    pub cells_24_ms: Option<f64>,
    /// The whole grid on screen.
    pub all_cells_ms: f64,
    /// Cells in the grid.
    pub cells: usize,
    /// Milliseconds a cell, smoothed.
    pub cell_ms: Option<f32>,
    /// Frames drawn.
    pub frames: usize,
    /// Median of what frames took: laying out and painting, as eframe measures it.
    pub frame_p50_ms: f64,
    /// 99th percentile of the same.
    pub frame_p99_ms: f64,
    /// The longest.
    pub frame_max_ms: f64,
}

impl Measure {
    /// Starts the watch; `started` is when the process began.
    pub fn new(started: Instant) -> Self {
        Self {
            started,
            shown: None,
            first_cell: None,
            cells_24: None,
            frames: Vec::new(),
        }
    }

    /// A frame begins. The next is asked for at the pace of a moving slider, whatever else happens.
    pub fn frame(&mut self, ctx: &egui::Context) {
        self.shown.get_or_insert_with(Instant::now);
        ctx.request_repaint_after(PACE);
    }

    /// What the last frame took: laying out and painting, without the wait for the screen.
    pub fn took(&mut self, seconds: f32) {
        self.frames.push(f64::from(seconds) * 1000.0);
    }

    /// Notes how many cells are drawn; the figures once the grid is complete (or will never be).
    pub fn cells(&mut self, there: usize, all: usize, pace: Option<f32>) -> Option<Figures> {
        let shown = self.shown?;
        let since = shown.elapsed().as_secs_f64() * 1000.0;
        if there >= 1 {
            self.first_cell.get_or_insert(since);
        }
        if there >= 24 {
            self.cells_24.get_or_insert(since);
        }
        if (all == 0 || there < all) && shown.elapsed() < LIMIT {
            return None;
        }
        let at = |part| percentile(&self.frames, part);
        Some(Figures {
            window_ms: (shown - self.started).as_secs_f64() * 1000.0,
            first_cell_ms: self.first_cell,
            cells_24_ms: self.cells_24,
            all_cells_ms: since,
            cells: there,
            cell_ms: pace,
            frames: self.frames.len(),
            frame_p50_ms: at(0.5),
            frame_p99_ms: at(0.99),
            frame_max_ms: at(1.0),
        })
    }
}

impl super::app::App {
    /// In a measured run: prints the figures and closes the window once the grid is complete.
    pub(super) fn count_measured(&mut self, ctx: &egui::Context) {
        let (there, all) = self.progress();
        let pace = self.pace;
        let Some(figures) = self
            .measure
            .as_mut()
            .and_then(|measure| measure.cells(there, all, pace))
        else {
            return;
        };
        self.measure = None;
        print(&figures);
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }
}

impl super::app::App {
    /// In a measured run: what the last frame took.
    pub(super) fn note_frame(&mut self, seconds: Option<f32>) {
        let Some(seconds) = seconds else { return };
        if let Some(measure) = &mut self.measure {
            measure.took(seconds);
        }
        if let Some(measure) = &mut self.measure_training {
            measure.took(seconds);
        }
    }
}

/// The value below which the share `part` of `values` lies; 0 when there is none.
pub(super) fn percentile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len().saturating_sub(1) as f64 * part).round() as usize;
    sorted.get(place).copied().unwrap_or(0.0)
}

/// Figures as one line of JSON on standard output.
pub(super) fn print(figures: &impl Serialize) {
    use std::io::Write as _;
    let line = serde_json::to_string(figures).unwrap_or_else(|error| error.to_string());
    if let Err(error) = writeln!(std::io::stdout(), "{line}") {
        log::warn!("the figures could not be printed: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn percentiles_are_values_of_the_list() {
        let values = [3.0, 1.0, 2.0, 5.0, 4.0];
        assert_eq!(percentile(&values, 0.5), 3.0);
        assert_eq!(percentile(&values, 0.99), 5.0);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }
}
