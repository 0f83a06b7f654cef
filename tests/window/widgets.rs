//! The widget kit: what each widget answers, and what it looks like in both themes.

#[path = "gallery.rs"]
pub mod gallery;
#[path = "shaders.rs"]
mod shaders;

use egui::{Key, Modifiers, Pos2, Rect, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::domain::{Branch, CropBox, DomainSet};
use stargrid::gui::notices::{Notice, NoticeKind, Notices};
use stargrid::gui::offers::Offer;
use stargrid::gui::theme;
use stargrid::gui::widgets::branch_bar::branch_bar;
use stargrid::gui::widgets::domain_chip::domain_chip;
use stargrid::gui::widgets::{
    Cell, CellPicture, CropEditor, LatentPad, SliderRow, ViewMode, ViewTransform, ViewerState,
    notice_view, viewer,
};
use stargrid::problem::Problem;

use gallery::{disc, domains, photo};

fn harness<'a, S: 'a>(state: S, show: impl FnMut(&mut egui::Ui, &mut S) + 'a) -> Harness<'a, S> {
    Harness::builder()
        .with_size(egui::vec2(520.0, 480.0))
        .with_max_steps(12)
        .with_context_setup(|ctx| theme::apply(ctx, true))
        .build_ui_state(show, state)
}

#[test]
fn reset_is_grey_until_the_value_changed() {
    let mut harness = harness(0.7_f32, |ui, value| {
        SliderRow::new("psi", value, 0.0..=1.0)
            .default_value(1.0)
            .show(ui);
    });
    let reset = harness.get_by_label("Reset psi");
    assert!(!reset.accesskit_node().is_disabled());
    reset.click();
    harness.run();
    assert_eq!(*harness.state(), 1.0);
    harness.run();
    assert!(
        harness
            .get_by_label("Reset psi")
            .accesskit_node()
            .is_disabled()
    );
}

#[test]
fn a_slider_moves_with_the_keyboard() {
    let mut harness = harness((0.5_f32, 0), |ui, (value, finished)| {
        let outcome = SliderRow::new("z1", value, -3.0..=3.0).show(ui);
        *finished += usize::from(outcome.finished);
    });
    harness
        .get_by_role_and_label(egui::Role::Slider, "z1")
        .focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert!(harness.state().0 > 0.5, "{:?}", harness.state());
    assert_eq!(harness.state().1, 1, "one undo step for one press");
}

#[test]
fn a_branch_chip_answers_with_its_branch() {
    let mut harness = harness(Branch::Own, |ui, chosen| {
        if let Some(branch) = branch_bar(ui, &domains(), *chosen) {
            *chosen = branch;
        }
    });
    harness
        .get_by_role_and_label(egui::Role::RadioButton, "dog")
        .click();
    harness.run();
    assert_eq!(*harness.state(), Branch::One(1));
    harness.get_by_label("all").click();
    harness.run();
    assert_eq!(*harness.state(), Branch::All);
}

#[test]
fn a_guessed_domain_can_be_corrected() {
    let mut harness = harness((Some(0), true), |ui, (domain, guessed)| {
        if let Some(chosen) = domain_chip(ui, "mia.jpg", &domains(), *domain, *guessed) {
            (*domain, *guessed) = (Some(chosen), false);
        }
    });
    let chip = harness.get_by_label("Domain of mia.jpg");
    assert_eq!(chip.value().as_deref(), Some("cat?"));
    chip.click();
    harness.run();
    harness.get_by_label("wild").click();
    harness.run();
    assert_eq!(*harness.state(), (Some(2), false));
}

#[test]
fn the_pad_follows_arrow_keys_and_goes_home() {
    let mut harness = harness([0.0_f32, 0.0], |ui, value| {
        LatentPad::new("Latent pad", value).show(ui);
    });
    harness.get_by_label("Latent pad").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::ArrowUp);
    harness.run();
    let [x, y] = *harness.state();
    assert!(
        (x - 0.15).abs() < 1e-6 && (y - 0.15).abs() < 1e-6,
        "{x} {y}"
    );
    let rect = harness.get_by_label("Latent pad").rect();
    harness.drag_at(rect.center());
    harness.hover_at(rect.right_top());
    harness.drop_at(rect.right_top());
    harness.run();
    assert_eq!(*harness.state(), [3.0, 3.0]);
}

#[test]
fn a_cell_says_what_it_is_and_can_be_clicked_and_dragged() {
    let mut harness = harness((0, None::<u32>), |ui, (clicks, dropped)| {
        ui.horizontal(|ui| {
            let cell = Cell::new("mia.jpg as a dog", CellPicture::Pending).selected(true);
            *clicks += usize::from(cell.show_draggable(ui, 7_u32).clicked());
            let target = Cell::new("Add a source", CellPicture::Empty).show(ui);
            if let Some(payload) = target.dnd_release_payload::<u32>() {
                *dropped = Some(*payload);
            }
        });
    });
    harness.get_by_label("mia.jpg as a dog").click();
    harness.run();
    assert_eq!(harness.state().0, 1);
    let from = harness.get_by_label("mia.jpg as a dog").rect().center();
    let to = harness.get_by_label("Add a source").rect().center();
    harness.drag_at(from);
    harness.hover_at(to);
    harness.drop_at(to);
    harness.run();
    assert_eq!(harness.state().1, Some(7));
}

#[test]
fn a_notice_hands_its_action_back_and_leaves() {
    let mut notices = Notices::default();
    notices.push(Notice::info("Removed rex.jpg").action("Undo", Offer::Undo(12)));
    let mut harness = harness((notices, None), |ui, (notices, action)| {
        if let Some(id) = notice_view::toasts(ui.ctx(), notices) {
            *action = Some(id);
        }
    });
    harness.run();
    harness.get_by_label("Undo").click();
    harness.run();
    assert_eq!(harness.state().1, Some(Offer::Undo(12)));
    assert!(harness.query_by_label("Undo").is_none());
}

#[test]
fn errors_stay_can_be_copied_and_are_counted() {
    let mut notices = Notices::default();
    notices.push(Notice::error(&Problem::new("Could not open cat.ckpt")));
    notices.push(Notice::new(NoticeKind::Info, "Saved"));
    let mut harness = harness(notices, |ui, notices| {
        notice_view::count_button(ui, notices);
        notice_view::toasts(ui.ctx(), notices);
    });
    harness.run();
    harness.get_by_label("Notices (2)");
    harness.run_steps(60);
    assert!(
        harness.query_by_label("Saved").is_none(),
        "it left by itself"
    );
    harness.get_by_label("Copy report").click();
    harness.step();
    harness.step();
    harness.get_by_label("Dismiss").click();
    harness.run();
    assert!(harness.query_by_label("Copy report").is_none());
}

#[test]
fn the_crop_box_moves_and_resizes_with_keys_and_pointer() {
    let crop = CropBox::square_around(100.0, 60.0, 60.0, 200, 120);
    let texture = egui::TextureId::default();
    let mut harness = harness(crop, move |ui, crop| {
        if let Some(next) = CropEditor::new(texture, 200, 120, *crop).show(ui) {
            *crop = next;
        }
    });
    harness.get_by_label("Crop box").focus();
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state().x, crop.x - 1.0);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().width, 61.0);
    let rect = harness.get_by_label("Crop box").rect();
    harness.drag_at(rect.center());
    harness.hover_at(rect.center() + egui::vec2(400.0, 0.0));
    harness.drop_at(rect.center() + egui::vec2(400.0, 0.0));
    harness.run();
    assert_eq!(harness.state().x, 200.0 - 61.0, "stopped at the right edge");
}

#[test]
fn the_viewer_wipes_zooms_and_falls_back_without_a_gpu() {
    let state = (ViewerState::default(), ViewTransform::default());
    let (result, source) = (disc(40.0).into(), photo(0.0));
    let mut harness = harness(state, move |ui, (state, view)| {
        let pictures = viewer::ViewerPictures {
            result: Some(&result),
            source: Some(&source),
            ..viewer::ViewerPictures::default()
        };
        ui.set_max_width(280.0);
        viewer::viewer(ui, state, view, pictures);
    });
    for (mode, name) in ViewMode::ALL {
        if mode == ViewMode::Reference {
            assert!(harness.get_by_label(name).accesskit_node().is_disabled());
            continue;
        }
        harness.get_by_label(name).click();
        harness.run();
        assert_eq!(harness.state().0.mode, mode);
    }
    harness.get_by_label("Wipe").click();
    harness.run();
    harness.get_by_label("Wipe handle").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert!((harness.state().0.split - 0.52).abs() < 1e-6);
    let area: Rect = harness.get_by_label("Large view: Wipe").rect();
    let at: Pos2 = pos2(area.left() + 20.0, area.top() + 20.0);
    harness.hover_at(at);
    harness.run();
    harness.event(egui::Event::Zoom(4.0));
    harness.run();
    assert_eq!(harness.state().1.zoom, 4.0);
    assert!(harness.state().1.uv().min.x < 0.2, "zoomed at the pointer");
    let before = harness.state().1.centre[0];
    harness.get_by_label("Large view: Wipe").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::Minus);
    harness.run();
    assert!((harness.state().1.zoom - 3.2).abs() < 1e-4);
    assert!(
        harness.state().1.centre[0] > before,
        "the arrow moved the view"
    );
}

#[test]
fn figures_are_as_wide_as_each_other() {
    let harness = harness((), |ui, ()| {
        let width = |text: &str| {
            let font = theme::body_font();
            let colour = theme::of(ui).text;
            ui.painter()
                .layout_no_wrap(text.to_owned(), font, colour)
                .size()
                .x
        };
        assert_eq!(width("1111"), width("8888"));
    });
    drop(harness);
    assert_eq!(DomainSet::new(["cat"]).len(), 1);
}

#[test]
fn motion_runs_and_pending_cells_keep_asking_for_frames() {
    let mut harness = harness((), |ui, ()| {
        theme::set_reduced_motion(ui.ctx(), false);
        Cell::new("waiting", CellPicture::Pending).show(ui);
        let font = egui::TextureId::default();
        Cell::new("new", CellPicture::Ready(font.into())).show(ui);
    });
    harness.run_steps(8);
    assert!(!theme::reduced_motion_ctx(&harness.ctx));
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay < std::time::Duration::from_millis(50), "{delay:?}");
}

#[test]
fn stopped_cells_ask_for_no_frames() {
    let mut harness = harness((), |ui, ()| {
        theme::set_reduced_motion(ui.ctx(), false);
        Cell::new("stopped", CellPicture::missing(true)).show(ui);
    });
    harness.run_steps(8);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}

#[test]
fn the_words_of_the_window_have_glyphs() {
    harness((), |ui, ()| {
        let font = theme::body_font();
        assert!(ui.fonts_mut(|fonts| fonts.has_glyphs(&font, "ψσμ×…·–±°%")));
    });
}
