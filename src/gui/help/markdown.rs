//! The part of Markdown that the help pages use: headings, paragraphs, lists, tables, code, bold words and links.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// `#` (1) to `###` (3).
    Heading(usize, Vec<Span>),
    /// Lines up to an empty one.
    Paragraph(Vec<Span>),
    /// A line of a list: its number, or none for a dash.
    Item(Option<usize>, Vec<Span>),
    /// Lines between fences, as they are.
    Code(String),
    /// Rows of a table; the first is its head.
    Table(Vec<Vec<Vec<Span>>>),
}

/// A run of words of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Plain(String),
    /// `**words**`.
    Bold(String),
    /// Words between back quotes.
    Code(String),
    /// `[words](target)`.
    Link(String, String),
}

impl Span {
    /// Its words alone.
    pub fn words(&self) -> &str {
        match self {
            Self::Plain(words) | Self::Bold(words) | Self::Code(words) | Self::Link(words, _) => {
                words
            }
        }
    }
}

/// The blocks of a page.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with("```") {
            let code: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .collect();
            blocks.push(Block::Code(code.join("\n")));
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                if !row.chars().all(|letter| "|-: ".contains(letter)) {
                    rows.push(cells(row));
                }
            }
            blocks.push(Block::Table(rows));
        } else {
            let mut whole = line.trim().to_owned();
            while let Some(next) = lines.next_if(|next| goes_on(next)) {
                whole.push(' ');
                whole.push_str(next.trim());
            }
            blocks.push(block(&whole));
        }
    }
    blocks
}

/// Whether a line belongs to the paragraph or the item before it.
fn goes_on(line: &str) -> bool {
    let begins = |start: &str| line.starts_with(start);
    !line.trim().is_empty()
        && !["#", "- ", "|", "```"].into_iter().any(begins)
        && numbered(line).is_none()
}

/// The number and the rest of "2. rest".
fn numbered(line: &str) -> Option<(usize, &str)> {
    let (number, rest) = line.split_once(". ")?;
    Some((number.parse().ok()?, rest))
}

fn block(line: &str) -> Block {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=3).contains(&level) {
        return Block::Heading(level, spans(line[level..].trim()));
    }
    if let Some(rest) = line.strip_prefix("- ") {
        return Block::Item(None, spans(rest));
    }
    match numbered(line) {
        Some((number, rest)) => Block::Item(Some(number), spans(rest)),
        None => Block::Paragraph(spans(line)),
    }
}

fn cells(line: &str) -> Vec<Vec<Span>> {
    let inner = line.trim().trim_matches('|');
    inner.split('|').map(|cell| spans(cell.trim())).collect()
}

/// Splits a line into runs; a mark without its end is an ordinary letter.
fn spans(line: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        if let Some((span, behind)) = marked(rest) {
            if !plain.is_empty() {
                found.push(Span::Plain(std::mem::take(&mut plain)));
            }
            found.push(span);
            rest = behind;
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        found.push(Span::Plain(plain));
    }
    found
}

/// A marked run at the start of `rest`, and what is behind it.
fn marked(rest: &str) -> Option<(Span, &str)> {
    if let Some(inner) = rest.strip_prefix("**") {
        let (words, behind) = inner.split_once("**")?;
        return Some((Span::Bold(words.to_owned()), behind));
    }
    if let Some(inner) = rest.strip_prefix('`') {
        let (words, behind) = inner.split_once('`')?;
        return Some((Span::Code(words.to_owned()), behind));
    }
    let (words, behind) = rest.strip_prefix('[')?.split_once("](")?;
    let (target, behind) = behind.split_once(')')?;
    Some((Span::Link(words.to_owned(), target.to_owned()), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(words: &str) -> Vec<Span> {
        vec![Span::Plain(words.to_owned())]
    }

    #[test]
    fn blocks_are_told_apart() {
        let page = "# A title\n\nTwo lines\nof words.\n- one\n- two,\n  longer\n3. three\n\n```\nlet x;\n\n```\n| a | b |\n| --- | --- |\n| c | d |\n";
        assert_eq!(
            parse(page),
            [
                Block::Heading(1, plain("A title")),
                Block::Paragraph(plain("Two lines of words.")),
                Block::Item(None, plain("one")),
                Block::Item(None, plain("two, longer")),
                Block::Item(Some(3), plain("three")),
                Block::Code("let x;\n".to_owned()),
                Block::Table(vec![
                    vec![plain("a"), plain("b")],
                    vec![plain("c"), plain("d")]
                ]),
            ]
        );
    }

    #[test]
    fn runs_are_told_apart_and_broken_marks_are_letters() {
        let line = "a **b** `c` [d](e.md) 2 * 3 ** 4 [f";
        let Block::Paragraph(spans) = parse(line).remove(0) else {
            unreachable!("a paragraph");
        };
        assert_eq!(
            spans,
            [
                Span::Plain("a ".to_owned()),
                Span::Bold("b".to_owned()),
                Span::Plain(" ".to_owned()),
                Span::Code("c".to_owned()),
                Span::Plain(" ".to_owned()),
                Span::Link("d".to_owned(), "e.md".to_owned()),
                Span::Plain(" 2 * 3 ** 4 [f".to_owned()),
            ]
        );
    }
}
