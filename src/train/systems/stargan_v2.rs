//! How StarGAN v2 is trained, and every system that differs from it in the generator alone: the losses are in
//! [`losses`](crate::train::losses), the iteration in [`trainer`](crate::train::trainer).

use crate::domain::Batch;
use crate::model::Model;
use crate::model::fan::Fan;
use crate::model::schema::trunk_maps;
use crate::model::weights::TensorMap;
use crate::train::config::LossOptions;
use crate::train::objective::{Learner, Objective};
use crate::train::report::StepReport;
use crate::train::state::TrainerState;
use crate::train::terms::Term;
use crate::train::trainer::Trainer;

/// The official terms, in the official order; the identity terms, which are ours, come last and only when in use.
const TERMS: [Term; 16] = [
    real("D/latent_real"),
    fake("D/latent_fake"),
    reg("D/latent_reg"),
    real("D/ref_real"),
    fake("D/ref_fake"),
    reg("D/ref_reg"),
    adv("G/latent_adv"),
    sty("G/latent_sty"),
    ds("G/latent_ds"),
    cyc("G/latent_cyc"),
    adv("G/ref_adv"),
    sty("G/ref_sty"),
    ds("G/ref_ds"),
    cyc("G/ref_cyc"),
    idt("G/latent_idt"),
    idt("G/ref_idt"),
];

/// StarGAN v2.
pub const OBJECTIVE: Objective = Objective {
    terms: &TERMS,
    diversity: &["G/latent_ds", "G/ref_ds"],
    score: &["G/latent_cyc", "G/latent_sty"],
    // G on the sources and on its own result; E on both; D on the result.
    tape: |model| 2 * (model.system.definition().generator_maps)(model) + 3 * trunk_maps(model),
    begin: |config, model, weights, device| {
        Ok(Box::new(Trainer::new(config, model, weights, device)?))
    },
    resume: |config, model, state, device| {
        Ok(Box::new(Trainer::restore(config, model, state, device)?))
    },
};

const fn real(name: &'static str) -> Term {
    let meaning = "Adversarial loss of the discriminator on real pictures";
    term(name, meaning, |_, _| 1.0)
}

const fn fake(name: &'static str) -> Term {
    let meaning = "Adversarial loss of the discriminator on translated pictures";
    term(name, meaning, |_, _| 1.0)
}

const fn reg(name: &'static str) -> Term {
    let meaning = "R1 penalty: how steeply the discriminator answers to a picture";
    term(name, meaning, |losses, _| losses.lambda_reg as f64)
}

const fn adv(name: &'static str) -> Term {
    term(name, "Adversarial loss of the generator", |_, _| 1.0)
}

const fn sty(name: &'static str) -> Term {
    let meaning = "Style reconstruction: the style encoder reads back the style that was asked for";
    term(name, meaning, |losses, _| losses.lambda_sty as f64)
}

const fn ds(name: &'static str) -> Term {
    let meaning = "Style diversity: how much two styles differ; it is to grow";
    term(name, meaning, |_, lambda_ds| -lambda_ds)
}

const fn cyc(name: &'static str) -> Term {
    let meaning = "Cycle consistency: how far the way back is from the source";
    term(name, meaning, |losses, _| losses.lambda_cyc as f64)
}

const fn idt(name: &'static str) -> Term {
    let meaning = "Identity: a picture in its own style stays as it is";
    Term {
        optional: true,
        ..term(name, meaning, |losses, _| losses.lambda_identity as f64)
    }
}

const fn term(
    name: &'static str,
    meaning: &'static str,
    weight: fn(&LossOptions, f64) -> f64,
) -> Term {
    Term {
        name,
        meaning,
        weight,
        optional: false,
    }
}

impl Learner for Trainer {
    fn step(&mut self, batch: &Batch, between: &mut dyn FnMut()) -> StepReport {
        Trainer::step(self, batch, between)
    }

    fn steps_done(&self) -> u64 {
        Trainer::steps_done(self)
    }

    fn state(&self) -> TrainerState {
        Trainer::state(self)
    }

    fn weights(&self, averaged: bool) -> TensorMap {
        Trainer::weights(self, averaged)
    }

    fn networks(&self, averaged: bool) -> Model {
        Trainer::networks(self, averaged)
    }

    fn see_with(&mut self, fan: Fan) {
        self.set_fan(Some(fan));
    }
}
