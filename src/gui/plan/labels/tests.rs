//! Rows of labels: which there are, what each asks of which source, and under which mask.

use super::super::{cell_key, rows, sentence};
use super::*;
use crate::checkpoint::{Card, KeyReport};
use crate::domain::{DomainSet, LabelSet, Picture};
use crate::engine::messages::ModelSource;
use crate::gui::state::Origin;
use crate::gui::widgets::Shown;
use crate::model::config::ModelConfig;
use crate::model::system::System;

fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// A joint model of two attributes and two classes: vectors are `[Young Hat | cat dog | mask]`.
fn model() -> ModelInfo {
    let labels = LabelSpace {
        sets: vec![
            LabelSet::attributes("faces", split("Young Hat")),
            LabelSet::classes("animals", split("cat dog")),
        ],
    };
    let config = ModelConfig {
        system: System::StarGan,
        labels: labels.clone(),
        ..ModelConfig::official(32, DomainSet::new(labels.names()), 0.0)
    };
    ModelInfo {
        number: 3,
        source: ModelSource::Demo,
        config,
        card: Card::default(),
        digest: String::new(),
        report: KeyReport::default(),
        has_style_encoder: false,
        has_mapping: false,
        has_classifier: false,
    }
}

/// Three sources: the first two are young, the third wears a hat.
fn desk(model: &ModelInfo) -> (Explore, Library) {
    let (mut explore, mut library) = (Explore::default(), Library::default());
    let faces = NamedSet::of(&model.config.labels, 0);
    for (at, own) in [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]].iter().enumerate() {
        let id = library.enter(format!("{at}.png"), Origin::Memory);
        let grey = [40 * at as u8; 3];
        library.made_here(id, Shown::new(Picture::filled(32, 32, grey)));
        explore.sources.push(id);
        explore.labels.set_own(id, &faces, own);
    }
    explore.labels.fit(&model.config.labels);
    (explore, library)
}

/// The vectors that a row goes from and to for a source, and how far.
fn vectors(row: &Row, source: PictureId) -> (Vec<f32>, Vec<f32>, f32) {
    let style = row.style_with(row.key_for(source).unwrap()).unwrap();
    match style.clone() {
        StyleSource::Labels { from, to, strength } => (from, to, strength),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_row_asks_each_source_by_its_own_labels() {
    let model = model();
    let (explore, library) = desk(&model);
    let rows = rows(&explore, &library, &model);
    let ids: Vec<RowId> = rows.iter().map(|row| row.id).collect();
    let expected = [0, 1, 2].map(|at| RowId::Labels(at, 0));
    assert_eq!(ids, expected, "nothing changes, Young, Hat");
    let [a, b, hat] = [1, 2, 3];
    let said = |labels: [f32; 2]| [labels[0], labels[1], 0.0, 0.0, 1.0, 0.0].to_vec();
    let (young, old) = (said([1.0, 0.0]), said([0.0, 0.0]));
    assert_eq!(vectors(&rows[0], a), (young.clone(), young.clone(), 1.0));
    assert_eq!(vectors(&rows[1], a), (young, old, 1.0));
    let (from, to) = (said([0.0, 1.0]), said([1.0, 1.0]));
    assert_eq!(vectors(&rows[1], hat), (from, to, 1.0));
    assert_eq!(rows[1].key_for(a), rows[1].key_for(b), "alike");
    assert_ne!(rows[1].key_for(a), rows[1].key_for(hat));
    let key = cell_key(&model, &library, hat, &rows[1]).unwrap();
    assert_eq!((key.model, Some(key.style)), (3, rows[1].key_for(hat)));
    let sentences = [(0, a), (1, a), (1, hat), (2, hat)]
        .map(|(row, id)| sentence(&library, id, &rows[row], &model.config.domains));
    let expected = [
        "0.png with nothing changed",
        "0.png without Young",
        "2.png with Young",
        "2.png without Hat",
    ];
    assert_eq!(sentences, expected);
}

#[test]
fn a_twin_has_the_same_labels_and_the_other_mask() {
    let model = model();
    let (mut explore, library) = desk(&model);
    explore.labels.twins = true;
    explore.labels.strength = 0.5;
    let twins = rows(&explore, &library, &model);
    assert_eq!(twins.len(), 6);
    let ids = [twins[2].id, twins[3].id];
    assert_eq!(ids, [RowId::Labels(1, 0), RowId::Labels(1, 1)]);
    assert!(twins[2].leads && !twins[3].leads && twins[3].thin);
    let (_, right, _) = vectors(&twins[2], 3);
    let (from, wrong, strength) = vectors(&twins[3], 3);
    assert_eq!(right, [1.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
    assert_eq!(wrong, [1.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
    assert_eq!((&from[4..], strength), ([0.0, 1.0].as_slice(), 0.5));
    let words = sentence(&library, 3, &twins[3], &model.config.domains);
    let expected = "2.png with Young, strength 0.50, under the mask of animals";
    assert_eq!(words, expected);
    explore.labels.set = Some("animals".to_owned());
    let twins = rows(&explore, &library, &model);
    let words = sentence(&library, 1, &twins[2], &model.config.domains);
    assert_eq!(words, "0.png as cat, strength 0.50");
    assert_eq!(twins[2].domain, Some(2), "the third of all labels");
}

#[test]
fn a_source_waits_until_its_labels_are_read() {
    let mut model = model();
    model.has_classifier = true;
    let (mut explore, library) = desk(&model);
    explore.labels.own.remove(&2);
    let rows = rows(&explore, &library, &model);
    assert!(rows[0].key_for(1).is_some());
    assert_eq!(rows[0].key_for(2), None);
    assert_eq!(cell_key(&model, &library, 2, &rows[0]), None);
}

#[test]
fn a_known_domain_is_a_label() {
    let model = model();
    let (mut explore, library) = desk(&model);
    explore.labels.set = Some("animals".to_owned());
    explore.own.insert(1, "Dog".to_owned());
    let rows = rows(&explore, &library, &model);
    let (from, _, _) = vectors(&rows[0], 1);
    assert_eq!(from, [0.0, 0.0, 0.0, 1.0, 0.0, 1.0]);
    let (from, _, _) = vectors(&rows[0], 2);
    assert_eq!(from, [0.0, 0.0, 0.0, 0.0, 0.0, 1.0], "not known");
}
