//! Figures of docs/decisions.md; each is printed by an ignored test:
//! `STARGRID_CREATURES=DIR cargo test --test suite data::measure -- --ignored --nocapture --test-threads 1`

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType::{CatmullRom, Triangle};
use image::{RgbImage, imageops};
use stargrid::data::dataset::scan;
use stargrid::data::{DataRoot, Dataset, Feed, FeedOptions, Filter, resize};
use stargrid::domain::{CropBox, Picture};

fn creatures() -> DataRoot {
    let root =
        std::env::var_os("STARGRID_CREATURES").expect("STARGRID_CREATURES names the creatures");
    DataRoot::Folder(PathBuf::from(root))
}

fn all(root: &DataRoot) -> Dataset {
    scan(root, 0.0, &|_, _| true).unwrap().0
}

#[test]
#[ignore = "prints figures"]
fn milliseconds_of_a_batch() {
    for root in [DataRoot::Bundled, creatures()] {
        let start = Instant::now();
        let dataset = Arc::new(all(&root));
        println!("{root:?}: scan {:?}", start.elapsed());
        let options = FeedOptions {
            img_size: 64,
            latent_dim: 16,
            ..super::options(777)
        };
        let feed = Feed::new(dataset, options);
        let mut times: Vec<f64> = (1..=1200)
            .map(|step| {
                let start = Instant::now();
                feed.batch(step).unwrap();
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        for (name, range) in [("first 20", 0..20), ("last 600", 600..1200)] {
            let times = &mut times[range];
            times.sort_by(f64::total_cmp);
            let last = times[times.len() - 1];
            println!(
                "  {name}: median {:.2} ms, longest {last:.2} ms",
                times[times.len() / 2]
            );
        }
    }
}

fn cut(image: &RgbImage, left: f32, top: f32, right: f32, bottom: f32) -> RgbImage {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let (x, y) = ((left * width).round(), (top * height).round());
    let (w, h) = (
        width - x - (right * width).round(),
        height - y - (bottom * height).round(),
    );
    imageops::crop_imm(image, x as u32, y as u32, w as u32, h as u32).to_image()
}

fn jpeg(image: &RgbImage, quality: u8) -> RgbImage {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
        .unwrap();
    image::load_from_memory(&bytes.into_inner())
        .unwrap()
        .into_rgb8()
}

#[test]
#[ignore = "prints figures"]
fn hits_and_false_alarms_of_the_search_for_near_duplicates() {
    let dataset = all(&creatures());
    let val: Vec<_> = dataset.val.iter().flatten().collect();
    let start = Instant::now();
    let alarms = val
        .iter()
        .filter(|item| dataset.has_near_duplicate(&dataset.read(item).unwrap()));
    let alarms = alarms.count();
    let each = start.elapsed() / val.len() as u32;
    println!(
        "{alarms} of {} held-out creatures, {each:?} each",
        val.len()
    );
    type Change = fn(&RgbImage) -> RgbImage;
    let changes: [(&str, Change); 7] = [
        ("JPEG 75", |image| jpeg(image, 75)),
        ("JPEG 40", |image| jpeg(image, 40)),
        ("64 x 64", |image| imageops::resize(image, 64, 64, Triangle)),
        ("300 x 300", |image| {
            imageops::resize(image, 300, 300, CatmullRom)
        }),
        ("2 % off each edge", |image| {
            cut(image, 0.02, 0.02, 0.02, 0.02)
        }),
        ("4 % off each edge", |image| {
            cut(image, 0.04, 0.04, 0.04, 0.04)
        }),
        ("5 % off left and bottom", |image| {
            cut(image, 0.05, 0.0, 0.0, 0.05)
        }),
    ];
    let items: Vec<_> = dataset.train.iter().flatten().step_by(28).collect();
    for (name, change) in changes {
        let found = items.iter().filter(|item| {
            let picture = dataset.read(item).unwrap();
            let (width, height) = (picture.width() as u32, picture.height() as u32);
            let image = RgbImage::from_raw(width, height, picture.into_rgb()).unwrap();
            let image = change(&image);
            let (width, height) = (image.width() as usize, image.height() as usize);
            dataset.has_near_duplicate(&Picture::new(width, height, image.into_raw()).unwrap())
        });
        println!("{name}: {} of {}", found.count(), items.len());
    }
}

#[test]
#[ignore = "needs the creatures"]
fn bundled_pictures_are_the_official_reductions() {
    let (bundled, originals) = (all(&DataRoot::Bundled), all(&creatures()));
    // Without `night`, the two sets have the same domains in the same order.
    for (name, domain) in [(0, 0), (1, 1), (2, 2), (4, 3)] {
        for at in [0, 1, 250, 499] {
            let original = originals.read(&originals.train[domain][at]).unwrap();
            let whole = CropBox::whole(original.width(), original.height());
            let expected = resize(&original, whole, 64, 64, Filter::Bilinear);
            let found = bundled.read(&bundled.train[name][at]).unwrap();
            assert_eq!(found.fingerprint(), expected.fingerprint(), "{name} {at}");
        }
    }
}
