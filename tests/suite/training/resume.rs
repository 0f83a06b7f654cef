//! A run that was interrupted equals one that was not, bit for bit.

use stargrid::engine::training::TrainEvent;
use stargrid::runs::{RunFolder, checkpoints, snapshots};
use stargrid::train::samples::SheetKind;

use super::{Bench, finish, steps, timeless, troubles};

#[test]
fn resumed_equals_uninterrupted_bit_for_bit() {
    let bench = Bench::new();
    bench.whole("whole", 14);
    let (mut session, _) = bench.begin("parts", bench.config(14)).unwrap();
    steps(&mut session, 5);
    session.finish().unwrap();
    drop(session);
    // This part ends without a word after step 11: the autosave of step 9 is the newest.
    let (mut session, _) = bench.resume("parts", None).unwrap();
    assert_eq!(session.step(), 5);
    steps(&mut session, 6);
    drop(session);
    let (mut session, _) = bench.resume("parts", None).unwrap();
    assert_eq!(session.step(), 9);
    finish(&mut session);
    drop(session);
    let (whole_rows, whole) = bench.outcome("whole");
    let (rows, state) = bench.outcome("parts");
    assert_eq!(rows.len(), 14);
    assert_eq!(rows, whole_rows);
    assert_eq!(state.step, 14);
    assert!(state == whole, "the states differ");
}

#[test]
fn a_run_that_ended_before_its_first_save_begins_again() {
    let bench = Bench::new();
    bench.whole("whole", 6);
    let (mut session, _) = bench.begin("early", bench.config(6)).unwrap();
    steps(&mut session, 2);
    drop(session);
    let (mut session, reports) = bench.resume("early", None).unwrap();
    assert_eq!(session.step(), 0);
    assert!(troubles(&reports)[0].contains("begins again"));
    finish(&mut session);
    drop(session);
    assert!(bench.outcome("early") == bench.outcome("whole"));
}

#[test]
fn the_total_can_grow_with_a_resume() {
    let bench = Bench::new();
    bench.whole("run", 3);
    let refusal = bench.resume("run", None).err().unwrap().to_string();
    assert!(refusal.contains("3 of 3 steps"), "{refusal}");
    let (mut session, _) = bench.resume("run", Some(5)).unwrap();
    finish(&mut session);
    drop(session);
    let (_, config) = RunFolder::open(&bench.path("run")).unwrap();
    assert_eq!(config.schedule.steps, 5);
    bench.whole("whole", 5);
    assert!(bench.outcome("run") == bench.outcome("whole"));
}

#[test]
fn a_fork_goes_its_own_way_from_its_step() {
    let bench = Bench::new();
    let mut config = bench.config(8);
    (config.schedule.save_every, config.schedule.sample_every) = (2, 2);
    let (mut session, _) = bench.begin("run", config).unwrap();
    finish(&mut session);
    drop(session);
    let (from, to) = (bench.path("run"), bench.path("fork"));
    RunFolder::fork(&from, 6, &to).unwrap();
    assert_eq!(timeless(&to), timeless(&from)[..6]);
    let (mut session, _) = bench.resume("fork", None).unwrap();
    assert_eq!(session.step(), 6);
    finish(&mut session);
    drop(session);
    assert!(bench.outcome("fork") == bench.outcome("run"));
}

#[test]
fn sheets_checkpoints_and_rows_come_when_they_are_due() {
    let bench = Bench::new();
    let mut config = bench.config(9);
    config.schedule.log_every = 10;
    (config.schedule.sample_every, config.schedule.save_every) = (4, 3);
    config.schedule.keep_last = 2;
    let (mut session, reports) = bench.begin("run", config).unwrap();
    finish(&mut session);
    drop(session);
    let run = bench.path("run");
    let sheets = snapshots::list(&run).unwrap();
    let mut drawn: Vec<u64> = sheets.iter().map(|sheet| sheet.step).collect();
    drawn.dedup();
    assert_eq!(drawn, [0, 4, 8, 9]);
    let kinds = sheets.iter().filter(|sheet| sheet.step == 4);
    assert_eq!(
        kinds.count(),
        SheetKind::ALL.len() - 2,
        "no photos of one's own"
    );
    let saved = checkpoints::list(&run).unwrap();
    let averaged = saved.iter().filter(|saved| saved.averaged.is_some());
    assert_eq!(
        averaged.map(|saved| saved.step).collect::<Vec<_>>(),
        [3, 6, 9]
    );
    assert_eq!(saved.iter().filter(|saved| saved.best).count(), 1);
    let reports = reports.lock().unwrap();
    let rows = reports
        .iter()
        .filter(|event| matches!(event, TrainEvent::Step(_)));
    assert_eq!(rows.count(), 9, "every logged row is told");
}

#[test]
fn what_came_after_the_checkpoint_is_made_anew() {
    let bench = Bench::new();
    let mut config = bench.config(8);
    config.schedule.sample_every = 1;
    let (mut session, _) = bench.begin("run", config).unwrap();
    steps(&mut session, 6);
    drop(session);
    let (session, reports) = bench.resume("run", None).unwrap();
    assert_eq!(session.step(), 4);
    let run = bench.path("run");
    assert_eq!(timeless(&run).len(), 4);
    let newest = snapshots::list(&run)
        .unwrap()
        .last()
        .map(|sheet| sheet.step);
    assert_eq!(newest, Some(4));
    let reports = reports.lock().unwrap();
    let started = reports.iter().find_map(|event| match event {
        TrainEvent::Started(view) => Some((view.step, view.rows.len())),
        _ => None,
    });
    assert_eq!(started, Some((4, 4)));
}
