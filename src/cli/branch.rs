//! Which domain a picture is of, and which one a style is made for.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::data;
use crate::domain::{Branch, DomainSet};
use crate::problem::Problem;

/// The domains as words: `cat, dog and wild (or 0 to 2)`.
pub fn list(domains: &DomainSet) -> String {
    match domains.names() {
        [] => "none".to_owned(),
        [only] => format!("only {only}"),
        [rest @ .., last] => {
            format!("{} and {last} (or 0 to {})", rest.join(", "), rest.len())
        }
    }
}

/// What `--domain` of a grid means: a keyword, else one domain.
pub fn parse(
    text: &str,
    find: impl FnOnce(&str) -> Result<usize, Problem>,
) -> Result<Branch, Problem> {
    match text {
        "own" => Ok(Branch::Own),
        "all" => Ok(Branch::All),
        one => find(one).map(Branch::One),
    }
}

/// The domain of the picture at `path`: its folder's name, when that is a domain's. A model of one domain leaves no choice.
pub fn own(path: &Path, domains: &DomainSet) -> Option<usize> {
    if domains.len() == 1 {
        return Some(0);
    }
    let named = |path: &Path| domains.named(&data::parent_domain(path)?);
    // As typed first, since data sets are often links; then as it lies, for `a.png` typed inside the folder.
    named(path).or_else(|| named(&std::fs::canonicalize(path).ok()?))
}

/// [`own`], or a sentence that says what to do.
pub fn require_own(path: &Path, domains: &DomainSet) -> Result<usize, Problem> {
    own(path, domains).ok_or_else(|| {
        Problem::new(format!(
            "The domain of this reference is not known, because its folder is not called like a domain; give --domain with one of {}: {}",
            list(domains),
            path.display()
        ))
    })
}

/// A reference as typed: `DOMAIN=PATH` when the text before the first `=` is a domain's name or index, else a path.
pub fn reference(typed: &OsStr, domains: &DomainSet) -> (Option<usize>, PathBuf) {
    let split = split_at_equals(typed);
    let given = split.and_then(|(before, path)| Some((domains.find(before)?, path)));
    match given {
        Some((domain, path)) => (Some(domain), path),
        None => (None, PathBuf::from(typed)),
    }
}

/// Text before the first `=`, and the rest, which need not be UTF-8.
#[cfg(unix)]
fn split_at_equals(typed: &OsStr) -> Option<(&str, PathBuf)> {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = typed.as_bytes();
    let at = bytes.iter().position(|&byte| byte == b'=')?;
    let before = std::str::from_utf8(&bytes[..at]).ok()?;
    Some((before, PathBuf::from(OsStr::from_bytes(&bytes[at + 1..]))))
}

/// Text before the first `=`, and the rest.
#[cfg(not(unix))]
fn split_at_equals(typed: &OsStr) -> Option<(&str, PathBuf)> {
    let (before, path) = typed.to_str()?.split_once('=')?;
    Some((before, PathBuf::from(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn animals() -> DomainSet {
        DomainSet::new(["cat", "dog", "wild"])
    }

    #[test]
    fn references_may_bring_their_domain() {
        let read = |typed: &str| reference(OsStr::new(typed), &animals());
        assert_eq!(read("dog=a/b.png"), (Some(1), PathBuf::from("a/b.png")));
        assert_eq!(read("2=x=y.png"), (Some(2), PathBuf::from("x=y.png")));
        assert_eq!(read("x=y.png"), (None, PathBuf::from("x=y.png")));
        assert_eq!(read("a.png"), (None, PathBuf::from("a.png")));
    }

    #[test]
    #[cfg(unix)]
    fn paths_need_not_be_text() {
        use std::os::unix::ffi::OsStrExt as _;
        let (domain, path) = reference(OsStr::from_bytes(b"cat=\xff.png"), &animals());
        assert_eq!(domain, Some(0));
        assert_eq!(path.as_os_str().as_bytes(), b"\xff.png");
    }

    #[test]
    fn folders_name_domains_but_numbers_do_not() {
        assert_eq!(own(Path::new("data/Dog/1.png"), &animals()), Some(1));
        assert_eq!(own(Path::new("data/1/1.png"), &animals()), None);
        assert_eq!(own(Path::new("x/1.png"), &DomainSet::unnamed(1)), Some(0));
        let problem = require_own(Path::new("x/1.png"), &animals()).unwrap_err();
        let text = problem.to_string();
        assert!(text.contains("cat, dog and wild (or 0 to 2)"), "{text}");
    }

    #[test]
    fn keywords_win() {
        let find = |text: &str| animals().find(text).ok_or_else(|| Problem::new("no"));
        assert_eq!(parse("own", find), Ok(Branch::Own));
        assert_eq!(parse("all", find), Ok(Branch::All));
        assert_eq!(parse("wild", find), Ok(Branch::One(2)));
        assert!(parse("wolf", find).is_err());
    }
}
