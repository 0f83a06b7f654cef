//! From a path that was typed to the picture as the model sees it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::data;
use crate::domain::{CropBox, Fingerprint, Picture};
use crate::problem::Problem;

use super::args::CropChoice;
use super::output;

/// A picture at the model's size.
#[derive(Clone, Debug)]
pub struct View {
    /// The pixels.
    pub picture: Arc<Picture>,
    /// Under which the engine knows it.
    pub fingerprint: Fingerprint,
}

impl View {
    /// A picture that has the model's size already.
    pub fn new(picture: Picture) -> Self {
        Self {
            fingerprint: picture.fingerprint(),
            picture: Arc::new(picture),
        }
    }
}

/// A picture file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it lies.
    pub path: PathBuf,
    /// Whether a folder was named and not the file; then a broken file is left out instead of ending the command.
    pub by_folder: bool,
}

/// The picture files behind `path`: itself, or what the folder holds.
pub fn find(path: &Path) -> Result<Vec<Found>, Problem> {
    let found = data::expand(&[path.to_owned()]);
    if let Some(problem) = found.problems.first() {
        return Err(Problem::new(problem.to_string()));
    }
    if let Some(sentence) = found.truncation_sentence() {
        output::note(format!("{sentence}: {}", path.display()));
    }
    if found.pictures.is_empty() {
        let text = format!("This holds a model and no picture: {}", path.display());
        return Err(Problem::new(text));
    }
    let by_folder = path.is_dir();
    let named = |path| Found { path, by_folder };
    Ok(found.pictures.into_iter().map(named).collect())
}

/// Decodes the picture at `path` and cuts out what the model sees, `size` x `size`.
pub fn view(path: &Path, crop: Option<CropChoice>, size: usize) -> Result<View, Problem> {
    let decoded = data::decode_file(path).map_err(|error| Problem::new(error.to_string()))?;
    for note in &decoded.notes {
        output::note(format!("{note}: {}", path.display()));
    }
    let picture = decoded.picture;
    let crop = choose_crop(&picture, crop, size).ok_or_else(|| {
        let text = "No face was found; use --crop centre or --crop whole";
        Problem::new(format!("{text}: {}", path.display()))
    })?;
    Ok(View::new(data::model_view(&picture, crop, size)))
}

/// The part of a picture that a model of `size` sees; `None` when a face is wanted and there is none.
pub fn choose_crop(picture: &Picture, choice: Option<CropChoice>, size: usize) -> Option<CropBox> {
    let (width, height) = (picture.width(), picture.height());
    match choice {
        // What has the model's size was prepared for it, whatever it shows.
        None if (width, height) == (size, size) => Some(CropBox::whole(width, height)),
        None => Some(data::guess_crop(picture).crop),
        Some(CropChoice::Face) => data::face_crop(picture),
        Some(CropChoice::Centre) => Some(CropBox::centred_square(width, height)),
        Some(CropChoice::Whole) => Some(CropBox::whole(width, height)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crops_follow_the_choice() {
        let wide = Picture::filled(200, 100, [9; 3]);
        let centre = Some(CropBox::centred_square(200, 100));
        assert_eq!(choose_crop(&wide, None, 64), centre);
        assert_eq!(choose_crop(&wide, Some(CropChoice::Centre), 64), centre);
        assert_eq!(choose_crop(&wide, Some(CropChoice::Face), 64), None);
        let whole = Some(CropBox::whole(200, 100));
        assert_eq!(choose_crop(&wide, Some(CropChoice::Whole), 64), whole);
    }

    #[test]
    fn what_has_the_models_size_is_not_cropped_again() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/astronaut.jpg");
        let photo = data::decode_file(&file).unwrap().picture;
        let square = CropBox::centred_square(photo.width(), photo.height());
        let photo = data::model_view(&photo, square, 256);
        let whole = CropBox::whole(256, 256);
        assert_eq!(choose_crop(&photo, None, 256), Some(whole));
        let face = choose_crop(&photo, Some(CropChoice::Face), 256).unwrap();
        assert!(face.width < 256.0, "a face is found all the same: {face:?}");
    }
}
