//! The iteration of StarGAN and its relatives as a plain value: D on every set of labels, every `n_critic` steps G as well, and learning
//! rates that fall to 0 at the end.
//!
//! With two sets (joint training) both take part in each iteration, one after the other, as in the official code. The terms of an
//! iteration are the means over its sets. What G minimises is the system's: [`GeneratorLoss`].

use burn::module::Module as _;
use burn::tensor::{Device, Tensor, TensorData};

use super::adam::Adam;
use super::config::TrainConfig;
use super::objective::Learner;
use super::parameters::{GradientMap, Names, add_gradients, average, export};
use super::report::{StepReport, Sums, Vitals, values};
use super::state::TrainerState;
use super::systems::stargan::{LabelTask, LabelWeights, Loss, Translate, discriminator_loss};
use super::terms::Terms;
use crate::domain::{Batch, LabelBatch};
use crate::model::Model;
use crate::model::config::ModelConfig;
use crate::model::patch_discriminator::PatchDiscriminator;
use crate::model::schema::NetworkKind;
use crate::model::systems::Generator;
use crate::model::systems::stargan::LabelShape;
use crate::model::weights::{Scope, TensorMap, WeightError};

/// What G minimises: a translation, D as a constant, pictures with their labels, target labels, the task, weights.
pub type GeneratorLoss = fn(
    Translate<'_>,
    &PatchDiscriminator,
    (Tensor<4>, Tensor<2>),
    Tensor<2>,
    &LabelTask,
    &LabelWeights,
) -> Loss;

/// A label system in training.
pub struct LabelTrainer {
    config: TrainConfig,
    model: ModelConfig,
    names: Names,
    device: Device,
    generator: Generator,
    discriminator: PatchDiscriminator,
    averaged: Generator,
    generator_adam: Adam,
    discriminator_adam: Adam,
    loss: GeneratorLoss,
    step: u64,
}

impl std::fmt::Debug for LabelTrainer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.model.system.name();
        write!(f, "LabelTrainer({name}, step {})", self.step)
    }
}

/// A micro-batch on the device; `share` is its part of the set's batch.
struct Part {
    task: LabelTask,
    share: f32,
    x: Tensor<4>,
    own: Tensor<2>,
    target: Tensor<2>,
    alpha: Tensor<4>,
}

impl LabelTrainer {
    /// Begins with these weights: both networks by full official name. The moving average starts as a copy.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn new(
        config: &TrainConfig,
        model: &ModelConfig,
        weights: &TensorMap,
        device: &Device,
        loss: GeneratorLoss,
    ) -> Result<Self, WeightError> {
        let inner = device.clone().inner();
        let tracked = inner.clone().autodiff();
        let scope = |kind: NetworkKind, device| Scope::new(weights, kind.name(), device);
        let adam = || Adam::new(&config.optimiser, config.optimiser.learning_rate);
        Ok(Self {
            config: config.clone(),
            model: model.clone(),
            names: Names::of(model),
            generator: Generator::load(&scope(NetworkKind::Generator, &tracked), model)?,
            discriminator: PatchDiscriminator::load(
                &scope(NetworkKind::Discriminator, &tracked),
                &LabelShape::of(model),
            )?,
            averaged: Generator::load(&scope(NetworkKind::Generator, &inner), model)?,
            generator_adam: adam(),
            discriminator_adam: adam(),
            loss,
            step: 0,
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
        loss: GeneratorLoss,
    ) -> Result<Self, WeightError> {
        let mut trainer = Self::new(config, model, &state.networks, device, loss)?;
        let kind = NetworkKind::Generator;
        let averaged = Scope::new(&state.averaged, kind.name(), &trainer.device);
        trainer.averaged = Generator::load(&averaged, model)?;
        let [generator, _, _, discriminator] = state.updates;
        for (adam, kind, updates) in [
            (&mut trainer.generator_adam, kind, generator),
            (
                &mut trainer.discriminator_adam,
                NetworkKind::Discriminator,
                discriminator,
            ),
        ] {
            adam.restore(kind.name(), &state.moments, updates, &trainer.device);
        }
        trainer.step = state.step;
        Ok(trainer)
    }

    /// The learning rate of the iteration to come: constant, then a straight line to 0.
    fn rate(&self) -> f64 {
        let (options, steps) = (&self.config.optimiser, self.config.schedule.steps as f64);
        let falling = (steps * options.decay_share).max(1.0);
        let left = steps - self.step as f64;
        options.learning_rate * (left / falling).clamp(0.0, 1.0)
    }

    fn parts(&self, batch: &LabelBatch) -> Vec<Part> {
        let (all, size) = (batch.len(), self.config.micro_batch().max(1));
        let space = &self.model.labels;
        let task = LabelTask {
            kind: space.sets[batch.set].kind,
            logits: space.range(batch.set),
        };
        let (side, labels) = (self.model.img_size, space.len());
        let starts = (0..all).step_by(size);
        starts
            .map(|start| {
                let part = batch.part(start..(start + size).min(all));
                let count = part.len();
                Part {
                    task: task.clone(),
                    share: count as f32 / all as f32,
                    x: self.tensor(part.pictures, [count, 3, side, side]),
                    own: self.tensor(part.labels, [count, labels]),
                    target: self.tensor(part.targets, [count, labels]),
                    alpha: self.tensor(part.alphas, [count, 1, 1, 1]),
                }
            })
            .collect()
    }

    fn tensor<const D: usize>(&self, values: Vec<f32>, shape: [usize; D]) -> Tensor<D> {
        Tensor::from_data(TensorData::new(values, shape), &self.device)
    }

    fn discriminator_pass(&mut self, parts: &[Part], between: &mut dyn FnMut()) -> Pass {
        let constant = self.generator.valid();
        let weights = LabelWeights::from(&self.config.losses);
        let (mut gradients, mut pass) = (GradientMap::new(), Pass::default());
        for part in parts {
            let fake = translate(&constant, part.x.clone(), part.target.clone());
            between();
            let loss = discriminator_loss(
                &self.discriminator,
                (part.x.clone(), part.own.clone()),
                fake,
                part.alpha.clone(),
                &part.task,
                &weights,
            );
            let mut back = (loss.total.clone() * part.share).backward();
            add_gradients(&self.discriminator, &mut back, &mut gradients);
            pass.add(&loss, part.share);
            between();
        }
        let discriminator = self.discriminator.clone();
        self.discriminator = self.discriminator_adam.step(discriminator, gradients);
        pass
    }

    fn generator_pass(&mut self, parts: &[Part], between: &mut dyn FnMut()) -> Pass {
        let discriminator = self.discriminator.valid();
        let weights = LabelWeights::from(&self.config.losses);
        let (mut gradients, mut pass) = (GradientMap::new(), Pass::default());
        for part in parts {
            let tracked = |x, labels| translate(&self.generator, x, labels);
            let source = (part.x.clone(), part.own.clone());
            let target = part.target.clone();
            let loss = (self.loss)(
                &tracked,
                &discriminator,
                source,
                target,
                &part.task,
                &weights,
            );
            between();
            let mut back = (loss.total.clone() * part.share).backward();
            add_gradients(&self.generator, &mut back, &mut gradients);
            pass.add(&loss, part.share);
            between();
        }
        let generator = self.generator.clone();
        self.generator = self.generator_adam.step(generator, gradients);
        pass
    }
}

/// A translation by whichever label system.
fn translate(generator: &Generator, x: Tensor<4>, labels: Tensor<2>) -> Tensor<4> {
    generator.decode(&generator.encode(x, None), labels)
}

/// The terms of a pass, summed over micro-batches.
#[derive(Default)]
struct Pass {
    names: Vec<&'static str>,
    sums: Sums,
}

impl Pass {
    fn add(&mut self, loss: &Loss, share: f32) {
        self.names = loss.terms.iter().map(|(name, _)| *name).collect();
        let terms: Vec<Tensor<1>> = loss.terms.iter().map(|(_, term)| term.clone()).collect();
        self.sums.add(&terms, share);
    }
}

/// The mean of each term over the sets, in the order in which they came.
fn means(passes: Vec<Pass>) -> Terms {
    let names: Vec<&'static str> = passes.iter().flat_map(|pass| pass.names.clone()).collect();
    let numbers = values(passes.into_iter().map(|pass| pass.sums).collect());
    let mut terms = Terms::default();
    for &name in &names {
        let own = || {
            let all = names.iter().zip(&numbers);
            all.filter(|(other, _)| **other == name)
        };
        let sum: f32 = own().map(|(_, value)| value).sum();
        terms.set(name, sum / own().count() as f32);
    }
    terms
}

impl Learner for LabelTrainer {
    fn step(&mut self, batch: &Batch, between: &mut dyn FnMut()) -> StepReport {
        let rate = self.rate();
        self.generator_adam.set_rate(rate);
        self.discriminator_adam.set_rate(rate);
        self.step += 1;
        let critics = self.config.optimiser.n_critic.max(1);
        let generator_too = self.step.is_multiple_of(critics);
        let (mut d, mut g) = (Vec::new(), Vec::new());
        for labelled in &batch.labelled {
            let parts = self.parts(labelled);
            d.push(self.discriminator_pass(&parts, between));
            if generator_too {
                g.push(self.generator_pass(&parts, between));
            }
        }
        if generator_too {
            let share = self.config.optimiser.ema;
            self.averaged = average(self.averaged.clone(), &self.generator, share);
        }
        StepReport {
            step: self.step,
            terms: means(d.into_iter().chain(g).collect()),
            lambda_ds: 0.0,
            vitals: Vitals::default(),
        }
    }

    fn steps_done(&self) -> u64 {
        self.step
    }

    fn state(&self) -> TrainerState {
        let mut moments = TensorMap::new();
        for adam in [&self.generator_adam, &self.discriminator_adam] {
            adam.export(&self.names, &mut moments);
        }
        TrainerState {
            step: self.step,
            lambda_ds: 0.0,
            networks: self.weights(false),
            averaged: self.weights(true),
            moments,
            updates: [
                self.generator_adam.updates(),
                0,
                0,
                self.discriminator_adam.updates(),
            ],
        }
    }

    /// The discriminator comes along: it reads the labels of pictures.
    fn weights(&self, averaged: bool) -> TensorMap {
        let mut tensors = TensorMap::new();
        let generator = if averaged {
            &self.averaged
        } else {
            &self.generator
        };
        export(generator, &self.names, &mut tensors);
        export(&self.discriminator, &self.names, &mut tensors);
        tensors
    }

    fn networks(&self, averaged: bool) -> Model {
        let generator = if averaged {
            self.averaged.clone()
        } else {
            self.generator.valid()
        };
        Model::of_label_networks(
            self.model.clone(),
            generator,
            self.discriminator.valid(),
            self.device.clone(),
        )
    }
}
