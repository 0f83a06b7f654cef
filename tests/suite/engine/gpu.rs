//! The worker on a GPU interface (lavapipe where there is no GPU), with tiny networks.

use stargrid::domain::CropBox;
use stargrid::engine::half::Precision;
use stargrid::engine::open;
use stargrid::engine::translator::Translator;

use super::*;
use crate::skeleton::{TINY, golden_checkpoint};

fn tiny() -> ModelSource {
    ModelSource::File(golden_checkpoint(TINY))
}

/// Progress events up to the last one of a model, and the first event after them.
fn progress(bench: &mut Bench) -> (Vec<(usize, usize)>, Option<Event>) {
    let mut seen = Vec::new();
    loop {
        match bench.next() {
            Event::Preparing { done, all } => {
                seen.push((done, all));
                if done == all {
                    return (seen, None);
                }
            }
            other => return (seen, Some(other)),
        }
    }
}

#[test]
fn kernels_are_prepared_part_by_part_before_the_first_cell() {
    let mut bench = Bench::on(DeviceChoice::Gpu);
    bench.gate.hold_after(3);
    bench.engine.open_model(tiny());
    let info = bench.opened();
    // The worker stands still right after `Opened`: this order waits until the kernels are there.
    let size = info.config.img_size;
    let picture = Arc::new(Picture::filled(size, size, [90, 140, 20]));
    let source = picture.fingerprint();
    let all = Arc::new(Pictures::from([(source, picture)]));
    let cells = row(info.number, source, 0..2);
    bench.engine.request(request(cells.clone(), &all));
    bench.gate.open();
    let (seen, other) = progress(&mut bench);
    assert!(other.is_none(), "{other:?}");
    let parts = seen.len() - 1;
    assert_eq!(parts, 4, "mapping, style encoder, encoder, decoder");
    assert_eq!(
        seen,
        (0..=parts).map(|done| (done, parts)).collect::<Vec<_>>()
    );
    assert_eq!(bench.cells(2), keys(&cells));

    bench.engine.open_model(tiny());
    let again = bench.opened();
    let cells = row(again.number, source, 0..1);
    bench.engine.request(request(cells.clone(), &all));
    assert_eq!(
        bench.cells(1),
        keys(&cells),
        "the kernels are there already"
    );
}

#[test]
fn another_model_ends_the_preparation() {
    let mut bench = Bench::on(DeviceChoice::Gpu);
    // Device, opening, opened, 0 of 4, 1 of 4.
    bench.gate.hold_after(5);
    bench.engine.open_model(tiny());
    bench.opened();
    while !matches!(bench.next(), Event::Preparing { done: 1, .. }) {}
    bench.engine.open_model(tiny());
    bench.gate.open();
    let (seen, next) = progress(&mut bench);
    assert_eq!(seen, [], "nothing more of the first model");
    assert!(matches!(next, Some(Event::Opening(_))), "{next:?}");
    bench.opened();
    let (seen, _) = progress(&mut bench);
    assert_eq!(seen.last(), Some(&(4, 4)), "the second is prepared whole");
}

#[test]
fn auto_never_takes_a_software_rasteriser() {
    let adapters = device::adapters();
    let compute = device::choose(DeviceChoice::Auto, None).unwrap();
    let reason = &compute.facts.reason;
    println!("{adapters:?} -> {:?}", compute.facts);
    if adapters.is_empty() {
        assert!(!compute.facts.gpu);
        assert_eq!(reason, "no GPU was found");
    } else if adapters.iter().all(|adapter| adapter.software) {
        assert!(!compute.facts.gpu);
        assert!(reason.contains("software rasteriser"), "{reason}");
    } else {
        let real = |adapter: &&device::AdapterFacts| !adapter.software;
        let named = |adapter: &device::AdapterFacts| {
            compute.facts.name == adapter.name || reason.contains(&adapter.name)
        };
        assert!(
            adapters.iter().filter(real).any(named),
            "{:?}",
            compute.facts
        );
    }
}

/// How far apart the same cells are in full and in half precision, over several styles: the mean and the largest distance in levels.
fn apart(source: &ModelSource) -> (f64, u8) {
    let compute = device::choose(DeviceChoice::Gpu, None).unwrap();
    assert!(compute.facts.offers_half, "{:?}", compute.facts);
    let opened = || open::build(source, &compute.device).unwrap().model;
    let config = opened().config;
    let demo = include_bytes!("../../../assets/demo/pictures/critters/critters-0002.png");
    let decoded = data::decode(demo).unwrap().picture;
    let whole = CropBox::whole(decoded.width(), decoded.height());
    let picture = Arc::new(data::model_view(&decoded, whole, config.img_size));
    let at = picture.fingerprint();
    let pictures = Pictures::from([(at, picture)]);
    let [mut full, mut half] = [Precision::Full, Precision::Half]
        .map(|precision| Translator::with_precision(opened(), precision));
    let (mut sum, mut most, mut count) = (0.0, 0, 0);
    for seed in 0..4 {
        let style = StyleSource::Latent {
            z: latent::many(seed, 1, config.latent_dim),
            domain: seed as usize % config.num_domains(),
            psi: 1.0,
        };
        assert_eq!(
            full.style(&style, &pictures).unwrap(),
            half.style(&style, &pictures).unwrap(),
            "styles do not depend on the precision"
        );
        let [a, b] = [&mut full, &mut half].map(|one| one.translate(at, &style, &pictures));
        for (a, b) in a.unwrap().rgb().iter().zip(b.unwrap().rgb()) {
            let apart = a.abs_diff(*b);
            (sum, most, count) = (sum + f64::from(apart), most.max(apart), count + 1);
        }
    }
    (sum / f64::from(count), most)
}

#[test]
fn half_precision_is_near_full_precision() {
    // Random weights give values far outside of a picture's range, so levels weigh more there than in a trained model.
    for (name, source, allowed) in [("tiny", tiny(), 2.0), ("demo", ModelSource::Demo, 0.5)] {
        let (mean, most) = apart(&source);
        println!("{name}: mean {mean:.3} levels, largest {most}");
        assert!(mean > 0.0, "half precision was not used");
        assert!(mean < allowed, "{name}: {mean} levels on average");
    }
}
