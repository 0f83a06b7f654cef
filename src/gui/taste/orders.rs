//! What the taste test asks the worker for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::{MORE, Pictures, Stage};
use crate::data::dataset::DataRoot;
use crate::engine::compare::messages::Input;
use crate::engine::evaluation::messages::Candidate;
use crate::engine::messages::{ModelSource, Purpose};
use crate::engine::taste::messages::{OpenPicture, TasteOrder, TastePictures};
use crate::evaluation::Mode;
use crate::gui::app::App;
use crate::gui::state::PictureId;
use crate::gui::train::names;
use crate::runs::tastes::{Choice, Origin, Place, Taste};

impl App {
    /// Looks for earlier tests, in the program's own folder and in that of the run that Train shows; `again` also where it did before.
    pub(in crate::gui) fn look_for_tastes(&mut self, again: bool) {
        let run = self.train.shown().map(|run| run.folder.clone());
        for folder in std::iter::once(self.taste.folder.clone()).chain(run) {
            let known = self.taste.looked.contains(&folder);
            if !known {
                self.taste.looked.push(folder.clone());
            }
            if again || !known {
                self.engine.taste.look(folder);
            }
        }
    }

    /// The first model is the one in Explore.
    pub(in crate::gui) fn first_tasted(&mut self) {
        let Some(model) = self.model.as_ref().filter(|_| !self.taste.setup.begun) else {
            return;
        };
        let (name, step) = (model.card.name.clone(), model.card.step);
        self.add_tasted(name, step, model.source.clone());
    }

    /// Adds a model to the test.
    pub(in crate::gui) fn add_tasted(
        &mut self,
        name: String,
        step: Option<u64>,
        source: ModelSource,
    ) {
        let setup = &mut self.taste.setup;
        setup.begun = true;
        if !setup.has(&source) {
            setup.chosen.push(Candidate { name, step, source });
        }
    }

    /// Models that could take part, with the names that they would have.
    pub(in crate::gui) fn taste_choices(&self) -> Vec<Candidate> {
        let named = |name: String, step, source| Candidate { name, step, source };
        let mut choices = Vec::new();
        if let Some(model) = &self.model {
            let name = model.card.name.clone();
            choices.push(named(name, model.card.step, model.source.clone()));
        }
        choices.push(named("Demo creatures".to_owned(), None, ModelSource::Demo));
        for path in &self.session.recent {
            let source = ModelSource::File(path.clone());
            choices.push(named(names::file_name(path), None, source));
        }
        let mut seen: Vec<ModelSource> = Vec::new();
        choices.retain(|choice| {
            let new = !seen.contains(&choice.source) && !self.taste.setup.has(&choice.source);
            seen.push(choice.source.clone());
            new
        });
        choices
    }

    /// The saved steps of the run that Train shows, newest first.
    pub(in crate::gui) fn taste_steps(&self) -> Vec<Candidate> {
        let Some(run) = self.train.shown() else {
            return Vec::new();
        };
        let candidate = |saved: &crate::runs::checkpoints::Saved| Candidate {
            name: run.name.clone(),
            step: Some(saved.step),
            source: ModelSource::File(saved.averaged.clone().unwrap_or_default()),
        };
        let saved = run.saved.iter().rev().filter(|at| at.averaged.is_some());
        saved
            .map(candidate)
            .filter(|step| !self.taste.setup.has(&step.source))
            .collect()
    }

    /// Where a test of these models is kept: with the run of one of them, when that is on screen.
    fn taste_folder(&self, candidates: &[Candidate]) -> PathBuf {
        let run = self.train.shown().map(|run| &run.folder);
        let of_run = |folder: &&PathBuf| {
            let within = |candidate: &Candidate| match &candidate.source {
                ModelSource::File(path) => path.starts_with(folder),
                _ => false,
            };
            candidates.iter().any(within)
        };
        run.filter(of_run).unwrap_or(&self.taste.folder).clone()
    }

    /// Begins the test that is set up, when nothing is missing.
    pub(in crate::gui) fn start_taste(&mut self) {
        let setup = &self.taste.setup;
        if setup.lacks().is_some() {
            return;
        }
        let candidates = setup.chosen.clone();
        let folder = self.taste_folder(&candidates);
        let modes = [
            (setup.latent, Mode::Latent),
            (setup.reference, Mode::Reference),
        ];
        let chosen = modes.into_iter().filter(|(on, _)| *on);
        let order = TasteOrder {
            id: 0,
            modes: chosen.map(|(_, mode)| mode).collect(),
            count: setup.count,
            seed: self.next_taste_seed(&folder),
            pictures: self.tasted_pictures(&setup.pictures),
            date: Some(names::day(SystemTime::now())),
            resume: None,
            candidates,
            folder,
        };
        self.begin_taste(order);
    }

    /// Every test of a folder has pairs of its own.
    fn next_taste_seed(&self, folder: &PathBuf) -> u64 {
        let earlier = self.taste.sessions.get(folder);
        let seeds = earlier.into_iter().flatten().map(|test| test.seed);
        seeds.max().unwrap_or(0).wrapping_add(1)
    }

    /// Goes on with an earlier test; more pairs are added when all of them were answered.
    pub(in crate::gui) fn go_on_with(&mut self, folder: PathBuf, test: Taste) {
        let candidates = test.contestants.iter().filter_map(|contestant| {
            let source = match &contestant.origin {
                Origin::Demo => ModelSource::Demo,
                Origin::File(path) => ModelSource::File(path.clone()),
                Origin::Passing => return None,
            };
            Some(Candidate {
                name: contestant.name.clone(),
                step: contestant.step,
                source,
            })
        });
        let pictures = match &test.data.place {
            Place::Bundled => Pictures::Bundled,
            Place::Folder(path) => Pictures::Folder(path.clone()),
            Place::Open => Pictures::Open,
        };
        let more = if test.is_unfinished() { 0 } else { MORE };
        let order = TasteOrder {
            id: 0,
            candidates: candidates.collect(),
            pictures: self.tasted_pictures(&pictures),
            modes: test.modes.clone(),
            count: test.count + more,
            seed: test.seed,
            folder,
            date: test.date.clone(),
            resume: Some(Box::new(test)),
        };
        self.begin_taste(order);
    }

    fn begin_taste(&mut self, mut order: TasteOrder) {
        let tab = &mut self.taste;
        tab.id += 1;
        order.id = tab.id;
        tab.pairs.clear();
        tab.notes.clear();
        (tab.count, tab.answered) = (order.count, 0);
        tab.kept_in = Some(order.folder.clone());
        tab.at_hand = true;
        tab.stage = Stage::Preparing("Looking through pictures…".to_owned(), None);
        self.engine.taste.begin(order);
    }

    fn tasted_pictures(&self, pictures: &Pictures) -> TastePictures {
        let open = |ids: &[PictureId]| ids.iter().filter_map(|id| self.open_picture(*id)).collect();
        match pictures {
            Pictures::Bundled => TastePictures::Set(DataRoot::Bundled),
            Pictures::Folder(path) => TastePictures::Set(DataRoot::Folder(path.clone())),
            Pictures::Open => TastePictures::Open {
                sources: open(&self.explore.sources),
                references: open(&self.explore.references),
            },
        }
    }

    fn open_picture(&self, id: PictureId) -> Option<OpenPicture> {
        let pic = self.library.get(id)?;
        let view = pic.view.as_ref()?;
        let whole = pic.whole.as_ref();
        Some(OpenPicture {
            domain: pic.parent.clone(),
            input: Input {
                name: pic.name.clone(),
                view: Arc::clone(&view.shown.picture),
                whole: whole.map(|whole| (Arc::clone(&whole.picture), view.crop)),
            },
        })
    }

    /// Answers the pair on screen, when there is one.
    pub(in crate::gui) fn answer_taste(&mut self, choice: Choice) {
        let tab = &mut self.taste;
        if !matches!(tab.stage, Stage::Asking) || tab.is_complete() || tab.pair().is_none() {
            return;
        }
        let number = tab.answered;
        tab.answered += 1;
        self.engine.taste.answer(number, choice);
    }

    /// Takes the last answer back.
    pub(in crate::gui) fn take_taste_back(&mut self) {
        let tab = &mut self.taste;
        if matches!(tab.stage, Stage::Asking) && tab.answered > 0 {
            tab.answered -= 1;
            self.engine.taste.back();
        }
    }

    /// Ends the test with what was answered.
    pub(in crate::gui) fn finish_taste(&mut self) {
        if self.taste.answered > 0 {
            self.engine.taste.finish();
        }
    }

    /// The test on screen goes on: with the pairs that are left, or with more of them. Who is who is hidden again.
    pub(in crate::gui) fn extend_taste(&mut self) {
        let Stage::Result(test) = &self.taste.stage else {
            return;
        };
        if !self.taste.at_hand {
            let (test, folder) = ((**test).clone(), self.taste.kept_in.clone());
            return self.go_on_with(folder.unwrap_or_default(), test);
        }
        let more = if test.is_unfinished() { 0 } else { MORE };
        let count = test.count + more;
        self.taste.stage = Stage::Preparing("Getting more pairs…".to_owned(), None);
        self.engine.taste.extend(count);
    }

    /// Shows the result of an earlier test.
    pub(in crate::gui) fn show_taste(&mut self, folder: PathBuf, test: Taste) {
        let tab = &mut self.taste;
        tab.id += 1;
        tab.notes.clear();
        tab.at_hand = false;
        tab.kept_in = Some(folder);
        tab.stage = Stage::Result(Box::new(test));
    }

    /// Back to the set-up; the answers so far are kept, and the test can go on later.
    pub(in crate::gui) fn leave_taste(&mut self) {
        let tab = &mut self.taste;
        tab.id += 1;
        tab.stage = Stage::Setup;
        tab.pairs.clear();
        self.engine.taste.leave();
        self.look_for_tastes(true);
    }

    pub(in crate::gui) fn picked_for_taste(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::TastedModel => {
                let name = names::file_name(&path);
                self.add_tasted(name, None, ModelSource::File(path));
            }
            Purpose::TasteData => self.taste.setup.pictures = Pictures::Folder(path),
            _ => {
                if let Stage::Result(test) = &self.taste.stage {
                    self.engine.taste.export((**test).clone(), path);
                }
            }
        }
    }
}
