//! Every tab in all four themes and at three sizes, as pictures to look at.
//!
//! `STARGRID_SHOTS=/tmp/shots cargo test --test window look:: -- --ignored` writes them; nothing is compared.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;

use egui::{Key, Role, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::gui::state::Session;

use crate::app::Desk;
use crate::{evaluate, train};

/// The smallest window, the first one, a large one; each with its pixels a point.
const SIZES: [(&str, Vec2, f32); 3] = [
    ("small", vec2(1024.0, 640.0), 1.0),
    ("first", vec2(1360.0, 840.0), 1.0),
    ("large", vec2(2560.0, 1440.0), 0.75),
];

fn themes() -> [(&'static str, Session); 4] {
    let of = |dark, contrast| Session {
        dark,
        contrast,
        ..Session::default()
    };
    [
        ("dark", of(true, false)),
        ("light", of(false, false)),
        ("dark-strong", of(true, true)),
        ("light-strong", of(false, true)),
    ]
}

fn save(desk: &mut Desk, name: &str) {
    desk.hand_away();
    desk.rest();
    let folder = std::env::var_os("STARGRID_SHOTS").map_or(PathBuf::from("/tmp"), PathBuf::from);
    let image = desk.render().unwrap();
    image.save(folder.join(format!("{name}.png"))).unwrap();
}

/// Goes through the small windows of Explore and through the tabs that need no run.
fn tour(desk: &mut Desk, name: &str) {
    save(desk, &format!("{name}-explore"));
    desk.key(Key::S);
    desk.complete();
    desk.press("Add a blend row");
    desk.complete();
    save(desk, &format!("{name}-latents"));
    desk.key(Key::S);
    desk.key(Key::F1);
    save(desk, &format!("{name}-help"));
    desk.key(Key::F1);
    desk.ctrl(Key::Num4);
    desk.until("the pane is complete", |desk| desk.mentions(" results"));
    save(desk, &format!("{name}-compare"));
    desk.ctrl(Key::Num3);
    save(desk, &format!("{name}-evaluate"));
    desk.key(Key::T);
    save(desk, &format!("{name}-taste"));
    desk.key(Key::T);
    desk.ctrl(Key::Num2);
    save(desk, &format!("{name}-train"));
}

#[test]
#[ignore = "writes pictures to look at"]
fn every_tab() {
    let only = std::env::var("STARGRID_ONLY").unwrap_or_default();
    for (theme, session) in themes() {
        for (size, points, scale) in SIZES {
            let name = format!("{size}-{theme}");
            if !name.contains(&only) {
                continue;
            }
            let mut desk = Desk::drawn_at(session.clone(), points, scale);
            desk.complete();
            tour(&mut desk, &name);
        }
    }
}

#[test]
#[ignore = "writes pictures to look at"]
fn runs_and_figures() {
    for (size, points, scale) in SIZES {
        for dark in [true, false] {
            let theme = if dark { "dark" } else { "light" };
            let mut desk = train::world::drawn(dark, points, scale);
            train::world::running(&mut desk, 400);
            save(&mut desk, &format!("{size}-{theme}-run"));
            let mut desk = evaluate::world::drawn(dark, points, scale);
            evaluate::world::whole(&mut desk);
            save(&mut desk, &format!("{size}-{theme}-figures"));
        }
    }
}

#[test]
#[ignore = "writes pictures to look at"]
fn the_tour() {
    for (size, points, scale) in SIZES {
        let mut desk = Desk::drawn_at(Session::first(), points, scale);
        desk.complete();
        while let Some(at) = desk.state().session().tour.at {
            save(&mut desk, &format!("{size}-tour-{}", at + 1));
            let last = desk.query_by_role_and_label(Role::Button, "Next").is_none();
            desk.click(Role::Button, if last { "Done" } else { "Next" });
            desk.complete();
        }
    }
}
