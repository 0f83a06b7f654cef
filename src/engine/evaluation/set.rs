//! The pictures of an evaluation: held-out ones that are translated, and training ones that outputs are compared with; read one at a time.

use std::path::Path;

use crate::data::dataset::{DataReport, Dataset, Item, Split};
use crate::data::{self, DataRoot};
use crate::domain::{CropBox, DomainSet, Picture};
use crate::evaluation::protocol::OFFICIAL_BATCH;
use crate::evaluation::report::DataFacts;
use crate::model::config::ModelConfig;
use crate::problem::Problem;

/// Fewest pictures of a domain, real or translated, whose distance has a standard error.
const FEWEST: usize = 3;

/// A domain.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// The model's branch of it.
    pub branch: usize,
    /// Held-out pictures: sources, and references when it is the target.
    pub sources: Vec<Item>,
    /// Training pictures.
    pub real: Vec<Item>,
}

/// What a model is evaluated on.
#[derive(Clone, Debug)]
pub struct EvaluationSet {
    /// The domains that data and model share, in the model's order.
    pub domains: Vec<Domain>,
    /// Whether they are the bundled creatures.
    pub is_bundled: bool,
    /// Which pictures.
    pub facts: DataFacts,
    /// What a person should know.
    pub notes: Vec<String>,
}

impl EvaluationSet {
    /// The pictures of `dataset` that `model` has branches for; of each domain at most `most` held-out ones, spread evenly.
    ///
    /// # Errors
    /// When fewer than two domains are left, or one of them has too few pictures.
    pub fn new(
        dataset: &Dataset,
        report: &DataReport,
        model: &ModelConfig,
        most: Option<usize>,
    ) -> Result<Self, Problem> {
        let mut notes = unreadable(report);
        let mut domains = Vec::new();
        let is_bundled = dataset.root == DataRoot::Bundled;
        let (pairs, words) = shared(&dataset.domains, &model.domains, is_bundled);
        notes.extend(words);
        for (branch, at) in pairs {
            let val = &dataset.val[at];
            domains.push(Domain {
                name: dataset.domains.name(at),
                branch,
                sources: spread(val, most.unwrap_or(usize::MAX)),
                real: dataset.train[at].clone(),
            });
        }
        refuse_few(&domains, &dataset.domains, &model.domains)?;
        let few = domains
            .iter()
            .find(|domain| domain.sources.len() < OFFICIAL_BATCH && most.is_none());
        if let Some(few) = few {
            notes.push(format!(
                "{} has {} held-out pictures; the protocol asks for {OFFICIAL_BATCH} at least, so batches of references are smaller",
                few.name,
                few.sources.len()
            ));
        }
        Ok(Self {
            domains,
            is_bundled,
            facts: DataFacts {
                name: name_of(&dataset.root),
                fingerprint: dataset.fingerprint.clone(),
                own_split: report.split == Split::Folders,
            },
            notes,
        })
    }

    /// Names of the domains, in order.
    pub fn names(&self) -> Vec<String> {
        self.domains.iter().map(|each| each.name.clone()).collect()
    }
}

/// A picture squeezed to `side` x `side`, as the official loader does.
///
/// # Errors
/// When it can no longer be read.
pub fn view(item: &Item, side: usize) -> Result<Picture, String> {
    let picture = item.read().map_err(|error| error.to_string())?;
    let whole = CropBox::whole(picture.width(), picture.height());
    Ok(data::model_view(&picture, whole, side))
}

/// What a picture is called: its file's name, or its place in the bundled set.
pub fn item_name(item: &Item) -> String {
    match item {
        Item::File(path) => file_name(path),
        Item::Bundled(place) => format!("bundled {place}"),
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn name_of(root: &DataRoot) -> String {
    match root {
        DataRoot::Bundled => "bundled creatures".to_owned(),
        DataRoot::Folder(folder) => file_name(folder),
    }
}

fn unreadable(report: &DataReport) -> Vec<String> {
    let first = report.unreadable.first();
    let sentence = first.map(|(path, why)| {
        let count = report.unreadable.len();
        let (files, were) = if count == 1 {
            ("file", "was")
        } else {
            ("files", "were")
        };
        format!(
            "{count} {files} could not be read and {were} left out; the first: {} ({why})",
            file_name(path)
        )
    });
    sentence.into_iter().collect()
}

/// Branches of the model with the places of the data's domains: by name, or in order when the model's have no names and there are as many.
///
/// The bundled creatures have a kind that was held back from the demo model on purpose, so there is nothing to tell of one that is left over.
fn shared(
    data: &DomainSet,
    model: &DomainSet,
    is_bundled: bool,
) -> (Vec<(usize, usize)>, Vec<String>) {
    let mut notes = Vec::new();
    if *model == DomainSet::unnamed(model.len()) && model.len() == data.len() && model != data {
        notes.push(format!(
            "The model's domains have no names; they were taken in the order of the folders: {}",
            data.names().join(", ")
        ));
        return ((0..model.len()).map(|at| (at, at)).collect(), notes);
    }
    let named = model.names().iter().enumerate();
    let shared: Vec<(usize, usize)> = named
        .filter_map(|(branch, name)| Some((branch, data.named(name)?)))
        .collect();
    let left = |place: &usize| !shared.iter().any(|(_, at)| at == place);
    let unused: Vec<String> = (0..data.len())
        .filter(left)
        .map(|at| data.name(at))
        .collect();
    if !unused.is_empty() && !shared.is_empty() && !is_bundled {
        notes.push(format!("The model has no branch for {}", unused.join(", ")));
    }
    let without: Vec<String> = (0..model.len())
        .filter(|branch| !shared.iter().any(|(at, _)| at == branch))
        .map(|branch| model.name(branch))
        .collect();
    if !without.is_empty() && !shared.is_empty() {
        notes.push(format!(
            "The data has no pictures for {}",
            without.join(", ")
        ));
    }
    (shared, notes)
}

fn refuse_few(domains: &[Domain], data: &DomainSet, model: &DomainSet) -> Result<(), Problem> {
    if domains.len() < 2 {
        return Err(Problem::new(format!(
            "Model and data need two domains of the same name at least; the model has {}, the data {}",
            model.names().join(", "),
            data.names().join(", ")
        ))
        .hint("Name the folders after the model's domains, or the model's domains with stargrid import --domains."));
    }
    for domain in domains {
        for (items, what) in [(&domain.sources, "held-out"), (&domain.real, "training")] {
            if items.len() < FEWEST {
                return Err(Problem::new(format!(
                    "The domain {} has {} {what} pictures that can be read; {FEWEST} are needed at least",
                    domain.name,
                    items.len()
                ))
                .hint("Add pictures to its folder, or leave the domain out."));
            }
        }
    }
    Ok(())
}

/// At most `most` of `items`, spread evenly.
fn spread(items: &[Item], most: usize) -> Vec<Item> {
    if items.len() <= most {
        return items.to_vec();
    }
    (0..most)
        .map(|at| items[at * items.len() / most].clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_meet_folders_by_name_or_in_order() {
        let data = DomainSet::new(["cat", "dog", "fox"]);
        let model = DomainSet::new(["wolf", "dog", "cat"]);
        let (pairs, notes) = shared(&data, &model, false);
        assert_eq!(pairs, [(1, 1), (2, 0)]);
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(
            notes[0].contains("fox") && notes[1].contains("wolf"),
            "{notes:?}"
        );
        let (_, of_the_bundled) = shared(&data, &model, true);
        assert_eq!(of_the_bundled, notes[1..]);
        let (in_order, notes) = shared(&data, &DomainSet::unnamed(3), false);
        assert_eq!(in_order, [(0, 0), (1, 1), (2, 2)]);
        assert!(notes[0].contains("in the order"), "{notes:?}");
    }

    #[test]
    fn a_few_are_spread_over_all() {
        let items: Vec<Item> = (0..10).map(Item::Bundled).collect();
        let few = spread(&items, 3);
        assert_eq!(few, [0, 3, 6].map(Item::Bundled));
        assert_eq!(spread(&items, 20).len(), 10);
    }

    #[test]
    fn one_shared_domain_or_an_empty_one_is_refused() {
        let set = DomainSet::new(["cat", "dog"]);
        let domain = |name: &str, count: usize| Domain {
            name: name.to_owned(),
            branch: 0,
            sources: (0..count).map(Item::Bundled).collect(),
            real: (0..5).map(Item::Bundled).collect(),
        };
        let alone = refuse_few(&[domain("cat", 5)], &set, &set).unwrap_err();
        assert!(alone.to_string().contains("two domains"), "{alone}");
        let empty = refuse_few(&[domain("cat", 5), domain("dog", 0)], &set, &set).unwrap_err();
        assert!(empty.to_string().contains("dog has 0 held-out"), "{empty}");
        assert!(refuse_few(&[domain("cat", 3), domain("dog", 3)], &set, &set).is_ok());
    }
}
