//! An owned 8-bit RGB picture: what every decoder makes and every view shows.

use std::fmt;

/// Files with more pixels than so many millions are refused before anything is decoded.
pub const MAX_MEGAPIXELS: usize = 100;
/// Longest file that is read, in millions of bytes.
pub const MAX_FILE_MEGABYTES: u64 = 200;
/// Most memory for a file's own pixels.
pub const MAX_DECODED_MEGABYTES: u64 = 512;

/// Content hash of a picture; equal pictures have equal fingerprints, whatever their file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// 32 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }
}

/// An sRGB picture, 8 bits a channel, rows from the top, `rgb.len() == width * height * 3`.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Picture {
    /// A picture from its bytes; `None` when a side is zero or the byte count does not fit.
    pub fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Self> {
        let expected = width.checked_mul(height)?.checked_mul(3)?;
        (expected > 0 && rgb.len() == expected).then_some(Self { width, height, rgb })
    }

    /// A picture of one colour; sides of zero are taken as one.
    pub fn filled(width: usize, height: usize, colour: [u8; 3]) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        Self {
            width,
            height,
            rgb: colour.repeat(width * height),
        }
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The bytes, row by row, R G B.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The bytes, row by row, R G B, given away.
    pub fn into_rgb(self) -> Vec<u8> {
        self.rgb
    }

    /// The colour at column `x`, row `y`; `None` outside.
    pub fn pixel(&self, x: usize, y: usize) -> Option<[u8; 3]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let at = (y * self.width + x) * 3;
        self.rgb.get(at..at + 3)?.try_into().ok()
    }

    /// Copies `other` with its top left corner at (`x`, `y`), clipped to this picture.
    pub fn paste(&mut self, other: &Picture, x: usize, y: usize) {
        let columns = other.width.min(self.width.saturating_sub(x));
        let rows = other.height.min(self.height.saturating_sub(y));
        for row in 0..rows {
            let from = row * other.width * 3;
            let to = ((y + row) * self.width + x) * 3;
            self.rgb[to..to + columns * 3].copy_from_slice(&other.rgb[from..from + columns * 3]);
        }
    }

    /// Content hash over size and bytes.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.width as u64).to_le_bytes());
        hasher.update(&self.rgb);
        Fingerprint(first_128_bits(&hasher))
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

/// The first 16 bytes of a hash as a number.
pub(crate) fn first_128_bits(hasher: &blake3::Hasher) -> u128 {
    let mut first = [0; 16];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    u128::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_byte_counts_are_refused() {
        assert!(Picture::new(2, 2, vec![0; 12]).is_some());
        assert!(Picture::new(2, 2, vec![0; 11]).is_none());
        assert!(Picture::new(0, 2, vec![]).is_none());
    }

    #[test]
    fn paste_is_clipped() {
        let mut sheet = Picture::filled(3, 3, [0; 3]);
        sheet.paste(&Picture::filled(2, 2, [9; 3]), 2, 2);
        assert_eq!(sheet.pixel(2, 2), Some([9; 3]));
        assert_eq!(sheet.pixel(1, 1), Some([0; 3]));
        assert_eq!(sheet.pixel(3, 3), None);
    }

    #[test]
    fn fingerprints_follow_content_and_shape() {
        let wide = Picture::filled(4, 1, [7; 3]);
        let tall = Picture::filled(1, 4, [7; 3]);
        assert_ne!(wide.fingerprint(), tall.fingerprint());
        assert_eq!(
            wide.fingerprint(),
            Picture::filled(4, 1, [7; 3]).fingerprint()
        );
    }
}
