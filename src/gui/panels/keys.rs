//! The sheet of keys, from the table of commands.

use egui::{Align, Align2, Context, Label, Layout, RichText, ScrollArea, Ui, vec2};

use crate::gui::app::App;
use crate::gui::commands::{self, KeyLine};
use crate::gui::front;
use crate::gui::text::desk as text;
use crate::gui::theme;

/// Height that the sheet leaves to its title and the window's edges, in points.
const AROUND: f32 = 160.0;
/// Width of a column in points, and of the keys in it.
const COLUMN: f32 = 440.0;
const KEYS: f32 = 136.0;

/// Draws the sheet while it is open.
pub fn show(app: &mut App, ctx: &Context) {
    let screen = ctx.content_rect();
    front::window("Keys")
        .pivot(Align2::CENTER_CENTER)
        .default_pos(screen.center())
        .open(&mut app.open.keys)
        .collapsible(false)
        .auto_sized()
        .show(ctx, |ui| {
            ui.label(RichText::new(text::KEYS_ABOVE).color(theme::of(ui).text_weak));
            ui.add_space(theme::SPACE);
            let (left, right) = columns(commands::key_lines());
            ScrollArea::vertical()
                .max_height(screen.height() - AROUND)
                .show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        column(ui, &left);
                        ui.add_space(theme::SPACE_3);
                        column(ui, &right);
                    });
                });
        });
}

/// The lines in two columns of about the same height; a group is not torn apart.
fn columns(lines: Vec<KeyLine>) -> (Vec<KeyLine>, Vec<KeyLine>) {
    let half = lines.len().div_ceil(2);
    let group = lines.get(half).map(|line| line.group);
    let cut = lines.iter().position(|line| Some(line.group) == group);
    let mut left = lines;
    let right = left.split_off(cut.unwrap_or(half));
    (left, right)
}

fn column(ui: &mut Ui, lines: &[KeyLine]) {
    ui.vertical(|ui| {
        ui.set_width(COLUMN);
        for of_group in lines.chunk_by(|one, next| one.group == next.group) {
            let Some(first) = of_group.first() else {
                continue;
            };
            let accent = theme::of(ui).accent;
            ui.label(RichText::new(first.group.name()).color(accent));
            for line in of_group {
                let twice = lines.iter().filter(|other| other.keys == line.keys).count() > 1;
                key_line(ui, line, twice);
            }
            ui.add_space(theme::SPACE_2);
        }
    });
}

/// The keys, and beside them what they do; a key that means several things says where it means what.
fn key_line(ui: &mut Ui, line: &KeyLine, twice: bool) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_2;
        ui.allocate_ui_with_layout(vec2(KEYS, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(KEYS);
            ui.label(RichText::new(&line.keys).strong());
        });
        let words = match twice {
            true => format!("{}: {}", line.places, line.help),
            false => line.help.to_owned(),
        };
        let help = ui.add(Label::new(words).wrap());
        if !line.places.is_empty() {
            help.on_hover_text(format!("Works in: {}", line.places));
        }
    });
}
