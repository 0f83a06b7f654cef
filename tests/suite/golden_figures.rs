//! Fréchet distance and KID against numbers computed with NumPy in float64, from two stored sets of 64 features of 32 numbers.

use safetensors::SafeTensors;
use stargrid::evaluation::{Kid, Moments, Spread};

use crate::support::golden_file;

const WIDTH: usize = 32;
/// All 64 rows, and the first 16, whose covariances are singular (`cases_more.json`, case inception_v3).
const FRECHET: [f64; 2] = [5.106031330089657, 9.891379714719694];
const KID: [f64; 2] = [0.19843752242917567, 0.19772904022581272];

fn set(name: &str) -> Vec<f32> {
    let bytes = std::fs::read(golden_file("figures.safetensors")).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let tensor = file.tensor(name).unwrap();
    assert_eq!(tensor.shape(), [64, WIDTH]);
    let four = tensor.data().chunks_exact(4);
    four.map(|four| f32::from_le_bytes(four.try_into().unwrap()))
        .collect()
}

fn spread(rows: &[f32]) -> Spread {
    let mut moments = Moments::new(WIDTH);
    for batch in rows.chunks(10 * WIDTH) {
        moments.add(batch).unwrap();
    }
    Spread::of(&moments).unwrap()
}

fn assert_near(what: &str, found: f64, expected: f64, relative: f64) {
    let apart = (found / expected - 1.0).abs();
    println!("{what}: {apart:e} apart");
    assert!(apart <= relative, "{what}: {found} is not {expected}");
}

#[test]
fn frechet_distances_are_the_stored_ones() {
    let (a, b) = (set("frechet_a"), set("frechet_b"));
    for (rows, expected, relative) in [(64, FRECHET[0], 1e-9), (16, FRECHET[1], 1e-6)] {
        let [a, b] = [&a, &b].map(|rows_of| spread(&rows_of[..rows * WIDTH]));
        let distance = a.distance(&b).unwrap();
        assert_near(
            &format!("Fréchet, {rows} rows"),
            distance,
            expected,
            relative,
        );
        assert_near("and back", b.distance(&a).unwrap(), expected, relative);
        let same = a.distance(&a).unwrap();
        println!("Fréchet of {rows} rows from themselves: {same:e}");
        assert!((0.0..1e-9).contains(&same));
    }
}

#[test]
fn kernel_distances_are_the_stored_ones() {
    let (a, b) = (set("frechet_a"), set("frechet_b"));
    let groups: Vec<u64> = (0..64).collect();
    for (rows, expected) in [(64, KID[0]), (16, KID[1])] {
        let side =
            |all| -> (&[f32], &[u64]) { (&Vec::as_slice(all)[..rows * WIDTH], &groups[..rows]) };
        let kid = Kid::of(side(&a), side(&b), WIDTH).unwrap();
        assert_near(&format!("KID, {rows} rows"), kid.value, expected, 1e-9);
        assert_eq!(kid.rows, (rows, rows));
        assert!(kid.standard_error > 0.0 && kid.standard_error < kid.value);
    }
}
