//! The help pages: Markdown files in the program, and one page made from the table of commands.

use super::markdown::{Block, Span, parse};
use crate::gui::commands;

/// A page as it is written: its name in links and its text.
type Written = (&'static str, &'static str);

/// The pages in the order of the list.
static WRITTEN: &[Written] = &[
    ("start.md", include_str!("../../../assets/help/start.md")),
    (
        "explore.md",
        include_str!("../../../assets/help/explore.md"),
    ),
    (
        "pictures.md",
        include_str!("../../../assets/help/pictures.md"),
    ),
    ("models.md", include_str!("../../../assets/help/models.md")),
    ("train.md", include_str!("../../../assets/help/train.md")),
    (
        "evaluate.md",
        include_str!("../../../assets/help/evaluate.md"),
    ),
    (
        "compare.md",
        include_str!("../../../assets/help/compare.md"),
    ),
    (
        "gallery.md",
        include_str!("../../../assets/help/gallery.md"),
    ),
    ("access.md", include_str!("../../../assets/help/access.md")),
    (
        "trouble.md",
        include_str!("../../../assets/help/trouble.md"),
    ),
    (
        "privacy.md",
        include_str!("../../../assets/help/privacy.md"),
    ),
    (
        "licences.md",
        include_str!("../../../assets/help/licences.md"),
    ),
];

/// The name of the page of keys.
pub const KEYS: &str = "keys.md";

/// A page that is ready to be shown.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its name in links: `train.md`.
    pub name: &'static str,
    /// Its first heading.
    pub title: String,
    /// What is on it.
    pub blocks: Vec<Block>,
    /// All its words in small letters, for the search.
    words: String,
}

impl Page {
    fn new(name: &'static str, text: &str) -> Self {
        let blocks = parse(text);
        let title = match blocks.first() {
            Some(Block::Heading(_, spans)) => spans.iter().map(Span::words).collect(),
            _ => name.to_owned(),
        };
        Self {
            name,
            title,
            blocks,
            words: text.to_lowercase(),
        }
    }

    /// Whether all words of `search` are somewhere on it.
    pub fn has(&self, search: &str) -> bool {
        let search = search.to_lowercase();
        search
            .split_whitespace()
            .all(|word| self.words.contains(word))
    }
}

/// All pages.
pub fn all() -> Vec<Page> {
    let mut pages: Vec<Page> = WRITTEN
        .iter()
        .map(|(name, text)| Page::new(name, text))
        .collect();
    let text = format!(
        "# Keys\n\nOn macOS it is Cmd instead of Ctrl.\n\n{}",
        commands::key_table()
    );
    let before_trouble = pages.len() - 3;
    pages.insert(before_trouble, Page::new(KEYS, &text));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest page, in words: two screens of reading.
    const MOST_WORDS: usize = 340;

    fn spans(block: &Block) -> Vec<Span> {
        match block {
            Block::Heading(_, spans) | Block::Paragraph(spans) | Block::Item(_, spans) => {
                spans.clone()
            }
            Block::Table(rows) => rows.iter().flatten().flatten().cloned().collect(),
            Block::Code(_) => Vec::new(),
        }
    }

    #[test]
    fn every_page_has_one_title_and_stays_short() {
        for page in all() {
            assert!(
                matches!(page.blocks.first(), Some(Block::Heading(1, _))),
                "{}",
                page.name
            );
            let titles = page.blocks.iter();
            let titles = titles.filter(|block| matches!(block, Block::Heading(1, _)));
            assert_eq!(titles.count(), 1, "{}", page.name);
            let words = page.words.split_whitespace().count();
            assert!(
                page.name == KEYS || (40..=MOST_WORDS).contains(&words),
                "{} has {words} words",
                page.name
            );
        }
    }

    #[test]
    fn every_link_leads_to_a_page() {
        let pages = all();
        let names: Vec<&str> = pages.iter().map(|page| page.name).collect();
        let mut links = 0;
        for page in &pages {
            for span in page.blocks.iter().flat_map(spans) {
                if let Span::Link(words, target) = span {
                    links += 1;
                    assert!(names.contains(&target.as_str()), "{}: {words}", page.name);
                }
            }
        }
        assert!(links > 12, "only {links} links");
    }

    #[test]
    fn no_mark_is_left_in_the_words() {
        for page in all() {
            for span in page.blocks.iter().flat_map(spans) {
                if let Span::Plain(words) = span {
                    let left = ["**", "](", "`"].iter().any(|mark| words.contains(mark));
                    assert!(!left, "{}: {words}", page.name);
                }
            }
        }
    }

    #[test]
    fn keys_in_the_pages_are_keys_of_commands() {
        let known: Vec<String> = commands::all()
            .flat_map(|command| command.keys.iter().map(|key| key.words()))
            .collect();
        for page in all() {
            for span in page.blocks.iter().flat_map(spans) {
                let is_key = |words: &str| {
                    let letter = words.chars().all(|letter| letter.is_ascii_uppercase());
                    words.starts_with("Ctrl+") || (words.len() == 1 && letter)
                };
                if let Span::Code(words) = span
                    && is_key(&words)
                {
                    assert!(known.contains(&words), "{}: {words}", page.name);
                }
            }
        }
    }

    #[test]
    fn a_search_finds_the_page_of_a_thing() {
        let found = |words: &str| -> Vec<&str> {
            let pages = all().into_iter().filter(|page| page.has(words));
            pages.map(|page| page.name).collect()
        };
        assert!(found("wing.ckpt").contains(&"models.md"));
        assert!(found("Resume checkpoint").contains(&"train.md"));
        assert!(found("zzzz").is_empty());
    }
}
