//! A data set that was looked through: once for the report, the estimate and the run.

use std::sync::Arc;

use crate::data::dataset::{self, DataError};
use crate::data::{DataReport, DataRoot, Dataset};
use crate::domain::DomainSet;
use crate::problem::Problem;
use crate::train::config::DataOptions;

/// A data set with what there is to say about it.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The share that was held out, where the folder is not divided itself.
    pub val_share: f32,
    /// What can be drawn from.
    pub dataset: Arc<Dataset>,
    /// What a person should know.
    pub report: DataReport,
}

/// Looks through the data of a run; it is told how, so that a scan that is at hand can be used again.
pub type Look<'a> = &'a mut dyn FnMut(&DataOptions) -> Result<Scan, Problem>;

/// Where the pictures of a run lie.
pub fn root_of(options: &DataOptions) -> DataRoot {
    match &options.root {
        Some(folder) => DataRoot::Folder(folder.clone()),
        None => DataRoot::Bundled,
    }
}

impl Scan {
    /// Looks through the pictures at `root`; `progress(done, all)` may stop it by giving `false`.
    ///
    /// # Errors
    /// When there is nothing to train on, or the search was stopped.
    pub fn look(
        root: &DataRoot,
        val_share: f32,
        progress: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Self, DataError> {
        let (dataset, report) = dataset::scan(root, val_share, progress)?;
        Ok(Self {
            val_share,
            dataset: Arc::new(dataset),
            report,
        })
    }

    /// Whether it is the data that these options speak of.
    pub fn fits(&self, options: &DataOptions) -> bool {
        self.report.root == root_of(options) && self.val_share == options.val_share
    }

    /// The data with its domains in the order that a run asks for; its own order when `wanted` is empty. Of the bundled creatures, which
    /// never change, a run may ask for some only.
    ///
    /// # Errors
    /// When the data has other domains than those.
    pub fn in_order(&self, wanted: &[String]) -> Result<Arc<Dataset>, Problem> {
        let found = self.dataset.domains.names();
        if wanted.is_empty() || wanted == found {
            return Ok(Arc::clone(&self.dataset));
        }
        let place = |name: &String| found.iter().position(|other| other == name);
        let places: Option<Vec<usize>> = wanted.iter().map(place).collect();
        match places {
            Some(places) if places.len() == found.len() || self.is_bundled() => {
                let mut dataset = Dataset::clone(&self.dataset);
                dataset.domains = DomainSet::new(wanted.iter().cloned());
                dataset.train = rearranged(&self.dataset.train, &places);
                dataset.val = rearranged(&self.dataset.val, &places);
                Ok(Arc::new(dataset))
            }
            _ => Err(self.other_domains(wanted)),
        }
    }

    fn is_bundled(&self) -> bool {
        self.report.root == DataRoot::Bundled
    }

    fn other_domains(&self, wanted: &[String]) -> Problem {
        let place = match &self.report.root {
            DataRoot::Folder(folder) => format!(": {}", folder.display()),
            DataRoot::Bundled => String::new(),
        };
        Problem::new(format!(
            "The run's domains are {}, but the data has {}; give it the same folders, or begin another run{place}",
            wanted.join(", "),
            self.dataset.domains.names().join(", "),
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

    fn scan(names: [&str; 3]) -> Scan {
        let items = |domain: usize| vec![Item::Bundled(domain)];
        Scan {
            val_share: 0.1,
            dataset: Arc::new(Dataset {
                root: DataRoot::Bundled,
                domains: DomainSet::new(names),
                train: (0..3).map(items).collect(),
                val: (3..6).map(items).collect(),
                looks: Vec::new(),
                fingerprint: "f".to_owned(),
            }),
            report: DataReport {
                root: DataRoot::Bundled,
                split: Split::Automatic,
                domains: Vec::new(),
                unreadable: Vec::new(),
                duplicates: 0,
                warnings: Vec::new(),
            },
        }
    }

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_order_of_the_run_counts() {
        let scan = scan(["cat", "dog", "wild"]);
        let found = scan.in_order(&names("wild cat dog")).unwrap();
        assert_eq!(found.domains.names(), ["wild", "cat", "dog"]);
        let place = |item: usize| vec![Item::Bundled(item)];
        assert_eq!(found.train, [place(2), place(0), place(1)]);
        assert_eq!(found.val, [place(5), place(3), place(4)]);
        assert!(Arc::ptr_eq(&scan.in_order(&[]).unwrap(), &scan.dataset));
    }

    #[test]
    fn other_domains_are_refused_by_name() {
        let mut scan = scan(["cat", "dog", "wild"]);
        let part = scan.in_order(&names("wild cat")).unwrap();
        assert_eq!(part.train.len(), 2, "of the bundled set a part will do");
        scan.report.root = DataRoot::Folder("/pictures".into());
        for wanted in ["cat dog", "cat dog wolf", "cat dog wild wolf"] {
            let message = scan.in_order(&names(wanted)).unwrap_err().to_string();
            assert!(message.contains("cat, dog, wild"), "{message}");
            assert!(message.contains("begin another run"), "{message}");
        }
    }

    #[test]
    fn a_scan_is_used_again_only_for_the_same_data() {
        let scan = scan(["a", "b", "c"]);
        let mut options = DataOptions::default();
        assert!(scan.fits(&options));
        options.val_share = 0.2;
        assert!(!scan.fits(&options));
        options.val_share = 0.1;
        options.root = Some("/data".into());
        assert!(!scan.fits(&options));
    }
}
