//! Every colour, text size and space of the window, for the dark and the light theme, each also with high contrast.
//!
//! Neutral greys carry the frame, one accent says "selected" and "primary action", and each domain has one colour
//! from a set tuned from Okabe and Ito's, so that pictures stay the only loud thing on the screen.

use egui::{Color32, Context, FontFamily, FontId, RichText, Ui, Visuals};

use super::style::fill_style;
use palettes::{DARK_STRONG_THEME, DARK_THEME, LIGHT_STRONG_THEME, LIGHT_THEME};

mod palettes;

/// Half a step of the grid.
pub const SPACE_HALF: f32 = 4.0;
/// One step of the 8-point grid.
pub const SPACE: f32 = 8.0;
/// Two steps: between groups.
pub const SPACE_2: f32 = 16.0;
/// Three steps: between sections, and the height of a control.
pub const SPACE_3: f32 = 24.0;
/// Four steps: around a page.
pub const SPACE_4: f32 = 32.0;

/// Size of body text.
pub const TEXT_BODY: f32 = 13.0;
/// Size of strong text: headings of groups, headlines of notices.
pub const TEXT_STRONG: f32 = 15.0;
/// Size of titles.
pub const TEXT_TITLE: f32 = 20.0;

/// Radius of the corners of pictures and controls.
pub const CORNER: f32 = 6.0;
/// Width of a hairline.
pub const HAIRLINE: f32 = 1.0;
/// Width of the outline of what is selected or has the keyboard.
pub const OUTLINE: f32 = 2.0;
/// Width of the branch colour at the left edge of a cell.
pub const EDGE: f32 = 3.0;
/// Side of an icon.
pub const ICON: f32 = 16.0;
/// Seconds in which a picture fades in.
pub const FADE_SECONDS: f32 = 0.12;
/// Width of a toast.
pub const TOAST_WIDTH: f32 = 320.0;
/// Space between the frame of a toast and its words.
pub const TOAST_MARGIN: f32 = 12.0;
/// Space between the end of a chip and its words.
pub const CHIP_PADDING: f32 = 10.0;
/// Height of a small chip.
pub const CHIP_LOW: f32 = 20.0;
/// Side of a cell unless told otherwise.
pub const CELL_SIDE: f32 = 96.0;
/// Side of a pad and of the model's eye.
pub const PAD_SIDE: f32 = 128.0;
/// Opacity of a curve's values behind its smooth line.
pub const RAW_OPACITY: f32 = 0.16;
/// Opacity of the curves of a run beside the one on screen.
pub const BESIDE_OPACITY: f32 = 0.6;
/// Width of a curve.
pub const CURVE: f32 = 1.6;
/// Opacity of a picture that no longer fits its inputs.
pub const STALE_OPACITY: f32 = 0.38;

/// Opacity of a mask over a picture where it is 1.
pub const VEIL_OPACITY: f32 = 0.5;
/// Opacity over what was painted out of a mask.
pub const RELEASED_OPACITY: f32 = 0.55;

/// Text that is laid out now and gets its colour when it is painted.
pub const INK_LATER: Color32 = Color32::PLACEHOLDER;
/// Shows a picture in its own colours.
pub const NO_TINT: Color32 = Color32::WHITE;

/// The colours of one theme.
#[derive(Debug)]
pub struct Theme {
    /// Whether this is the dark theme.
    pub dark: bool,
    /// Whether this is one of high contrast, where every control has an edge.
    pub strong: bool,
    /// Behind the pictures.
    pub canvas: Color32,
    /// Side panels and bars.
    pub panel: Color32,
    /// Menus, windows and notices, which float above the panels.
    pub floating: Color32,
    /// Controls: one step above what they lie on.
    pub raised: Color32,
    /// A raised control under the pointer.
    pub raised_hover: Color32,
    /// Lines between things.
    pub hairline: Color32,
    /// The outline of a control that can be grabbed.
    pub outline: Color32,
    /// The edge of a control at rest; nothing but in the themes of high contrast.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text that explains.
    pub text_weak: Color32,
    /// Selected, primary.
    pub accent: Color32,
    /// Text on the accent.
    pub accent_text: Color32,
    /// The fill of a selected control.
    pub selection: Color32,
    /// The strongest tint of a table's cell; text can be read on it and on every weaker tint.
    pub heat: Color32,
    /// The brighter end of a pending cell's shimmer.
    pub shimmer: Color32,
    /// Errors.
    pub danger: Color32,
    /// Warnings.
    pub warn: Color32,
    /// Success.
    pub ok: Color32,
    /// Multiplies the picture outside a crop.
    pub outside: Color32,
    /// Lines and handles over a picture.
    pub over_picture: Color32,
    /// The dark rim that keeps lines over bright pictures visible.
    pub over_picture_rim: Color32,
    /// The accent where it lies on a picture, which knows no theme.
    pub over_picture_accent: Color32,
    /// Marks on a handle over a picture.
    pub over_picture_ink: Color32,
    /// Shadow under menus and notices.
    pub shadow: Color32,
    /// One colour a domain; more domains begin again.
    pub domains: [Color32; 8],
    /// Hues of loss terms, for passes with styles from latents.
    pub terms: [Color32; 5],
    /// The same hues, pale, for passes with styles from references.
    pub terms_pale: [Color32; 5],
}

/// The theme that `ui` is drawn in.
pub fn of(ui: &Ui) -> &'static Theme {
    of_visuals(ui.visuals())
}

/// The theme that the window is drawn in.
pub fn of_ctx(ctx: &Context) -> &'static Theme {
    of_visuals(&ctx.global_style().visuals)
}

/// The dark or the light theme, with high contrast or not.
pub fn named(dark: bool, strong: bool) -> &'static Theme {
    match (dark, strong) {
        (true, false) => &DARK_THEME,
        (false, false) => &LIGHT_THEME,
        (true, true) => &DARK_STRONG_THEME,
        (false, true) => &LIGHT_STRONG_THEME,
    }
}

/// A theme of high contrast is told by its strong lines: `egui` keeps no mark of ours with a style.
fn of_visuals(visuals: &Visuals) -> &'static Theme {
    named(visuals.dark_mode, is_strong(visuals))
}

fn is_strong(visuals: &Visuals) -> bool {
    visuals.window_stroke.width >= OUTLINE
}

/// Sets the styles of both themes and shows the dark or the light one; contrast and motion stay as they are.
///
/// Call it at the start and when the person switches, not every frame.
pub fn apply(ctx: &Context, dark: bool) {
    let strong = is_strong(&ctx.global_style().visuals);
    fill(ctx, strong);
    ctx.set_theme(egui_theme(dark));
}

/// Turns high contrast on or off, in both themes.
pub fn set_contrast(ctx: &Context, strong: bool) {
    fill(ctx, strong);
}

fn fill(ctx: &Context, strong: bool) {
    let reduced = reduced_motion_ctx(ctx);
    for dark in [true, false] {
        let which = egui_theme(dark);
        let mut style = (*ctx.style_of(which)).clone();
        fill_style(&mut style, named(dark, strong));
        ctx.set_style_of(which, style);
    }
    if reduced {
        set_reduced_motion(ctx, true);
    }
}

/// Turns all motion off (or on again): no shimmer, no fade, no blink.
pub fn set_reduced_motion(ctx: &Context, reduced: bool) {
    let seconds = if reduced { 0.0 } else { FADE_SECONDS };
    ctx.all_styles_mut(|style| style.animation_time = seconds);
}

/// Whether motion is off.
pub fn reduced_motion(ui: &Ui) -> bool {
    ui.style().animation_time <= 0.0
}

/// Whether motion is off, where there is no [`Ui`] at hand.
pub fn reduced_motion_ctx(ctx: &Context) -> bool {
    ctx.global_style().animation_time <= 0.0
}

/// The colour of domain `index`, the same everywhere in the window.
pub fn domain_colour(index: usize, theme: &Theme) -> Color32 {
    theme.domains[index % theme.domains.len()]
}

/// The colour of a loss term's hue: saturated, or pale in the same hue.
pub fn term_colour(hue: usize, pale: bool, theme: &Theme) -> Color32 {
    let hues = if pale {
        &theme.terms_pale
    } else {
        &theme.terms
    };
    hues[hue % hues.len()]
}

/// The tint of a value in a table, from the least (0) to the greatest (1): one hue that only gets stronger, so that every eye can tell.
pub fn heat_colour(share: f32, theme: &Theme) -> Color32 {
    mixed(theme.panel, theme.heat, share)
}

/// `colour` with its opacity scaled by `opacity`.
pub fn faded(colour: Color32, opacity: f32) -> Color32 {
    colour.gamma_multiply(opacity.clamp(0.0, 1.0))
}

/// Between `from` (0) and `to` (1).
pub fn mixed(from: Color32, to: Color32, weight: f32) -> Color32 {
    from.lerp_to_gamma(to, weight.clamp(0.0, 1.0))
}

/// A mask's tint over a picture, whatever the theme; `released` darkens where a person took the mask away.
pub fn veil(mask: f32, released: bool) -> Color32 {
    if released {
        return faded(DARK_THEME.over_picture_ink, RELEASED_OPACITY);
    }
    faded(
        DARK_THEME.over_picture_accent,
        VEIL_OPACITY * mask.clamp(0.0, 1.0),
    )
}

/// Strong text (15 points).
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).size(TEXT_STRONG)
}

/// A title (20 points).
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).size(TEXT_TITLE)
}

/// The font of body text, for painters.
pub fn body_font() -> FontId {
    FontId::new(TEXT_BODY, FontFamily::Proportional)
}

fn egui_theme(dark: bool) -> egui::Theme {
    if dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    }
}

#[cfg(test)]
mod tests;
