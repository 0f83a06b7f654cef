//! Pictures of every state, for a person.

use std::path::PathBuf;

use egui::{Key, Role, vec2};

use super::Table;
use crate::app::{Desk, SIZE};

/// Every state as a picture to look at: `STARGRID_SHOTS=/tmp cargo test --test window taste::shots -- --ignored`.
#[test]
#[ignore = "writes pictures for a person"]
fn shots() {
    let out = PathBuf::from(std::env::var("STARGRID_SHOTS").unwrap_or_else(|_| "/tmp".to_owned()));
    for (theme, dark, size) in [
        ("dark", true, SIZE),
        ("light", false, SIZE),
        ("narrow", true, vec2(640.0, 640.0)),
        ("small", false, vec2(960.0, 600.0)),
    ] {
        let mut table = Table::with(tempfile::tempdir().unwrap(), |mut session| {
            session.dark = dark;
            Desk::drawn_at(session, size, 1.0)
        });
        let save = |table: &mut Table, name: &str| {
            table.desk.hand_away();
            table.desk.rest();
            let image = table.desk.render().unwrap();
            image
                .save(out.join(format!("taste-{name}-{theme}.png")))
                .unwrap();
        };
        table.desk.key(Key::T);
        save(&mut table, "first");
        table.desk.key(Key::T);
        table.set_up();
        save(&mut table, "setup");
        table.desk.click(Role::CheckBox, "References");
        table.desk.key(Key::Enter);
        table.desk.step();
        save(&mut table, "preparing");
        for answered in 0..20 {
            table.pair(answered);
            if answered == 2 || answered == 5 {
                save(&mut table, &format!("pair{answered}"));
            }
            table.desk.key(if answered % 10 < 7 {
                Key::A
            } else {
                Key::ArrowDown
            });
        }
        save(&mut table, "complete");
        table.desk.key(Key::Backspace);
        table.desk.key(Key::Escape);
        save(&mut table, "paused");
        table.desk.press("Show the result now");
        table
            .desk
            .until("the result is there", |desk| desk.says("Ranking"));
        save(&mut table, "result");
        table.desk.key(Key::Escape);
        table
            .desk
            .until("the test is kept", |desk| desk.mentions("19 of 20 pairs"));
        save(&mut table, "earlier");
    }
}
