//! Sentences of the window that are longer than a label, in one place.

pub mod comparing;
pub mod desk;
pub mod exports;
pub mod fitness;
pub mod gallery;
pub mod help;
pub mod lab;
pub mod tour;

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
/// Above the rows of a label system.
pub const LABEL_ROWS: &str = "Each row of the grid asks for other labels.";
/// What the strength does.
pub const STRENGTH: &str =
    "0 keeps the source's labels, 1 asks for the row's, more goes beyond them.";
/// What the twins of a joint model show.
pub const WRONG_MASK: &str = "The mask says which set's labels count. Under the other set's mask a good model changes little; what it does change, it learnt from the wrong data.";
/// A row that switches nothing.
pub const SAME_DOMAIN: &str =
    "This row asks to change nothing: what differs, the model changes by itself.";
/// A label model without rows.
pub const NO_LABEL_ROWS: &str = "No rows. Add a row of labels, and choose here what it switches.";
/// What starting again does.
pub const ROWS_AGAIN: &str = "One row for each label, and one that changes nothing";
/// While the classifier is at work.
pub const READING_LABELS: &str = "Its labels are being read…";
/// A source whose labels nobody knows.
pub const NO_OWN_LABELS: &str = "Not known, so none is taken to hold. Click those it has.";
/// The same, in short.
pub const BEGAN_WITHOUT: &str = "None of the labels is known to hold for the source";
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
/// What to do about it.
pub const NO_MASKS_HINT: &str =
    "Open wing.ckpt, or the official CelebA-HQ file, which holds the landmark network.";
/// The button that asks for a landmark network.
pub const OPEN_EYE: &str = "Open wing.ckpt…";
/// What alignment does.
pub const ALIGN: &str = "Turns, scales and moves the photo so that eyes and mouth lie where the model learned them; needs a mean face";
/// While a face is aligned.
pub const ALIGNING: &str = "Aligning the face…";
/// A face that cannot be aligned.
pub const ALIGN_FAILED_HINT: &str = "The manual crop stays in use.";
/// Without a mean face.
pub const NO_MEAN: &str = "No mean face yet:";
/// Where a mean face may come from.
pub const MEAN_FILE: &str =
    "celeba_lm_mean.npz, which comes with the official CelebA-HQ model; you can also drop it";
/// The other place.
pub const MEAN_OVER: &str = "The mean of the faces in your sources, as they are cropped";
/// In place of the eye's controls.
pub const NO_EYE: &str = "This model looks at faces through landmark masks, and its file holds no landmark network: it runs without them.";
/// A landmark network was opened for the open model.
pub const EYE_OPENED: &str =
    "The landmark network is at work: eyes, nose and mouth hold on to the source";
/// A landmark network was opened without a model for it.
pub const EYE_WAITS: &str =
    "This is the landmark network. The open model has no high-pass skip, so it has no use for it";
/// What comes of it.
pub const EYE_WAITS_HINT: &str = "It is kept for the next model that was trained with masks.";
/// Where the network is.
pub const EYE_OF_MODEL: &str = "Landmark network: in the model's file";
/// While masks are computed.
pub const EYE_LOOKING: &str = "Looking at the face…";
/// What the coarse mask is.
pub const EYE_COARSE: &str =
    "Eyes, nose, mouth, brows and chin: where coarse structure (32 × 32) is taken from the source";
/// What the fine mask is.
pub const EYE_FINE: &str =
    "Eyes and nose: where fine structure (64 × 64 and 128 × 128) is taken from the source";
/// What the strength does.
pub const EYE_STRENGTH: &str = "How strongly the structure of the source is added where the mask is: 1 as trained, 0 not at all. (w_hpf of the model works the other way round: a larger one was trained with a weaker skip.)";
/// Without a brush.
pub const BRUSH_NONE: &str = "Drag moves the picture";
/// The first brush.
pub const BRUSH_PROTECT: &str = "Paint where the result is to hold on to the source (mask 1)";
/// The second.
pub const BRUSH_RELEASE: &str = "Paint where the style may do as it likes (mask 0)";
/// The third.
pub const BRUSH_ERASE: &str = "Take painting away: the mask is again as the network saw it";
/// Away with it.
pub const BRUSH_CLEAR: &str = "Takes away all painting on this source";
/// About.
pub const ABOUT: &[&str] = &[
    "Stargrid crosses source pictures with style references through StarGAN v2 networks.",
    "It is private: the program never uses the network, and only what you save or keep is written. Settings and what is open, with pictures that you pasted, are kept in your own folder.",
    "Demo model and demo pictures: CC0 1.0 (DiceBear styles clay, critters, moods, sprouts). Face finder: SeetaFace model, BSD 2-Clause. Program: MIT or Apache-2.0.",
    "Official StarGAN v2 weights are CC BY-NC 4.0 and never bundled.",
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

/// An empty Compare tab.
pub const COMPARE_WORDS: &str = "Two to four models work on the sources and rows of Explore, side by side. Choose the first one:";
/// The place for another pane.
pub const COMPARE_ADD: &str = "Another model, or another step of a run, over the same pictures.";
/// A comparison without sources.
pub const COMPARE_NO_SOURCES: &str =
    "No sources yet. Drop pictures here; they are Explore's sources too.";
/// A comparison without rows.
pub const COMPARE_NO_ROWS: &str = "No rows yet. Add references or latents at the left.";
/// What a chain is.
pub const CHAIN_WORDS: &str = "Each stage is translated again. Under it: its mean pixel difference to the source, from 0 to 1.";
/// A chain without links.
pub const CHAIN_EMPTY: &str = "Add a first link: a branch that the source is translated to.";
/// The grey switch.
pub const COMPARE_GREY: &str =
    "Every source also without its colours, to see what a model makes of that";
/// The mean pixel difference.
pub const PIXEL_DISTANCE: &str = "Mean absolute difference of result and source over all pixels and channels: 0 is equal, 1 is black against white";
/// The perceptual distance.
pub const PERCEPTUAL_DISTANCE: &str = "ST-LPIPS on AlexNet, result against source at the model's size: 0 is equal, above 0.5 is very different";

/// What a taste test is.
pub const TASTE_WORDS: &str = "Two outputs of the same source in the same style, made by two models, without names. You say which is better, again and again; then you learn which model you like more, and how sure that is.";
/// What can be dropped on the set-up.
pub const DROP_TASTE: &str = "Drop a folder to translate, or a model to taste";
/// Beside Start.
pub const TASTE_START: &str = "Enter starts. Names are told at the end only.";
/// What the folder is to hold.
pub const TASTE_FOLDER: &str = "A folder with one folder for each domain, called like the models' branches; held-out pictures are shown";
/// Networks of a running training.
pub const TASTE_LIVE: &str =
    "Networks of the running training. A test with them cannot go on once Stargrid was closed.";
/// While the person rests.
pub const TASTE_PAUSED: &str =
    "Every answer is on the disk already. You can also close Stargrid and go on another day.";
/// What showing a result does.
pub const TASTE_REVEALS: &str =
    "Tells which model is which, so that the test is no longer blind for its models";
/// The keys of a pair.
pub const TASTE_KEYS: &str =
    "Left or A · Right or D · Down or S: cannot tell · Backspace: take back · Esc: pause";
/// After the last pair.
pub const TASTE_COMPLETE: &str =
    "Enter shows the result. Backspace takes the last answer back, if a finger slipped.";
/// What the bars of two models are.
pub const TASTE_DUEL: &str = "Share of the pairs that each won, with its 95\u{a0}% interval (Wilson). \u{201c}Cannot tell\u{201d} counts half for both.";
/// What the bars of more models are.
pub const TASTE_SHARES: &str = "The chance to be preferred to an average model of this test, with its 95\u{a0}% interval (Bradley-Terry). \u{201c}Cannot tell\u{201d} counts half for both.";
/// The status bar's reminder on the Evaluate tab.
pub const WAYS_IN_EVALUATE: &str = "Drop a folder to evaluate on, or a model";
/// While files hang over the Evaluate tab.
pub const DROP_EVALUATE: &str = "Drop a folder to evaluate on, or a model to evaluate";
/// The page of figures before the first figure.
pub const EVALUATE_TITLE: &str = "How good is a model, in numbers?";
/// What an evaluation is, in two sentences.
pub const EVALUATE_WORDS: &str = "Every held-out picture is translated into every other domain, as StarGAN v2's authors do it. The outputs are then compared with real pictures, with each other and with their sources.";
/// How long that takes.
pub const EVALUATE_TIME: &str =
    "The official counts take a while; fewer outputs and sources give a first impression.";
/// Steps of a run, without a run.
pub const NO_RUN: &str = "No run is open. Open one, and its kept steps are listed here.";
/// A run without kept steps.
pub const NO_STEPS: &str = "This run has kept no step yet. Steps come with its checkpoints: wait for the first, or press \"Save now\" on the Train tab.";
/// Without a model.
pub const NO_MODELS: &str = "Choose a model to evaluate.";
/// Without a step.
pub const NO_CHOSEN_STEPS: &str = "Choose a step to evaluate.";
/// What fits as data.
pub const EVALUATION_DATA: &str = "A folder with one folder for each of the model's domains, or with train and val folders that hold them; you can also drop it on this window";
/// The bundled creatures as data.
pub const EVALUATION_BUNDLED: &str =
    "The creatures inside the program: what the demo model was trained on, with its held-out ones";
/// Latents as a mode.
pub const MODE_LATENT: &str = "Styles of the mapping network, of random latents";
/// References as a mode.
pub const MODE_REFERENCE: &str =
    "Styles of the style encoder, of held-out pictures of the target domain";
/// Label systems and modes.
pub const MODE_LABELS: &str =
    "A label system has one mode of its own: the target's label, one output a source.";
/// Outputs.
pub const OUTPUTS: &str = "Outputs of each source, each with another style. StarGAN v2 publishes with 10; fewer are quicker, and 1 has no diversity.";
/// Sources.
pub const SOURCES: &str = "Most held-out pictures of a domain that are translated; 0 is all of them, as StarGAN v2 publishes";
/// The seed.
pub const EVALUATION_SEED: &str =
    "Decides every random number: the same seed gives the same figures again";
/// The official counts.
pub const OFFICIAL: &str = "Official counts: ten outputs of every held-out picture.";
/// Other counts.
pub const NOT_OFFICIAL: &str =
    "Not the official counts: quicker, and not to be held against published figures.";
/// What own networks are for.
pub const OWN_NETWORKS: &str = "Two figures of the papers need networks that cannot be bundled. Choose torchvision's files if you have them; nothing is ever downloaded, and without them these two are left out.";
/// What AlexNet is for.
pub const OWN_ALEXNET: &str = "torchvision's AlexNet (alexnet-owt-7be5be79.pth) gives exact LPIPS v0.1; its heads are bundled";
/// What Inception-v3 is for.
pub const OWN_INCEPTION: &str = "torchvision's Inception-v3 (inception_v3_google-0cc3c7bd.pth) gives FID as StarGAN v2 publishes it";
/// What a tint says.
pub const TINT: &str = "A stronger tint is a higher value.";
/// What a floor is.
pub const FLOOR: &str = "Real against real: held-out pictures in the place of outputs. No model gets below it, but by chance.";
/// The diagonal of the distance to the source.
pub const DIAGONAL: &str =
    "On the diagonal: how much a picture changes when it is translated into its own domain";
/// A task without pictures.
pub const NO_EXAMPLES: &str = "Pictures come with evaluations of this session. Evaluate again to see this task's best and worst.";
/// Before a task is chosen.
pub const CHOOSE_TASK: &str = "Click a task in the matrix to see its best and worst outputs.";
/// What orders a task's pictures.
pub const NEAREST_REAL: &str = "Distance of the output's features (EfficientNet-lite0) to those of the nearest real picture of the target domain. Small: it looks like a picture that exists. Large: like none of them.";
/// Keeping with the model.
pub const KEEP_FIGURES: &str = "Writes these figures into the card of the model's file, where everybody who opens it sees them";
/// How the lines over steps are handled.
pub const STEPS_HANDS: &str = "Click a step to see its matrix.";
