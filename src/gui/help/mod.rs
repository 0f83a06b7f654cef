//! Help pages, offline: short texts in a window of the program, with a search over all of them.

mod markdown;
mod pages;
mod window;

use super::app::App;
pub use pages::Page;
pub use window::show;

/// The open window of help.
#[derive(Clone, Debug)]
pub struct Help {
    /// All pages.
    pub pages: Vec<Page>,
    /// The page in front.
    pub at: usize,
    /// Pages read before, for the way back.
    pub before: Vec<usize>,
    /// What is searched for.
    pub search: String,
}

impl Default for Help {
    fn default() -> Self {
        Self {
            pages: pages::all(),
            at: 0,
            before: Vec::new(),
            search: String::new(),
        }
    }
}

impl Help {
    /// Turns to the page of this name.
    pub fn turn_to(&mut self, name: &str) {
        let Some(to) = self.pages.iter().position(|page| page.name == name) else {
            return;
        };
        if to != self.at {
            self.before.push(self.at);
            self.at = to;
        }
    }

    /// Turns back to the page before.
    pub fn turn_back(&mut self) {
        if let Some(before) = self.before.pop() {
            self.at = before;
        }
    }

    /// The places of the pages that have what is searched for.
    pub fn found(&self) -> Vec<usize> {
        let has = |at: &usize| self.pages[*at].has(&self.search);
        (0..self.pages.len()).filter(has).collect()
    }
}

impl App {
    /// Opens the help, or closes it.
    pub(super) fn switch_help(&mut self) {
        self.open.help = match self.open.help {
            Some(_) => None,
            None => Some(Help::default()),
        };
    }
}
