//! Where the controls of the tour are: panels note their places while they draw, the tour looks them up in the same frame.

use egui::{Context, Id, Rect};

/// A control that a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The results of the grid.
    Grid,
    /// The first slider of a latent.
    Slider,
    /// The chips of the branches.
    Branch,
    /// The button that adds sources.
    AddPictures,
    /// The button that keeps the selected result.
    Keep,
    /// The tabs.
    Tabs,
}

/// Notes where a control is in this frame.
pub fn note(ctx: &Context, mark: Mark, rect: Rect) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(Id::unique(mark), (frame, rect)));
}

/// Where it is, when it is on screen in this frame.
pub fn place(ctx: &Context, mark: Mark) -> Option<Rect> {
    let frame = ctx.cumulative_frame_nr();
    let noted = ctx.data(|data| data.get_temp::<(u64, Rect)>(Id::unique(mark)));
    let (_, rect) = noted.filter(|(when, _)| *when == frame)?;
    let seen = rect.intersect(ctx.content_rect());
    seen.is_positive().then_some(seen)
}
