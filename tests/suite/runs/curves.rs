//! Curves as a picture and as a table.

use std::time::{Duration, Instant};

use stargrid::domain::Picture;
use stargrid::runs::curves::{LEAST_SIZE, csv, draw};
use stargrid::runs::metrics::Row;
use stargrid::train::TrainConfig;

use super::row;

/// A row as training gives it: falling, noisy, and with single peaks.
fn noisy(step: u64) -> Row {
    let at = step as f32;
    let value = |name: &str| {
        let kind = name.bytes().map(u32::from).sum::<u32>() as f32;
        let noise = ((at * 12.9898 + kind).sin() * 43_758.547).fract();
        let peak = if (step + kind as u64).is_multiple_of(997) {
            20.0
        } else {
            0.0
        };
        let level = 0.2 + (kind % 13.0) / 10.0 + 2.0 / (1.0 + at / 200.0);
        (!name.ends_with("idt")).then_some(level + noise * 0.4 + peak)
    };
    Row {
        terms: stargrid::train::Terms::from_named(value).unwrap(),
        ..row(step)
    }
}

fn drawn(rows: &[Row], size: [usize; 2]) -> Picture {
    draw(rows, &TrainConfig::default(), size).unwrap()
}

/// Pixels that are neither white nor grey, in the top, the middle and the lowest third.
fn coloured(picture: &Picture) -> [usize; 3] {
    let third = picture.rgb().len() / 3;
    let mut thirds = picture.rgb().chunks(third);
    std::array::from_fn(|_| {
        let pixels = thirds.next().unwrap().as_chunks::<3>().0.iter();
        let hue = |[r, g, b]: &&[u8; 3]| r.abs_diff(*g).max(g.abs_diff(*b)) > 20;
        pixels.filter(hue).count()
    })
}

#[test]
fn one_row_and_a_hundred_thousand_are_drawn() {
    for rows in [1, 2, 1_000, 100_000] {
        let rows: Vec<Row> = (1..=rows).map(noisy).collect();
        let start = Instant::now();
        let picture = drawn(&rows, [1_200, 1_500]);
        let time = start.elapsed();
        println!("{} rows in {time:?}, {:?}", rows.len(), coloured(&picture));
        assert!(time < Duration::from_secs(10), "{time:?}");
        assert!(coloured(&picture).iter().all(|count| *count > 200));
    }
}

#[test]
fn broken_numbers_are_gaps() {
    let mut rows: Vec<Row> = (1..=50).map(row).collect();
    let whole = drawn(&rows, LEAST_SIZE);
    for row in &mut rows[20..30] {
        row.terms.set("D/latent_real", f32::NAN);
        row.terms.set("G/ref_cyc", f32::INFINITY);
    }
    assert_ne!(drawn(&rows, LEAST_SIZE), whole);
    for row in &mut rows {
        row.terms = stargrid::train::Terms::from_named(|_| Some(f32::NAN)).unwrap();
    }
    drawn(&rows, LEAST_SIZE);
    for value in [f32::MAX, f32::MIN_POSITIVE, -0.0] {
        rows[0].terms = stargrid::train::Terms::from_named(|_| Some(value)).unwrap();
        drawn(&rows, LEAST_SIZE);
        drawn(&rows[..1], LEAST_SIZE);
    }
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let config = TrainConfig::default();
    assert!(
        draw(&[], &config, [800, 800])
            .unwrap_err()
            .contains("no step was logged")
    );
    for size in [[0, 800], [800, 10], [100_000, 800]] {
        assert!(
            draw(&[row(1)], &config, size)
                .unwrap_err()
                .contains("pixels")
        );
    }
}

#[test]
fn a_table_has_the_names_and_the_numbers_of_the_metrics() {
    let mut rows: Vec<Row> = (1..=3).map(row).collect();
    let text = csv(&rows);
    let header = "step,seconds,G/lambda_ds,D/latent_real,D/latent_fake,D/latent_reg,D/ref_real";
    assert!(text.starts_with(header) && !text.contains("idt"), "{text}");
    rows[1].terms.set("G/ref_idt", f32::NAN);
    let text = csv(&rows);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!((lines.len(), lines[0].last()), (4, Some(&"G/ref_idt")));
    for (line, row) in lines[1..].iter().zip(&rows) {
        assert_eq!(line.len(), lines[0].len());
        assert_eq!(line[1].parse(), Ok(row.seconds));
        assert_eq!(line[3].parse(), Ok(row.terms.get("D/latent_real").unwrap()));
    }
    assert_eq!(
        (lines[1].last(), lines[2].last()),
        (Some(&""), Some(&"NaN"))
    );
}
