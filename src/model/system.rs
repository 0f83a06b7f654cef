//! The systems of the family, and the one place where each is registered.
//!
//! [`each_system`] is the list. A line names the system, the file of its network in `model/systems` and the file of its losses in
//! `train/systems`; everything else (configuration files, import, training, the window) finds a system through these.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::config::ModelConfig;
use super::schema::{NetworkKind, TensorSpec};
use super::systems;

/// Hands the list of systems to the macro `$then`: `Variant (network file, losses file)`.
macro_rules! each_system {
    ($then:ident) => {
        $then! {
            StarGanV2 (stargan_v2, stargan_v2),
            UnetSkips (unet, stargan_v2),
            Modulated (modulated, stargan_v2),
            StarGan (stargan, stargan),
            FixedPoint (fixed_point, fixed_point),
        }
    };
}
pub(crate) use each_system;

/// What tells a generator where to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guidance {
    /// A style code, made of a reference or of a latent, in one of the domains.
    Styles,
    /// A label vector.
    Labels,
}

/// What a system is, apart from its generator: one constant in its network's file.
pub struct Definition {
    /// How files and the command line call it.
    pub name: &'static str,
    /// How people call it.
    pub title: &'static str,
    /// What it is for, in one sentence.
    pub summary: &'static str,
    /// What guides its generator.
    pub guidance: Guidance,
    /// Its networks, in the official order.
    pub networks: &'static [NetworkKind],
    /// All learnable tensors of one of its networks, in official order.
    pub specs: fn(&ModelConfig, NetworkKind) -> Vec<TensorSpec>,
    /// Numbers that enter the convolutions of its generator for one sample: what the tape of training keeps.
    pub generator_maps: fn(&ModelConfig) -> u64,
}

macro_rules! define_systems {
    ($($variant:ident ($network:ident, $losses:ident),)*) => {
        /// A system of the family.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub enum System {
            $(#[doc = concat!("See `model/systems/", stringify!($network), ".rs`.")] $variant,)*
        }

        impl System {
            /// All systems.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// What it is.
            pub fn definition(self) -> &'static Definition {
                match self {
                    $(Self::$variant => &systems::$network::DEFINITION,)*
                }
            }
        }
    };
}
each_system!(define_systems);

// Not derived: the list above is a macro's, whose first line is no attribute's place.
#[allow(clippy::derivable_impls)]
impl Default for System {
    fn default() -> Self {
        Self::StarGanV2
    }
}

impl System {
    /// The system called `name` in files and on the command line.
    pub fn named(name: &str) -> Option<Self> {
        let called = |system: &Self| system.name() == name;
        Self::ALL.iter().copied().find(called)
    }

    /// How files and the command line call it.
    pub fn name(self) -> &'static str {
        self.definition().name
    }

    /// How people call it.
    pub fn title(self) -> &'static str {
        self.definition().title
    }

    /// Whether label vectors guide it.
    pub fn takes_labels(self) -> bool {
        self.definition().guidance == Guidance::Labels
    }

    /// Its networks, in the official order.
    pub fn networks(self) -> &'static [NetworkKind] {
        self.definition().networks
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl From<System> for String {
    fn from(system: System) -> Self {
        system.name().to_owned()
    }
}

impl TryFrom<String> for System {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::named(&name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|system| system.name()).collect();
            format!(
                "\"{name}\" is no system; the systems are {}",
                names.join(", ")
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_have_names_of_their_own_and_are_found_by_them() {
        for &system in System::ALL {
            assert_eq!(System::named(system.name()), Some(system));
            assert!(!system.networks().is_empty(), "{system}");
        }
        let message = System::try_from("pix2pix".to_owned()).unwrap_err();
        assert!(message.contains("stargan-v2"), "{message}");
    }
}
