//! The worker's part in the style map: codes for styles, a few between two cells.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Worker, pool_of};
use crate::domain::StyleSource;
use crate::engine::bench::on;
use crate::engine::codes::{CodeEvent, CodeWork};
use crate::engine::messages::Event;

/// Codes that are made at once; a reference, which passes through a network of many layers, counts as all of them.
const CODES_AT_ONCE: usize = 16;

impl Worker {
    /// Takes a newer request, if one waits, and makes a few codes.
    pub(super) fn serve_codes(&mut self) {
        if let Some(request) = self.inbox.take_codes() {
            self.codes = Some(CodeWork::new(request));
        }
        let Some(work) = self.codes.take() else {
            return;
        };
        match catch_unwind(AssertUnwindSafe(|| self.make_codes(work))) {
            Ok(left) => self.codes = left,
            Err(_) => {
                log::warn!("style codes ended in a fault of the device");
                if let Some((_, _, translator)) = &mut self.model {
                    translator.forget();
                }
            }
        }
    }

    /// Makes all codes that are left, until there are orders of another kind.
    pub(super) fn finish_codes(&mut self) {
        self.serve_codes();
        while self.codes.is_some() && !self.inbox.has_news() {
            self.serve_codes();
        }
    }

    /// Makes a few codes and reports them; answers what is left to do.
    fn make_codes(&mut self, mut work: CodeWork) -> Option<CodeWork> {
        let pool = pool_of(self.pool.as_ref(), self.compute.as_ref());
        let (number, _, translator) = self.model.as_mut()?;
        let model = work.request.model;
        if *number != model {
            return None;
        }
        let (mut codes, mut plane, mut room) = (Vec::new(), None, CODES_AT_ONCE);
        while let (true, Some(style)) = (room > 0, work.next().cloned()) {
            let cost = match style {
                StyleSource::Reference { .. } => CODES_AT_ONCE,
                _ => 1,
            };
            room = room.saturating_sub(cost);
            let pictures = std::sync::Arc::clone(&work.request.pictures);
            let code = on(pool, || translator.style(&style, &pictures));
            let code = code.map_err(|error| log::debug!("a style has no code: {error}"));
            plane = work.take(code.as_deref().ok()).or(plane);
            codes.extend(code.ok().map(|code| (style.key(), code)));
        }
        let event = CodeEvent {
            order: work.request.order,
            model,
            codes,
            plane,
        };
        self.reporter.send(Event::Codes(event));
        work.next().is_some().then_some(work)
    }
}
