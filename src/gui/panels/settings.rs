//! The page of settings: a row for each, made from the same list as the file and the command line.

use egui::{Align, Align2, Context, DragValue, Label, Layout, RichText, ScrollArea, Ui, vec2};
use toml::Value;

use crate::engine::settings::{Kind, ROWS, Row, Settings};
use crate::gui::app::App;
use crate::gui::front;
use crate::gui::icons::{Icon, icon_button_if};
use crate::gui::text::desk as text;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;

/// Width of the page in points.
const WIDTH: f32 = 560.0;
/// Width of a row's name.
const NAME: f32 = 190.0;
/// Between a row and its words.
const GAP: f32 = 2.0;
/// Height that the page leaves to its title and the window's edges.
const AROUND: f32 = 200.0;

/// Draws the page while it is open.
pub fn show(app: &mut App, ctx: &Context) {
    let screen = ctx.content_rect();
    let (mut open, mut change) = (app.open.settings, None);
    front::window("Settings")
        .pivot(Align2::CENTER_CENTER)
        .default_pos(screen.center())
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .auto_sized()
        .show(ctx, |ui| {
            ui.set_width(WIDTH);
            weak(ui, text::SETTINGS_ABOVE);
            let most = screen.height() - AROUND;
            ScrollArea::vertical().max_height(most).show(ui, |ui| {
                ui.set_width(WIDTH - theme::SPACE_2);
                let mut group = "";
                for row in ROWS {
                    if row.group != group {
                        group = row.group;
                        super::left::heading(ui, group);
                    }
                    change = self::row(app, ui, row).or(change.take());
                }
            });
            ui.add_space(theme::SPACE);
            below(app, ui);
        });
    app.open.settings = open;
    if let Some((row, value)) = change {
        app.change_setting(ctx, row.key, value);
    }
}

fn weak(ui: &mut Ui, words: &str) {
    let words = RichText::new(words).color(theme::of(ui).text_weak);
    ui.add(Label::new(words).wrap());
}

/// Where all this is kept.
fn below(app: &App, ui: &mut Ui) {
    let Some(home) = &app.desk.home else {
        return weak(ui, text::SETTINGS_NOWHERE);
    };
    weak(ui, text::SETTINGS_FILE);
    let path = home.settings_path().display().to_string();
    if ui
        .button("Copy the file's path")
        .on_hover_text(&path)
        .clicked()
    {
        ui.ctx().copy_text(path);
    }
}

/// One setting; its new value when the person gave it one.
fn row(app: &mut App, ui: &mut Ui, row: &'static Row) -> Option<(&'static Row, Value)> {
    let (value, changed) = (
        app.desk.settings.get(row),
        app.desk.settings.is_changed(row),
    );
    let mut new = None;
    ui.spacing_mut().item_spacing.y = GAP;
    ui.horizontal(|ui| {
        let size = vec2(NAME, theme::SPACE_3);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(NAME);
            let tokens = theme::of(ui);
            let ink = if changed { tokens.accent } else { tokens.text };
            let name = RichText::new(row.name).color(ink);
            ui.add(Label::new(name).truncate().selectable(false));
        });
        new = edit(app, ui, row, &value);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = format!("Reset {}", row.name);
            if icon_button_if(ui, changed, Icon::Reset, &name).clicked() {
                new = Some(Settings::default().get(row));
            }
        });
    });
    weak(ui, row.help.trim());
    ui.add_space(theme::SPACE);
    new.map(|value| (row, value))
}

fn edit(app: &mut App, ui: &mut Ui, row: &'static Row, value: &Value) -> Option<Value> {
    match row.kind {
        Kind::Switch => {
            let mut on = value.as_bool().unwrap_or_default();
            let box_ = ui.checkbox(&mut on, "").accessible_name(row.name);
            box_.clicked().then_some(Value::Boolean(on))
        }
        Kind::Choice(words) => {
            let mut new = None;
            for (word, name) in words {
                if chip(ui, name, None, value.as_str() == Some(word)).clicked() {
                    new = Some(Value::from(*word));
                }
            }
            new
        }
        Kind::Count(from, to, unit) => {
            let number = value.as_integer().unwrap_or(from) as f64;
            let ends = (from as f64, to as f64);
            let new = number_row(app, ui, row, number, (ends, unit, 0))?;
            Some(Value::Integer(new.round() as i64))
        }
        Kind::Number(from, to, unit) => {
            let number = value.as_float().unwrap_or(from);
            let new = number_row(app, ui, row, number, ((from, to), unit, 2));
            new.map(Value::Float)
        }
    }
}

/// A number by drag: it counts when the hand lets go, since the size of everything must not change under the hand.
fn number_row(
    app: &mut App,
    ui: &mut Ui,
    row: &'static Row,
    number: f64,
    ((from, to), unit, decimals): ((f64, f64), &str, usize),
) -> Option<f64> {
    let dragged = app.desk.dragged.take();
    let own = dragged.filter(|(key, _)| *key == row.key);
    let mut now = own.map_or(number, |(_, value)| value);
    let drag = DragValue::new(&mut now)
        .range(from..=to)
        .speed(((to - from) / 400.0).min(8.0))
        .fixed_decimals(decimals)
        .suffix(unit)
        .update_while_editing(false);
    let response = ui.add(drag).accessible_name(row.name);
    if response.dragged() {
        app.desk.dragged = Some((row.key, now));
        return None;
    }
    app.desk.dragged = app
        .desk
        .dragged
        .take()
        .or(dragged.filter(|_| own.is_none()));
    (now != number).then_some(now)
}
