//! The model card: what the model is, where it came from, its licence, its domains (editable), and the report of its keys.

use egui::{Grid, RichText, ScrollArea, Sense, TextEdit, Ui, Vec2};

use crate::gui::app::App;
use crate::gui::labels::NamedSet;
use crate::gui::theme;
use crate::model::config::ModelConfig;

/// Height of the key list in points.
const LIST: f32 = 160.0;
/// Width of a value in points: where a model came from is often a long sentence.
const VALUE: f32 = 380.0;

/// Draws the card of the open model.
pub fn show(app: &mut App, ui: &mut Ui) {
    let Some(model) = app.model.clone() else {
        return;
    };
    let (card, config, report) = (&model.card, &model.config, &model.report);
    ui.label(theme::title(&card.name));
    let step = card.step.map(|step| format!("step {step}"));
    let rows = [
        ("Licence", card.licence.clone()),
        ("Came from", card.provenance.origin.clone()),
        ("File", card.provenance.file_name.clone()),
        (
            "Trained for",
            step.unwrap_or_else(|| "not known".to_owned()),
        ),
        ("Pictures", format!("{0} × {0} pixels", config.img_size)),
        ("Domains", config.num_domains().to_string()),
        guidance(config),
        (
            "High-pass skip",
            if config.w_hpf > 0.0 {
                format!("w_hpf {}", config.w_hpf)
            } else {
                "none".to_owned()
            },
        ),
        ("Networks", report.present.join(", ")),
        (
            "Absent",
            if report.absent.is_empty() {
                "none".to_owned()
            } else {
                report.absent.join(", ")
            },
        ),
    ];
    Grid::new("card")
        .num_columns(2)
        .max_col_width(VALUE)
        .spacing([theme::SPACE_2, theme::SPACE_HALF])
        .show(ui, |ui| {
            for (name, value) in rows {
                ui.label(RichText::new(name).color(theme::of(ui).text_weak));
                ui.label(value);
                ui.end_row();
            }
        });
    for note in &card.notes {
        ui.label(note);
    }
    domain_names(app, ui);
    ui.add_space(theme::SPACE);
    super::evaluate::card::show(ui, &card.evaluations);
    keys(ui, report);
}

/// What guides the generator.
fn guidance(config: &ModelConfig) -> (&'static str, String) {
    if !config.system.takes_labels() {
        let words = format!("{} and {} numbers", config.style_dim, config.latent_dim);
        return ("Style and latent", words);
    }
    let set = |set: NamedSet| format!("{} ({})", set.name, set.names.len());
    let sets: Vec<String> = NamedSet::all(&config.labels).into_iter().map(set).collect();
    ("Sets of labels", sets.join(", "))
}

fn domain_names(app: &mut App, ui: &mut Ui) {
    let kind = if app.takes_labels() {
        "Label"
    } else {
        "Domain"
    };
    super::left::heading(ui, &format!("{kind} names"));
    let Some(model) = &app.model else { return };
    let mut renamed = None;
    for index in 0..model.config.num_domains() {
        // While a name is being typed it may be empty or end in a space; the domain has it trimmed.
        let draft = ui.scope_id().with(("draft of a domain name", index));
        let typed = ui.data(|data| data.get_temp::<String>(draft));
        let mut name = typed.unwrap_or_else(|| model.config.domains.name(index));
        let label = format!("{kind} {index}");
        ui.horizontal(|ui| {
            // Painted, as the font has no such glyph.
            let (dot, _) = ui.allocate_exact_size(Vec2::splat(theme::SPACE), Sense::hover());
            let colour = theme::domain_colour(index, theme::of(ui));
            ui.painter()
                .circle_filled(dot.center(), theme::SPACE_HALF, colour);
            let words = ui.label(&label);
            let edit = ui
                .add(TextEdit::singleline(&mut name).desired_width(160.0))
                .labelled_by(words.id);
            if edit.changed() {
                renamed = Some((index, name.clone()));
                ui.data_mut(|data| data.insert_temp(draft, name));
            }
            if edit.lost_focus() {
                ui.data_mut(|data| data.remove_temp::<String>(draft));
            }
        });
    }
    if let Some((index, name)) = renamed {
        app.rename_domain(index, &name);
    }
    ui.label(
        RichText::new(
            "Names stay in this session; `stargrid import --domains` writes them into a file.",
        )
        .color(theme::of(ui).text_weak),
    );
}

fn keys(ui: &mut Ui, report: &crate::checkpoint::KeyReport) {
    let counts = format!(
        "{} keys used, {} derived, {} missing, {} unexpected, {} mismatched",
        report.used.len(),
        report.derived.len(),
        report.missing.len(),
        report.unexpected.len(),
        report.mismatched.len()
    );
    ui.collapsing(counts, |ui| {
        ScrollArea::vertical().max_height(LIST).show_rows(
            ui,
            theme::TEXT_BODY,
            report.used.len(),
            |ui, rows| {
                for name in &report.used[rows] {
                    ui.label(name);
                }
            },
        );
    });
}
