//! What was found for a system with labels: each set with the pictures that its labels hold for, and what can be learnt of it.

use egui::{CollapsingHeader, Grid, RichText, Sense, Ui, vec2};

use super::found::{bar, choice, chosen_pictures, split_words, warn};
use crate::data::creatures::MadeSet;
use crate::data::dataset::{DataReport, DataRoot, DomainCount, SetReport};
use crate::gui::icons::{self, Icon};
use crate::gui::train::data::Wish;
use crate::gui::train::names;
use crate::gui::train::setup::Setup;
use crate::gui::{text, theme};

/// Draws the sets; gives what the person wants.
pub fn show(ui: &mut Ui, setup: &Setup, report: &DataReport) -> Option<Wish> {
    let mut wish = None;
    let mut from = 0;
    for (at, set) in report.sets.iter().enumerate() {
        let to = (from + set.counts).min(report.domains.len());
        let part = Part {
            at,
            from,
            set,
            labels: &report.domains[from..to],
            splits: at == 0,
        };
        wish = part.show(ui, setup, report).or(wish);
        ui.add_space(theme::SPACE);
        from = to;
    }
    wish.or_else(|| mirroring(ui, setup, report))
        .or_else(|| creatures(ui, setup))
}

/// Whether some of the labels can be chosen: those of the bundled creatures, alone.
fn takes_choice(report: &DataReport) -> bool {
    report.root == DataRoot::Bundled && report.sets.len() == 1
}

/// A set of the report.
struct Part<'a> {
    at: usize,
    /// Place of its first label among all.
    from: usize,
    set: &'a SetReport,
    labels: &'a [DomainCount],
    /// Whether it is said how it was divided.
    splits: bool,
}

impl Part<'_> {
    fn show(&self, ui: &mut Ui, setup: &Setup, report: &DataReport) -> Option<Wish> {
        let set = self.set;
        let split = match self.splits {
            true => format!(" {}", split_words(report)),
            false => " held out".to_owned(),
        };
        let counts = if takes_choice(report) {
            chosen_pictures(report, &setup.config.data.domains)
        } else {
            [set.train, set.val]
        };
        let [train, val] = counts.map(|count| names::count(count as u64));
        let name = names::data(&set.root);
        ui.label(format!(
            "{name}: {train} pictures to train on, {val}{split}"
        ));
        ui.add_space(theme::SPACE_HALF);
        let mut wish = None;
        Grid::new(("labels", self.at))
            .num_columns(3)
            .spacing([theme::SPACE_2, theme::SPACE_HALF])
            .show(ui, |ui| {
                for (at, label) in self.labels.iter().enumerate() {
                    wish = self.row(ui, setup, report, at, label).or(wish.take());
                    ui.end_row();
                }
            });
        if !set.attributes.is_empty() {
            wish = self.attributes(ui, setup).or(wish);
        }
        wish
    }

    fn row(
        &self,
        ui: &mut Ui,
        setup: &Setup,
        report: &DataReport,
        at: usize,
        label: &DomainCount,
    ) -> Option<Wish> {
        let mut wish = None;
        ui.horizontal(|ui| {
            let (dot, _) = ui.allocate_exact_size(vec2(theme::SPACE, theme::SPACE), Sense::hover());
            let colour = theme::domain_colour(self.from + at, theme::of(ui));
            ui.painter()
                .circle_filled(dot.center(), theme::SPACE_HALF, colour);
            if takes_choice(report) {
                let mut chosen = setup.config.data.domains.clone();
                choice(ui, report, &label.name, &mut chosen);
                wish = (chosen != setup.config.data.domains).then_some(Wish::Domains(chosen));
            } else {
                ui.label(&label.name);
            }
        });
        let [train, val] = [label.train, label.val].map(|count| names::count(count as u64));
        ui.label(format!("{train} + {val}"))
            .on_hover_text(text::LABEL_COUNTS);
        let all = (self.set.train + self.set.val).max(1) as f32;
        let share = |count: usize| count as f32 / all;
        bar(ui, self.from + at, share(label.train), share(label.val));
        wish
    }

    /// All attributes of the list to pick from; they count once they are taken, as the pictures are looked through again then.
    fn attributes(&self, ui: &mut Ui, setup: &Setup) -> Option<Wish> {
        let learnt: Vec<String> = self.labels.iter().map(|label| label.name.clone()).collect();
        let picked = match &setup.picked {
            Some((set, picked)) if *set == self.at => picked.clone(),
            _ => learnt.clone(),
        };
        let all = &self.set.attributes;
        let words = format!("Choose attributes: {} of {}", learnt.len(), all.len());
        let mut wish = None;
        CollapsingHeader::new(words)
            .id_salt(("attributes", self.at))
            .show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    for name in all {
                        let mut on = picked.contains(name);
                        if ui.checkbox(&mut on, name).changed() {
                            let holds = |other: &&String| {
                                if *other == name {
                                    on
                                } else {
                                    picked.contains(other)
                                }
                            };
                            let now = all.iter().filter(holds).cloned().collect();
                            wish = Some(Wish::Pick(self.at, now));
                        }
                    }
                });
                let words = match picked.len() {
                    1 => "Learn this one".to_owned(),
                    many => format!("Learn these {many}"),
                };
                let possible = !picked.is_empty() && picked != learnt;
                let button = ui.add_enabled(possible, egui::Button::new(words));
                let button = button.on_hover_text("The pictures are looked through again");
                if button.clicked() {
                    wish = Some(Wish::Learn(self.at, picked.clone()));
                }
            });
        wish
    }
}

/// Mirrored pictures would have the attribute Mirrored wrong.
fn mirroring(ui: &mut Ui, setup: &Setup, report: &DataReport) -> Option<Wish> {
    if !setup.spoils_mirrored(report) {
        return None;
    }
    warn(ui, text::MIRRORED);
    ui.button("Turn mirroring off")
        .on_hover_text("Sets “Mirror” of the settings to 0")
        .clicked()
        .then_some(Wish::StopMirroring)
}

/// Whoever has no labelled data can have some made.
pub fn creatures(ui: &mut Ui, setup: &Setup) -> Option<Wish> {
    if let Some(DataRoot::Folder(_)) = setup.data {
        return None;
    }
    let weak = theme::of(ui).text_weak;
    let words = match setup.data {
        Some(_) => text::CREATURE_KINDS,
        None => text::NO_LABELS,
    };
    ui.label(RichText::new(words).color(weak));
    make(ui, setup, setup.data.is_none())
}

/// The button that makes labelled creatures.
pub fn make(ui: &mut Ui, setup: &Setup, primary: bool) -> Option<Wish> {
    if setup.making.is_some() {
        ui.horizontal(|ui| {
            ui.spinner().accessible_name("In progress");
            ui.label("Making labelled creatures…");
        });
        return None;
    }
    icons::labelled(ui, Icon::Plus, "Make labelled creatures", primary)
        .on_hover_text(text::MAKE_CREATURES)
        .clicked()
        .then_some(Wish::Creatures(MadeSet::Attributes))
}
