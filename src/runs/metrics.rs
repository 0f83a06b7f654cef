//! `metrics.jsonl`: one JSON object a line, exact to the last bit, whole after a crash or on a full disk.
//!
//! Numbers are written as the shortest text that reads back to the same bits. JSON knows no infinity and no NaN: they are
//! written as `null` and read back as NaN. Lines are parsed here, because `serde_json` may miss the last bit of a number.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::error::RunError;
use crate::checkpoint::atomic;
use crate::train::Terms;

/// Key of [`Row::step`].
pub const STEP: &str = "step";
/// Key of [`Row::seconds`].
pub const SECONDS: &str = "seconds";
/// Key of [`Row::lambda_ds`]: the official name.
pub const LAMBDA_DS: &str = "G/lambda_ds";

/// One logged step. In the file: `step`, `seconds`, `G/lambda_ds` and the official term names.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Iteration, from 1.
    pub step: u64,
    /// Seconds of training so far, over all sessions of the run.
    pub seconds: f64,
    /// Diversity weight of this step.
    pub lambda_ds: f64,
    /// The terms, unweighted.
    pub terms: Terms,
}

/// Whether a step is logged: 1 to 10, every `log_every`-th, and the last.
pub fn is_logged(step: u64, log_every: u64, last: u64) -> bool {
    step <= 10 || step.is_multiple_of(log_every) || step == last
}

impl Row {
    /// The row as a line of the file, without its end.
    pub fn to_json(&self) -> String {
        let mut line = format!("{{\"{STEP}\":{}", self.step);
        // Writing to a text cannot fail.
        let mut put = |name: &str, number: Option<&dyn std::fmt::Debug>| {
            let _ = match number {
                Some(number) => write!(line, ",\"{name}\":{number:?}"),
                None => write!(line, ",\"{name}\":null"),
            };
        };
        for (name, value) in [(SECONDS, &self.seconds), (LAMBDA_DS, &self.lambda_ds)] {
            put(name, value.is_finite().then_some(value as _));
        }
        for (name, value) in self.terms.named() {
            put(name, value.is_finite().then_some(value as _));
        }
        line.push('}');
        line
    }

    /// The row in a line; `None` when the line is not a whole row.
    pub fn from_json(line: &str) -> Option<Self> {
        let fields = fields(line)?;
        let single = |name: &str| number(fields.get(name)?);
        Some(Self {
            step: fields.get(STEP)?.parse().ok()?,
            seconds: number(fields.get(SECONDS)?)?,
            lambda_ds: number(fields.get(LAMBDA_DS)?)?,
            terms: Terms::from_named(single)?,
        })
    }
}

/// The values of a flat JSON object of numbers, by key.
fn fields(line: &str) -> Option<BTreeMap<&str, &str>> {
    let inner = line.trim().strip_prefix('{')?.strip_suffix('}')?;
    inner.split(',').map(field).collect()
}

fn field(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let key = key.trim().strip_prefix('"')?.strip_suffix('"')?;
    Some((key, value.trim()))
}

/// A JSON number, exactly; `null` stands for NaN.
fn number<N: std::str::FromStr + From<f32>>(text: &str) -> Option<N> {
    if text == "null" {
        return Some(f32::NAN.into());
    }
    let plain = |letter: char| letter.is_ascii_digit() || "+-.eE".contains(letter);
    text.chars().all(plain).then(|| text.parse().ok())?
}

/// All rows of a run; a last line cut short by a crash is left out, and a run without a row has none.
///
/// # Errors
/// When the file cannot be read.
pub fn read(path: &Path) -> Result<Vec<Row>, RunError> {
    let bytes = match File::open(path) {
        Ok(file) => contents(&file),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let bytes = bytes.map_err(RunError::io(path))?;
    Ok(rows(&bytes).map(|(row, _)| row).collect())
}

/// Everything in a file at this moment; what is no ordinary file has nothing in it.
fn contents(file: &File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(file.metadata()?.len()).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whole rows with their lines.
fn rows(bytes: &[u8]) -> impl Iterator<Item = (Row, &[u8])> {
    bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| Some((Row::from_json(std::str::from_utf8(line).ok()?)?, line)))
}

/// Appends to a run's metrics.
#[derive(Debug)]
pub struct MetricsLog {
    file: File,
    path: PathBuf,
    /// Bytes of whole lines.
    length: u64,
    /// Whether more than that may be in the file.
    torn: bool,
}

impl MetricsLog {
    /// Opens the log to go on after `step`: rows of later steps (and a line cut short) are removed first.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn open_after(path: &Path, step: u64) -> Result<Self, RunError> {
        Self::open_file(path, step).map_err(RunError::io(path))
    }

    fn open_file(path: &Path, step: u64) -> std::io::Result<Self> {
        let open = || {
            let mut options = File::options();
            options.read(true).append(true).create(true).open(path)
        };
        let mut file = open()?;
        let bytes = contents(&file)?;
        let mut kept = Vec::with_capacity(bytes.len());
        for (_, line) in rows(&bytes).filter(|(row, _)| row.step <= step) {
            kept.extend_from_slice(line);
            kept.push(b'\n');
        }
        if kept != bytes {
            if bytes.starts_with(&kept) {
                file.set_len(kept.len() as u64)?;
            } else {
                // Damage between good rows, or a last row without its line's end.
                atomic::write(path, |writer| writer.write_all(&kept))?;
                file = open()?;
            }
            file.sync_all()?;
        }
        Ok(Self {
            file,
            path: path.to_owned(),
            length: kept.len() as u64,
            torn: false,
        })
    }

    /// Adds a row; it is handed to the operating system at once.
    ///
    /// # Errors
    /// When it cannot be written, a full disk among the reasons; the file then still ends with a whole line.
    pub fn append(&mut self, row: &Row) -> Result<(), RunError> {
        if self.torn {
            self.mend().map_err(RunError::io(&self.path))?;
        }
        let mut line = row.to_json();
        line.push('\n');
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            self.torn = true;
            // Should this fail too, the next append tries again; readers leave out a line cut short.
            let _ = self.mend();
            return Err(RunError::io(&self.path)(error));
        }
        self.length += line.len() as u64;
        Ok(())
    }

    /// Takes away what a failed append left.
    fn mend(&mut self) -> std::io::Result<()> {
        self.file.set_len(self.length)?;
        self.torn = false;
        Ok(())
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&mut self) -> Result<(), RunError> {
        self.file.sync_data().map_err(RunError::io(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::system::System;
    use crate::train::Objective;

    /// A row of numbers that are hard to write: random bits.
    fn row(step: u64) -> Row {
        let mut state = step.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut bits = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let terms = std::cell::RefCell::new(|| f32::from_bits(bits() as u32));
        let single = |name: &str| {
            (!name.ends_with("idt") || step.is_multiple_of(2)).then(|| (terms.borrow_mut())())
        };
        let terms = Terms::from_named(single).unwrap();
        Row {
            step,
            seconds: 0.1 * step as f64,
            lambda_ds: 1.0 / (step as f64 + 2.0),
            terms,
        }
    }

    fn bits(row: &Row) -> Vec<u64> {
        // JSON has one way to say NaN.
        let single = |value: f32| {
            if value.is_finite() {
                u64::from(value.to_bits())
            } else {
                1
            }
        };
        let named = row.terms.named().iter();
        let terms = named.map(|(_, value)| single(*value));
        [row.step, row.seconds.to_bits(), row.lambda_ds.to_bits()]
            .into_iter()
            .chain(terms)
            .collect()
    }

    #[test]
    fn every_bit_comes_back() {
        for step in 0..20_000 {
            let line = row(step).to_json();
            let read = Row::from_json(&line).unwrap();
            assert_eq!(bits(&read), bits(&row(step)), "{line}");
        }
    }

    #[test]
    fn lines_are_json_in_the_official_order() {
        let mut row = row(2);
        row.terms.set("D/latent_real", f32::INFINITY);
        row.terms.set("G/ref_sty", f32::NAN);
        row.seconds = f64::NAN;
        let line = row.to_json();
        let parsed: BTreeMap<String, serde_json::Value> = serde_json::from_str(&line).unwrap();
        assert!(parsed["D/latent_real"].is_null() && parsed["G/ref_sty"].is_null());
        let keys = [STEP, SECONDS, LAMBDA_DS];
        let terms = Objective::of(System::StarGanV2).terms;
        let keys = keys.into_iter().chain(terms.iter().map(|term| term.name));
        let places: Vec<_> = keys.map(|key| line.find(&format!("\"{key}\":"))).collect();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{line}"
        );
        assert_eq!(parsed.len(), places.len());
        let read = Row::from_json(&line).unwrap();
        assert!(read.terms.get("D/latent_real").unwrap().is_nan() && read.seconds.is_nan());
        // Another program may write it with spaces and with keys of its own.
        let spaced = line
            .replace(':', " : ")
            .replace(',', " , ")
            .replace('}', ",\"new\":1 }\r");
        assert_eq!(
            bits(&Row::from_json(&spaced).unwrap())[3..],
            bits(&read)[3..]
        );
    }

    #[test]
    fn no_prefix_of_a_line_is_a_row() {
        let line = row(4).to_json();
        for end in 0..line.len() {
            assert_eq!(Row::from_json(&line[..end]), None, "{end}");
        }
        for bad in [
            "{}",
            "null",
            "{\"step\":1}",
            &line.replace("\"step\":4", "\"step\":-4"),
        ] {
            assert_eq!(Row::from_json(bad), None, "{bad}");
        }
    }

    #[test]
    fn official_steps_are_logged() {
        let logged: Vec<u64> = (1..=45).filter(|step| is_logged(*step, 20, 45)).collect();
        assert_eq!(logged, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 40, 45]);
    }
}
