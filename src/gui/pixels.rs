//! The pixels of results that stay on the device: fetched by a job when somebody needs bytes, never to be drawn.

use std::sync::Arc;

use super::app::App;
use super::notices::Notice;
use super::state::PictureId;
use super::widgets::textures::to_image;
use crate::domain::{CellKey, Picture};
use crate::engine::made::Made;
use crate::problem::Problem;

/// What is to be done with a result once its pixels are in memory.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    /// Make it a source with this name, before that one.
    Source {
        /// Its name.
        name: String,
        /// The source that it goes before; at the end otherwise.
        before: Option<PictureId>,
    },
    /// Put it on the clipboard.
    Copy,
}

impl App {
    /// Asks for the pixels of a result, unless they are there or under way.
    pub(super) fn fetch(&mut self, key: CellKey) {
        if let Some(values) = self.results.begin_reading(key) {
            self.engine.jobs.read(key, values);
        }
    }

    /// Does something with a result as soon as its pixels are in memory: at the end of the frame, when they are already.
    pub(super) fn wish(&mut self, key: CellKey, wish: Wish) {
        if self.results.face(key).is_some() {
            self.wishes.push((key, wish));
            self.fetch(key);
        }
    }

    /// Pixels arrived: from now on the result is drawn from them.
    pub(super) fn pixels_read(&mut self, key: CellKey, result: Result<Arc<Picture>, Problem>) {
        self.results.end_reading(key);
        match result {
            Ok(picture) => self.results.put(key, Ok(Made::Pixels(picture))),
            Err(problem) => {
                self.wishes.retain(|(other, _)| *other != key);
                self.tell(Notice::error(&problem));
            }
        }
    }

    /// Grants the wishes whose pixels are there, and makes room on the device.
    pub(super) fn grant_wishes(&mut self, ctx: &egui::Context) {
        for (key, wish) in std::mem::take(&mut self.wishes) {
            let Some(face) = self.results.face(key) else {
                continue;
            };
            match (face.pixels().cloned(), wish) {
                (None, wish) => self.wishes.push((key, wish)),
                (Some(shown), Wish::Source { name, before }) => {
                    // Its cells are asked for at the beginning of a frame.
                    ctx.request_repaint();
                    self.place_source(shown, &name, before);
                }
                (Some(shown), Wish::Copy) => {
                    ctx.copy_image(to_image(&shown.picture));
                    self.tell(Notice::info("Copied the result"));
                }
            }
        }
        for key in self.results.beyond_the_device() {
            self.fetch(key);
        }
    }
}
