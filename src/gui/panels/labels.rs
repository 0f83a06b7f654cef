//! The controls of label systems: which labels a row switches, how far, under which mask, and which labels a source has.

use egui::{Button, Color32, Response, RichText, Role, Sense, Ui, Vec2};

use super::left::heading;
use crate::engine::messages::ModelInfo;
use crate::gui::app::{App, Selected};
use crate::gui::icons::{self, Icon};
use crate::gui::labels::{FULL, LabelRow, MOST, NamedSet, plain};
use crate::gui::notices::Notice;
use crate::gui::plan::{Row, RowId};
use crate::gui::readings::{Says, own_labels};
use crate::gui::state::PictureId;
use crate::gui::widgets::SliderRow;
use crate::gui::widgets::branch_bar::{chip, label_chip};
use crate::gui::{text, theme};

/// Draws the controls of the left panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    let Some(model) = app.model.clone() else {
        return;
    };
    let set = app.explore.labels.chosen(&model.config.labels);
    ui.label(theme::strong("Labels"));
    let title = model.config.system.title();
    weak(
        ui,
        &format!("{title} switches labels of a source. {}", text::LABEL_ROWS),
    );
    sets(app, ui, &model, &set);
    switches(app, ui, &set);
    buttons(app, ui, &model, &set);
    heading(ui, "How far");
    SliderRow::new("Strength", &mut app.explore.labels.strength, 0.0..=MOST)
        .default_value(FULL)
        .decimals(2)
        .tooltip(text::STRENGTH)
        .show(ui);
    weak(ui, text::STRENGTH);
}

fn weak(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

fn colour(ui: &Ui, set: &NamedSet, label: usize) -> Color32 {
    theme::domain_colour(set.first + label, theme::of(ui))
}

/// The choice of a joint model: which set's labels and mask, and whether the others' masks are shown beside it.
fn sets(app: &mut App, ui: &mut Ui, model: &ModelInfo, set: &NamedSet) {
    let sets = NamedSet::all(&model.config.labels);
    if sets.len() < 2 {
        return;
    }
    heading(ui, "Labels and mask of");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for other in sets {
            if chip(ui, &other.name, None, other.index == set.index).clicked() {
                app.explore.labels.set = Some(other.name);
                app.grid.label_row = None;
            }
        }
    });
    ui.add_space(theme::SPACE_HALF);
    ui.checkbox(&mut app.explore.labels.twins, "Also under the wrong mask")
        .on_hover_text(text::WRONG_MASK);
}

/// The row that the chips change: the one touched last, or else the first that switches something.
fn edited(app: &App, set: &NamedSet) -> Option<usize> {
    let rows = &app.explore.labels.rows;
    let mut shown = (0..rows.len()).filter(|&at| rows[at].is_of(set));
    let touched = app.grid.label_row;
    let touched = touched.filter(|&at| rows.get(at).is_some_and(|row| row.is_of(set)));
    let first = shown.clone().find(|&at| !rows[at].switched.is_empty());
    touched.or(first).or_else(|| shown.next())
}

fn switches(app: &mut App, ui: &mut Ui, set: &NamedSet) {
    let Some(at) = edited(app, set) else {
        heading(ui, "Switched");
        return weak(ui, text::NO_LABEL_ROWS);
    };
    let row = app.explore.labels.rows[at].clone();
    heading(ui, &format!("Switched in “{}”", row.name()));
    let on = |label| row.switches(set, label);
    let name = |words: &str| words.to_owned();
    if let Some(label) = chips(ui, set, on, name) {
        app.explore.labels.rows[at].switch(set, label);
    }
    if row.switched.is_empty() {
        ui.add_space(theme::SPACE_HALF);
        weak(ui, text::SAME_DOMAIN);
    }
}

/// All labels of a set as chips: groups of which one at most holds in lines of their own. Answers the label that was clicked.
fn chips(
    ui: &mut Ui,
    set: &NamedSet,
    on: impl Fn(usize) -> bool,
    name: impl Fn(&str) -> String,
) -> Option<usize> {
    let (groups, alone) = set.groups();
    let groups = groups.into_iter().map(|group| (group, Role::RadioButton));
    let lines = groups.chain([(alone, Role::CheckBox)]);
    let mut clicked = None;
    for (line, role) in lines.filter(|(line, _)| !line.is_empty()) {
        if role == Role::RadioButton {
            weak(ui, "One of");
        } else if set.names.len() > line.len() {
            weak(ui, "Each by itself");
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
            for label in line {
                let words = plain(&set.names[label]);
                let colour = Some(colour(ui, set, label));
                let response = label_chip(ui, (&words, name(&words)), role, colour, on(label));
                if response.clicked() {
                    clicked = Some(label);
                }
            }
        });
    }
    clicked
}

fn buttons(app: &mut App, ui: &mut Ui, model: &ModelInfo, set: &NamedSet) {
    ui.add_space(theme::SPACE);
    let at = edited(app, set);
    ui.horizontal_wrapped(|ui| {
        if ui.button("+ Row of labels").clicked() {
            add_row(app);
        }
        let remove = ui.add_enabled(at.is_some(), Button::new("Remove this row"));
        if let (true, Some(at)) = (remove.clicked(), at) {
            remove_row(app, at);
        }
        let again = ui.button("All rows again").on_hover_text(text::ROWS_AGAIN);
        if again.clicked() {
            let labels = &mut app.explore.labels;
            labels.begin_again(&model.config.labels, set);
            app.grid.label_row = None;
        }
    });
}

/// A new row, which changes nothing until the chips say what.
pub fn add_row(app: &mut App) {
    app.explore.labels.rows.push(LabelRow::default());
    touch(app, app.explore.labels.rows.len() - 1);
}

fn remove_row(app: &mut App, at: usize) {
    let row = app.explore.labels.rows.remove(at);
    app.rows_move_up(RowId::Labels(at, 0));
    app.grid.label_row = None;
    app.tell_undoable(Notice::info(format!("Removed the row {}", row.name())));
}

/// The chips change row `at` from now on; the selection goes there too.
fn touch(app: &mut App, at: usize) {
    app.grid.label_row = Some(at);
    let mask = app.model.as_ref().map_or(0, |model| {
        app.explore.labels.chosen(&model.config.labels).index
    });
    let source = match app.grid.selected {
        Selected::Cell(_, source) => Some(source),
        _ => app.explore.sources.first().copied(),
    };
    if let Some(source) = source {
        app.grid.selected = Selected::Cell(RowId::Labels(at, mask), source);
    }
}

/// The button in the corner of the grid.
pub fn corner(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        if icons::icon_button(ui, Icon::Plus, "Add a row of labels").clicked() {
            add_row(app);
        }
        weak(ui, "Labels");
    });
}

/// What stands left of a row: its labels, to be clicked, and its mask.
pub fn row_header(app: &mut App, ui: &mut Ui, row: &Row) {
    let RowId::Labels(at, _) = row.id else { return };
    let Some(labels) = row.labels.clone() else {
        return;
    };
    ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
    if row.leads {
        // The row that the chips at the left change.
        let space = app.model.as_ref().map(|model| &model.config.labels);
        let set = space.map(|space| app.explore.labels.chosen(space));
        let chosen = set.and_then(|set| edited(app, &set)) == Some(at);
        if row_name(ui, row, chosen).clicked() {
            touch(app, at);
        }
    }
    let (words, colour) = match (&labels.wrong_mask, &labels.set) {
        (Some(other), _) => (format!("wrong mask: {other}"), theme::of(ui).warn),
        (None, Some(set)) if row.thin => (format!("mask: {set}"), theme::of(ui).text_weak),
        _ => return,
    };
    ui.horizontal(|ui| {
        ui.add_space(theme::SPACE_2);
        ui.add(egui::Label::new(RichText::new(words).color(colour)).truncate());
    });
}

fn row_name(ui: &mut Ui, row: &Row, chosen: bool) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
        let (dot, _) = ui.allocate_exact_size(Vec2::splat(theme::SPACE), Sense::hover());
        let tokens = theme::of(ui);
        let colour = row.domain.map_or(tokens.text_weak, |domain| {
            theme::domain_colour(domain, tokens)
        });
        ui.painter()
            .circle_filled(dot.center(), theme::SPACE_HALF, colour);
        ui.add(Button::selectable(chosen, &row.name).truncate())
            .on_hover_text(&row.name)
    })
    .inner
}

/// The labels that a source has, and who says so; the person can correct them.
pub fn own(app: &mut App, ui: &mut Ui, picture: PictureId, name: &str) {
    let Some(model) = app.model.clone() else {
        return;
    };
    let set = app.explore.labels.chosen(&model.config.labels);
    let several = model.config.labels.sets.len() > 1;
    heading(
        ui,
        &if several {
            format!("Its labels of {}", set.name)
        } else {
            "Its labels".to_owned()
        },
    );
    let found = own_labels(&app.explore, &app.library, &model, &set, picture);
    let Some((labels, says)) = found else {
        return weak(ui, text::READING_LABELS);
    };
    let on = |label: usize| labels.get(label).is_some_and(|&value| value > 0.5);
    let called = |words: &str| format!("{name} has {words}");
    if let Some(label) = chips(ui, &set, on, called) {
        let labels = set.turned_over(&labels, label);
        app.explore.labels.set_own(picture, &set, &labels);
    }
    ui.add_space(theme::SPACE_HALF);
    weak(ui, says_words(says));
    if says == Says::Person && ui.button("Forget my correction").clicked() {
        app.explore.labels.forget_own(picture, &set);
    }
}

fn says_words(says: Says) -> &'static str {
    match says {
        Says::Person => "Set by you",
        Says::Classifier => "Read by the model's classifier; click to correct",
        Says::Name => "Known from the name of its domain; click to correct",
        Says::Nobody => text::NO_OWN_LABELS,
    }
}

/// One line under a result: the labels it started from.
pub fn began_with(app: &App, ui: &mut Ui, source: PictureId) {
    let Some(model) = app.model.as_ref().filter(|_| app.takes_labels()) else {
        return;
    };
    let set = app.explore.labels.chosen(&model.config.labels);
    let found = own_labels(&app.explore, &app.library, model, &set, source);
    let words = found.map_or_else(
        || text::READING_LABELS.to_owned(),
        |(labels, _)| {
            let held = set
                .names
                .iter()
                .zip(&labels)
                .filter(|(_, value)| **value > 0.5);
            let names: Vec<String> = held.map(|(name, _)| plain(name)).collect();
            match names.is_empty() {
                true => text::BEGAN_WITHOUT.to_owned(),
                false => format!("The source has {}", names.join(", ")),
            }
        },
    );
    weak(ui, &words);
}
