//! The window's state and its two beats: `logic` takes in what arrived, `ui` draws.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use super::align::AlignState;
use super::compare::CompareTab;
use super::desk::{self, Desk};
use super::evaluate::EvaluateTab;
use super::exports::Exports;
use super::eye::EyeState;
use super::gallery::GalleryTab;
use super::lab::Lab;
use super::library::Library;
use super::measure::Measure;
use super::measure_training::MeasureTraining;
use super::notices::Notices;
use super::palette::Palette;
use super::panels;
use super::partner::Partner;
use super::pixels::Wish;
use super::plan::{Row, RowId};
use super::results::Results;
use super::sight::Sight;
use super::state::{Explore, PictureId, Session, Side, Tab};
use super::taste::TasteTab;
use super::train::TrainTab;
use super::undo::Undo;
use super::widgets::{Textures, ViewTransform, ViewerState, notice_view};
use crate::domain::CellKey;
use crate::engine::Engine;
use crate::engine::device::DeviceFacts;
use crate::engine::home::Home;
use crate::engine::journal;
use crate::engine::messages::{ModelInfo, ModelSource};
use crate::engine::settings::Settings;

/// Where new runs go until [`App::with_runs`] says else: beside the program's working folder.
const RUNS: &str = "stargrid-runs";
/// Textures kept on the graphics device.
const TEXTURES: usize = 2048;

/// What the person selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selected {
    /// Nothing.
    #[default]
    Nothing,
    /// A result.
    Cell(RowId, PictureId),
    /// A picture of a side.
    Header(Side, PictureId),
}

/// What the grid remembers between frames.
#[derive(Default)]
pub(super) struct GridState {
    pub rows: Vec<Row>,
    pub hovered: Option<(RowId, PictureId)>,
    pub selected: Selected,
    /// Whether the selected result is to be brought into view.
    pub reveal: bool,
    /// The side that the next single picture goes to: the one touched last.
    pub armed: Option<Side>,
    pub last_shown: HashMap<(RowId, PictureId), CellKey>,
    pub visible: HashSet<CellKey>,
    pub requested: Vec<CellKey>,
    /// The row of labels that the chips at the left change: the one touched last.
    pub label_row: Option<usize>,
    pub paused: bool,
    /// Cells that are there, and all of them, as counted this frame.
    pub progress: (usize, usize),
    /// Whether the first result was shown large.
    pub greeted: bool,
    /// What the person marked to compare with.
    pub partner: Option<Partner>,
    /// Whether the selected result fills the window.
    pub full: bool,
}

/// Which of the small windows are open.
#[derive(Default)]
pub(super) struct Open {
    pub about: bool,
    pub keys: bool,
    pub help: Option<super::help::Help>,
    pub card: bool,
    pub notices: bool,
    pub exports: bool,
    pub palette: Option<Palette>,
    pub settings: bool,
    pub log: bool,
    pub crop: Option<PictureId>,
    /// Pictures of one drop, when there are so many that the person is asked.
    pub many: Option<Vec<PathBuf>>,
}

/// The window.
pub struct App {
    pub(super) engine: Engine,
    pub(super) session: Session,
    pub(super) explore: Explore,
    pub(super) undo: Undo<Explore>,
    pub(super) desk: Desk,
    /// The names of the open model's domains before a person changed them.
    pub(super) own_names: Vec<String>,
    pub(super) library: Library,
    pub(super) results: Results,
    pub(super) wishes: Vec<(CellKey, Wish)>,
    pub(super) textures: Textures,
    pub(super) notices: Notices,
    pub(super) model: Option<ModelInfo>,
    pub(super) opening: Option<ModelSource>,
    /// Kernels that are ready, and all of them, while they are being prepared.
    pub(super) preparing: Option<(usize, usize)>,
    pub(super) device: Option<DeviceFacts>,
    pub(super) grid: GridState,
    pub(super) open: Open,
    pub(super) view: ViewTransform,
    pub(super) viewer: ViewerState,
    pub(super) sight: Sight,
    /// Milliseconds a cell, smoothed.
    pub(super) pace: Option<f32>,
    pub(super) measure: Option<Measure>,
    pub(super) measure_training: Option<MeasureTraining>,
    pub(super) eye: EyeState,
    pub(super) exports: Exports,
    pub(super) lab: Lab,
    pub(super) align: AlignState,
    pub(super) train: TrainTab,
    pub(super) compare: CompareTab,
    pub(super) evaluate: EvaluateTab,
    pub(super) taste: TasteTab,
    pub(super) gallery: GalleryTab,
}

impl App {
    /// A window on an engine that keeps nothing: the session's pictures, or the demo's.
    pub fn new(ctx: &egui::Context, engine: Engine, session: Session) -> Self {
        let mut settings = Settings::default();
        desk::adopt(&mut settings, &session, &[]);
        Self::at_home(ctx, engine, session, settings, None)
    }

    /// The same with these settings, and with a folder where everything is kept.
    pub(super) fn at_home(
        ctx: &egui::Context,
        engine: Engine,
        session: Session,
        settings: Settings,
        home: Option<Home>,
    ) -> Self {
        let mut app = Self {
            engine,
            explore: Explore::default(),
            undo: Undo::default(),
            desk: Desk {
                home,
                settings,
                ..Desk::default()
            },
            own_names: Vec::new(),
            library: Library::default(),
            results: Results::default(),
            wishes: Vec::new(),
            textures: Textures::new(TEXTURES),
            notices: Notices::default(),
            model: None,
            opening: Some(session.model_source()),
            preparing: None,
            device: None,
            grid: GridState::default(),
            open: Open::default(),
            view: ViewTransform::default(),
            viewer: ViewerState::default(),
            sight: Sight::default(),
            pace: None,
            measure: None,
            measure_training: None,
            eye: EyeState::default(),
            exports: Exports::default(),
            lab: Lab::default(),
            align: AlignState::default(),
            train: session.train.restore(PathBuf::from(RUNS)),
            compare: session.compare.restore(),
            taste: TasteTab::default(),
            gallery: GalleryTab::default(),
            evaluate: session.evaluate.restore(),
            session,
        };
        app.begin(ctx);
        app
    }

    /// Acts on the settings, and opens what the session names.
    fn begin(&mut self, ctx: &egui::Context) {
        self.apply_look(ctx);
        ctx.set_zoom_factor(self.desk.settings.zoom as f32);
        journal::set_verbose(self.desk.settings.verbose);
        self.undo.most = self.desk.settings.undo_steps;
        if self.session.half {
            self.engine.use_half(true);
        }
        if let Some(path) = self.session.eye.clone() {
            self.engine
                .eye(|orders| orders.network = Some((path, false)));
        }
        if let Some(path) = self.session.mean_face.clone() {
            self.open_mean(path);
        }
        self.engine.open_model(self.session.model_source());
        self.restore_pictures();
        self.restore_training();
    }

    /// Measures this run and closes the window when the grid is complete.
    pub fn measured(mut self, measure: Measure) -> Self {
        self.measure = Some(measure);
        self
    }

    /// Measures this run while it trains, and closes the window after that.
    pub fn measured_training(mut self, measure: MeasureTraining) -> Self {
        self.measure_training = Some(measure);
        self
    }

    /// Where new runs go.
    pub fn with_runs(mut self, folder: PathBuf) -> Self {
        self.train.runs = folder;
        self
    }

    /// Where taste tests of models without a run are kept.
    pub fn keep_tastes_in(&mut self, folder: PathBuf) {
        self.taste.folder = folder;
    }

    /// From now on training is made up: the tab shows what [`App::take_training`] is told, and orders go nowhere.
    pub fn make_up_training(&mut self) {
        self.train.made_up = true;
    }

    /// Whether every photo that is followed is at the model's size.
    pub fn photos_are_there(&self) -> bool {
        self.train.photos.iter().all(|photo| photo.view.is_some())
    }

    /// Names the folder of the run that is set up.
    pub fn name_run_folder(&mut self, folder: &str) {
        self.train.setup.folder = Some(folder.to_owned());
    }

    /// The tab is as it was left; data that was chosen is looked through again.
    fn restore_training(&mut self) {
        if let (Tab::Train, Some(root)) = (self.session.tab, self.session.train.root()) {
            self.want_data(root);
        }
    }

    /// Takes in what arrived, follows the keys, and asks for what is missing. Runs also while the window is hidden.
    pub fn logic(&mut self, ctx: &egui::Context) {
        self.feed_undo(ctx);
        let news = self.take_events();
        self.take_input(ctx);
        self.prepare_loupe(ctx);
        self.take_keys(ctx);
        self.keep_beat(ctx, news);
        self.order_views();
        self.order_fitness();
        self.order_alignment();
        self.order_looks();
        self.watch_visits(ctx);
        self.order_codes();
        self.want_lab_cells();
        self.want_film_cells();
        self.order_cells();
        self.order_trip(ctx);
        self.order_compare();
        self.order_large();
        self.read_evaluations();
        self.train_beat(ctx);
        if let Some(measure) = &mut self.measure {
            measure.frame(ctx);
        }
        self.watch_training(ctx);
    }

    /// Draws the window.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        self.lab.without = None;
        self.check_offers();
        panels::top::show(self, ui);
        panels::bottom::show(self, ui);
        match self.session.tab {
            Tab::Explore if self.is_full() => panels::full::show(self, ui),
            Tab::Explore => {
                panels::left::show(self, ui);
                panels::right::show(self, ui);
                panels::lab::show(self, ui);
            }
            Tab::Train => panels::train::show(self, ui),
            Tab::Evaluate => panels::evaluate::show(self, ui),
            Tab::Compare => panels::compare::show(self, ui),
            Tab::Gallery => panels::gallery::show(self, ui),
        }
        self.show_loupe(ui.ctx());
        panels::sheets::show(self, ui.ctx());
        if let Some(offer) = notice_view::toasts(ui.ctx(), &mut self.notices) {
            self.follow_notice(ui.ctx(), offer);
        }
        self.copy_report(ui.ctx());
        self.grant_wishes(ui.ctx());
        self.count_measured(ui.ctx());
        let focused = ui.ctx().memory(|memory| memory.focused());
        self.desk.typed = focused.filter(|_| ui.ctx().text_edit_focused());
    }

    /// The engine's demo or file model, when one is open.
    pub fn model(&self) -> Option<&ModelInfo> {
        self.model.as_ref()
    }

    /// The undoable state.
    pub fn explore(&self) -> &Explore {
        &self.explore
    }

    /// Cells that are there, and cells that the grid has.
    pub fn progress(&self) -> (usize, usize) {
        self.grid.progress
    }

    /// What was set up before this model was opened must fit it too, when undo brings it back.
    pub(super) fn fit_model(&mut self) {
        match self.model.as_ref().map(|model| &model.config) {
            // References, latents and branches wait for a model that has styles.
            Some(config) if config.system.takes_labels() => self.explore.labels.fit(&config.labels),
            Some(config) => {
                self.explore.fit(&config.domains, config.latent_dim);
                self.session.trail.fit(config.latent_dim);
            }
            None => {}
        }
        self.apply_names();
    }

    /// Whether the open model is guided by labels, not by styles.
    pub(super) fn takes_labels(&self) -> bool {
        let model = self.model.as_ref();
        model.is_some_and(|model| model.config.system.takes_labels())
    }
}
