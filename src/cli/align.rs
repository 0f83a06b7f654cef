//! `stargrid align`: faces brought to where the mean face has them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::checkpoint::mean_face::read_mean_face;
use crate::data;
use crate::domain::landmarks::{Landmarks, MEAN_SIDE};
use crate::domain::{CropBox, Picture};
use crate::engine::device::DeviceChoice;
use crate::engine::eye::Eye;
use crate::export::png;
use crate::problem::Problem;

use super::args::{Align, CropChoice};
use super::intake::{self, Found};
use super::{output, progress, session};

/// Aligns every picture to the mean face and writes it under its own name into the folder.
pub fn run(command: &Align, device: DeviceChoice) -> Result<(), Problem> {
    let compute = session::choose(device)?;
    let mut pictures = Vec::new();
    for path in &command.pictures {
        pictures.extend(intake::find(path)?);
    }
    let outs = outs(&pictures, &command.out)?;
    let eye = Eye::read(&command.fan, &compute.device)?;
    let mean = match &command.mean {
        Some(path) => read_mean_face(path).map_err(|error| Problem::new(error.to_string()))?,
        None => mean_of(&pictures, &eye, command)?,
    };
    std::fs::create_dir_all(&command.out).map_err(|error| {
        let text = format!("The folder could not be made ({error})");
        Problem::new(format!("{text}: {}", command.out.display()))
    })?;
    let bar = progress::bar("pictures", pictures.len());
    let mut written = 0;
    for (found, out) in pictures.iter().zip(&outs) {
        let aligned = aligned(&found.path, &eye, &mean, command);
        bar.inc(1);
        match aligned {
            Ok(picture) => {
                png::save(&picture, out).map_err(|error| Problem::new(error.to_string()))?;
                written += 1;
            }
            Err(problem) if found.by_folder => output::note(format!("left out: {problem}")),
            Err(problem) => return Err(problem),
        }
    }
    output::result(format!(
        "{written} of {} pictures aligned at {1} x {1} pixels: {2}",
        pictures.len(),
        command.size,
        command.out.display()
    ))
}

/// Where each picture goes; none over another, none over itself.
fn outs(pictures: &[Found], folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut taken = HashSet::new();
    let mut place = |found: &Found| {
        let name = found.path.file_stem().unwrap_or_default();
        let out = folder.join(name).with_extension("png");
        let same = std::fs::canonicalize(&out).ok();
        if same.is_some() && same == std::fs::canonicalize(&found.path).ok() {
            let text = "The aligned picture would replace the picture itself; choose another folder with -o";
            return Err(Problem::new(format!("{text}: {}", found.path.display())));
        }
        if !taken.insert(out.clone()) {
            let text =
                "Two pictures would be written to the same file; align them into two folders";
            return Err(Problem::new(format!("{text}: {}", out.display())));
        }
        Ok(out)
    };
    pictures.iter().map(&mut place).collect()
}

fn aligned(path: &Path, eye: &Eye, mean: &Landmarks, command: &Align) -> Result<Picture, Problem> {
    let (picture, crop) = read(path, command.crop)?;
    let aligned = eye.align(&picture, crop, mean, command.size);
    aligned.map_err(|problem| Problem::new(format!("{problem}: {}", path.display())))
}

/// The mean face of the pictures themselves, in the frame of a mean face.
fn mean_of(pictures: &[Found], eye: &Eye, command: &Align) -> Result<Landmarks, Problem> {
    let mut faces = Vec::new();
    for found in pictures {
        match read(&found.path, command.crop) {
            Ok((picture, crop)) => {
                faces.push(eye.landmarks(&data::model_view(&picture, crop, MEAN_SIDE))?);
            }
            // Said again, and once, when it is to be aligned.
            Err(_) if found.by_folder => {}
            Err(problem) => return Err(problem),
        }
    }
    let none = || Problem::new("None of the pictures can be opened, so there is no mean face");
    Landmarks::mean_of(&faces).ok_or_else(none)
}

fn read(path: &Path, crop: Option<CropChoice>) -> Result<(Picture, CropBox), Problem> {
    let decoded = data::decode_file(path).map_err(|error| Problem::new(error.to_string()))?;
    for note in &decoded.notes {
        output::note(format!("{note}: {}", path.display()));
    }
    let crop = intake::choose_crop(&decoded.picture, crop, MEAN_SIDE).ok_or_else(|| {
        let text = "No face was found; use --crop centre or --crop whole";
        Problem::new(format!("{text}: {}", path.display()))
    })?;
    Ok((decoded.picture, crop))
}
