//! The sheet of keys, from the table of commands.

use egui::{Align2, Context, Grid, RichText, ScrollArea, Ui};

use crate::gui::app::App;
use crate::gui::command::Group;
use crate::gui::commands::{self, KeyLine};
use crate::gui::front;
use crate::gui::text::desk as text;
use crate::gui::theme;

/// Height that the sheet leaves to its title and the window's edges, in points.
const AROUND: f32 = 160.0;
/// Width of a column in points.
const COLUMN: f32 = 400.0;

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
                        column(ui, "left keys", &left);
                        ui.add_space(theme::SPACE_3);
                        column(ui, "right keys", &right);
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

fn column(ui: &mut Ui, name: &str, lines: &[KeyLine]) {
    let tokens = theme::of(ui);
    ui.vertical(|ui| {
        ui.set_width(COLUMN);
        let mut shown: Option<Group> = None;
        Grid::new(name)
            .num_columns(2)
            .spacing([theme::SPACE_2, theme::SPACE_HALF])
            .show(ui, |ui| {
                for line in lines {
                    if shown.replace(line.group) != Some(line.group) {
                        ui.label(RichText::new(line.group.name()).color(tokens.accent));
                        ui.end_row();
                    }
                    ui.label(RichText::new(&line.keys).strong());
                    let twice = lines.iter().filter(|other| other.keys == line.keys).count() > 1;
                    // A key that means several things says where it means what.
                    let words = match twice {
                        true => format!("{}: {}", line.places, line.help),
                        false => line.help.to_owned(),
                    };
                    let help = ui.add(egui::Label::new(words).wrap());
                    if !line.places.is_empty() {
                        help.on_hover_text(format!("Works in: {}", line.places));
                    }
                    ui.end_row();
                }
            });
    });
}
