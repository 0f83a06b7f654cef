//! What a person reads when something went wrong: what happened, why, and what to do about it.
//!
//! Module errors (`thiserror`) become a [`Problem`] at the edge where a person meets them: the window's notices
//! and the command line. An error is turned into a problem once.

use std::fmt;

/// An error as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// One sentence: what happened. Paths come last.
    pub headline: String,
    /// Why, from the nearest cause to the root; may be empty.
    pub causes: Vec<String>,
    /// What to do about it, as one sentence.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with a headline alone.
    pub fn new(headline: impl Into<String>) -> Self {
        Self {
            headline: headline.into(),
            causes: Vec::new(),
            hint: None,
        }
    }

    /// Headline `what`, and the chain of `error` as causes.
    pub fn because(what: impl Into<String>, error: &dyn std::error::Error) -> Self {
        let mut problem = Self::new(what);
        let mut next = Some(error);
        while let Some(cause) = next {
            problem.causes.push(cause.to_string());
            next = cause.source();
        }
        problem
    }

    /// The same problem with the advice `hint`.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)?;
        for cause in &self.causes {
            write!(f, ": {cause}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, ". {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
