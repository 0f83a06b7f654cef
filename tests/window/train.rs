//! The Train tab, by role and name, fed with made-up events.

mod shots;
mod world;

use egui::Role;
use world::desk;

#[test]
fn the_first_screen_offers_one_obvious_next_step() {
    let mut desk = desk();
    assert!(desk.says("Train on the demo") && desk.says("Use my folder…") && desk.says("Resume a run…"));
    assert!(desk.is_chosen(Role::Tab, "Train"));
    desk.click(Role::Tab, "Explore");
    assert!(!desk.says("Train on the demo"));
}
