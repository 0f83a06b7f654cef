//! How the label systems' numbers are compared with the stored ones.

use burn::tensor::Tensor;
use stargrid::model::schema::NetworkKind;
use stargrid::model::weights::parameter_id;
use stargrid::train::parameters::GradientMap;
use stargrid::train::systems::stargan::Loss;

use super::Case;

impl Case {
    /// "abs t": no number further apart than `tolerance`.
    pub(super) fn assert_close<const D: usize>(
        &self,
        name: &str,
        found: Tensor<D>,
        tolerance: f32,
    ) {
        let name = format!("{}{name}", self.prefix);
        let (shape, expected) = &self.stored[&name];
        if !shape.is_empty() {
            assert_eq!(found.dims().to_vec(), *shape, "{name}");
        }
        let apart = numbers(found)
            .iter()
            .zip(expected)
            .fold(0.0f32, |most, (a, b)| most.max((a - b).abs()));
        println!("{name}: {apart:e} apart, {tolerance:e} allowed");
        assert!(apart <= tolerance, "{name}: {apart:e} apart");
    }

    pub(super) fn assert_losses(&self, loss: &Loss, player: &str) {
        let tolerance = |name: &str, base: f32| base + 2e-6 * self.stored[name].1[0].abs();
        let listed: Vec<&str> = loss.terms.iter().map(|(name, _)| *name).collect();
        let of_player = |name: &&str| name.starts_with(player);
        let named = self.terms.iter().map(|term| term.name);
        let named: Vec<&str> = named.filter(of_player).collect();
        assert_eq!(listed, named);
        for (name, value) in &loss.terms {
            let short = name.strip_prefix(&format!("{player}/loss_")).unwrap();
            let stored = format!("loss_{player}_{short}");
            let most = tolerance(&format!("{}{stored}", self.prefix), 1e-5);
            self.assert_close(&stored, value.clone(), most);
        }
        let stored = format!("loss_{player}_total");
        let most = tolerance(&format!("{}{stored}", self.prefix), 1e-4);
        self.assert_close(&stored, loss.total.clone().inner(), most);
    }

    /// How far gradients are from the stored ones of a kind, as the largest share of a tensor's 2-norm. Zeros must be zeros.
    pub(super) fn gradient_distance(
        &self,
        kind: &str,
        network: NetworkKind,
        found: &GradientMap,
    ) -> f64 {
        let prefix = format!("{}grad_{kind}.", self.prefix);
        let stored = self.stored.iter();
        let stored =
            stored.filter_map(|(name, (_, values))| Some((name.strip_prefix(&prefix)?, values)));
        let distances = stored.map(|(name, expected)| {
            let id = parameter_id(&format!("{network}.{name}"));
            let found = found.get(&id).map(|gradient| numbers(gradient.clone()));
            let found = found.unwrap_or_else(|| vec![0.0; expected.len()]);
            assert_eq!(found.len(), expected.len(), "{name}");
            let norm = |values: &[f32]| {
                values
                    .iter()
                    .map(|&v| f64::from(v).powi(2))
                    .sum::<f64>()
                    .sqrt()
            };
            let (size, length) = (norm(expected), norm(&found));
            if size == 0.0 {
                assert_eq!(length, 0.0, "{prefix}{name} must be exactly 0");
                return 0.0;
            }
            let apart: Vec<f32> = found.iter().zip(expected).map(|(a, b)| a - b).collect();
            println!(
                "{:?} {prefix}{name}: {:e} apart",
                self.form,
                norm(&apart) / size
            );
            norm(&apart) / size
        });
        distances.reduce(f64::max).unwrap()
    }

    pub(super) fn assert_gradients(
        &self,
        kind: &str,
        network: NetworkKind,
        found: &GradientMap,
        most: f64,
    ) {
        let apart = self.gradient_distance(kind, network, found);
        assert!(apart <= most, "{kind}: {apart:e} apart, {most:e} allowed");
    }
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}
