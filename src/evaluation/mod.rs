//! Evaluation as numbers: what is asked for ([`protocol`]), what is measured ([`metric`]), how it is kept ([`report`]), what others
//! published ([`published`]).

pub mod metric;
pub mod protocol;
pub mod published;
pub mod report;

pub use metric::{Better, Metric};
pub use protocol::{EvaluationOptions, Protocol};
pub use published::Published;
pub use report::{Evaluation, Figure, Figures, Mode};
