//! The colours of the four themes: dark and light, each also with high contrast.
//!
//! The domains' and the curves' colours keep apart for eyes without one of the three cones too: a test simulates them.

use egui::Color32;

use super::Theme;

const DARK: Theme = Theme {
    dark: true,
    strong: false,
    canvas: Color32::from_rgb(17, 18, 20),
    panel: Color32::from_rgb(24, 25, 28),
    floating: Color32::from_rgb(31, 32, 36),
    raised: Color32::from_rgb(43, 45, 50),
    raised_hover: Color32::from_rgb(56, 58, 64),
    hairline: Color32::from_rgb(47, 49, 54),
    outline: Color32::from_rgb(96, 99, 108),
    edge: Color32::TRANSPARENT,
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
        Color32::from_rgb(240, 168, 52),
        Color32::from_rgb(46, 168, 226),
        Color32::from_rgb(109, 211, 135),
        Color32::from_rgb(214, 126, 176),
        Color32::from_rgb(241, 226, 87),
        Color32::from_rgb(240, 103, 62),
        Color32::from_rgb(57, 131, 228),
        Color32::from_rgb(180, 186, 203),
    ],
    terms: [
        Color32::from_rgb(114, 149, 244),
        Color32::from_rgb(255, 139, 22),
        Color32::from_rgb(31, 200, 111),
        Color32::from_rgb(242, 71, 166),
        Color32::from_rgb(148, 99, 249),
    ],
    terms_pale: [
        Color32::from_rgb(159, 187, 248),
        Color32::from_rgb(252, 186, 117),
        Color32::from_rgb(125, 220, 167),
        Color32::from_rgb(243, 147, 201),
        Color32::from_rgb(189, 163, 250),
    ],
};

const LIGHT: Theme = Theme {
    dark: false,
    strong: false,
    canvas: Color32::from_rgb(240, 241, 243),
    panel: Color32::from_rgb(249, 249, 250),
    floating: Color32::from_rgb(255, 255, 255),
    raised: Color32::from_rgb(231, 232, 235),
    raised_hover: Color32::from_rgb(219, 221, 225),
    hairline: Color32::from_rgb(217, 219, 223),
    outline: Color32::from_rgb(146, 150, 158),
    edge: Color32::TRANSPARENT,
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
        Color32::from_rgb(162, 92, 0),
        Color32::from_rgb(28, 113, 160),
        Color32::from_rgb(20, 152, 111),
        Color32::from_rgb(193, 73, 206),
        Color32::from_rgb(163, 134, 17),
        Color32::from_rgb(162, 31, 43),
        Color32::from_rgb(25, 78, 154),
        Color32::from_rgb(102, 105, 106),
    ],
    terms: [
        Color32::from_rgb(18, 98, 242),
        Color32::from_rgb(211, 48, 21),
        Color32::from_rgb(11, 124, 56),
        Color32::from_rgb(183, 45, 132),
        Color32::from_rgb(102, 77, 188),
    ],
    terms_pale: [
        Color32::from_rgb(124, 168, 238),
        Color32::from_rgb(236, 164, 100),
        Color32::from_rgb(100, 186, 138),
        Color32::from_rgb(228, 132, 188),
        Color32::from_rgb(168, 148, 228),
    ],
};

const DARK_STRONG: Theme = Theme {
    strong: true,
    canvas: Color32::BLACK,
    panel: Color32::BLACK,
    floating: Color32::from_rgb(10, 10, 12),
    raised: Color32::from_rgb(26, 27, 31),
    raised_hover: Color32::from_rgb(52, 54, 62),
    hairline: Color32::from_rgb(128, 132, 142),
    outline: Color32::from_rgb(196, 200, 208),
    edge: Color32::from_rgb(150, 154, 164),
    text: Color32::WHITE,
    text_weak: Color32::from_rgb(210, 213, 220),
    accent: Color32::from_rgb(186, 196, 255),
    accent_text: Color32::BLACK,
    selection: Color32::from_rgb(40, 46, 104),
    heat: Color32::from_rgb(52, 60, 128),
    danger: Color32::from_rgb(255, 150, 138),
    warn: Color32::from_rgb(255, 208, 112),
    ok: Color32::from_rgb(120, 226, 172),
    ..DARK
};

const LIGHT_STRONG: Theme = Theme {
    strong: true,
    canvas: Color32::WHITE,
    panel: Color32::WHITE,
    floating: Color32::WHITE,
    raised: Color32::from_rgb(240, 241, 244),
    raised_hover: Color32::from_rgb(222, 224, 230),
    hairline: Color32::from_rgb(118, 121, 128),
    outline: Color32::from_rgb(58, 61, 68),
    edge: Color32::from_rgb(96, 99, 107),
    text: Color32::BLACK,
    text_weak: Color32::from_rgb(56, 58, 64),
    accent: Color32::from_rgb(34, 38, 150),
    selection: Color32::from_rgb(214, 218, 255),
    heat: Color32::from_rgb(166, 176, 250),
    danger: Color32::from_rgb(140, 14, 8),
    warn: Color32::from_rgb(98, 60, 0),
    ok: Color32::from_rgb(0, 86, 50),
    ..LIGHT
};

/// Dark.
pub(super) static DARK_THEME: Theme = DARK;
/// Light.
pub(super) static LIGHT_THEME: Theme = LIGHT;
/// Dark, high contrast.
pub(super) static DARK_STRONG_THEME: Theme = DARK_STRONG;
/// Light, high contrast.
pub(super) static LIGHT_STRONG_THEME: Theme = LIGHT_STRONG;
