//! Small model files for tests that compare: a label model that has learnt nothing, and the demo model with its colours turned.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use stargrid::checkpoint::{self, Card, Imported, TensorMap, bundle};
use stargrid::domain::{DomainSet, LabelSet, LabelSpace};
use stargrid::model::config::ModelConfig;
use stargrid::model::system::System;
use stargrid::train::init::first_weights;

/// The demo's domains.
pub const KINDS: [&str; 4] = ["clay", "critters", "moods", "sprouts"];

/// A label model of `size` that has learnt nothing.
pub fn label_model(folder: &Path, size: usize) -> PathBuf {
    let names = KINDS.map(str::to_owned).to_vec();
    let config = ModelConfig {
        system: System::StarGan,
        base_width: 8,
        width_cap: 32,
        labels: LabelSpace {
            sets: vec![LabelSet::classes("kinds", names)],
        },
        generator_blocks: 1,
        discriminator_layers: 2,
        ..ModelConfig::official(size, DomainSet::new(KINDS), 0.0)
    };
    let tensors = first_weights(&config, config.system.definition().networks, 5);
    let card = Card {
        name: "Untrained labels".to_owned(),
        ..Card::default()
    };
    let whole = Imported::assemble(config, tensors, TensorMap::new(), card).unwrap();
    let path = folder.join(format!("labels-{size}.safetensors"));
    bundle::save(&path, &whole).unwrap();
    path
}

/// The demo model as if it were an earlier step: its last convolution is weaker, so its pictures are paler.
pub fn pale_demo(folder: &Path, step: u64) -> PathBuf {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/model.safetensors");
    let mut model = checkpoint::import(&demo).unwrap();
    model.card.step = Some(step);
    // Figures of another model are not its own.
    model.card.evaluations.clear();
    model.card.name = "Pale creatures".to_owned();
    let last = model
        .tensors
        .iter_mut()
        .filter(|(name, _)| name.contains("to_rgb.2"));
    let mut found = 0;
    for (_, tensor) in last {
        tensor.values.iter_mut().for_each(|value| *value *= 0.6);
        found += 1;
    }
    assert!(found > 0, "the demo's last convolution is called otherwise");
    let path = folder.join(format!("pale-{step}.safetensors"));
    bundle::save(&path, &model).unwrap();
    path
}
