//! Results of label models: kept, recalled, and told as text.

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Fingerprint;
use stargrid::export::png;
use stargrid::gui::state::Session;
use stargrid::model::schema::NetworkKind;

use super::super::app::Desk;
use super::super::labels::{kinds, label_model, looks};
use super::{files, keep, open};

/// Rows of two labels, a strength and another mask come back, on a model that has to be opened first.
#[test]
fn a_label_result_comes_back_with_its_model() {
    let folder = tempfile::tempdir().unwrap();
    let gallery = folder.path().join("gallery");
    let path = label_model(
        folder.path(),
        vec![looks(), kinds()],
        &[NetworkKind::Generator],
    );
    let session = Session {
        model: Some(path),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.complete();
    desk.rest();
    open(&mut desk, &gallery);
    desk.get_by_role_and_label(Role::Slider, "Strength")
        .set_value_accesskit(0.6);
    desk.rest();
    desk.complete();
    let cell = desk
        .cells()
        .into_iter()
        .find(|name| name.contains("with Glasses"))
        .unwrap();
    let pixels = keep(&mut desk, &cell);
    let recipe = png::read_with(&files(&gallery)[0])
        .unwrap()
        .1
        .recipe
        .unwrap();
    assert_eq!(
        recipe.sentence(),
        "clay-0000.png with Glasses, strength 0.6"
    );
    drop(desk);
    // The demo is open, and none of its branches is a label.
    let mut desk = Desk::ready();
    open(&mut desk, &gallery);
    // The gallery knows where the model with this digest is; the file itself has no say in that.
    desk.until("the gallery is read", |desk| {
        desk.state().gallery().count() == 1
    });
    desk.drop_files(&files(&gallery));
    desk.until("it is made again", |desk| {
        desk.state()
            .model()
            .is_some_and(|model| model.config.system.takes_labels())
            && desk.state().selected_fingerprint().is_some()
    });
    assert_eq!(desk.state().selected_fingerprint(), Some(pixels));
    assert_eq!(desk.state().explore().labels.strength, 0.6);
    by_text(&mut desk, &recipe.text(), pixels);
}

/// The same as text; and a style is nothing for this model.
fn by_text(desk: &mut Desk, text: &str, pixels: Fingerprint) {
    let paste = |desk: &mut Desk, text: &str| {
        desk.event(egui::Event::Paste(text.to_owned()));
        desk.rest();
    };
    desk.state_mut().undo();
    paste(desk, text);
    desk.until("it is selected again", |desk| {
        desk.state().selected_fingerprint() == Some(pixels)
    });
    paste(desk, "clay-0000.png as clay from seed 3");
    assert!(desk.says("This recipe has a style, and the open model takes labels"));
    paste(desk, "clay-0000.png with Wings");
    assert!(desk.says("The open model has no set of labels with Wings"));
}
