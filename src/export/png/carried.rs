//! What rides in a PNG beside its pixels: the recipe, and the pictures that went in, so that the result can be made again to the last bit
//! where the originals are not. Nothing in a file is trusted: sizes are bounded, sums checked, and what is broken becomes a sentence.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use thiserror::Error;

use super::chunks::{self, Chunks, SIGNATURE};
use super::{SaveError, encode, file};
use crate::domain::picture::{MAX_DECODED_MEGABYTES, MAX_FILE_MEGABYTES, MAX_MEGAPIXELS};
use crate::domain::recipe::RecipeFault;
use crate::domain::{Picture, Recipe};

/// Under which word the recipe stands in the file.
pub const KEYWORD: &str = "Stargrid recipe";
/// Under which word its sentence stands, for other programs.
const SENTENCE: &str = "Description";
/// The part of text, and that of an input picture: to be left alone by programs that do not know it, and copied along.
const KINDS: [[u8; 4]; 2] = [*b"iTXt", *b"sgIn"];
/// Where the first part (the size) ends.
const BEHIND_SIZE: usize = 33;
/// Bytes of the end mark.
const END: usize = 12;
/// Longest recipe, largest file, and largest part with a picture in it, in bytes.
const MOST_TEXT: usize = 1 << 20;
const MOST_FILE: u64 = MAX_FILE_MEGABYTES * 1_000_000;
const MOST_INPUT: usize = 64 << 20;
/// Most input pictures.
const MOST_INPUTS: usize = 64;
/// Most pixels of the picture, and of all input pictures together.
const MOST_PIXELS: usize = MAX_MEGAPIXELS * 1_000_000;

/// Of an input picture that is too large, alone or together with those before it.
const TOO_LARGE: CarriedFault = CarriedFault::Large("an input picture");

/// Why something in a PNG was left out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CarriedFault {
    /// The sum is wrong, or the file ends too early.
    #[error("a part of the file is damaged, so what it says about the picture may be missing")]
    Damaged,
    /// The text is not in the form that this program writes.
    #[error("the recipe was packed by another program and cannot be read")]
    Packed,
    /// Larger than anything this program writes.
    #[error("{0} in the file is larger than this program ever writes, and is left out")]
    Large(&'static str),
    /// The recipe itself.
    #[error(transparent)]
    Recipe(#[from] RecipeFault),
    /// A picture that cannot be decoded.
    #[error("an input picture in the file cannot be read, and is left out")]
    Input,
}

/// What was found in a PNG.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// The recipe, when there is a sound one.
    pub recipe: Option<Recipe>,
    /// The pictures that went in, at the model's size.
    pub inputs: Vec<Arc<Picture>>,
    /// What was left out.
    pub faults: Vec<CarriedFault>,
}

/// Writes `picture` with its recipe, and with `inputs` (the pictures of the recipe at the model's size; may be empty) as a PNG.
///
/// # Errors
/// What the writer said.
pub fn encode_with(
    picture: &Picture,
    recipe: &Recipe,
    inputs: &[Arc<Picture>],
    writer: &mut dyn Write,
) -> std::io::Result<()> {
    let mut plain = Vec::new();
    encode(picture, &mut plain)?;
    let json = serde_json::to_string(recipe)?;
    let (head, rest) = plain.split_at(BEHIND_SIZE);
    let (pixels, end) = rest.split_at(rest.len() - END);
    writer.write_all(head)?;
    writer.write_all(&text(KEYWORD, &json)?)?;
    writer.write_all(&text(SENTENCE, &recipe.sentence())?)?;
    writer.write_all(pixels)?;
    for input in inputs {
        let mut bytes = Vec::new();
        encode(input, &mut bytes)?;
        writer.write_all(&made(KINDS[1], &bytes)?)?;
    }
    writer.write_all(end)?;
    writer.flush()
}

/// The same at `path`, replacing what was there.
///
/// # Errors
/// When the folder is missing, not writable, or the disk is full; nothing is left behind then.
pub fn save_with(
    picture: &Picture,
    recipe: &Recipe,
    inputs: &[Arc<Picture>],
    path: &Path,
) -> Result<(), SaveError> {
    file::write(path, |writer| encode_with(picture, recipe, inputs, writer))
}

fn made(kind: [u8; 4], content: &[u8]) -> std::io::Result<Vec<u8>> {
    chunks::made(kind, content).ok_or_else(|| std::io::ErrorKind::FileTooLarge.into())
}

/// A part of international text: keyword, not compressed, no language.
fn text(keyword: &str, words: &str) -> std::io::Result<Vec<u8>> {
    let mut content = keyword.as_bytes().to_vec();
    content.extend_from_slice(&[0; 5]);
    content.extend_from_slice(words.as_bytes());
    made(KINDS[0], &content)
}

/// Whether the file at `path` is a PNG that carries a recipe; looks only at the parts before the pixels.
pub fn carries_recipe(path: &Path) -> bool {
    let looked = || -> std::io::Result<bool> {
        let mut file = File::open(path)?;
        let mut signature = [0; SIGNATURE.len()];
        file.read_exact(&mut signature)?;
        if signature != SIGNATURE {
            return Ok(false);
        }
        loop {
            let mut head = [0; 8];
            file.read_exact(&mut head)?;
            let [a, b, c, d, ref kind @ ..] = head;
            let length = u32::from_be_bytes([a, b, c, d]) as usize;
            if kind == b"IDAT" || kind == b"IEND" || length > MOST_TEXT {
                return Ok(false);
            }
            let mut content = vec![0; length + 4];
            file.read_exact(&mut content)?;
            if *kind == KINDS[0] && words_of(&content, KEYWORD).is_some() {
                return Ok(true);
            }
        }
    };
    looked().unwrap_or(false)
}

/// What a text part says under `keyword`: its flags, and its words.
fn words_of<'a>(content: &'a [u8], keyword: &str) -> Option<&'a [u8]> {
    content.strip_prefix(keyword.as_bytes())?.strip_prefix(&[0])
}

/// Everything that rides in the PNG `bytes`; what is broken is left out and said.
pub fn carried(bytes: &[u8]) -> Carried {
    carried_within(bytes, MOST_PIXELS)
}

/// The same, with at most `room` pixels of input pictures.
fn carried_within(bytes: &[u8], mut room: usize) -> Carried {
    let mut found = Carried::default();
    let mut chunks = Chunks::of(bytes, &KINDS);
    for chunk in chunks.by_ref() {
        let outcome = match chunk.kind {
            kind if !KINDS.contains(&kind) => Ok(()),
            _ if !chunk.sound => Err(CarriedFault::Damaged),
            kind if kind == KINDS[0] => match words_of(chunk.content, KEYWORD) {
                Some(words) => recipe_of(words).map(|recipe| found.recipe = Some(recipe)),
                None => Ok(()),
            },
            _ if found.inputs.len() >= MOST_INPUTS => {
                Err(CarriedFault::Large("the number of input pictures"))
            }
            _ => input_of(chunk.content, room).map(|input| {
                room -= input.width() * input.height();
                found.inputs.push(Arc::new(input));
            }),
        };
        found
            .faults
            .extend(outcome.err().filter(|fault| !found.faults.contains(fault)));
    }
    if chunks.cut && !found.faults.contains(&CarriedFault::Damaged) {
        found.faults.push(CarriedFault::Damaged);
    }
    found
}

fn recipe_of(words: &[u8]) -> Result<Recipe, CarriedFault> {
    if words.len() > MOST_TEXT {
        return Err(CarriedFault::Large("the recipe"));
    }
    let [flag, _method, rest @ ..] = words else {
        return Err(CarriedFault::Damaged);
    };
    if *flag != 0 {
        return Err(CarriedFault::Packed);
    }
    // The language and the translated keyword end in a zero each.
    let json = rest
        .splitn(3, |byte| *byte == 0)
        .nth(2)
        .ok_or(CarriedFault::Damaged)?;
    let json = std::str::from_utf8(json).map_err(|_| CarriedFault::Damaged)?;
    Ok(Recipe::from_json(json)?)
}

fn input_of(bytes: &[u8], room: usize) -> Result<Picture, CarriedFault> {
    if bytes.len() > MOST_INPUT {
        return Err(TOO_LARGE);
    }
    decode(bytes, room)
}

/// The pixels of a PNG with at most `room` of them; the size is known before any memory is taken.
fn decode(bytes: &[u8], room: usize) -> Result<Picture, CarriedFault> {
    let mut reader = ImageReader::with_format(std::io::Cursor::new(bytes), ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_MEGABYTES << 20);
    reader.limits(limits);
    let unread = |_| CarriedFault::Input;
    let decoder = reader.into_decoder().map_err(unread)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (width as usize, height as usize);
    if width.saturating_mul(height) > room || decoder.total_bytes() > MAX_DECODED_MEGABYTES << 20 {
        return Err(TOO_LARGE);
    }
    let image = DynamicImage::from_decoder(decoder).map_err(unread)?;
    Picture::new(width, height, image.into_rgb8().into_raw()).ok_or(CarriedFault::Input)
}

/// Size and recipe of the PNG at `path`, without its pixels; none when it has no sound recipe.
pub fn described(path: &Path) -> Option<([usize; 2], Recipe)> {
    let mut bytes = Vec::new();
    File::open(path)
        .ok()?
        .take(MOST_FILE)
        .read_to_end(&mut bytes)
        .ok()?;
    let kinds = [*b"IHDR", KINDS[0]];
    let (mut size, mut recipe) = (None, None);
    for chunk in Chunks::of(&bytes, &kinds).filter(|chunk| chunk.sound) {
        if chunk.kind == kinds[0] {
            let side = |at: usize| {
                let four = chunk.content.get(at..at + 4)?;
                Some(u32::from_be_bytes(four.try_into().ok()?) as usize)
            };
            size = side(0).zip(side(4)).map(|(width, height)| [width, height]);
        } else if chunk.kind == kinds[1]
            && let Some(words) = words_of(chunk.content, KEYWORD)
        {
            recipe = recipe_of(words).ok();
        }
    }
    size.zip(recipe)
}

/// Reads a PNG that this program wrote, with what rides in it.
///
/// # Errors
/// What the operating system said, or that the pixels are damaged or too many.
pub fn read_with(path: &Path) -> std::io::Result<(Picture, Carried)> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_FILE).read_to_end(&mut bytes)?;
    let picture = decode(&bytes, MOST_PIXELS).map_err(|_| std::io::ErrorKind::InvalidData)?;
    Ok((picture, carried(&bytes)))
}

#[cfg(test)]
mod tests;
