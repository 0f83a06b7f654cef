//! Landmarks, masks and alignment against numbers computed with PyTorch and OpenCV's definitions (tests/golden; README there).

use std::time::Instant;

use burn::tensor::{Device, Tensor, TensorData};
use safetensors::{Dtype, SafeTensors};
use stargrid::checkpoint::mean_face::read_mean_face;
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::data::align::{Wide, align, alignment, warp};
use stargrid::data::landmarks::landmarks;
use stargrid::domain::Picture;
use stargrid::domain::landmarks::{COUNT, Landmarks, MAP_SIDE};
use stargrid::engine::device::{DeviceChoice, choose};
use stargrid::model::face_masks;
use stargrid::model::fan::{self, Fan};
use stargrid::model::generator::Masks;
use stargrid::model::weights::Scope;

use crate::support::{self, FillKind};

/// A golden file: every tensor as 64-bit numbers.
struct Golden(Vec<u8>);

impl Golden {
    fn open(case: &str) -> Self {
        let path = support::golden_file(&format!("{case}.safetensors"));
        Self(std::fs::read(path).unwrap())
    }

    fn tensor(&self, name: &str) -> (Vec<f64>, Vec<usize>) {
        let file = SafeTensors::deserialize(&self.0).unwrap();
        let view = file.tensor(name).unwrap();
        let bytes = view.data();
        let single = |four: &[u8]| f64::from(f32::from_le_bytes(four.try_into().unwrap()));
        let double = |eight: &[u8]| f64::from_le_bytes(eight.try_into().unwrap());
        let values = match view.dtype() {
            Dtype::F32 => bytes.chunks_exact(4).map(single).collect(),
            Dtype::F64 => bytes.chunks_exact(8).map(double).collect(),
            Dtype::U8 => bytes.iter().map(|&byte| f64::from(byte)).collect(),
            other => panic!("{other:?}"),
        };
        (values, view.shape().to_vec())
    }

    fn values(&self, name: &str) -> Vec<f64> {
        self.tensor(name).0
    }

    fn assert_close(&self, name: &str, found: impl IntoIterator<Item = f64>, tolerance: f64) {
        let found: Vec<f64> = found.into_iter().collect();
        let apart = largest(&self.values(name), &found);
        println!("{name}: {apart:e} apart");
        assert!(
            apart <= tolerance,
            "{name}: {apart:e} apart, {tolerance:e} allowed"
        );
    }

    fn landmarks(&self, name: &str) -> Landmarks {
        let values = self.values(name);
        Landmarks::new(values.as_chunks::<2>().0.to_vec()).unwrap()
    }
}

/// The largest difference; infinite when a value is not a number.
fn largest(expected: &[f64], found: &[f64]) -> f64 {
    assert_eq!(expected.len(), found.len());
    let pairs = expected.iter().zip(found);
    pairs
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, |most, apart| if apart <= most { most } else { apart })
}

fn wide(values: impl IntoIterator<Item = f32>) -> impl Iterator<Item = f64> {
    values.into_iter().map(f64::from)
}

fn numbers(tensor: Tensor<4>) -> Vec<f32> {
    tensor.into_data().try_into_vec::<f32>().unwrap()
}

/// The landmark network with golden weights.
fn golden_fan(device: &Device) -> Fan {
    let mut tensors = TensorMap::new();
    for spec in fan::specs() {
        let kind = match spec.name.ends_with("running_var") {
            true => FillKind::Variance,
            false => spec.kind.into(),
        };
        let values = support::fill(fan::NAME, &spec.name, &spec.shape, kind, 0.5, 1);
        let tensor = HostTensor::new(spec.shape, values).unwrap();
        tensors.insert(format!("{}.{}", fan::NAME, spec.name), tensor);
    }
    Fan::load(&Scope::new(&tensors, fan::NAME, device)).unwrap()
}

/// One smooth picture in [-1, 1].
fn golden_face(device: &Device) -> Tensor<4> {
    let values = support::images("input.face", 1, fan::SIDE);
    let shape = [1, 3, fan::SIDE, fan::SIDE];
    Tensor::from_data(TensorData::new(values, shape), device)
}

#[test]
fn the_landmark_network_agrees_with_pytorch() {
    check_network(&Device::flex(), 1e-5);
}

#[test]
#[ignore = "takes minutes without a real GPU"]
fn the_landmark_network_agrees_with_pytorch_on_a_gpu() {
    check_network(&gpu(), 1e-4);
}

fn check_network(device: &Device, tolerance: f64) {
    let network = golden_fan(device);
    let golden = Golden::open("fan");
    let side = golden.tensor("heatmaps").1[3];
    let step = MAP_SIDE / side;
    let face = golden_face(device);
    let all = numbers(network.maps_of(face.clone() * 0.5 + 0.5));
    let kept = |at: &usize| {
        let (row, column) = (at / MAP_SIDE % MAP_SIDE, at % MAP_SIDE);
        row.is_multiple_of(step) && column.is_multiple_of(step)
    };
    let found = (0..all.len()).filter(kept).map(|at| f64::from(all[at]));
    golden.assert_close("heatmaps", found, tolerance);
    let landmarks = numbers(network.heatmaps(face.clone()));
    let apart = |a: &[f32], b: &[f32]| {
        let [a, b] = [a, b].map(|each| wide(each.to_vec()).collect::<Vec<_>>());
        largest(&a, &b)
    };
    assert!(apart(&landmarks, &all[..COUNT * MAP_SIDE * MAP_SIDE]) <= tolerance);
    let masks = face_masks::of(&network, face.clone());
    assert_eq!(
        masks.fine.dims(),
        [1, 1, face_masks::SIDE, face_masks::SIDE]
    );
    // A picture of another size comes to the same side, and nothing tracks gradients, whatever the pictures do.
    let tracked = face.clone().autodiff().require_grad();
    let from_tracked = network.heatmaps(tracked);
    assert!(!from_tracked.is_autodiff());
    assert!(apart(&numbers(from_tracked), &landmarks) <= tolerance);
    let doubled = stargrid::model::layers::double(face);
    let near = numbers(network.heatmaps(doubled));
    let most = apart(&near, &landmarks);
    assert!(most < 0.2, "{most}");
}

/// The heatmaps of three faces by formula: 3 x 98 x 64 x 64.
fn golden_heatmaps(golden: &Golden) -> Vec<f32> {
    const PIXELS: usize = MAP_SIDE * MAP_SIDE;
    let [centres, amplitudes, radii] = ["centres", "amplitudes", "radii"].map(|n| golden.values(n));
    let noise = support::uniform("heatmaps.noise", 3 * COUNT * PIXELS, 1);
    let value = |at: usize| {
        let (map, row, column) = (at / PIXELS, at / MAP_SIDE % MAP_SIDE, at % MAP_SIDE);
        let (face, landmark) = (map / COUNT, map % COUNT);
        let across = column as f64 - centres[2 * map];
        let down = row as f64 - centres[2 * map + 1];
        let square = across * across + down * down;
        let t = (1.0 - square / (radii[map] * radii[map])).max(0.0);
        let floor = if face == 0 && landmark % 11 == 6 {
            0.15
        } else {
            0.0
        };
        let noise = match landmark % 7 {
            3 | 5 => 0.0,
            _ => 0.03 * f64::from(noise[at]),
        };
        (amplitudes[map] * (t * t * t) + floor + noise) as f32
    };
    (0..3 * COUNT * PIXELS).map(value).collect()
}

fn gpu() -> Device {
    choose(DeviceChoice::Gpu, None)
        .expect("a Vulkan adapter; CI installs lavapipe (mesa-vulkan-drivers)")
        .device
}

fn masks_on(device: &Device, heatmaps: Vec<f32>) -> Masks {
    let data = TensorData::new(heatmaps, [3, COUNT, MAP_SIDE, MAP_SIDE]);
    face_masks::of_heatmaps(Tensor::from_data(data, device))
}

fn check_mask(golden: &Golden, name: &str, mask: Tensor<4>) {
    const SIDE: usize = face_masks::SIDE;
    assert_eq!(mask.dims(), [3, 1, SIDE, SIDE]);
    let values = numbers(mask);
    let sampled = |at: &usize| at / SIDE % SIDE % 4 == 2 && at % SIDE % 4 == 2;
    let sample = (0..values.len()).filter(sampled).map(|at| values[at]);
    golden.assert_close(&format!("{name}_sample"), wide(sample), 2e-5);
    let rows = values.chunks_exact(SIDE);
    let row_sums = rows.map(|row| wide(row.to_vec()).sum());
    golden.assert_close(&format!("{name}_row_sums"), row_sums, 5e-4);
    let column = |face: &[f32], x: usize| wide(face.iter().skip(x).step_by(SIDE).copied()).sum();
    let faces = values.chunks_exact(SIDE * SIDE);
    let column_sums = faces.flat_map(|face| (0..SIDE).map(move |x| column(face, x)));
    golden.assert_close(&format!("{name}_column_sums"), column_sums, 5e-4);
}

#[test]
fn masks_and_landmarks_agree_with_pytorch() {
    let golden = Golden::open("fan_masks");
    let maps = golden_heatmaps(&golden);
    let sampled = |at: &usize| {
        let (map, row, column) = (at / 4096 % COUNT, at / 64 % 64, at % 64);
        map % 3 == 0 && row % 8 == 0 && column % 8 == 0
    };
    let sample = (0..maps.len()).filter(sampled).map(|at| maps[at]);
    golden.assert_close("heatmaps_sample", wide(sample), 1e-7);
    for device in [Device::flex(), gpu()] {
        let Masks { coarse, fine } = masks_on(&device, maps.clone());
        check_mask(&golden, "coarse", coarse);
        check_mask(&golden, "fine", fine);
        // One broken value in a pupil of the second face: that face has no masks, the others keep theirs.
        let mut broken = maps.clone();
        broken[(COUNT + 96) * MAP_SIDE * MAP_SIDE + 77] = f32::NAN;
        let Masks { coarse, fine } = masks_on(&device, broken);
        for mask in [coarse, fine] {
            let sums = mask.sum_dims(&[1, 2, 3]);
            let sums = sums.into_data().try_into_vec::<f32>().unwrap();
            assert!(sums[0] > 1.0 && sums[1] == 0.0 && sums[2] > 1.0, "{sums:?}");
        }
    }
    let found = maps
        .chunks_exact(COUNT * MAP_SIDE * MAP_SIDE)
        .flat_map(|face| {
            let face = landmarks(face, 256).unwrap();
            face.points().as_flattened().to_vec()
        });
    Golden::open("landmarks").assert_close("landmarks", found, 0.0);
}

/// The picture of the case, by its formula.
fn golden_picture() -> Picture {
    let wave = |t: i64| (t % 510 - 255).unsigned_abs() as u8;
    let colour = |at: i64| {
        let (x, y) = (at % 256, at / 256);
        let square = (x - 100).pow(2) + (y - 140).pow(2);
        [
            wave(3 * x + 2 * y),
            wave(5 * y - 2 * x + 512),
            wave(square / 8),
        ]
    };
    Picture::new(256, 256, (0..256 * 256).flat_map(colour).collect()).unwrap()
}

#[test]
fn widening_agrees_with_its_definition() {
    let widened = Wide::of(&golden_picture());
    let places = (4..512).step_by(8);
    let found = places
        .clone()
        .flat_map(|y| places.clone().flat_map(move |x| [[x, y]]))
        .flat_map(|[x, y]| widened.row_from(x, y).1[..3].to_vec());
    Golden::open("align").assert_close("widened_sample", found, 1e-3);
}

#[test]
fn aligned_faces_agree_with_exact_positions() {
    let golden = Golden::open("align");
    let picture = golden_picture();
    let widened = Wide::of(&picture);
    let mean = golden.landmarks("mean_landmarks");
    for face in ["a", "b"] {
        let points = golden.landmarks(&format!("landmarks_{face}"));
        let map = alignment(&points, &mean, 256).unwrap();
        golden.assert_close(
            &format!("matrix_{face}"),
            map.rows().into_iter().flatten(),
            1e-9,
        );
        let levels = warp(&widened, &map.inverse(), 256);
        let every = |step: usize, at: usize| {
            (at / 3 / 256).is_multiple_of(step) && (at / 3 % 256).is_multiple_of(step)
        };
        let sample = (0..levels.len())
            .filter(|&at| every(8, at))
            .map(|at| levels[at]);
        golden.assert_close(&format!("aligned_{face}_sample"), sample, 2e-3);

        let started = Instant::now();
        let aligned = align(&picture, &points, &mean, 256).unwrap();
        println!("aligned in {:?}", started.elapsed());
        let (expected, shape) = golden.tensor(&format!("aligned_{face}"));
        let step = 256 / shape[0];
        let kept = (0..256 * 256 * 3).filter(|&at| every(step, at));
        let found: Vec<f64> = kept.map(|at| f64::from(aligned.rgb()[at])).collect();
        assert!(largest(&expected, &found) <= 1.0);
        let different = expected.iter().zip(&found).filter(|(a, b)| a != b).count();
        println!("{face}: {different} of {} bytes differ", found.len());
        assert!(different * 500 <= found.len(), "{different}");
    }
}

#[test]
fn a_mean_face_written_by_numpy_is_read() {
    let found = read_mean_face(&support::golden_file("mean_face.npz")).unwrap();
    assert_eq!(found, Golden::open("align").landmarks("mean_landmarks"));
}

#[test]
#[ignore = "a measurement; run it alone"]
fn time_of_masks() {
    let device = Device::flex();
    let network = golden_fan(&device);
    let face = golden_face(&device);
    for round in 0..5 {
        let started = Instant::now();
        let maps = network.heatmaps(face.clone());
        let seen = numbers(maps.clone()).len();
        let network_time = started.elapsed();
        let masks = face_masks::of_heatmaps(maps);
        let sums = [masks.coarse.sum(), masks.fine.sum()].map(|sum| sum.into_scalar::<f32>());
        println!(
            "{round}: {seen} values in {network_time:?}, masks after {:?}, {sums:?}",
            started.elapsed()
        );
    }
}
