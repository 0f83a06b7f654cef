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
pub const STEP_TRAIN: (&str, &str) = (
    "Train on the demo",
    "Watch this network learn a new kind of creature, here, on this computer.",
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
/// What half precision costs.
pub const HALF: &str = "The generator computes with 16-bit floats. Colours differ by less than one of 255 levels on average, and by a few in single places.";
/// While the GPU's kernels are compiled.
pub const PREPARING: &str =
    "The programs for this GPU are compiled once for each start. Opening another model ends it.";
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
    ("Ctrl+1, Ctrl+2", "Explore, Train"),
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
    ("In Train: Left, Right", "the sheet before, the next one"),
    ("In Train: Space", "play the sheets as a film"),
    ("In Train: End", "back to the newest step"),
    ("?", "this sheet"),
];

/// The status bar's reminder on the Train tab.
pub const WAYS_IN_TRAIN: &str = "Drop a folder to train on, photos to follow";
/// While files hang over the Train tab.
pub const DROP_TRAIN: &str = "Drop a folder to train on, or photos to follow";
/// The first screen of the Train tab.
pub const TRAIN_TITLE: &str = "Teach a network your pictures";
/// What training is, in two sentences.
pub const TRAIN_WORDS: &str = "Training shows a network many pictures of each domain until it can turn one into another. You watch every step, can stop at any time and go on later.";
/// The three next steps of the Train tab.
pub const TRAIN_DEMO: (&str, &str) = (
    "Train on the demo",
    "Go on from the bundled model with the bundled creatures. Nothing to prepare; you see first how long it takes.",
);
/// The second.
pub const TRAIN_FOLDER: (&str, &str) = (
    "Use my folder…",
    "A folder with one folder for each domain: cats, dogs, foxes. You can also drop it on this window.",
);
/// The third.
pub const TRAIN_RESUME: (&str, &str) = (
    "Resume a run…",
    "Go on from the newest checkpoint of a run that was stopped, or that ended by itself.",
);
/// A live model that is not averaged yet.
pub const LIVE_RAW: &str = "Raw weights, the first thousand steps; averages after that";
/// A live model.
pub const LIVE: &str = "The averaged networks of the run as they are now";
/// What Stop does.
pub const STOP: &str = "Stop saves everything and ends the run; you can resume it later.";
/// What the dial does.
pub const COURTESY: &str =
    "How much of the computer training takes. Dragging in Explore always comes first.";
/// What the Explore switch does.
pub const FOLLOW: &str = "Explore opens the checkpoint that the cursor rests at; at the newest step it shows the live networks, anew every few seconds";
/// Before the first photo.
pub const NO_PHOTOS: &str = "Photos that every sheet follows. They are never trained on.";
/// A photo that is in the data.
pub const NEAR_DUPLICATE: &str =
    "A picture like this one is in the training data, so it shows less than a new one would";
/// Before the first sheet.
pub const NO_SHEETS: &str = "No sheet of this kind yet. The first comes right after the start.";
/// A run without photos.
pub const NO_OWN_SHEETS: &str = "Add photos at the right, and the next sheets will show them in every domain, or with every label.";
/// What a label system can learn from.
pub const WHAT_FITS_LABELS: &str = "A folder with one folder for each class, or pictures with list_attr_celeba.txt, the list that says which attributes each has.";
/// A label system without data.
pub const NO_LABELS: &str = "This system learns labels. No labelled pictures at hand? Creatures with tints, frames and glasses can be made here, in a moment.";
/// A label system on the bundled creatures.
pub const CREATURE_KINDS: &str = "Here the kinds of creatures are the classes, and one turns into another. Labelled creatures have attributes to switch instead: tints, frames, glasses.";
/// What the made creatures are.
pub const MAKE_CREATURES: &str = "Bundled creatures with tints, frames, glasses or mirrored, and the list of which has what, written beside your runs and taken as data";
/// What a label's two numbers are.
pub const LABEL_COUNTS: &str = "Training pictures + held-out pictures that have this label; a picture can have several labels, or none";
/// An attribute that mirroring would spoil.
pub const MIRRORED: &str = "Pictures are mirrored at random while training, so the attribute Mirrored would be wrong half of the time.";
/// A set beside the first.
pub const SECOND_SET: &str =
    "One network learns the labels of all sets together: each step takes a batch of each";
/// Before the first row.
pub const NO_ROWS: &str = "The curves begin with the first step.";
/// Nothing found by health.
pub const HEALTHY: &str = "Nothing to worry about so far.";
/// How the estimate came about.
pub const MEASURED: &str = "From one measured step of exactly these settings on this computer. Sheets and checkpoints count as far as measured.";
/// A logarithmic scale.
pub const NOT_POSITIVE: &str = "Values at or below 0 are left out";
/// How charts are handled.
pub const CHART_HANDS: &str = "Click or drag moves the cursor. Wheel zooms, right drag zooms to a box, double click shows all.";
