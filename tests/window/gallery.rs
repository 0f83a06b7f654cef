//! All widgets on one page, in both themes, against pictures kept in `snapshots/`.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::{Branch, CropBox, DomainSet, Picture};
use stargrid::gui::icons::{self, Icon};
use stargrid::gui::notices::{Notice, Notices};
use stargrid::gui::offers::Offer;
use stargrid::gui::theme;
use stargrid::gui::widgets::branch_bar::branch_bar;
use stargrid::gui::widgets::domain_chip::domain_chip;
use stargrid::gui::widgets::{
    Cell, CellPicture, CropEditor, LatentPad, Shown, SliderRow, Textures, ViewMode, ViewTransform,
    ViewerPictures, ViewerState, notice_view, viewer, viewer_gpu,
};
use stargrid::problem::Problem;

use crate::shots::{self, SNAPSHOT_SCALE};

/// The three domains of the official animal model.
pub fn domains() -> DomainSet {
    DomainSet::new(["cat", "dog", "wild"])
}

/// A soft picture whose hue follows `turn`.
pub fn photo(turn: f32) -> Shown {
    paint(96, 96, |x, y| {
        let wave = (x * 5.0 + turn).sin() * 0.5 + (y * 4.0 - turn * 1.7).cos() * 0.5;
        [0.0, 2.1, 4.2].map(|shift| 0.5 + 0.28 * (wave * 2.0 + shift + turn).sin() - 0.15 * y)
    })
}

/// The same kind of picture with a bright disc.
pub fn disc(size: f32) -> Shown {
    paint(96, 96, |x, y| {
        let inside = (x - 0.5).hypot(y - 0.45) * 96.0 < size * 0.7;
        let wave = (x * 5.0).sin() * 0.5 + (y * 4.0).cos() * 0.5;
        [0.0, 2.1, 4.2].map(|shift| {
            let ground = 0.5 + 0.28 * (wave * 2.0 + shift).sin() - 0.15 * y;
            if inside {
                ground * 0.5 + 0.4 - shift * 0.06
            } else {
                ground
            }
        })
    })
}

fn paint(width: usize, height: usize, colour: impl Fn(f32, f32) -> [f32; 3]) -> Shown {
    let at = |x: usize, y: usize| colour(x as f32 / width as f32, y as f32 / height as f32);
    let rgb = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| at(x, y).map(|value| (value.clamp(0.0, 1.0) * 255.0) as u8))
        .collect();
    Shown::new(Picture::new(width, height, rgb).unwrap())
}

struct Page {
    textures: Textures,
    wipe: ViewerState,
    heat: ViewerState,
    view: ViewTransform,
    pad: [f32; 2],
    sliders: [f32; 2],
    notices: Notices,
}

impl Page {
    fn new() -> Self {
        let problem = Problem {
            headline: "Could not open the model".into(),
            causes: vec!["cat.ckpt ends after 12 of 380 MB".into()],
            hint: Some("Download it again.".into()),
        };
        let mut notices = Notices::default();
        notices.push(Notice::error(&problem));
        notices.push(Notice::info("Removed rex.jpg").action("Undo", Offer::Undo(1)));
        Self {
            textures: Textures::default(),
            wipe: ViewerState::in_mode(ViewMode::Wipe),
            heat: ViewerState::in_mode(ViewMode::Difference),
            view: ViewTransform::default(),
            pad: [1.2, 0.8],
            sliders: [1.0, 0.65],
            notices,
        }
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        let tokens = theme::of(ui);
        egui::Frame::new()
            .fill(tokens.panel)
            .inner_margin(theme::SPACE_2)
            .show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                ui.label(theme::title("Widgets"));
                ui.add_space(theme::SPACE);
                self.cells(ui);
                ui.add_space(theme::SPACE_2);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = theme::SPACE_3;
                    ui.vertical(|ui| {
                        ui.set_width(300.0);
                        ui.spacing_mut().item_spacing.x = theme::SPACE;
                        self.controls(ui);
                    });
                    ui.vertical(|ui| {
                        ui.set_width(604.0);
                        self.viewers(ui);
                        ui.add_space(theme::SPACE_2);
                        ui.set_max_width(240.0);
                        ui.label(theme::strong("Notices"));
                        ui.spacing_mut().item_spacing.x = theme::SPACE;
                        notice_view::list(ui, &mut self.notices);
                    });
                });
            });
        notice_view::toasts(ui.ctx(), &mut self.notices);
    }

    fn cells(&mut self, ui: &mut egui::Ui) {
        ui.horizontal(|ui| {
            let ready = self.textures.get(ui.ctx(), &disc(40.0), false);
            let other = self.textures.get(ui.ctx(), &photo(1.5), false);
            let close = ViewTransform::default().zoomed_at(egui::pos2(0.4, 0.4), 3.0);
            let dog = theme::domain_colour(1, theme::of(ui));
            let failed = CellPicture::Failed("Not enough memory on the device".into());
            Cell::new("ready", CellPicture::Ready(ready.into())).show(ui);
            Cell::new("chosen", CellPicture::Ready(other.into()))
                .selected(true)
                .show(ui);
            Cell::new("edge", CellPicture::Ready(ready.into()))
                .edge(Some(dog))
                .show(ui);
            Cell::new("lit", CellPicture::Ready(other.into()))
                .lit(true)
                .show(ui);
            Cell::new("close", CellPicture::Ready(ready.into()))
                .view(close)
                .show(ui);
            Cell::new("stale", CellPicture::Stale(other.into())).show(ui);
            Cell::new("pending", CellPicture::Pending).show(ui);
            Cell::new("empty", CellPicture::Empty).show(ui);
            Cell::new("failed", failed).show(ui);
            Cell::new("absent", CellPicture::Absent("No branch cat".into()))
                .size([32.0, theme::CELL_SIDE])
                .show(ui);
        });
    }

    fn controls(&mut self, ui: &mut egui::Ui) {
        ui.label(theme::strong("Branch"));
        branch_bar(ui, &domains(), Branch::One(1));
        ui.horizontal(|ui| {
            domain_chip(ui, "mia.jpg", &domains(), Some(0), true);
            domain_chip(ui, "rex.jpg", &domains(), Some(1), false);
            domain_chip(ui, "new.jpg", &domains(), None, true);
        });
        ui.add_space(theme::SPACE);
        ui.label(theme::strong("Latent"));
        LatentPad::new("Latent pad", &mut self.pad).show(ui);
        SliderRow::new("psi", &mut self.sliders[0], 0.0..=1.0)
            .default_value(1.0)
            .show(ui);
        SliderRow::new("Blend", &mut self.sliders[1], 0.0..=1.0).show(ui);
        ui.horizontal(|ui| {
            let _ = ui.button("Keep");
            let _ = ui.button("Save…");
            ui.add_enabled(false, egui::Button::new("Use as source"));
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
            for icon in Icon::ALL {
                icons::icon_button(ui, icon, &format!("{icon:?}"));
            }
        });
        ui.add_space(theme::SPACE);
        ui.label(theme::strong("Crop"));
        let whole = self.textures.get(ui.ctx(), &photo(4.0), false);
        let eye = self.textures.get(ui.ctx(), &photo(4.3), false);
        let crop = CropBox::square_around(90.0, 60.0, 84.0, 200, 140);
        CropEditor::new(whole, 200, 140, crop)
            .size(egui::vec2(156.0, 160.0))
            .model_eye(Some(eye))
            .show(ui);
    }

    fn viewers(&mut self, ui: &mut egui::Ui) {
        let (result, source) = (disc(40.0).into(), photo(0.0));
        let pictures = ViewerPictures {
            result: Some(&result),
            source: Some(&source),
            ..ViewerPictures::default()
        };
        ui.horizontal_top(|ui| {
            for state in [&mut self.wipe, &mut self.heat] {
                ui.vertical(|ui| {
                    ui.set_width(290.0);
                    viewer::viewer(ui, state, &mut self.view, pictures);
                });
            }
        });
    }
}

/// What appears only while a person acts: hover, focus, menus, other modes.
struct States {
    page: Page,
    side: ViewerState,
    close: ViewerState,
    crop: CropBox,
}

impl States {
    fn new() -> Self {
        let mut page = Page::new();
        page.notices.clear();
        page.view = ViewTransform {
            zoom: 5.0,
            centre: [0.7, 0.45],
        };
        Self {
            page,
            side: ViewerState::in_mode(ViewMode::SideBySide),
            close: ViewerState::in_mode(ViewMode::Difference),
            crop: CropBox::square_around(90.0, 60.0, 84.0, 200, 140),
        }
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        let (result, source) = (disc(40.0).into(), photo(0.0));
        let pictures = ViewerPictures {
            result: Some(&result),
            source: Some(&source),
            ..ViewerPictures::default()
        };
        let frame = egui::Frame::new().fill(theme::of(ui).panel);
        frame.inner_margin(theme::SPACE_2).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            self.page.cells(ui);
            domain_chip(ui, "mia.jpg", &domains(), Some(0), true);
            ui.add_space(100.0);
            ui.horizontal_top(|ui| {
                for state in [&mut self.side, &mut self.close] {
                    ui.vertical(|ui| {
                        ui.set_width(290.0);
                        viewer::viewer(ui, state, &mut self.page.view, pictures);
                    });
                }
                let whole = self.page.textures.get(ui.ctx(), &photo(4.0), false);
                let crop = CropEditor::new(whole, 200, 140, self.crop);
                self.crop = crop.size((300.0, 260.0)).show(ui).unwrap_or(self.crop);
            });
        });
    }
}

fn states(dark: bool, name: &str) {
    let mut harness = harness(dark, States::new(), States::show);
    harness.get_by_label("Crop box").focus();
    harness.run();
    harness.get_by_label("Domain of mia.jpg").click();
    harness.run();
    harness.get_by_label("Crop box").focus();
    let over = harness.get_by_label("Large view: Difference").rect();
    harness.hover_at(over.center());
    harness.run();
    shots::compare(&harness.render().unwrap(), dark, name);
}

fn gallery(dark: bool, name: &str) {
    let mut harness = harness(dark, Page::new(), Page::show);
    harness.run();
    shots::compare(&harness.render().unwrap(), dark, name);
}

fn harness<S: 'static>(
    dark: bool,
    state: S,
    show: impl Fn(&mut S, &mut egui::Ui) + 'static,
) -> Harness<'static, S> {
    let render = egui_kittest::wgpu::create_render_state(
        egui_kittest::wgpu::default_wgpu_setup(),
        eframe::egui_wgpu::RendererOptions::PREDICTABLE,
    );
    let for_setup = render.clone();
    Harness::builder()
        .with_size(egui::vec2(1000.0, 860.0))
        .with_pixels_per_point(SNAPSHOT_SCALE)
        .with_max_steps(12)
        .with_theme(if dark {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        })
        .renderer(egui_kittest::wgpu::WgpuTestRenderer::from_render_state(
            render,
        ))
        .with_context_setup(move |ctx| {
            theme::apply(ctx, dark);
            viewer_gpu::install(ctx, &for_setup);
        })
        .build_ui_state(move |ui, state: &mut S| show(state, ui), state)
}

#[test]
fn gallery_in_the_dark_theme() {
    gallery(true, "widgets");
}

#[test]
fn gallery_in_the_light_theme() {
    gallery(false, "widgets");
}

#[test]
fn states_in_the_dark_theme() {
    states(true, "states");
}

#[test]
fn states_in_the_light_theme() {
    states(false, "states");
}
