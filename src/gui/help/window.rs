//! The window of help: the list of pages with a search, and the page in front.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Align2, Context, FontId, Grid, Label, Layout, RichText, ScrollArea, Sense, TextEdit, Ui,
    vec2,
};

use super::Help;
use super::markdown::{Block, Span};
use crate::gui::app::App;
use crate::gui::front;
use crate::gui::icons::{self, Icon};
use crate::gui::text::help as text;
use crate::gui::theme::{self, INK_LATER};

/// Width of the list and of a page, and the most height, in points.
const SIZE: (f32, f32, f32) = (176.0, 500.0, 560.0);
/// Space that the window leaves to its title and the screen's edges.
const AROUND: f32 = 128.0;
/// Room before the words of an item.
const INDENT: f32 = 16.0;
/// How far running text is from the weak ink to the full one.
const QUIET: f32 = 0.55;

/// Draws the help while it is open.
pub fn show(app: &mut App, ctx: &Context) {
    let Some(mut help) = app.open.help.take() else {
        return;
    };
    let screen = ctx.content_rect();
    let height = SIZE.2.min(screen.height() - AROUND);
    let (mut open, mut tour) = (true, false);
    front::window("Help")
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
        Block::Item(number, spans) => item(ui, *number, spans),
        Block::Code(code) => {
            ui.add(Label::new(RichText::new(code).monospace()).wrap());
            None
        }
        Block::Table(rows) => table(ui, rows),
    }
}

/// A line of a list; the next one comes closer than the next paragraph.
fn item(ui: &mut Ui, number: Option<usize>, spans: &[Span]) -> Option<String> {
    let mark = number.map_or("•".to_owned(), |number| format!("{number}."));
    let shown = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().interact_size.y = 0.0;
        let (rect, _) = ui.allocate_exact_size(vec2(INDENT, theme::TEXT_BODY), Sense::hover());
        let ink = theme::of(ui).text_weak;
        let font = theme::body_font();
        ui.painter()
            .text(rect.left_top(), Align2::LEFT_TOP, mark, font, ink);
        ui.vertical(|ui| paragraph(ui, spans)).inner
    });
    ui.add_space(theme::SPACE_HALF - theme::SPACE);
    shown.inner
}

/// Words between two links are one text, so that they share lines and their height.
fn paragraph(ui: &mut Ui, spans: &[Span]) -> Option<String> {
    let mut link = None;
    // On one line at the bottom, whatever their heights: code is a little higher than text.
    let layout = Layout::left_to_right(Align::BOTTOM).with_main_wrap(true);
    let line = vec2(ui.available_width(), 0.0);
    ui.allocate_ui_with_layout(line, layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        ui.spacing_mut().interact_size.y = 0.0;
        for run in spans.chunk_by(|one, next| target(one).is_none() && target(next).is_none()) {
            match run {
                [Span::Link(words, target)] => {
                    if ui.link(words).clicked() {
                        link = Some(target.clone());
                    }
                }
                _ => {
                    ui.label(job(ui, run));
                }
            }
        }
    });
    link
}

fn target(span: &Span) -> Option<&str> {
    match span {
        Span::Link(_, target) => Some(target),
        _ => None,
    }
}

/// Running text is a little quieter than the words that are to be found in it.
fn job(ui: &Ui, spans: &[Span]) -> LayoutJob {
    let tokens = theme::of(ui);
    let quiet = theme::mixed(tokens.text_weak, tokens.text, QUIET);
    let mut job = LayoutJob::default();
    for span in spans {
        let (font, ink, ground) = match span {
            Span::Code(_) => (
                FontId::monospace(theme::TEXT_BODY - 1.0),
                tokens.text,
                tokens.raised,
            ),
            Span::Bold(_) => (theme::body_font(), tokens.text, INK_LATER),
            _ => (theme::body_font(), quiet, INK_LATER),
        };
        let mut format = TextFormat::simple(font, ink);
        if ground != INK_LATER {
            format.background = ground;
        }
        job.append(span.words(), 0.0, format);
    }
    job
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
