//! The chain of links: branches as chips, a style for each, one after another.

use egui::{ComboBox, Panel, ScrollArea, Ui, Vec2};

use super::weak;
use crate::engine::chain::MOST_LINKS;
use crate::gui::app::App;
use crate::gui::compare::{ChosenLink, LinkStyle};
use crate::gui::icons::{self, Icon};
use crate::gui::panels::left::heading;
use crate::gui::widgets::branch_bar::chip_if;
use crate::gui::{text, theme};

/// Width of the panel in points: default, least and most; Explore's panel has the same.
const WIDTH: (f32, f32, f32) = (264.0, 224.0, 340.0);
/// Width of a link's branch in points.
const BRANCH_WIDTH: f32 = 84.0;
/// What the remove button leaves of a link's width.
const BUTTON: f32 = 56.0;
/// Seeds that a link offers beside Explore's latents.
const SEEDS: [u64; 3] = [1, 2, 3];

/// Draws the left panel of the chains.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (default, least, most) = WIDTH;
    Panel::left("links")
        .default_size(default)
        .size_range(least..=most)
        .show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme::SPACE);
                ui.label(theme::strong("Chain"));
                weak(ui, text::CHAIN_WORDS);
                ui.add_space(theme::SPACE);
                links(app, ui);
                heading(ui, "Add a link");
                add(app, ui);
            });
        });
}

/// The colour of a branch among all panes' branches.
pub fn colour(branches: &[String], branch: &str, ui: &Ui) -> egui::Color32 {
    let at = branches.iter().position(|name| name == branch);
    theme::domain_colour(at.unwrap_or(branches.len()), theme::of(ui))
}

/// What the style of a link is called.
pub fn style_name(app: &App, style: LinkStyle) -> String {
    match app.standing(style) {
        LinkStyle::Mean => "mean style".to_owned(),
        LinkStyle::Seed(seed) => format!("seed {seed}"),
        LinkStyle::Reference(id) => app.library.name(id).to_owned(),
    }
}

fn links(app: &mut App, ui: &mut Ui) {
    let branches = app.compare.branches();
    let mut links = app.compare.links.clone();
    let mut gone = None;
    let styles = styles(app);
    for (at, link) in links.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let number = at + 1;
            let dot = colour(&branches, &link.branch, ui);
            ui.label(egui::RichText::new(format!("{number}")).color(dot));
            let name = format!("Branch of link {number}");
            let combo = ComboBox::from_id_salt(&name)
                .selected_text(&link.branch)
                .width(BRANCH_WIDTH);
            let shown = combo.show_ui(ui, |ui| {
                for branch in &branches {
                    ui.selectable_value(&mut link.branch, branch.clone(), branch);
                }
            });
            shown.response.on_hover_text(name);
            let name = format!("Style of link {number}");
            let combo = ComboBox::from_id_salt(&name)
                .selected_text(style_name(app, link.style))
                .truncate()
                .width(ui.available_width() - BUTTON);
            let shown = combo.show_ui(ui, |ui| {
                for style in &styles {
                    ui.selectable_value(&mut link.style, *style, style_name(app, *style));
                }
            });
            shown.response.on_hover_text(name);
            if icons::icon_button(ui, Icon::Close, &format!("Remove link {number}")).clicked() {
                gone = Some(at);
            }
        });
    }
    if let Some(at) = gone {
        links.remove(at);
    }
    app.compare.links = links;
}

/// Every style that a link can have: the mean, Explore's latents, some seeds, Explore's references.
fn styles(app: &App) -> Vec<LinkStyle> {
    let mut styles = vec![LinkStyle::Mean];
    let seeds = app.explore.latents.iter().map(|latent| latent.seed);
    for seed in seeds.chain(SEEDS) {
        let style = LinkStyle::Seed(seed);
        if !styles.contains(&style) {
            styles.push(style);
        }
    }
    let references = app.explore.references.iter();
    styles.extend(references.map(|id| LinkStyle::Reference(*id)));
    styles
}

fn add(app: &mut App, ui: &mut Ui) {
    let branches = app.compare.branches();
    let room = app.compare.links.len() < MOST_LINKS;
    if branches.is_empty() {
        weak(ui, "The branches come with the first model.");
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for branch in &branches {
            let colour = colour(&branches, branch, ui);
            let response = chip_if(ui, room, &format!("+ {branch}"), Some(colour), false);
            if response
                .on_hover_text(format!("Then as {branch}"))
                .clicked()
            {
                app.compare.links.push(ChosenLink::mean(branch.clone()));
            }
        }
    });
}
