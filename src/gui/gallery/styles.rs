//! Puts a recipe's style into Explore's rows: a reference, a latent, or a blend of up to eight of them.

use super::recall::{Match, matches};
use super::restore::{Pictures, id_of};
use crate::domain::recipe::{BranchRecipe, Mix, StyleRecipe};
use crate::domain::{Branch, DomainSet, Recipe};
use crate::gui::app::App;
use crate::gui::lab::blend::MOST_PARTS;
use crate::gui::plan::RowId;
use crate::gui::state::{Blend, End, Latent, Side, StyleFrom};
use crate::gui::text::gallery as words;
use crate::problem::Problem;

impl App {
    /// Sets the style of a recipe up; the row that has it then.
    pub(super) fn restore_style(
        &mut self,
        recipe: &Recipe,
        pictures: Pictures<'_>,
    ) -> Result<RowId, Problem> {
        let Some(model) = &self.model else {
            return Err(Problem::new(words::NO_MODEL));
        };
        let labels = matches!(recipe.style, StyleRecipe::Labels(_));
        if labels != model.config.system.takes_labels() {
            let what = if labels {
                words::NEEDS_LABELS
            } else {
                words::NEEDS_STYLES
            };
            return Err(Problem::new(what).hint(words::MODEL_HINT));
        }
        if let StyleRecipe::Labels(labels) = &recipe.style {
            return self.restore_labels(labels);
        }
        let branches = Branches {
            domains: model.config.domains.clone(),
            same: matches(recipe, Some(model)) == Match::Same,
        };
        let mix = recipe.style.as_mix(recipe.sliders.as_ref());
        let mix = mix.filter(|mix| mix.parts.len() <= MOST_PARTS);
        let mix = mix.ok_or_else(|| Problem::new(words::TOO_MANY_STYLES))?;
        let dim = model.config.latent_dim;
        let psi = common_psi(&mix)?;
        let ends = mix
            .parts
            .iter()
            .map(|part| end_of(part, dim, &branches, pictures));
        let ends: Vec<End> = ends.collect::<Result<_, _>>()?;
        // From here on nothing can fail: a recipe is set up whole or not at all.
        self.explore.psi = psi.unwrap_or(self.explore.psi);
        let has_reference = mix
            .parts
            .iter()
            .any(|part| matches!(part, StyleRecipe::Reference { .. }));
        if has_reference {
            self.explore.strength = mix.strength;
        }
        for end in ends.iter().rev() {
            if let End::ReferenceAs(picture, _) = end {
                self.bring_front(Side::References, *picture);
            }
        }
        Ok(match ends.as_slice() {
            [End::ReferenceAs(picture, branch)] => self.show_reference(*picture, *branch),
            [End::At(latent, branch)] => self.show_latent(latent, *branch),
            _ => {
                let weights = mix.weights.iter().copied();
                self.explore.blend = Some(Blend::weighted(ends.into_iter().zip(weights)));
                RowId::Blend
            }
        })
    }

    fn show_reference(&mut self, picture: u64, branch: usize) -> RowId {
        self.explore.style_from = StyleFrom::References;
        let own = self.model.as_ref().map(|model| {
            let domains = &model.config.domains;
            self.library.own_domain(&self.explore, picture, domains).0
        });
        let shown = match self.explore.branch {
            Branch::All => true,
            Branch::One(one) => one == branch,
            Branch::Own => own == Some(branch),
        };
        if !shown {
            self.explore.choose(Branch::One(branch));
        }
        RowId::Reference(picture, branch)
    }

    fn show_latent(&mut self, latent: &Latent, branch: usize) -> RowId {
        self.explore.style_from = StyleFrom::Latents;
        let latents = &mut self.explore.latents;
        let place = latents.iter().position(|other| other == latent);
        let place = place.unwrap_or_else(|| {
            latents.push(latent.clone());
            latents.len() - 1
        });
        self.explore.edited = place;
        if matches!(self.explore.branch, Branch::One(one) if one != branch) {
            self.explore.choose(Branch::One(branch));
        }
        RowId::Latent(place, branch)
    }
}

/// The branches of the open model.
struct Branches {
    domains: DomainSet,
    /// Whether the model is that of the recipe.
    same: bool,
}

impl Branches {
    fn find(&self, branch: &BranchRecipe) -> Result<usize, Problem> {
        branch.find(&self.domains, self.same).ok_or_else(|| {
            let what = format!("The open model has no branch called {}", branch.name);
            Problem::new(what).hint(words::MODEL_HINT)
        })
    }
}

/// The truncation of all latents; none without a latent.
fn common_psi(mix: &Mix<'_>) -> Result<Option<f32>, Problem> {
    let of_latents = mix.parts.iter().filter_map(|part| match part {
        StyleRecipe::Latent { psi, .. } => Some(*psi),
        _ => None,
    });
    let psis: Vec<f32> = of_latents.collect();
    let first = psis.first().copied();
    match psis.iter().all(|psi| Some(*psi) == first) {
        true => Ok(first),
        false => Err(Problem::new(words::SEVERAL_PSIS)),
    }
}

/// One style as Explore has it.
fn end_of(
    style: &StyleRecipe,
    dim: usize,
    branches: &Branches,
    pictures: Pictures<'_>,
) -> Result<End, Problem> {
    match style {
        StyleRecipe::Reference { picture, branch } => {
            let id = id_of(pictures, picture).ok_or_else(|| Problem::new(words::NOT_THERE_YET))?;
            Ok(End::ReferenceAs(id, branches.find(branch)?))
        }
        StyleRecipe::Latent {
            seed, z, branch, ..
        } => {
            let seed = seed.unwrap_or_default();
            let z = z.clone().unwrap_or_else(|| Latent::from_seed(seed, dim).z);
            if z.len() != dim {
                let what = format!(
                    "This style has {} numbers, and the open model takes {dim}",
                    z.len()
                );
                return Err(Problem::new(what).hint(words::MODEL_HINT));
            }
            Ok(End::At(Latent { seed, z }, branches.find(branch)?))
        }
        StyleRecipe::Mean { branch } => Ok(End::Mean(branches.find(branch)?)),
        StyleRecipe::Labels(_) | StyleRecipe::Blend { .. } => {
            Err(Problem::new(words::TOO_MANY_STYLES))
        }
    }
}
