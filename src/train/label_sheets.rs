//! The sample sheets of label systems: sources with each label switched, the way back, and the person's own photos.

use burn::tensor::Tensor;

use super::samples::{Probe, SheetKind, compose, pictures, read};
use crate::domain::Picture;
use crate::model::Model;
use crate::model::layers::rows;

/// Draws a sheet of a label system; `None` for sheets that such a system has not. `between` is called between rows.
///
/// `Labels` and `Own`: a row for each label, switched as the official test does it, and a last one with nothing switched. `CycleConsistency`:
/// the first label switched, and the way back.
pub(super) fn draw(
    model: &Model,
    columns: &[Probe],
    kind: SheetKind,
    between: &mut dyn FnMut(),
) -> Option<Picture> {
    let x = pictures(model, columns);
    let own = own_labels(model, columns, &x);
    let translate = |x: Tensor<4>, labels: &[Vec<f32>]| {
        let labels: Vec<&[f32]> = labels.iter().map(Vec::as_slice).collect();
        let labels = rows(&labels, model.device());
        model
            .generator
            .decode(&model.generator.encode(x, None), labels)
    };
    let mut lines = Vec::new();
    match kind {
        SheetKind::Labels | SheetKind::Own => {
            let most = most_labels(model);
            for label in (0..most).map(Some).chain([None]) {
                let targets = own.iter().map(|own| target(model, own, label));
                let made = translate(x.clone(), &targets.collect::<Vec<_>>());
                lines.push((None, read(model, made)));
                between();
            }
        }
        SheetKind::CycleConsistency => {
            let targets: Vec<_> = own.iter().map(|own| target(model, own, Some(0))).collect();
            let made = translate(x, &targets);
            let back = translate(made.clone(), &own);
            lines.extend([made, back].map(|output| (None, read(model, output))));
        }
        _ => return None,
    }
    Some(compose(model.config.img_size, columns, lines, false))
}

/// Labels in the largest set: each row switches one, of sources whose set has that many.
fn most_labels(model: &Model) -> usize {
    let sets = model.config.labels.sets.iter();
    sets.map(|set| set.len()).max().unwrap_or(0)
}

/// A source's vector with one label of its own set switched, or with none.
fn target(model: &Model, own: &[f32], label: Option<usize>) -> Vec<f32> {
    let space = &model.config.labels;
    let set = space.set_of(own);
    let range = space.range(set);
    match label.filter(|label| *label < range.len()) {
        Some(label) => space.vector(set, &space.toggled(set, &own[range], label)),
        None => own.to_vec(),
    }
}

/// What is known of each picture's labels; of a photo of which nothing is known, what the model's own classifier reads (in its first set).
fn own_labels(model: &Model, columns: &[Probe], x: &Tensor<4>) -> Vec<Vec<f32>> {
    let space = &model.config.labels;
    let known = |probe: &Probe| (probe.labels.len() == space.len()).then(|| probe.labels.clone());
    let logits = model.classifier.as_ref().map(|classifier| {
        let (_, logits) = classifier.forward(x.clone());
        logits.into_data().iter::<f32>().collect::<Vec<f32>>()
    });
    let guess = |at: usize| {
        let width = space.logits();
        let range = space.range(0);
        let labels = match &logits {
            Some(logits) => {
                let own = &logits[at * width..(at + 1) * width];
                space.sets[0].read(&own[range])
            }
            None => vec![0.0; range.len()],
        };
        space.vector(0, &labels)
    };
    let each = columns.iter().enumerate();
    each.map(|(at, probe)| known(probe).unwrap_or_else(|| guess(at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LabelSet, LabelSpace};
    use crate::model::config::ModelConfig;
    use crate::model::system::System;
    use crate::train::init::first_weights;
    use crate::train::samples::{Probes, draw};
    use burn::tensor::Device;
    use std::sync::Arc;

    fn model() -> Model {
        let set = |name: &str, names: &[&str]| {
            LabelSet::attributes(name, names.iter().map(|&name| name.to_owned()).collect())
        };
        let labels = LabelSpace {
            sets: vec![set("a", &["red", "framed"]), set("b", &["round"])],
        };
        let config = ModelConfig {
            system: System::StarGan,
            base_width: 4,
            generator_blocks: 1,
            discriminator_layers: 3,
            domains: crate::domain::DomainSet::new(labels.names()),
            labels,
            ..ModelConfig::official(32, crate::domain::DomainSet::default(), 0.0)
        };
        config.validate().unwrap();
        let weights = first_weights(&config, config.system.networks(), 1);
        Model::load(&config, &weights, &Device::flex()).unwrap()
    }

    #[test]
    fn each_label_has_a_row_and_the_last_switches_nothing() {
        let model = model();
        let probe = |level: u8, labels: Vec<f32>| Probe {
            labels,
            ..Probe::unknown(Arc::new(Picture::filled(32, 32, [level; 3])))
        };
        let probes = Probes {
            sources: vec![
                probe(40, vec![1.0, 0.0, 0.0, 1.0, 0.0]),
                probe(90, vec![0.0, 0.0, 1.0, 0.0, 1.0]),
            ],
            own: vec![probe(200, Vec::new())],
            ..Probes::default()
        };
        let size = |kind| {
            draw(&model, &probes, kind, &mut || ())
                .map(|sheet| (sheet.width() / 32, sheet.height() / 32))
        };
        assert_eq!(size(SheetKind::Labels), Some((2, 1 + 2 + 1)));
        assert_eq!(size(SheetKind::CycleConsistency), Some((2, 3)));
        assert_eq!(size(SheetKind::Own), Some((1, 4)));
        assert_eq!(size(SheetKind::Reference), None);
        let target = |own: &[f32], label| target(&model, own, label);
        assert_eq!(
            target(&[1.0, 0.0, 0.0, 1.0, 0.0], Some(1)),
            [1.0, 1.0, 0.0, 1.0, 0.0]
        );
        let second = [0.0, 0.0, 1.0, 0.0, 1.0];
        assert_eq!(target(&second, Some(0)), [0.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(target(&second, Some(1)), second, "its set has one label");
    }
}
