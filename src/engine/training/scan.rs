//! Data that was looked through: once for the report, the estimate and the run.

use std::sync::Arc;

use super::material::Material;
use crate::data::dataset::{self, DataError, LabelledSet, labelled};
use crate::data::{DataReport, DataRoot, Dataset};
use crate::domain::{DomainSet, Picture};
use crate::problem::Problem;
use crate::train::TrainConfig;
use crate::train::config::{DataOptions, JointData};

/// A data set with what there is to say about it.
#[derive(Clone, Debug)]
pub struct Scan {
    /// What it was looked through for.
    pub wanted: Wanted,
    /// What can be drawn from.
    pub found: Found,
    /// What a person should know.
    pub report: DataReport,
}

/// What decides a scan.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Where the pictures lie.
    pub root: DataRoot,
    /// The share to hold out, where the folder is not divided itself.
    pub val_share: f32,
    /// For a label system: the attributes of the first set, and the sets beside it.
    pub labels: Option<(Vec<String>, Vec<JointData>)>,
}

/// What a scan found: pictures by domain, or a first set with attributes; and the sets beside it.
#[derive(Clone, Debug)]
pub struct Found {
    first: First,
    joint: Vec<Arc<LabelledSet>>,
}

#[derive(Clone, Debug)]
enum First {
    Domains(Arc<Dataset>),
    Attributes(Arc<LabelledSet>),
}

/// Looks through the data of a run; it is told how, so that a scan that is at hand can be used again.
pub type Look<'a> = &'a mut dyn FnMut(&TrainConfig) -> Result<Scan, Problem>;

/// Where the pictures of a run lie.
pub fn root_of(options: &DataOptions) -> DataRoot {
    match &options.root {
        Some(folder) => DataRoot::Folder(folder.clone()),
        None => DataRoot::Bundled,
    }
}

impl Wanted {
    /// What a run needs.
    pub fn of(config: &TrainConfig) -> Self {
        let data = &config.data;
        let labels = config.model.system.takes_labels();
        Self {
            root: root_of(data),
            val_share: data.val_share,
            labels: labels.then(|| (data.attributes.clone(), data.joint.clone())),
        }
    }
}

impl Scan {
    /// Looks through the pictures; `progress(done, all)` may stop it by giving `false`.
    ///
    /// # Errors
    /// When there is nothing to train on, or the search was stopped.
    pub fn look(
        wanted: &Wanted,
        progress: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Self, DataError> {
        let share = wanted.val_share;
        let has_list =
            matches!(&wanted.root, DataRoot::Folder(root) if dataset::has_attributes(root));
        let (first, mut report) = match &wanted.labels {
            Some((attributes, _)) if has_list || !attributes.is_empty() => {
                let (set, report) = labelled::scan(&wanted.root, attributes, share, progress)?;
                (First::Attributes(Arc::new(set)), report)
            }
            _ => {
                let (dataset, report) = dataset::scan(&wanted.root, share, progress)?;
                (First::Domains(Arc::new(dataset)), report)
            }
        };
        let mut joint = Vec::new();
        for more in wanted.labels.iter().flat_map(|(_, joint)| joint) {
            let root = DataRoot::Folder(more.root.clone());
            let (set, more) = labelled::scan(&root, &more.attributes, share, progress)?;
            joint.push(Arc::new(set));
            report.domains.extend(more.domains);
            report.sets.extend(more.sets);
            report.unreadable.extend(more.unreadable);
            report.duplicates += more.duplicates;
            report.warnings.extend(more.warnings);
        }
        Ok(Self {
            wanted: wanted.clone(),
            found: Found { first, joint },
            report,
        })
    }

    /// Whether it is the data that a run needs.
    pub fn fits(&self, wanted: &Wanted) -> bool {
        self.wanted == *wanted
    }

    /// What the run learns from, its domains or labels in the order that it asks for.
    ///
    /// # Errors
    /// When the data has others than those.
    pub fn material(&self, wanted: &[String]) -> Result<Material, Problem> {
        if self.wanted.labels.is_none() {
            return match &self.found.first {
                First::Domains(dataset) => self.in_order(dataset, wanted).map(Material::Domains),
                First::Attributes(_) => Err(Problem::new("This data has labels, but no domains")),
            };
        }
        let first = match &self.found.first {
            First::Attributes(set) => Arc::clone(set),
            First::Domains(dataset) => {
                // Beside other sets the names may be longer, to tell equal ones apart, so the order is the data's own.
                let alone = self.found.joint.is_empty();
                let dataset = self.in_order(dataset, if alone { wanted } else { &[] })?;
                Arc::new(LabelledSet::of_classes(&dataset))
            }
        };
        let sets = std::iter::once(first).chain(self.found.joint.iter().cloned());
        let material = Material::Labels(sets.collect());
        let found = material.space().names();
        if wanted.is_empty() || wanted == found {
            Ok(material)
        } else {
            Err(self.others(wanted, &found))
        }
    }

    /// Whether a picture is like one of the training pictures.
    pub fn has_near_duplicate(&self, picture: &Picture) -> bool {
        let joint = &self.found.joint;
        let first = match &self.found.first {
            First::Domains(dataset) => dataset.has_near_duplicate(picture),
            First::Attributes(set) => set.has_near_duplicate(picture),
        };
        first || joint.iter().any(|set| set.has_near_duplicate(picture))
    }

    /// Training pictures by name of domain or label.
    pub fn counts(&self) -> Vec<(String, usize)> {
        let domains = self.report.domains.iter();
        domains
            .map(|domain| (domain.name.clone(), domain.train))
            .collect()
    }

    /// The data with its domains in the order that a run asks for; its own order when `wanted` is empty. Of the bundled creatures, which
    /// never change, a run may ask for some only.
    ///
    /// # Errors
    /// When the data has other domains than those.
    fn in_order(&self, all: &Arc<Dataset>, wanted: &[String]) -> Result<Arc<Dataset>, Problem> {
        let found = all.domains.names();
        if wanted.is_empty() || wanted == found {
            return Ok(Arc::clone(all));
        }
        let place = |name: &String| found.iter().position(|other| other == name);
        let places: Option<Vec<usize>> = wanted.iter().map(place).collect();
        match places {
            Some(places) if places.len() == found.len() || self.is_bundled() => {
                let mut dataset = Dataset::clone(all);
                dataset.domains = DomainSet::new(wanted.iter().cloned());
                dataset.train = rearranged(&all.train, &places);
                dataset.val = rearranged(&all.val, &places);
                Ok(Arc::new(dataset))
            }
            _ => Err(self.others(wanted, found)),
        }
    }

    fn is_bundled(&self) -> bool {
        self.wanted.root == DataRoot::Bundled
    }

    fn others(&self, wanted: &[String], found: &[String]) -> Problem {
        let place = match &self.wanted.root {
            DataRoot::Folder(folder) => format!(": {}", folder.display()),
            DataRoot::Bundled => String::new(),
        };
        Problem::new(format!(
            "The run's domains are {}, but the data has {}; give it the same folders, or begin another run{place}",
            wanted.join(", "),
            found.join(", "),
        ))
    }
}

fn rearranged<T: Clone>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|&place| values[place].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::dataset::{Item, Split};
    use crate::model::system::System;

    fn scan(names: [&str; 3]) -> Scan {
        let items = |domain: usize| vec![Item::Bundled(domain)];
        Scan {
            wanted: Wanted::of(&TrainConfig::default()),
            found: Found {
                first: First::Domains(Arc::new(Dataset {
                    root: DataRoot::Bundled,
                    domains: DomainSet::new(names),
                    train: (0..3).map(items).collect(),
                    val: (3..6).map(items).collect(),
                    looks: Vec::new(),
                    fingerprint: "f".to_owned(),
                })),
                joint: Vec::new(),
            },
            report: DataReport {
                root: DataRoot::Bundled,
                split: Split::Automatic,
                domains: Vec::new(),
                sets: Vec::new(),
                unreadable: Vec::new(),
                duplicates: 0,
                warnings: Vec::new(),
            },
        }
    }

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn domains(scan: &Scan, wanted: &str) -> Result<Arc<Dataset>, Problem> {
        match scan.material(&names(wanted))? {
            Material::Domains(dataset) => Ok(dataset),
            Material::Labels(_) => panic!("no labels were asked for"),
        }
    }

    #[test]
    fn the_order_of_the_run_counts() {
        let scan = scan(["cat", "dog", "wild"]);
        let found = domains(&scan, "wild cat dog").unwrap();
        assert_eq!(found.domains.names(), ["wild", "cat", "dog"]);
        let place = |item: usize| vec![Item::Bundled(item)];
        assert_eq!(found.train, [place(2), place(0), place(1)]);
        assert_eq!(found.val, [place(5), place(3), place(4)]);
        let own = domains(&scan, "").unwrap();
        assert_eq!(own.domains.names(), ["cat", "dog", "wild"]);
    }

    #[test]
    fn other_domains_are_refused_by_name() {
        let mut scan = scan(["cat", "dog", "wild"]);
        let part = domains(&scan, "wild cat").unwrap();
        assert_eq!(part.train.len(), 2, "of the bundled set a part will do");
        scan.wanted.root = DataRoot::Folder("/pictures".into());
        for wanted in ["cat dog", "cat dog wolf", "cat dog wild wolf"] {
            let message = domains(&scan, wanted).unwrap_err().to_string();
            assert!(message.contains("cat, dog, wild"), "{message}");
            assert!(message.contains("begin another run"), "{message}");
        }
    }

    #[test]
    fn domains_become_the_classes_of_a_label_system() {
        let mut scan = scan(["cat", "dog", "wild"]);
        scan.wanted.labels = Some((Vec::new(), Vec::new()));
        let material = scan.material(&names("dog wild")).unwrap();
        assert_eq!(material.space().names(), ["dog", "wild"]);
        assert_eq!(material.space().len(), 2);
        assert!(scan.material(&names("dog wolf")).is_err());
    }

    #[test]
    fn a_scan_is_used_again_only_for_the_same_data() {
        let scan = scan(["a", "b", "c"]);
        let mut config = TrainConfig::default();
        assert!(scan.fits(&Wanted::of(&config)));
        config.data.val_share = 0.2;
        assert!(!scan.fits(&Wanted::of(&config)));
        config.data.val_share = 0.1;
        config.model.system = System::StarGan;
        assert!(!scan.fits(&Wanted::of(&config)));
        config.model.system = System::StarGanV2;
        config.data.root = Some("/data".into());
        assert!(!scan.fits(&Wanted::of(&config)));
    }
}
