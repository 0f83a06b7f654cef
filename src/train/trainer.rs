//! The official iteration as a plain value: D with latents, D with references, G with F and E with latents, G alone with
//! references, the moving averages, and the decay of the diversity weight.
//!
//! A pass runs over micro-batches whose gradients add up to those of the whole batch (no network looks across samples).
//! Gradients only reach the networks that the pass steps: the others take part as constants.

use burn::module::Module as _;
use burn::tensor::{Device, Tensor, TensorData};

use super::adam::Adam;
use super::config::TrainConfig;
use super::losses::{self, GeneratorPass};
use super::networks::{Optimisers, Translators};
use super::objective::Objective;
use super::parameters::{GradientMap, Names, add_gradients, average, export};
use super::report::{self, Sums};
use super::state::TrainerState;
use crate::domain::Batch;
use crate::model::Model;
use crate::model::config::ModelConfig;
use crate::model::discriminator::Discriminator;
use crate::model::face_masks;
use crate::model::fan::Fan;
use crate::model::generator::{Features, Masks};
use crate::model::schema::NetworkKind;
use crate::model::weights::{Scope, TensorMap, WeightError};

pub use super::report::{StepReport, Vitals};

/// One micro-batch with its sources as a tensor; `weight` is its share of the whole batch.
struct Part {
    batch: Batch,
    weight: f32,
    x: Tensor<4>,
    /// Of the sources, when a landmark network is at hand.
    masks: Option<Masks>,
}

/// Where a pass takes its styles from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StyleFrom {
    Latents,
    References,
}

impl StyleFrom {
    /// What the first styles of a batch are made of.
    fn first(self, batch: &Batch) -> StyleInput<'_> {
        match self {
            Self::Latents => StyleInput::Latents(&batch.latents),
            Self::References => StyleInput::References(&batch.references),
        }
    }

    /// What the second styles are made of.
    fn second(self, batch: &Batch) -> StyleInput<'_> {
        match self {
            Self::Latents => StyleInput::Latents(&batch.latents2),
            Self::References => StyleInput::References(&batch.references2),
        }
    }
}

/// Numbers that become styles.
enum StyleInput<'a> {
    Latents(&'a [f32]),
    References(&'a [f32]),
}

/// A network in training.
#[derive(Debug)]
pub struct Trainer {
    config: TrainConfig,
    model: ModelConfig,
    names: Names,
    device: Device,
    networks: Translators,
    discriminator: Discriminator,
    averaged: Translators,
    fan: Option<Fan>,
    optimisers: Optimisers,
    step: u64,
    lambda_ds: f64,
}

impl Trainer {
    /// Begins with these weights: all four networks by full official name. The moving averages start as copies.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn new(
        config: &TrainConfig,
        model: &ModelConfig,
        weights: &TensorMap,
        device: &Device,
    ) -> Result<Self, WeightError> {
        let inner = device.clone().inner();
        let tracked = inner.clone().autodiff();
        let scope = Scope::new(weights, NetworkKind::Discriminator.name(), &tracked);
        Ok(Self {
            config: config.clone(),
            model: model.clone(),
            names: Names::of(model),
            networks: Translators::load(model, weights, &tracked)?,
            discriminator: Discriminator::load(&scope, model)?,
            averaged: Translators::load(model, weights, &inner)?,
            fan: None,
            optimisers: Optimisers::new(config, model),
            step: 0,
            lambda_ds: config.losses.lambda_ds,
            device: inner,
        })
    }

    /// Goes on from a saved state.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn restore(
        config: &TrainConfig,
        model: &ModelConfig,
        state: &TrainerState,
        device: &Device,
    ) -> Result<Self, WeightError> {
        let mut trainer = Self::new(config, model, &state.networks, device)?;
        trainer.averaged = Translators::load(model, &state.averaged, &trainer.device)?;
        let optimisers = trainer.optimisers.each_mut().into_iter();
        let kinds = NetworkKind::ALL.into_iter().zip(state.updates);
        for (adam, (kind, updates)) in optimisers.zip(kinds) {
            adam.restore(kind.name(), &state.moments, updates, &trainer.device);
        }
        trainer.step = state.step;
        trainer.lambda_ds = state.lambda_ds;
        Ok(trainer)
    }

    /// Trains a high-pass model with the masks of `fan` (on the training device) from now on; other models have no use for them.
    pub fn set_fan(&mut self, fan: Option<Fan>) {
        self.fan = fan.filter(|_| self.model.has_high_pass());
    }

    /// One official iteration on `batch`. `between` is called between passes (about ten times an iteration): a caller may
    /// sleep there or look for orders.
    pub fn step(&mut self, batch: &Batch, between: &mut dyn FnMut()) -> StepReport {
        let parts = self.parts(batch);
        let constant = self.networks.constant();
        // G stands still through both discriminator passes, so the sources are encoded once for both.
        let features: Vec<Features> = parts
            .iter()
            .map(|part| {
                constant
                    .generator
                    .encode(part.x.clone(), part.masks.as_ref())
            })
            .collect();
        between();
        let mut sums = Vec::new();
        for from in [StyleFrom::Latents, StyleFrom::References] {
            sums.push(self.discriminator_pass(&parts, &features, &constant, from, between));
        }
        drop((features, constant));
        for from in [StyleFrom::Latents, StyleFrom::References] {
            sums.push(self.generator_pass(&parts, from, between));
        }
        self.average();
        self.step += 1;
        let lambda_ds = self.lambda_ds;
        let losses = &self.config.losses;
        if self.lambda_ds > 0.0 {
            self.lambda_ds -= losses.lambda_ds / losses.ds_iter as f64;
        }
        let terms = Objective::of(self.model.system).terms;
        let identity = losses.lambda_identity > 0.0;
        report::read(self.step, terms, sums, lambda_ds, identity)
    }

    /// Iterations done.
    pub fn steps_done(&self) -> u64 {
        self.step
    }

    /// Weight of the diversity term in the next iteration.
    pub fn lambda_ds(&self) -> f64 {
        self.lambda_ds
    }

    /// Everything needed to go on later.
    pub fn state(&self) -> TrainerState {
        let mut networks = self.networks.export(&self.names);
        export(&self.discriminator, &self.names, &mut networks);
        let mut moments = TensorMap::new();
        for adam in self.optimisers.each() {
            adam.export(&self.names, &mut moments);
        }
        TrainerState {
            step: self.step,
            lambda_ds: self.lambda_ds,
            networks,
            averaged: self.averaged.export(&self.names),
            moments,
            updates: self.optimisers.each().map(Adam::updates),
        }
    }

    /// Weights for exploring: generator, mapping network and style encoder; the moving averages, or the raw ones.
    pub fn weights(&self, averaged: bool) -> TensorMap {
        let chosen = if averaged {
            &self.averaged
        } else {
            &self.networks
        };
        chosen.export(&self.names)
    }

    /// The same as networks on the training device, without gradients and without a discriminator. Cheap: nothing is copied.
    pub fn networks(&self, averaged: bool) -> Model {
        let chosen = if averaged {
            &self.averaged
        } else {
            &self.networks
        };
        let Translators {
            generator,
            mapping_network,
            style_encoder,
        } = chosen.constant();
        let mut model = Model::of_networks(
            self.model.clone(),
            generator,
            mapping_network,
            style_encoder,
            self.device.clone(),
        );
        model.fan.clone_from(&self.fan);
        model
    }

    fn parts(&self, batch: &Batch) -> Vec<Part> {
        let (all, size) = (batch.len(), self.config.micro_batch().max(1));
        let starts = (0..all).step_by(size);
        starts
            .map(|start| {
                let batch = batch.part(start..(start + size).min(all));
                let x = self.pictures(&batch.sources);
                let masks = self.fan.as_ref();
                Part {
                    weight: batch.len() as f32 / all as f32,
                    masks: masks.map(|fan| face_masks::of(fan, x.clone())),
                    x,
                    batch,
                }
            })
            .collect()
    }

    /// Planar values (B x 3 x S x S) as a tensor.
    fn pictures(&self, planes: &[f32]) -> Tensor<4> {
        let size = self.model.img_size;
        let shape = [planes.len() / (3 * size * size), 3, size, size];
        Tensor::from_data(TensorData::new(planes.to_vec(), shape), &self.device)
    }

    fn latents(&self, latents: &[f32]) -> Tensor<2> {
        let dim = self.model.latent_dim;
        let shape = [latents.len() / dim, dim];
        Tensor::from_data(TensorData::new(latents.to_vec(), shape), &self.device)
    }

    /// Styles of a micro-batch made of `input`; whether a gradient flows is decided by the networks.
    fn styles(&self, networks: &Translators, target: &[usize], input: StyleInput) -> Tensor<2> {
        match input {
            StyleInput::Latents(z) => networks.mapping_network.forward(self.latents(z), target),
            StyleInput::References(planes) => networks
                .style_encoder
                .forward(self.pictures(planes), target),
        }
    }

    fn discriminator_pass(
        &mut self,
        parts: &[Part],
        features: &[Features],
        constant: &Translators,
        from: StyleFrom,
        between: &mut dyn FnMut(),
    ) -> Sums {
        let mut gradients = GradientMap::new();
        let mut sums = Sums::default();
        for (part, features) in parts.iter().zip(features) {
            let target = &part.batch.target_domains;
            let style = self.styles(constant, target, from.first(&part.batch));
            let fake = constant.generator.decode(features, style);
            between();
            let loss = losses::discriminator(
                &self.discriminator,
                (part.x.clone(), &part.batch.source_domains),
                (fake, target),
                self.config.losses.lambda_reg,
            );
            let mut back = (loss.total * part.weight).backward();
            add_gradients(&self.discriminator, &mut back, &mut gradients);
            sums.add(&loss.terms, part.weight);
            between();
        }
        let discriminator = self.discriminator.clone();
        self.discriminator = self.optimisers.discriminator.step(discriminator, gradients);
        sums
    }

    fn generator_pass(
        &mut self,
        parts: &[Part],
        from: StyleFrom,
        between: &mut dyn FnMut(),
    ) -> Sums {
        // In the reference pass G alone is stepped: the author found that E suffers from this loss.
        let all = from == StyleFrom::Latents;
        let encoder_too = all || self.config.optimiser.style_encoder_in_reference_pass;
        let constant = self.networks.constant();
        let discriminator = self.discriminator.valid();
        let mut styling = constant.clone();
        if encoder_too {
            styling.style_encoder = self.networks.style_encoder.clone();
        }
        if all {
            styling.mapping_network = self.networks.mapping_network.clone();
        }
        let mut gradients = [(); 3].map(|()| GradientMap::new());
        let mut sums = Sums::default();
        for part in parts {
            let target = &part.batch.target_domains;
            let style = self.styles(&styling, target, from.first(&part.batch));
            let style2 = self.styles(&constant, target, from.second(&part.batch));
            let pass = GeneratorPass {
                generator: &self.networks.generator,
                constant_generator: &constant.generator,
                fan: self.fan.as_ref(),
                style_encoder: &styling.style_encoder,
                discriminator: &discriminator,
                losses: &self.config.losses,
                lambda_ds: self.lambda_ds,
            };
            let domains = part.batch.source_domains.as_slice();
            let source = (part.x.clone(), domains, part.masks.as_ref());
            let loss = pass.loss(source, target, style, style2);
            between();
            let mut back = (loss.total * part.weight).backward();
            add_gradients(&self.networks.generator, &mut back, &mut gradients[0]);
            add_gradients(&styling.mapping_network, &mut back, &mut gradients[1]);
            add_gradients(&styling.style_encoder, &mut back, &mut gradients[2]);
            sums.add(&loss.terms, part.weight);
            between();
        }
        drop((constant, styling));
        let [generator, mapping_network, style_encoder] = gradients;
        let (networks, optimisers) = (self.networks.clone(), &mut self.optimisers);
        self.networks.generator = optimisers.generator.step(networks.generator, generator);
        if all {
            self.networks.mapping_network = optimisers
                .mapping_network
                .step(networks.mapping_network, mapping_network);
        }
        if encoder_too {
            self.networks.style_encoder = optimisers
                .style_encoder
                .step(networks.style_encoder, style_encoder);
        }
        sums
    }

    fn average(&mut self) {
        let share = self.config.optimiser.ema;
        let (averaged, networks) = (self.averaged.clone(), &self.networks);
        self.averaged = Translators {
            generator: average(averaged.generator, &networks.generator, share),
            mapping_network: average(averaged.mapping_network, &networks.mapping_network, share),
            style_encoder: average(averaged.style_encoder, &networks.style_encoder, share),
        };
    }
}
