//! The blind taste test as the window uses it: pairs without names, answers on disk, a result that knows who was where.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use stargrid::data::dataset::DataRoot;
use stargrid::domain::Picture;
use stargrid::engine::compare::messages::Input;
use stargrid::engine::evaluation::messages::Candidate;
use stargrid::engine::messages::{Event, ModelSource};
use stargrid::engine::taste::messages::{
    OpenPicture, TasteEvent, TasteNews, TasteOrder, TastePictures, Trial,
};
use stargrid::evaluation::Mode;
use stargrid::runs::tastes::{self, Choice, Origin, Taste};

use crate::models::{label_model, pale_demo};

use super::{Bench, DEMO_SIZE, demo_picture};

fn candidate(name: &str, source: ModelSource) -> Candidate {
    Candidate {
        name: name.to_owned(),
        step: None,
        source,
    }
}

/// Some demo pictures, as they would be open in Explore.
fn open() -> TastePictures {
    let open = |name: &str| OpenPicture {
        domain: name.split('-').next().map(str::to_owned),
        input: Input {
            name: name.to_owned(),
            view: demo_picture(name),
            whole: None,
        },
    };
    TastePictures::Open {
        sources: ["clay-0000", "moods-0001", "critters-0002"]
            .map(open)
            .to_vec(),
        references: ["clay-0003", "sprouts-0001"].map(open).to_vec(),
    }
}

fn order(folder: &Path, candidates: Vec<Candidate>, count: usize) -> TasteOrder {
    TasteOrder {
        id: 5,
        candidates,
        pictures: open(),
        modes: vec![Mode::Latent, Mode::Reference],
        count,
        seed: 3,
        folder: folder.to_owned(),
        date: None,
        resume: None,
    }
}

/// The demo model and its pale copy.
fn two(folder: &Path) -> Vec<Candidate> {
    let pale = pale_demo(folder, 200);
    vec![
        candidate("demo", ModelSource::Demo),
        candidate("pale", ModelSource::File(pale)),
    ]
}

/// The next thing that the tasting worker says, progress apart.
fn next(bench: &mut Bench) -> TasteEvent {
    loop {
        match bench.next() {
            Event::Taste(event) => match *event {
                TasteEvent::News {
                    news: TasteNews::Scanning(..) | TasteNews::Opening(_),
                    ..
                } => {}
                event => return event,
            },
            Event::Device(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

fn news(bench: &mut Bench) -> TasteNews {
    match next(bench) {
        TasteEvent::News { id: 5, news } => news,
        other => panic!("{other:?}"),
    }
}

fn trial(bench: &mut Bench) -> Trial {
    loop {
        match news(bench) {
            TasteNews::Trial(trial) => return *trial,
            TasteNews::Kept(_) | TasteNews::Began { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Answers every pair that is left by `choose`, and gives the pairs and the result.
fn play(bench: &mut Bench, pairs: usize, choose: impl Fn(&Trial) -> Choice) -> (Vec<Trial>, Taste) {
    let mut seen = Vec::new();
    for _ in 0..pairs {
        let trial = trial(bench);
        bench.engine.taste.answer(trial.number, choose(&trial));
        seen.push(trial);
    }
    bench.engine.taste.finish();
    loop {
        match news(bench) {
            TasteNews::Result(taste) => return (seen, *taste),
            TasteNews::Kept(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The folder keeps this test and no other. (A number may come back from JSON without its last bit.)
#[track_caller]
fn assert_kept(folder: &Path, taste: &Taste) {
    let mut kept = tastes::read(folder).unwrap();
    let written = kept[0].ranking.take().unwrap();
    assert_eq!(written.places.len(), taste.contestants.len());
    let same = Taste {
        ranking: None,
        ..taste.clone()
    };
    assert_eq!(kept, [same]);
    let [written, told] = [&Some(written), &taste.ranking]
        .map(|ranking| ranking.as_ref().unwrap().places[0].strength.value);
    assert!((written - told).abs() < 1e-12);
}

/// How far a picture's values are from grey: the pale copy's are nearer.
fn strength(picture: &Picture) -> u64 {
    let far = |value: &u8| u64::from(value.abs_diff(128));
    picture.rgb().iter().map(far).sum()
}

fn paler(trial: &Trial) -> Choice {
    if strength(&trial.left) < strength(&trial.right) {
        Choice::Left
    } else {
        Choice::Right
    }
}

#[test]
fn a_model_against_itself_shows_equal_pictures_and_nobody_wins() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    let twins = ["one", "other"].map(|name| candidate(name, ModelSource::Demo));
    bench.engine.taste.begin(TasteOrder {
        pictures: TastePictures::Set(DataRoot::Bundled),
        ..order(folder.path(), twins.to_vec(), 7)
    });
    let first: Vec<Trial> = (0..4).map(|_| trial(&mut bench)).collect();
    // Four pairs lie ready, and no more before an answer.
    std::thread::sleep(Duration::from_millis(300));
    bench.engine.taste.look(folder.path().to_owned());
    match next(&mut bench) {
        TasteEvent::Sessions(_, Ok(kept)) => assert_eq!(kept.len(), 1),
        other => panic!("{other:?}"),
    }
    assert!(
        first
            .iter()
            .enumerate()
            .all(|(at, trial)| trial.number == at)
    );
    for trial in &first {
        assert_eq!(trial.left, trial.right);
        assert_eq!(trial.source.width(), DEMO_SIZE);
        bench.engine.taste.answer(trial.number, Choice::Even);
    }
    let (rest, taste) = play(&mut bench, 3, |_| Choice::Even);
    let all: Vec<&Trial> = first.iter().chain(&rest).collect();
    let with = all.iter().filter(|trial| trial.reference.is_some()).count();
    assert!((1..7).contains(&with), "both modes come: {with}");
    let ranking = taste.ranking.clone().unwrap();
    let share = ranking.first_against_second.unwrap();
    assert!(share.low < 0.5 && share.value == 0.5 && share.high > 0.5);
    assert!((ranking.places[0].strength.value - 0.5).abs() < 1e-9);
    assert!(
        taste
            .answers
            .iter()
            .all(|answer| answer.left != answer.right)
    );
    assert_kept(folder.path(), &taste);
}

#[test]
fn the_side_is_drawn_and_the_result_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    let begun = order(folder.path(), two(folder.path()), 10);
    bench.engine.taste.begin(begun);
    let (trials, taste) = play(&mut bench, 10, paler);
    assert_eq!(taste.between(1, 0), [10, 0, 0], "the pale one always wins");
    let lefts = trials.iter().filter(|trial| paler(trial) == Choice::Left);
    assert!((1..10).contains(&lefts.count()), "on both sides");
    let said = format!("{:?}", trials[0]);
    assert!(!said.contains("pale") && !said.contains("demo"), "{said}");
    assert_eq!(taste.ranking.unwrap().places[0].candidate, 1);
    // More pairs of the same models: the numbers go on.
    bench.engine.taste.extend(12);
    let trial = trial(&mut bench);
    assert_eq!(trial.number, 10);
    assert!(trials.iter().all(|before| before.left != trial.left));
}

#[test]
fn a_test_goes_on_where_it_was_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("run");
    let mut bench = Bench::start();
    bench
        .engine
        .taste
        .begin(order(&kept, two(folder.path()), 6));
    let before: Vec<Trial> = (0..4).map(|_| trial(&mut bench)).collect();
    for trial in &before[..3] {
        bench.engine.taste.answer(trial.number, paler(trial));
    }
    // The program ends without a word to the worker but that of closing.
    drop(bench);
    let left = tastes::read(&kept).unwrap().remove(0);
    assert_eq!((left.answers.len(), left.count), (3, 6));
    assert!(!kept.join(tastes::FILE).exists() && left.ranking.is_none());
    let mut bench = Bench::start();
    let again = |resume: &Taste| TasteOrder {
        resume: Some(Box::new(resume.clone())),
        ..order(&kept, two(folder.path()), 6)
    };
    bench.engine.taste.begin(again(&left));
    match news(&mut bench) {
        TasteNews::Began {
            count: 6,
            answered: 3,
        } => {}
        other => panic!("{other:?}"),
    }
    let (after, taste) = play(&mut bench, 3, paler);
    assert_eq!(after[0], before[3], "the very pair that was next");
    assert_eq!(taste.between(1, 0), [6, 0, 0]);
    assert_kept(&kept, &taste);
    // With other pictures it does not go on.
    let mut others = again(&taste);
    others.pictures = TastePictures::Set(DataRoot::Bundled);
    bench.engine.taste.begin(others);
    match news(&mut bench) {
        TasteNews::Failed(problem) => {
            let said = problem.to_string();
            assert!(
                said.contains("not those that the test began with"),
                "{said}"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_that_is_taken_back_never_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    bench
        .engine
        .taste
        .begin(order(folder.path(), two(folder.path()), 3));
    let trials: Vec<Trial> = (0..3).map(|_| trial(&mut bench)).collect();
    let taste = &bench.engine.taste;
    taste.answer(0, paler(&trials[0]));
    taste.answer(1, Choice::Even);
    // Not the next one: passed over.
    taste.answer(5, Choice::Left);
    taste.back();
    taste.back();
    taste.back();
    taste.answer(0, Choice::Even);
    taste.answer(1, paler(&trials[1]));
    let mut kept = Vec::new();
    while kept.len() < 8 {
        match news(&mut bench) {
            TasteNews::Kept(count) => kept.push(count),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(kept, [1, 2, 2, 1, 0, 0, 1, 2]);
    let found = tastes::read(folder.path()).unwrap().remove(0);
    assert_eq!(found.between(1, 0), [1, 0, 1]);
    assert_eq!(found.contestants[0].origin, Origin::Demo);
}

#[test]
fn what_cannot_take_part_is_named_and_fewer_than_two_are_no_test() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    let absent = candidate("gone", ModelSource::File("/nowhere/gone.ckpt".into()));
    let labels = label_model(folder.path(), DEMO_SIZE);
    let labels = candidate("labels", ModelSource::File(labels));
    let mut three = vec![absent, candidate("demo", ModelSource::Demo), labels];
    bench
        .engine
        .taste
        .begin(order(folder.path(), three.clone(), 2));
    let mut left_out = Vec::new();
    let begun = loop {
        match news(&mut bench) {
            TasteNews::LeftOut(problem) => left_out.push(problem.to_string()),
            other => break other,
        }
    };
    assert!(matches!(begun, TasteNews::Began { count: 2, .. }));
    assert!(left_out[0].starts_with("gone is left out"), "{left_out:?}");
    assert!(
        left_out[1].contains("labels takes no references"),
        "{left_out:?}"
    );
    let pair = trial(&mut bench);
    assert!(pair.reference.is_none() && pair.left != pair.right);
    three.pop();
    bench.engine.taste.begin(order(folder.path(), three, 2));
    let failed = loop {
        match news(&mut bench) {
            TasteNews::Failed(problem) => break problem.to_string(),
            TasteNews::LeftOut(_) | TasteNews::Trial(_) => {}
            other => panic!("{other:?}"),
        }
    };
    assert!(failed.contains("needs two models"), "{failed}");
    // Left at once: nothing begins, and nothing is kept.
    bench
        .engine
        .taste
        .begin(order(folder.path(), two(folder.path()), 2));
    bench.engine.taste.leave();
    bench.engine.taste.look(folder.path().to_owned());
    match next(&mut bench) {
        TasteEvent::Sessions(_, Ok(kept)) => assert!(kept.is_empty(), "{kept:?}"),
        other => panic!("{other:?}"),
    }
}

/// The worker is told of the picture's size by the model: nothing here is blown up.
#[test]
fn models_of_two_sizes_can_meet() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::start();
    let small = label_model(folder.path(), 32);
    let both = vec![
        candidate("small", ModelSource::File(small)),
        candidate("demo", ModelSource::Demo),
    ];
    bench.engine.taste.begin(TasteOrder {
        modes: vec![Mode::Latent],
        ..order(folder.path(), both, 4)
    });
    for _ in 0..4 {
        let pair = trial(&mut bench);
        let mut sizes = [&pair.left, &pair.right].map(|picture| picture.width());
        sizes.sort_unstable();
        assert_eq!(sizes, [32, DEMO_SIZE]);
        assert_eq!(pair.source.width(), DEMO_SIZE, "the larger one is shown");
        let _: &Arc<Picture> = &pair.source;
    }
}
