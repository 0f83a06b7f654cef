//! The parts of a PNG file: found without trusting a size, made with their check sums.

/// The first bytes of every PNG.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Bytes of a part around its content: length, kind, check sum.
const AROUND: usize = 12;

/// One part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// Its four letters.
    pub kind: [u8; 4],
    /// Its content.
    pub content: &'a [u8],
    /// Whether the check sum is right.
    pub sound: bool,
}

/// The parts of a file, as far as they are whole; sums are taken of those that `wanted` names.
pub(super) struct Chunks<'a> {
    rest: &'a [u8],
    wanted: &'a [[u8; 4]],
    /// Whether the file ended within a part.
    pub cut: bool,
}

impl<'a> Chunks<'a> {
    /// The parts of `bytes`; none when it is no PNG.
    pub fn of(bytes: &'a [u8], wanted: &'a [[u8; 4]]) -> Self {
        Self {
            rest: bytes.strip_prefix(&SIGNATURE).unwrap_or_default(),
            wanted,
            cut: false,
        }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let rest = self.rest;
        if rest.is_empty() {
            return None;
        }
        let whole = rest.split_at_checked(8).and_then(|(head, behind)| {
            let length = u32::from_be_bytes(head[..4].try_into().ok()?) as usize;
            let kind: [u8; 4] = head[4..].try_into().ok()?;
            let (content, behind) = behind.split_at_checked(length)?;
            let (sum, behind) = behind.split_at_checked(4)?;
            let sound =
                !self.wanted.contains(&kind) || check_sum(&[&kind, content]).to_be_bytes() == sum;
            self.rest = behind;
            Some(Chunk {
                kind,
                content,
                sound,
            })
        });
        if whole.is_none() {
            self.cut = true;
            self.rest = &[];
        }
        if whole.as_ref().is_some_and(|chunk| &chunk.kind == b"IEND") {
            self.rest = &[];
        }
        whole
    }
}

/// A part as it stands in a file; none when the content is too long for one.
pub(super) fn made(kind: [u8; 4], content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(content.len())
        .ok()
        .filter(|length| *length <= i32::MAX as u32)?;
    let mut bytes = Vec::with_capacity(content.len() + AROUND);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&kind);
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(&check_sum(&[&kind, content]).to_be_bytes());
    Some(bytes)
}

/// CRC-32 as PNG has it, over several pieces.
fn check_sum(pieces: &[&[u8]]) -> u32 {
    const TABLE: [u32; 256] = table();
    let bytes = pieces.iter().flat_map(|piece| piece.iter());
    !bytes.fold(u32::MAX, |sum, byte| {
        TABLE[((sum ^ u32::from(*byte)) & 0xff) as usize] ^ (sum >> 8)
    })
}

const fn table() -> [u32; 256] {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut sum = at as u32;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ POLYNOMIAL
            } else {
                sum >> 1
            };
            bit += 1;
        }
        table[at] = sum;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_standard() {
        assert_eq!(check_sum(&[b"1234", b"56789"]), 0xcbf4_3926);
        assert_eq!(made(*b"IEND", &[]).unwrap()[8..], [0xae, 0x42, 0x60, 0x82]);
    }

    #[test]
    fn parts_are_found_and_lies_about_their_length_end_the_file() {
        let mut file = SIGNATURE.to_vec();
        file.extend(made(*b"abCd", b"hello").unwrap());
        file.extend(u32::MAX.to_be_bytes());
        file.extend(*b"IDAT and more");
        let wanted = [*b"abCd"];
        let mut chunks = Chunks::of(&file, &wanted);
        let first = chunks.next().unwrap();
        assert_eq!(
            (first.kind, first.content, first.sound),
            (*b"abCd", &b"hello"[..], true)
        );
        assert_eq!(chunks.next(), None);
        assert!(chunks.cut);
        file[17] ^= 1;
        assert!(!Chunks::of(&file, &wanted).next().unwrap().sound);
        assert_eq!(Chunks::of(b"GIF89a", &wanted).next(), None);
    }
}
