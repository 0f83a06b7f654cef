//! Everything that is needed to make a result again: which model, which source, in which style. It rides in PNG files, lies in the
//! gallery's journal, and reads as a sentence that can be parsed back (`words` writes it, `parse` reads it).

mod names;
mod parse;
mod rebuild;
mod style;
mod tokens;
mod words;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::eye::{EditMap, MOST_STRENGTH};
use super::{CropBox, DomainSet, Fingerprint};

pub use parse::parse;
pub use rebuild::{Mix, mixed};
pub use words::Detail;

/// The version of the form below; a number that a newer program writes is refused, older ones are read.
pub const VERSION: u32 = 1;
/// Longest name in characters, most numbers of a latent or label vector, and deepest nesting of blends that are believed.
const LIMITS: (usize, usize, usize) = (1024, 4096, 24);
/// The fault of a name beyond that.
const LONG_NAME: &str = "a name that is too long";
/// Digits of a digest that a person is shown.
const SHORT_DIGEST: usize = 12;

/// A recipe cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecipeFault {
    /// Written by a later version.
    #[error(
        "the recipe has version {0}, and this program reads up to {VERSION}: open it with a newer Stargrid"
    )]
    Newer(u32),
    /// The form is wrong.
    #[error("the recipe cannot be read: {0}")]
    Form(String),
    /// A value that no result was ever made with.
    #[error("the recipe holds {0}")]
    Value(&'static str),
}

/// How one result came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// [`VERSION`] when it was written.
    pub version: u32,
    /// The program that wrote it, as in `Stargrid 0.1.0`; empty when it was typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub program: String,
    /// When, in seconds since 1970 (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u64>,
    /// What computed it: "CPU, full precision". Other devices round otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub computed: String,
    /// The model; none when a text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelRecipe>,
    /// The picture that was translated.
    pub source: PictureRecipe,
    /// What it was translated to.
    pub style: StyleRecipe,
    /// What was changed about the model's eye; none when nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eye: Option<EyeRecipe>,
    /// Where the sliders of a mix stood; what they give is in `style`. None for other styles, and when it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sliders: Option<SliderRecipe>,
}

/// The sliders behind a mix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SliderRecipe {
    /// How far references lie from their branch's mean style: 1 in full.
    pub strength: f32,
    /// The weight of each part; empty for one style alone.
    pub weights: Vec<f64>,
}

/// A model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelRecipe {
    /// Its name for people.
    pub name: String,
    /// Where it was.
    pub place: ModelPlace,
    /// BLAKE3 of its weights in hexadecimal, or the beginning of it; empty when unknown.
    pub digest: String,
    /// Side of its pictures in pixels; 0 when unknown.
    pub side: usize,
    /// The names of its domains, in the order of its heads, as the person had them.
    pub domains: Vec<String>,
}

/// Where a model was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelPlace {
    /// Inside the program.
    Demo,
    /// In a file.
    File(String),
    /// In a running training: nowhere any more.
    Passing,
    /// Not said.
    #[default]
    Unknown,
}

/// A picture that went into a result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureRecipe {
    /// Its file name, or what made it.
    pub name: String,
    /// Where it was.
    pub place: PicturePlace,
    /// [`Fingerprint`] of the pixels at the model's size in hexadecimal, or the beginning of it; empty when unknown.
    pub pixels: String,
    /// What was cut out of the upright picture; none when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crop: Option<CropBox>,
    /// Whether its face was brought to where the mean face has it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub aligned: bool,
}

/// Where a picture was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PicturePlace {
    /// One of the program's own, by its place.
    Demo(usize),
    /// In a file.
    File(String),
    /// Pasted, or itself a result.
    #[default]
    Memory,
}

/// What a result was translated to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StyleRecipe {
    /// In the style of a picture.
    Reference {
        /// The picture.
        picture: PictureRecipe,
        /// The branch.
        branch: BranchRecipe,
    },
    /// In the style of a latent.
    Latent {
        /// The seed it started from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seed: Option<u64>,
        /// Its numbers, unless they are the seed's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        z: Option<Vec<f32>>,
        /// The branch.
        branch: BranchRecipe,
        /// Truncation: 1 none, 0 the mean style.
        psi: f32,
    },
    /// In the mean style of a branch.
    Mean {
        /// The branch.
        branch: BranchRecipe,
    },
    /// To other labels.
    Labels(LabelRecipe),
    /// Between two styles; several are blends of blends.
    Blend {
        /// The style at weight 0.
        from: Box<StyleRecipe>,
        /// The style at weight 1.
        to: Box<StyleRecipe>,
        /// Position between them.
        weight: f32,
    },
}

/// A branch of a model, by name; the number decides when the model is the same and its domains were renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRecipe {
    /// The domain's name.
    pub name: String,
    /// Its place among the model's domains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
}

/// What a label system was asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelRecipe {
    /// The set of labels, by name; empty when the model has only one.
    pub set: String,
    /// Whether the labels are classes, of which a picture has one.
    pub classes: bool,
    /// The labels that were switched, and whether each was to hold.
    pub switched: Vec<(String, bool)>,
    /// The labels of that set that the source has itself; none when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<Vec<String>>,
    /// The set whose mask it was under, when that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mask: Option<String>,
    /// Position between the source's labels (0) and the others (1).
    pub strength: f32,
    /// The vectors at strength 0 and 1; empty when it was typed.
    pub vectors: [Vec<f32>; 2],
}

/// What was changed about the model's eye.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EyeRecipe {
    /// Factor on the masks.
    pub strength: f32,
    /// Painting over them.
    #[serde(default)]
    pub painted: EditMap,
}

impl Recipe {
    /// A recipe of this source and style, written now by nobody: program, time, model and eye are to be filled in.
    pub fn new(source: PictureRecipe, style: StyleRecipe) -> Self {
        Self {
            version: VERSION,
            program: String::new(),
            time: None,
            computed: String::new(),
            model: None,
            source,
            style,
            eye: None,
            sliders: None,
        }
    }

    /// How the result came about, for people: weights and strengths rounded, no crops or digests.
    pub fn sentence(&self) -> String {
        words::write(self, Detail::Short)
    }

    /// The same in full: [`parse`] makes the recipe of it again (without program, time and places).
    pub fn text(&self) -> String {
        words::write(self, Detail::Exact)
    }

    /// The pictures that went into it, each once, the source first.
    pub fn pictures(&self) -> Vec<&PictureRecipe> {
        let mut found = vec![&self.source];
        self.style.pictures(&mut found);
        let mut pictures: Vec<&PictureRecipe> = Vec::with_capacity(found.len());
        for picture in found {
            if !pictures.contains(&picture) {
                pictures.push(picture);
            }
        }
        pictures
    }

    /// The pictures of the style alone, each once.
    pub fn style_pictures(&self) -> Vec<&PictureRecipe> {
        let mut found = Vec::new();
        self.style.pictures(&mut found);
        found.dedup();
        found
    }

    /// The same without the folders it speaks of: for a file that is given away. Names and digests stay.
    pub fn without_places(mut self) -> Self {
        let hide = |picture: &mut PictureRecipe| {
            if matches!(picture.place, PicturePlace::File(_)) {
                picture.place = PicturePlace::Memory;
            }
        };
        hide(&mut self.source);
        self.style.change_pictures(&hide);
        if let Some(model) = &mut self.model
            && matches!(model.place, ModelPlace::File(_))
        {
            model.place = ModelPlace::Unknown;
        }
        self
    }

    /// Whether both make the same picture: everything but program, time, device and places.
    pub fn makes_the_same(&self, other: &Self) -> bool {
        self.text() == other.text()
    }

    /// Reads the JSON that rides in a PNG.
    ///
    /// # Errors
    /// When it is no recipe, a newer one, or holds what no result was made with.
    pub fn from_json(json: &str) -> Result<Self, RecipeFault> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let form = |error: serde_json::Error| RecipeFault::Form(error.to_string());
        let Head { version } = serde_json::from_str(json).map_err(form)?;
        if version > VERSION {
            return Err(RecipeFault::Newer(version));
        }
        let recipe: Self = serde_json::from_str(json).map_err(form)?;
        recipe.check()?;
        Ok(recipe)
    }

    /// Refuses what no result was made with; for recipes from outside.
    ///
    /// # Errors
    /// The first such thing.
    pub fn check(&self) -> Result<(), RecipeFault> {
        let wrong = |what| Err(RecipeFault::Value(what));
        let model = self.model.as_ref();
        let names = model.into_iter().flat_map(|model| &model.domains);
        let mut names = names.chain(model.map(|model| &model.name));
        if !names.all(|name| is_short(name)) {
            return wrong(LONG_NAME);
        }
        let strengths = 0.0..=MOST_STRENGTH;
        if let Some(eye) = &self.eye
            && !strengths.contains(&eye.strength)
        {
            return wrong("a strength of the masks that is out of range");
        }
        if let Some(SliderRecipe { strength, weights }) = &self.sliders
            && !(strength.is_finite() && weights.iter().all(|weight| weight.is_finite()))
        {
            return wrong("sliders that stand nowhere");
        }
        self.source.check()?;
        self.style.check(0)
    }
}

fn is_short(name: &str) -> bool {
    name.chars().count() <= LIMITS.0
}

impl PictureRecipe {
    /// Whether these pixels are the picture's, as far as the recipe says.
    pub fn is(&self, pixels: Fingerprint) -> bool {
        !self.pixels.is_empty() && pixels.hex().starts_with(&self.pixels)
    }

    fn check(&self) -> Result<(), RecipeFault> {
        if !is_short(&self.name) {
            return Err(RecipeFault::Value(LONG_NAME));
        }
        if self.crop.is_some_and(|crop| !crop.is_sound()) {
            return Err(RecipeFault::Value("a crop that is in no picture"));
        }
        Ok(())
    }
}

impl ModelRecipe {
    /// Whether a model with this digest is the one, as far as the recipe says.
    pub fn is(&self, digest: &str) -> bool {
        !self.digest.is_empty() && digest.starts_with(&self.digest)
    }
}

impl BranchRecipe {
    /// The branch of a model: by name, or else by number. With `same`, the model is the one of the recipe and the number counts first.
    pub fn find(&self, domains: &DomainSet, same: bool) -> Option<usize> {
        let index = self.index.filter(|index| *index < domains.len());
        let named = domains.named(&self.name);
        if same {
            index.or(named)
        } else {
            named.or(index)
        }
    }
}

#[cfg(test)]
mod tests;
