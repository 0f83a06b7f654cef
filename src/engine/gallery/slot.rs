//! The gallery's mailbox: tasks in their order, because each counts, and one slot for thumbnails, of which only the newest wish does.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::messages::{LoadFor, Riding};
use crate::domain::{Picture, Recipe};
use crate::engine::made::Made;
use crate::gallery::{KeptId, Mark};

/// Something to do.
#[derive(Debug)]
pub enum Task {
    /// Open a folder.
    Open(PathBuf),
    /// Keep a result.
    Keep(Made, Box<Recipe>, Vec<Arc<Picture>>),
    /// Change some.
    Mark(Vec<KeptId>, Mark),
    /// Read one.
    Load(KeptId, LoadFor),
    /// Copy one to a file.
    Export(KeptId, PathBuf, Riding),
    /// Make a thumbnail.
    Thumbnail(KeptId),
}

#[derive(Debug, Default)]
struct State {
    tasks: VecDeque<Task>,
    /// Thumbnails wanted, the next one last.
    thumbnails: Vec<KeptId>,
    closing: bool,
    /// Whether a task is being done.
    busy: bool,
}

/// Tasks between the window and the thread.
#[derive(Debug, Default)]
pub struct Slot {
    state: Mutex<State>,
    changed: Condvar,
}

impl Slot {
    /// Adds a task.
    pub fn put(&self, task: Task) {
        self.lock().tasks.push_back(task);
        self.changed.notify_all();
    }

    /// Wants these thumbnails, in this order, and no others any more.
    pub fn want(&self, mut ids: Vec<KeptId>) {
        ids.reverse();
        self.lock().thumbnails = ids;
        self.changed.notify_all();
    }

    /// Ends the thread after the tasks that wait.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closing = true;
        state.thumbnails.clear();
        drop(state);
        self.changed.notify_all();
    }

    /// Waits for the next task; none at the end.
    pub fn take(&self) -> Option<Task> {
        let mut state = self.lock();
        state.busy = false;
        self.changed.notify_all();
        loop {
            let thumbnail = |state: &mut State| state.thumbnails.pop().map(Task::Thumbnail);
            let task = state.tasks.pop_front().or_else(|| thumbnail(&mut state));
            if task.is_some() {
                state.busy = true;
                return task;
            }
            if state.closing {
                return None;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until every task is done, at most for `limit`.
    pub fn wait_until_done(&self, limit: Duration) {
        let waits = |state: &mut State| state.busy || !state.tasks.is_empty();
        drop(self.changed.wait_timeout_while(self.lock(), limit, waits));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_come_first_and_only_the_newest_thumbnails_count() {
        let slot = Slot::default();
        let ids: Vec<KeptId> = (0..3u8).map(|number| KeptId::of(&[number])).collect();
        slot.want(vec![ids[2]]);
        slot.want(vec![ids[0], ids[1]]);
        slot.put(Task::Load(ids[2], LoadFor::View));
        assert!(matches!(slot.take(), Some(Task::Load(..))));
        assert!(matches!(slot.take(), Some(Task::Thumbnail(id)) if id == ids[0]));
        slot.put(Task::Mark(ids.clone(), Mark::Delete));
        slot.close();
        assert!(
            matches!(slot.take(), Some(Task::Mark(..))),
            "what waits is done before the end"
        );
        assert!(slot.take().is_none());
        slot.wait_until_done(Duration::MAX);
    }
}
