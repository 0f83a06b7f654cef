//! An evaluation as a file for other programs (JSON, CSV) or for people (PNG).

mod picture;
mod table;

use std::path::Path;

pub use picture::draw;
pub use table::csv;

use super::file::{self, SaveError};
use super::png;
use crate::evaluation::{Evaluation, Metric, Mode};

/// An evaluation, and what of it is on screen.
#[derive(Clone, Debug)]
pub struct Page {
    /// The evaluation.
    pub evaluation: Evaluation,
    /// What guides the outputs of the matrix that is drawn.
    pub mode: Mode,
    /// The figure that is drawn.
    pub metric: Metric,
}

/// Writes the page as CSV, as PNG, or as JSON, by the ending of `path`; JSON for every other ending.
///
/// # Errors
/// When it cannot be drawn, or the file cannot be written; nothing is left behind then.
pub fn save(page: &Page, path: &Path) -> Result<(), SaveError> {
    let ends = |with: &str| {
        path.extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case(with))
    };
    if ends("csv") {
        let text = csv(&page.evaluation);
        return file::write(path, |writer| writer.write_all(text.as_bytes()));
    }
    if ends("png") {
        let picture = draw(page).map_err(SaveError::Drawing)?;
        return png::save(&picture, path);
    }
    file::write(path, |writer| {
        serde_json::to_writer_pretty(&mut *writer, &page.evaluation)?;
        writer.write_all(b"\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::report::{Counts, Figure, Subject, task};

    /// Two domains, two modes, with everything that a file has to carry.
    pub fn sample() -> Evaluation {
        let figure = |first: f64, error: Option<f64>| {
            let mut figure = Figure::default();
            figure.put(task("cat", "dog"), first, error);
            figure.put(task("dog", "cat"), first * 2.0, error);
            figure
        };
        let mut floor = Figure::default();
        floor.put("cat".to_owned(), 0.001, None);
        floor.put("dog".to_owned(), 0.002, None);
        Evaluation {
            protocol: "StarGAN v2, 10 outputs a source".to_owned(),
            extractor: [(Metric::Kid, Metric::Kid.extractor().to_owned())].into(),
            seed: 777,
            counts: Counts {
                outputs: 10,
                sources: [("cat".to_owned(), 40), ("dog".to_owned(), 50)].into(),
                real: [("cat".to_owned(), 400), ("dog".to_owned(), 500)].into(),
                batch: 32,
                kid_rows: 1000,
            },
            modes: [
                (
                    Mode::Latent,
                    [
                        (Metric::Kid, figure(0.01, Some(0.0005))),
                        (Metric::StLpips, figure(0.2, None)),
                    ]
                    .into(),
                ),
                (
                    Mode::Reference,
                    [(Metric::Kid, figure(0.03, Some(0.0004)))].into(),
                ),
            ]
            .into(),
            floor: [(Metric::Kid, floor)].into(),
            model: Subject {
                name: "cats, dogs".to_owned(),
                step: Some(3_500),
                system: "stargan_v2".to_owned(),
                img_size: 64,
            },
            domains: vec!["cat".to_owned(), "dog".to_owned()],
            command: "stargrid eval --model demo --data DATA --seed 777".to_owned(),
            ..Evaluation::default()
        }
    }

    #[test]
    fn the_ending_decides_the_form() {
        let folder = tempfile::tempdir().unwrap();
        let page = Page {
            evaluation: sample(),
            mode: Mode::Latent,
            metric: Metric::Kid,
        };
        let path = |name: &str| folder.path().join(name);
        for name in ["a.json", "a.CSV", "a.png", "a"] {
            save(&page, &path(name)).unwrap();
        }
        let text = std::fs::read_to_string(path("a.json")).unwrap();
        let read: Evaluation = serde_json::from_str(&text).unwrap();
        assert_eq!(read, page.evaluation);
        assert!(text.contains("\n  \"seed\": 777"), "pretty: {text}");
        assert_eq!(std::fs::read_to_string(path("a")).unwrap(), text);
        let table = std::fs::read_to_string(path("a.CSV")).unwrap();
        assert_eq!(table, csv(&page.evaluation));
        let drawn = png::read(&path("a.png")).unwrap();
        assert!(drawn.width() >= 400 && drawn.height() >= 200);
    }

    #[test]
    fn a_figure_that_is_not_there_cannot_be_drawn() {
        let page = Page {
            evaluation: sample(),
            mode: Mode::Reference,
            metric: Metric::Fid,
        };
        let folder = tempfile::tempdir().unwrap();
        let error = save(&page, &folder.path().join("a.png")).unwrap_err();
        assert!(error.to_string().contains("FID"), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
