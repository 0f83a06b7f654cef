//! The loss terms of one iteration, under the official names, unweighted.

use serde::{Deserialize, Serialize};

use super::config::LossOptions;

/// Terms of one discriminator pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DiscriminatorTerms {
    /// Adversarial, real pictures.
    pub real: f32,
    /// Adversarial, translated pictures.
    pub fake: f32,
    /// R1: half the mean squared norm of the logit's gradient by the picture.
    pub reg: f32,
}

/// Terms of one generator pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GeneratorTerms {
    /// Adversarial.
    pub adv: f32,
    /// Style reconstruction.
    pub sty: f32,
    /// Style diversity (it is to grow).
    pub ds: f32,
    /// Cycle consistency.
    pub cyc: f32,
    /// Identity, when it is in use.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub idt: Option<f32>,
}

/// All terms of one iteration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// D with styles from latents.
    pub d_latent: DiscriminatorTerms,
    /// D with styles from references.
    pub d_ref: DiscriminatorTerms,
    /// G with styles from latents.
    pub g_latent: GeneratorTerms,
    /// G with styles from references.
    pub g_ref: GeneratorTerms,
}

/// Official names, in the official order. The identity terms, which are ours, come last and only when in use.
pub const NAMES: [&str; 14] = [
    "D/latent_real",
    "D/latent_fake",
    "D/latent_reg",
    "D/ref_real",
    "D/ref_fake",
    "D/ref_reg",
    "G/latent_adv",
    "G/latent_sty",
    "G/latent_ds",
    "G/latent_cyc",
    "G/ref_adv",
    "G/ref_sty",
    "G/ref_ds",
    "G/ref_cyc",
];
/// Names of the identity terms.
pub const IDENTITY_NAMES: [&str; 2] = ["G/latent_idt", "G/ref_idt"];

impl DiscriminatorTerms {
    /// What D minimises.
    pub fn total(&self, losses: &LossOptions) -> f32 {
        self.real + self.fake + losses.lambda_reg * self.reg
    }
}

impl GeneratorTerms {
    /// What G minimises.
    pub fn total(&self, losses: &LossOptions, lambda_ds: f64) -> f32 {
        self.adv + losses.lambda_sty * self.sty - lambda_ds as f32 * self.ds
            + losses.lambda_cyc * self.cyc
            + losses.lambda_identity * self.idt.unwrap_or(0.0)
    }
}

impl Terms {
    /// Every term with its official name.
    pub fn named(&self) -> Vec<(&'static str, f32)> {
        let (dl, dr, gl, gr) = (self.d_latent, self.d_ref, self.g_latent, self.g_ref);
        let values = [
            dl.real, dl.fake, dl.reg, dr.real, dr.fake, dr.reg, gl.adv, gl.sty, gl.ds, gl.cyc,
            gr.adv, gr.sty, gr.ds, gr.cyc,
        ];
        let identity = IDENTITY_NAMES.into_iter().zip([gl.idt, gr.idt]);
        let identity = identity.filter_map(|(name, value)| Some((name, value?)));
        NAMES.into_iter().zip(values).chain(identity).collect()
    }

    /// The terms by their official names; `None` when one is missing.
    pub fn from_named(value: impl Fn(&str) -> Option<f32>) -> Option<Self> {
        let d = |pass: &str| {
            Some(DiscriminatorTerms {
                real: value(&format!("D/{pass}_real"))?,
                fake: value(&format!("D/{pass}_fake"))?,
                reg: value(&format!("D/{pass}_reg"))?,
            })
        };
        let g = |pass: &str| {
            Some(GeneratorTerms {
                adv: value(&format!("G/{pass}_adv"))?,
                sty: value(&format!("G/{pass}_sty"))?,
                ds: value(&format!("G/{pass}_ds"))?,
                cyc: value(&format!("G/{pass}_cyc"))?,
                idt: value(&format!("G/{pass}_idt")),
            })
        };
        Some(Self {
            d_latent: d("latent")?,
            d_ref: d("ref")?,
            g_latent: g("latent")?,
            g_ref: g("ref")?,
        })
    }

    /// The first term that is infinite or not a number.
    pub fn first_broken(&self) -> Option<&'static str> {
        let broken = |(name, value): (&'static str, f32)| (!value.is_finite()).then_some(name);
        self.named().into_iter().find_map(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_go_both_ways() {
        let mut terms = Terms::default();
        terms.g_ref.cyc = 0.25;
        terms.d_latent.reg = 0.5;
        let named = terms.named();
        assert_eq!(named.len(), 14);
        let find = |name: &str| {
            named
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| *value)
        };
        assert_eq!(find("G/ref_cyc"), Some(0.25));
        assert_eq!(Terms::from_named(find), Some(terms));
        terms.g_latent.idt = Some(f32::NAN);
        assert_eq!(terms.first_broken(), Some("G/latent_idt"));
        assert_eq!(Terms::from_named(|_| None), None);
    }

    #[test]
    fn totals_are_weighted() {
        let terms = GeneratorTerms {
            adv: 1.0,
            sty: 2.0,
            ds: 3.0,
            cyc: 4.0,
            idt: None,
        };
        let losses = LossOptions {
            lambda_sty: 0.5,
            ..LossOptions::default()
        };
        assert_eq!(terms.total(&losses, 2.0), 1.0 + 1.0 - 6.0 + 4.0);
    }
}
