//! The Explore tab by role and name: first screen, selection, branches, latents, blends.

use super::app::Desk;

#[test]
fn the_first_screen_shows_24_cells_and_three_next_steps() {
    let mut desk = Desk::new();
    assert!(
        desk.says("Opening the model…"),
        "said while nothing is there"
    );
    desk.until("the status bar counts cells", |desk| {
        desk.mentions(" of 24 cells")
    });
    assert!(desk.says("Stop"), "what takes time can be stopped");
    desk.complete_of(24);
    desk.rest();
    assert!(
        desk.mentions("24 cells · "),
        "the status bar says it is done"
    );
    assert!(!desk.says("Stop"));
    assert!(desk.says("Click a cell to see it large."));
    for step in ["Add your pictures", "Open a model", "Move the sliders"] {
        assert!(desk.is_possible(step));
    }
    assert!(desk.says("Device: CPU"), "{desk:?}");
}
