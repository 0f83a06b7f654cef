//! What the charts draw: one [`Curve`] a loss term and pass, and which of them belong together.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use super::history::Curve;
use crate::runs::Row;
use crate::train::config::LossOptions;
use crate::train::terms::{DiscriminatorTerms, GeneratorTerms};

/// Where a pass takes its styles from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pass {
    /// From latents: saturated.
    Latent,
    /// From references: pale.
    Reference,
}

impl Pass {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Latent, Self::Reference];

    /// For labels.
    pub fn word(self) -> &'static str {
        match self {
            Self::Latent => "latent",
            Self::Reference => "reference",
        }
    }
}

/// A term of one chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Term {
    /// D, real pictures.
    Real,
    /// D, translated pictures.
    Fake,
    /// D, R1.
    Reg,
    /// D, weighted sum.
    DiscriminatorTotal,
    /// G, weighted sum.
    GeneratorTotal,
    /// G, adversarial.
    Adv,
    /// G, style reconstruction.
    Sty,
    /// G, style diversity.
    Ds,
    /// G, cycle consistency.
    Cyc,
    /// G, identity.
    Idt,
    /// Style reconstruction times its weight.
    WeightedSty,
    /// Style diversity times its weight, as subtracted.
    WeightedDs,
    /// Cycle consistency times its weight.
    WeightedCyc,
    /// Weight of style diversity.
    LambdaDs,
    /// Steps a second.
    Speed,
}

impl Term {
    /// Its short official name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Fake => "fake",
            Self::Reg => "reg",
            Self::DiscriminatorTotal => "D total",
            Self::GeneratorTotal => "G total",
            Self::Adv => "adv",
            Self::Sty => "sty",
            Self::Ds => "ds",
            Self::Cyc => "cyc",
            Self::Idt => "idt",
            Self::WeightedSty => "λ·sty",
            Self::WeightedDs => "−λ·ds",
            Self::WeightedCyc => "λ·cyc",
            Self::LambdaDs => "λ_ds",
            Self::Speed => "speed",
        }
    }

    /// What it measures, for tooltips.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Real => "Adversarial loss of the discriminator on real pictures",
            Self::Fake => "Adversarial loss of the discriminator on translated pictures",
            Self::Reg => "R1 penalty: how steeply the discriminator answers to a picture",
            Self::DiscriminatorTotal => {
                "What the discriminator minimises: real + fake + λ_reg · reg"
            }
            Self::GeneratorTotal => {
                "What the generator minimises: adv + λ_sty · sty − λ_ds · ds + λ_cyc · cyc"
            }
            Self::Adv => "Adversarial loss of the generator",
            Self::Sty => {
                "Style reconstruction: the style encoder reads back the style that was asked for"
            }
            Self::Ds => "Style diversity: how much two styles differ; it is to grow",
            Self::Cyc => "Cycle consistency: how far the way back is from the source",
            Self::Idt => "Identity: a picture in its own style stays as it is",
            Self::WeightedSty => "Style reconstruction as it counts in the total",
            Self::WeightedDs => "Style diversity as it counts in the total",
            Self::WeightedCyc => "Cycle consistency as it counts in the total",
            Self::LambdaDs => "Weight of style diversity; it falls to 0",
            Self::Speed => "Steps a second, pauses left out",
        }
    }

    /// Which hue of the theme it has.
    pub fn hue(self) -> usize {
        match self {
            Self::Adv | Self::LambdaDs | Self::GeneratorTotal => 0,
            Self::Fake | Self::Sty | Self::WeightedSty | Self::DiscriminatorTotal => 1,
            Self::Real | Self::Ds | Self::WeightedDs | Self::Speed => 2,
            Self::Reg | Self::Cyc | Self::WeightedCyc => 3,
            Self::Idt => 4,
        }
    }

    /// Whether it is one value a step and not one a pass.
    pub fn is_single(self) -> bool {
        matches!(self, Self::LambdaDs | Self::Speed)
    }
}

/// A term of a pass.
pub type Series = (Term, Pass);

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Chart {
    /// The discriminator's terms.
    Discriminator,
    /// The generator's total.
    GeneratorTotal,
    /// The generator's terms, zoomed.
    GeneratorTerms,
    /// Totals of both networks, weighted.
    Totals,
    /// The generator's terms as they count.
    Weighted,
    /// The diversity weight.
    LambdaDs,
    /// Steps a second.
    Speed,
}

impl Chart {
    /// All charts, the three that are shown at first in front.
    pub const ALL: [Self; 7] = [
        Self::Discriminator,
        Self::GeneratorTotal,
        Self::GeneratorTerms,
        Self::Totals,
        Self::Weighted,
        Self::LambdaDs,
        Self::Speed,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Discriminator => "Discriminator",
            Self::GeneratorTotal => "Generator total",
            Self::GeneratorTerms => "Generator terms",
            Self::Totals => "Both totals",
            Self::Weighted => "Weighted terms",
            Self::LambdaDs => "Diversity weight λ_ds",
            Self::Speed => "Speed (steps a second)",
        }
    }

    /// The terms drawn in it.
    pub fn terms(self) -> &'static [Term] {
        match self {
            Self::Discriminator => &[Term::Real, Term::Fake, Term::Reg],
            Self::GeneratorTotal => &[Term::GeneratorTotal],
            Self::GeneratorTerms => &[Term::Adv, Term::Sty, Term::Ds, Term::Cyc, Term::Idt],
            Self::Totals => &[Term::DiscriminatorTotal, Term::GeneratorTotal],
            Self::Weighted => &[
                Term::Adv,
                Term::WeightedSty,
                Term::WeightedDs,
                Term::WeightedCyc,
            ],
            Self::LambdaDs => &[Term::LambdaDs],
            Self::Speed => &[Term::Speed],
        }
    }

    /// Whether its height follows the smooth lines alone, so that single spikes do not flatten it.
    pub fn is_zoomed(self) -> bool {
        matches!(self, Self::GeneratorTerms | Self::Weighted | Self::Speed)
    }
}

/// All curves of a run.
#[derive(Clone, Debug, Default)]
pub struct Curves {
    curves: BTreeMap<Series, Curve>,
    last: Option<(u64, f64)>,
    rows: usize,
}

impl Curves {
    /// Takes a step's numbers in.
    pub fn push(&mut self, row: &Row, losses: &LossOptions) {
        if self.last.is_some_and(|(step, _)| step >= row.step) {
            return;
        }
        let terms = &row.terms;
        for (pass, d, g) in [
            (Pass::Latent, &terms.d_latent, &terms.g_latent),
            (Pass::Reference, &terms.d_ref, &terms.g_ref),
        ] {
            self.push_pass(row, losses, pass, d, g);
        }
        self.put(row.step, (Term::LambdaDs, Pass::Latent), row.lambda_ds);
        if let Some((step, seconds)) = self.last
            && row.seconds > seconds
        {
            let speed = (row.step - step) as f64 / (row.seconds - seconds);
            self.put(row.step, (Term::Speed, Pass::Latent), speed);
        }
        self.last = Some((row.step, row.seconds));
        self.rows += 1;
    }

    fn push_pass(
        &mut self,
        row: &Row,
        losses: &LossOptions,
        pass: Pass,
        d: &DiscriminatorTerms,
        g: &GeneratorTerms,
    ) {
        let values = [
            (Term::Real, d.real),
            (Term::Fake, d.fake),
            (Term::Reg, d.reg),
            (Term::DiscriminatorTotal, d.total(losses)),
            (Term::GeneratorTotal, g.total(losses, row.lambda_ds)),
            (Term::Adv, g.adv),
            (Term::Sty, g.sty),
            (Term::Ds, g.ds),
            (Term::Cyc, g.cyc),
            (Term::WeightedSty, losses.lambda_sty * g.sty),
            (Term::WeightedDs, -row.lambda_ds as f32 * g.ds),
            (Term::WeightedCyc, losses.lambda_cyc * g.cyc),
        ];
        let identity = g.idt.map(|value| (Term::Idt, value));
        for (term, value) in values.into_iter().chain(identity) {
            self.put(row.step, (term, pass), f64::from(value));
        }
    }

    /// A chart cannot draw what is no number; the health card tells of it.
    fn put(&mut self, step: u64, series: Series, value: f64) {
        if value.is_finite() {
            self.curves.entry(series).or_default().push(step, value);
        }
    }

    /// A curve, once it has a value.
    pub fn get(&self, series: Series) -> Option<&Curve> {
        self.curves.get(&series)
    }

    /// The newest step.
    pub fn newest(&self) -> Option<u64> {
        self.last.map(|(step, _)| step)
    }

    /// How many rows came in.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The series of a chart that have values and are not hidden.
    pub fn shown(&self, chart: Chart, hidden: &BTreeSet<Series>) -> Vec<(Series, &Curve)> {
        let every = chart
            .terms()
            .iter()
            .flat_map(|term| Pass::ALL.map(|pass| (*term, pass)));
        every
            .filter(|series| !hidden.contains(series))
            .filter_map(|series| Some((series, self.get(series)?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::terms::Terms;

    fn row(step: u64, seconds: f64) -> Row {
        let mut terms = Terms::default();
        terms.g_latent.cyc = 0.5;
        terms.g_latent.ds = 2.0;
        Row {
            step,
            seconds,
            lambda_ds: 0.5,
            terms,
        }
    }

    #[test]
    fn rows_become_curves_totals_and_speed() {
        let mut curves = Curves::default();
        let losses = LossOptions::default();
        for (step, seconds) in [(1, 1.0), (2, 1.5), (2, 9.0), (4, 2.5)] {
            curves.push(&row(step, seconds), &losses);
        }
        let last = |term| curves.get((term, Pass::Latent)).and_then(Curve::last);
        assert_eq!(last(Term::GeneratorTotal), Some((4, -0.5)));
        assert_eq!(last(Term::WeightedDs), Some((4, -1.0)));
        assert_eq!(last(Term::Speed), Some((4, 2.0)));
        assert_eq!((curves.rows(), curves.newest()), (3, Some(4)));
        assert!(curves.get((Term::Idt, Pass::Latent)).is_none());
    }

    #[test]
    fn hidden_series_and_what_is_no_number_stay_out() {
        let mut curves = Curves::default();
        let mut bad = row(1, 1.0);
        bad.terms.g_ref.cyc = f32::NAN;
        curves.push(&bad, &LossOptions::default());
        let hidden = BTreeSet::from([(Term::Cyc, Pass::Latent)]);
        let shown = curves.shown(Chart::GeneratorTerms, &hidden);
        assert!(shown.iter().all(|((term, _), _)| *term != Term::Cyc));
        assert_eq!(shown.len(), 6);
    }
}
