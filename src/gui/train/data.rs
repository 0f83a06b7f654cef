//! The data of a label system: made creatures, a second set, other attributes.

use std::path::PathBuf;

use super::orders;
use super::setup::{Scan, Setup};
use crate::data::creatures::MadeSet;
use crate::data::dataset::{DataReport, DataRoot};
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::train::Asked;
use crate::problem::Problem;
use crate::train::config::JointData;

/// The attribute that a mirrored picture would have wrong.
const MIRRORED: &str = "Mirrored";

/// What a person wants of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Train on these bundled domains alone; on all when empty.
    Domains(Vec<String>),
    /// A labelled set of creatures: attributes become the first set, classes a second one.
    Creatures(MadeSet),
    /// A dialog for a second set.
    AskSet,
    /// A set is left out.
    RemoveSet(usize),
    /// Attributes are picked for a set, and not taken yet.
    Pick(usize, Vec<String>),
    /// A set's attributes are taken.
    Learn(usize, Vec<String>),
    /// Pictures are no longer mirrored.
    StopMirroring,
}

impl Setup {
    /// Learns other attributes of a set; 0 is the first one.
    pub fn learn(&mut self, set: usize, attributes: Vec<String>) {
        let data = &mut self.config.data;
        let own = match set.checked_sub(1) {
            None => Some(&mut data.attributes),
            Some(more) => data.joint.get_mut(more).map(|set| &mut set.attributes),
        };
        if let Some(own) = own {
            *own = attributes;
            data.domains.clear();
        }
        self.picked = None;
    }

    /// Learns another set together with the first; says whether it was not one of them already.
    pub fn add_set(&mut self, root: PathBuf) -> bool {
        let data = &mut self.config.data;
        let known = data.joint.iter().map(|set| &set.root).chain(&data.root);
        if known.into_iter().any(|known| *known == root) {
            return false;
        }
        data.joint.push(JointData {
            root,
            ..JointData::default()
        });
        data.domains.clear();
        true
    }

    /// Leaves a set out again; the first one beside the first is 1.
    pub fn remove_set(&mut self, set: usize) {
        let joint = &mut self.config.data.joint;
        if (1..=joint.len()).contains(&set) {
            joint.remove(set - 1);
            self.config.data.domains.clear();
        }
    }

    /// Whether an attribute that mirroring would spoil is to be learnt while pictures are mirrored.
    pub fn spoils_mirrored(&self, report: &DataReport) -> bool {
        let is_mirrored = |name: &str| name.eq_ignore_ascii_case(MIRRORED);
        self.takes_labels()
            && self.config.data.flip_probability > 0.0
            && report.domains.iter().any(|label| is_mirrored(&label.name))
    }
}

impl App {
    /// Does what a person wants of the data.
    pub(in crate::gui) fn grant(&mut self, wish: Wish) {
        let setup = &mut self.train.setup;
        match wish {
            Wish::Domains(domains) => setup.config.data.domains = domains,
            Wish::Creatures(set) => self.make_creatures(set),
            Wish::AskSet => {
                self.train.asked = Asked::SecondSet;
                self.ask(Purpose::Data, None);
            }
            Wish::RemoveSet(set) => setup.remove_set(set),
            Wish::Pick(set, names) => setup.picked = Some((set, names)),
            Wish::Learn(set, names) => setup.learn(set, names),
            Wish::StopMirroring => setup.config.data.flip_probability = 0.0,
        }
    }

    /// Where a labelled set of creatures lies once it is made.
    pub(in crate::gui) fn creatures_folder(&self, set: MadeSet) -> PathBuf {
        self.train.runs.join(match set {
            MadeSet::Attributes => "creature-attributes",
            MadeSet::Classes => "creature-classes",
        })
    }

    fn make_creatures(&mut self, set: MadeSet) {
        self.train.page = super::Page::Setup;
        self.train.setup.making = Some(set);
        orders::make_creatures(self, set, self.creatures_folder(set));
    }

    /// A set of creatures is there: it is taken at once.
    pub(super) fn made_creatures(&mut self, set: MadeSet, result: Result<PathBuf, Problem>) {
        let expected = self.train.setup.making.take() == Some(set);
        match result {
            Err(problem) => self.tell(Notice::error(&problem)),
            Ok(_) if !expected || !self.train.setup.takes_labels() => {}
            Ok(folder) => match set {
                MadeSet::Attributes => self.want_data(DataRoot::Folder(folder)),
                MadeSet::Classes => self.add_set(folder),
            },
        }
    }

    /// Learns another set together with the first.
    pub(super) fn add_set(&mut self, folder: PathBuf) {
        let has_first = !matches!(self.train.setup.scan, Scan::Nothing);
        if !has_first {
            self.want_data(DataRoot::Folder(folder));
        } else if !self.train.setup.add_set(folder) {
            self.tell(Notice::info("This set is learnt already"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::dataset::{DomainCount, Split};
    use crate::model::system::System;

    #[test]
    fn mirroring_and_mirrored_do_not_go_together() {
        let mut setup = Setup::default();
        let report = DataReport {
            root: DataRoot::Bundled,
            split: Split::Automatic,
            domains: vec![DomainCount {
                name: "mirrored".to_owned(),
                train: 10,
                val: 1,
            }],
            sets: Vec::new(),
            unreadable: Vec::new(),
            duplicates: 0,
            warnings: Vec::new(),
        };
        assert!(!setup.spoils_mirrored(&report), "as a domain it is fine");
        setup.choose_system(System::FixedPoint);
        assert!(setup.spoils_mirrored(&report));
        setup.config.data.flip_probability = 0.0;
        assert!(!setup.spoils_mirrored(&report));
    }
}
