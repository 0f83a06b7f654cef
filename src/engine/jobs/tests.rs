//! Stopping the reading ends what waits, and nothing that is asked for later.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use super::*;

/// Longer than any of these jobs takes.
const PATIENCE: Duration = Duration::from_secs(20);

fn jobs() -> (Jobs, Receiver<Event>) {
    let (send, events) = sync_channel(16);
    (Jobs::new(Reporter::new(send, Arc::new(|| {}))), events)
}

/// The next event: a ticket, and whether its job was cancelled.
fn next(events: &Receiver<Event>) -> (Ticket, bool) {
    match events.recv_timeout(PATIENCE).unwrap() {
        Event::Cancelled(ticket) => (ticket, true),
        Event::Picture { ticket, .. } => (ticket, false),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_picture_that_is_read_again_after_a_stop_is_read() {
    let (jobs, events) = jobs();
    jobs.stop_reading();
    jobs.decode(3, "/nowhere/old.png".into());
    assert_eq!(next(&events), (3, false));
}

#[test]
fn a_stop_drops_what_waits_but_for_photos_of_a_run() {
    let (jobs, events) = jobs();
    let busy: Vec<_> = (0..DECODE_THREADS as Ticket)
        .map(|ticket| {
            let (done, wait) = sync_channel::<()>(0);
            jobs.spawn(move || {
                let _ = wait.recv();
                Event::Cancelled(ticket)
            });
            done
        })
        .collect();
    jobs.decode(10, "/nowhere/waits.png".into());
    jobs.decode_photo(11, "/nowhere/photo.png".into());
    jobs.stop_reading();
    drop(busy);
    let mut all: Vec<(Ticket, bool)> = (0..DECODE_THREADS + 2).map(|_| next(&events)).collect();
    all.sort_unstable();
    assert_eq!(all[DECODE_THREADS..], [(10, true), (11, false)]);
}

#[test]
fn a_picture_comes_with_its_hash() {
    let (jobs, events) = jobs();
    jobs.decode_demo(1, 0);
    jobs.take_pixels(2, "pasted".to_owned(), [2, 1], vec![7; 8]);
    for _ in 0..2 {
        let Event::Picture { result, .. } = events.recv_timeout(PATIENCE).unwrap() else {
            panic!("another event");
        };
        let opened = result.unwrap();
        assert_eq!(opened.fingerprint, opened.picture.fingerprint());
    }
}
