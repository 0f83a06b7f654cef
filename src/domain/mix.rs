//! Mixes: several styles with weights as one recipe, and the weights that lead to a chosen place between points.

use super::StyleSource;

/// Points that are looked at for a triangle around a place: 84 triangles.
const AROUND: usize = 9;
/// Least area of a triangle, as a share of that of the square over its longest side: thinner ones are lines.
const THINNEST: f32 = 0.02;

/// Weights (negative ones count as none) as shares of 1; all equal when there is no weight at all.
pub fn shares(weights: &[f64]) -> Vec<f64> {
    let weight = |weight: &f64| weight.max(0.0);
    let all: f64 = weights.iter().map(weight).sum();
    if all > 0.0 && all.is_finite() {
        weights.iter().map(|w| weight(w) / all).collect()
    } else {
        vec![1.0 / weights.len().max(1) as f64; weights.len()]
    }
}

/// The recipe of several styles with weights, nested blends; a style alone is that style itself. `None` for no parts.
///
/// Parts without a weight leave no trace, so that a mix at its end has the end's key, and its picture to the bit. Weights are float64, so
/// that the shares in a recipe (products of its float32 weights) make that recipe again, to the bit.
pub fn mix(parts: Vec<(StyleSource, f64)>) -> Option<StyleSource> {
    let weights: Vec<f64> = parts.iter().map(|(_, weight)| *weight).collect();
    let shares = shares(&weights);
    let parts = parts.into_iter().zip(shares);
    let mut parts = parts.filter(|(_, share)| *share > 0.0);
    let ((first, _), share) = parts.next()?;
    let (mut mixed, mut sum) = (first, share);
    for ((style, _), share) in parts {
        sum += share;
        mixed = StyleSource::Blend {
            from: Box::new(mixed),
            to: Box::new(style),
            weight: (share / sum) as f32,
        };
    }
    Some(mixed)
}

/// Of `points`, those that `place` lies between and their shares (at most three, which sum to 1).
///
/// Inside the roundest triangle around it these are its exact coordinates, so that the mix of the three lies just there. Outside of all
/// triangles the nearest three count by how near they are. Within `snap` of a point it is that point alone.
pub fn between(points: &[[f32; 2]], place: [f32; 2], snap: f32) -> Vec<(usize, f32)> {
    let far = |at: usize| apart(points[at], place);
    let finite = |at: &usize| points[*at].iter().all(|number| number.is_finite());
    let mut near: Vec<usize> = (0..points.len()).filter(finite).collect();
    near.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
    near.truncate(AROUND);
    match near.first() {
        Some(&first) if far(first) <= snap => return vec![(first, 1.0)],
        Some(_) => {}
        None => return Vec::new(),
    }
    if let Some(found) = roundest(points, &near, place) {
        return found;
    }
    near.truncate(3);
    let weights: Vec<f64> = near.iter().map(|&at| f64::from(1.0 / far(at))).collect();
    let shares = shares(&weights).into_iter().map(|share| share as f32);
    near.iter().copied().zip(shares).collect()
}

fn apart([a, b]: [f32; 2], [c, d]: [f32; 2]) -> f32 {
    (a - c).hypot(b - d)
}

/// The triangle of the smallest circle among those around `place`: Delaunay's choice, which wanders least as the place moves.
fn roundest(points: &[[f32; 2]], near: &[usize], place: [f32; 2]) -> Option<Vec<(usize, f32)>> {
    let mut best: Option<(f32, Vec<(usize, f32)>)> = None;
    for (at, &a) in near.iter().enumerate() {
        for (next, &b) in near.iter().enumerate().skip(at + 1) {
            for &c in &near[next + 1..] {
                let corners = [a, b, c].map(|corner| points[corner]);
                let Some((radius, shares)) = inside(corners, place) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(other, _)| radius < *other) {
                    best = Some((radius, [a, b, c].into_iter().zip(shares).collect()));
                }
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Radius of the circle around a triangle and the coordinates of `place` in it; `None` outside, or for a triangle that is a line.
fn inside([a, b, c]: [[f32; 2]; 3], place: [f32; 2]) -> Option<(f32, [f32; 3])> {
    let turn = |a: [f32; 2], b: [f32; 2], c: [f32; 2]| {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    };
    let (area, sides) = (turn(a, b, c), [apart(a, b), apart(b, c), apart(c, a)]);
    let longest = sides.iter().copied().fold(0.0, f32::max);
    if area.abs() <= THINNEST * longest * longest {
        return None;
    }
    let parts = [
        turn(b, c, place) / area,
        turn(c, a, place) / area,
        turn(a, b, place) / area,
    ];
    let radius = sides.iter().product::<f32>() / (2.0 * area.abs());
    parts
        .iter()
        .all(|part| *part >= 0.0)
        .then_some((radius, parts))
}

#[cfg(test)]
mod tests;
