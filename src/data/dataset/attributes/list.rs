//! The text of a list of attributes, line by line, and what is wrong with it, by line.

use std::collections::HashSet;

use crate::data::dataset::folders::counted;

/// Attributes that are learnt unless others are chosen: those of the StarGAN paper.
const USUAL: [&str; 5] = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"];
/// How many are taken from the front when a list has none of those.
const FIRST: usize = 5;
/// The lines before the rows.
const HEADER: usize = 2;

/// A list as it was read.
#[derive(Debug, PartialEq)]
pub struct List {
    /// The chosen attributes, in the order they were asked for (else: in the usual order, else in the list's).
    pub names: Vec<String>,
    /// All attributes, in the list's order.
    pub all: Vec<String>,
    /// Name of a file and 1 or 0 for each chosen attribute, in the list's order; each file once.
    pub rows: Vec<(String, Vec<f32>)>,
    /// What a person should know, each a sentence.
    pub warnings: Vec<String>,
}

impl List {
    /// Reads a list; `wanted` attributes are found whatever their case.
    ///
    /// # Errors
    /// A sentence, with the number of the line where one is malformed.
    pub fn parse(text: &str, wanted: &[String]) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines();
        let promised = count(lines.next().unwrap_or_default())?;
        let all = names(lines.next().unwrap_or_default())?;
        let columns = columns(&all, wanted)?;
        let mut rows = Vec::new();
        let (mut known, mut again) = (HashSet::new(), 0);
        for (at, line) in lines.enumerate() {
            let Some((name, labels)) = row(line, HEADER + 1 + at, &all, &columns)? else {
                continue;
            };
            if known.insert(name) {
                rows.push((name.to_owned(), labels));
            } else {
                again += 1;
            }
        }
        if rows.is_empty() {
            return Err("The list names no picture".to_owned());
        }
        let mut warnings = Vec::new();
        let found = rows.len() + again;
        if promised != found {
            let rows = counted(found, "row follows", "rows follow");
            warnings.push(format!(
                "The list's first line says {promised}, but {rows}; perhaps a part of it is missing"
            ));
        }
        if again > 0 {
            warnings.push(format!(
                "{} of a picture that the list has already; the first counts",
                counted(again, "row is", "rows are")
            ));
        }
        Ok(Self {
            names: columns.iter().map(|&at| all[at].to_owned()).collect(),
            all: all.into_iter().map(str::to_owned).collect(),
            rows,
            warnings,
        })
    }
}

fn count(line: &str) -> Result<usize, String> {
    line.trim().parse().map_err(|_| {
        format!(
            "Line 1 of the list must be the number of pictures, but it is “{}”",
            short(line)
        )
    })
}

fn names(line: &str) -> Result<Vec<&str>, String> {
    let names: Vec<&str> = line.split_whitespace().collect();
    if names.is_empty() {
        return Err("Line 2 of the list must name the attributes, but it is empty".to_owned());
    }
    let mut known = HashSet::new();
    match names.iter().find(|name| !known.insert(**name)) {
        Some(name) => Err(format!(
            "Line 2 of the list names the attribute {} twice",
            short(name)
        )),
        None => Ok(names),
    }
}

/// The places of the attributes that are learnt.
fn columns(all: &[&str], wanted: &[String]) -> Result<Vec<usize>, String> {
    let place = |name: &str| {
        let exact = all.iter().position(|other| *other == name);
        exact.or_else(|| {
            all.iter()
                .position(|other| other.eq_ignore_ascii_case(name))
        })
    };
    if wanted.is_empty() {
        let usual: Vec<usize> = USUAL.iter().filter_map(|name| place(name)).collect();
        let first = (0..all.len().min(FIRST)).collect();
        return Ok(if usual.is_empty() { first } else { usual });
    }
    let mut columns = Vec::with_capacity(wanted.len());
    for name in wanted {
        let at = place(name.trim()).ok_or_else(|| {
            let all = all.join(", ");
            format!("The list has no attribute {name}; it has {all}")
        })?;
        if columns.contains(&at) {
            return Err(format!("The attribute {name} was chosen twice"));
        }
        columns.push(at);
    }
    Ok(columns)
}

/// File and chosen labels of line `number`; nothing for an empty line.
fn row<'a>(
    line: &'a str,
    number: usize,
    all: &[&str],
    columns: &[usize],
) -> Result<Option<(&'a str, Vec<f32>)>, String> {
    let mut words = line.split_whitespace();
    let Some(name) = words.next() else {
        return Ok(None);
    };
    let values: Vec<&str> = words.collect();
    if values.len() != all.len() {
        return Err(format!(
            "Line {number} of the list has {}, but line 2 names {}",
            counted(values.len(), "value", "values"),
            counted(all.len(), "attribute", "attributes")
        ));
    }
    let mut holds = Vec::with_capacity(values.len());
    for (value, attribute) in values.iter().zip(all) {
        holds.push(match *value {
            "1" | "+1" => 1.0,
            "-1" => 0.0,
            other => {
                return Err(format!(
                    "Line {number} of the list says “{}” for {attribute}; only 1 and -1 are possible",
                    short(other)
                ));
            }
        });
    }
    let labels = columns.iter().map(|&at| holds[at]).collect();
    Ok(Some((name, labels)))
}

/// The beginning of something that may be long.
fn short(text: &str) -> String {
    const LONGEST: usize = 30;
    let text = text.trim();
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "2\nBald Young Male Hat \na.jpg  1 -1  1 -1\nb.jpg -1\t1 -1 1\n";

    fn chosen(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn rows_hold_the_usual_attributes_or_those_chosen() {
        let list = List::parse(GOOD, &[]).unwrap();
        assert_eq!(list.names, ["Male", "Young"], "in the paper's order");
        let rows = [
            ("a.jpg".to_owned(), vec![1.0, 0.0]),
            ("b.jpg".to_owned(), vec![0.0, 1.0]),
        ];
        assert_eq!((list.rows.as_slice(), list.warnings.len()), (&rows[..], 0));
        let windows = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
        let list = List::parse(&windows, &chosen(&["hat", "Bald"])).unwrap();
        assert_eq!(list.names, ["Hat", "Bald"]);
        assert_eq!(list.rows[1], ("b.jpg".to_owned(), vec![1.0, 0.0]));
        let other = List::parse("1\na b c d e f\nx.png 1 1 1 1 1 -1\n", &[]).unwrap();
        assert_eq!(other.names, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn wrong_counts_and_double_rows_are_told() {
        let text = GOOD.replacen('2', "9", 1) + "\na.jpg -1 -1 -1 -1\n";
        let list = List::parse(&text, &[]).unwrap();
        assert_eq!(list.rows.len(), 2);
        assert_eq!(list.rows[0].1, [1.0, 0.0], "the first row counts");
        let warnings = list.warnings.join("; ");
        assert!(warnings.contains("says 9, but 3 rows follow"), "{warnings}");
        assert!(warnings.contains("1 row is of a picture"), "{warnings}");
    }

    #[test]
    fn malformed_lines_are_named_by_number() {
        let refusals = [
            (String::new(), "Line 1 of the list must be the number"),
            (GOOD.replacen('2', "two", 1), "but it is “two”"),
            ("2\n\n".to_owned(), "Line 2 of the list must name"),
            ("0\nA B\n\n".to_owned(), "The list names no picture"),
            (
                GOOD.replace("Hat", "Bald"),
                "names the attribute Bald twice",
            ),
            (
                GOOD.replace("-1\t1 -1 1", "-1 1 -1"),
                "Line 4 of the list has 3 values, but line 2 names 4 attributes",
            ),
            (
                GOOD.replace("1 -1  1 -1", "1 -1 0 -1"),
                "Line 3 of the list says “0” for Male; only 1 and -1",
            ),
        ];
        for (text, expected) in refusals {
            let why = List::parse(&text, &[]).unwrap_err();
            assert!(why.contains(expected), "{why}");
        }
        let unknown = List::parse(GOOD, &chosen(&["Beard"])).unwrap_err();
        assert!(
            unknown.contains("no attribute Beard; it has Bald, Young"),
            "{unknown}"
        );
        let twice = List::parse(GOOD, &chosen(&["Hat", "hat"])).unwrap_err();
        assert!(twice.contains("chosen twice"), "{twice}");
    }
}
