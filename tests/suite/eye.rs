//! The model's eye, end to end: sources through the landmark network to masks, through the generator to pictures; in the engine and in
//! training. Networks have golden weights at official shapes (reduced widths), so that no file is needed.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use stargrid::checkpoint::TensorMap;
use stargrid::domain::eye::{EditMap, Look, Touch};
use stargrid::domain::{Batch, Fingerprint, Picture, StyleSource, latent, range};
use stargrid::engine::Engine;
use stargrid::engine::device::DeviceChoice;
use stargrid::engine::eye::Eye;
use stargrid::engine::eye::messages::{EyeEvent, EyeOrigin};
use stargrid::engine::messages::{Event, ModelSource};
use stargrid::engine::open;
use stargrid::engine::translator::{Pictures, Translator};
use stargrid::model::Model;
use stargrid::model::config::ModelConfig;
use stargrid::model::face_masks;
use stargrid::model::fan::{self, Fan};
use stargrid::model::generator::Masks;
use stargrid::model::layers::rows;
use stargrid::model::schema::NetworkKind;
use stargrid::model::weights::Scope;
use stargrid::train::config::TrainConfig;
use stargrid::train::trainer::Trainer;

use crate::support::{
    self, EXPLORING, EYE_SIZE as SIZE, eye_config as config, eye_files as files, fan_tensors,
};

fn translator() -> Translator {
    let tensors = support::golden_tensors(&config(), &EXPLORING);
    Translator::new(Model::load(&config(), &tensors, &Device::flex()).unwrap())
}

fn eye() -> Eye {
    Eye::load(&fan_tensors(), &Device::flex()).unwrap()
}

fn face() -> Picture {
    let planes = support::images("eye.face", 1, SIZE);
    range::planes_to_picture(&planes, SIZE, SIZE).unwrap()
}

fn style() -> StyleSource {
    StyleSource::Latent {
        z: latent::from_seed(5, 16),
        domain: 1,
        psi: 1.0,
    }
}

/// The pictures of a request: the face under these fingerprints.
fn faces(keys: &[Fingerprint]) -> Pictures {
    let face = Arc::new(face());
    keys.iter().map(|&key| (key, Arc::clone(&face))).collect()
}

/// What the generator makes with these masks, without an engine.
fn by_hand(translator: &mut Translator, change: impl Fn(Masks) -> Option<Masks>) -> Picture {
    let code = translator.style(&style(), &Pictures::new()).unwrap();
    let device = Device::flex();
    let fan = Fan::load(&Scope::new(&fan_tensors(), fan::NAME, &device)).unwrap();
    let model = translator.model();
    let source = model.pictures(range::picture_to_planes(&face()));
    let masks = change(face_masks::of(&fan, source.clone()));
    let features = model.generator.encode(source, masks.as_ref());
    let made = model.generator.decode(&features, rows(&[&code], &device));
    let planes = made.into_data().try_into_vec::<f32>().unwrap();
    range::planes_to_picture(&planes, SIZE, SIZE).unwrap()
}

#[test]
fn a_translation_is_sources_to_masks_to_the_generator() {
    let mut translator = translator();
    let key = face().fingerprint();
    let all = faces(&[key]);
    let blind = translator.translate(key, &style(), &all).unwrap();
    assert_eq!(blind, by_hand(&mut translator, |_| None));
    translator.see_with(Some(eye()));
    let seeing = translator.translate(key, &style(), &all).unwrap();
    assert_eq!(seeing, by_hand(&mut translator, Some));
    assert_ne!(seeing, blind, "masks change the picture");
    let row = translator.translate_row(&[key, key], &style(), &all);
    assert_eq!(row.unwrap().len(), 2);
    translator.see_with(None);
    assert_eq!(translator.translate(key, &style(), &all).unwrap(), blind);
}

#[test]
fn looks_weigh_the_masks_and_keep_apart() {
    let mut translator = translator();
    let picture = face().fingerprint();
    let look = |strength, paint: Option<Touch>| {
        let mut edits = EditMap::default();
        if let Some(touch) = paint {
            edits.paint([[0.0, 0.0], [1.0, 1.0]], 2.0, touch);
        }
        Look {
            picture,
            strength,
            edits,
        }
    };
    let looks = [
        look(0.0, None),
        look(1.0, Some(Touch::Release)),
        look(0.5, Some(Touch::Protect)),
        look(1.5, None),
    ];
    let keys: Vec<Fingerprint> = looks.iter().map(Look::key).collect();
    let all = faces(&[&keys[..], &[picture]].concat());
    let mut eye = eye();
    eye.set_looks(&looks);
    translator.see_with(Some(eye));
    let mut made = |key| translator.translate(key, &style(), &all).unwrap();
    let found: Vec<Picture> = keys.iter().map(|&key| made(key)).collect();
    let plain = made(picture);
    let scaled = |coarse: f32, fixed: Option<f32>| {
        move |masks: Masks| {
            let one = |mask: burn::tensor::Tensor<4>| match fixed {
                Some(value) => mask * 0.0 + value,
                None => mask * coarse,
            };
            Some(Masks {
                coarse: one(masks.coarse),
                fine: one(masks.fine),
            })
        }
    };
    assert_eq!(found[0], by_hand(&mut translator, scaled(0.0, None)));
    assert_eq!(found[1], found[0], "released everywhere is strength 0");
    assert_eq!(found[2], by_hand(&mut translator, scaled(0.0, Some(0.5))));
    assert_eq!(found[3], by_hand(&mut translator, scaled(1.5, None)));
    assert_eq!(plain, by_hand(&mut translator, Some));
    assert_ne!(found[3], plain);
}

#[test]
fn a_model_sees_with_the_network_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let [wing, blind, seeing] = files(folder.path());
    let open = |path: &Path| open::build(&ModelSource::File(path.to_owned()), &Device::flex());
    let read = open(&seeing).unwrap();
    let key = face().fingerprint();
    let mut seeing = Translator::new(read.model);
    seeing.see_with(read.eye.unwrap());
    let found = seeing.translate(key, &style(), &faces(&[key])).unwrap();
    assert_eq!(found, by_hand(&mut translator(), Some));
    assert!(open(&blind).unwrap().eye.unwrap().is_none());
    let error = open(&wing).unwrap_err().to_string();
    assert!(error.contains("wing.ckpt"), "{error}");
}

/// The next thing that the engine says about the eye.
fn next(engine: &Engine) -> EyeEvent {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        for event in engine.poll() {
            match event {
                Event::Eye(event) => return *event,
                Event::OpenFailed(problem) | Event::Failed(problem) => panic!("{problem}"),
                _ => {}
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the engine says nothing about the eye");
}

#[test]
fn a_landmark_network_becomes_the_eye_of_the_open_model() {
    let folder = tempfile::tempdir().unwrap();
    let [wing, blind, seeing] = files(folder.path());
    let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
    let file = |path: &Path| ModelSource::File(path.to_owned());
    engine.open_model(ModelSource::Demo);
    // Brought as a model, known by what is in it; the demo has no use for it, so nothing is said of its sight.
    engine.open_model(file(&wing));
    let EyeEvent::Opened { path, used: false } = next(&engine) else {
        panic!("the demo looks at no faces");
    };
    assert_eq!(path, wing);
    // It waits for the next model that has.
    engine.open_model(file(&blind));
    let origin = EyeOrigin::File(wing.clone());
    assert!(matches!(next(&engine), EyeEvent::Sight(Some(found)) if found == origin));
    engine.open_model(file(&seeing));
    assert!(matches!(
        next(&engine),
        EyeEvent::Sight(Some(EyeOrigin::Model))
    ));
    engine.eye(|orders| orders.network = Some((wing.clone(), true)));
    assert!(matches!(next(&engine), EyeEvent::Sight(Some(found)) if found == origin));
    assert!(matches!(next(&engine), EyeEvent::Opened { used: true, .. }));
    let face = Arc::new(face());
    let key = face.fingerprint();
    engine.eye(|orders| orders.view = Some((key, Arc::clone(&face))));
    let EyeEvent::Seen { source, planes } = next(&engine) else {
        panic!("the masks were asked for");
    };
    let planes = planes.unwrap();
    assert_eq!(source, key);
    assert_eq!(*planes, eye().planes(key, &face).unwrap());
    assert_eq!(planes.coarse.len(), 256 * 256);
    assert!(planes.coarse.iter().max() > Some(&100));
}

/// Two pictures of each kind, at 32 x 32.
fn batch(size: usize) -> Batch {
    let pictures = |name: &str| support::images(name, 2, size);
    let latents = |name: &str| support::uniform(name, 2 * 16, 1);
    Batch {
        sources: pictures("eye.x"),
        source_domains: vec![0, 1],
        references: pictures("eye.ref"),
        references2: pictures("eye.ref2"),
        target_domains: vec![1, 0],
        latents: latents("eye.z"),
        latents2: latents("eye.z2"),
        ..Batch::default()
    }
}

#[test]
fn training_sees_faces_and_stays_finite() {
    let model = ModelConfig {
        img_size: 32,
        ..config()
    };
    let weights = support::golden_tensors(&model, &NetworkKind::ALL);
    let mut config = TrainConfig::default();
    config.schedule.batch = 2;
    let trained = |model: &ModelConfig, sees: bool| {
        let mut trainer = Trainer::new(&config, model, &weights, &Device::flex()).unwrap();
        let inner = Device::flex();
        let fan = Fan::load(&Scope::new(&fan_tensors(), fan::NAME, &inner)).unwrap();
        trainer.set_fan(sees.then_some(fan));
        let reports = [(); 2].map(|()| trainer.step(&batch(32), &mut || {}));
        (reports, trainer.weights(false))
    };
    let [(blind, plain), (seeing, masked)] = [false, true].map(|sees| trained(&model, sees));
    for report in blind.iter().chain(&seeing) {
        let finite = report.terms.first_broken().is_none();
        assert!(finite, "{report:?}");
    }
    assert_ne!(blind[0].terms, seeing[0].terms, "masks change the losses");
    assert_ne!(plain, masked, "and what is learned");
    let finite = |tensors: &TensorMap| {
        tensors
            .values()
            .all(|tensor| tensor.first_broken().is_none())
    };
    assert!(finite(&masked) && finite(&plain));
}
