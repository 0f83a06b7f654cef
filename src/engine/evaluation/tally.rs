//! The running figures of one task: what each output adds, and what comes of it at the end. Features pass through; none is kept but the
//! sample that KID looks at.

use super::super::extractor::FeatureExtractor;
use super::tools::{self, Tools};
use crate::domain::Picture;
use crate::evaluation::{Diversity, FigureFault, Kid, Metric, Moments, Sample, Spread};
use crate::model::perceptual::{Features, Perceptual};
use crate::problem::Problem;

/// Most pictures of a set that KID looks at.
pub const KID_ROWS: usize = crate::evaluation::sample::ROWS;

/// A set of pictures as the extractors see it.
#[derive(Debug)]
pub struct Crowd {
    moments: Moments,
    inception: Option<Moments>,
    sample: Sample,
}

/// Real pictures of a domain, ready to be compared with.
#[derive(Debug)]
pub struct Real {
    spread: Spread,
    inception: Option<Spread>,
    sample: Sample,
}

/// A figure with its standard error, where that can be told.
pub type Value = (Metric, f64, Option<f64>);

impl Crowd {
    /// Nobody yet; `seed` decides who is in the sample.
    pub fn new(tools: &Tools, seed: u64) -> Self {
        Self {
            moments: Moments::new(tools.features.width()),
            inception: tools.inception.as_ref().map(|it| Moments::new(it.width())),
            sample: Sample::new(tools.features.width(), KID_ROWS, seed),
        }
    }

    /// Adds pictures, each of the group at its place (a source's outputs are one group); gives their EfficientNet features.
    pub fn add(
        &mut self,
        pictures: &[&Picture],
        groups: &[u64],
        tools: &Tools,
    ) -> Result<Vec<f32>, Problem> {
        let rows = features(&tools.features, pictures)?;
        let added = self.moments.add(&rows);
        let sampled = added.and_then(|()| self.sample.add(&rows, groups));
        sampled.map_err(|fault| impossible(&fault))?;
        if let (Some(moments), Some(extractor)) = (&mut self.inception, &tools.inception) {
            let rows = features(extractor, pictures)?;
            moments.add(&rows).map_err(|fault| impossible(&fault))?;
        }
        Ok(rows)
    }

    /// As real pictures.
    pub fn into_real(self) -> Result<Real, Problem> {
        Ok(Real {
            spread: spread(&self.moments)?,
            inception: self.inception.as_ref().map(spread).transpose()?,
            sample: self.sample,
        })
    }

    /// How far it is from real pictures.
    pub fn against(&self, real: &Real) -> Result<Vec<Value>, Problem> {
        let kid = Kid::between(&real.sample, &self.sample).map_err(|fault| impossible(&fault))?;
        let frechet = apart(&spread(&self.moments)?, &real.spread)?;
        let mut values = vec![
            (Metric::Kid, kid.value, Some(kid.standard_error)),
            (Metric::Frechet, frechet, None),
        ];
        if let (Some(moments), Some(real)) = (&self.inception, &real.inception) {
            values.push((Metric::Fid, apart(&spread(moments)?, real)?, None));
        }
        Ok(values)
    }
}

impl Real {
    /// The distance of a row of features to the nearest of the real pictures in the sample.
    pub fn nearest(&self, row: &[f32]) -> f64 {
        let rows = self.sample.features().chunks(row.len().max(1));
        let apart = |other: &[f32]| -> f32 {
            let each = row.iter().zip(other);
            each.map(|(a, b)| (a - b) * (a - b)).sum()
        };
        let nearest = rows.map(apart).fold(f32::INFINITY, f32::min);
        f64::from(nearest).sqrt()
    }
}

/// A mean of numbers that pass by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mean {
    sum: f64,
    count: usize,
}

impl Mean {
    /// Adds a number.
    pub fn take(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    /// The mean so far.
    pub fn value(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

/// A diversity with the pairs of the batch in progress.
#[derive(Debug)]
struct Growing {
    metric: Metric,
    batch: Vec<f32>,
    diversity: Diversity,
}

/// The figures of one task, growing.
#[derive(Debug)]
pub struct Tally {
    /// The outputs.
    pub crowd: Crowd,
    /// Distance of each output to its source.
    pub to_source: Mean,
    /// Difference of each source and its first output translated back.
    pub round_trip: Mean,
    /// Saturated pixels of each output.
    pub saturated: Mean,
    diversities: Vec<Growing>,
}

impl Tally {
    /// Nothing yet, of `outputs` outputs a source with `side` pixels a side.
    pub fn new(tools: &Tools, side: usize, outputs: usize, seed: u64) -> Self {
        let diversities = tools.diversities(side).filter(|_| outputs > 1);
        Self {
            crowd: Crowd::new(tools, seed),
            to_source: Mean::default(),
            round_trip: Mean::default(),
            saturated: Mean::default(),
            diversities: diversities
                .map(|(metric, _)| Growing {
                    metric,
                    batch: Vec::new(),
                    diversity: Diversity::default(),
                })
                .collect(),
        }
    }

    /// Takes in how far the outputs of one source are from each other; one output alone says nothing.
    pub fn diversity(
        &mut self,
        metric: Metric,
        distance: &Perceptual,
        outputs: &Features,
    ) -> Result<(), Problem> {
        let found = self.diversities.iter_mut().find(|one| one.metric == metric);
        if let Some(growing) = found {
            growing.batch.extend(tools::pairs(distance, outputs)?);
        }
        Ok(())
    }

    /// A batch of sources is complete.
    pub fn end_batch(&mut self) {
        for growing in &mut self.diversities {
            growing.diversity.add_batch(&growing.batch);
            growing.batch.clear();
        }
    }

    /// The task's figures.
    pub fn values(&self, real: &Real) -> Result<Vec<Value>, Problem> {
        let mut values = self.crowd.against(real)?;
        let facts = [
            (Metric::ToSource, self.to_source.value()),
            (Metric::RoundTrip, self.round_trip.value()),
            (Metric::Saturated, self.saturated.value()),
        ];
        let diversities = self.diversities.iter();
        let diversities = diversities.map(|one| (one.metric, one.diversity.mean()));
        for (metric, value) in diversities.chain(facts) {
            values.extend(value.map(|value| (metric, value, None)));
        }
        Ok(values)
    }
}

fn features(extractor: &FeatureExtractor, pictures: &[&Picture]) -> Result<Vec<f32>, Problem> {
    let rows = extractor.features_of(pictures)?;
    if rows.iter().any(|value| !value.is_finite()) {
        return Err(Problem::new(
            "The extractor gave a feature that is not a number",
        ));
    }
    Ok(rows)
}

fn spread(moments: &Moments) -> Result<Spread, Problem> {
    Spread::of(moments).map_err(|fault| impossible(&fault))
}

fn apart(made: &Spread, real: &Spread) -> Result<f64, Problem> {
    made.distance(real).map_err(|fault| impossible(&fault))
}

fn impossible(fault: &FigureFault) -> Problem {
    Problem::because("The distance to real pictures cannot be computed", fault)
}
