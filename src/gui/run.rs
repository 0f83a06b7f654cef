//! Opens the window: asks for a device that tensors can share, starts the engine, and keeps the session.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use eframe::egui_wgpu::{RenderState, WgpuConfiguration, WgpuSetup};

use super::app::App;
use super::measure::Measure;
use super::measure_training::MeasureTraining;
use super::start::Start;
use super::state::Session;
use super::widgets::viewer_gpu;
use crate::engine::Engine;
use crate::engine::MODEL_ENDINGS;
use crate::engine::device::{self, DeviceChoice, SharedGpu};
use crate::engine::worker::Notify;
use crate::problem::Problem;

/// Under which key sessions were kept before they had a file of their own.
const OLD_SESSION: &str = "stargrid_session_v1";
/// The window's first size in points, and its least.
const SIZE: ([f32; 2], [f32; 2]) = ([1360.0, 840.0], [960.0, 600.0]);
/// The window's own icon, for desktops that do not take it from the desktop entry.
const ICON: &[u8] = include_bytes!("../../assets/icon/128.png");

/// The window's size when a training is measured.
const MEASURED_SIZE: [f32; 2] = [1280.0, 800.0];

/// How the window starts.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    /// Where tensors live; `Auto` leaves it to the session.
    pub device: DeviceChoice,
    /// Pictures, folders and models to open.
    pub open: Vec<PathBuf>,
    /// Where settings are kept, instead of the user's own folder.
    pub data_dir: Option<PathBuf>,
    /// The program's folder, where the session and `settings.toml` are; none keeps nothing.
    pub home: Option<PathBuf>,
    /// Settings for this start alone, as `KEY=VALUE`; they are known to be valid.
    pub set: Vec<String>,
    /// When the process began, for a measured run.
    pub measure: Option<Instant>,
    /// Seconds of training to measure, and the folder of that run.
    pub measure_training: Option<(u64, PathBuf)>,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When there is no display or no way to draw.
pub fn run(options: WindowOptions) -> Result<(), Problem> {
    let native = native_options(&options);
    eframe::run_native("stargrid", native, Box::new(move |cc| Ok(Box::new(Window::new(cc, options)?)))).map_err(|error| {
        Problem::because("The window could not be opened", &error)
            .hint("Without a display, use the commands: `stargrid --help` lists them, `stargrid doctor` says what was found.")
    })
}

/// The icon's pixels; none where they cannot be read, and the window then has the system's.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(ICON).unwrap_or_else(|error| {
        log::warn!("the window's icon could not be read: {error}");
        egui::IconData::default()
    })
}

fn native_options(options: &WindowOptions) -> eframe::NativeOptions {
    let (mut size, least) = SIZE;
    if options.measure_training.is_some() {
        size = MEASURED_SIZE;
    }
    let viewport = egui::ViewportBuilder::default()
        .with_title("Stargrid")
        .with_app_id("stargrid")
        .with_icon(icon())
        .with_inner_size(size)
        .with_min_inner_size(least)
        .with_drag_and_drop(true);
    let mut wgpu_options = WgpuConfiguration::default();
    if let WgpuSetup::CreateNew(setup) = &mut wgpu_options.wgpu_setup {
        setup.power_preference = wgpu::PowerPreference::HighPerformance;
        setup.device_descriptor = Arc::new(device::shared_device_descriptor);
    }
    eframe::NativeOptions {
        viewport,
        wgpu_options,
        // The window has no gradients to dither, and a software rasteriser pays for it in every pixel.
        dithering: false,
        persistence_path: options
            .data_dir
            .as_ref()
            .map(|folder| folder.join("window.ron")),
        ..Default::default()
    }
}

/// The eframe side of the window.
struct Window {
    app: App,
}

impl Window {
    fn new(cc: &eframe::CreationContext<'_>, options: WindowOptions) -> Result<Self, Problem> {
        let measured = options.measure.is_some() || options.measure_training.is_some();
        let ctx = cc.egui_ctx.clone();
        let notify: Notify = Arc::new(move || ctx.request_repaint());
        let mut start = match &options.home {
            Some(home) if !measured => Start::read(home, notify.clone(), || older(cc)),
            _ => Start::default(),
        };
        start.settle(&options.set, options.device, cc.egui_ctx.system_theme());
        let (runs, tastes) = (runs_folder(&options), own_folder(&options).join("tastes"));
        let gallery = (!measured).then(|| own_folder(&options).join("gallery"));
        // A model named at the start is opened instead of the last one, not after it.
        let (models, pictures): (Vec<_>, Vec<_>) =
            options.open.into_iter().partition(|path| is_model(path));
        if let Some(model) = models.into_iter().next_back() {
            start.session.model = Some(model);
        }
        let shared = cc.wgpu_render_state.as_ref().map(share);
        let engine = Engine::start(start.settings.device, shared, notify)?;
        let mut app = start.app(&cc.egui_ctx, engine).with_runs(runs);
        if let Some(state) = &cc.wgpu_render_state {
            viewer_gpu::install(&cc.egui_ctx, state);
            // A software rasteriser draws with the cores that the networks need: nothing moves for decoration there.
            let software = state.adapter.get_info().device_type == wgpu::DeviceType::Cpu;
            app.keep_still(&cc.egui_ctx, software);
        }
        app.keep_tastes_in(tastes);
        if let Some(gallery) = gallery {
            app.keep_gallery_in(gallery);
        }
        if !pictures.is_empty() {
            app.bring(pictures);
        }
        if let Some((seconds, folder)) = options.measure_training {
            app = app.measured_training(MeasureTraining::new(seconds, folder));
        }
        if let Some(started) = options.measure {
            app = app.measured(Measure::new(started));
        }
        Ok(Self { app })
    }
}

/// The session as it was kept before it had a file of its own.
fn older(cc: &eframe::CreationContext<'_>) -> Option<Session> {
    let text = cc.storage?.get_string(OLD_SESSION)?;
    match serde_json::from_str(&text) {
        Ok(session) => Some(session),
        Err(error) => {
            log::warn!("the session of an earlier Stargrid could not be read: {error}");
            None
        }
    }
}

/// Where new runs go: the chosen folder, or else the person's home.
fn runs_folder(options: &WindowOptions) -> PathBuf {
    let base = options.data_dir.clone().or_else(std::env::home_dir);
    base.unwrap_or_default().join("stargrid-runs")
}

/// Where the program keeps its own files (taste tests, kept results): beside the window's settings.
fn own_folder(options: &WindowOptions) -> PathBuf {
    let usual = || eframe::storage_dir("stargrid");
    let base = options.data_dir.clone().or_else(usual);
    base.unwrap_or_default()
}

fn is_model(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| MODEL_ENDINGS.contains(&ending.as_str()))
}

fn share(state: &RenderState) -> SharedGpu {
    SharedGpu {
        instance: state.instance.clone(),
        adapter: state.adapter.clone(),
        device: state.device.clone(),
        queue: state.queue.clone(),
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.app.note_frame(frame.info().cpu_usage);
        self.app.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.app.show(ui);
    }

    /// The window's place and size are kept by eframe; the session has a file of its own.
    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        storage.remove_string(OLD_SESSION);
    }

    fn on_exit(&mut self) {
        self.app.leave();
    }
}
