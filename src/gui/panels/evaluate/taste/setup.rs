//! What a taste test will be: models, pictures, styles, how many pairs; and the tests before.

use std::path::{Path, PathBuf};

use egui::{RichText, ScrollArea, Ui, vec2};

use super::{heading, primary_if, weak};
use crate::engine::evaluation::messages::Candidate;
use crate::engine::messages::{ModelSource, Purpose};
use crate::gui::app::App;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::taste::{COUNTS, Pictures, words};
use crate::gui::widgets::branch_bar::{chip, chip_if};
use crate::gui::{text, theme};
use crate::runs::tastes::{Origin, Taste};

/// Height of a list that scrolls.
const LIST: f32 = 220.0;
/// Width of the button that goes on with a test.
const GO_ON: f32 = 88.0;
/// Earlier tests that are shown.
const EARLIER: usize = 12;

/// Draws the set-up.
pub fn show(app: &mut App, ui: &mut Ui) {
    app.first_tasted();
    ui.label(theme::title("Blind taste test"));
    ui.add_space(theme::SPACE_HALF);
    weak(ui, text::TASTE_WORDS);
    models(app, ui);
    pictures(app, ui);
    styles(app, ui);
    count(app, ui);
    ui.add_space(theme::SPACE_3);
    start(app, ui);
    earlier(app, ui);
}

fn models(app: &mut App, ui: &mut Ui) {
    heading(ui, "Models");
    let mut gone = None;
    for (at, chosen) in app.taste.setup.chosen.iter().enumerate() {
        let name = words::title(&chosen.name, chosen.step);
        ui.horizontal(|ui| {
            let place = match &chosen.source {
                ModelSource::File(path) => path.display().to_string(),
                ModelSource::Demo => "The bundled model".to_owned(),
                ModelSource::Live(_) => text::TASTE_LIVE.to_owned(),
            };
            if icon_button(ui, Icon::Close, &format!("Remove {name}")).clicked() {
                gone = Some(at);
            }
            ui.label(&name).on_hover_text(place);
        });
    }
    if let Some(at) = gone {
        app.taste.setup.chosen.remove(at);
        app.taste.setup.begun = true;
    }
    ui.horizontal_wrapped(|ui| {
        ui.menu_button("Add a model…", |ui| add(app, ui));
        let steps = app.taste_steps();
        if !steps.is_empty() {
            ui.menu_button("Add a step of the run…", |ui| {
                ScrollArea::vertical()
                    .max_height(LIST)
                    .show(ui, |ui| buttons(app, ui, steps));
            });
        }
    });
}

fn add(app: &mut App, ui: &mut Ui) {
    if ui.button("Open a model file…").clicked() {
        app.ask(Purpose::TastedModel, None);
    }
    let choices = app.taste_choices();
    buttons(app, ui, choices);
}

fn buttons(app: &mut App, ui: &mut Ui, choices: Vec<Candidate>) {
    for choice in choices {
        if ui.button(words::title(&choice.name, choice.step)).clicked() {
            app.add_tasted(choice.name, choice.step, choice.source);
        }
    }
}

fn pictures(app: &mut App, ui: &mut Ui) {
    heading(ui, "Pictures to translate");
    let now = app.taste.setup.pictures.clone();
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        if chip(ui, "Bundled creatures", None, now == Pictures::Bundled)
            .on_hover_text("Those that the demo model never saw in its training")
            .clicked()
        {
            chosen = Some(Pictures::Bundled);
        }
        let folder = matches!(now, Pictures::Folder(_));
        if chip(ui, "My folder…", None, folder)
            .on_hover_text(text::TASTE_FOLDER)
            .clicked()
        {
            app.ask(Purpose::TasteData, None);
        }
        let open = app.explore().sources.len();
        let words = format!("Open in Explore ({open})");
        if chip_if(ui, open > 0, &words, None, now == Pictures::Open)
            .on_hover_text("The sources of Explore; its references are the style pictures")
            .clicked()
        {
            chosen = Some(Pictures::Open);
        }
    });
    if let Some(chosen) = chosen {
        app.taste.setup.pictures = chosen;
    }
    if let Pictures::Folder(path) = &app.taste.setup.pictures {
        let words = RichText::new(path.display().to_string()).color(theme::of(ui).text_weak);
        ui.add(egui::Label::new(words).truncate());
    }
}

fn styles(app: &mut App, ui: &mut Ui) {
    heading(ui, "Styles from");
    let setup = &mut app.taste.setup;
    ui.horizontal_wrapped(|ui| {
        ui.checkbox(&mut setup.latent, "Latents")
            .on_hover_text("A random style of the branch, the same latent for both models");
        ui.checkbox(&mut setup.reference, "References")
            .on_hover_text("The style of a picture, which is shown too");
    });
}

fn count(app: &mut App, ui: &mut Ui) {
    heading(ui, "Pairs");
    let setup = &mut app.taste.setup;
    ui.horizontal_wrapped(|ui| {
        for count in COUNTS {
            if chip(ui, &count.to_string(), None, setup.count == count).clicked() {
                setup.count = count;
            }
        }
    });
    let models = setup.chosen.len();
    let duels = models * models.saturating_sub(1) / 2;
    if duels > 1 {
        let each = setup.count / duels;
        weak(
            ui,
            format!("{models} models make {duels} pairs of models: about {each} answers for each"),
        );
    }
}

fn start(app: &mut App, ui: &mut Ui) {
    let lacks = app.taste.setup.lacks();
    ui.horizontal_wrapped(|ui| {
        if primary_if(ui, lacks.is_none(), "Start") {
            app.start_taste();
        }
        weak(ui, lacks.unwrap_or(text::TASTE_START));
    });
}

fn earlier(app: &mut App, ui: &mut Ui) {
    let all = app.taste.earlier();
    if all.is_empty() {
        return;
    }
    let (mut again, mut seen) = (None, None);
    ui.add_space(theme::SPACE);
    heading(ui, "Earlier tests");
    for (folder, test) in all.into_iter().take(EARLIER) {
        ui.push_id((folder, test.number), |ui| {
            line(ui, folder, test, (&mut again, &mut seen));
        });
    }
    if let Some((folder, test)) = again {
        app.go_on_with(folder, test);
    }
    if let Some((folder, test)) = seen {
        app.show_taste(folder, test);
    }
}

/// A test, and where it is kept.
type Kept = Option<(PathBuf, Taste)>;

fn line(ui: &mut Ui, folder: &Path, test: &Taste, wish: (&mut Kept, &mut Kept)) {
    let kept = || Some((folder.to_owned(), test.clone()));
    ui.horizontal(|ui| {
        let possible = test
            .contestants
            .iter()
            .all(|one| one.origin != Origin::Passing);
        let words = if test.is_unfinished() {
            "Go on"
        } else {
            "More pairs"
        };
        let button = egui::Button::new(words).min_size(vec2(GO_ON, 0.0));
        let button = ui.add_enabled(possible, button);
        let button = button.on_disabled_hover_text("Its networks were those of a running training");
        if button.clicked() {
            *wish.0 = kept();
        }
        let reveal = ui.button("Result").on_hover_text(text::TASTE_REVEALS);
        if reveal.clicked() {
            *wish.1 = kept();
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(egui::Label::new(words::begun(&words::who(test))).truncate());
            let day = test.date.iter().map(|day| format!(" · {day}"));
            let day: String = day.collect();
            let pairs = format!("{} of {} pairs{day}", test.answers.len(), test.count);
            weak(ui, pairs);
        })
        .response
        .on_hover_text(format!("Test {} in {}", test.number, folder.display()));
    });
}
