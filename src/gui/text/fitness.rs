//! How well a photo suits a model, in words.

use crate::data::fitness::{Finding, Grade};

/// The headline of a grade.
pub fn headline(grade: Grade) -> &'static str {
    match grade {
        Grade::Good => "Suits this model",
        Grade::Fair => "May come out less well",
        Grade::Poor => "May come out badly",
    }
}

/// What the light is about.
pub const HINT: &str = "Measured on the picture as the model sees it: size, sharpness, light and, for models of faces, where the face is. It warns, it never refuses.";
/// While a picture is being looked over.
pub const LOOKING: &str = "Looking it over…";
/// The crop around the face.
pub const FACE: (&str, &str) = (
    "Crop to the face",
    "Looks for the clearest face and crops around it",
);
/// The largest square.
pub const WHOLE: (&str, &str) = (
    "Largest square",
    "Uses as much of the picture as a square can hold",
);
/// The first crop.
pub const GUESS: (&str, &str) = (
    "As guessed",
    "The crop that was guessed when the picture came in",
);
/// No face for the crop.
pub const NO_FACE: &str = "No face was found in the whole picture; the crop stays";

/// Why a result may come out badly.
pub fn reason(finding: Finding) -> String {
    match finding {
        Finding::Enlarged(side, size) => format!(
            "The crop is {side} pixels wide, the model wants {size}: it is enlarged, and fine detail is missing"
        ),
        Finding::Squeezed => "The crop is not square: the model sees it squeezed".to_owned(),
        Finding::CutOff => "It is long, and a square leaves much of it out".to_owned(),
        Finding::Blurred(factor) => format!("Blurred: {factor:.0} times softer than usual"),
        Finding::Dark(percent) => format!("Dark: mean brightness {percent} %"),
        Finding::Bright(percent) => format!("Very bright: mean brightness {percent} %"),
        Finding::Flat => "Hardly any contrast".to_owned(),
        Finding::NoFace => {
            "No face was found, and this model knows faces seen from the front".to_owned()
        }
        Finding::SmallFace(percent) => {
            format!("The face takes {percent} % of the crop's side; closer is better")
        }
        Finding::LargeFace(percent) => {
            format!("The face takes {percent} % of the crop's side; some space around it is better")
        }
        Finding::OffCentre => "The face is far from the middle".to_owned(),
    }
}

/// Whether another crop may help.
pub fn crop_helps(finding: Finding) -> bool {
    match finding {
        Finding::Blurred(_) | Finding::Dark(_) | Finding::Bright(_) | Finding::Flat => false,
        Finding::Enlarged(..)
        | Finding::Squeezed
        | Finding::CutOff
        | Finding::NoFace
        | Finding::SmallFace(_)
        | Finding::LargeFace(_)
        | Finding::OffCentre => true,
    }
}
