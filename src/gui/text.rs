//! Sentences of the window that are longer than a label, in one place.

/// Shown while files hang over the window.
pub const DROP: &str = "Drop pictures, folders or a model";
/// The status bar's reminder.
pub const WAYS_IN: &str = "Drop pictures anywhere, Ctrl+O, Ctrl+V";
/// The first of the three next steps.
pub const STEP_PICTURES: (&str, &str) = (
    "Add your pictures",
    "Drop photos on the window, paste them, or open them here. They stay on this computer.",
);
/// The second.
pub const STEP_MODEL: (&str, &str) = (
    "Open a model",
    "An official StarGAN v2 checkpoint (.ckpt) or a Stargrid model (.safetensors).",
);
/// The third.
pub const STEP_LATENTS: (&str, &str) = (
    "Move the sliders",
    "Make styles without a reference: sixteen numbers, a seed, a pad to drag in.",
);
/// An empty top row.
pub const NO_SOURCES: &str = "No sources yet. Drop pictures here: their pose and layout are kept.";
/// An empty left column.
pub const NO_REFERENCES: &str =
    "No references yet. Add pictures whose style is taken, or switch to latents.";
/// A model without the network that references need.
pub const NO_STYLE_ENCODER: &str = "This model has no style encoder. Switch to latents.";
/// A model without the network that latents need.
pub const NO_MAPPING: &str = "This model has no mapping network. Switch to references.";
/// Nothing selected.
pub const NOTHING_SELECTED: &str = "Click a cell to see it large.";
/// Before the first model is there.
pub const OPENING: &str = "Opening the model…";
/// A high-pass model without its landmark network.
pub const NO_MASKS: &str = "This model was trained with landmark masks (w_hpf > 0). Stargrid runs it without them: eyes, nose and mouth follow the source less closely.";
/// About.
pub const ABOUT: &[&str] = &[
    "Stargrid crosses source pictures with style references through StarGAN v2 networks.",
    "It is private: the program never uses the network, and nothing is written until you save it. Your settings and the list of open pictures are kept in your own folder.",
    "Demo model and demo pictures: CC0 1.0 (DiceBear styles clay, critters, moods, sprouts). Face finder: SeetaFace model, BSD 2-Clause. Program: MIT or Apache-2.0.",
    "Official StarGAN v2 weights are CC BY-NC 4.0 and never bundled.",
];
/// Keys and what they do, for the ? sheet.
pub const KEYS: &[(&str, &str)] = &[
    ("0 · 1–8 · 9", "branch: own, one domain, all"),
    ("Arrow keys", "move the selection"),
    ("M", "next way of comparing"),
    ("R", "new seed"),
    ("L", "references or latents"),
    ("Ctrl+O", "open pictures"),
    ("Ctrl+Shift+O", "open a model"),
    ("Ctrl+V", "paste a picture or file names"),
    ("Ctrl+C", "copy the result"),
    ("Ctrl+S", "save the result"),
    ("Ctrl+Shift+S", "save the grid"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo"),
    ("U", "use the result as a source"),
    ("Delete", "remove the selected picture"),
    ("Esc", "close, stop computing, deselect"),
    ("?", "this sheet"),
];
