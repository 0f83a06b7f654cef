//! What is asked of the kept results that are shown: words, star, model, branch.

use egui::{ComboBox, TextEdit, Ui};

use crate::gui::app::App;
use crate::gui::text::gallery as words;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;

/// Width of the search field and of the choices in points.
const SEARCH: f32 = 260.0;
const CHOICE: f32 = 140.0;

/// Draws the row.
pub fn show(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        search(app, ui);
        let starred = app.gallery.filter.starred;
        if chip(ui, "Starred", None, starred)
            .on_hover_text("Only those with a star")
            .clicked()
        {
            app.gallery.sift(|filter| filter.starred = !starred);
        }
        let models = app.gallery.models().to_vec();
        if models.len() > 1 || app.gallery.filter.model.is_some() {
            let chosen = app.gallery.filter.model.clone();
            if let Some(model) = choice(ui, "Model", &models, chosen.as_deref()) {
                app.gallery.sift(|filter| filter.model = model);
            }
        }
        let branches = app.gallery.branches().to_vec();
        if branches.len() > 1 || app.gallery.filter.branch.is_some() {
            let chosen = app.gallery.filter.branch.clone();
            if let Some(branch) = choice(ui, "Branch", &branches, chosen.as_deref()) {
                app.gallery.sift(|filter| filter.branch = branch);
            }
        }
        if !app.gallery.filter.is_empty() && ui.button("Show all").clicked() {
            app.gallery.sift(|filter| *filter = Default::default());
        }
    });
}

fn search(app: &mut App, ui: &mut Ui) {
    let mut asked = app.gallery.filter.words.clone();
    let field = TextEdit::singleline(&mut asked)
        .hint_text(words::SEARCH)
        .background_color(theme::of(ui).raised)
        .desired_width(SEARCH);
    let response = ui.add(field);
    response.widget_info(|| {
        egui::WidgetInfo::text_edit(
            true,
            app.gallery.filter.words.clone(),
            asked.clone(),
            words::SEARCH,
        )
    });
    if std::mem::take(&mut app.gallery.view.search) {
        response.request_focus();
    }
    if response.on_hover_text("Ctrl+F").changed() {
        app.gallery.sift(|filter| filter.words = asked);
    }
}

/// A choice among names, or any; what was chosen, when something was.
fn choice(
    ui: &mut Ui,
    what: &str,
    names: &[String],
    chosen: Option<&str>,
) -> Option<Option<String>> {
    let mut picked = None;
    let any = format!("Any {}", what.to_lowercase());
    let shown = chosen.unwrap_or(&any);
    let combo = ComboBox::from_id_salt(what)
        .selected_text(shown)
        .width(CHOICE)
        .height(12.0 * theme::SPACE_3);
    let inner = combo.show_ui(ui, |ui| {
        if ui
            .selectable_label(chosen.is_none(), any.as_str())
            .clicked()
        {
            picked = Some(None);
        }
        for name in names {
            if ui.selectable_label(chosen == Some(name), name).clicked() {
                picked = Some(Some(name.clone()));
            }
        }
    });
    inner
        .response
        .on_hover_text(format!("{what} of those that are shown"));
    picked
}
