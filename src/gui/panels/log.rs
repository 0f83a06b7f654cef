//! The log panel: what the program said, newest at the end, and what this machine has to compute with.

use egui::{Align2, Color32, Context, FontId, Grid, Label, RichText, ScrollArea, TextEdit, Ui};
use log::Level;

use crate::engine::journal::{self, Line};
use crate::gui::app::App;
use crate::gui::front;
use crate::gui::log_view::Page;
use crate::gui::text::desk as text;
use crate::gui::theme::{self, Theme};
use crate::gui::widgets::branch_bar::chip;

/// Size of the panel at first, in points.
const SIZE: [f32; 2] = [760.0, 420.0];
/// Width of the field for words.
const FIELD: f32 = 220.0;
/// The levels that can be chosen.
const LEVELS: [(Level, &str); 4] = [
    (Level::Error, "Errors"),
    (Level::Warn, "Warnings"),
    (Level::Info, "Info"),
    (Level::Debug, "Everything"),
];

/// Draws the panel while it is open.
pub fn show(app: &mut App, ctx: &Context) {
    let mut open = app.open.log;
    front::window("Log")
        .pivot(Align2::CENTER_CENTER)
        .default_pos(ctx.content_rect().center())
        .default_size(SIZE)
        .open(&mut open)
        .collapsible(false)
        .show(ctx, |ui| {
            pages(app, ui);
            ui.add_space(theme::SPACE_HALF);
            match app.desk.log.page {
                Page::Log => lines(app, ui),
                Page::Device => device(app, ui),
            }
        });
    app.open.log = open;
}

fn pages(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        for (page, name) in [(Page::Log, "Log"), (Page::Device, "Device")] {
            if chip(ui, name, None, app.desk.log.page == page).clicked() {
                app.desk.log.page = page;
            }
        }
    });
}

fn lines(app: &mut App, ui: &mut Ui) {
    let log = &mut app.desk.log;
    log.refresh();
    ui.horizontal_wrapped(|ui| {
        for (level, name) in LEVELS {
            if chip(ui, name, None, log.level == level).clicked() {
                log.level = level;
            }
        }
        let field = TextEdit::singleline(&mut log.words)
            .hint_text(text::LOG_HINT)
            .desired_width(FIELD);
        ui.add(field).accessible_name("Words in the log");
        if ui
            .button("Copy all")
            .on_hover_text("Every line that is shown")
            .clicked()
        {
            ui.ctx().copy_text(journal::written(log.shown()));
        }
    });
    ui.add_space(theme::SPACE_HALF);
    let shown = log.shown();
    if shown.is_empty() {
        ui.weak(match log.is_empty() {
            true => text::LOG_EMPTY,
            false => text::LOG_NOTHING,
        });
        ui.allocate_space(ui.available_size());
        return;
    }
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    // It stays where a person reads, and follows the newest line while the end is in sight.
    ScrollArea::both()
        .auto_shrink(false)
        .stick_to_bottom(true)
        .show_rows(ui, height, shown.len(), |ui, rows| {
            for line in &shown[rows] {
                self::line(ui, line);
            }
        });
}

fn line(ui: &mut Ui, line: &Line) {
    let tokens = theme::of(ui);
    let ink = ink(line.level, tokens);
    let level = line.level.as_str().to_lowercase();
    let first = line.text.lines().next().unwrap_or_default();
    let words = format!(
        "{:9.3} s  {level:5}  {}: {first}",
        line.seconds, line.target
    );
    let words = RichText::new(words).font(FontId::monospace(theme::TEXT_BODY - 1.0));
    ui.add(Label::new(words.color(ink)).extend());
}

fn ink(level: Level, tokens: &Theme) -> Color32 {
    match level {
        Level::Error => tokens.danger,
        Level::Warn => tokens.warn,
        Level::Info => tokens.text,
        Level::Debug | Level::Trace => tokens.text_weak,
    }
}

fn device(app: &mut App, ui: &mut Ui) {
    if !std::mem::replace(&mut app.desk.log.asked, true) {
        app.engine.jobs.look_at_machine();
    }
    let mut rows = Vec::new();
    if let Some(facts) = &app.device {
        let half = match (facts.offers_half, app.session.half) {
            (true, true) => ", half precision",
            (true, false) => ", half precision possible",
            (false, _) => "",
        };
        rows.push(("In use", format!("{}{half}", facts.name)));
        rows.push(("Why", facts.reason.clone()));
    }
    match &app.desk.log.machine {
        Some(machine) => rows.extend(machine.rows()),
        None => rows.push(("", text::MACHINE_WAITS.to_owned())),
    }
    if let Some(home) = &app.desk.home {
        rows.push(("Folder", home.folder().display().to_string()));
    }
    let spacing = [theme::SPACE_3, theme::SPACE_HALF];
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let grid = Grid::new("machine").num_columns(2).spacing(spacing);
        grid.show(ui, |ui| {
            for (name, words) in &rows {
                ui.label(RichText::new(*name).color(theme::of(ui).text_weak));
                ui.add(Label::new(words).wrap());
                ui.end_row();
            }
        });
        ui.add_space(theme::SPACE);
        if ui
            .button("Copy")
            .on_hover_text("All of this as text")
            .clicked()
        {
            let line = |(name, words): &(&str, String)| format!("{name:<13} {words}\n");
            ui.ctx().copy_text(rows.iter().map(line).collect());
        }
    });
}
