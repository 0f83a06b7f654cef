//! The domains of a model and the branch a person chose.

use serde::{Deserialize, Serialize};

/// Okabe and Ito's colours, which most eyes tell apart, in the order in which the window uses its own versions of them.
const COLOURS: [[u8; 3]; 8] = [
    [230, 159, 0],
    [86, 180, 233],
    [0, 158, 115],
    [204, 121, 167],
    [240, 228, 66],
    [213, 94, 0],
    [0, 114, 178],
    [60, 60, 60],
];

/// The colour of domain `index` in pictures that are saved; more than eight domains begin again.
pub fn colour(index: usize) -> [u8; 3] {
    COLOURS[index % COLOURS.len()]
}

/// The names of a model's domains, in the order of its heads (official models: alphabetical).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DomainSet {
    names: Vec<String>,
}

impl DomainSet {
    /// Domains with these names.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
        }
    }

    /// `count` domains without known names: `domain 0`, `domain 1`, …
    pub fn unnamed(count: usize) -> Self {
        Self::new((0..count).map(|index| format!("domain {index}")))
    }

    /// How many domains there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of domain `index`, or its number when it is out of range.
    pub fn name(&self, index: usize) -> String {
        self.names
            .get(index)
            .cloned()
            .unwrap_or_else(|| format!("domain {index}"))
    }

    /// The domain called `text`; case does not matter.
    pub fn named(&self, text: &str) -> Option<usize> {
        let wanted = text.trim().to_lowercase();
        self.names
            .iter()
            .position(|name| name.to_lowercase() == wanted)
    }

    /// The domain called `text` (case does not matter), or else the one with that index.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.named(text).or_else(|| {
            text.trim()
                .parse()
                .ok()
                .filter(|&index: &usize| index < self.len())
        })
    }

    /// Which domain of these `domain` of `other` is: that of the same name, or of the same place when one of the two has no names.
    pub fn counterpart(&self, other: &Self, domain: usize) -> Option<usize> {
        let unnamed = |domains: &Self| *domains == Self::unnamed(domains.len());
        let place = || {
            let by_place = unnamed(other) || unnamed(self);
            (by_place && domain < self.len()).then_some(domain)
        };
        self.named(&other.name(domain)).or_else(place)
    }

    /// Gives domain `index` a new name; empty names and names of other domains are refused with `false`.
    pub fn rename(&mut self, index: usize, name: &str) -> bool {
        let name = name.trim();
        let taken = self
            .names
            .iter()
            .enumerate()
            .any(|(other, existing)| other != index && existing == name);
        if name.is_empty() || taken || index >= self.len() {
            return false;
        }
        self.names[index] = name.to_owned();
        true
    }
}

/// Which branch of the model a reference's style is made with, independent of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Branch {
    /// The reference's own domain.
    Own,
    /// One domain for all references.
    One(usize),
    /// Every domain: one row a branch.
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_found_by_name_or_index() {
        let set = DomainSet::new(["cat", "Dog", "1"]);
        assert_eq!(set.find("dog"), Some(1));
        assert_eq!(set.find("0"), Some(0));
        assert_eq!(set.find("1"), Some(2), "a name wins over an index");
        assert_eq!(set.find("3"), None);
        assert_eq!(set.find("wolf"), None);
        assert_eq!(set.named("Cat"), Some(0));
        assert_eq!(set.named("0"), None, "a folder called 0 names no domain");
    }

    #[test]
    fn a_domain_of_one_set_is_found_in_another() {
        let (animals, pets) = (
            DomainSet::new(["cat", "dog", "wild"]),
            DomainSet::new(["Dog"]),
        );
        assert_eq!(pets.counterpart(&animals, 1), Some(0), "by its name");
        assert_eq!(pets.counterpart(&animals, 0), None);
        let unnamed = DomainSet::unnamed(2);
        assert_eq!(unnamed.counterpart(&animals, 1), Some(1), "by its place");
        assert_eq!(unnamed.counterpart(&animals, 2), None);
        assert_eq!(animals.counterpart(&unnamed, 1), Some(1));
    }

    #[test]
    fn colours_cycle() {
        assert_eq!(colour(1), colour(9));
        assert_ne!(colour(0), colour(7));
    }

    #[test]
    fn renaming_keeps_names_distinct() {
        let mut set = DomainSet::unnamed(2);
        assert!(set.rename(0, "cat"));
        assert!(!set.rename(1, "cat"));
        assert!(!set.rename(1, "  "));
        assert!(!set.rename(2, "wild"));
        assert_eq!(set.names(), ["cat", "domain 1"]);
    }
}
