//! What happens by itself: the film plays, a changed set-up is measured, Explore follows the cursor, training makes way.

use egui::Context;

use super::{Activity, orders};
use crate::engine::messages::ModelSource;
use crate::gui::app::App;
use crate::gui::state::Tab;
use crate::runs::checkpoints::Saved;

/// Seconds between two requests for the live networks.
const LIVE_SECONDS: f64 = 5.0;
/// Seconds for which the cursor rests before Explore opens its checkpoint.
const REST_SECONDS: f64 = 0.4;
/// Sheets that a film reads ahead.
const READ_AHEAD: usize = 3;

impl App {
    /// One beat of the tab; also while another tab is shown.
    pub(in crate::gui) fn train_beat(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.order_photos();
        self.order_look();
        self.order_estimate(ctx, now);
        self.play_film(ctx, now);
        self.order_sheets();
        self.read_beside();
        self.follow_cursor(ctx, now);
        self.make_way(ctx);
    }

    fn order_photos(&mut self) {
        let size = self
            .train
            .active
            .as_ref()
            .filter(|_| self.train.activity.is_under_way());
        let size = size.map_or(self.train.setup.config.model.img_size, |run| {
            run.config.model.img_size
        });
        for order in self.train.photos.orders(size) {
            self.engine
                .jobs
                .view(order.ticket, order.whole, order.crop, size);
        }
        let ready = self.train.photos.iter().all(|photo| photo.view.is_some());
        if self.train.photos.untold && ready {
            self.train.photos.untold = false;
            orders::set_probes(self);
        }
    }

    /// Other labels are wanted: another look through the data.
    fn order_look(&mut self) {
        if let Some(root) = self.train.setup.due_look() {
            orders::scan(self, root);
        }
    }

    fn order_estimate(&mut self, ctx: &Context, now: f64) {
        if self.train.page != super::Page::Setup || self.train.activity.is_under_way() {
            return;
        }
        if let Some(config) = self.train.setup.due(now) {
            orders::estimate(self, config);
        } else if self.train.setup.changed_at.is_some() {
            ctx.request_repaint_after_secs(super::setup::MEASURE_REST_SECONDS as f32);
        }
    }

    fn play_film(&mut self, ctx: &Context, now: f64) {
        if !self.train.film.playing {
            return;
        }
        let pause = 1.0 / f64::from(self.train.film.speed.max(0.1));
        if now >= self.train.film.next_at {
            let Some((steps, newest)) = self.film_steps() else {
                return;
            };
            if let Some(step) = self.train.film.next(&steps, self.train.step(), newest) {
                self.train.cursor = Some(step);
            }
            self.train.film.next_at = now + pause;
        }
        ctx.request_repaint_after_secs((self.train.film.next_at - now) as f32);
    }

    fn film_steps(&self) -> Option<(Vec<u64>, u64)> {
        let run = self.train.shown()?;
        let steps = run
            .sheets_of(self.train.film.kind)
            .iter()
            .map(|sheet| sheet.step);
        Some((steps.collect(), run.newest()))
    }

    /// The sheet at the cursor, and while a film plays the ones after it.
    fn order_sheets(&mut self) {
        if self.session.tab != Tab::Train {
            return;
        }
        let Some(run) = self.train.shown() else {
            return;
        };
        let kind = self.train.film.kind;
        let mut wanted: Vec<_> = run
            .sheet_at(kind, self.train.step())
            .cloned()
            .into_iter()
            .collect();
        if self.train.film.playing
            && let Some((steps, newest)) = self.film_steps()
        {
            let mut step = self.train.step();
            for _ in 0..READ_AHEAD {
                let Some(next) = self.train.film.next(&steps, step, newest) else {
                    break;
                };
                step = next;
                wanted.extend(run.sheet_at(kind, step).cloned());
            }
        }
        for sheet in wanted {
            if self.train.sheets.must_ask(&sheet.path) {
                orders::read_sheet(self, sheet);
            }
        }
    }

    /// Explore opens the checkpoint that the cursor rests at, or at the live end the networks of now.
    fn follow_cursor(&mut self, ctx: &Context, now: f64) {
        if !self.train.follow.on || self.opening.is_some() {
            return;
        }
        if self.train.is_live() && self.train.shows_active() {
            if self.train.activity == Activity::Running {
                self.ask_live(ctx, now);
            }
            return;
        }
        let step = self.train.step();
        let rests = self
            .train
            .follow
            .rests
            .filter(|(at, _)| *at == step)
            .unwrap_or((step, now));
        self.train.follow.rests = Some(rests);
        if now - rests.1 < REST_SECONDS {
            ctx.request_repaint_after_secs(REST_SECONDS as f32);
            return;
        }
        let saved = self.train.shown().and_then(|run| run.averaged_at(step));
        let Some(path) = saved.and_then(|saved: &Saved| saved.averaged.clone()) else {
            return;
        };
        if self.train.follow.opened.as_ref() != Some(&path) {
            self.train.follow.opened = Some(path.clone());
            self.open_model(ModelSource::File(path));
        }
    }

    fn ask_live(&mut self, ctx: &Context, now: f64) {
        let asked = self.train.follow.asked_at;
        if asked.is_some_and(|asked| now - asked < LIVE_SECONDS) {
            ctx.request_repaint_after_secs(LIVE_SECONDS as f32);
            return;
        }
        self.train.follow.asked_at = Some(now);
        self.train.follow.opened = None;
        orders::publish(self);
    }

    /// Cells in Explore and a dragging hand come before training.
    fn make_way(&self, ctx: &Context) {
        if !self.train.activity.is_training() || self.session.tab != Tab::Explore {
            return;
        }
        if ctx.input(|input| input.pointer.any_down()) || self.is_computing() {
            orders::yield_now(self);
        }
    }

    /// Asks for the live networks and opens them in Explore when they come.
    pub(in crate::gui) fn open_live(&mut self) {
        self.train.follow.wants_live = true;
        orders::publish(self);
    }

    /// Whether a model is one of the run on screen: such a one is not remembered, and opening it says nothing twice.
    pub(in crate::gui) fn is_of_run(&self, source: &ModelSource) -> bool {
        let inside =
            |run: &super::run::RunShown, path: &std::path::Path| path.starts_with(&run.folder);
        let mut runs = self.train.active.iter().chain(&self.train.other);
        match source {
            ModelSource::Demo => false,
            ModelSource::File(path) => runs.any(|run| inside(run, path)),
            ModelSource::Live(_) => true,
        }
    }
}
