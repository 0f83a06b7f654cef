//! A session at work: its models, the pairs that are made ahead of the person, and the answers, which are on disk before they count.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::bench::{Bench, guarded};
use super::super::compare::messages::{Heads, Inputs, Subject};
use super::super::compare::pane::Pane;
use super::super::evaluation::messages::Candidate;
use super::super::messages::ModelInfo;
use super::draw::{Draw, Guide};
use super::messages::Trial;
use super::plan::Plan;
use crate::domain::{Fingerprint, Picture, StyleSource, latent};
use crate::problem::Problem;
use crate::runs::tastes::{Answer, Choice, OpenTaste, Taste};

/// Pairs that are made before the person gets to them.
pub const AHEAD: usize = 4;
/// Answered pairs whose pictures the window keeps, so that going back shows them at once.
pub const BEHIND: usize = 8;
/// Other pictures that are tried for a pair when some cannot be read.
const ATTEMPTS: u64 = 8;

/// A model that takes part.
pub struct Contender {
    /// What the window called it.
    pub candidate: Candidate,
    /// What is known about it.
    pub info: Box<ModelInfo>,
    /// The model; none after the device changed, until it is needed.
    pub pane: Option<Pane>,
}

impl Contender {
    /// Opens a model.
    ///
    /// # Errors
    /// What is wrong with its file.
    pub fn open(candidate: Candidate, bench: &mut Bench) -> Result<Self, Problem> {
        let device = bench.device()?;
        let (pane, info) = guarded("The model could not be opened", || {
            Pane::open(0, &candidate.source, &device)
        })?;
        Ok(Self {
            candidate,
            info: Box::new(info),
            pane: Some(pane),
        })
    }

    fn pane(&mut self, bench: &mut Bench) -> Result<&mut Pane, Problem> {
        if self.pane.is_none() {
            self.pane = Self::open(self.candidate.clone(), bench)?.pane;
        }
        let none = || Problem::new("A model of the test is not at hand any more");
        self.pane.as_mut().ok_or_else(none)
    }
}

/// A session.
pub struct Session {
    /// The order's number.
    pub id: u64,
    models: Vec<Contender>,
    plan: Plan,
    heads: Heads,
    open: OpenTaste,
    /// The pairs that the window has, as they were drawn.
    sent: BTreeMap<usize, Draw>,
    /// A pair of which the left output is there, with its number.
    half: Option<(usize, Made)>,
    /// Pictures that could not be read.
    unreadable: Vec<Problem>,
    /// Those of them that nobody was told of yet.
    pub untold: Vec<Problem>,
}

/// The pictures of a pair, read and at hand.
struct Dealt {
    inputs: Inputs,
    source: Fingerprint,
    reference: Option<Fingerprint>,
}

impl Session {
    /// A session that is on disk already.
    pub fn new(id: u64, models: Vec<Contender>, plan: Plan, open: OpenTaste) -> Self {
        let heads = models.first();
        Self {
            id,
            heads: heads.map_or_else(Heads::default, |first| Heads::of(&first.info.config)),
            models,
            plan,
            open,
            sent: BTreeMap::new(),
            half: None,
            unreadable: Vec::new(),
            untold: Vec::new(),
        }
    }

    /// What is on disk.
    pub fn record(&self) -> &Taste {
        self.open.session()
    }

    /// Where it is kept.
    pub fn folder(&self) -> &std::path::Path {
        self.open.folder()
    }

    /// The next pair to be made, when one is wanted.
    pub fn wanted(&self) -> Option<usize> {
        let (answered, count) = (self.record().answers.len(), self.record().count);
        (answered..count.min(answered + AHEAD)).find(|number| !self.sent.contains_key(number))
    }

    /// Lets the models go; they are opened again on the device of the next pair.
    pub fn let_go(&mut self) {
        for model in &mut self.models {
            model.pane = None;
        }
        self.half = None;
    }

    /// Makes a pair; `None` when `stop` said so after its first half, which is kept.
    ///
    /// # Errors
    /// When its pictures cannot be had, or a model cannot make one.
    pub fn make(
        &mut self,
        number: usize,
        bench: &mut Bench,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Trial>, Problem> {
        let (draw, dealt) = self.deal(number)?;
        let left = match self.half.take().filter(|(of, _)| *of == number) {
            Some((_, left)) => left,
            None => self.output(draw.left, &draw, &dealt, bench)?,
        };
        if stop() {
            self.half = Some((number, left));
            return Ok(None);
        }
        let right = self.output(draw.right, &draw, &dealt, bench)?;
        // Of two sizes the larger one is shown, whatever side it is on.
        let larger = if right.source.width() > left.source.width() {
            (right.source, right.reference)
        } else {
            (left.source, left.reference)
        };
        let target = self.target(&draw);
        self.sent.insert(number, draw);
        Ok(Some(Trial {
            number,
            source: larger.0,
            reference: larger.1,
            left: left.output,
            right: right.output,
            target,
        }))
    }

    /// The name of the branch that a pair shows.
    fn target(&self, draw: &Draw) -> String {
        let branch = self.plan.targets.get(draw.task.target).copied();
        self.heads.domains.name(branch.unwrap_or_default())
    }

    /// A pair and its pictures: those drawn first, or others when they cannot be read.
    fn deal(&mut self, number: usize) -> Result<(Draw, Dealt), Problem> {
        let mut last = None;
        for attempt in 0..ATTEMPTS {
            let draw = self.plan.deck.draw(number, attempt);
            match self.read(&draw) {
                Ok(dealt) => return Ok((draw, dealt)),
                Err(problem) => {
                    if !self.unreadable.contains(&problem) {
                        self.unreadable.push(problem.clone());
                        self.untold.push(problem.clone());
                    }
                    last = Some(problem);
                }
            }
        }
        Err(last.unwrap_or_else(|| Problem::new("There are no pictures for this pair")))
    }

    fn read(&self, draw: &Draw) -> Result<Dealt, Problem> {
        let missing = || Problem::new("A picture of the test is not at hand any more");
        let group = self.plan.sources.get(draw.task.group);
        let source = group.and_then(|group| group.pictures.get(draw.source));
        let source = source.ok_or_else(missing)?.input()?;
        let mut inputs = Inputs::new();
        let mut dealt = Dealt {
            source: source.view.fingerprint(),
            reference: None,
            inputs: Inputs::new(),
        };
        inputs.insert(dealt.source, source);
        if let Guide::Reference(at) = draw.guide {
            let all = self.plan.references.get(draw.task.target);
            let reference = all.and_then(|all| all.get(at)).ok_or_else(missing)?;
            let reference = reference.input()?;
            let at = reference.view.fingerprint();
            dealt.reference = Some(at);
            inputs.insert(at, reference);
        }
        dealt.inputs = inputs;
        Ok(dealt)
    }

    /// What one model makes of a pair's recipe.
    fn output(
        &mut self,
        model: usize,
        draw: &Draw,
        dealt: &Dealt,
        bench: &mut Bench,
    ) -> Result<Made, Problem> {
        let domain = self.plan.targets.get(draw.task.target).copied();
        let domain = domain.unwrap_or_default();
        let heads = &self.heads;
        let none = || Problem::new("A model of the test is not at hand any more");
        let contender = self.models.get_mut(model).ok_or_else(none)?;
        let (size, dim) = (
            contender.info.config.img_size,
            contender.info.config.latent_dim,
        );
        let style = match (draw.guide, dealt.reference) {
            (Guide::Reference(_), Some(picture)) => StyleSource::Reference { picture, domain },
            (Guide::Reference(_), None) => return Err(none()),
            (Guide::Latent(seed), _) => StyleSource::Latent {
                z: latent::from_seed(seed, dim),
                domain,
                psi: 1.0,
            },
        };
        let name = contender.candidate.name.clone();
        // The model is opened first: its device decides where the work is done.
        contender.pane(bench)?;
        let Some(pane) = contender.pane.as_mut() else {
            return Err(none());
        };
        let made = bench.compute(&format!("{name} could not make a picture"), || {
            let subject = |picture| Subject {
                picture,
                grey: false,
            };
            let pair = pane.cell(subject(dealt.source), &style, heads, &dealt.inputs)?;
            let mut reference = None;
            if let Some(at) = dealt.reference {
                let at = pane.views.of(subject(at), &dealt.inputs, size)?;
                reference = pane.views.pictures.get(&at).cloned();
            }
            pane.views.keep(&Inputs::new());
            Ok(Made {
                source: pair.source,
                reference,
                output: pair.output,
            })
        });
        if made.is_err() {
            pane.forget();
        }
        made
    }

    /// Writes down the answer to a pair; one to another pair than the next is passed over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn answer(&mut self, number: usize, choice: Choice) -> Result<(), Problem> {
        if number != self.record().answers.len() || number >= self.record().count {
            return Ok(());
        }
        // Nobody can answer what was not shown.
        let Some(draw) = self.sent.get(&number) else {
            return Ok(());
        };
        let source = self.plan.sources.get(draw.task.group);
        let source = source.and_then(|group| group.pictures.get(draw.source));
        let answer = Answer {
            left: draw.left,
            right: draw.right,
            choice,
            source: source.map(|source| source.name()).unwrap_or_default(),
            target: self.target(draw),
            mode: draw.task.mode,
        };
        self.open.answer(answer).map_err(not_kept)?;
        let answered = self.record().answers.len();
        self.sent.retain(|number, _| number + BEHIND >= answered);
        Ok(())
    }

    /// Takes the last answer back.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn back(&mut self) -> Result<(), Problem> {
        self.open.back().map(|_| ()).map_err(not_kept)
    }

    /// There are to be `count` pairs.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn set_count(&mut self, count: usize) -> Result<(), Problem> {
        self.open.set_count(count).map_err(not_kept)
    }

    /// Ends the session and ranks its models. The second value is the session again, for more pairs.
    ///
    /// # Errors
    /// When it cannot be written; it then stays on disk as an open one.
    pub fn end(self) -> Result<(Taste, Rest), Problem> {
        let taste = self.open.end().map_err(not_kept)?;
        let rest = Rest {
            id: self.id,
            models: self.models,
            plan: self.plan,
        };
        Ok((taste, rest))
    }
}

/// What one model made.
struct Made {
    source: Arc<Picture>,
    reference: Option<Arc<Picture>>,
    output: Arc<Picture>,
}

/// The models of a session that ended, still open, in case it goes on.
pub struct Rest {
    id: u64,
    models: Vec<Contender>,
    plan: Plan,
}

impl Rest {
    /// Lets the models go; they are opened again with the next pair.
    pub fn let_go(&mut self) {
        self.models.iter_mut().for_each(|model| model.pane = None);
    }

    /// The session again.
    pub fn go_on(self, open: OpenTaste) -> Session {
        Session::new(self.id, self.models, self.plan, open)
    }
}

fn not_kept(error: crate::runs::RunError) -> Problem {
    Problem::because("The answers could not be written", &error)
}
