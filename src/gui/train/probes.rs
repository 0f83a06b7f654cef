//! My photos: pictures that a run's sheets follow, at the model's size and never trained on.

use std::path::PathBuf;
use std::sync::Arc;

use super::names;
use crate::data::Opened;
use crate::domain::{CropBox, Picture};
use crate::gui::widgets::Shown;
use crate::problem::Problem;

/// Tickets of photos begin here, far from those of Explore's pictures.
pub const FIRST_TICKET: u64 = 1 << 62;
/// How many photos a sheet can hold and still be looked at.
pub const MOST: usize = 16;

/// One photo.
pub struct Photo {
    /// Its jobs' ticket.
    pub ticket: u64,
    /// Its name.
    pub name: String,
    /// Its file, when it has one.
    pub path: Option<PathBuf>,
    /// The picture and its crop, once decoded.
    pub whole: Option<(Arc<Picture>, CropBox)>,
    /// As the model sees it.
    pub view: Option<Shown>,
    /// The size asked for.
    asked: Option<usize>,
    /// Whether the data has a picture like it.
    pub near_duplicate: bool,
}

/// A view to be made by a job.
#[derive(Debug)]
pub struct ViewOrder {
    /// The photo's ticket.
    pub ticket: u64,
    /// Its pixels.
    pub whole: Arc<Picture>,
    /// Its crop.
    pub crop: CropBox,
}

/// All photos.
#[derive(Default)]
pub struct Photos {
    photos: Vec<Photo>,
    next: u64,
    /// Whether the photos at hand are others than the worker was told.
    pub untold: bool,
}

impl Photos {
    /// Enters a file to be decoded; gives its ticket. `None` when it is there already or there are too many.
    pub fn enter_file(&mut self, path: PathBuf) -> Option<u64> {
        let known = self
            .photos
            .iter()
            .any(|photo| photo.path.as_ref() == Some(&path));
        (!known).then(|| self.enter(names::file_name(&path), Some(path), None))?
    }

    /// Enters a picture; gives its ticket. `None` when there are too many.
    pub fn enter(
        &mut self,
        name: String,
        path: Option<PathBuf>,
        whole: Option<(Arc<Picture>, CropBox)>,
    ) -> Option<u64> {
        let known = whole.is_some() && self.photos.iter().any(|photo| photo.name == name);
        if known || self.photos.len() >= MOST {
            return None;
        }
        let ticket = FIRST_TICKET + self.next;
        self.next += 1;
        self.photos.push(Photo {
            ticket,
            name,
            path,
            whole,
            view: None,
            asked: None,
            near_duplicate: false,
        });
        Some(ticket)
    }

    /// The photos.
    pub fn iter(&self) -> impl Iterator<Item = &Photo> {
        self.photos.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.photos.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.photos.is_empty()
    }

    /// Takes one away.
    pub fn remove(&mut self, ticket: u64) {
        self.photos.retain(|photo| photo.ticket != ticket);
        self.untold = true;
    }

    /// A job read a photo, or could not.
    pub fn opened(&mut self, ticket: u64, result: Result<Box<Opened>, Problem>) -> Option<Problem> {
        match result {
            Ok(opened) => {
                if let Some(photo) = self.get_mut(ticket) {
                    photo.whole = Some((opened.picture, opened.guess.crop));
                }
                None
            }
            Err(problem) => {
                self.remove(ticket);
                Some(problem)
            }
        }
    }

    /// A job made the model's view of a photo.
    pub fn viewed(&mut self, ticket: u64, shown: Shown) {
        let Some(photo) = self.get_mut(ticket) else {
            return;
        };
        photo.view = Some(shown);
        self.untold = true;
    }

    /// The worker found photos that look like training pictures, by their place in [`Photos::views`].
    pub fn near_duplicates(&mut self, places: &[usize]) {
        let seen = self.photos.iter_mut().filter(|photo| photo.view.is_some());
        for (place, photo) in seen.enumerate() {
            photo.near_duplicate = places.contains(&place);
        }
    }

    /// The views that are missing at this size.
    pub fn orders(&mut self, size: usize) -> Vec<ViewOrder> {
        let missing = self
            .photos
            .iter_mut()
            .filter(|photo| photo.asked != Some(size));
        let order = |photo: &mut Photo| {
            let (whole, crop) = photo.whole.clone()?;
            photo.asked = Some(size);
            Some(ViewOrder {
                ticket: photo.ticket,
                whole,
                crop,
            })
        };
        missing.filter_map(order).collect()
    }

    /// The model's views, as the worker wants them.
    pub fn views(&self) -> Vec<Arc<Picture>> {
        let views = self.photos.iter().filter_map(|photo| photo.view.as_ref());
        views.map(|shown| Arc::clone(&shown.picture)).collect()
    }

    fn get_mut(&mut self, ticket: u64) -> Option<&mut Photo> {
        self.photos.iter_mut().find(|photo| photo.ticket == ticket)
    }
}

/// Whether a ticket is one of a photo.
pub fn is_photo(ticket: u64) -> bool {
    ticket >= FIRST_TICKET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_seen_at_the_models_size_and_told_again() {
        let mut photos = Photos::default();
        let whole = || {
            Some((
                Arc::new(Picture::filled(8, 6, [1; 3])),
                CropBox::whole(8, 6),
            ))
        };
        let ticket = photos.enter("mia".to_owned(), None, whole()).unwrap();
        assert!(
            photos.enter("mia".to_owned(), None, whole()).is_none(),
            "once is enough"
        );
        assert_eq!(photos.orders(64).len(), 1);
        assert!(photos.orders(64).is_empty());
        assert_eq!(photos.orders(128).len(), 1, "another size is another view");
        photos.viewed(ticket, Shown::new(Picture::filled(4, 4, [2; 3])));
        assert!(photos.untold && is_photo(ticket));
        photos.near_duplicates(&[0]);
        assert!(photos.iter().all(|photo| photo.near_duplicate));
        assert_eq!(photos.views().len(), 1);
    }
}
