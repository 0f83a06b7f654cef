//! What was found out about a model file, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::card::Card;
use super::report::KeyReport;
use crate::domain::{LabelKind, LabelSet};
use crate::model::config::ModelConfig;

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// The configuration.
    pub config: ModelConfig,
    /// What became of every key.
    pub report: KeyReport,
    /// The model card.
    pub card: Card,
}

/// The inspection for programs: field names are stable. Of a label system `labels` holds its label vector, else null.
pub fn inspect_json(config: &ModelConfig, report: &KeyReport, card: &Card) -> Value {
    json!({
        "system": config.system.name(),
        "title": config.system.title(),
        "complete": report.is_complete(),
        "config": sizes(config),
        "domains": config.domains.names(),
        "labels": config.system.takes_labels().then(|| json!({
            "sets": config.labels.sets,
            "mask": config.labels.len() - config.labels.logits(),
        })),
        "networks": { "present": report.present, "absent": report.absent },
        "keys": {
            "used": report.used,
            "derived": report.derived,
            "missing": report.missing,
            "unexpected": report.unexpected,
            "mismatched": report.mismatched,
            "kept": report.kept,
            "ignored": report.ignored,
        },
        "foreign": report.foreign,
        "card": card,
    })
}

/// The sizes that a system's networks have.
fn sizes(config: &ModelConfig) -> Value {
    if config.system.takes_labels() {
        return json!({
            "img_size": config.img_size,
            "num_labels": config.labels.logits(),
            "label_len": config.labels.len(),
            "base_width": config.base_width,
            "generator_blocks": config.generator_blocks,
            "discriminator_layers": config.discriminator_layers,
        });
    }
    json!({
        "img_size": config.img_size,
        "num_domains": config.num_domains(),
        "style_dim": config.style_dim,
        "latent_dim": config.latent_dim,
        "w_hpf": plain_number(config.w_hpf),
        "base_width": config.base_width,
        "width_cap": config.width_cap,
        "hidden": config.hidden,
    })
}

/// Whole numbers without a point, as configurations are usually written.
fn plain_number(value: f32) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e9 {
        json!(value as i64)
    } else {
        json!(value)
    }
}

/// The inspection for people, one fact a line.
pub fn inspect_text(config: &ModelConfig, report: &KeyReport, card: &Card) -> String {
    let mut facts = vec![
        ("Model", card.name.clone()),
        ("System", config.system.title().to_owned()),
        ("Pictures", format!("{0} x {0} pixels", config.img_size)),
    ];
    if config.system.takes_labels() {
        facts.extend(label_facts(config));
    } else {
        facts.extend(style_facts(config));
    }
    let step = card.step.map(|step| step.to_string());
    facts.extend([
        ("Networks", list(&report.present)),
        ("Absent", list(&report.absent)),
        ("Licence", card.licence.clone()),
        ("Step", step.unwrap_or_else(|| "unknown".to_owned())),
        ("BLAKE3", card.provenance.blake3.clone()),
        ("Keys", keys_line(report)),
    ]);
    facts.extend(card.notes.iter().map(|note| ("Note", note.clone())));
    let mut text = String::new();
    for (what, value) in facts {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{what:<15} {value}");
    }
    if !report.is_complete() {
        let _ = writeln!(text, "{}.", report.complaint());
    }
    text
}

fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

fn style_facts(config: &ModelConfig) -> Vec<(&'static str, String)> {
    let high_pass = if config.has_high_pass() {
        format!("yes (w_hpf {})", config.w_hpf)
    } else {
        "no".to_owned()
    };
    let style = format!("{}, {} numbers", config.style_dim, config.latent_dim);
    let widths = format!(
        "{} to {}, mapping {}",
        config.base_width, config.width_cap, config.hidden
    );
    vec![
        ("Domains", list(config.domains.names())),
        ("Style, latent", style),
        ("Widths", widths),
        ("High-pass skip", high_pass),
    ]
}

fn label_facts(config: &ModelConfig) -> Vec<(&'static str, String)> {
    let space = &config.labels;
    let set = |set: &LabelSet| {
        let names = list(&set.names);
        let rule = match set.kind {
            LabelKind::Attributes => "any of",
            LabelKind::Classes => "one of",
        };
        let groups = set.exclusive.iter().map(|group| {
            let names: Vec<&str> = group
                .iter()
                .filter_map(|&at| set.names.get(at))
                .map(String::as_str)
                .collect();
            format!("; at most one of {}", names.join(", "))
        });
        format!("{}: {rule} {names}{}", set.name, groups.collect::<String>())
    };
    let mut facts: Vec<_> = space.sets.iter().map(|at| ("Labels", set(at))).collect();
    let mask = space.len() - space.logits();
    if mask > 0 {
        let text = format!("{mask} numbers that say which of the sets is meant");
        facts.push(("Mask", text));
    }
    let width = config.base_width;
    facts.push(("First width", width.to_string()));
    facts.push((
        "Depth",
        format!(
            "{} blocks of the generator, {} layers of the discriminator",
            config.generator_blocks, config.discriminator_layers
        ),
    ));
    facts
}

fn keys_line(report: &KeyReport) -> String {
    format!(
        "{} used, {} derived, {} missing, {} unexpected, {} misshapen, {} kept, {} not needed; {} other objects ignored",
        report.used.len(),
        report.derived.len(),
        report.missing.len(),
        report.unexpected.len(),
        report.mismatched.len(),
        report.kept.len(),
        report.ignored.len(),
        report.foreign.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_point() {
        assert_eq!(plain_number(1.0).to_string(), "1");
        assert_eq!(plain_number(0.5).to_string(), "0.5");
    }
}
