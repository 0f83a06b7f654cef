//! The trail beside the latent pad: back, forward, and two latents to slide between.

use egui::{RichText, Ui};

use super::weak;
use crate::gui::app::App;
use crate::gui::commands;
use crate::gui::icons::{self, Icon};
use crate::gui::lab::trail::Trail;
use crate::gui::plan::latent_name;
use crate::gui::widgets::latent_pad::PadCrumb;
use crate::gui::{text::lab as text, theme};

/// What the pad shows of the trail.
pub fn crumbs(trail: &Trail) -> Vec<PadCrumb> {
    let kept = trail.kept();
    let crumbs = trail.crumbs().iter().enumerate();
    let crumbs = crumbs.filter_map(|(at, crumb)| {
        let [x, y, ..] = *crumb.latent.z.as_slice() else {
            return None;
        };
        Some(PadCrumb {
            at: [x, y],
            name: latent_name(&crumb.latent),
            here: at == trail.at(),
            ahead: at > trail.at(),
            kept: kept.contains(&crumb.latent),
        })
    });
    crumbs.collect()
}

/// Draws what stands right of the pad.
pub fn show(app: &mut App, ui: &mut Ui) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
        steps(app, ui);
        kept(app, ui);
    });
}

fn steps(app: &mut App, ui: &mut Ui) {
    let trail = &app.session.trail;
    let (back, forward) = (trail.can_go_back(), trail.can_go_forward());
    let (at, count) = (trail.at() + 1, trail.crumbs().len());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
        let before = "Back to the latent before";
        let words = commands::with_key(before, before);
        if icons::icon_button_if(ui, back, Icon::FoldLeft, &words).clicked() {
            app.latent_back();
        }
        let words = commands::with_key("Forward again", "Forward to the next latent");
        if icons::icon_button_if(ui, forward, Icon::FoldRight, &words).clicked() {
            app.latent_forward();
        }
        if count > 1 {
            weak(ui, &format!("{at} of {count}"));
        }
    });
    if count <= 1 {
        weak(ui, text::TRAIL_NONE);
    }
}

fn kept(app: &mut App, ui: &mut Ui) {
    let current = app.explore.latents.get(app.explore.edited).cloned();
    let is_kept = current
        .as_ref()
        .is_some_and(|l| app.session.trail.kept().contains(l));
    let words = if is_kept { "Let it go" } else { "Set aside" };
    let button = ui.button(words);
    if button
        .on_hover_text("Two latents set aside make a slider between them")
        .clicked()
    {
        app.keep_latent();
    }
    for latent in app.session.trail.kept() {
        let name = RichText::new(latent_name(latent)).color(theme::of(ui).text_weak);
        ui.add(egui::Label::new(name).truncate());
    }
    if app.session.trail.pair().is_some() {
        let button = ui.button("Slide between");
        if button.on_hover_text("A blend row of the two").clicked() {
            app.slide_between_kept();
        }
    }
}
