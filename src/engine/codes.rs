//! Style codes for the style map: what the window asks, what comes back. They come between cells, a few at a time, and never end a cell.

use std::sync::Arc;

use super::translator::Pictures;
use crate::domain::{StyleKey, StyleSource};
use crate::evaluation::Projection;

/// Styles whose codes are wanted. A newer request replaces an older one.
#[derive(Clone, Debug, Default)]
pub struct CodeRequest {
    /// A number that the answer repeats.
    pub order: u64,
    /// The engine's number of the model.
    pub model: u64,
    /// The styles that the map's plane is laid through; none leaves the plane as it is.
    pub ground: Vec<StyleSource>,
    /// Other styles.
    pub others: Vec<StyleSource>,
    /// The pictures the styles speak of.
    pub pictures: Arc<Pictures>,
}

/// Codes that are there.
#[derive(Clone, Debug)]
pub struct CodeEvent {
    /// The number of the request.
    pub order: u64,
    /// The engine's number of the model.
    pub model: u64,
    /// Codes by their recipes' keys; a style that the model cannot make is left out.
    pub codes: Vec<(StyleKey, Vec<f32>)>,
    /// The plane through the ground, once all of it is there: none when it has fewer than two styles.
    pub plane: Option<Option<Box<Projection>>>,
}

/// A request that is being served.
pub(super) struct CodeWork {
    pub request: CodeRequest,
    at: usize,
    /// Codes of the ground, one after another.
    ground: Vec<f32>,
    width: usize,
}

impl CodeWork {
    pub fn new(request: CodeRequest) -> Self {
        Self {
            request,
            at: 0,
            ground: Vec::new(),
            width: 0,
        }
    }

    /// The next style; none when all are done.
    pub fn next(&self) -> Option<&StyleSource> {
        let all = self.request.ground.iter().chain(&self.request.others);
        all.clone().nth(self.at)
    }

    /// Takes the code of the next style, or that there is none; answers the plane when this was the last of its ground.
    pub fn take(&mut self, code: Option<&[f32]>) -> Option<Option<Box<Projection>>> {
        if let (true, Some(code)) = (self.at < self.request.ground.len(), code) {
            self.width = code.len();
            self.ground.extend_from_slice(code);
        }
        self.at += 1;
        (self.at == self.request.ground.len()).then(|| {
            let plane = Projection::of(&self.ground, self.width);
            plane.ok().map(Box::new)
        })
    }
}
