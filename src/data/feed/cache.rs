//! Decoded training pictures, so that a set that fits into memory is decoded once.
//!
//! Draws are even, so a picture that waits is worth as much as any other: when there is no more room nothing is exchanged.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::Picture;

/// A training picture: its domain and its place there.
pub type Place = (usize, usize);

/// Pictures up to a number of bytes.
pub struct Cache {
    room: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    pictures: HashMap<Place, Arc<Picture>>,
    bytes: usize,
}

impl Cache {
    /// An empty one for up to `room` bytes of pixels.
    pub fn new(room: usize) -> Self {
        Self {
            room,
            kept: Mutex::default(),
        }
    }

    /// The picture of `place`; `read` gives it when it is not here.
    pub fn get<E>(
        &self,
        place: Place,
        read: impl FnOnce() -> Result<Picture, E>,
    ) -> Result<Arc<Picture>, E> {
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(picture) = lock().pictures.get(&place) {
            return Ok(Arc::clone(picture));
        }
        // Not locked while reading: another thread may read the same, which costs time and nothing else.
        let picture = Arc::new(read()?);
        let mut kept = lock();
        let bytes = kept.bytes + picture.rgb().len();
        if bytes <= self.room && kept.pictures.insert(place, Arc::clone(&picture)).is_none() {
            kept.bytes = bytes;
        }
        Ok(picture)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("room", &self.room)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_what_fits() {
        let cache = Cache::new(30);
        let four = || Ok::<_, ()>(Picture::filled(2, 2, [1; 3]));
        let never = || Err("not kept");
        cache.get((0, 0), four).unwrap();
        cache.get((0, 1), four).unwrap();
        cache.get((0, 2), four).unwrap();
        assert!(cache.get((0, 0), never).is_ok());
        assert!(cache.get((0, 1), never).is_ok());
        assert_eq!(cache.get((0, 2), never), Err("not kept"));
    }
}
