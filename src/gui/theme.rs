//! Every colour, text size and space of the window, for the dark and the light theme.
//!
//! Neutral greys carry the frame, one accent says "selected" and "primary action", and each domain has one colour
//! from a set tuned from Okabe and Ito's, so that pictures stay the only loud thing on the screen.

use egui::{Color32, Context, FontFamily, FontId, RichText, Ui};

use super::style::fill_style;

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

const DARK: Theme = Theme {
    dark: true,
    canvas: Color32::from_rgb(17, 18, 20),
    panel: Color32::from_rgb(24, 25, 28),
    floating: Color32::from_rgb(31, 32, 36),
    raised: Color32::from_rgb(43, 45, 50),
    raised_hover: Color32::from_rgb(56, 58, 64),
    hairline: Color32::from_rgb(47, 49, 54),
    outline: Color32::from_rgb(96, 99, 108),
    text: Color32::from_rgb(226, 228, 232),
    text_weak: Color32::from_rgb(152, 156, 165),
    accent: Color32::from_rgb(150, 158, 255),
    accent_text: Color32::from_rgb(16, 17, 36),
    selection: Color32::from_rgb(52, 55, 92),
    heat: Color32::from_rgb(56, 64, 130),
    shimmer: Color32::from_rgb(47, 49, 54),
    danger: Color32::from_rgb(255, 122, 108),
    warn: Color32::from_rgb(240, 187, 84),
    ok: Color32::from_rgb(96, 205, 150),
    outside: Color32::from_gray(100),
    over_picture: Color32::WHITE,
    over_picture_rim: Color32::from_black_alpha(140),
    over_picture_accent: Color32::from_rgb(150, 158, 255),
    over_picture_ink: Color32::from_rgb(28, 30, 34),
    shadow: Color32::from_black_alpha(110),
    domains: [
        Color32::from_rgb(240, 167, 46),
        Color32::from_rgb(92, 184, 240),
        Color32::from_rgb(38, 186, 140),
        Color32::from_rgb(226, 138, 188),
        Color32::from_rgb(238, 228, 92),
        Color32::from_rgb(238, 108, 58),
        Color32::from_rgb(72, 132, 222),
        Color32::from_rgb(176, 181, 190),
    ],
    terms: [
        Color32::from_rgb(82, 146, 255),
        Color32::from_rgb(255, 140, 40),
        Color32::from_rgb(48, 196, 112),
        Color32::from_rgb(238, 84, 172),
        Color32::from_rgb(158, 124, 255),
    ],
    terms_pale: [
        Color32::from_rgb(186, 210, 250),
        Color32::from_rgb(250, 214, 176),
        Color32::from_rgb(182, 232, 202),
        Color32::from_rgb(244, 194, 222),
        Color32::from_rgb(214, 202, 250),
    ],
};

const LIGHT: Theme = Theme {
    dark: false,
    canvas: Color32::from_rgb(240, 241, 243),
    panel: Color32::from_rgb(249, 249, 250),
    floating: Color32::from_rgb(255, 255, 255),
    raised: Color32::from_rgb(231, 232, 235),
    raised_hover: Color32::from_rgb(219, 221, 225),
    hairline: Color32::from_rgb(217, 219, 223),
    outline: Color32::from_rgb(146, 150, 158),
    text: Color32::from_rgb(28, 30, 34),
    text_weak: Color32::from_rgb(94, 98, 107),
    accent: Color32::from_rgb(74, 82, 214),
    accent_text: Color32::from_rgb(255, 255, 255),
    selection: Color32::from_rgb(218, 221, 252),
    heat: Color32::from_rgb(158, 168, 246),
    shimmer: Color32::from_rgb(218, 220, 225),
    danger: Color32::from_rgb(190, 38, 28),
    warn: Color32::from_rgb(150, 98, 0),
    ok: Color32::from_rgb(14, 122, 74),
    outside: Color32::from_gray(118),
    over_picture: Color32::WHITE,
    over_picture_rim: Color32::from_black_alpha(140),
    over_picture_accent: Color32::from_rgb(150, 158, 255),
    over_picture_ink: Color32::from_rgb(28, 30, 34),
    shadow: Color32::from_black_alpha(38),
    domains: [
        Color32::from_rgb(200, 124, 0),
        Color32::from_rgb(30, 138, 204),
        Color32::from_rgb(0, 132, 96),
        Color32::from_rgb(184, 82, 142),
        Color32::from_rgb(160, 146, 0),
        Color32::from_rgb(198, 70, 14),
        Color32::from_rgb(0, 84, 168),
        Color32::from_rgb(104, 109, 119),
    ],
    terms: [
        Color32::from_rgb(22, 92, 216),
        Color32::from_rgb(206, 92, 0),
        Color32::from_rgb(0, 128, 66),
        Color32::from_rgb(192, 26, 120),
        Color32::from_rgb(102, 66, 200),
    ],
    terms_pale: [
        Color32::from_rgb(124, 168, 238),
        Color32::from_rgb(236, 164, 100),
        Color32::from_rgb(100, 186, 138),
        Color32::from_rgb(228, 132, 188),
        Color32::from_rgb(168, 148, 228),
    ],
};

static DARK_THEME: Theme = DARK;
static LIGHT_THEME: Theme = LIGHT;

/// The theme that `ui` is drawn in.
pub fn of(ui: &Ui) -> &'static Theme {
    named(ui.visuals().dark_mode)
}

/// The theme that the window is drawn in.
pub fn of_ctx(ctx: &Context) -> &'static Theme {
    named(ctx.global_style().visuals.dark_mode)
}

/// The dark or the light theme.
pub fn named(dark: bool) -> &'static Theme {
    if dark { &DARK_THEME } else { &LIGHT_THEME }
}

/// Sets the styles of both themes and shows the dark or the light one.
///
/// Call it at the start and when the person switches, not every frame.
pub fn apply(ctx: &Context, dark: bool) {
    let reduced = reduced_motion_ctx(ctx);
    for theme in [&DARK_THEME, &LIGHT_THEME] {
        let which = egui_theme(theme.dark);
        let mut style = (*ctx.style_of(which)).clone();
        fill_style(&mut style, theme);
        ctx.set_style_of(which, style);
    }
    ctx.set_theme(egui_theme(dark));
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
        return faded(DARK.over_picture_ink, RELEASED_OPACITY);
    }
    faded(
        DARK.over_picture_accent,
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
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f32 {
        let linear = egui::Rgba::from(colour);
        0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_domains_can_be_read_on_panels() {
        for theme in [named(true), named(false)] {
            for ground in [theme.canvas, theme.panel, theme.floating, theme.raised] {
                assert!(contrast(theme.text, ground) >= 7.0);
                assert!(contrast(theme.text_weak, ground) >= 4.5, "{theme:?}");
            }
            for share in [0.0, 0.3, 0.6, 1.0] {
                let tint = heat_colour(share, theme);
                assert!(contrast(theme.text, tint) >= 7.0, "{share} {theme:?}");
            }
            assert!(contrast(theme.heat, theme.panel) >= 1.6);
            for state in [theme.danger, theme.warn, theme.ok, theme.accent] {
                assert!(contrast(state, theme.panel) >= 4.5, "{state:?}");
            }
            assert!(contrast(theme.accent_text, theme.accent) >= 4.5);
            for domain in theme.domains {
                assert!(contrast(domain, theme.panel) >= 3.0, "{domain:?}");
            }
            for (full, pale) in theme.terms.into_iter().zip(theme.terms_pale) {
                assert!(contrast(full, theme.canvas) >= 3.0, "{full:?}");
                assert!(contrast(pale, theme.canvas) >= 1.8, "{pale:?}");
                assert!(contrast(full, pale) >= 1.6, "{full:?} and {pale:?}");
            }
        }
    }

    #[test]
    fn domain_colours_cycle() {
        let theme = named(true);
        assert_eq!(domain_colour(0, theme), domain_colour(8, theme));
        assert_ne!(domain_colour(0, theme), domain_colour(1, theme));
    }
}
