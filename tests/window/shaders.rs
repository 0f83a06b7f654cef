//! The picture shaders against their CPU oracles, rendered without a window.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use egui::{Id, Rect, Vec2, pos2};
use egui_kittest::Harness;
use stargrid::domain::{Picture, range};
use stargrid::gui::theme;
use stargrid::gui::widgets::planes_gpu::{Planes, PlanesPaint};
use stargrid::gui::widgets::viewer_gpu::{self, PairMode, PairPaint, Place};
use stargrid::gui::widgets::{Shown, ViewTransform, compare};
use wgpu::util::DeviceExt as _;

use super::gallery::{disc, photo};

const SIDE: f32 = 96.0;

fn place(view: ViewTransform) -> Place {
    Place {
        rect: Rect::from_min_size(pos2(0.0, 0.0), Vec2::splat(SIDE)),
        view,
        corner: 0.0,
    }
}

/// What the window's render pass makes of one shape over the whole window.
fn rendered(
    format: Option<wgpu::TextureFormat>,
    shape: impl Fn(&egui::Context, &wgpu::Device) -> egui::Shape,
) -> Picture {
    let mut state = egui_kittest::wgpu::create_render_state(
        egui_kittest::wgpu::default_wgpu_setup(),
        eframe::egui_wgpu::RendererOptions::PREDICTABLE,
    );
    if let Some(format) = format {
        let options = eframe::egui_wgpu::RendererOptions::PREDICTABLE;
        let renderer = eframe::egui_wgpu::Renderer::new(&state.device, format, options);
        *state.renderer.write() = renderer;
        state.target_format = format;
    }
    let (device, for_setup) = (state.device.clone(), state.clone());
    let mut harness = Harness::builder()
        .with_size(Vec2::splat(SIDE))
        .renderer(egui_kittest::wgpu::WgpuTestRenderer::from_render_state(
            state,
        ))
        .with_context_setup(move |ctx| {
            theme::apply(ctx, true);
            viewer_gpu::install(ctx, &for_setup);
        })
        .build_ui(move |ui| {
            let painter = ui.ctx().layer_painter(ui.layer_id());
            painter.add(shape(ui.ctx(), &device));
        });
    harness.run();
    let image = harness.render().unwrap();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let rgb = image
        .pixels()
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    Picture::new(width, height, rgb.collect()).unwrap()
}

fn pair(mode: PairMode, view: ViewTransform) -> Picture {
    pair_on(None, mode, view)
}

fn pair_on(format: Option<wgpu::TextureFormat>, mode: PairMode, view: ViewTransform) -> Picture {
    rendered(format, move |_, _| {
        PairPaint {
            slot: Id::unique("test"),
            mode,
            a: photo(0.0),
            b: disc(40.0).into(),
            place: place(view),
        }
        .into_shape()
    })
}

fn assert_near(drawn: &Picture, expected: &Picture) {
    assert_eq!(
        (drawn.width(), drawn.height()),
        (expected.width(), expected.height())
    );
    let worst = drawn
        .rgb()
        .iter()
        .zip(expected.rgb())
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    assert!(worst <= Some(2), "largest distance {worst:?}");
}

/// The part of `picture` that a view shows, in squares, as large as the picture.
fn squares(picture: &Picture, view: ViewTransform) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let rgb = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let unit = pos2(
                (x as f32 + 0.5) / width as f32,
                (y as f32 + 0.5) / height as f32,
            );
            let at = view.to_picture(unit);
            let pixel = (at.x * width as f32, at.y * height as f32);
            picture.pixel(pixel.0 as usize, pixel.1 as usize).unwrap()
        })
        .collect();
    Picture::new(width, height, rgb).unwrap()
}

#[test]
fn the_difference_shader_agrees_with_the_cpu() {
    let drawn = pair(PairMode::Difference(3.0), ViewTransform::default());
    let expected = compare::difference(&photo(0.0).picture, &disc(40.0).picture, 3.0);
    assert_near(&drawn, &expected);
}

#[test]
fn a_target_that_encodes_by_itself_looks_the_same() {
    let format = Some(wgpu::TextureFormat::Rgba8UnormSrgb);
    let mode = PairMode::Difference(3.0);
    let drawn = pair_on(format, mode, ViewTransform::default());
    let expected = compare::difference(&photo(0.0).picture, &disc(40.0).picture, 3.0);
    assert_near(&drawn, &expected);
}

/// Marks of the strongest 1 %, and the map below them, whole and zoomed in: the rim is one pixel of the screen wide.
#[test]
fn the_strongest_differences_are_outlined() {
    let (a, b) = (photo(0.0).picture, disc(40.0).picture);
    let least = compare::strongest(&a, &b).least;
    let drawn = pair(PairMode::Marked(3.0, least), ViewTransform::default());
    let expected = compare::marked_difference(&a, &b, 3.0, least);
    assert_near(&drawn, &expected);
    let mark = compare::MARK.map(|value| (value * 255.0 + 0.5) as u8);
    let count = |picture: &Picture| picture.rgb().chunks(3).filter(|p| **p == mark).count();
    assert!((10..=93).contains(&count(&expected)), "1 % of 9216 at most");
    let none = compare::difference(&a, &b, 3.0);
    assert_near(
        &pair(PairMode::Marked(3.0, 0), ViewTransform::default()),
        &none,
    );
    let view = ViewTransform {
        zoom: 4.0,
        centre: [0.375, 0.625],
    };
    // In squares of the whole map and of the strong pixels alone.
    let heat = squares(&none, view);
    let strong = |x: usize, y: usize| {
        let apart = a
            .pixel(x, y)
            .unwrap()
            .into_iter()
            .zip(b.pixel(x, y).unwrap());
        apart.map(|(l, r)| u32::from(l.abs_diff(r))).sum::<u32>() >= least
    };
    let grey = |x, y| if strong(x, y) { [255; 3] } else { [0; 3] };
    let places = (0..96).flat_map(|y| (0..96).map(move |x| (x, y)));
    let strong = places.clone().flat_map(|(x, y)| grey(x, y)).collect();
    let strong = squares(&Picture::new(96, 96, strong).unwrap(), view);
    let is_strong = |x: usize, y: usize| strong.pixel(x.min(95), y.min(95)).unwrap()[0] == 255;
    let rim = |x: usize, y: usize| {
        let around = [
            (x + 1, y),
            (x.saturating_sub(1), y),
            (x, y + 1),
            (x, y.saturating_sub(1)),
        ];
        is_strong(x, y) && !around.iter().all(|&(x, y)| is_strong(x, y))
    };
    let colour = |(x, y)| {
        if rim(x, y) {
            mark
        } else {
            heat.pixel(x, y).unwrap()
        }
    };
    let expected = Picture::new(96, 96, places.flat_map(colour).collect()).unwrap();
    assert_near(&pair(PairMode::Marked(3.0, least), view), &expected);
}

#[test]
fn the_wipe_shader_agrees_with_the_cpu() {
    let drawn = pair(PairMode::Wipe(0.3), ViewTransform::default());
    let expected = compare::wipe(&photo(0.0).picture, &disc(40.0).picture, 0.3);
    assert_near(&drawn, &expected);
}

#[test]
fn zoomed_in_pixels_are_squares() {
    let view = ViewTransform {
        zoom: 4.0,
        centre: [0.375, 0.625],
    };
    let drawn = pair(PairMode::Difference(3.0), view);
    let whole = compare::difference(&photo(0.0).picture, &disc(40.0).picture, 3.0);
    assert_near(&drawn, &squares(&whole, view));
}

#[test]
fn the_present_shader_shows_planar_values() {
    let shown: Shown = disc(40.0);
    let planes = range::picture_to_planes(&shown.picture);
    let drawn = rendered(None, move |ctx, device| {
        let bytes: Vec<u8> = planes
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        // The values of another tensor come first, as they do in a page of a network's memory.
        let offset = device.limits().min_storage_buffer_offset_alignment;
        let contents = [vec![0xA5; offset as usize], bytes].concat();
        let buffer = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: None,
            contents: &contents,
            usage: wgpu::BufferUsages::STORAGE,
        });
        let planes = Planes {
            buffer,
            offset: offset.into(),
            width: SIDE as u32,
            height: SIDE as u32,
        };
        let place = place(ViewTransform::default());
        PlanesPaint::new(ctx, Id::unique("test"), planes, place).into_shape()
    });
    assert_near(&drawn, &shown.picture);
}
