//! egui's own styles, filled from a theme's colours and sizes.

use std::collections::BTreeMap;

use egui::style::{HandleShape, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Vec2,
    Visuals, vec2,
};

use super::theme::{
    CORNER, FADE_SECONDS, HAIRLINE, OUTLINE, SPACE, SPACE_2, SPACE_3, SPACE_HALF, TEXT_BODY,
    TEXT_STRONG, TEXT_TITLE, TOAST_WIDTH, Theme,
};

/// Opacity of a control that cannot be used, with high contrast: its words must still be legible.
const DISABLED_STRONG: f32 = 0.7;

/// Makes `style` look like `theme`.
pub(super) fn fill_style(style: &mut Style, theme: &Theme) {
    let font = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = BTreeMap::from([
        (TextStyle::Small, font(TEXT_BODY)),
        (TextStyle::Body, font(TEXT_BODY)),
        (TextStyle::Button, font(TEXT_BODY)),
        (TextStyle::Heading, font(TEXT_TITLE)),
        (TextStyle::Name("strong".into()), font(TEXT_STRONG)),
        (
            TextStyle::Monospace,
            FontId::new(TEXT_BODY, FontFamily::Monospace),
        ),
    ]);
    style.drag_value_text_style = TextStyle::Body;
    // Zero stays zero: a switch of the theme must not bring motion back.
    if style.animation_time > 0.0 {
        style.animation_time = FADE_SECONDS;
    }
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(SPACE);
    spacing.button_padding = vec2(SPACE, SPACE_HALF);
    spacing.interact_size = vec2(SPACE_3, SPACE_3);
    spacing.window_margin = Margin::same(SPACE_2 as i8);
    spacing.menu_margin = Margin::same(SPACE_HALF as i8);
    spacing.icon_spacing = SPACE;
    spacing.slider_rail_height = 3.0;
    spacing.tooltip_width = TOAST_WIDTH;
    spacing.scroll = ScrollStyle::floating();
    style.visuals = visuals(theme);
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let shadow = |blur| Shadow {
        offset: [0, 4],
        blur,
        spread: 0,
        color: theme.shadow,
    };
    Visuals {
        weak_text_color: Some(theme.text_weak),
        widgets: widgets(theme),
        selection: Selection {
            bg_fill: theme.selection,
            stroke: Stroke::new(HAIRLINE, theme.accent),
        },
        hyperlink_color: theme.accent,
        faint_bg_color: theme.canvas,
        extreme_bg_color: if theme.strong {
            theme.raised
        } else {
            theme.canvas
        },
        code_bg_color: theme.raised,
        warn_fg_color: theme.warn,
        error_fg_color: theme.danger,
        window_corner_radius: CornerRadius::same(CORNER as u8 + 2),
        window_fill: theme.floating,
        window_stroke: Stroke::new(
            if theme.strong { OUTLINE } else { HAIRLINE },
            theme.hairline,
        ),
        disabled_alpha: if theme.strong {
            DISABLED_STRONG
        } else {
            base.disabled_alpha
        },
        window_shadow: shadow(24),
        menu_corner_radius: CornerRadius::same(CORNER as u8),
        popup_shadow: shadow(16),
        panel_fill: theme.panel,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        indent_has_left_vline: false,
        ..base
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let state = |fill: Color32, text: Color32, line: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: line,
        fg_stroke: Stroke::new(HAIRLINE, text),
        corner_radius: CornerRadius::same(CORNER as u8),
        expansion: 0.0,
    };
    let hairline = Stroke::new(HAIRLINE, theme.hairline);
    let outline = Stroke::new(HAIRLINE, theme.outline);
    Widgets {
        noninteractive: state(theme.panel, theme.text, hairline),
        inactive: state(theme.raised, theme.text, Stroke::new(HAIRLINE, theme.edge)),
        hovered: state(theme.raised_hover, theme.text, outline),
        active: state(
            theme.raised_hover,
            theme.text,
            // Also what has the keyboard: the ring must be seen on the accent too, so it is not the accent.
            Stroke::new(OUTLINE, theme.text),
        ),
        open: state(theme.raised_hover, theme.text, hairline),
    }
}
