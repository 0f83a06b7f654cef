//! Which configurations can be trained at all.

use thiserror::Error;

use super::config::TrainConfig;
use crate::domain::{DomainSet, LabelSet, LabelSpace};
use crate::evaluation::Metric;
use crate::model::config::ConfigError;

/// Why a run cannot be trained as configured.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ConfigFault {
    /// The networks cannot be built.
    #[error(transparent)]
    Model(#[from] ConfigError),
    /// A number is out of its range.
    #[error("`{name}` is {value}, but it must be {range}")]
    Range {
        /// The knob as the file spells it.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is possible.
        range: &'static str,
    },
}

impl TrainConfig {
    /// Checks every number that does not depend on the data.
    ///
    /// # Errors
    /// The first knob that is out of range.
    pub fn validate(&self) -> Result<(), ConfigFault> {
        let any_data = if self.model.system.takes_labels() {
            let set = LabelSet::attributes("any", vec!["any".to_owned()]);
            self.model.with_labels(LabelSpace { sets: vec![set] })
        } else {
            self.model.with_domains(DomainSet::unnamed(1))
        };
        any_data.validate()?;
        let schedule = &self.schedule;
        let positive = [
            ("schedule.batch", schedule.batch as u64),
            ("schedule.steps", schedule.steps),
            ("schedule.log_every", schedule.log_every),
            ("schedule.sample_every", schedule.sample_every),
            ("schedule.save_every", schedule.save_every),
            ("schedule.autosave_steps", schedule.autosave_steps),
            ("schedule.keep_last", schedule.keep_last as u64),
            ("losses.ds_iter", self.losses.ds_iter),
            ("optimiser.n_critic", self.optimiser.n_critic),
        ];
        for (name, value) in positive {
            in_range(name, value as f64, value > 0, "at least 1")?;
        }
        let unit = [
            ("data.crop_probability", self.data.crop_probability),
            ("data.flip_probability", self.data.flip_probability),
            ("optimiser.decay_share", self.optimiser.decay_share as f32),
        ];
        for (name, value) in unit {
            in_range(
                name,
                f64::from(value),
                (0.0..=1.0).contains(&value),
                "between 0 and 1",
            )?;
        }
        let share = self.data.val_share;
        in_range(
            "data.val_share",
            f64::from(share),
            (0.0..0.9).contains(&share),
            "from 0 to below 0.9",
        )?;
        self.validate_evaluation()?;
        self.validate_rates()
    }

    /// Only figures that need no files of the person's can decide the best step.
    fn validate_evaluation(&self) -> Result<(), ConfigFault> {
        let evaluation = &self.evaluation;
        let fault = |name, value: String, range| ConfigFault::Range { name, value, range };
        let outputs = evaluation.outputs;
        in_range(
            "evaluation.outputs",
            outputs as f64,
            (1..=100).contains(&outputs),
            "from 1 to 100",
        )?;
        let sources = evaluation.sources;
        in_range(
            "evaluation.sources",
            sources as f64,
            sources == 0 || sources >= 3,
            "0 for all, or at least 3",
        )?;
        let needs_files = evaluation.metric.needs_own_network();
        let needs_outputs = evaluation.metric == Metric::StLpips && outputs < 2;
        if needs_files || needs_outputs {
            let range = if needs_files {
                "one of the figures that need no other file: kid, frechet, st_lpips, to_source, round_trip, same_domain, saturated"
            } else {
                "another figure, or `evaluation.outputs` at least 2: one output has no diversity"
            };
            let value = evaluation.metric.name().to_owned();
            return Err(fault("evaluation.metric", value, range));
        }
        Ok(())
    }

    fn validate_rates(&self) -> Result<(), ConfigFault> {
        let (losses, optimiser) = (&self.losses, &self.optimiser);
        let not_negative = [
            ("losses.lambda_reg", f64::from(losses.lambda_reg)),
            ("losses.lambda_sty", f64::from(losses.lambda_sty)),
            ("losses.lambda_ds", losses.lambda_ds),
            ("losses.lambda_cyc", f64::from(losses.lambda_cyc)),
            ("losses.lambda_identity", f64::from(losses.lambda_identity)),
            ("losses.lambda_cls", f64::from(losses.lambda_cls)),
            ("losses.lambda_rec", f64::from(losses.lambda_rec)),
            ("losses.lambda_gp", f64::from(losses.lambda_gp)),
            ("optimiser.learning_rate", optimiser.learning_rate),
            (
                "optimiser.mapping_learning_rate",
                optimiser.mapping_learning_rate,
            ),
            ("optimiser.weight_decay", optimiser.weight_decay),
        ];
        for (name, value) in not_negative {
            in_range(
                name,
                value,
                value.is_finite() && value >= 0.0,
                "0 or a positive number",
            )?;
        }
        let decays = [
            ("optimiser.beta1", optimiser.beta1),
            ("optimiser.beta2", optimiser.beta2),
            ("optimiser.ema", optimiser.ema),
        ];
        for (name, value) in decays {
            in_range(
                name,
                value,
                (0.0..1.0).contains(&value),
                "from 0 to below 1",
            )?;
        }
        let epsilon = optimiser.epsilon;
        in_range(
            "optimiser.epsilon",
            epsilon,
            epsilon.is_finite() && epsilon > 0.0,
            "a positive number",
        )
    }
}

fn in_range(
    name: &'static str,
    value: f64,
    good: bool,
    range: &'static str,
) -> Result<(), ConfigFault> {
    if good {
        return Ok(());
    }
    let value = value.to_string();
    Err(ConfigFault::Range { name, value, range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_official_and_valid() {
        let config = TrainConfig::default();
        assert_eq!(config.validate(), Ok(()));
        assert_eq!(
            (config.losses.lambda_ds, config.optimiser.epsilon),
            (1.0, 1e-8)
        );
        assert_eq!((config.schedule.batch, config.micro_batch()), (8, 8));
    }

    #[test]
    fn impossible_numbers_are_named() {
        let mut config = TrainConfig::default();
        config.schedule.batch = 0;
        let message = config.validate().unwrap_err().to_string();
        assert!(
            message.contains("schedule.batch") && message.contains("at least 1"),
            "{message}"
        );
        let mut config = TrainConfig::default();
        config.model.img_size = 100;
        let message = config.validate().unwrap_err().to_string();
        assert!(
            message.contains("100") && message.contains("power of two"),
            "{message}"
        );
        let mut config = TrainConfig::default();
        config.optimiser.learning_rate = f64::NAN;
        assert!(config.validate().is_err());
    }
}
