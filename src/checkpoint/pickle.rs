//! Walks pickles without running them, to learn which Python names they ask for.
//!
//! A pickle is a program for a small stack machine whose dangerous instructions import a name and call it. This
//! walker keeps only a shadow of the stack (marks, texts, names), so that nothing is built and nothing is called.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, Read};
use std::rc::Rc;

use thiserror::Error;

use super::allowlist::is_allowed;

/// Larger pickles than this hold no tensor index (an official one has about 100 kB).
const SIZE_LIMIT: u64 = 100 << 20;

/// Why a pickle cannot be followed to its end.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum PickleFault {
    /// The bytes end early.
    #[error("its index of tensors ends in the middle")]
    Truncated,
    /// A byte that is no instruction.
    #[error("its index of tensors holds the unknown instruction 0x{0:02x}")]
    Unknown(u8),
    /// Instructions that contradict one another.
    #[error("its index of tensors contradicts itself")]
    Inconsistent,
    /// The pickle is absurdly large.
    #[error("its index of tensors is larger than 100 MB")]
    TooLarge,
}

/// The Python names that pickles ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Every imported or called name, such as `collections.OrderedDict`.
    pub names: BTreeSet<String>,
}

impl Findings {
    /// The names that no tensor needs.
    pub fn foreign(&self) -> Vec<String> {
        let foreign = self.names.iter().filter(|name| !is_allowed(name));
        foreign.cloned().collect()
    }
}

/// Walks one pickle up to its end mark, adding the names it asks for to `findings`.
pub fn scan(reader: &mut impl BufRead, findings: &mut Findings) -> Result<(), PickleFault> {
    let mut walker = Walker {
        reader: reader.take(SIZE_LIMIT),
        stack: Vec::new(),
        memo: HashMap::new(),
        findings,
    };
    loop {
        let [instruction] = walker.bytes()?;
        if instruction == b'.' {
            return walker.pop().map(|_| ());
        }
        let known = walker.literal(instruction)?
            || walker.text(instruction)?
            || walker.container(instruction)?
            || walker.remember(instruction)?
            || walker.object(instruction)?;
        if !known {
            return Err(PickleFault::Unknown(instruction));
        }
    }
}

/// What the walker knows of a value on the stack.
#[derive(Clone)]
enum Item {
    Mark,
    Text(Rc<str>),
    Name(Rc<str>),
    Other,
}

struct Walker<'a, R> {
    reader: std::io::Take<&'a mut R>,
    stack: Vec<Item>,
    memo: HashMap<u64, Item>,
    findings: &'a mut Findings,
}

impl<R: BufRead> Walker<'_, R> {
    fn short(&self) -> PickleFault {
        if self.reader.limit() == 0 {
            PickleFault::TooLarge
        } else {
            PickleFault::Truncated
        }
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], PickleFault> {
        let mut bytes = [0; N];
        let outcome = self.reader.read_exact(&mut bytes);
        outcome.map_err(|_| self.short())?;
        Ok(bytes)
    }

    /// A little-endian count of `width` bytes.
    fn count(&mut self, width: usize) -> Result<u64, PickleFault> {
        let mut value = 0;
        for place in 0..width {
            let [byte] = self.bytes()?;
            value |= u64::from(byte) << (8 * place);
        }
        Ok(value)
    }

    /// `length` bytes; the buffer grows with what the file really holds, whatever it claims.
    fn block(&mut self, length: u64) -> Result<Vec<u8>, PickleFault> {
        let mut block = Vec::new();
        let outcome = (&mut self.reader).take(length).read_to_end(&mut block);
        outcome.map_err(|_| self.short())?;
        if block.len() as u64 == length {
            Ok(block)
        } else {
            Err(self.short())
        }
    }

    fn line(&mut self) -> Result<String, PickleFault> {
        let mut line = Vec::new();
        let outcome = self.reader.read_until(b'\n', &mut line);
        outcome.map_err(|_| self.short())?;
        if line.pop() != Some(b'\n') {
            return Err(self.short());
        }
        Ok(String::from_utf8_lossy(&line)
            .trim_end_matches('\r')
            .to_owned())
    }

    fn push(&mut self, item: Item) {
        self.stack.push(item);
    }

    fn pop(&mut self) -> Result<Item, PickleFault> {
        match self.stack.pop() {
            Some(Item::Mark) | None => Err(PickleFault::Inconsistent),
            Some(item) => Ok(item),
        }
    }

    fn pop_many(&mut self, count: usize) -> Result<(), PickleFault> {
        (0..count).try_for_each(|_| self.pop().map(|_| ()))
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Item>, PickleFault> {
        let mark = self
            .stack
            .iter()
            .rposition(|item| matches!(item, Item::Mark));
        let items = self.stack.split_off(mark.ok_or(PickleFault::Inconsistent)?);
        Ok(items.into_iter().skip(1).collect())
    }

    /// Numbers, bytes and constants: pushed without a look at their value.
    fn literal(&mut self, instruction: u8) -> Result<bool, PickleFault> {
        let length = match instruction {
            b'N' | 0x88 | 0x89 | b']' | b')' | b'}' | 0x8f | 0x97 => 0,
            b'K' => 1,
            b'M' => 2,
            b'J' => 4,
            b'G' => 8,
            b'C' | 0x8a => self.count(1)?,
            b'B' | 0x8b => self.count(4)?,
            0x8e | 0x96 => self.count(8)?,
            b'F' | b'I' | b'L' | b'P' => {
                self.line()?;
                0
            }
            // Protocol version, frame length, read-only flag: nothing is pushed.
            0x80 => return self.bytes::<1>().map(|_| true),
            0x95 => return self.bytes::<8>().map(|_| true),
            0x98 => return Ok(true),
            _ => return Ok(false),
        };
        self.block(length)?;
        self.push(Item::Other);
        Ok(true)
    }

    /// Texts, which later instructions may turn into names.
    fn text(&mut self, instruction: u8) -> Result<bool, PickleFault> {
        let text = match instruction {
            b'S' => self.line()?.trim_matches(['\'', '"']).to_owned(),
            b'V' => self.line()?,
            b'U' | 0x8c => self.counted_text(1)?,
            b'T' | b'X' => self.counted_text(4)?,
            0x8d => self.counted_text(8)?,
            _ => return Ok(false),
        };
        // An escaped text could spell any name, so it never counts as a known one.
        let escaped = matches!(instruction, b'S' | b'V') && text.contains('\\');
        let known = Item::Text(text.into());
        self.push(if escaped { Item::Other } else { known });
        Ok(true)
    }

    fn counted_text(&mut self, width: usize) -> Result<String, PickleFault> {
        let length = self.count(width)?;
        let block = self.block(length)?;
        Ok(String::from_utf8_lossy(&block).into_owned())
    }

    /// Lists, tuples, dictionaries and plain stack moves.
    fn container(&mut self, instruction: u8) -> Result<bool, PickleFault> {
        match instruction {
            b'(' => self.push(Item::Mark),
            b'0' => drop(self.stack.pop().ok_or(PickleFault::Inconsistent)?),
            b'1' => drop(self.pop_to_mark()?),
            b'2' => {
                let top = self.pop()?;
                self.stack.extend([top.clone(), top]);
            }
            b'a' => self.pop_many(1)?,
            b's' => self.pop_many(2)?,
            b'e' | b'u' | 0x90 => drop(self.pop_to_mark()?),
            b'l' | b't' | b'd' | 0x91 => {
                self.pop_to_mark()?;
                self.push(Item::Other);
            }
            0x85..=0x87 => {
                self.pop_many(usize::from(instruction - 0x84))?;
                self.push(Item::Other);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Storing values under numbers and fetching them again.
    fn remember(&mut self, instruction: u8) -> Result<bool, PickleFault> {
        let key = match instruction {
            b'p' | b'g' => self
                .line()?
                .parse()
                .map_err(|_| PickleFault::Inconsistent)?,
            b'q' | b'h' => self.count(1)?,
            b'r' | b'j' => self.count(4)?,
            0x94 => self.memo.len() as u64,
            _ => return Ok(false),
        };
        if matches!(instruction, b'g' | b'h' | b'j') {
            let item = self.memo.get(&key).cloned();
            self.push(item.ok_or(PickleFault::Inconsistent)?);
        } else {
            let top = self.pop()?;
            self.memo.insert(key, top.clone());
            self.push(top);
        }
        Ok(true)
    }

    /// Imports, calls and object building: here names are collected.
    fn object(&mut self, instruction: u8) -> Result<bool, PickleFault> {
        match instruction {
            b'c' => self.import_lines()?,
            0x93 => {
                let (member, module) = (self.pop()?, self.pop()?);
                match (module, member) {
                    (Item::Text(module), Item::Text(member)) => self.import(&module, &member),
                    _ => self.import("a name", "that is hidden"),
                }
            }
            b'i' => {
                self.pop_to_mark()?;
                self.import_lines()?;
            }
            b'o' => {
                let items = self.pop_to_mark()?;
                self.called(items.first().ok_or(PickleFault::Inconsistent)?);
                self.push(Item::Other);
            }
            b'R' | 0x81 | 0x92 => {
                self.pop_many(if instruction == 0x92 { 2 } else { 1 })?;
                let target = self.pop()?;
                self.called(&target);
                self.push(Item::Other);
            }
            // State for the object below it, or a storage looked up by its id.
            b'b' => self.pop_many(1)?,
            b'Q' => {
                self.pop_many(1)?;
                self.push(Item::Other);
            }
            0x82..=0x84 => {
                let code = self.count(1 << (instruction - 0x82))?;
                self.import("copyreg.extension", &code.to_string());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn import_lines(&mut self) -> Result<(), PickleFault> {
        let (module, member) = (self.line()?, self.line()?);
        self.import(&module, &member);
        Ok(())
    }

    fn import(&mut self, module: &str, member: &str) {
        let name = format!("{module}.{member}");
        self.findings.names.insert(name.clone());
        self.push(Item::Name(name.into()));
    }

    /// A call of anything but an imported name is itself a finding.
    fn called(&mut self, target: &Item) {
        let name = match target {
            Item::Name(name) => name.to_string(),
            _ => "a call of something without a name".to_owned(),
        };
        self.findings.names.insert(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(mut bytes: &[u8]) -> Result<Vec<String>, PickleFault> {
        let mut findings = Findings::default();
        scan(&mut bytes, &mut findings)?;
        Ok(findings.foreign())
    }

    #[test]
    fn imports_are_found_in_every_spelling() {
        let global = b"cos\nsystem\n(S'ls'\ntR.";
        let stack = b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R.";
        let memo = b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94h\x00h\x01\x93\x8c\x02ls\x85R.";
        let inst = b"(S'ls'\nios\nsystem\n.";
        let obj = b"(cos\nsystem\nS'ls'\no.";
        for bytes in [&global[..], stack, memo, inst, obj] {
            assert_eq!(names(bytes), Ok(vec!["os.system".to_owned()]));
        }
        assert_eq!(
            names(b"cbuiltins\neval\n."),
            Ok(vec!["builtins.eval".to_owned()])
        );
    }

    #[test]
    fn hidden_names_are_refused_too() {
        assert_eq!(
            names(b"S'\\x6fs'\nS'system'\n\x93."),
            Ok(vec!["a name.that is hidden".to_owned()])
        );
        assert_eq!(
            names(b"\x82\x07."),
            Ok(vec!["copyreg.extension.7".to_owned()])
        );
        assert_eq!(
            names(b"N)R."),
            Ok(vec!["a call of something without a name".to_owned()])
        );
    }

    #[test]
    fn tensors_need_nothing_foreign() {
        assert_eq!(names(b"ccollections\nOrderedDict\n)R."), Ok(vec![]));
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        let mut state = 1u64;
        for _ in 0..20_000 {
            let bytes: Vec<u8> = (0..48)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    (state >> 56) as u8
                })
                .collect();
            if let Ok(foreign) = names(&bytes) {
                assert!(bytes.contains(&b'.'), "{foreign:?}");
            }
        }
    }

    #[test]
    fn damage_is_told_apart() {
        assert_eq!(names(b"\x80\x02}q\x00("), Err(PickleFault::Truncated));
        assert_eq!(names(b"\x80\x02\xff."), Err(PickleFault::Unknown(0xff)));
        assert_eq!(names(b"u."), Err(PickleFault::Inconsistent));
        assert_eq!(names(b"h\x05."), Err(PickleFault::Inconsistent));
        assert_eq!(names(b"X\xff\xff\xff\xffab"), Err(PickleFault::Truncated));
        assert_eq!(names(b""), Err(PickleFault::Truncated));
    }
}
