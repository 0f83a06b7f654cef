//! The whole window on a real engine, driven without a display: what the panels' tests stand on.
//!
//! The engine's threads are real, the window's clock is not: while a test waits for a worker, next to no time passes in the window, so
//! no toast leaves early; when a person would rest, [`Desk::rest`] lets time pass.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui_wgpu::RenderState;
use egui::{Role, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::engine::Engine;
use stargrid::engine::device::{DeviceChoice, SharedGpu};
use stargrid::gui::App;
use stargrid::gui::state::Session;
use stargrid::gui::theme;
use stargrid::gui::widgets::viewer_gpu;

use super::shots::SNAPSHOT_SCALE;

/// The window's first size.
pub const SIZE: Vec2 = vec2(1360.0, 840.0);
/// How long a worker may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// Seconds in the window between two frames of a hand's action.
const STEP: f32 = 0.15;
/// Seconds in the window between two frames of waiting.
const WAIT: f64 = 0.0005;

/// A window on a desk.
pub struct Desk {
    harness: Harness<'static, App>,
    /// Where a test's own files lie.
    pub folder: tempfile::TempDir,
}

impl std::fmt::Debug for Desk {
    /// The tree of everything on screen, by role and name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.harness.root().fmt(f)
    }
}

impl Deref for Desk {
    type Target = Harness<'static, App>;
    fn deref(&self) -> &Self::Target {
        &self.harness
    }
}

impl DerefMut for Desk {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.harness
    }
}

fn app(session: Session, gpu: Option<SharedGpu>) -> App {
    let choice = gpu
        .as_ref()
        .map_or(DeviceChoice::Cpu, |_| DeviceChoice::Gpu);
    let engine = Engine::start(choice, gpu, Arc::new(|| {})).unwrap();
    App::new(&egui::Context::default(), engine, session)
}

impl Desk {
    /// The first screen, as a new user sees it, still opening.
    pub fn new() -> Self {
        Self::with(Session::default())
    }

    /// The window with a session.
    pub fn with(session: Session) -> Self {
        Self::of(app(session, None))
    }

    /// The same of another size.
    pub fn sized(session: Session, size: Vec2) -> Self {
        let mut desk = Self::with(session);
        desk.harness.set_size(size);
        desk.harness.run_steps(2);
        desk
    }

    /// A window on an engine of its own making.
    pub fn of(app: App) -> Self {
        let (dark, contrast) = (app.session().dark, app.session().contrast);
        let builder = Harness::builder()
            .with_size(SIZE)
            .with_step_dt(STEP)
            .with_max_steps(8)
            .with_context_setup(move |ctx| {
                theme::apply(ctx, dark);
                theme::set_contrast(ctx, contrast);
            });
        Self::build(builder, app)
    }

    /// The window with a session, drawn: for snapshots.
    pub fn drawn(session: Session, size: Vec2) -> Self {
        Self::drawn_at(session, size, SNAPSHOT_SCALE)
    }

    /// The same at another scale: for looking at.
    pub fn drawn_at(session: Session, size: Vec2, scale: f32) -> Self {
        let render = egui_kittest::wgpu::create_render_state(
            egui_kittest::wgpu::default_wgpu_setup(),
            eframe::egui_wgpu::RendererOptions::PREDICTABLE,
        );
        Self::drawn_with(session, size, scale, render, None)
    }

    /// The same with this renderer; with `gpu` the networks compute on it too.
    pub fn drawn_with(
        session: Session,
        size: Vec2,
        scale: f32,
        render: RenderState,
        gpu: Option<SharedGpu>,
    ) -> Self {
        let (dark, contrast) = (session.dark, session.contrast);
        let for_setup = render.clone();
        let builder = Harness::builder()
            .with_size(size)
            .with_pixels_per_point(scale)
            .with_step_dt(STEP)
            .with_max_steps(8)
            .with_theme(if dark {
                egui::Theme::Dark
            } else {
                egui::Theme::Light
            })
            .with_render_cursor(false)
            .renderer(egui_kittest::wgpu::WgpuTestRenderer::from_render_state(
                render,
            ))
            .with_context_setup(move |ctx| {
                theme::apply(ctx, dark);
                theme::set_contrast(ctx, contrast);
                viewer_gpu::install(ctx, &for_setup);
            });
        Self::build(builder, app(session, gpu))
    }

    fn build(builder: egui_kittest::HarnessBuilder<App>, app: App) -> Self {
        let show = |ui: &mut egui::Ui, app: &mut App| {
            app.logic(ui.ctx());
            // The real window has no margin around the panels; the harness gives its ui one.
            let whole = ui.ctx().content_rect();
            ui.scope_builder(egui::UiBuilder::new().max_rect(whole), |ui| {
                ui.set_clip_rect(whole);
                app.show(ui);
            });
        };
        Self {
            harness: builder.build_ui_state(show, app),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The first screen with its grid complete, and at rest.
    pub fn ready() -> Self {
        let mut desk = Self::new();
        desk.complete();
        desk.rest();
        desk
    }

    /// Draws frames until `done`; next to no time passes in the window.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&Self) -> bool) {
        let began = Instant::now();
        while !done(self) {
            assert!(
                began.elapsed() < PATIENCE,
                "after {PATIENCE:?} still not: {what}\n{self:?}"
            );
            std::thread::sleep(Duration::from_millis(2));
            let now = self.harness.ctx.input(|input| input.time);
            self.harness.input_mut().time = Some(now + WAIT);
            self.harness.step();
        }
        self.harness.input_mut().time = None;
        self.harness.check_accessibility();
    }

    /// Waits until every cell of the grid is there.
    #[track_caller]
    pub fn complete(&mut self) {
        self.until("every cell is there", |desk| {
            let (there, all) = desk.state().progress();
            all > 0 && there == all
        });
    }

    /// Waits until the grid has this many cells and all are there.
    #[track_caller]
    pub fn complete_of(&mut self, cells: usize) {
        self.until(&format!("{cells} of {cells} cells are there"), |desk| {
            desk.state().progress() == (cells, cells)
        });
    }

    /// Hands off for a moment: menus open, undo steps are taken, nothing that flows ends.
    pub fn rest(&mut self) {
        self.harness.run_steps(5);
        self.harness.check_accessibility();
    }

    /// Clicks the only thing with this role and name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click();
        self.harness.run_steps(2);
        self.harness.check_accessibility();
    }

    /// Clicks the only button with this name.
    #[track_caller]
    pub fn press(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Strikes a key.
    pub fn key(&mut self, key: egui::Key) {
        self.harness.key_press(key);
        self.harness.run_steps(2);
    }

    /// Strikes a key with Ctrl.
    pub fn ctrl(&mut self, key: egui::Key) {
        self.harness
            .key_press_modifiers(egui::Modifiers::COMMAND, key);
        self.harness.run_steps(2);
    }

    /// Clicks twice at a place, quickly.
    pub fn double_click_at(&mut self, at: egui::Pos2) {
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        let events = [true, false, true, false].map(|pressed| egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        self.harness.input_mut().events.extend(events);
        self.harness.run_steps(2);
    }

    /// Takes the hand off the mouse, so that nothing is hovered.
    pub fn hand_away(&mut self) {
        self.harness.remove_cursor();
        self.harness.run_steps(2);
    }

    /// Whether exactly these words are somewhere on screen.
    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label(words).next().is_some()
    }

    /// Whether some text on screen has these words in it.
    pub fn mentions(&self, words: &str) -> bool {
        self.harness
            .query_all_by_label_contains(words)
            .next()
            .is_some()
    }

    /// Whether a button or chip is there, can be used, and (for chips and cells) is chosen.
    #[track_caller]
    pub fn is_chosen(&self, role: Role, name: &str) -> bool {
        let node = self.harness.get_by_role_and_label(role, name);
        let node = node.accesskit_node();
        node.toggled() == Some(egui::accesskit::Toggled::True) || node.is_selected() == Some(true)
    }

    /// Whether the only button with this name can be used.
    #[track_caller]
    pub fn is_possible(&self, name: &str) -> bool {
        let node = self.harness.get_by_role_and_label(Role::Button, name);
        !node.accesskit_node().is_disabled()
    }

    /// The names of all cells on screen.
    pub fn cells(&self) -> Vec<String> {
        let buttons = self.harness.query_all_by_role(Role::Button);
        let names = buttons.filter_map(|node| node.accesskit_node().label());
        names
            .filter(|name| !name.starts_with("source ") && !name.starts_with("reference "))
            .filter(|name| {
                let words = [".png as ", ".png in a style of ", ".png with"];
                words.iter().any(|words| name.contains(words))
            })
            .collect()
    }

    /// Writes a picture file of one hue into the test's folder.
    pub fn picture(&self, name: &str, hue: u8) -> PathBuf {
        picture_in(self.folder.path(), name, hue)
    }

    /// Drops files on the window.
    pub fn drop_files(&mut self, paths: &[PathBuf]) {
        let dropped = paths
            .iter()
            .map(|path| Arc::new(Dropped(path.clone())) as egui::DroppedFileHandle);
        self.harness.input_mut().dropped_files.extend(dropped);
        self.harness.step();
    }

    /// Drops one new picture and waits until the grid holds its cells.
    #[track_caller]
    pub fn bring_picture(&mut self, name: &str, hue: u8) {
        let path = self.picture(name, hue);
        self.drop_files(&[path]);
        let words = format!("Added {name} as ");
        self.until(&words, |desk| desk.mentions(&words));
        self.complete();
        self.rest();
    }
}

/// Writes a small picture that is lighter to one side.
pub fn picture_in(folder: &Path, name: &str, hue: u8) -> PathBuf {
    let path = folder.join(name);
    let colour = |x, y| image::Rgb([hue, (x * 4) as u8, (y * 5) as u8]);
    image::RgbImage::from_fn(60, 48, colour)
        .save(&path)
        .unwrap();
    path
}

/// A file as the system hands it over after a drop.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A pipe in place of a file: whoever reads it waits until somebody writes.
pub fn fifo(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success(), "mkfifo of coreutils makes pipes");
    path
}
