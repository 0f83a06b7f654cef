//! The status bar: progress and its end, the ways in, and the notices.

use egui::{Align, Layout, Panel, ProgressBar, RichText, Ui};

use crate::gui::app::App;
use crate::gui::state::Tab;
use crate::gui::widgets::notice_view;
use crate::gui::{text, theme};

/// Width of the progress bar in points.
const BAR: f32 = 96.0;

/// Draws the status bar.
pub fn show(app: &mut App, ui: &mut Ui) {
    Panel::bottom("bottom").show(ui, |ui| {
        ui.add_space(theme::SPACE_HALF);
        ui.horizontal(|ui| {
            match app.session.tab {
                Tab::Explore => progress(app, ui),
                Tab::Train => super::train::progress(app, ui),
                Tab::Compare => super::compare::progress(app, ui),
                Tab::Evaluate => super::evaluate::progress(app, ui),
                Tab::Gallery => super::gallery::progress(app, ui),
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if notice_view::count_button(ui, &app.notices) {
                    app.open.notices = !app.open.notices;
                    app.notices.mark_seen();
                }
                super::exports::status(app, ui);
                ui.add_space(theme::SPACE_2);
                let ways = match app.session.tab {
                    Tab::Explore | Tab::Compare => text::WAYS_IN,
                    Tab::Evaluate if app.tastes() => app.taste.ways_in(),
                    Tab::Evaluate => text::WAYS_IN_EVALUATE,
                    Tab::Train => text::WAYS_IN_TRAIN,
                    Tab::Gallery => text::gallery::WAYS_IN,
                };
                ui.label(RichText::new(ways).color(theme::of(ui).text_weak));
            });
        });
        ui.add_space(theme::SPACE_HALF);
    });
}

fn progress(app: &mut App, ui: &mut Ui) {
    let (there, all) = app.progress();
    let pace = app
        .pace
        .map(|millis| format!(" · {} a cell", duration(millis)))
        .unwrap_or_default();
    let reading = app.pictures_being_read();
    if app.model.is_none() {
        ui.label(text::OPENING);
    } else if let Some((done, all)) = app.preparing {
        ui.add(ProgressBar::new(done as f32 / all as f32).desired_width(BAR))
            .accessible_name("Progress");
        ui.label(format!("Preparing kernels, {} of {all}…", done + 1))
            .on_hover_text(text::PREPARING);
    } else if reading > 0 {
        ui.label(format!("Reading {reading} pictures"));
        if ui.button("Stop reading").clicked() {
            app.stop_reading();
        }
    } else if all == 0 {
        ui.label("No cells yet");
    } else if there == all {
        ui.label(format!("{all} cells{pace}"));
    } else if app.grid.paused {
        ui.label(format!("Stopped at {there} of {all} cells"));
        if ui.button("Go on").clicked() {
            app.grid.paused = false;
        }
    } else {
        ui.add(ProgressBar::new(there as f32 / all as f32).desired_width(BAR))
            .accessible_name("Progress");
        let left = app
            .pace
            .map(|millis| format!(" · {} left", duration(millis * (all - there) as f32)))
            .unwrap_or_default();
        ui.label(format!("{there} of {all} cells{pace}{left}"));
        if ui.button("Stop").on_hover_text("Esc").clicked() {
            app.pause();
        }
    }
}

/// A duration with its unit.
fn duration(millis: f32) -> String {
    if millis < 1000.0 {
        format!("{millis:.0} ms")
    } else if millis < 60_000.0 {
        format!("{:.1} s", millis / 1000.0)
    } else {
        format!("{:.0} min", millis / 60_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_have_units() {
        assert_eq!(duration(38.2), "38 ms");
        assert_eq!(duration(1500.0), "1.5 s");
        assert_eq!(duration(150_000.0), "2 min");
    }
}
