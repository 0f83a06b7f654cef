//! A walk through styles: way points, and for each frame of a film the style that lies between two of them.
//!
//! Pure arithmetic: any frame can be made alone, so films are streamed and a preview shows any moment at once. With [`Pace::OFFICIAL`]
//! and [`Joint::Cut`] the frames are those of the official StarGAN v2 videos: 31 for each pair, the last one again ten times.

mod ease;

use thiserror::Error;

pub use ease::{Ease, Pace};

use super::{StyleSource, latent};

/// The official videos show their last frame ten times more.
pub const OFFICIAL_ENDS: [usize; 2] = [0, 10];
/// Most frames of a film: an hour and more at 25 a second.
pub const MOST_FRAMES: usize = 100_000;

/// A style that the walk comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct WayPoint {
    /// The style.
    pub style: StyleSource,
    /// The branch it is made for; none where there are no branches.
    pub branch: Option<usize>,
    /// What it is called, for people.
    pub name: String,
}

/// What happens between two way points of different branches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// The style is blended across the branches.
    #[default]
    Blend,
    /// The film goes on with the next pair, as the official videos do.
    Cut,
}

/// Way points, and how the film goes from one to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// The styles, in their order.
    pub points: Vec<WayPoint>,
    /// How fast it goes.
    pub pace: Pace,
    /// Between branches.
    pub joint: Joint,
    /// Whether it goes back to the first way point, so that the film can be repeated without a jump.
    pub closes: bool,
    /// Frames for which the first and the last picture of an open walk stay longer.
    pub ends: [usize; 2],
}

/// Where the walk is at a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The way point that is left.
    pub from: usize,
    /// The way point that is gone to.
    pub to: usize,
    /// How far: 0 at the first, 1 at the second.
    pub weight: f64,
}

/// A picture of the film and how long it stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shot {
    /// What it shows.
    pub moment: Moment,
    /// Frames for which it stays, at least one.
    pub ticks: usize,
}

/// Why a walk leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WalkFault {
    /// One style or none.
    #[error("a walk needs at least two styles")]
    TooFew,
    /// Every step would be a cut.
    #[error(
        "no two styles that follow each other are of one branch, and the official forms do not cross branches"
    )]
    OnlyCuts,
    /// More frames than [`MOST_FRAMES`].
    #[error("the film would have {0} frames, and {MOST_FRAMES} is the most")]
    TooLong(usize),
}

impl Walk {
    /// Checks that there is a film.
    ///
    /// # Errors
    /// When there are too few way points, nothing but cuts, or too many frames.
    pub fn check(&self) -> Result<(), WalkFault> {
        if self.points.len() < 2 {
            return Err(WalkFault::TooFew);
        }
        if self.legs().is_empty() {
            return Err(WalkFault::OnlyCuts);
        }
        match self.ticks() {
            ticks if ticks > MOST_FRAMES => Err(WalkFault::TooLong(ticks)),
            _ => Ok(()),
        }
    }

    /// The pairs of way points that are walked between, in their order.
    pub fn legs(&self) -> Vec<[usize; 2]> {
        let count = self.points.len();
        if count < 2 {
            return Vec::new();
        }
        let pairs = if self.closes { count } else { count - 1 };
        let crosses = |[from, to]: &[usize; 2]| {
            self.joint == Joint::Blend || self.points[*from].branch == self.points[*to].branch
        };
        let pair = |from| [from, (from + 1) % count];
        (0..pairs).map(pair).filter(crosses).collect()
    }

    /// All pictures of the film in their order.
    pub fn shots(&self) -> Vec<Shot> {
        let legs = self.legs();
        let mut shots = Vec::new();
        for (at, &[from, to]) in legs.iter().enumerate() {
            let shot = |weight, ticks| Shot {
                moment: Moment { from, to, weight },
                ticks,
            };
            shots.push(shot(0.0, 1));
            let weights = self.pace.ease.weights(self.pace.between);
            shots.extend(weights.into_iter().map(|weight| shot(weight, 1)));
            let next = legs.get(at + 1).or(legs.first().filter(|_| self.closes));
            let goes_on = next.is_some_and(|next| next[0] == to);
            // Without a hold, the next pair's first frame is this way point.
            let hold = self.pace.hold.max(usize::from(!goes_on));
            if hold > 0 {
                shots.push(shot(1.0, hold));
            }
        }
        let [head, tail] = self.longer();
        if let Some(first) = shots.first_mut() {
            first.ticks += head;
        }
        if let Some(last) = shots.last_mut() {
            last.ticks += tail;
        }
        shots
    }

    /// Frames of the film.
    pub fn ticks(&self) -> usize {
        // Not by `shots`, whose number is what is to be checked first.
        let legs = self.legs();
        let each = self
            .pace
            .between
            .saturating_add(self.pace.hold)
            .saturating_add(1);
        let ends = |(at, leg): (usize, &[usize; 2])| {
            let next = legs.get(at + 1).or(legs.first().filter(|_| self.closes));
            self.pace.hold == 0 && next.is_none_or(|next| next[0] != leg[1])
        };
        let ends = legs.iter().enumerate().filter(|leg| ends(*leg)).count();
        let longer = self.longer().into_iter().fold(ends, usize::saturating_add);
        if legs.is_empty() {
            return 0;
        }
        legs.len().saturating_mul(each).saturating_add(longer)
    }

    /// A walk that comes back has no ends.
    fn longer(&self) -> [usize; 2] {
        if self.closes { [0; 2] } else { self.ends }
    }

    /// Where the walk is at frame `tick`; the last moment beyond the end.
    pub fn moment(&self, tick: usize) -> Option<Moment> {
        let mut left = tick;
        let mut last = None;
        for shot in self.shots() {
            last = Some(shot.moment);
            if left < shot.ticks {
                break;
            }
            left -= shot.ticks;
        }
        last
    }

    /// The style at a moment: a way point's own at the ends, else one on the line between two.
    pub fn style(&self, moment: Moment) -> Option<StyleSource> {
        let (from, to) = (self.points.get(moment.from)?, self.points.get(moment.to)?);
        Some(between(&from.style, &to.style, moment.weight as f32))
    }
}

/// The style at `weight` on the line from one to the other, exact at both ends.
fn between(from: &StyleSource, to: &StyleSource, weight: f32) -> StyleSource {
    if weight <= 0.0 {
        return from.clone();
    }
    if weight >= 1.0 {
        return to.clone();
    }
    // Label vectors have no codes: the line between two of them is a label recipe itself.
    if let (Some(from), Some(to)) = (labels(from), labels(to)) {
        return StyleSource::Labels {
            from,
            to,
            strength: weight,
        };
    }
    StyleSource::Blend {
        from: Box::new(from.clone()),
        to: Box::new(to.clone()),
        weight,
    }
}

/// The label vector that a label recipe comes to.
fn labels(style: &StyleSource) -> Option<Vec<f32>> {
    match style {
        StyleSource::Labels { from, to, strength } => Some(latent::lerp(from, to, *strength)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
