//! Icons as strokes: the same weight everywhere, and never a missing glyph.

use std::f32::consts::{PI, TAU};

use egui::{
    Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::theme;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Add.
    Plus,
    /// Close, remove.
    Close,
    /// Exchange two things.
    Swap,
    /// Back to the start value, or a new seed.
    Reset,
    /// Save to a file.
    Save,
    /// Open a folder or file.
    Folder,
    /// Can be dragged.
    DragHandle,
    /// Light theme.
    Sun,
    /// Dark theme.
    Moon,
    /// Fold a panel to the left.
    FoldLeft,
    /// Fold a panel to the right.
    FoldRight,
    /// Fold or open downward; a menu.
    FoldDown,
    /// Something to know.
    Info,
    /// Something to look at.
    Warning,
    /// Done, chosen.
    Check,
    /// Copy to the clipboard.
    Copy,
    /// Play, go on.
    Play,
    /// Rest.
    Pause,
    /// Save and end.
    Stop,
    /// The menu.
    Menu,
}

impl Icon {
    /// All icons.
    pub const ALL: [Self; 20] = [
        Self::Plus,
        Self::Close,
        Self::Swap,
        Self::Reset,
        Self::Save,
        Self::Folder,
        Self::DragHandle,
        Self::Sun,
        Self::Moon,
        Self::FoldLeft,
        Self::FoldRight,
        Self::FoldDown,
        Self::Info,
        Self::Warning,
        Self::Check,
        Self::Copy,
        Self::Play,
        Self::Pause,
        Self::Stop,
        Self::Menu,
    ];
}

/// A square button with an icon; `name` is its accessible name and its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(theme::SPACE_3), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let tokens = theme::of(ui);
        let (hot, focus) = (response.hovered(), response.has_focus());
        if hot || response.is_pointer_button_down_on() {
            ui.painter()
                .rect_filled(rect, theme::CORNER, tokens.raised_hover);
        }
        edge(ui, rect, focus);
        let colour = if hot { tokens.text } else { tokens.text_weak };
        paint(ui.painter(), icon, rect.center(), colour);
    }
    response.on_hover_text(name).on_disabled_hover_text(name)
}

/// The same button, greyed out and without effect unless `enabled`.
pub fn icon_button_if(ui: &mut Ui, enabled: bool, icon: Icon, name: &str) -> Response {
    ui.add_enabled_ui(enabled, |ui| icon_button(ui, icon, name))
        .inner
}

/// The ring of what has the keyboard, else the edge that high contrast gives every control.
pub fn edge(ui: &Ui, rect: Rect, focus: bool) {
    let tokens = theme::of(ui);
    let stroke = if focus {
        Stroke::new(theme::OUTLINE, tokens.text)
    } else {
        Stroke::new(theme::HAIRLINE, tokens.edge)
    };
    ui.painter()
        .rect_stroke(rect, theme::CORNER, stroke, egui::StrokeKind::Inside);
}

/// Paints `icon`, 16 points wide, around `centre`.
pub fn paint(painter: &Painter, icon: Icon, centre: Pos2, colour: Color32) {
    let pen = Pen {
        rect: Rect::from_center_size(centre, Vec2::splat(theme::ICON)),
        stroke: Stroke::new(1.5, colour),
    };
    painter.extend(pen.shapes(icon));
}

/// Draws on a 16 by 16 sheet.
struct Pen {
    rect: Rect,
    stroke: Stroke,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.rect.min + vec2(x, y) * (self.rect.width() / theme::ICON)
    }

    fn line(&self, points: &[(f32, f32)]) -> Shape {
        let points = points.iter().map(|&(x, y)| self.at(x, y)).collect();
        Shape::line(points, self.stroke)
    }

    fn closed(&self, points: &[(f32, f32)]) -> Shape {
        let points = points.iter().map(|&(x, y)| self.at(x, y)).collect();
        Shape::closed_line(points, self.stroke)
    }

    fn dot(&self, x: f32, y: f32, radius: f32) -> Shape {
        Shape::circle_filled(self.at(x, y), radius, self.stroke.color)
    }

    fn ring(&self, x: f32, y: f32, radius: f32) -> Shape {
        Shape::circle_stroke(self.at(x, y), radius, self.stroke)
    }

    fn arc(&self, centre: (f32, f32), radius: f32, from: f32, to: f32) -> Shape {
        let points = (0..=20)
            .map(|step| from + (to - from) * step as f32 / 20.0)
            .map(|angle| self.at(centre.0, centre.1) + Vec2::angled(angle) * radius)
            .collect();
        Shape::line(points, self.stroke)
    }

    fn shapes(&self, icon: Icon) -> Vec<Shape> {
        match icon {
            Icon::Plus => vec![
                self.line(&[(8.0, 3.0), (8.0, 13.0)]),
                self.line(&[(3.0, 8.0), (13.0, 8.0)]),
            ],
            Icon::Close => vec![
                self.line(&[(4.0, 4.0), (12.0, 12.0)]),
                self.line(&[(12.0, 4.0), (4.0, 12.0)]),
            ],
            Icon::Swap => vec![
                self.line(&[(3.0, 5.5), (13.0, 5.5)]),
                self.line(&[(10.5, 3.0), (13.0, 5.5), (10.5, 8.0)]),
                self.line(&[(13.0, 11.0), (3.0, 11.0)]),
                self.line(&[(5.5, 8.5), (3.0, 11.0), (5.5, 13.5)]),
            ],
            Icon::Reset => vec![
                self.arc((8.2, 8.2), 5.2, -0.86 * PI, 0.82 * PI),
                self.line(&[(3.2, 2.6), (3.2, 6.2), (6.8, 6.2)]),
            ],
            Icon::Save => vec![
                self.line(&[(8.0, 2.5), (8.0, 10.0)]),
                self.line(&[(5.0, 7.2), (8.0, 10.2), (11.0, 7.2)]),
                self.line(&[(3.0, 10.5), (3.0, 13.5), (13.0, 13.5), (13.0, 10.5)]),
            ],
            Icon::Folder => vec![self.closed(&[
                (2.5, 12.5),
                (2.5, 3.5),
                (6.5, 3.5),
                (8.0, 5.5),
                (13.5, 5.5),
                (13.5, 12.5),
            ])],
            Icon::Info => vec![
                self.ring(8.0, 8.0, 5.75),
                self.line(&[(8.0, 7.5), (8.0, 11.0)]),
                self.dot(8.0, 5.2, 0.9),
            ],
            Icon::Warning => vec![
                self.closed(&[(8.0, 2.5), (14.2, 13.0), (1.8, 13.0)]),
                self.line(&[(8.0, 6.2), (8.0, 9.4)]),
                self.dot(8.0, 11.2, 0.8),
            ],
            Icon::Check => vec![self.line(&[(3.0, 8.5), (6.5, 12.0), (13.0, 4.5)])],
            Icon::Copy => vec![
                self.closed(&[(6.0, 6.0), (13.0, 6.0), (13.0, 13.0), (6.0, 13.0)]),
                self.line(&[(3.2, 10.0), (3.2, 3.2), (10.0, 3.2)]),
            ],
            _ => self.frame_shapes(icon),
        }
    }

    fn frame_shapes(&self, icon: Icon) -> Vec<Shape> {
        match icon {
            Icon::DragHandle => [4.0, 8.0, 12.0]
                .into_iter()
                .flat_map(|y| [self.dot(6.0, y, 1.1), self.dot(10.0, y, 1.1)])
                .collect(),
            Icon::Sun => {
                let ray = |step: usize| {
                    let way = Vec2::angled(step as f32 * TAU / 8.0);
                    let centre = self.at(8.0, 8.0);
                    Shape::line_segment([centre + way * 5.0, centre + way * 7.0], self.stroke)
                };
                let mut shapes: Vec<_> = (0..8).map(ray).collect();
                shapes.push(self.ring(8.0, 8.0, 2.75));
                shapes
            }
            Icon::Moon => vec![
                self.arc((8.0, 8.0), 5.5, -0.42 * PI, -1.88 * PI),
                self.arc((11.2, 5.2), 4.4, 0.31 * PI, 1.19 * PI),
            ],
            Icon::Play => vec![self.closed(&[(5.0, 3.0), (13.0, 8.0), (5.0, 13.0)])],
            Icon::Pause => vec![
                self.line(&[(5.5, 3.5), (5.5, 12.5)]),
                self.line(&[(10.5, 3.5), (10.5, 12.5)]),
            ],
            Icon::Menu => [4.0, 8.0, 12.0]
                .map(|y| self.line(&[(3.0, y), (13.0, y)]))
                .to_vec(),
            Icon::Stop => vec![self.closed(&[(4.0, 4.0), (12.0, 4.0), (12.0, 12.0), (4.0, 12.0)])],
            Icon::FoldLeft => vec![self.line(&[(10.0, 3.5), (5.5, 8.0), (10.0, 12.5)])],
            Icon::FoldRight => vec![self.line(&[(6.0, 3.5), (10.5, 8.0), (6.0, 12.5)])],
            _ => vec![self.line(&[(3.5, 6.0), (8.0, 10.5), (12.5, 6.0)])],
        }
    }
}

/// A button with an icon in front of its words; `primary` ones are filled with the accent.
pub fn labelled(ui: &mut Ui, icon: Icon, words: &str, primary: bool) -> Response {
    let tokens = theme::of(ui);
    let galley =
        ui.painter()
            .layout_no_wrap(words.to_owned(), theme::body_font(), theme::INK_LATER);
    let width = theme::ICON + theme::SPACE_HALF + galley.size().x + 2.0 * theme::CHIP_PADDING;
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::SPACE_3), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), words));
    if ui.is_rect_visible(rect) {
        let hot = response.hovered() || response.has_focus();
        let (fill, ink) = match (primary, hot) {
            (true, true) => (
                theme::mixed(tokens.accent, tokens.text, 0.15),
                tokens.accent_text,
            ),
            (true, false) => (tokens.accent, tokens.accent_text),
            (false, true) => (tokens.raised_hover, tokens.text),
            (false, false) => (tokens.raised, tokens.text),
        };
        ui.painter().rect_filled(rect, theme::CORNER, fill);
        if response.has_focus() || !primary {
            edge(ui, rect, response.has_focus());
        }
        let at = rect.left_center() + vec2(theme::CHIP_PADDING, 0.0);
        paint(
            ui.painter(),
            icon,
            at + vec2(theme::ICON / 2.0 - 2.0, 0.0),
            ink,
        );
        let at = at
            + vec2(
                theme::ICON + theme::SPACE_HALF - 2.0,
                -galley.size().y / 2.0,
            );
        ui.painter().galley(at, galley, ink);
    }
    response
}

/// The same button, greyed out and without effect unless `enabled`.
pub fn labelled_if(ui: &mut Ui, enabled: bool, icon: Icon, words: &str, primary: bool) -> Response {
    ui.add_enabled_ui(enabled, |ui| labelled(ui, icon, words, primary))
        .inner
}

/// A cross of arrows would be loud; a grip of six dots says "drag me" on the way to a header's name.
pub fn drag_handle(ui: &mut Ui, name: &str) -> Response {
    let size = vec2(theme::SPACE_2, theme::SPACE_3);
    let (rect, response) = ui.allocate_exact_size(size, Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let colour = if response.hovered() || response.dragged() {
        theme::of(ui).text
    } else {
        theme::of(ui).text_weak
    };
    let centre = pos2(rect.center().x, rect.center().y);
    paint(ui.painter(), Icon::DragHandle, centre, colour);
    response
        .on_hover_cursor(egui::CursorIcon::Grab)
        .on_hover_text(name)
}
