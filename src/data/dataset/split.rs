//! Which pictures are held out, decided by their content alone.
//!
//! Every content has a place in [0, 1) that is a hash of its pixels; those below the share are held out. So equal pictures are always on
//! one side, also when they lie in several domains, and a picture stays on its side when others are added or renamed.

use std::collections::{BTreeSet, HashSet};

use crate::domain::Fingerprint;

/// Decides the place of a content; a change would move pictures between the sides of existing runs.
const SALT: &[u8] = b"stargrid held out 1";

/// The contents to hold out of `domains`, each a list of its pictures' contents.
///
/// About `share` of them; of a domain with two contents or more at least one, if that empties no other domain's training side; never all.
pub fn held_out(domains: &[Vec<Fingerprint>], share: f32) -> HashSet<Fingerprint> {
    // NaN is no share.
    if share.is_nan() || share <= 0.0 {
        return HashSet::new();
    }
    let domains: Vec<Vec<Fingerprint>> = domains.iter().map(|all| by_place(all)).collect();
    let below = |content: &&Fingerprint| place(**content) < f64::from(share);
    let mut out: HashSet<Fingerprint> = domains.iter().flatten().filter(below).copied().collect();
    for contents in &domains {
        if is_emptied(contents, &out)
            && let Some(last) = contents.last()
        {
            out.remove(last);
        }
    }
    for contents in &domains {
        if contents.len() < 2 || contents.iter().any(|content| out.contains(content)) {
            continue;
        }
        for content in contents {
            out.insert(*content);
            if !domains.iter().any(|other| is_emptied(other, &out)) {
                break;
            }
            out.remove(content);
        }
    }
    out
}

fn is_emptied(contents: &[Fingerprint], out: &HashSet<Fingerprint>) -> bool {
    contents.iter().all(|content| out.contains(content)) && !contents.is_empty()
}

/// The distinct contents, those first that are held out first.
fn by_place(contents: &[Fingerprint]) -> Vec<Fingerprint> {
    let distinct: BTreeSet<Fingerprint> = contents.iter().copied().collect();
    let mut distinct: Vec<Fingerprint> = distinct.into_iter().collect();
    distinct.sort_by(|a, b| place(*a).total_cmp(&place(*b)));
    distinct
}

fn place(content: Fingerprint) -> f64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(SALT).update(&content.0.to_le_bytes());
    let mut first = [0; 4];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..4]);
    f64::from(u32::from_le_bytes(first)) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(range: std::ops::Range<u128>) -> Vec<Fingerprint> {
        range.map(Fingerprint).collect()
    }

    #[test]
    fn the_share_is_met_and_growth_moves_nothing() {
        let some = held_out(&[contents(0..4000)], 0.1);
        assert!((350..450).contains(&some.len()), "{}", some.len());
        let more = held_out(&[contents(0..8000)], 0.1);
        assert!(some.is_subset(&more));
        assert_eq!(more.iter().filter(|c| c.0 < 4000).count(), some.len());
        assert!(held_out(&[contents(0..100)], 0.0).is_empty());
        assert!(held_out(&[contents(0..100)], f32::NAN).is_empty());
    }

    #[test]
    fn no_training_side_is_emptied_and_pairs_are_divided() {
        for start in 0..200 {
            let domains = [
                contents(start..start + 2),
                contents(start..start + 1),
                contents(start + 1000..start + 1003),
            ];
            for share in [0.01, 0.5, 1.0] {
                let out = held_out(&domains, share);
                for domain in &domains {
                    let held = domain.iter().filter(|c| out.contains(c)).count();
                    assert!(held < domain.len());
                    assert!(held >= 1 || domain.len() < 2, "{start} {share}");
                }
            }
        }
    }

    #[test]
    fn copies_count_once() {
        let copies = vec![Fingerprint(5); 10];
        assert!(held_out(&[copies], 0.9).is_empty());
    }
}
