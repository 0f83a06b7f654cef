//! Films are read back, by decoders that are not ours.

use std::path::PathBuf;
use std::time::Duration;

use image::AnimationDecoder as _;
use image::codecs::gif::GifDecoder;

use super::*;

/// A smooth picture with many colours that moves with `at`.
fn frame(at: usize, [width, height]: [usize; 2]) -> Picture {
    let colour = |place: usize| {
        let (x, y) = (place % width, place / width);
        let wave = ((x + 3 * at) as f32 / 9.0).sin() * 60.0 + 128.0;
        [
            wave as u8,
            (y * 255 / height) as u8,
            (x * 255 / width) as u8,
        ]
    };
    let rgb = (0..width * height).flat_map(colour).collect();
    Picture::new(width, height, rgb).unwrap()
}

fn reel(pictures: usize) -> Reel {
    Reel {
        size: [48, 32],
        rate: Rate(250),
        pictures,
        note: "made for a test".to_owned(),
    }
}

/// The film's pictures, and how long each stays.
const TICKS: [usize; 4] = [1, 1, 10, 2];

fn write(format: Format, name: &str, folder: &Path) -> PathBuf {
    let path = folder.join(name);
    let reel = reel(TICKS.len());
    let mut writer = begin(format, &path, &reel).unwrap();
    for (at, ticks) in TICKS.into_iter().enumerate() {
        writer.add(&frame(at, reel.size), ticks).unwrap();
        assert!(!path.exists(), "it comes when it is finished");
    }
    writer.finish().unwrap();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    path
}

/// Mean absolute difference in levels, and the same after means over 4 x 4 pixels, as an eye sees dithering.
fn apart(found: &[u8], expected: &Picture) -> [f64; 2] {
    let (width, height) = (expected.width(), expected.height());
    let value = |rgb: &[u8], x: usize, y: usize, channel: usize| {
        f64::from(rgb[(y * width + x) * 3 + channel])
    };
    let mean = |rgb: &[u8], x: usize, y: usize, channel: usize| {
        let all = (0..16).map(|at| value(rgb, x * 4 + at % 4, y * 4 + at / 4, channel));
        all.sum::<f64>() / 16.0
    };
    let (mut fine, mut coarse) = (0.0, 0.0);
    for channel in 0..3 {
        for y in 0..height {
            for x in 0..width {
                let pair = [found, expected.rgb()].map(|rgb| value(rgb, x, y, channel));
                fine += (pair[0] - pair[1]).abs();
            }
        }
        for y in 0..height / 4 {
            for x in 0..width / 4 {
                let pair = [found, expected.rgb()].map(|rgb| mean(rgb, x, y, channel));
                coarse += (pair[0] - pair[1]).abs();
            }
        }
    }
    let count = (width * height * 3) as f64;
    [fine / count, coarse / (count / 16.0)]
}

#[test]
fn a_gif_has_its_frames_delays_and_nearly_its_colours() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(Format::Gif, "a.gif", folder.path());
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let frames = GifDecoder::new(file).unwrap().into_frames();
    let frames = frames.collect_frames().unwrap();
    assert_eq!(frames.len(), TICKS.len());
    for (at, found) in frames.into_iter().enumerate() {
        let delay = Duration::from(found.delay()).as_millis();
        assert_eq!(delay, TICKS[at] as u128 * 40, "picture {at}");
        let rgb = image::DynamicImage::from(found.into_buffer()).into_rgb8();
        let [fine, coarse] = apart(rgb.as_raw(), &frame(at, [48, 32]));
        println!("GIF, picture {at}: {fine:.2} levels, {coarse:.2} over 4 x 4 pixels");
        assert!(fine < 5.0 && coarse < 1.0, "{fine} {coarse}");
    }
}

#[test]
fn a_gif_of_few_colours_is_exact_and_keeps_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gif");
    let mut reel = reel(31);
    reel.rate = Rate(300);
    let flat = |at: usize| Picture::filled(48, 32, [at as u8 * 8, 1, 2]);
    let mut writer = begin(Format::Gif, &path, &reel).unwrap();
    for at in 0..30 {
        writer.add(&flat(at), 1).unwrap();
    }
    writer.finish().unwrap();
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let frames = GifDecoder::new(file).unwrap().into_frames();
    let frames = frames.collect_frames().unwrap();
    let time: Duration = frames
        .iter()
        .map(|frame| Duration::from(frame.delay()))
        .sum();
    assert_eq!(time.as_millis(), 1000, "thirty frames at 30 a second");
    for (at, frame) in frames.into_iter().enumerate() {
        let rgb = image::DynamicImage::from(frame.into_buffer()).into_rgb8();
        assert_eq!(rgb.as_raw(), flat(at).rgb());
    }
}

#[test]
fn an_apng_has_every_pixel_and_its_delays() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(Format::Apng, "a.apng", folder.path());
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = ::png::Decoder::new(file).read_info().unwrap();
    let animation = reader.info().animation_control().copied().unwrap();
    assert_eq!((animation.num_frames, animation.num_plays), (4, 0));
    assert_eq!(
        reader.info().utf8_text[0].get_text().unwrap(),
        "made for a test"
    );
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    for (at, ticks) in TICKS.into_iter().enumerate() {
        reader.next_frame(&mut buffer).unwrap();
        let control = reader.info().frame_control().copied().unwrap();
        let seconds = f64::from(control.delay_num) / f64::from(control.delay_den);
        assert_eq!(seconds, ticks as f64 / 25.0, "picture {at}");
        assert!(buffer == frame(at, [48, 32]).rgb(), "picture {at}");
    }
}

#[test]
fn a_hold_that_is_too_long_for_one_delay_keeps_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let written = |name: &str, format, rate, ticks| {
        let reel = Reel { rate, ..reel(2) };
        let mut writer = begin(format, &path(name), &reel).unwrap();
        writer.add(&Picture::filled(48, 32, [9; 3]), ticks).unwrap();
        writer.add(&Picture::filled(48, 32, [7; 3]), 1).unwrap();
        writer.finish().unwrap();
        std::io::BufReader::new(std::fs::File::open(path(name)).unwrap())
    };
    let file = written("a.gif", Format::Gif, Rate(10), 2_000);
    let frames = GifDecoder::new(file).unwrap().into_frames();
    let mut seconds = [0.0, 0.0];
    for frame in frames.collect_frames().unwrap() {
        let delay = Duration::from(frame.delay()).as_secs_f64();
        let rgb = image::DynamicImage::from(frame.into_buffer()).into_rgb8();
        let level = rgb.as_raw()[0];
        assert!(rgb.as_raw().iter().all(|value| *value == level));
        seconds[usize::from(level == 7)] += delay;
    }
    assert_eq!(seconds.map(f64::round), [2_000.0, 1.0]);
    for (name, rate, ticks) in [("b", 250, 10_000), ("c", 250, 100_000), ("d", 10, 20_000)] {
        let file = written(name, Format::Apng, Rate(rate), ticks);
        let mut reader = ::png::Decoder::new(file).read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut buffer).unwrap();
        let control = reader.info().frame_control().copied().unwrap();
        let seconds = f64::from(control.delay_num) / f64::from(control.delay_den);
        assert_eq!(seconds, Rate(rate).seconds(ticks), "{name}");
    }
}

#[test]
fn a_gif_is_played_no_faster_than_browsers_play_it() {
    assert_eq!(Format::Gif.played(Rate(600)), Rate::MOST_OF_GIF);
    assert_eq!(Format::Gif.played(Rate(250)), Rate(250));
    assert_eq!(Format::Apng.played(Rate(600)), Rate(600));
}

#[test]
fn a_sequence_has_a_file_for_every_frame() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(Format::Sequence, "frames", folder.path());
    let pictures = TICKS.into_iter().enumerate();
    let pictures = pictures.flat_map(|(at, ticks)| std::iter::repeat_n(at, ticks));
    for (number, at) in (1..).zip(pictures) {
        let found = crate::export::png::read(&path.join(format!("frame-{number:06}.png")));
        assert_eq!(found.unwrap(), frame(at, [48, 32]), "frame {number}");
    }
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 14);
    let again = begin(Format::Sequence, &path, &reel(1)).map(|_| ());
    assert!(matches!(again, Err(SaveError::Taken(_))), "{again:?}");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let mut writer = begin(Format::Sequence, &empty, &reel(1)).unwrap();
    writer.add(&frame(0, [48, 32]), 1).unwrap();
    writer.finish().unwrap();
    assert_eq!(std::fs::read_dir(&empty).unwrap().count(), 1);
}

#[test]
fn a_film_that_is_given_up_leaves_nothing() {
    for format in [Format::Gif, Format::Apng, Format::Sequence] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        let mut writer = begin(format, &path, &reel(4)).unwrap();
        writer.add(&frame(0, [48, 32]), 1).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let nowhere = begin(format, Path::new("/nowhere/at/all/a"), &reel(1));
        let sentence = nowhere.map(|_| ()).unwrap_err().to_string();
        assert!(
            sentence.ends_with("/nowhere/at/all/a") && sentence.contains("could not be written"),
            "{sentence}"
        );
    }
}

#[test]
fn endings_say_what_is_written() {
    let of = |name: &str| Format::of(Path::new(name));
    assert_eq!(of("a.GIF"), Some(Format::Gif));
    assert_eq!(of("a.mp4"), Some(Format::Mp4));
    assert_eq!(of("frames"), Some(Format::Sequence));
    assert_eq!(of("a.jpg"), None);
    assert_eq!(Rate::of(12.5), Rate::OFFICIAL);
    assert_eq!(Rate::of(1e9), Rate::RANGE[1]);
}

#[test]
fn the_encoder_is_looked_for_on_path_alone() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(find_encoder(Some(folder.path().into())), None);
    assert_eq!(find_encoder(None), None);
    let program = folder
        .path()
        .join(format!("ffmpeg{}", std::env::consts::EXE_SUFFIX));
    std::fs::write(&program, "no program").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(find_encoder(Some(folder.path().into())), None);
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, mode).unwrap();
    }
    assert_eq!(find_encoder(Some(folder.path().into())), Some(program));
}
