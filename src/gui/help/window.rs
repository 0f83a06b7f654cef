//! The window of help: the list of pages with a search, and the page in front.

use egui::{
    Align2, Context, FontFamily, FontId, Grid, Label, RichText, ScrollArea, TextEdit, Ui, Window,
    vec2,
};

use super::Help;
use super::markdown::{Block, Span};
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::text::help as text;
use crate::gui::theme;

/// Width of the list and of a page, and the most height, in points.
const SIZE: (f32, f32, f32) = (176.0, 500.0, 560.0);
/// Space that the window leaves to its title and the screen's edges.
const AROUND: f32 = 128.0;
/// Room before the words of an item.
const INDENT: f32 = 20.0;

/// Draws the help while it is open.
pub fn show(app: &mut App, ctx: &Context) {
    let Some(mut help) = app.open.help.take() else {
        return;
    };
    let screen = ctx.content_rect();
    let height = SIZE.2.min(screen.height() - AROUND);
    let (mut open, mut tour) = (true, false);
    Window::new("Help")
        .pivot(Align2::CENTER_CENTER)
        .default_pos(screen.center())
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .show(ctx, |ui| {
            ui.horizontal_top(|ui| {
                ui.allocate_ui(vec2(SIZE.0, height), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(SIZE.0);
                        ui.set_min_height(height);
                        tour = list(ui, &mut help);
                    });
                });
                ui.separator();
                let room = (screen.width() - SIZE.0 - AROUND).min(SIZE.1);
                ui.allocate_ui(vec2(room, height), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(room);
                        page(ui, &mut help, height);
                    });
                });
            });
        });
    if open {
        app.open.help = Some(help);
    }
    if tour {
        app.begin_tour();
    }
}

/// The search and the pages that have its words; `true` when the tour was asked for.
fn list(ui: &mut Ui, help: &mut Help) -> bool {
    let field = TextEdit::singleline(&mut help.search)
        .hint_text(text::SEARCH)
        .desired_width(f32::INFINITY);
    let field = ui.add(field).accessible_name("Search the help");
    let found = help.found();
    if field.changed() && !help.search.trim().is_empty() && !found.contains(&help.at) {
        help.at = found.first().copied().unwrap_or(help.at);
    }
    ui.add_space(theme::SPACE_HALF);
    if found.is_empty() {
        ui.label(RichText::new(text::NOTHING).color(theme::of(ui).text_weak));
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    for at in found {
        let title = help.pages[at].title.clone();
        if ui.selectable_label(help.at == at, title).clicked() {
            let name = help.pages[at].name;
            help.turn_to(name);
        }
    }
    ui.add_space(theme::SPACE);
    ui.button("Take the tour")
        .on_hover_text(text::TOUR)
        .clicked()
}

fn page(ui: &mut Ui, help: &mut Help, height: f32) {
    let mut link = None;
    if !help.before.is_empty() && icons::labelled(ui, Icon::FoldLeft, "Back", false).clicked() {
        return help.turn_back();
    }
    let page = &help.pages[help.at];
    ScrollArea::vertical()
        .id_salt(page.name)
        .max_height(height)
        .auto_shrink(false)
        .show(ui, |ui| {
            // Words keep off the bar.
            ui.set_max_width(ui.available_width() - theme::SPACE_2);
            for part in &page.blocks {
                if let Some(target) = block(ui, part) {
                    link = Some(target);
                }
            }
        });
    if let Some(target) = link {
        help.turn_to(&target);
    }
}

/// Draws a block; the target of a link that was clicked.
fn block(ui: &mut Ui, block: &Block) -> Option<String> {
    match block {
        Block::Heading(level, spans) => {
            let words: String = spans.iter().map(Span::words).collect();
            if *level > 1 {
                ui.add_space(theme::SPACE);
            }
            ui.label(match level {
                1 => theme::title(words),
                _ => theme::strong(words),
            });
            None
        }
        Block::Paragraph(spans) => paragraph(ui, spans),
        Block::Item(number, spans) => {
            let mark = number.map_or("•".to_owned(), |number| format!("{number}."));
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.allocate_ui(vec2(INDENT, theme::TEXT_STRONG), |ui| {
                    ui.set_min_width(INDENT);
                    ui.label(RichText::new(mark).color(theme::of(ui).text_weak));
                });
                ui.vertical(|ui| paragraph(ui, spans)).inner
            })
            .inner
        }
        Block::Code(code) => {
            ui.add(Label::new(RichText::new(code).monospace()).wrap());
            None
        }
        Block::Table(rows) => table(ui, rows),
    }
}

fn paragraph(ui: &mut Ui, spans: &[Span]) -> Option<String> {
    let mut link = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        for span in spans {
            if span_shown(ui, span) {
                link = target(span);
            }
        }
    });
    link
}

fn target(span: &Span) -> Option<String> {
    match span {
        Span::Link(_, target) => Some(target.clone()),
        _ => None,
    }
}

/// Draws a run; `true` when it is a link that was clicked.
fn span_shown(ui: &mut Ui, span: &Span) -> bool {
    let tokens = theme::of(ui);
    // Running text is a little quieter than the words that are to be found in it.
    let quiet = theme::mixed(tokens.text_weak, tokens.text, 0.6);
    match span {
        Span::Plain(words) => {
            ui.label(RichText::new(words).color(quiet));
            false
        }
        Span::Bold(words) => {
            ui.label(RichText::new(words).color(tokens.text).underline());
            false
        }
        Span::Code(words) => {
            let font = FontId::new(theme::TEXT_BODY - 1.0, FontFamily::Monospace);
            ui.label(RichText::new(words).font(font).color(tokens.text));
            false
        }
        Span::Link(words, _) => ui.link(words).clicked(),
    }
}

fn table(ui: &mut Ui, rows: &[Vec<Vec<Span>>]) -> Option<String> {
    let mut link = None;
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let width = (ui.available_width() - theme::SPACE * columns as f32) / columns as f32;
    Grid::new(("table", rows.len()))
        .num_columns(columns)
        .spacing([theme::SPACE, theme::SPACE_HALF])
        .max_col_width(width * 1.3)
        .show(ui, |ui| {
            for row in rows {
                for cell in row {
                    ui.vertical(|ui| {
                        if let Some(target) = paragraph(ui, cell) {
                            link = Some(target);
                        }
                    });
                }
                ui.end_row();
            }
        });
    link
}
