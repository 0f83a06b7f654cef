//! `config.toml`: read so strictly that a typing error is named with its line, written so that a person can read it.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::document::Document;
use super::error::RunError;
use crate::checkpoint::atomic;
use crate::train::{Start, TrainConfig};

/// What each section is about, under the name that it has in the file; the first is the part above all sections.
const SECTIONS: [(&str, &str); 8] = [
    (
        "",
        "A Stargrid training run. `start` is \"scratch\", \"demo\" or the path of a model file.",
    ),
    ("model", "Sizes of the networks."),
    (
        "data",
        "The pictures. `root` is a folder with one folder a domain; without it the bundled creatures are used.",
    ),
    ("losses", "Weights of the loss terms."),
    (
        "optimiser",
        "The four Adam optimisers and the moving average of the weights.",
    ),
    (
        "schedule",
        "Steps, batch, and what happens when. Steps are counted over the whole run.",
    ),
    (
        "evaluation",
        "Figures while training: `every` so many steps (0 for never), on fewer pictures than the full protocol; `metric` decides which step is the best.",
    ),
    ("health", "When to warn and when to stop."),
];
/// Knobs with a line of their own, because they change the official training.
const UNOFFICIAL: [(&str, &str); 2] = [
    (
        "lambda_identity",
        "Not official: keeps a picture in its own style as it is; 0 leaves it out.",
    ),
    (
        "style_encoder_in_reference_pass",
        "Not official: also steps the style encoder in the reference pass; the authors found it worse.",
    ),
];
/// How the file shows a data folder that is not set.
const NO_ROOT: &str = "# root = \"/path/to/pictures\"";

/// Reads and validates a configuration file; unknown keys are refused by name.
///
/// # Errors
/// A sentence that names line and key.
pub fn load(path: &Path) -> Result<TrainConfig, RunError> {
    let bytes = std::fs::read(path).map_err(RunError::io(path))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| RunError::config(path, "The configuration is not a text in UTF-8"))?;
    parse(text).map_err(|why| RunError::config(path, why))
}

/// The configuration in `text`.
///
/// # Errors
/// A sentence, without its full stop, that names line and key.
pub fn parse(text: &str) -> Result<TrainConfig, String> {
    let document = Document::new(text)?;
    document.refuse_unknown()?;
    let mut config: TrainConfig =
        toml::from_str(text).map_err(|error| document.wrong_value(&error))?;
    if config.data.root.as_deref() == Some(Path::new("")) {
        config.data.root = None;
    }
    config
        .validate()
        .map_err(|fault| document.out_of_range(&fault))?;
    Ok(config)
}

/// The text of a configuration, with a comment for each section. What a text cannot hold (a path that is not UTF-8) is
/// shown as well as it can be; [`save`] refuses it instead.
pub fn to_text(config: &TrainConfig) -> String {
    let mut shown = config.clone();
    for path in paths(&mut shown) {
        *path = path.to_string_lossy().into_owned().into();
    }
    text_of(&shown).unwrap_or_else(|why| format!("# {why}\n"))
}

/// Writes a configuration; atomic.
///
/// # Errors
/// When the disk refuses, or when the file could not be read back the same.
pub fn save(path: &Path, config: &TrainConfig) -> Result<(), RunError> {
    for named in paths(&mut config.clone()) {
        if named.to_str().is_none() {
            let why = format!(
                "The path {} cannot be kept in a text file because it is not UTF-8; rename it",
                named.display()
            );
            return Err(RunError::config(path, why));
        }
    }
    let text = text_of(config).map_err(|why| RunError::config(path, why))?;
    parse(&text).map_err(|why| RunError::config(path, why))?;
    atomic::write(path, |writer| writer.write_all(text.as_bytes())).map_err(RunError::io(path))
}

fn paths(config: &mut TrainConfig) -> Vec<&mut PathBuf> {
    let start = match &mut config.start {
        Start::Model(path) => Some(path),
        Start::Scratch | Start::Demo => None,
    };
    start.into_iter().chain(&mut config.data.root).collect()
}

fn text_of(config: &TrainConfig) -> Result<String, String> {
    let mut config = config.clone();
    if let Start::Model(path) = &mut config.start
        && Start::from(path.to_string_lossy().into_owned()) != Start::Model(path.clone())
    {
        // A file that is called like one of the words.
        *path = Path::new(".").join(&*path);
    }
    let plain = toml::to_string(&config)
        .map_err(|error| format!("This configuration cannot be written as text ({error})"))?;
    let comment = |name: &str| SECTIONS.iter().find(|(section, _)| *section == name);
    let mut text = String::new();
    let mut put = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    comment("").inspect(|(_, about)| put(&format!("# {about}")));
    for line in plain.lines() {
        let section = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some((_, about)) = section.and_then(comment) {
            put(&format!("# {about}"));
        }
        let key = line.split(" =").next().unwrap_or_default();
        if let Some((_, about)) = UNOFFICIAL.iter().find(|(name, _)| *name == key) {
            put(&format!("# {about}"));
        }
        put(line);
        if section == Some("data") && config.data.root.is_none() {
            put(NO_ROOT);
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::Preset;

    fn refusal(text: &str) -> String {
        parse(text).unwrap_err()
    }

    #[test]
    fn every_preset_reads_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for preset in Preset::ALL {
            let mut config = preset.config();
            assert_eq!(parse(&to_text(&config)), Ok(config.clone()), "{preset:?}");
            config.data.root = Some("/data/my \"cats\"".into());
            config.data.domains = vec!["cat".into(), "dög".into()];
            config.data.val_share = 0.1 + f32::EPSILON;
            config.losses.lambda_ds = 0.1 + 0.2;
            config.schedule.seed = i64::MAX as u64;
            save(&path, &config).unwrap();
            assert_eq!(load(&path).unwrap(), config, "{preset:?}");
        }
    }

    #[test]
    fn every_knob_is_written_and_every_section_explained() {
        let text = to_text(&TrainConfig::default());
        let full: toml::Table = text.parse().unwrap();
        assert_eq!(full.len(), SECTIONS.len(), "{text}");
        for (section, _) in &SECTIONS[1..] {
            let at = text.find(&format!("[{section}]\n")).unwrap();
            let above = text[..at].lines().last().unwrap();
            assert!(above.starts_with("# "), "{above}");
        }
        for (knob, _) in UNOFFICIAL {
            let at = text.find(knob).unwrap();
            assert!(text[..at].ends_with('\n'), "{text}");
            let above = text[..at].lines().last().unwrap();
            assert!(above.starts_with("# Not official"), "{above}");
        }
        assert!(text.contains(NO_ROOT), "{text}");
        assert_eq!(
            parse(&text.replace("# root = ", "root = "))
                .unwrap()
                .data
                .root,
            Some("/path/to/pictures".into())
        );
        assert_eq!(
            parse("[data]\nroot = \"\"").unwrap(),
            TrainConfig::default()
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, parts) in [
            (
                "[schedule]\nbatchsize = 4",
                ["`schedule.batchsize`", "line 2", "micro_batch"],
            ),
            ("\nmodle = 1", ["`modle`", "line 2", "optimiser"]),
            (
                "[schedule]\n\nbatch = \"many\"",
                ["`schedule.batch`", "line 3", "a whole number"],
            ),
            (
                "[schedule]\nbatch = -1",
                ["`schedule.batch`", "line 2", "0 or more"],
            ),
            (
                "[optimiser]\nbeta1 = true",
                ["`optimiser.beta1`", "line 2", "a number"],
            ),
            (
                "[data]\ndomains = [\n1]",
                ["`data.domains`", "line 3", "a list of texts"],
            ),
            ("start = 5", ["`start`", "line 1", "a text in quotes"]),
            ("model = 5", ["`model`", "line 1", "a section"]),
            (
                "[schedule]\nseed = 1\nbatch = 0",
                ["`schedule.batch`", "Line 3", "at least 1"],
            ),
            (
                "schedule.batch = 0",
                ["`schedule.batch`", "Line 1", "at least 1"],
            ),
            (
                "[model]\nimg_size = 100",
                ["`model.img_size`", "Line 2", "power of two"],
            ),
            (
                "[model]\nhidden = 0",
                ["`model.hidden`", "Line 2", "between 1"],
            ),
            (
                "[model]\nw_hpf = nan",
                ["`model.w_hpf`", "Line 2", "not possible"],
            ),
            ("[schedule\nbatch = 1", ["Line 1", "TOML", ""]),
            ("a = 1\na = 2", ["Line 2", "TOML", ""]),
        ] {
            let said = refusal(text);
            assert!(
                parts.iter().all(|part| said.contains(part)),
                "{text}: {said}"
            );
            assert!(!said.ends_with('.') && !said.contains('\n'), "{said}");
        }
    }

    #[test]
    fn a_model_called_like_a_word_stays_a_model() {
        for name in ["demo", "scratch", ""] {
            let config = TrainConfig {
                start: Start::Model(name.into()),
                ..TrainConfig::default()
            };
            let read = parse(&to_text(&config)).unwrap();
            assert_eq!(read.start, Start::Model(Path::new(".").join(name)));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_no_text_can_hold_is_refused_and_shown() {
        use std::os::unix::ffi::OsStrExt;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/pictures/\xff"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let mut config = TrainConfig::default();
        config.data.root = Some(odd.clone());
        let said = save(&path, &config).unwrap_err().to_string();
        assert!(said.contains("not UTF-8") && !path.exists(), "{said}");
        assert!(to_text(&config).contains("/pictures/\u{fffd}"));
        config.data.root = None;
        config.start = Start::Model(odd);
        assert!(save(&path, &config).is_err());
        config.start = Start::Scratch;
        config.schedule.seed = u64::MAX;
        match save(&path, &config) {
            Ok(()) => assert_eq!(load(&path).unwrap(), config),
            Err(error) => assert!(error.to_string().contains("number"), "{error}"),
        }
    }
}
