//! The exporting worker as the window uses it: exports one after the other, with progress, and nothing left of those that are stopped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stargrid::domain::walk::{Ease, Joint, Pace, Walk, WayPoint};
use stargrid::domain::{Fingerprint, StyleSource, domains, latent};
use stargrid::engine::exports::messages::{
    ExportEvent, ExportNews, ExportOrder, KeepsakeTask, SheetTask, Task,
};
use stargrid::engine::film::Film;
use stargrid::engine::messages::{Event, ModelSource};
use stargrid::engine::open;
use stargrid::engine::translator::{Pictures, Translator};
use stargrid::export::contact::{RowWords, Words};
use stargrid::export::film::{Form, Format, Rate};
use stargrid::export::keepsake::{Keepsake, Named};
use stargrid::export::png;
use stargrid::export::sheet::{Sheet, SheetRow};

use super::{Bench, demo_picture};

fn latent_style(seed: u64, domain: usize) -> StyleSource {
    StyleSource::Latent {
        z: latent::from_seed(seed, 16),
        domain,
        psi: 1.0,
    }
}

fn point(seed: u64, domain: usize) -> WayPoint {
    WayPoint {
        style: latent_style(seed, domain),
        branch: Some(domain),
        name: format!("seed {seed}"),
    }
}

/// A source with its key.
fn source() -> (Fingerprint, Arc<Pictures>) {
    let picture = demo_picture("clay-0000");
    let key = picture.fingerprint();
    (key, Arc::new(Pictures::from([(key, picture)])))
}

fn film(between: usize) -> Film {
    Film {
        walk: Walk {
            points: vec![point(1, 0), point(2, 3)],
            pace: Pace {
                between,
                hold: 2,
                ease: Ease::Linear,
            },
            joint: Joint::Blend,
            closes: true,
            ends: [0; 2],
        },
        form: Form::Interpolate,
        rate: Rate::default(),
        sources: vec![source().0],
        note: "made for a test".to_owned(),
    }
}

fn order(id: u64, task: Task, to: PathBuf) -> ExportOrder {
    ExportOrder {
        id,
        model: ModelSource::Demo,
        eye: None,
        looks: Vec::new(),
        pictures: source().1,
        task,
        to,
        only_new: false,
    }
}

fn demo() -> Translator {
    let device =
        stargrid::engine::device::choose(stargrid::engine::device::DeviceChoice::Cpu, None);
    let read = open::build(&ModelSource::Demo, &device.unwrap().device).unwrap();
    Translator::new(read.model)
}

/// The next news of an export.
fn any_news(bench: &mut Bench) -> (u64, ExportNews) {
    loop {
        match bench.next() {
            Event::Export(event) => {
                let ExportEvent { id, news } = *event;
                return (id, news);
            }
            Event::Device(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The next news of export `id`, progress apart when it is not `progress`.
fn news(bench: &mut Bench, id: u64, progress: bool) -> ExportNews {
    loop {
        let (of, news) = any_news(bench);
        assert_eq!(of, id, "one after the other");
        if progress || !matches!(news, ExportNews::Progress { .. } | ExportNews::Opening) {
            return news;
        }
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn a_film_is_what_the_model_makes_frame_by_frame() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("frames");
    let mut bench = Bench::start();
    let film = film(3);
    let task = Task::Film(Box::new(film.clone()), Format::Sequence);
    bench.engine.exports.order(order(1, task, to.clone()));
    match news(&mut bench, 1, false) {
        ExportNews::Done(path) => assert_eq!(path, to),
        other => panic!("{other:?}"),
    }
    let mut translator = demo();
    let (_, pictures) = source();
    assert_eq!(film.walk.ticks(), 12);
    for tick in 0..12 {
        let moment = film.walk.moment(tick).unwrap();
        let expected = film.frame(moment, &mut translator, &pictures, || true);
        let expected = expected.unwrap().unwrap();
        let found = png::read(&to.join(format!("frame-{:06}.png", tick + 1))).unwrap();
        assert_eq!((found.width(), found.height()), (64, 128));
        assert!(found == expected, "frame {tick}");
    }
}

#[test]
fn a_frame_of_many_sources_is_given_up_between_them() {
    let mut film = film(3);
    film.sources = vec![source().0; 9];
    let (mut asked, moment) = (0, film.walk.moment(1).unwrap());
    let goes_on = || {
        asked += 1;
        asked < 3
    };
    let frame = film.frame(moment, &mut demo(), &source().1, goes_on);
    assert!(frame.unwrap().is_none());
    assert_eq!(asked, 3);
}

#[test]
fn stopping_leaves_nothing_and_the_next_one_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let mut bench = Bench::start();
    let endless = |id, name| {
        let task = Task::Film(Box::new(film(9_000)), Format::Apng);
        order(id, task, place(name))
    };
    bench.engine.exports.order(endless(1, "a.apng"));
    bench.engine.exports.order(endless(2, "b.apng"));
    let short = Task::Film(Box::new(film(0)), Format::Gif);
    bench.engine.exports.order(order(3, short, place("c.gif")));
    loop {
        if let ExportNews::Progress { done, all, .. } = news(&mut bench, 1, true) {
            assert!(done <= all && all > 18_000);
            break;
        }
    }
    assert!(!is_empty(folder.path()), "it is being written");
    // The second is given up while it waits, and that is told while the first is at work.
    bench.engine.exports.cancel(2);
    while !matches!(any_news(&mut bench), (2, ExportNews::Cancelled)) {}
    bench.engine.exports.cancel(1);
    assert!(matches!(news(&mut bench, 1, false), ExportNews::Cancelled));
    assert!(matches!(news(&mut bench, 3, false), ExportNews::Done(_)));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn the_end_of_the_program_leaves_nothing_unfinished() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    let task = Task::Film(Box::new(film(9_000)), Format::Apng);
    let to = folder.path().join("a.apng");
    bench.engine.exports.order(order(1, task, to));
    while !matches!(news(&mut bench, 1, true), ExportNews::Progress { .. }) {}
    drop(bench);
    assert!(is_empty(folder.path()));
}

#[test]
fn what_cannot_be_written_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken.gif");
    std::fs::write(&taken, b"precious").unwrap();
    let mut bench = Bench::start();
    let task = || Task::Film(Box::new(film(0)), Format::Gif);
    let nowhere = PathBuf::from("/nowhere/at/all/a.gif");
    bench.engine.exports.order(order(1, task(), nowhere));
    bench.engine.exports.order(ExportOrder {
        only_new: true,
        ..order(2, task(), taken.clone())
    });
    bench.engine.exports.order(ExportOrder {
        model: ModelSource::File(folder.path().join("no.safetensors")),
        ..order(3, task(), folder.path().join("b.gif"))
    });
    for (id, words) in [
        (1, "/nowhere/at/all/a.gif"),
        (2, "already"),
        (3, "no.safetensors"),
    ] {
        match news(&mut bench, id, false) {
            ExportNews::Failed(problem) => {
                assert!(problem.to_string().contains(words), "{problem}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(std::fs::read(taken).unwrap(), b"precious");
}

#[test]
fn what_appeared_at_a_new_name_meanwhile_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("a.gif");
    let mut bench = Bench::start();
    let task = Task::Film(Box::new(film(30)), Format::Gif);
    bench.engine.exports.order(ExportOrder {
        only_new: true,
        ..order(1, task, to.clone())
    });
    while !matches!(news(&mut bench, 1, true), ExportNews::Progress { .. }) {}
    std::fs::write(&to, b"precious").unwrap();
    match news(&mut bench, 1, false) {
        ExportNews::Failed(problem) => assert!(problem.to_string().contains("already")),
        other => panic!("{other:?}"),
    }
    assert_eq!(std::fs::read(&to).unwrap(), b"precious");
}

#[test]
fn a_model_is_opened_again_for_another_landmark_network() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    let network = Some(folder.path().join("wing.ckpt"));
    for (id, eye) in [(1, None), (2, network.clone()), (3, network)] {
        let task = Task::Film(Box::new(film(2)), Format::Gif);
        let to = folder.path().join(format!("{id}.gif"));
        let order = order(id, task, to);
        bench.engine.exports.order(ExportOrder { eye, ..order });
    }
    let mut opened = Vec::new();
    loop {
        match any_news(&mut bench) {
            (id, ExportNews::Opening) => opened.push(id),
            (3, ExportNews::Done(_)) => break,
            (_, ExportNews::Failed(problem)) => panic!("{problem}"),
            _ => {}
        }
    }
    assert_eq!(opened, [1, 2]);
}

#[test]
fn a_sheet_gets_the_cells_that_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let (key, pictures) = source();
    let mut translator = demo();
    let style = latent_style(5, 2);
    let expected = translator.translate(key, &style, &pictures).unwrap();
    let row = SheetRow {
        header: None,
        colour: domains::colour(2),
        cells: vec![None],
    };
    let task = |words| {
        Task::Sheet(Box::new(SheetTask {
            sheet: Sheet {
                tile: 64,
                sources: vec![Arc::clone(&pictures[&key])],
                rows: vec![row.clone()],
            },
            words,
            on_device: Vec::new(),
            missing: vec![(0, 0, key, latent_style(5, 2))],
        }))
    };
    let words = Words {
        title: "A sheet".to_owned(),
        sources: vec!["clay-0000.png".to_owned()],
        rows: vec![RowWords {
            name: "seed 5".to_owned(),
            branch: Some("moods".to_owned()),
        }],
        ..Words::default()
    };
    let mut bench = Bench::start();
    let place = |name: &str| folder.path().join(name);
    bench
        .engine
        .exports
        .order(order(1, task(None), place("plain.png")));
    let labelled = task(Some(words));
    bench
        .engine
        .exports
        .order(order(2, labelled, place("labelled.png")));
    for id in [1, 2] {
        assert!(matches!(news(&mut bench, id, false), ExportNews::Done(_)));
    }
    let plain = png::read(&place("plain.png")).unwrap();
    let corner = |x: usize, y: usize| expected.pixel(x, y);
    assert_eq!(plain.pixel(4 + 66 + 63, 66 + 63), corner(63, 63));
    assert_eq!(plain.pixel(4 + 66, 66), corner(0, 0));
    let labelled = png::read(&place("labelled.png")).unwrap();
    assert!(labelled.width() > 128 + 72 && labelled.height() > 2 * 128 + 72);
}

#[test]
fn a_keepsake_has_its_result_and_its_relatives() {
    let folder = tempfile::tempdir().unwrap();
    let (key, pictures) = source();
    let named = |name: &str| Named {
        picture: None,
        name: name.to_owned(),
        colour: None,
    };
    let page = Keepsake {
        title: "Demo".to_owned(),
        result: named("clay"),
        source: Named {
            picture: pictures.get(&key).cloned(),
            ..named("clay-0000.png")
        },
        style: named("seed 1"),
        variants: vec![named("critters"), named("moods")],
        recipe: "clay-0000.png as clay, seed 1".to_owned(),
        exact: String::new(),
        origin: "Model: demo".to_owned(),
        marked: true,
    };
    let task = Task::Keepsake(Box::new(KeepsakeTask {
        page,
        source: key,
        result: latent_style(1, 0),
        variants: vec![latent_style(1, 1), latent_style(1, 2)],
    }));
    let to = folder.path().join("page.png");
    let mut bench = Bench::start();
    bench.engine.exports.order(order(1, task, to.clone()));
    assert!(matches!(news(&mut bench, 1, false), ExportNews::Done(_)));
    let page = png::read(&to).unwrap();
    assert_eq!((page.width(), page.height()), (1240, 1754));
    let colours: std::collections::HashSet<_> = page.rgb().chunks_exact(3).collect();
    assert!(
        colours.len() > 2_000,
        "it holds pictures: {}",
        colours.len()
    );
}
