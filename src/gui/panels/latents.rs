//! The latent controls: samples, seed, pad, sixteen sliders and truncation.

use egui::{DragValue, Ui};

use super::lab::trail;
use super::left::heading;
use crate::domain::latent;
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::latent::REACH;
use crate::gui::plan::{RowId, latent_name};
use crate::gui::state::Latent;
use crate::gui::theme;
use crate::gui::tour::marks::{self, Mark};
use crate::gui::widgets::branch_bar::chip;
use crate::gui::widgets::latent_pad::PadCrumb;
use crate::gui::widgets::{LatentPad, SliderRow};

/// Width of a slider's label in points: `z16`.
const LABEL: f32 = 28.0;

/// Draws the controls of the latent rows.
pub fn show(app: &mut App, ui: &mut Ui) {
    heading(ui, "Samples");
    samples(app, ui);
    let edited = app.explore.edited;
    if let Some(mut current) = app.explore.latents.get(edited).cloned() {
        seed(app, ui, &mut current);
        let step = pad(app, ui, &mut current);
        heading(ui, "Latent");
        sliders(ui, &mut current);
        // A step along the trail may have led to another sample.
        let stayed = app.explore.edited == edited;
        if let Some(place) = app.explore.latents.get_mut(edited).filter(|_| stayed) {
            *place = current;
        }
        if let Some(at) = step {
            app.go_to_crumb(at);
        }
    }
    heading(ui, "Truncation");
    SliderRow::new("ψ", &mut app.explore.psi, 0.0..=1.0)
        .label_width(LABEL)
        .default_value(1.0)
        .decimals(2)
        .tooltip("1 leaves the style as it is, 0 gives the domain's mean style")
        .show(ui);
}

fn samples(app: &mut App, ui: &mut Ui) {
    let Some(dim) = app.model.as_ref().map(|model| model.config.latent_dim) else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        for place in 0..app.explore.latents.len() {
            let name = latent_name(&app.explore.latents[place]);
            if chip(ui, &name, None, place == app.explore.edited).clicked() {
                app.explore.edited = place;
            }
        }
        if icons::icon_button(ui, Icon::Plus, "Add a sample").clicked() {
            let next = app
                .explore
                .latents
                .iter()
                .map(|latent| latent.seed + 1)
                .max()
                .unwrap_or_default();
            app.explore.latents.push(Latent::from_seed(next, dim));
            app.explore.edited = app.explore.latents.len() - 1;
        }
        let several = app.explore.latents.len() > 1;
        if icons::icon_button_if(ui, several, Icon::Close, "Remove this sample").clicked() {
            let place = app.explore.edited;
            app.explore.latents.remove(place);
            app.explore.edited = place.saturating_sub(1);
            app.rows_move_up(RowId::Latent(place, 0));
        }
    });
}

fn seed(app: &mut App, ui: &mut Ui, current: &mut Latent) {
    ui.add_space(theme::SPACE);
    ui.horizontal(|ui| {
        let label = ui.label("Seed");
        let mut seed = current.seed;
        if ui
            .add(DragValue::new(&mut seed).speed(0.2))
            .labelled_by(label.id)
            .changed()
        {
            *current = Latent::from_seed(seed, current.z.len());
        }
        if ui.button("New seed").on_hover_text("R").clicked() {
            app.new_seed(ui.ctx());
            if let Some(fresh) = app.explore.latents.get(app.explore.edited) {
                *current = fresh.clone();
            }
        }
        if icons::icon_button_if(ui, current.is_moved(), Icon::Reset, "Back to the seed").clicked()
        {
            *current = Latent::from_seed(current.seed, current.z.len());
        }
    });
}

/// Drags the first two numbers at once, among the latents that were visited; answers a crumb that was clicked.
fn pad(app: &mut App, ui: &mut Ui, current: &mut Latent) -> Option<usize> {
    let crumbs = trail::crumbs(&app.session.trail);
    ui.add_space(theme::SPACE);
    ui.horizontal_top(|ui| {
        let step = pad_alone(ui, current, &crumbs);
        let before = app.explore.clone();
        trail::show(app, ui);
        // A step along the trail is what counts now, not what the sliders held.
        if app.explore != before
            && let Some(latent) = app.explore.latents.get(app.explore.edited)
        {
            current.clone_from(latent);
        }
        step
    })
    .inner
}

fn pad_alone(ui: &mut Ui, current: &mut Latent, crumbs: &[PadCrumb]) -> Option<usize> {
    let home = latent::from_seed(current.seed, current.z.len());
    if let ([first, second, ..], [home_first, home_second, ..]) =
        (current.z.as_mut_slice(), home.as_slice())
    {
        let mut place = [*first, *second];
        let (pad, step) = LatentPad::new("Latent pad", &mut place)
            .home([*home_first, *home_second])
            .reach(REACH)
            .axes("z1", "z2")
            .show_trail(ui, crumbs);
        if pad.changed() && step.is_none() {
            [*first, *second] = place;
        }
        return step;
    }
    None
}

fn sliders(ui: &mut Ui, current: &mut Latent) {
    let home = latent::from_seed(current.seed, current.z.len());
    for (at, (value, home)) in current.z.iter_mut().zip(home).enumerate() {
        let row = ui.scope(|ui| {
            SliderRow::new(&format!("z{}", at + 1), value, -REACH..=REACH)
                .label_width(LABEL)
                .default_value(home)
                .decimals(2)
                .show(ui)
        });
        if at == 0 {
            marks::note(ui.ctx(), Mark::Slider, row.response.rect);
        }
    }
}
