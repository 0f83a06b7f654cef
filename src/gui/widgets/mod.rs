//! Widgets: each takes data, draws it and returns what the person did.

pub mod branch_bar;
pub mod brush;
pub mod cell;
pub mod compare;
pub mod crop_box;
pub mod domain_chip;
mod gpu_parts;
pub mod heat_legend;
pub mod latent_pad;
pub mod loupe;
pub mod notice_view;
mod pane;
pub mod planes_gpu;
pub mod sheet_view;
pub mod slider_row;
pub mod textures;
pub mod view_mode;
pub mod view_transform;
pub mod viewer;
pub mod viewer_gpu;
mod viewer_paint;
pub mod viewer_words;

pub use cell::{Cell, CellPicture};
pub use crop_box::CropEditor;
pub use latent_pad::LatentPad;
pub use slider_row::SliderRow;
pub use textures::{Face, Look, Shown, Textures};
pub use view_mode::{Against, DifferenceKind, ViewMode};
pub use view_transform::ViewTransform;
pub use viewer::{ViewerPictures, ViewerState};
