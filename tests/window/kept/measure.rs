//! Ten thousand kept results, scrolled: how long frames take.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::time::Instant;

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use stargrid::domain::recipe::{BranchRecipe, ModelRecipe, PictureRecipe, StyleRecipe};
use stargrid::domain::{Picture, Recipe};
use stargrid::export::png;
use stargrid::gallery::KeptId;
use stargrid::gui::state::Session;

use super::super::app::{Desk, SIZE};
use super::{open, tab};

/// Kept results, and frames that are measured.
const KEPT: usize = 10_000;
const FRAMES: usize = 1_500;
/// Side of a picture: that of an official model.
const SIDE: usize = 256;

fn recipe(number: usize) -> Recipe {
    let branch = ["cat", "dog", "wild"][number % 3];
    let source = PictureRecipe {
        name: format!("picture {number}.jpg"),
        ..PictureRecipe::default()
    };
    let style = StyleRecipe::Latent {
        seed: Some(number as u64),
        z: None,
        branch: BranchRecipe {
            name: branch.to_owned(),
            index: None,
        },
        psi: 0.7,
    };
    let mut recipe = Recipe::new(source, style);
    recipe.time = Some(1_700_000_000 + number as u64);
    recipe.model = Some(ModelRecipe {
        name: format!("model {}", number % 5),
        ..ModelRecipe::default()
    });
    recipe
}

/// Writes the files; the journal is made by the gallery, which finds pictures without lines.
fn fill(folder: &Path) {
    let pictures = folder.join("pictures");
    std::fs::create_dir_all(&pictures).unwrap();
    let smooth = |number: usize, at: usize| {
        ((at / 3 % SIDE) * (number % 7 + 1) / 4 + at / SIDE / 6 + number * 5) as u8
    };
    for number in 0..KEPT {
        let rgb = (0..SIDE * SIDE * 3).map(|at| smooth(number, at));
        let picture = Picture::new(SIDE, SIDE, rgb.collect()).unwrap();
        let mut bytes = Vec::new();
        png::encode_with(&picture, &recipe(number), &[], &mut bytes).unwrap();
        std::fs::write(pictures.join(format!("{}.png", KeptId::of(&bytes))), bytes).unwrap();
    }
}

/// What a frame takes in milliseconds, on the clock and of the processor: its logic and layout, and its shapes made into triangles.
fn frame(desk: &mut Desk) -> [f64; 2] {
    let (began, before) = (Instant::now(), on_processor());
    desk.step();
    let shapes = desk.output().shapes.clone();
    let triangles = desk.ctx.tessellate(shapes, desk.ctx.pixels_per_point());
    assert!(!triangles.is_empty());
    let took = began.elapsed().as_secs_f64() * 1000.0;
    [took, on_processor() - before]
}

/// Milliseconds that this thread was on a processor: the clock also counts what other programs take of a busy machine.
fn on_processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanos: f64 = stat.split(' ').next().unwrap().parse().unwrap();
    nanos / 1e6
}

#[test]
#[ignore = "a measurement: cargo test --release --test window -- --ignored --nocapture ten_thousand"]
fn ten_thousand_kept_results_are_scrolled() {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    fill(folder.path());
    println!("{KEPT} files in {:.1} s", began.elapsed().as_secs_f64());
    let mut desk = Desk::drawn_at(Session::default(), SIZE, 1.0);
    desk.complete();
    let mut opened = Vec::new();
    for what in ["without a journal", "with its journal"] {
        let began = Instant::now();
        open(&mut desk, folder.path());
        let before = desk.state().gallery().openings();
        while desk.state().gallery().openings() == before {
            std::thread::sleep(std::time::Duration::from_millis(2));
            desk.step();
        }
        opened.push(format!(
            "{what} {:.0} ms",
            began.elapsed().as_secs_f64() * 1000.0
        ));
    }
    println!("opened {}", opened.join(", "));
    assert_eq!(desk.state().gallery().count(), KEPT);
    tab(&mut desk);
    let at = pos2(400.0, 500.0);
    desk.event(Event::PointerMoved(at));
    let mut frames = Vec::with_capacity(FRAMES);
    for number in 0..FRAMES {
        // Turns of a wheel, now slow, now fast; every hundredth frame jumps a page.
        let fast = 40.0 + 400.0 * ((number / 60) % 4) as f32;
        desk.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -fast),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        if number % 100 == 99 {
            desk.key_press(Key::PageDown);
        }
        frames.push(frame(&mut desk));
    }
    let part = |kind: usize, share: f64| {
        let mut sorted: Vec<f64> = frames.iter().map(|frame| frame[kind]).collect();
        sorted.sort_by(f64::total_cmp);
        sorted[((FRAMES - 1) as f64 * share).round() as usize]
    };
    for (kind, name) in ["on the clock", "of the processor"].iter().enumerate() {
        let [half, most, all] = [0.5, 0.99, 1.0].map(|share| part(kind, share));
        println!(
            "{FRAMES} frames, {name}: p50 {half:.1} ms, p99 {most:.1} ms, longest {all:.1} ms"
        );
    }
    let most = part(1, 0.99);
    assert!(most <= 33.0, "p99 {most:.1} ms of the processor");
}
