//! A result of more than two models, read back from a folder.

use egui::Key;
use stargrid::evaluation::Mode;
use stargrid::runs::tastes::{self, Answer, Choice, Contestant, Origin, Place, Taste, TasteData};

use super::Table;
use crate::app::SIZE;

/// A finished test of three steps of a run: the later, the better, the last two about as good.
fn of_three_steps() -> Taste {
    let contestant = |step: u64| Contestant {
        name: "creatures".to_owned(),
        step: Some(step),
        origin: Origin::File(format!("/runs/creatures/{step}.safetensors").into()),
    };
    let duel = |left: usize, right: usize, won: usize, of: usize| {
        (0..of).map(move |at| Answer {
            left,
            right,
            choice: if at < won {
                Choice::Left
            } else {
                Choice::Right
            },
            source: "mia.png".to_owned(),
            target: "moods".to_owned(),
            mode: Mode::Latent,
        })
    };
    let answers = duel(2, 0, 18, 20)
        .chain(duel(1, 0, 16, 20))
        .chain(duel(2, 1, 11, 20));
    Taste {
        number: 1,
        date: Some("2026-11-20".to_owned()),
        contestants: [4_000, 8_000, 12_000].map(contestant).to_vec(),
        data: TasteData {
            place: Place::Bundled,
            fingerprint: "f".to_owned(),
        },
        modes: vec![Mode::Latent],
        seed: 4,
        count: 60,
        answers: answers.collect(),
        ranking: None,
    }
}

#[test]
fn an_earlier_result_of_three_steps_is_shown_again() {
    let mut table = Table::drawn(true, SIZE);
    let kept = table.folder.path().join("kept");
    tastes::append(&kept, &of_three_steps()).unwrap();
    table.desk.key(Key::T);
    table.desk.until("the test is found", |desk| {
        desk.mentions("60 of 60 pairs · 2026-11-20")
    });
    table.desk.press("Result");
    table.desk.rest();
    assert!(
        table.desk.mentions("Step 12,000 won 18 of 20"),
        "{:?}",
        table.desk
    );
    assert!(table.desk.mentions("better than step 4,000"));
    assert!(
        table
            .desk
            .mentions("No difference from step 8,000 can be told yet")
    );
    assert!(table.desk.says("Wins of each pair") && table.desk.says("16 of 20"));
    table.desk.keep("taste_three");
    // Its models are gone, so it cannot go on; what it found stays.
    table.desk.press("20 more pairs");
    table.desk.until("the failure is told", |desk| {
        desk.says("The test cannot go on")
    });
    assert!(
        table
            .desk
            .mentions("cannot go on without creatures, step 4000"),
        "{:?}",
        table.desk
    );
    assert_eq!(table.kept()[0].answers.len(), 60);
}
