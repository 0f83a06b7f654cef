//! What a session can ask, from what all its models can do: shared branches, kinds of styles, pictures at hand.

use super::draw::{Deck, Task};
use super::material::{Group, Material, Subject};
use crate::domain::{Fingerprint, StyleSource};
use crate::engine::compare::messages::Heads;
use crate::engine::compare::recipe::style_for;
use crate::engine::messages::ModelInfo;
use crate::evaluation::Mode;
use crate::model::config::ModelConfig;
use crate::problem::Problem;

/// What a model can do.
#[derive(Clone, Debug)]
pub struct Skill {
    /// Its name for people.
    pub name: String,
    /// Branches, labels, sizes.
    pub config: ModelConfig,
    /// Whether latents guide it; of a label system they name the label.
    pub latent: bool,
    /// Whether references guide it.
    pub reference: bool,
}

/// A session that can be drawn.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is drawn from.
    pub deck: Deck,
    /// The targets: branches of the first model.
    pub targets: Vec<usize>,
    /// Groups of sources that take part.
    pub sources: Vec<Group>,
    /// References of each target.
    pub references: Vec<Vec<Subject>>,
    /// What is left out, and why.
    pub notes: Vec<Problem>,
}

impl Skill {
    /// What an opened model can do; `name` is what people call it.
    pub fn of(name: &str, info: &ModelInfo) -> Self {
        let labels = info.config.system.takes_labels();
        Self {
            name: name.to_owned(),
            config: info.config.clone(),
            latent: labels || info.has_mapping,
            reference: !labels && info.has_style_encoder,
        }
    }

    /// Whether branch `target` of `first` is one of its own.
    fn has(&self, target: usize, first: &Self) -> bool {
        let style = StyleSource::Latent {
            z: Vec::new(),
            domain: target,
            psi: 1.0,
        };
        let same = &mut |at: Fingerprint| Ok(at);
        style_for(&style, &Heads::of(&first.config), &self.config, same).is_ok()
    }
}

/// The models that share a branch with all before them, as places in `skills`; the branches that they share, of the first; and a
/// sentence for each that is left out.
pub fn sharing(skills: &[Skill]) -> (Vec<usize>, Vec<usize>, Vec<Problem>) {
    let Some(first) = skills.first() else {
        return Default::default();
    };
    let mut targets: Vec<usize> = (0..first.config.num_domains()).collect();
    let (mut kept, mut notes) = (Vec::new(), Vec::new());
    for (at, skill) in skills.iter().enumerate() {
        let shared = targets.iter().copied();
        let shared: Vec<usize> = shared.filter(|target| skill.has(*target, first)).collect();
        if shared.is_empty() {
            let own = skill.config.domains.names().join(", ");
            let others = first.config.domains.names().join(", ");
            notes.push(Problem::new(format!(
                "{} is left out: it shares no branch with the others; it has {own}, {} has {others}",
                skill.name, first.name
            )));
        } else {
            kept.push(at);
            targets = shared;
        }
    }
    (kept, targets, notes)
}

impl Plan {
    /// A session of these models, which share the branches `targets` of the first.
    ///
    /// # Errors
    /// When nothing can be asked of all of them.
    pub fn new(
        skills: &[Skill],
        targets: Vec<usize>,
        material: &Material,
        wanted: &[Mode],
        seed: u64,
    ) -> Result<Self, Problem> {
        let (modes, mut notes) = shared_modes(skills, wanted);
        let Some(first) = skills.first().filter(|_| !modes.is_empty()) else {
            let why = notes.pop();
            return Err(why.unwrap_or_else(|| Problem::new("Nothing guides the outputs")));
        };
        let domains = &first.config.domains;
        let own = |group: &Group| {
            domains
                .named(group.domain.as_deref()?)
                .filter(|at| targets.contains(at))
        };
        let mut sources: Vec<Group> = material.sources.clone();
        if sources.iter().any(|group| own(group).is_some()) {
            sources.retain(|group| own(group).is_some());
        }
        let of_target = |target: &usize| -> Vec<Subject> {
            let fits = |group: &&Group| group.domain.is_none() || own(group) == Some(*target);
            let groups = material.references.iter().filter(fits);
            groups.flat_map(|group| group.pictures.clone()).collect()
        };
        let references: Vec<Vec<Subject>> = targets.iter().map(of_target).collect();
        let mut tasks = Vec::new();
        for (group, pictures) in sources.iter().enumerate() {
            for (target, branch) in targets.iter().enumerate() {
                if targets.len() > 1 && own(pictures) == Some(*branch) {
                    continue;
                }
                let can = |mode: &Mode| *mode != Mode::Reference || !references[target].is_empty();
                let modes = modes.iter().copied().filter(can);
                tasks.extend(modes.map(|mode| Task {
                    group,
                    target,
                    mode,
                }));
            }
        }
        if tasks.is_empty() {
            return Err(no_task());
        }
        Ok(Self {
            deck: Deck {
                seed,
                contestants: skills.len(),
                tasks,
                sources: sources.iter().map(|group| group.pictures.len()).collect(),
                references: references.iter().map(Vec::len).collect(),
            },
            targets,
            sources,
            references,
            notes,
        })
    }
}

fn no_task() -> Problem {
    Problem::new("None of these pictures can be a reference for the models' branches")
        .hint("Choose latents, or a folder whose folders are called like the branches")
}

/// The modes that all contestants can do, and sentences about the others.
fn shared_modes(skills: &[Skill], wanted: &[Mode]) -> (Vec<Mode>, Vec<Problem>) {
    let mut notes = Vec::new();
    let mut modes = wanted.to_vec();
    modes.retain(|mode| {
        let lacks = skills.iter().find(|skill| !skill.can(*mode));
        notes.extend(lacks.map(|skill| without(skill, *mode)));
        lacks.is_none()
    });
    (modes, notes)
}

impl Skill {
    fn can(&self, mode: Mode) -> bool {
        match mode {
            Mode::Latent | Mode::Labels => self.latent,
            Mode::Reference => self.reference,
        }
    }
}

/// Why pairs of a mode are left out.
fn without(skill: &Skill, mode: Mode) -> Problem {
    let what = match mode {
        Mode::Reference => "references",
        Mode::Latent | Mode::Labels => "latents",
    };
    Problem::new(format!(
        "Pairs guided by {what} are left out: {} takes no {what}",
        skill.name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::dataset::Item;
    use crate::domain::{DomainSet, LabelSet, LabelSpace};
    use crate::model::system::System;
    use crate::runs::tastes::{Place, TasteData};

    fn skill(name: &str, domains: &[&str]) -> Skill {
        Skill {
            name: name.to_owned(),
            config: ModelConfig::official(64, DomainSet::new(domains.iter().copied()), 0.0),
            latent: true,
            reference: true,
        }
    }

    fn label_skill(name: &str, domains: &[&str]) -> Skill {
        let names = domains.iter().map(|name| (*name).to_owned()).collect();
        let mut skill = skill(name, domains);
        skill.config.system = System::StarGan;
        skill.config.labels = LabelSpace {
            sets: vec![LabelSet::classes("kinds", names)],
        };
        skill.reference = false;
        skill
    }

    fn material(domains: &[&str]) -> Material {
        let groups: Vec<Group> = domains
            .iter()
            .enumerate()
            .map(|(at, name)| Group {
                domain: Some((*name).to_owned()),
                pictures: vec![Subject::Item(Item::Bundled(at)); at + 1],
            })
            .collect();
        Material {
            sources: groups.clone(),
            references: groups,
            data: TasteData {
                place: Place::Bundled,
                fingerprint: String::new(),
            },
        }
    }

    const BOTH: [Mode; 2] = [Mode::Latent, Mode::Reference];

    #[test]
    fn models_are_matched_by_the_names_of_their_branches() {
        let skills = [
            skill("one", &["cat", "dog", "fox"]),
            skill("two", &["fox", "Cat"]),
            skill("other", &["clay"]),
        ];
        let (kept, targets, notes) = sharing(&skills);
        assert_eq!((kept, targets), (vec![0, 1], vec![0, 2]));
        let said = notes[0].to_string();
        assert!(
            said.starts_with("other is left out") && said.contains("clay"),
            "{said}"
        );
        let material = material(&["cat", "dog", "fox", "night"]);
        let plan = Plan::new(&skills[..2], vec![0, 2], &material, &BOTH, 1).unwrap();
        let names: Vec<_> = plan
            .sources
            .iter()
            .map(|group| group.domain.clone())
            .collect();
        assert_eq!(names, [Some("cat".to_owned()), Some("fox".to_owned())]);
        // cat to fox and fox to cat, each by latents and by references.
        assert_eq!(plan.deck.tasks.len(), 4);
        assert_eq!(plan.deck.references, [1, 3]);
    }

    #[test]
    fn what_one_model_cannot_do_is_not_asked_of_the_others() {
        let skills = [
            skill("styles", &["cat", "dog"]),
            label_skill("labels", &["dog", "cat"]),
        ];
        let (kept, targets, _) = sharing(&skills);
        assert_eq!(kept, [0, 1]);
        let material = material(&["cat", "dog"]);
        let plan = Plan::new(&skills, targets.clone(), &material, &BOTH, 1).unwrap();
        assert!(plan.deck.tasks.iter().all(|task| task.mode == Mode::Latent));
        assert!(
            plan.notes[0]
                .to_string()
                .contains("labels takes no references")
        );
        let refused = Plan::new(&skills, targets, &material, &[Mode::Reference], 1);
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("takes no references")
        );
    }

    #[test]
    fn strange_pictures_can_be_sources_but_no_references() {
        let skills = [skill("a", &["cat", "dog"]), skill("b", &["cat", "dog"])];
        let strange = material(&["holiday"]);
        let plan = Plan::new(&skills, vec![0, 1], &strange, &BOTH, 1).unwrap();
        assert_eq!(plan.deck.tasks.len(), 2, "to cat and to dog, by latents");
        let refused = Plan::new(&skills, vec![0, 1], &strange, &[Mode::Reference], 1);
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("can be a reference")
        );
    }
}
