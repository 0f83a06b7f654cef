//! Sentences of the tour: a headline and what to do, for each step.

/// The grid.
pub const GRID: (&str, &str) = (
    "Pose from the top, style from the left",
    "Each column keeps the pose of the picture on top of it. Each row takes the style of the picture at its left. Click a result to see it large.",
);
/// A latent's slider.
pub const SLIDER: (&str, &str) = (
    "Drag me",
    "A style can also be made up. Sixteen numbers decide it, and this is the first of them: drag it and look at the grid.",
);
/// The branch.
pub const BRANCH: (&str, &str) = (
    "Into which kind?",
    "The branch says what the pictures turn into. Choose one here, or with the keys 1 to 4; 9 shows all of them.",
);
/// Own pictures.
pub const PICTURE: (&str, &str) = (
    "Now yours",
    "Drop a picture anywhere on the window, paste one with Ctrl+V, or open one with Ctrl+O. It stays on this computer.",
);
/// Keeping.
pub const KEEP: (&str, &str) = (
    "Keep what you like",
    "K keeps the selected result with all that is needed to make it again. It waits for you in the Gallery.",
);
/// What else there is.
pub const TABS: (&str, &str) = (
    "There is more",
    "Train teaches a network, Evaluate measures it, Compare puts models side by side. Ctrl+K finds every command, F1 explains.",
);
/// A step whose control is not on screen.
pub const AWAY: &str = "This step is somewhere else.";
/// Brings it on screen.
pub const SHOW_ME: &str = "Show me";
/// The last step's button.
pub const DONE: &str = "Done";
