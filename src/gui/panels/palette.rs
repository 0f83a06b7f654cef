//! The command palette: a field, and the commands that fit what is typed in it.

use egui::{
    Align2, Context, Id, Key, Modal, Modifiers, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
    vec2,
};

use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::palette::Found;
use crate::gui::text::desk as text;
use crate::gui::theme;

/// Width of the palette, and height of its list, in points.
const SIZE: (f32, f32) = (520.0, 320.0);
/// Its distance from the window's top edge.
const TOP: f32 = 88.0;
/// Height of a line.
const LINE: f32 = 30.0;
/// The share of a line that a reason may take.
const REASON: f32 = 0.5;

/// Draws the palette while it is open.
pub fn show(app: &mut App, ctx: &Context) {
    if app.open.palette.is_none() {
        return;
    }
    // From a fixed top edge, so that it does not jump while the list gets shorter.
    let id = Id::unique("palette");
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, [0.0, TOP]);
    let modal = Modal::new(id).area(area).show(ctx, |ui| {
        ui.set_width(SIZE.0);
        inside(app, ui)
    });
    let again = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::K));
    if let Some(command) = modal.inner {
        app.run_command(ctx, command);
    } else if modal.should_close() || again {
        app.open.palette = None;
    }
}

fn inside(app: &mut App, ui: &mut Ui) -> Option<&'static Command> {
    let mut palette = app.open.palette.take().unwrap_or_default();
    let before = palette.words.clone();
    let pressed =
        |ui: &Ui, key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let down = pressed(ui, Key::ArrowDown);
    let up = pressed(ui, Key::ArrowUp);
    let chosen = pressed(ui, Key::Enter) > 0;
    let field = TextEdit::singleline(&mut palette.words)
        .hint_text(text::PALETTE_HINT)
        .desired_width(f32::INFINITY)
        .margin(theme::SPACE);
    let field = ui.add(field).accessible_name("Command");
    field.request_focus();
    let found = app.find_commands(&palette.words);
    if palette.words != before {
        palette.at = 0;
    }
    let last = found.len().saturating_sub(1);
    palette.at = (palette.at + down).saturating_sub(up).min(last);
    ui.add_space(theme::SPACE_HALF);
    let moved = down + up > 0 || palette.words != before;
    let mut picked = None;
    ScrollArea::vertical()
        .max_height(SIZE.1)
        .min_scrolled_height(SIZE.1)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if found.is_empty() {
                ui.weak(text::PALETTE_EMPTY);
            }
            for (at, line) in found.iter().enumerate() {
                let here = at == palette.at;
                let response = self::line(ui, line, here);
                if here && moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() && line.obstacle.is_none() {
                    picked = Some(line.command);
                }
            }
        });
    if chosen && let Some(line) = found.get(palette.at).filter(|line| line.obstacle.is_none()) {
        picked = Some(line.command);
    }
    app.open.palette = Some(palette);
    picked
}

/// A line: what it is called, and its key, or why it cannot be used.
fn line(ui: &mut Ui, line: &Found, here: bool) -> egui::Response {
    let size = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let usable = line.obstacle.is_none();
    let key = line.command.key_words();
    response.widget_info(|| {
        let name = [line.label.as_str(), line.obstacle.unwrap_or(&key)];
        let name: Vec<&str> = name.into_iter().filter(|part| !part.is_empty()).collect();
        WidgetInfo::selected(Role::ListBoxOption, usable, here, name.join(", "))
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let tokens = theme::of(ui);
    if here || response.hovered() {
        let fill = if here {
            tokens.selection
        } else {
            tokens.raised
        };
        ui.painter().rect_filled(rect, theme::CORNER, fill);
    }
    let ink = if usable {
        tokens.text
    } else {
        tokens.text_weak
    };
    let inner = rect.shrink2(vec2(theme::SPACE, 0.0));
    let end = line.obstacle.unwrap_or(&key).to_owned();
    let end = ui
        .painter()
        .layout_no_wrap(end, theme::body_font(), tokens.text_weak);
    let room = inner.width() - end.size().x.min(inner.width() * REASON) - theme::SPACE;
    let group = line.command.group.name();
    let name = ui
        .painter()
        .layout_no_wrap(line.label.clone(), theme::body_font(), ink);
    let wide = name.size().x;
    let clip = ui.painter().with_clip_rect(inner);
    clip.galley(
        inner.left_center() - vec2(0.0, name.size().y / 2.0),
        name,
        ink,
    );
    if wide + theme::SPACE_4 * 2.0 < room {
        let at = inner.left_center() + vec2(wide + theme::SPACE, 0.0);
        let font = egui::FontId::proportional(theme::TEXT_BODY - 2.0);
        clip.text(at, Align2::LEFT_CENTER, group, font, tokens.text_weak);
    }
    let at = inner.right_center() - vec2(end.size().x, end.size().y / 2.0);
    clip.galley(at, end, tokens.text_weak);
    response.on_hover_text(line.command.help)
}
