//! The sheets have the official places, and truncation does what it says.

use super::*;
use crate::domain::DomainSet;
use crate::model::config::ModelConfig;
use crate::model::schema::NetworkKind;
use crate::train::init::he_normal;
use burn::tensor::Device;

fn model() -> Model {
    let config = ModelConfig {
        base_width: 4,
        width_cap: 8,
        hidden: 8,
        ..ModelConfig::official(32, DomainSet::unnamed(2), 0.0)
    };
    let weights = he_normal(&config, &NetworkKind::ALL[..3], 1);
    Model::load(&config, &weights, &Device::flex()).unwrap()
}

fn probe(level: u8, domain: Option<usize>) -> Probe {
    Probe {
        domain,
        ..Probe::unknown(Arc::new(Picture::filled(32, 32, [level; 3])))
    }
}

#[test]
fn sheets_have_the_official_places() {
    let probes = Probes {
        sources: vec![probe(10, Some(0)), probe(20, Some(1)), probe(30, Some(0))],
        references: vec![probe(200, Some(1)), probe(210, Some(0))],
        own: Vec::new(),
        seed: 1,
    };
    let model = model();
    let mut pauses = 0;
    let sheet = draw(&model, &probes, SheetKind::Reference, &mut || pauses += 1).unwrap();
    assert_eq!((sheet.width(), sheet.height()), (4 * 32, 3 * 32));
    assert_eq!(sheet.pixel(32 + 16, 16), Some([10; 3]), "the first source");
    assert_eq!(
        sheet.pixel(16, 64 + 16),
        Some([210; 3]),
        "the second reference"
    );
    assert_eq!(sheet.pixel(16, 16), Some([255; 3]), "the corner is white");
    assert!(pauses >= 2);
    let size = |kind| {
        draw(&model, &probes, kind, &mut || ())
            .map(|sheet| (sheet.width() / 32, sheet.height() / 32))
    };
    assert_eq!(
        size(SheetKind::LatentPsi07),
        Some((3, 1 + 2 * LATENTS_PER_DOMAIN))
    );
    assert_eq!(size(SheetKind::CycleConsistency), Some((3, 4)));
    assert_eq!(size(SheetKind::Own), None, "nobody brought photos");
    let own = Probes {
        own: vec![probe(50, None)],
        ..probes.clone()
    };
    let sheet = draw(&model, &own, SheetKind::Own, &mut || ()).unwrap();
    assert_eq!((sheet.width() / 32, sheet.height() / 32), (2, 1 + 2 * 2));
}

#[test]
fn truncation_to_nothing_gives_one_picture() {
    let probes = Probes {
        sources: vec![probe(10, Some(0))],
        seed: 3,
        ..Probes::default()
    };
    let model = model();
    let rows = |psi| {
        let features = model
            .generator
            .encode(pictures(&model, &probes.sources), None);
        let mut painter = Painter {
            model: &model,
            probes: &probes,
            columns: &probes.sources,
            features,
            rows: Vec::new(),
        };
        painter.latents(psi, &mut || ()).unwrap();
        painter
            .rows
            .into_iter()
            .map(|(_, row)| row[0].clone())
            .collect::<Vec<_>>()
    };
    let at_mean = rows(0.0);
    assert_eq!(at_mean[0], at_mean[1]);
    let free = rows(1.0);
    assert_ne!(free[0], free[1]);
}
