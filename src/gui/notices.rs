//! What the window tells a person: what happened, why, and what to do.
//!
//! [`Notices`] keeps them; `widgets::notice_view` shows them as toasts and as a list.

use std::fmt::Write as _;

use log::Level;

use super::offers::Offer;
use crate::engine::journal;
use crate::problem::Problem;

/// Seconds for which a toast stays when it is not an error.
pub const TOAST_SECONDS: f32 = 6.0;
/// How many notices are remembered: more than a person reads, so that none is lost. The log has them too.
const REMEMBERED: usize = 2_000;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Info,
    /// Something was done otherwise than asked.
    Warn,
    /// Something was not done.
    Error,
}

/// Something that a notice offers to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeAction {
    /// The words on the button: "Undo".
    pub label: String,
    /// What the caller gets back when it is clicked.
    pub offer: Offer,
    /// Whether it can still be done.
    pub stands: bool,
}

/// One thing told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub kind: NoticeKind,
    /// One sentence: what happened.
    pub headline: String,
    /// Why, from the nearest cause to the root.
    pub causes: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// What the notice offers to do.
    pub action: Option<NoticeAction>,
}

impl Notice {
    /// A notice of this kind with a headline alone.
    pub fn new(kind: NoticeKind, headline: impl Into<String>) -> Self {
        Self {
            kind,
            headline: headline.into(),
            causes: Vec::new(),
            hint: None,
            action: None,
        }
    }

    /// Something was done.
    pub fn info(headline: impl Into<String>) -> Self {
        Self::new(NoticeKind::Info, headline)
    }

    /// A problem that stopped something.
    pub fn error(problem: &Problem) -> Self {
        Self::of_problem(NoticeKind::Error, problem)
    }

    /// A problem that stopped nothing.
    pub fn warn(problem: &Problem) -> Self {
        Self::of_problem(NoticeKind::Warn, problem)
    }

    /// The same notice with a button.
    pub fn action(mut self, label: impl Into<String>, offer: Offer) -> Self {
        self.action = Some(NoticeAction {
            label: label.into(),
            offer,
            stands: true,
        });
        self
    }

    /// The same notice with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Everything it says, for a bug report.
    pub fn report(&self) -> String {
        let mut text = format!("{}\n", self.headline);
        for cause in &self.causes {
            let _ = writeln!(text, "  because: {cause}");
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(text, "  hint: {hint}");
        }
        let _ = writeln!(text, "  Stargrid {}", env!("CARGO_PKG_VERSION"));
        text
    }

    /// Writes it into the log: what was told stays there when the list is forgotten.
    pub fn write_down(&self) {
        let level = match self.kind {
            NoticeKind::Info => Level::Info,
            NoticeKind::Warn => Level::Warn,
            NoticeKind::Error => Level::Error,
        };
        let mut text = self.headline.clone();
        for more in self.causes.iter().chain(&self.hint) {
            let _ = write!(text, "; {more}");
        }
        journal::add(level, "notice", text);
    }

    fn of_problem(kind: NoticeKind, problem: &Problem) -> Self {
        Self {
            kind,
            headline: problem.headline.clone(),
            causes: problem.causes.clone(),
            hint: problem.hint.clone(),
            action: None,
        }
    }
}

/// A notice and what became of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The notice.
    pub notice: Notice,
    /// Tells notices apart.
    pub number: u64,
    /// How often it was told.
    pub times: usize,
    /// Seconds for which its toast stays; `None` stays until dismissed.
    pub(crate) left: Option<f32>,
    /// Whether its toast is gone.
    pub(crate) gone: bool,
    seen: bool,
}

/// All notices of this session, newest last.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    told: Vec<Told>,
    next: u64,
    /// The notice whose report a person wants on the clipboard.
    pub wanted: Option<Notice>,
}

impl Notices {
    /// Tells something. The same words again replace the older notice and are counted, instead of piling up.
    pub fn push(&mut self, notice: Notice) {
        let mut older = self.told.iter().filter(|told| told.notice == notice);
        let times = older.next().map_or(1, |told| told.times + 1);
        self.told.retain(|told| told.notice != notice);
        let left = (notice.kind != NoticeKind::Error).then_some(TOAST_SECONDS);
        self.told.push(Told {
            notice,
            number: self.next,
            times,
            left,
            gone: false,
            seen: false,
        });
        self.next += 1;
        let excess = self.told.len().saturating_sub(REMEMBERED);
        self.told.drain(..excess);
    }

    /// All of them, newest last.
    pub fn all(&self) -> &[Told] {
        &self.told
    }

    /// How many were told since the list was last looked at.
    pub fn unseen(&self) -> usize {
        self.told.iter().filter(|told| !told.seen).count()
    }

    /// The list was looked at.
    pub fn mark_seen(&mut self) {
        for told in &mut self.told {
            told.seen = true;
        }
    }

    /// Sees which offers still stand.
    pub fn check_offers(&mut self, stands: impl Fn(&Offer) -> bool) {
        let actions = self.told.iter_mut().map(|told| &mut told.notice.action);
        for action in actions.flatten() {
            action.stands = stands(&action.offer);
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.told.clear();
    }

    /// Takes the toast of notice `number` away; the list keeps it.
    pub fn dismiss(&mut self, number: u64) {
        for told in &mut self.told {
            told.gone |= told.number == number;
        }
    }

    /// Lets `seconds` pass for the `most` newest toasts, which are on screen, except the one under the pointer. One that waits its turn
    /// does not get older.
    pub fn pass_time(&mut self, seconds: f32, held: Option<u64>, most: usize) {
        let on_screen = self.told.iter_mut().rev().filter(|told| !told.gone);
        for told in on_screen.take(most) {
            if let Some(left) = &mut told.left
                && held != Some(told.number)
            {
                *left -= seconds;
                told.gone |= *left <= 0.0;
            }
        }
    }

    /// The toasts to show, newest last.
    pub fn toasts(&self) -> impl DoubleEndedIterator<Item = &Told> {
        self.told.iter().filter(|told| !told.gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stay_and_others_leave() {
        let mut notices = Notices::default();
        notices.push(Notice::info("Saved"));
        notices.push(Notice::error(&Problem::new("Could not open the model")));
        notices.pass_time(TOAST_SECONDS + 1.0, None, 4);
        let left: Vec<_> = notices.toasts().map(|told| told.notice.kind).collect();
        assert_eq!(left, [NoticeKind::Error]);
        notices.dismiss(1);
        assert_eq!(notices.toasts().count(), 0);
        assert_eq!(notices.all().len(), 2);
    }

    #[test]
    fn hover_holds_and_the_same_words_do_not_pile_up() {
        let mut notices = Notices::default();
        notices.push(Notice::info("Saved"));
        notices.push(Notice::info("Saved"));
        assert_eq!((notices.all().len(), notices.unseen()), (1, 1));
        notices.pass_time(60.0, Some(1), 4);
        assert_eq!(notices.all()[0].times, 2);
        assert_eq!(notices.toasts().count(), 1);
        notices.mark_seen();
        assert_eq!(notices.unseen(), 0);
    }

    #[test]
    fn what_waits_its_turn_is_not_lost() {
        let mut notices = Notices::default();
        for at in 0..10 {
            notices.push(Notice::info(format!("{at}")));
        }
        notices.pass_time(TOAST_SECONDS + 1.0, None, 4);
        let left: Vec<&str> = notices
            .toasts()
            .map(|told| told.notice.headline.as_str())
            .collect();
        assert_eq!(left, ["0", "1", "2", "3", "4", "5"]);
        assert_eq!((notices.all().len(), notices.unseen()), (10, 10));
    }

    #[test]
    fn a_report_says_all() {
        let problem = Problem {
            headline: "Could not open cat.ckpt".into(),
            causes: vec!["unexpected end of file".into()],
            hint: Some("Download it again".into()),
        };
        let report = Notice::error(&problem).report();
        for words in ["cat.ckpt", "end of file", "Download"] {
            assert!(report.contains(words), "{report}");
        }
    }
}
