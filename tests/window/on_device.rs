//! Results that stay on the window's own device: drawn from where the network left them, read only when somebody needs bytes.
//!
//! On lavapipe where there is no GPU; the networks are tiny, as it computes slowly. The registry of Burn takes one device in a
//! process, so all these tests share one, and take turns because they count.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use eframe::egui_wgpu::{RenderState, RendererOptions, WgpuSetup};
use egui::{Id, Key, Rect, Role, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::{Fingerprint, Picture, StyleSource, latent};
use stargrid::engine::Engine;
use stargrid::engine::device::{self, Compute, DeviceChoice, SharedGpu};
use stargrid::engine::made::{Made, OnDevice, read_backs};
use stargrid::engine::messages::{Event, ModelSource, SaveJob};
use stargrid::engine::open;
use stargrid::engine::translator::{Pictures, Translator};
use stargrid::gui::App;
use stargrid::gui::state::Session;
use stargrid::gui::theme;
use stargrid::gui::widgets::planes_gpu::PlanesPaint;
use stargrid::gui::widgets::viewer_gpu::{self, PairMode, PairPaint, Place};
use stargrid::gui::widgets::{Face, Shown, ViewTransform, compare};

use super::app::{Desk, SIZE};
use super::skeleton::{TINY, golden_checkpoint};

/// The one window's device of this process, and the right to use and to count.
struct Gpu {
    render: RenderState,
    shared: SharedGpu,
    _turn: MutexGuard<'static, ()>,
}

fn gpu() -> Gpu {
    static RENDER: OnceLock<RenderState> = OnceLock::new();
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let render = RENDER.get_or_init(|| {
        let mut setup = egui_kittest::wgpu::default_wgpu_setup();
        if let WgpuSetup::CreateNew(setup) = &mut setup {
            setup.device_descriptor = Arc::new(device::shared_device_descriptor);
        }
        egui_kittest::wgpu::create_render_state(setup, RendererOptions::PREDICTABLE)
    });
    let shared = SharedGpu {
        instance: render.instance.clone(),
        adapter: render.adapter.clone(),
        device: render.device.clone(),
        queue: render.queue.clone(),
    };
    Gpu {
        render: render.clone(),
        shared,
        _turn: turn,
    }
}

/// A renderer of its own for a harness, on the shared device.
fn renderer(gpu: &Gpu) -> RenderState {
    let (device, format) = (&gpu.render.device, gpu.render.target_format);
    let renderer = eframe::egui_wgpu::Renderer::new(device, format, RendererOptions::PREDICTABLE);
    RenderState {
        renderer: Arc::new(egui::mutex::RwLock::new(renderer)),
        ..gpu.render.clone()
    }
}

fn tiny() -> PathBuf {
    golden_checkpoint(TINY)
}

/// The tiny model on a device, and one picture of its size.
struct Bench {
    translator: Translator,
    pictures: Pictures,
    source: Fingerprint,
    side: usize,
    latent_dim: usize,
}

impl Bench {
    fn on(compute: &Compute) -> Self {
        let model = open::build(&ModelSource::File(tiny()), &compute.device)
            .unwrap()
            .model;
        let (side, latent_dim) = (model.config.img_size, model.config.latent_dim);
        let rgb = (0..side * side)
            .flat_map(|at| [at % side * 7, at / side * 5, at % 11 * 20])
            .map(|value| (value % 256) as u8);
        let picture = Picture::new(side, side, rgb.collect()).unwrap();
        let source = picture.fingerprint();
        Self {
            translator: Translator::new(model),
            pictures: Pictures::from([(source, Arc::new(picture))]),
            source,
            side,
            latent_dim,
        }
    }

    fn style(&self, seed: u64) -> StyleSource {
        StyleSource::Latent {
            z: latent::many(seed, 1, self.latent_dim),
            domain: 0,
            psi: 1.0,
        }
    }

    fn left_there(&mut self, seed: u64) -> OnDevice {
        let style = self.style(seed);
        let found = self
            .translator
            .translate_on_device(self.source, &style, &self.pictures);
        found.unwrap()
    }

    fn pixels(&mut self, seed: u64) -> Picture {
        let style = self.style(seed);
        let found = self
            .translator
            .translate(self.source, &style, &self.pictures);
        found.unwrap()
    }
}

fn on_window(gpu: &Gpu) -> Compute {
    let compute = device::choose(DeviceChoice::Gpu, Some(&gpu.shared)).unwrap();
    assert!(compute.on_window, "{:?}", compute.facts);
    compute
}

/// What the window makes of one shape over all of its `side` x `side` pixels.
fn drawn(gpu: &Gpu, side: usize, shape: impl Fn(&egui::Context, Place) -> egui::Shape) -> Picture {
    let (render, size) = (renderer(gpu), Vec2::splat(side as f32));
    let for_setup = render.clone();
    let place = Place {
        rect: Rect::from_min_size(pos2(0.0, 0.0), size),
        view: ViewTransform::default(),
        corner: 0.0,
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .renderer(egui_kittest::wgpu::WgpuTestRenderer::from_render_state(
            render,
        ))
        .with_context_setup(move |ctx| {
            theme::apply(ctx, true);
            viewer_gpu::install(ctx, &for_setup);
        })
        .build_ui(move |ui| {
            let painter = ui.ctx().layer_painter(ui.layer_id());
            painter.add(shape(ui.ctx(), place));
        });
    harness.run();
    let image = harness.render().unwrap();
    let rgb = image
        .pixels()
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    Picture::new(side, side, rgb.collect()).unwrap()
}

/// The largest distance of two pictures, in levels.
fn apart(a: &Picture, b: &Picture) -> u8 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let pairs = a.rgb().iter().zip(b.rgb());
    pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

#[test]
fn a_result_is_drawn_from_where_it_lies() {
    let gpu = gpu();
    let mut bench = Bench::on(&on_window(&gpu));
    let side = bench.side;
    let before = read_backs();
    let results: Vec<OnDevice> = (0..12).map(|seed| bench.left_there(seed)).collect();
    assert!(
        results.iter().any(|result| result.offset() > 0),
        "no two results share a page, so offsets are not tested: {results:?}"
    );
    let show = |result: &OnDevice| {
        let result = result.clone();
        drawn(&gpu, side, move |ctx, place| {
            PlanesPaint::of(ctx, Id::unique("test"), &result, place).into_shape()
        })
    };
    let shown: Vec<Picture> = results.iter().map(show).collect();
    assert_eq!(read_backs(), before, "drawing reads nothing back");

    let on_cpu = device::choose(DeviceChoice::Cpu, None).unwrap();
    assert!(!on_cpu.on_window);
    let mut cpu = Bench::on(&on_cpu);
    let (mut to_read, mut to_cpu, mut colours) = (0, 0, 0);
    for (seed, (result, shown)) in (0..).zip(results.iter().zip(&shown)) {
        to_read = to_read.max(apart(shown, &result.read().unwrap()));
        let expected = cpu.pixels(seed);
        to_cpu = to_cpu.max(apart(shown, &expected));
        let [least, most] = [expected.rgb().iter().min(), expected.rgb().iter().max()];
        colours = colours.max(most.unwrap() - least.unwrap());
    }
    println!("drawn and read: {to_read} levels apart; drawn and CPU: {to_cpu}; range {colours}");
    assert!(colours > 60, "a flat picture proves nothing");
    assert_eq!(to_read, 0, "the shader rounds as a saved picture");
    assert!(to_cpu <= 1, "{to_cpu} levels");
    assert_eq!(read_backs(), before + results.len() as u64);
}

#[test]
fn memory_is_not_used_again_while_a_result_is_held() {
    let gpu = gpu();
    let mut bench = Bench::on(&on_window(&gpu));
    let (held, other) = (bench.left_there(1), bench.left_there(2));
    let (first, place) = (
        held.read().unwrap(),
        (other.buffer().clone(), other.offset()),
    );
    drop(other);
    let mut reused = false;
    for seed in 10..40 {
        let new = bench.left_there(seed);
        assert!(held.buffer() != new.buffer() || held.offset() != new.offset());
        reused |= (new.buffer().clone(), new.offset()) == place;
    }
    assert!(
        reused,
        "what was let go is used again, so the guard is tested"
    );
    assert_eq!(held.read().unwrap(), first);
}

#[test]
fn comparisons_bind_the_result_too() {
    let gpu = gpu();
    let mut bench = Bench::on(&on_window(&gpu));
    let result = bench.left_there(3);
    let source = Shown::new(Arc::clone(&bench.pictures[&bench.source]));
    let before = read_backs();
    let show = |mode| {
        let (a, b) = (source.clone(), Face::OnDevice(result.clone()));
        drawn(&gpu, bench.side, move |_, place| {
            let (a, b) = (a.clone(), b.clone());
            let slot = Id::unique("test");
            PairPaint {
                slot,
                mode,
                a,
                b,
                place,
            }
            .into_shape()
        })
    };
    let (wiped, heat) = (show(PairMode::Wipe(0.4)), show(PairMode::Difference(3.0)));
    assert_eq!(read_backs(), before);
    let made = result.read().unwrap();
    let wiped = apart(&wiped, &compare::wipe(&source.picture, &made, 0.4));
    let heat = apart(&heat, &compare::difference(&source.picture, &made, 3.0));
    println!("wipe {wiped}, difference {heat} levels from the CPU's");
    assert!(wiped <= 1 && heat <= 2);
}

#[test]
fn a_saved_result_is_read_once() {
    let gpu = gpu();
    let mut bench = Bench::on(&on_window(&gpu));
    let result = bench.left_there(4);
    let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.png");
    let before = read_backs();
    let job = SaveJob::Picture(Made::OnDevice(result.clone()));
    engine.jobs.save(path.clone(), job);
    let began = std::time::Instant::now();
    while !engine.poll().any(|event| matches!(event, Event::Saved(_))) {
        assert!(began.elapsed().as_secs() < 60, "nothing was saved");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(read_backs(), before + 1);
    let saved = image::open(path).unwrap().to_rgb8();
    assert_eq!(saved.into_raw(), result.read().unwrap().rgb());
}

#[test]
fn the_window_reads_nothing_until_a_person_needs_bytes() {
    let gpu = gpu();
    let session = Session {
        model: Some(tiny()),
        ..Session::default()
    };
    let before = read_backs();
    let mut desk = Desk::drawn_with(session, SIZE, 1.0, renderer(&gpu), Some(gpu.shared.clone()));
    desk.complete();
    desk.rest();
    for (mode, name) in [
        ("Wipe", "wipe"),
        ("Result", "result"),
        ("Difference", "difference"),
    ] {
        assert_eq!(read_backs(), before, "drawn from where they lie");
        desk.click(Role::RadioButton, mode);
        desk.hand_away();
        let picture = desk.render().unwrap();
        let colours: std::collections::HashSet<_> = picture.pixels().map(|pixel| pixel.0).collect();
        if let Some(folder) = std::env::var_os("STARGRID_LOOK") {
            picture
                .save(PathBuf::from(folder).join(format!("on_device_{name}.png")))
                .unwrap();
        }
        assert!(colours.len() > 1000, "{mode}: {} colours", colours.len());
    }
    desk.until("the figures of the difference", |_| read_backs() > before);
    assert_eq!(
        read_backs(),
        before + 1,
        "one result's figures need its bytes"
    );
    let before = before + 1;
    desk.until("of the whole grid one result is read", |desk| {
        desk.state().fingerprints().into_iter().flatten().count() == 1
    });

    desk.key(Key::U);
    desk.until("the result is a source", |desk| desk.mentions("Added "));
    desk.complete();
    assert_eq!(read_backs(), before, "the new source was read already");
    let read = desk.state().fingerprints();
    assert_eq!(read.iter().flatten().count(), 1);
}

#[test]
fn the_window_tells_how_far_the_kernels_are() {
    let gpu = gpu();
    // The worker waits in here after each event until it may go on.
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let hold = Arc::new(move || {
        let _ = wait.lock().unwrap().recv();
    });
    let engine = Engine::start(DeviceChoice::Gpu, Some(gpu.shared.clone()), hold).unwrap();
    let session = Session {
        model: Some(tiny()),
        ..Session::default()
    };
    let mut desk = Desk::of(App::new(&egui::Context::default(), engine, session));
    let mut seen = Vec::new();
    desk.until("the kernels are ready", |desk| {
        let says = |part| desk.says(&format!("Preparing kernels, {part} of 4…"));
        seen.extend((1..=4).filter(|part| says(*part)));
        // One event a frame; the pictures' jobs wait in the same place, and pass by the same leave.
        let _ = go_on.send(());
        seen.last() == Some(&4) && !desk.mentions("Preparing kernels")
    });
    seen.dedup();
    assert_eq!(seen, [1, 2, 3, 4]);
    drop(go_on);
    desk.complete();
}

#[test]
fn half_precision_is_offered_where_shaders_know_it() {
    let gpu = gpu();
    let offered = gpu
        .shared
        .device
        .features()
        .contains(wgpu::Features::SHADER_F16);
    let session = Session {
        model: Some(tiny()),
        ..Session::default()
    };
    let mut desk = Desk::drawn_with(session, SIZE, 1.0, renderer(&gpu), Some(gpu.shared.clone()));
    desk.complete();
    desk.get_by_label_contains("Device: ").click();
    desk.rest();
    let switch = desk.query_by_role_and_label(Role::CheckBox, "Half precision");
    assert_eq!(switch.is_some(), offered);
    let Some(switch) = switch else { return };
    switch.click();
    desk.until("the model opens again", |desk| {
        desk.state().progress().0 == 0
    });
    desk.complete();
    assert!(desk.state().session().half);
    assert!(!desk.mentions("could not be computed"));
}
