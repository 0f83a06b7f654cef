//! The pictures of a taste test, by domain: held-out ones of a data set, or those that are open in Explore.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::compare::messages::Input;
use super::messages::{OpenPicture, TastePictures};
use crate::data::dataset::{self, DataError, DataRoot, Item};
use crate::domain::CropBox;
use crate::problem::Problem;
use crate::runs::tastes::{Place, TasteData};
use crate::train::config::DataOptions;

/// Told how far a search is; `false` ends it.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// A picture that can be had.
#[derive(Clone, Debug)]
pub enum Subject {
    /// One of a data set.
    Item(Item),
    /// One that is open.
    Open(Box<OpenPicture>),
}

/// Pictures of one domain.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, where it is known.
    pub domain: Option<String>,
    /// The pictures, at least one.
    pub pictures: Vec<Subject>,
}

/// What a session draws its pictures from.
#[derive(Clone, Debug)]
pub struct Material {
    /// Sources.
    pub sources: Vec<Group>,
    /// References.
    pub references: Vec<Group>,
    /// Where they lie, and their hash.
    pub data: TasteData,
}

impl Subject {
    /// Its file's name.
    pub fn name(&self) -> String {
        match self {
            Self::Item(Item::File(path)) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                name.to_string_lossy().into_owned()
            }
            Self::Item(Item::Bundled(at)) => format!("creature {at}"),
            Self::Open(open) => open.input.name.clone(),
        }
    }

    /// Its pixels: of a data set's picture the largest centred square counts.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn input(&self) -> Result<Input, Problem> {
        let item = match self {
            Self::Open(open) => return Ok(open.input.clone()),
            Self::Item(item) => item,
        };
        let picture = item
            .read()
            .map_err(|error| Problem::new(error.to_string()))?;
        let square = CropBox::centred_square(picture.width(), picture.height());
        let picture = Arc::new(picture);
        Ok(Input {
            name: self.name(),
            view: Arc::clone(&picture),
            whole: Some((picture, square)),
        })
    }
}

impl Material {
    /// Looks through the pictures; `None` when `progress` ended it.
    ///
    /// # Errors
    /// When there is nothing to translate.
    pub fn find(pictures: &TastePictures, progress: Progress<'_>) -> Result<Option<Self>, Problem> {
        let found = match pictures {
            TastePictures::Set(root) => match of_set(root, progress) {
                Err(DataError::Cancelled) => return Ok(None),
                found => found.map_err(|error| Problem::new(error.to_string()))?,
            },
            TastePictures::Open {
                sources,
                references,
            } => of_open(sources, references),
        };
        if found.sources.is_empty() {
            return Err(Problem::new("There are no pictures to translate")
                .hint("Open sources in Explore, or choose a folder of pictures"));
        }
        Ok(Some(found))
    }
}

fn of_set(root: &DataRoot, progress: Progress<'_>) -> Result<Material, DataError> {
    let (set, _) = dataset::scan(root, DataOptions::default().val_share, progress)?;
    let both = set.val.into_iter().zip(set.train);
    // A domain so small that nothing of it was held out shows what there is.
    let items = both.map(|(val, train)| if val.is_empty() { train } else { val });
    let groups: Vec<Group> = set
        .domains
        .names()
        .iter()
        .zip(items)
        .filter(|(_, items)| !items.is_empty())
        .map(|(name, items)| Group {
            domain: Some(name.clone()),
            pictures: items.into_iter().map(Subject::Item).collect(),
        })
        .collect();
    Ok(Material {
        sources: groups.clone(),
        references: groups,
        data: TasteData {
            place: place_of(root),
            fingerprint: set.fingerprint,
        },
    })
}

/// How a data set is written down; of a name that is not text what can be read of it.
fn place_of(root: &DataRoot) -> Place {
    match root {
        DataRoot::Bundled => Place::Bundled,
        DataRoot::Folder(path) => Place::Folder(path.to_string_lossy().as_ref().into()),
    }
}

fn of_open(sources: &[OpenPicture], references: &[OpenPicture]) -> Material {
    let mut hash: u128 = 0;
    for open in sources.iter().chain(references) {
        hash = hash.rotate_left(5) ^ open.input.view.fingerprint().0;
    }
    Material {
        sources: grouped(sources),
        references: grouped(references),
        data: TasteData {
            place: Place::Open,
            fingerprint: format!("{hash:032x}"),
        },
    }
}

fn grouped(pictures: &[OpenPicture]) -> Vec<Group> {
    let mut groups: BTreeMap<Option<String>, Vec<Subject>> = BTreeMap::new();
    for open in pictures {
        let group = groups.entry(open.domain.clone()).or_default();
        group.push(Subject::Open(Box::new(open.clone())));
    }
    let group = |(domain, pictures)| Group { domain, pictures };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Picture;

    fn open(name: &str, domain: Option<&str>, shade: u8) -> OpenPicture {
        OpenPicture {
            domain: domain.map(str::to_owned),
            input: Input {
                name: name.to_owned(),
                view: Arc::new(Picture::filled(8, 8, [shade; 3])),
                whole: None,
            },
        }
    }

    #[test]
    fn open_pictures_are_grouped_by_their_folders_and_hashed() {
        let find = |sources: Vec<OpenPicture>| {
            let pictures = TastePictures::Open {
                sources,
                references: vec![open("r", Some("dog"), 9)],
            };
            Material::find(&pictures, &|_, _| true)
        };
        let some = vec![
            open("a", Some("cat"), 1),
            open("b", None, 2),
            open("c", Some("cat"), 3),
        ];
        let found = find(some.clone()).unwrap().unwrap();
        let names = |group: &Group| group.pictures.iter().map(Subject::name).collect::<Vec<_>>();
        assert_eq!(names(&found.sources[0]), ["b"]);
        assert_eq!(names(&found.sources[1]), ["a", "c"]);
        assert_eq!(names(&found.references[0]), ["r"]);
        let fewer = find(some[..2].to_vec()).unwrap().unwrap();
        assert_ne!(found.data.fingerprint, fewer.data.fingerprint);
        assert!(find(Vec::new()).is_err());
    }

    #[test]
    fn the_bundled_creatures_show_what_was_held_out_and_a_search_can_be_ended() {
        let set = TastePictures::Set(DataRoot::Bundled);
        let found = Material::find(&set, &|_, _| true).unwrap().unwrap();
        assert_eq!(found.sources.len(), 5);
        assert!(found.sources.iter().all(|group| group.pictures.len() == 24));
        assert_eq!(found.data.place, Place::Bundled);
        let input = found.sources[0].pictures[0].input().unwrap();
        assert_eq!(input.view.width(), 64);
        assert!(Material::find(&set, &|_, _| false).unwrap().is_none());
    }
}
