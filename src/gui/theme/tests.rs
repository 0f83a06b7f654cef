//! Contrast and colours, in numbers: WCAG's ratios, and distances for eyes without one of the three cones.

use super::*;

/// Least contrast of text, by WCAG 2 (AAA), and with high contrast of everything that is read.
const TEXT: f32 = 7.0;
/// Least contrast of small explaining text (AA).
const WEAK: f32 = 4.5;
/// Least contrast of the edges of controls and of lines that mean something.
const LINE: f32 = 3.0;
/// Least distance of two colours that mean different things, in Oklab. Okabe and Ito's own set keeps 0.07.
const APART: f32 = 0.08;

/// What a kind of eye makes of linear RGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
/// Color Vision Deficiency", IEEE TVCG 15 (6), 2009, for a severity of 1.
const EYES: [(&str, [[f32; 3]; 3]); 4] = [
    (
        "all cones",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "no long-wave cones",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "no middle-wave cones",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "no short-wave cones",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

fn all() -> [&'static Theme; 4] {
    [
        named(true, false),
        named(false, false),
        named(true, true),
        named(false, true),
    ]
}

fn linear(colour: Color32) -> [f32; 3] {
    let linear = egui::Rgba::from(colour);
    [linear.r(), linear.g(), linear.b()]
}

fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |colour| {
        let [r, g, b] = linear(colour);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn times(matrix: &[[f32; 3]; 3], [x, y, z]: [f32; 3]) -> [f32; 3] {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

/// Oklab's coordinates of linear RGB (Björn Ottosson, 2020).
fn oklab(rgb: [f32; 3]) -> [f32; 3] {
    const CONES: [[f32; 3]; 3] = [
        [0.412_221_46, 0.536_332_55, 0.051_445_995],
        [0.211_903_5, 0.680_699_5, 0.107_396_96],
        [0.088_302_46, 0.281_718_85, 0.629_978_7],
    ];
    const LAB: [[f32; 3]; 3] = [
        [0.210_454_26, 0.793_617_8, -0.004_072_047],
        [1.977_998_5, -2.428_592_2, 0.450_593_7],
        [0.025_904_037, 0.782_771_77, -0.808_675_77],
    ];
    times(&LAB, times(&CONES, rgb).map(f32::cbrt))
}

fn distance(eye: &[[f32; 3]; 3], a: Color32, b: Color32) -> f32 {
    let seen = |colour| oklab(times(eye, linear(colour)).map(|value| value.clamp(0.0, 1.0)));
    let (a, b) = (seen(a), seen(b));
    (0..3).map(|at| (a[at] - b[at]).powi(2)).sum::<f32>().sqrt()
}

#[track_caller]
fn keep_apart(what: &str, colours: &[Color32], least: f32) {
    for (eye, matrix) in &EYES {
        for (at, a) in colours.iter().enumerate() {
            for (other, b) in colours.iter().enumerate().skip(at + 1) {
                let apart = distance(matrix, *a, *b);
                assert!(
                    apart >= least,
                    "{what} {at} and {other} are {apart:.3} apart for eyes with {eye}"
                );
            }
        }
    }
}

#[test]
fn text_can_be_read_on_every_ground() {
    for theme in all() {
        let grounds = [theme.canvas, theme.panel, theme.floating, theme.raised];
        for ground in grounds {
            assert!(contrast(theme.text, ground) >= TEXT);
            let weak = if theme.strong { TEXT } else { WEAK };
            assert!(contrast(theme.text_weak, ground) >= weak, "{theme:?}");
        }
        for ground in [theme.selection, theme.raised_hover] {
            assert!(contrast(theme.text, ground) >= TEXT, "{ground:?}");
        }
        for share in [0.0, 0.3, 0.6, 1.0] {
            let tint = heat_colour(share, theme);
            assert!(contrast(theme.text, tint) >= TEXT, "{share} {theme:?}");
        }
        let state = if theme.strong { TEXT } else { WEAK };
        for colour in [theme.danger, theme.warn, theme.ok, theme.accent] {
            for ground in [theme.canvas, theme.panel, theme.floating] {
                assert!(contrast(colour, ground) >= state, "{colour:?} {theme:?}");
            }
        }
        let on_accent = if theme.strong { TEXT } else { WEAK };
        assert!(contrast(theme.accent_text, theme.accent) >= on_accent);
    }
}

#[test]
fn lines_that_mean_something_can_be_seen() {
    for theme in all() {
        for ground in [theme.canvas, theme.panel] {
            for colour in theme.domains.iter().chain(&theme.terms) {
                assert!(contrast(*colour, ground) >= LINE, "{colour:?} {theme:?}");
            }
        }
        // The ring around what has the keyboard, on the control and on what lies around it.
        assert!(contrast(theme.text, theme.accent) >= 1.5, "{theme:?}");
        for ground in [theme.canvas, theme.panel, theme.floating, theme.raised] {
            assert!(contrast(theme.text, ground) >= LINE, "{theme:?}");
            assert!(contrast(theme.accent, ground) >= LINE, "{theme:?}");
        }
        for (full, pale) in theme.terms.into_iter().zip(theme.terms_pale) {
            assert!(contrast(pale, theme.canvas) >= 1.8, "{pale:?}");
            // Beside the paleness there are the dashes.
            assert!(contrast(full, pale) >= 1.3, "{full:?} and {pale:?}");
        }
        assert!(contrast(theme.heat, theme.panel) >= 1.6);
    }
}

#[test]
fn with_high_contrast_every_control_has_an_edge() {
    for theme in [named(true, true), named(false, true)] {
        let grounds = [theme.canvas, theme.panel, theme.floating, theme.raised];
        for ground in grounds {
            for line in [theme.edge, theme.outline, theme.hairline] {
                assert!(contrast(line, ground) >= LINE, "{line:?} on {ground:?}");
            }
        }
    }
    for theme in [named(true, false), named(false, false)] {
        assert_eq!(theme.edge, Color32::TRANSPARENT);
    }
}

#[test]
fn domains_and_curves_keep_apart_for_all_eyes() {
    for theme in all() {
        keep_apart("domains", &theme.domains, APART);
        keep_apart("terms", &theme.terms, APART);
    }
}

#[test]
fn saved_domains_keep_apart_for_all_eyes() {
    let saved: Vec<Color32> = (0..8)
        .map(crate::domain::domains::colour)
        .map(|[r, g, b]| Color32::from_rgb(r, g, b))
        .collect();
    keep_apart("saved domains", &saved, 0.07);
}

#[test]
fn domain_colours_cycle() {
    let theme = named(true, false);
    assert_eq!(domain_colour(0, theme), domain_colour(8, theme));
    assert_ne!(domain_colour(0, theme), domain_colour(1, theme));
}

#[test]
fn contrast_and_motion_outlive_a_switch_of_the_theme() {
    let ctx = Context::default();
    apply(&ctx, true);
    assert!(!of_ctx(&ctx).strong);
    set_contrast(&ctx, true);
    set_reduced_motion(&ctx, true);
    apply(&ctx, false);
    let shown = of_ctx(&ctx);
    assert!(shown.strong && !shown.dark && reduced_motion_ctx(&ctx));
    set_contrast(&ctx, false);
    assert!(!of_ctx(&ctx).strong && reduced_motion_ctx(&ctx));
}
