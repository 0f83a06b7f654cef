//! The tasting worker: one picture at a time, and orders between two pictures.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::bench::Bench;
use super::super::evaluation::messages::Candidate;
use super::super::messages::Event;
use super::super::training::Busy;
use super::super::worker::Reporter;
use super::export;
use super::material::Material;
use super::messages::{TasteEvent, TasteNews, TasteOrder};
use super::plan::{Plan, Skill, sharing};
use super::session::{Contender, Rest, Session};
use super::slot::{Order, Slot};
use crate::engine::messages::ModelSource;
use crate::problem::Problem;
use crate::runs::tastes::{self, Contestant, OpenTaste, Origin, Taste};

/// How often a worker that let others go first looks whether they are done.
const LOOK: Duration = Duration::from_millis(5);
/// Between two reports of a search through files.
const REPORT: Duration = Duration::from_millis(100);

/// The worker's state.
pub(super) struct Worker {
    slot: Arc<Slot>,
    reporter: Reporter,
    bench: Bench,
    first: Busy,
    session: Option<Session>,
    /// What ended, with its models, and where it is kept.
    ended: Option<(Taste, Rest, PathBuf, u64)>,
    /// The session cannot make pairs any more.
    broken: bool,
}

/// Why a session did not begin: the person went on to something else, or a problem.
enum Stopped {
    ByPerson,
    By(Problem),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self::By(problem)
    }
}

impl Worker {
    /// A worker without a session.
    pub fn new(slot: Arc<Slot>, reporter: Reporter, bench: Bench, first: Busy) -> Self {
        Self {
            slot,
            reporter,
            bench,
            first,
            session: None,
            ended: None,
            broken: false,
        }
    }

    /// Serves orders until told to close.
    pub fn run(mut self) {
        loop {
            match self.slot.take(self.wanted().is_some()) {
                Some(Order::Close) => return,
                Some(order) => self.follow(order),
                None => self.step(),
            }
        }
    }

    fn wanted(&self) -> Option<usize> {
        self.session.as_ref().filter(|_| !self.broken)?.wanted()
    }

    fn tell(&self, id: u64, news: TasteNews) {
        let event = TasteEvent::News { id, news };
        self.reporter.send(Event::Taste(Box::new(event)));
    }

    fn follow(&mut self, order: Order) {
        match order {
            Order::Begin(order) => {
                self.leave();
                let id = order.id;
                match self.begin(*order) {
                    Ok(session) => self.stands(session),
                    Err(Stopped::By(problem)) => self.tell(id, TasteNews::Failed(problem)),
                    Err(Stopped::ByPerson) => {}
                }
            }
            Order::Answer(number, choice) => {
                self.write(|session| session.answer(number, choice));
                self.slot.written();
            }
            Order::Back => {
                self.write(Session::back);
                self.slot.written();
            }
            Order::Finish => self.finish(),
            Order::Extend(count) => self.extend(count),
            Order::Leave => self.leave(),
            Order::Look(folder) => {
                let found = tastes::read(&folder).map_err(|error| Problem::new(error.to_string()));
                let event = TasteEvent::Sessions(folder, found);
                self.reporter.send(Event::Taste(Box::new(event)));
            }
            Order::Export(taste, to) => {
                let written = export::write(&taste, &to);
                self.reporter.send(match written {
                    Ok(()) => Event::Saved(to),
                    Err(problem) => Event::Failed(problem),
                });
            }
            Order::Device(choice) => {
                self.bench.switch(choice);
                if let Some(session) = &mut self.session {
                    session.let_go();
                }
                if let Some((_, rest, ..)) = &mut self.ended {
                    rest.let_go();
                }
            }
            Order::Close => {}
        }
    }

    /// Looks through the pictures, opens the models, and puts the session on disk.
    fn begin(&mut self, order: TasteOrder) -> Result<Session, Stopped> {
        self.broken = false;
        let material = self.look_through(&order)?;
        let resumed = order.resume.is_some();
        let (mut models, mut skills) = (Vec::new(), Vec::new());
        for candidate in order.candidates {
            if self.slot.ends_work() {
                return Err(Stopped::ByPerson);
            }
            let name = called(&candidate);
            self.tell(order.id, TasteNews::Opening(name.clone()));
            match Contender::open(candidate, &mut self.bench) {
                Ok(model) => {
                    skills.push(Skill::of(&name, &model.info));
                    models.push(model);
                }
                Err(problem) if resumed => return Err(not_again(&name, &problem).into()),
                Err(problem) => self.tell(order.id, TasteNews::LeftOut(left_out(&name, problem))),
            }
        }
        let (kept, targets, notes) = sharing(&skills);
        let mut at = 0..;
        models.retain(|_| at.next().is_some_and(|at: usize| kept.contains(&at)));
        let skills: Vec<Skill> = kept.iter().map(|&at| skills[at].clone()).collect();
        for note in notes {
            self.tell(order.id, TasteNews::LeftOut(note));
        }
        if models.len() < 2 {
            let hint = "Choose two models or steps that can be opened and share a branch";
            let few = Problem::new("A taste test needs two models, and fewer are left").hint(hint);
            return Err(few.into());
        }
        let plan = Plan::new(&skills, targets, &material, &order.modes, order.seed)?;
        for note in &plan.notes {
            self.tell(order.id, TasteNews::LeftOut(note.clone()));
        }
        let taste = match order.resume {
            Some(before) if before.data != material.data => {
                return Err(other_pictures().into());
            }
            Some(before) => Taste {
                count: order.count,
                ranking: None,
                ..*before
            },
            None => Taste {
                number: tastes::next_number(&order.folder).map_err(unkept)?,
                date: order.date,
                contestants: models.iter().map(contestant).collect(),
                data: material.data,
                modes: order.modes,
                seed: order.seed,
                count: order.count,
                answers: Vec::new(),
                ranking: None,
            },
        };
        let open = OpenTaste::begin(&order.folder, taste).map_err(unkept)?;
        Ok(Session::new(order.id, models, plan, open))
    }

    fn look_through(&mut self, order: &TasteOrder) -> Result<Material, Stopped> {
        let (reporter, slot, id) = (self.reporter.clone(), Arc::clone(&self.slot), order.id);
        let told = std::sync::Mutex::new(None::<Instant>);
        let progress = |done: usize, all: usize| {
            // Who cannot have the lock has nothing newer to say.
            if let Ok(mut told) = told.try_lock()
                && told.is_none_or(|last| last.elapsed() >= REPORT)
            {
                *told = Some(Instant::now());
                let news = TasteNews::Scanning(done, all);
                let event = TasteEvent::News { id, news };
                // Progress is not worth waiting for.
                let _ = reporter.offer(Event::Taste(Box::new(event)));
            }
            !slot.ends_work()
        };
        let what = "The pictures could not be looked through";
        let found = self
            .bench
            .in_pool(what, || Material::find(&order.pictures, &progress))?;
        found.ok_or(Stopped::ByPerson)
    }

    fn stands(&mut self, session: Session) {
        let news = TasteNews::Began {
            count: session.record().count,
            answered: session.record().answers.len(),
        };
        self.tell(session.id, news);
        self.session = Some(session);
    }

    /// Makes the next pair, when nobody else is at work.
    fn step(&mut self) {
        while (self.first)() {
            if self.slot.is_waiting() {
                return;
            }
            std::thread::sleep(LOOK);
        }
        let wanted = self.wanted();
        let slot = Arc::clone(&self.slot);
        let (Some(number), Some(session)) = (wanted, &mut self.session) else {
            return;
        };
        let made = session.make(number, &mut self.bench, &|| slot.is_waiting());
        let (id, unreadable) = (session.id, std::mem::take(&mut session.untold));
        for problem in unreadable {
            self.tell(id, TasteNews::LeftOut(problem));
        }
        match made {
            Ok(Some(trial)) => self.tell(id, TasteNews::Trial(Box::new(trial))),
            Ok(None) => {}
            Err(problem) => {
                self.broken = true;
                self.tell(id, TasteNews::Failed(problem));
            }
        }
    }

    /// Changes what is on disk, and tells how many answers are.
    fn write(&mut self, change: impl FnOnce(&mut Session) -> Result<(), Problem>) {
        let Some(session) = &mut self.session else {
            return;
        };
        let written = change(session);
        let (id, kept) = (session.id, session.record().answers.len());
        self.tell(
            id,
            match written {
                Ok(()) => TasteNews::Kept(kept),
                Err(problem) => TasteNews::NotKept(kept, problem),
            },
        );
    }

    fn finish(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        let (id, folder) = (session.id, session.folder().to_owned());
        match session.end() {
            Ok((taste, rest)) => {
                self.ended = Some((taste.clone(), rest, folder, id));
                self.tell(id, TasteNews::Result(Box::new(taste)));
            }
            Err(problem) => self.tell(id, TasteNews::Failed(problem)),
        }
    }

    fn extend(&mut self, count: usize) {
        if self.session.is_some() {
            return self.write(|session| session.set_count(count));
        }
        let Some((taste, rest, folder, id)) = self.ended.take() else {
            return;
        };
        let taste = Taste {
            count,
            ranking: None,
            ..taste
        };
        match OpenTaste::begin(&folder, taste).map_err(unkept) {
            Ok(open) => self.stands(rest.go_on(open)),
            Err(problem) => self.tell(id, TasteNews::Failed(problem)),
        }
    }

    /// Puts the session away; its models are let go.
    fn leave(&mut self) {
        self.ended = None;
        if let Some(session) = self.session.take()
            && let Err(problem) = session.end()
        {
            self.reporter.send(Event::Failed(problem));
        }
    }
}

/// What a model is called in sentences.
fn called(candidate: &Candidate) -> String {
    match candidate.step {
        Some(step) => format!("{}, step {step}", candidate.name),
        None => candidate.name.clone(),
    }
}

/// How a model is written down.
fn contestant(model: &Contender) -> Contestant {
    let candidate = &model.candidate;
    let kept = |path: &Path| path.to_str().is_some();
    Contestant {
        name: candidate.name.clone(),
        step: candidate.step,
        origin: match &candidate.source {
            ModelSource::Demo => Origin::Demo,
            ModelSource::File(path) if kept(path) => Origin::File(path.clone()),
            ModelSource::File(_) | ModelSource::Live(_) => Origin::Passing,
        },
    }
}

fn left_out(name: &str, mut problem: Problem) -> Problem {
    let why = std::mem::take(&mut problem.headline);
    problem.causes.insert(0, why);
    problem.headline = format!("{name} is left out, as it cannot be opened");
    problem
}

fn not_again(name: &str, problem: &Problem) -> Problem {
    Problem::because(
        format!("The test cannot go on without {name}, which cannot be opened"),
        problem,
    )
    .hint("Its answers so far are kept; begin a new test with the models that are left")
}

fn other_pictures() -> Problem {
    Problem::new("The pictures are not those that the test began with, so it cannot go on")
        .hint("Its answers so far are kept; begin a new test with these pictures")
}

fn unkept(error: crate::runs::RunError) -> Problem {
    Problem::because("The test has no place to keep its answers", &error)
}
