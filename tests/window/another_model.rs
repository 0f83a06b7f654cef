//! Opening another model, and coming back: what was set up is still there.

use stargrid::domain::Branch;
use stargrid::engine::messages::ModelSource;
use stargrid::gui::state::{Blend, End, Explore, Latent, Origin, Session, StyleFrom};

use super::app::Desk;
use super::skeleton::{TINY, golden_checkpoint};

#[test]
fn a_smaller_model_costs_nothing_that_was_set_up() {
    let mut latent = Latent::from_seed(7, 16);
    latent.z[4] = 2.5;
    let explore = Explore {
        sources: vec![1],
        references: vec![2],
        style_from: StyleFrom::Latents,
        branch: Branch::One(3),
        fallback: 3,
        latents: vec![latent],
        blend: Some(Blend::equal([End::Mean(3), End::Mean(0)])),
        ..Explore::default()
    };
    let session = Session {
        explore: Some(explore.clone()),
        origins: [1, 2].map(|id| (id, Origin::Demo(id as usize))).into(),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.complete_of(2);
    desk.rest();
    assert!(desk.mentions("seed 7 moved"), "{desk:?}");
    desk.press("Set aside");
    let name = desk.state().model().unwrap().card.name.clone();
    let path = golden_checkpoint(TINY);
    desk.drop_files(std::slice::from_ref(&path));
    desk.until("the small model is open", |desk| {
        let model = desk.state().model();
        model.is_some_and(|model| model.source == ModelSource::File(path.clone()))
    });
    desk.complete();
    desk.rest();
    assert_eq!(desk.state().explore().blend, None, "it has no such branch");
    desk.press(&format!("Back to {name}"));
    desk.until("the demo is open again", |desk| {
        let model = desk.state().model();
        model.is_some_and(|model| model.source == ModelSource::Demo)
    });
    desk.complete_of(2);
    assert_eq!(desk.state().explore(), &explore);
    assert!(
        desk.says("Let it go"),
        "the latent is still set aside: {desk:?}"
    );
}
