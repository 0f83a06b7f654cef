//! The style lab by role and name: blends, the branch wheel, the style map and the trail of latents.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod blend;
mod map;
mod shots;
mod trail;
mod wheel;

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::domain::Fingerprint;

use super::app::Desk;

/// Columns of the demo grid.
const COLUMNS: usize = 6;

/// Sets a slider as an assistive technology does.
fn slide(desk: &mut Desk, name: &str, value: f64) {
    desk.get_by_role_and_label(Role::Slider, name)
        .set_value_accesskit(value);
    desk.rest();
}

/// The results of a row.
fn row(desk: &Desk, at: usize) -> Vec<Option<Fingerprint>> {
    desk.state().fingerprints()[at * COLUMNS..(at + 1) * COLUMNS].to_vec()
}

/// Waits for the cells that only the lab wants.
fn lab_complete(desk: &mut Desk) {
    desk.step();
    desk.until("the lab's cells are there", |desk| {
        desk.state().lab_is_complete()
    });
    desk.rest();
}

/// The names of all buttons that begin with `words`.
fn buttons(desk: &Desk, words: &str) -> Vec<String> {
    let buttons = desk.query_all_by_role(Role::Button);
    let names = buttons.filter_map(|node| node.accesskit_node().label());
    names.filter(|name| name.starts_with(words)).collect()
}
