//! Accounts for every key of a file: used, derived, missing, unexpected or misshapen. Nothing is passed over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use super::inspection::{Inspection, inspect_json, inspect_text};

use super::constants;
use super::kind::{FAN_PREFIX, HIGH_PASS_FILTER, has_network, has_prefix};
use super::label_files::is_statistic;
use crate::model::config::ModelConfig;
use crate::model::schema::{NetworkKind, specs};
use crate::model::system::System;

/// A tensor whose shape is not the one its model needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// Full official name.
    pub name: String,
    /// The shape that is needed.
    pub expected: Vec<usize>,
    /// The shape in the file.
    pub found: Vec<usize>,
}

/// What became of every key, all by full official name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyReport {
    /// The system whose networks these should be.
    #[serde(default)]
    pub system: System,
    /// Networks in the file; `fan` is the landmark network.
    pub present: Vec<String>,
    /// Networks that are wholly absent.
    pub absent: Vec<String>,
    /// Tensors that the model uses.
    pub used: Vec<String>,
    /// Constants that the file lacks and that were computed.
    pub derived: Vec<String>,
    /// Learnable tensors of present networks that the file lacks.
    pub missing: Vec<String>,
    /// Tensors that no network has.
    pub unexpected: Vec<String>,
    /// Tensors of the wrong shape.
    pub mismatched: Vec<Mismatch>,
    /// Tensors kept for later: the landmark network's.
    pub kept: Vec<String>,
    /// Tensors of a public layout that nothing needs: the running statistics of a label system's norms.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// Things in the file that are no tensors, such as a step number; they are ignored.
    pub foreign: Vec<String>,
}

impl KeyReport {
    /// Compares the shapes in a file, by full official name, with what `config` needs.
    pub fn compare<'a>(
        config: &ModelConfig,
        shapes: impl IntoIterator<Item = (&'a str, &'a [usize])>,
    ) -> Self {
        let mut rest: BTreeMap<String, &[usize]> = shapes
            .into_iter()
            .map(|(name, shape)| (name.to_owned(), shape))
            .collect();
        let mut report = Self {
            system: config.system,
            ..Self::default()
        };
        for &network in config.system.networks() {
            if has_network(&rest, network) {
                report.present.push(network.name().to_owned());
                report.compare_network(config, network, &mut rest);
            } else {
                report.absent.push(network.name().to_owned());
            }
        }
        report.place_high_pass(config, &mut rest);
        report.place_blurs(config, &mut rest);
        report.place_unneeded(config, &mut rest);
        if has_prefix(&rest, FAN_PREFIX) {
            report.present.push("fan".to_owned());
        }
        let (kept, unexpected) = rest
            .into_keys()
            .partition(|name| name.starts_with(FAN_PREFIX));
        report.kept = kept;
        report.unexpected = unexpected;
        report
    }

    fn compare_network(
        &mut self,
        config: &ModelConfig,
        network: NetworkKind,
        rest: &mut BTreeMap<String, &[usize]>,
    ) {
        for spec in specs(config, network) {
            let name = spec.full_name(network);
            match rest.remove(&name) {
                None => self.missing.push(name),
                Some(shape) if shape == spec.shape => self.used.push(name),
                Some(shape) => self.mismatched.push(Mismatch {
                    name,
                    expected: spec.shape,
                    found: shape.to_vec(),
                }),
            }
        }
    }

    /// The high-pass kernel is a constant: used when stored, computed when not, out of place without a skip.
    fn place_high_pass(&mut self, config: &ModelConfig, rest: &mut BTreeMap<String, &[usize]>) {
        let name = HIGH_PASS_FILTER.to_owned();
        if !config.has_high_pass() {
            return;
        }
        match rest.remove(&name) {
            None => self.derived.push(name),
            Some(shape) if shape.iter().product::<usize>() == 9 => self.used.push(name),
            Some(shape) => self.mismatched.push(Mismatch {
                name,
                expected: vec![3, 3],
                found: shape.to_vec(),
            }),
        }
    }

    /// The blur kernels of modulated convolutions: used when stored, computed when not, and never kept.
    fn place_blurs(&mut self, config: &ModelConfig, rest: &mut BTreeMap<String, &[usize]>) {
        for name in constants::blurs(config) {
            match rest.remove(&name) {
                None => self.derived.push(name),
                Some([3]) => self.used.push(name),
                Some(shape) => self.mismatched.push(Mismatch {
                    name,
                    expected: vec![3],
                    found: shape.to_vec(),
                }),
            }
        }
    }

    /// What public files hold and nothing here needs.
    fn place_unneeded(&mut self, config: &ModelConfig, rest: &mut BTreeMap<String, &[usize]>) {
        let unneeded = |name: &str| match config.system {
            System::Modulated => name == HIGH_PASS_FILTER || constants::is_blur(config, name),
            system => system.takes_labels() && is_statistic(name),
        };
        rest.retain(|name, _| {
            let left = !unneeded(name);
            if !left {
                self.ignored.push(name.clone());
            }
            left
        });
    }

    /// Whether every tensor of the present networks is there and nothing else is.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.unexpected.is_empty() && self.mismatched.is_empty()
    }

    /// What does not fit, as sentences for a person.
    pub fn complaint(&self) -> String {
        let mut parts = Vec::new();
        if !self.missing.is_empty() {
            parts.push(counted(&self.missing, "is missing", "are missing"));
        }
        let misshapen: Vec<String> = self.mismatched.iter().map(Mismatch::describe).collect();
        if !misshapen.is_empty() {
            parts.push(counted(
                &misshapen,
                "has the wrong shape",
                "have the wrong shape",
            ));
        }
        if !self.unexpected.is_empty() {
            parts.push(counted(
                &self.unexpected,
                "belongs to no network",
                "belong to no network",
            ));
        }
        format!(
            "The weights do not fit a {} model: {}. Nothing was loaded, because a model with a part left out makes noise; take the file as the training wrote it, or one of the unmodified architecture",
            self.system,
            parts.join("; ")
        )
    }
}

impl Mismatch {
    fn describe(&self) -> String {
        format!(
            "{} ({:?} instead of {:?})",
            self.name, self.found, self.expected
        )
    }
}

/// `3 tensors are missing (a, b, c)`, naming the first three.
fn counted(names: &[String], one: &str, many: &str) -> String {
    let shown = names
        .iter()
        .take(3)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    let more = if names.len() > 3 { ", …" } else { "" };
    match names.len() {
        1 => format!("1 tensor {one} ({shown})"),
        count => format!("{count} tensors {many} ({shown}{more})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_count_and_name() {
        let mut report = KeyReport {
            missing: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
            ..KeyReport::default()
        };
        assert!(
            report
                .complaint()
                .contains("4 tensors are missing (a, b, c, …)")
        );
        report.missing.clear();
        assert!(report.is_complete());
        report.unexpected.push("x".to_owned());
        assert!(
            report
                .complaint()
                .contains("1 tensor belongs to no network (x)")
        );
    }
}
