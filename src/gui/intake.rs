//! How pictures come in: drop, dialog and paste are equal, and one rule says which side they go to.

use std::path::{Path, PathBuf};

use super::app::App;
use super::eye::is_mean_face;
use super::notices::Notice;
use super::pixels::Wish;
use super::state::{Origin, PictureId, Side, Tab};
use super::text;
use super::widgets::Shown;
use crate::domain::{CellKey, CropBox};
use crate::engine::demo;
use crate::engine::messages::{ModelSource, Purpose};
use crate::problem::Problem;

/// A picture's name from where it came from.
pub(super) fn origin_name(origin: &Origin) -> String {
    match origin {
        Origin::Demo(place) => demo::PICTURES
            .get(*place)
            .map_or_else(|| "demo picture".to_owned(), |demo| demo.name.to_owned()),
        Origin::File(path) => file_name(path),
        Origin::Memory | Origin::Kept { .. } => "picture".to_owned(),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl App {
    /// Drops, pastes and window states of this frame.
    pub(super) fn take_input(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_owned())
                .collect()
        });
        if !dropped.is_empty() {
            match self.session.tab {
                Tab::Explore | Tab::Compare | Tab::Gallery => self.bring(dropped),
                Tab::Evaluate if self.tastes() => self.bring_to_taste(dropped),
                Tab::Evaluate => self.bring_to_evaluation(dropped),
                Tab::Train => self.bring_to_training(dropped),
            }
        }
        // What is pasted or copied belongs to the grid.
        if matches!(self.session.tab, Tab::Train | Tab::Evaluate) {
            return;
        }
        if ctx.text_edit_focused() {
            return;
        }
        for event in ctx.input(|input| input.events.clone()) {
            match event {
                egui::Event::PasteImage(image) => self.paste_pixels(&image),
                egui::Event::Paste(text) => self.paste_text(&text),
                egui::Event::Copy if self.session.tab == Tab::Gallery => self.copy_kept_recipe(ctx),
                egui::Event::Copy => self.copy_result(),
                _ => {}
            }
        }
    }

    /// Enters a picture and has it decoded.
    pub(super) fn enter(&mut self, origin: Origin) -> PictureId {
        let id = self.library.enter(origin_name(&origin), origin.clone());
        self.decode(id, &origin);
        id
    }

    pub(super) fn decode(&self, id: PictureId, origin: &Origin) {
        match origin {
            Origin::Demo(place) => self.engine.jobs.decode_demo(id, *place),
            Origin::File(path) => self.engine.jobs.decode(id, path.clone()),
            Origin::Kept { fingerprint, whole } => {
                if let Some(home) = &self.desk.home {
                    let name = self.library.name(id).to_owned();
                    let path = home.picture(fingerprint);
                    self.engine.jobs.decode_kept(id, name, path, *whole);
                }
            }
            Origin::Memory => {}
        }
    }

    /// Looks into paths that a person brought, in the background.
    pub fn bring(&mut self, paths: Vec<PathBuf>) {
        self.engine.jobs.expand(paths);
    }

    /// Shows a file dialog.
    pub(super) fn ask(&mut self, purpose: Purpose, side: Option<Side>) {
        if side.is_some() {
            self.grid.armed = side;
        }
        let suggested = match purpose {
            Purpose::SavePicture => self.suggested_name(),
            Purpose::SaveKept => self.suggested_kept(),
            Purpose::SaveCurves => self.suggested_curves(),
            Purpose::SaveTaste => "taste-test.json".to_owned(),
            Purpose::SaveEvaluation => self.suggested_evaluation(),
            _ => "grid.png".to_owned(),
        };
        self.engine.jobs.ask(purpose, suggested);
    }

    /// Asks where the selected result or the grid is to be saved.
    pub(super) fn ask_save(&mut self, purpose: Purpose) {
        if self.set_aside_to_save(purpose) {
            self.ask(purpose, None);
        }
    }

    /// Takes what is to be saved as it is now, whatever changes while the dialog is open; tells when there is nothing.
    pub fn set_aside_to_save(&mut self, purpose: Purpose) -> bool {
        let empty = self.grid.rows.is_empty() || self.explore.sources.is_empty();
        let (job, none) = match purpose {
            Purpose::SaveSheet => (self.sheet().filter(|_| !empty), text::exports::EMPTY_GRID),
            _ => (self.save_job(), text::gallery::NOT_THERE_YET),
        };
        self.desk.saving.retain(|(other, _)| *other != purpose);
        let is_there = job.is_some();
        self.desk.saving.extend(job.map(|job| (purpose, job)));
        if !is_there {
            self.tell(Notice::info(none));
        }
        is_there
    }

    /// Pictures and models were found in what a person brought.
    pub(super) fn found(
        &mut self,
        pictures: Vec<PathBuf>,
        models: &[PathBuf],
        problems: Vec<Problem>,
    ) {
        for problem in &problems {
            self.tell(Notice::warn(problem));
        }
        let (means, pictures): (Vec<PathBuf>, Vec<PathBuf>) =
            pictures.into_iter().partition(|path| is_mean_face(path));
        if let Some(mean) = means.last() {
            self.open_mean(mean.clone());
        }
        if let Some(model) = models.last() {
            let source = ModelSource::File(model.clone());
            match self.session.tab {
                Tab::Compare => self.add_pane(source),
                _ => self.open_model(source),
            }
        }
        if pictures.len() > self.desk.settings.ask_above {
            self.open.many = Some(pictures);
        } else if !pictures.is_empty() {
            self.add_files(pictures);
        }
    }

    /// Adds picture files to the side they belong to, with an undo.
    pub(super) fn add_files(&mut self, paths: Vec<PathBuf>) {
        let side = self.side_for_new();
        let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
        let ids: Vec<PictureId> = paths
            .into_iter()
            .map(|path| self.enter(Origin::File(path)))
            .collect();
        self.add(side, ids);
        let what = match names.as_slice() {
            [only] => only.clone(),
            many => format!("{} pictures", many.len()),
        };
        self.tell_added(&what, side);
    }

    /// The rule: the side touched last; else sources while they are only the demo's; else references when there are none.
    fn side_for_new(&self) -> Side {
        let own = |id: &&PictureId| {
            self.library
                .get(**id)
                .is_some_and(|pic| !matches!(pic.origin, Origin::Demo(_)))
        };
        let own_sources = self.explore.sources.iter().filter(own).count();
        match self.grid.armed {
            _ if self.takes_labels() => Side::Sources,
            Some(side) => side,
            None if own_sources == 0 => Side::Sources,
            None if !self.explore.references.iter().any(|id| own(&id)) => Side::References,
            None => Side::Sources,
        }
    }

    /// New pictures stand first, where they are seen at once.
    fn add(&mut self, side: Side, ids: Vec<PictureId>) {
        if side == Side::References {
            self.explore.style_from = super::state::StyleFrom::References;
        }
        self.explore.side_mut(side).splice(0..0, ids);
    }

    fn tell_added(&mut self, what: &str, side: Side) {
        self.tell_undoable(Notice::info(format!("Added {what} as {}", side.word())));
    }

    fn paste_pixels(&mut self, image: &egui::ColorImage) {
        let id = self
            .library
            .enter("pasted picture".to_owned(), Origin::Memory);
        let rgba = image
            .pixels
            .iter()
            .flat_map(|pixel| pixel.to_srgba_unmultiplied())
            .collect();
        self.engine
            .jobs
            .take_pixels(id, "pasted picture".to_owned(), image.size, rgba);
        let side = self.side_for_new();
        self.add(side, vec![id]);
        self.tell_added("the pasted picture", side);
    }

    /// File managers copy names: a line each, sometimes as `file://`.
    fn paste_text(&mut self, text: &str) {
        if self.paste_recipe(text) {
            return;
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let paths: Vec<PathBuf> = lines.filter_map(path_of_line).collect();
        if paths.is_empty() {
            self.tell(
                Notice::info("The clipboard holds text, not a picture")
                    .hint("Copy a picture, picture files or a recipe first."),
            );
        } else {
            self.bring(paths);
        }
    }

    /// Puts a result on top of the grid, as soon as its pixels are in memory.
    pub(super) fn use_as_source(&mut self, key: CellKey, name: &str, before: Option<PictureId>) {
        let wish = Wish::Source {
            name: name.to_owned(),
            before,
        };
        self.wish(key, wish);
    }

    /// The same, when its pixels are in memory.
    pub(super) fn place_source(&mut self, shown: Shown, name: &str, before: Option<PictureId>) {
        let id = self.library.enter(name.to_owned(), Origin::Memory);
        self.library.made_here(id, shown);
        let at = before.and_then(|before| {
            self.explore
                .sources
                .iter()
                .position(|&other| other == before)
        });
        let at = at.unwrap_or(self.explore.sources.len());
        self.explore.sources.insert(at, id);
        self.tell_added(name, Side::Sources);
    }

    /// Puts the selected result on the clipboard.
    pub(super) fn copy_result(&mut self) {
        if let Some(key) = self.selected_key() {
            self.wish(key, Wish::Copy);
        }
    }
}

fn path_of_line(line: &str) -> Option<PathBuf> {
    let plain = line.strip_prefix("file://").map(decode_percent);
    let path = PathBuf::from(plain.unwrap_or_else(|| line.to_owned()));
    path.is_absolute().then_some(path)
}

fn decode_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.get(..2)).flatten();
        let value = code
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The whole of a result is what the model made: it is used as it is.
pub(super) fn whole_of(shown: &Shown) -> CropBox {
    CropBox::whole(shown.picture.width(), shown.picture.height())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_lines_become_paths() {
        assert_eq!(path_of_line("/a/b.png"), Some(PathBuf::from("/a/b.png")));
        assert_eq!(
            path_of_line("file:///a/my%20cat.png"),
            Some(PathBuf::from("/a/my cat.png"))
        );
        assert_eq!(
            path_of_line("file:///a/100%.png"),
            Some(PathBuf::from("/a/100%.png"))
        );
        assert_eq!(path_of_line("just some words"), None);
    }
}
