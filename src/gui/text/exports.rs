//! Sentences of the window of exports.

/// A grid without a cell.
pub const EMPTY_GRID: &str = "The grid is empty";
/// The button.
pub const HINT: &str = "Films of styles, labelled sheets, pages to print (Ctrl+E)";
/// No ffmpeg.
pub const NO_FFMPEG: &str = "MP4 needs the program ffmpeg, and none was found on this computer's PATH. Install it, or choose GIF or APNG.";
/// What a GIF is.
pub const GIF: &str =
    "Shown everywhere. 256 colours a frame, chosen for each frame, with the rest spread finely.";
/// When more frames a second are asked for.
pub const SLOWER: &str =
    "A GIF shows at most 50 frames a second, so it takes longer. APNG and MP4 show more.";
/// What an APNG is.
pub const APNG: &str =
    "Every pixel as it was made. Browsers play it; other viewers may show the first picture.";
/// What an MP4 is.
pub const MP4: &str = "H.264 by the ffmpeg of this computer: small, and what film programs take.";
/// What a sequence is.
pub const SEQUENCE: &str = "A new folder of PNG files, one for each frame.";
/// How rows are chosen.
pub const POINTS: &str = "Click the styles in the order in which the film shall come to them.";
/// What the official forms are.
pub const OFFICIAL: &str = "As in the videos of StarGAN v2's authors: 31 frames for each pair of styles, 12.5 a second, and a cut where the branch changes.";
/// The form of latents.
pub const INTERPOLATE: &str = "The sources above their results";
/// The form of references.
pub const SLIDE: &str =
    "The references slide up at the left, the sources stand above their results; needs references";
/// Back to the start.
pub const CLOSES: &str = "Goes back to the first style, so that the film repeats without a jump";
/// What is beside.
pub const BESIDE: &str = "Shows each source at the left of its result";
/// The curve.
pub const EASE: &str = "How the film leaves a style and comes to the next: the official sigmoid, even steps, or soft at both ends";
/// What a sheet is.
pub const SHEET: &str =
    "The whole grid as one picture. What is not computed yet is computed for it.";
/// What a keepsake is.
pub const KEEPSAKE: &str = "One page to print (A4): the selected result with its source, its style, its relatives and how it came about.";
/// What the mark is.
pub const MARK: &str = "Writes \u{201c}synthetic picture\u{201d} on the result. The file says so in any case, where other programs look for it.";
/// Before the first export.
pub const NONE: &str = "Nothing is written before you choose a place.";
