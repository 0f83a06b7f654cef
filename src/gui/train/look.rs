//! How charts and sheets are shown: smoothing, scale, what is hidden, the window of steps, the film.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::curves::{Chart, Series};
use crate::train::samples::SheetKind;

/// Steps of the recent window.
pub const RECENT_STEPS: u64 = 500;
/// Sheets a second of a film at first.
const FILM_SPEED: f32 = 4.0;
/// Smoothing at first, in percent of the steps so far.
pub const SMOOTHING: f32 = 2.0;

/// How the charts show.
#[derive(Clone, Debug)]
pub struct Look {
    /// Memory of the smooth line in percent of the steps so far; 0 shows the values alone.
    pub smoothing: f32,
    /// Whether heights are logarithmic.
    pub log: bool,
    /// Curves that are not drawn.
    pub hidden: BTreeSet<Series>,
    /// Whether the newest steps alone are shown.
    pub recent: bool,
    /// The charts, from left to right.
    pub slots: [Chart; 3],
    /// The chart shown where there is space for one.
    pub slot: usize,
    /// The steps zoomed to.
    pub window: Option<(f64, f64)>,
    /// Heights zoomed to, chart by chart.
    pub heights: BTreeMap<Chart, (f64, f64)>,
    /// The step under the pointer.
    pub hovered: Option<u64>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            smoothing: SMOOTHING,
            log: false,
            hidden: BTreeSet::new(),
            recent: false,
            slots: [
                Chart::Discriminator,
                Chart::GeneratorTotal,
                Chart::GeneratorTerms,
            ],
            slot: 2,
            window: None,
            heights: BTreeMap::new(),
            hovered: None,
        }
    }
}

impl Look {
    /// The steps shown, of a run that has come to `newest`.
    pub fn steps(&self, newest: u64) -> (f64, f64) {
        let first = if self.recent {
            newest.saturating_sub(RECENT_STEPS)
        } else {
            0
        };
        self.window.unwrap_or((first as f64, newest.max(1) as f64))
    }

    /// Memory of the smooth lines in steps.
    pub fn memory(&self, newest: u64) -> f64 {
        f64::from(self.smoothing) / 100.0 * newest as f64
    }

    /// Shows or hides a curve.
    pub fn toggle(&mut self, series: Series) {
        if !self.hidden.remove(&series) {
            self.hidden.insert(series);
        }
    }

    /// Shows everything again.
    pub fn fit(&mut self) {
        self.window = None;
        self.heights.clear();
    }

    /// Zooms the steps by `factor` so that the step `at` stays where it is.
    pub fn zoom(&mut self, at: f64, factor: f64, newest: u64) {
        let (from, to) = self.steps(newest);
        let (from, to) = (at - (at - from) / factor, at + (to - at) / factor);
        let (from, to) = (from.max(0.0), to.min(newest.max(1) as f64));
        if to - from < 2.0 {
            return;
        }
        let whole = from <= 0.0 && to >= newest as f64 && !self.recent;
        self.window = (!whole).then_some((from, to));
    }
}

/// The sheets and their film.
#[derive(Clone, Debug)]
pub struct Film {
    /// Which sheet.
    pub kind: SheetKind,
    /// The steps that are played; none plays all.
    pub brush: Option<(u64, u64)>,
    /// Whether it plays.
    pub playing: bool,
    /// Sheets a second.
    pub speed: f32,
    /// When the next sheet is due, in the window's time.
    pub next_at: f64,
}

impl Default for Film {
    fn default() -> Self {
        Self {
            kind: SheetKind::Reference,
            brush: None,
            playing: false,
            speed: FILM_SPEED,
            next_at: 0.0,
        }
    }
}

impl Film {
    /// The steps that are played, of a run that has come to `newest`.
    pub fn range(&self, newest: u64) -> RangeInclusive<u64> {
        let (from, to) = self.brush.unwrap_or((0, newest));
        from..=to.min(newest)
    }

    /// The step of the film after `now` among `steps`, from the start again after the last.
    pub fn next(&self, steps: &[u64], now: u64, newest: u64) -> Option<u64> {
        let range = self.range(newest);
        let mut inside = steps.iter().copied().filter(|step| range.contains(step));
        let first = inside.clone().next()?;
        Some(inside.find(|step| *step > now).unwrap_or(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_under_the_pointer_stays_while_zooming() {
        let mut look = Look::default();
        look.zoom(250.0, 2.0, 1_000);
        assert_eq!(look.window, Some((125.0, 625.0)));
        look.zoom(250.0, 0.1, 1_000);
        assert_eq!(look.window, None, "zoomed out it shows the whole run");
        look.recent = true;
        assert_eq!(look.steps(2_000), (1_500.0, 2_000.0));
    }

    #[test]
    fn a_film_plays_its_range_again_and_again() {
        let film = Film {
            brush: Some((50, 150)),
            ..Film::default()
        };
        let steps = [0, 50, 100, 150, 200];
        assert_eq!(film.next(&steps, 0, 200), Some(50));
        assert_eq!(film.next(&steps, 100, 200), Some(150));
        assert_eq!(film.next(&steps, 150, 200), Some(50));
        assert_eq!(film.next(&[], 0, 200), None);
    }
}
