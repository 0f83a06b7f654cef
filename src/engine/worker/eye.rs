//! The worker's part in the model's eye: which landmark network the open model sees with, and what it sees.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Worker, pool_of};
use crate::domain::{Fingerprint, Picture};
use crate::engine::bench::{guarded, guarded_in};
use crate::engine::eye::Eye;
use crate::engine::eye::mean_face;
use crate::engine::eye::messages::{AlignOrder, EyeEvent, EyeOrders, EyeOrigin};
use crate::engine::messages::{Event, ModelSource};
use crate::problem::Problem;

/// Heads what a person reads when a face cannot be aligned.
const UNALIGNED: &str = "The face could not be aligned";
/// Without a landmark network.
const NO_NETWORK: &str = "There is no landmark network; open wing.ckpt, or a model that holds one";

/// Heads what a person reads when a source's masks cannot be shown.
const UNSEEN: &str = "The model's eye sees nothing in this source";

impl Worker {
    /// Serves what was asked about the eye.
    pub(super) fn serve_eye(&mut self, orders: EyeOrders) {
        if let Some(looks) = orders.looks {
            self.looks = looks;
            self.pass_looks_on();
        }
        match orders.network {
            Some((path, true)) => {
                if let Err(problem) = self.take_network(path) {
                    self.reporter.send(Event::Failed(problem));
                }
            }
            Some((path, false)) => self.wing = Some(path),
            None => {}
        }
        if let Some((source, picture)) = orders.view {
            self.report_view(source, &picture);
        }
        if let Some(from) = orders.mean {
            let mean = self.with_eye(UNALIGNED, |eye| mean_face(from, eye));
            self.reporter.send(Event::eye(EyeEvent::Mean(mean)));
        }
        if let Some(order) = orders.align {
            let AlignOrder {
                ticket,
                picture,
                crop,
                mean,
                size,
            } = order;
            let aligned = self.with_eye(UNALIGNED, |eye| {
                let eye = eye.ok_or_else(|| Problem::new(NO_NETWORK))?;
                eye.align(&picture, crop, &mean, size).map(Arc::new)
            });
            self.reporter.send(Event::eye(EyeEvent::Aligned {
                ticket,
                crop,
                aligned,
            }));
        }
    }

    /// Gives the model that was just opened its eye: its own, else that of the file known for this.
    pub(super) fn open_eye(&mut self, own: Result<Option<Eye>, Problem>) {
        let has_high_pass = self.has_high_pass();
        let (mut eye, mut origin) = (None, None);
        match own {
            Ok(Some(own)) => (eye, origin) = (Some(own), Some(EyeOrigin::Model)),
            Ok(None) => {}
            Err(problem) => {
                self.reporter.send(Event::Failed(problem));
            }
        }
        if let (true, None, Some(path)) = (has_high_pass, &eye, self.wing.clone()) {
            match self.read_network(&path) {
                Ok(read) => (eye, origin) = (Some(read), Some(EyeOrigin::File(path))),
                Err(problem) => {
                    self.wing = None;
                    self.reporter.send(Event::Failed(problem));
                }
            }
        }
        self.see_with(eye, origin);
    }

    /// Whether what was to be opened as a model is a landmark network; then the open model sees with it.
    pub(super) fn is_network(&mut self, source: &ModelSource) -> bool {
        match source {
            // Only a file is there to be read a second time; a pipe would wait for ever.
            ModelSource::File(path) if path.is_file() => self.take_network(path.clone()).is_ok(),
            ModelSource::File(_) => false,
            ModelSource::Demo | ModelSource::Live(_) => false,
        }
    }

    /// Tells what the eye of the open model sees in a source.
    pub(super) fn report_view(&mut self, source: Fingerprint, picture: &Picture) {
        if self
            .model
            .as_mut()
            .is_none_or(|(.., it)| it.eye().is_none())
        {
            return;
        }
        let planes = self.with_eye(UNSEEN, |eye| {
            let eye = eye.ok_or_else(|| Problem::new(NO_NETWORK))?;
            let planes = eye.planes(source, picture);
            planes.map_err(|error| Problem::because(UNSEEN, &error))
        });
        let planes = planes.map(Arc::new);
        self.reporter
            .send(Event::eye(EyeEvent::Seen { source, planes }));
    }

    /// Works with the eye of the open model, where its device wants it; a panic becomes a problem headed by `what`.
    fn with_eye<T: Send>(
        &mut self,
        what: &str,
        work: impl FnOnce(Option<&mut Eye>) -> Result<T, Problem> + Send,
    ) -> Result<T, Problem> {
        let pool = pool_of(self.pool.as_ref(), self.compute.as_ref());
        let eye = self.model.as_mut().and_then(|(.., it)| it.eye());
        guarded_in(pool, what, || work(eye))
    }

    /// Reads a landmark network for the open model, and for those that are opened later.
    fn take_network(&mut self, path: PathBuf) -> Result<(), Problem> {
        let eye = self.read_network(&path)?;
        self.wing = Some(path.clone());
        let used = self.has_high_pass();
        if used {
            // A cell that was made without it may be asked for again under the same key.
            self.delivered = None;
            self.see_with(Some(eye), Some(EyeOrigin::File(path.clone())));
        }
        self.reporter
            .send(Event::eye(EyeEvent::Opened { path, used }));
        Ok(())
    }

    fn read_network(&self, path: &std::path::Path) -> Result<Eye, Problem> {
        const WHAT: &str = "The landmark network could not be opened";
        let Some(compute) = &self.compute else {
            return Err(Problem::new(WHAT).hint("Open it again when the device is chosen."));
        };
        guarded(WHAT, || Eye::read(path, &compute.device))
    }

    fn see_with(&mut self, eye: Option<Eye>, origin: Option<EyeOrigin>) {
        if let Some((.., translator)) = &mut self.model {
            translator.see_with(eye);
        }
        self.pass_looks_on();
        if self.has_high_pass() {
            self.reporter.send(Event::eye(EyeEvent::Sight(origin)));
        }
    }

    fn pass_looks_on(&mut self) {
        if let Some(eye) = self.model.as_mut().and_then(|(.., it)| it.eye()) {
            eye.set_looks(&self.looks);
        }
    }

    fn has_high_pass(&self) -> bool {
        let model = self.model.as_ref();
        model.is_some_and(|(.., translator)| translator.model().config.has_high_pass())
    }
}
