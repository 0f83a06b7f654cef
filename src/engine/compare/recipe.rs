//! A style of Explore, made to fit another model: branches and labels are matched by their names.

use super::super::translator::TranslateError;
use super::messages::Heads;
use crate::domain::{Fingerprint, StyleSource};
use crate::model::config::ModelConfig;
use crate::problem::Problem;

/// Heads the sentence of a style that a model cannot take.
const NOT_FOR_THIS: &str = "This model cannot do this row";

/// `style`, whose numbers mean what `heads` says, for `model`. `picture` gives the fingerprint of a reference at the model's size.
///
/// A label system takes the branch of a latent as its label: the latent itself says nothing to it.
///
/// # Errors
/// When the model takes no such style, or has no such branch.
pub fn style_for(
    style: &StyleSource,
    heads: &Heads,
    model: &ModelConfig,
    picture: &mut impl FnMut(Fingerprint) -> Result<Fingerprint, Problem>,
) -> Result<StyleSource, Problem> {
    let labels = model.system.takes_labels();
    match style {
        StyleSource::Reference { .. } if labels => Err(wants_labels(model)),
        StyleSource::Reference {
            picture: at,
            domain,
        } => Ok(StyleSource::Reference {
            domain: branch(*domain, heads, model)?,
            picture: picture(*at)?,
        }),
        StyleSource::Latent { domain, .. } if labels => {
            Ok(label_style(model, branch(*domain, heads, model)?))
        }
        StyleSource::Latent { z, domain, psi } => Ok(StyleSource::Latent {
            z: z.clone(),
            domain: branch(*domain, heads, model)?,
            psi: *psi,
        }),
        StyleSource::Labels { .. } if !labels => Err(Problem::because(
            NOT_FOR_THIS,
            &TranslateError::WantsStyles(model.system.title()),
        )),
        StyleSource::Labels { from, to, strength } => Ok(StyleSource::Labels {
            from: vector(from, heads, model),
            to: vector(to, heads, model),
            strength: *strength,
        }),
        StyleSource::Blend { from, to, weight } => Ok(StyleSource::Blend {
            from: Box::new(style_for(from, heads, model, picture)?),
            to: Box::new(style_for(to, heads, model, picture)?),
            weight: *weight,
        }),
    }
}

/// What a label system says to a reference.
pub fn wants_labels(model: &ModelConfig) -> Problem {
    let system = model.system.title();
    Problem::new(format!(
        "{NOT_FOR_THIS}: {system} takes no references, only labels"
    ))
    .hint("With a latent its branch becomes the label.")
}

/// The label vector that asks for one label alone (the place of its name among all labels), at full strength.
pub fn label_style(model: &ModelConfig, label: usize) -> StyleSource {
    let space = &model.labels;
    let set = (0..space.sets.len()).find(|set| space.range(*set).contains(&label));
    let set = set.unwrap_or(0);
    let (start, none) = (space.range(set).start, vec![0.0; space.range(set).len()]);
    let chosen = space.toggled(set, &none, label.saturating_sub(start));
    StyleSource::Labels {
        from: space.vector(set, &none),
        to: space.vector(set, &chosen),
        strength: 1.0,
    }
}

/// The branch called `name`.
///
/// # Errors
/// A sentence with the branches there are.
pub fn branch_named(name: &str, model: &ModelConfig) -> Result<usize, Problem> {
    model
        .domains
        .find(name)
        .ok_or_else(|| no_branch(name, model))
}

fn no_branch(name: &str, model: &ModelConfig) -> Problem {
    let known = model.domains.names().join(", ");
    Problem::new(format!(
        "This model has no branch \"{name}\"; it has {known}"
    ))
}

/// The branch that `domain` of `heads` is in `model`.
fn branch(domain: usize, heads: &Heads, model: &ModelConfig) -> Result<usize, Problem> {
    let found = model.domains.counterpart(&heads.domains, domain);
    found.ok_or_else(|| no_branch(&heads.domains.name(domain), model))
}

/// A label vector, for a model with other labels: those of the same name, in the set that has most of them.
fn vector(labels: &[f32], heads: &Heads, model: &ModelConfig) -> Vec<f32> {
    let (theirs, ours) = (&heads.labels, &model.labels);
    if theirs == ours {
        return labels.to_vec();
    }
    let names = theirs.names();
    let said = |name: &String| {
        let at = names.iter().position(|other| other == name)?;
        labels.get(at).copied()
    };
    let all: Vec<Option<f32>> = ours.names().iter().map(said).collect();
    let of = |set: usize| &all[ours.range(set)];
    let known = |set: &usize| of(*set).iter().flatten().count();
    let set = (0..ours.sets.len()).rev().max_by_key(known).unwrap_or(0);
    let chosen: Vec<f32> = of(set).iter().map(|label| label.unwrap_or(0.0)).collect();
    ours.vector(set, &chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;
    use crate::domain::{LabelSet, LabelSpace};
    use crate::model::system::System;

    fn styles(names: [&str; 2]) -> ModelConfig {
        ModelConfig::official(64, DomainSet::new(names), 0.0)
    }

    fn labels(names: [&str; 2]) -> ModelConfig {
        let set = LabelSet::classes("kinds", names.map(str::to_owned).to_vec());
        ModelConfig {
            system: System::StarGan,
            labels: LabelSpace { sets: vec![set] },
            ..styles(names)
        }
    }

    fn fit(
        style: &StyleSource,
        from: &ModelConfig,
        to: &ModelConfig,
    ) -> Result<StyleSource, Problem> {
        let mut moved = |at: Fingerprint| Ok(Fingerprint(at.0 + 1));
        style_for(style, &Heads::of(from), to, &mut moved)
    }

    fn latent(domain: usize) -> StyleSource {
        StyleSource::Latent {
            z: vec![0.5; 16],
            domain,
            psi: 0.7,
        }
    }

    fn reference(at: u128, domain: usize) -> StyleSource {
        StyleSource::Reference {
            picture: Fingerprint(at),
            domain,
        }
    }

    #[test]
    fn branches_are_matched_by_name() {
        let (one, other) = (styles(["cat", "dog"]), styles(["Dog", "cat"]));
        assert_eq!(fit(&reference(3, 1), &one, &other), Ok(reference(4, 0)));
        assert_eq!(fit(&latent(0), &one, &other), Ok(latent(1)));
        let strange = fit(&latent(0), &one, &styles(["clay", "moods"])).unwrap_err();
        assert_eq!(
            strange.to_string(),
            "This model has no branch \"cat\"; it has clay, moods"
        );
        let mut unnamed = one.clone();
        unnamed.domains = DomainSet::unnamed(2);
        assert_eq!(fit(&latent(1), &one, &unnamed), Ok(latent(1)));
    }

    #[test]
    fn a_label_model_takes_branches_but_no_references() {
        let (one, other) = (styles(["cat", "dog"]), labels(["dog", "cat"]));
        let cat = StyleSource::Labels {
            from: vec![0.0, 0.0],
            to: vec![0.0, 1.0],
            strength: 1.0,
        };
        assert_eq!(fit(&latent(0), &one, &other), Ok(cat.clone()));
        let refused = fit(&reference(3, 0), &one, &other).unwrap_err().to_string();
        assert!(refused.contains("takes no references"), "{refused}");
        let back = fit(&cat, &other, &one).unwrap_err().to_string();
        assert!(back.contains("takes no labels"), "{back}");
        let turned = fit(&cat, &other, &labels(["cat", "dog"])).unwrap();
        assert!(matches!(turned, StyleSource::Labels { to, .. } if to == [1.0, 0.0]));
    }

    #[test]
    fn a_blend_is_fitted_at_both_ends() {
        let (one, other) = (styles(["cat", "dog"]), styles(["dog", "cat"]));
        let blend = |from, to| StyleSource::Blend {
            from: Box::new(from),
            to: Box::new(to),
            weight: 0.5,
        };
        let fitted = fit(&blend(reference(3, 0), latent(1)), &one, &other);
        assert_eq!(fitted, Ok(blend(reference(4, 1), latent(0))));
    }
}
