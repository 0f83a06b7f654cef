//! Brings tensor names to the official form, and tells other models from those of the family.

use std::collections::BTreeMap;

use super::error::Fault;
use super::source::{Entry, Source};
use crate::model::schema::NetworkKind;

/// Key of the landmark network in official files, and the start of its tensors' names.
pub const FAN_PREFIX: &str = "fan.";

/// Full official name of the high-pass kernel, a constant that newer files store.
pub const HIGH_PASS_FILTER: &str = "generator.hpf.filter";

/// The name in the file of every tensor, by full official name (without `module.`).
pub fn official_names(source: &Source) -> Result<BTreeMap<String, String>, Fault> {
    let mut names = BTreeMap::new();
    for raw in source.entries.keys() {
        let name = without_module(raw);
        if names.insert(name.clone(), raw.clone()).is_some() {
            return Err(Fault::Twice { name });
        }
    }
    Ok(names)
}

/// `DataParallel` puts `module.` before a network's names, or before everything.
fn without_module(raw: &str) -> String {
    let raw = raw.strip_prefix("module.").unwrap_or(raw);
    match raw.split_once('.') {
        Some((network, rest)) => {
            format!("{network}.{}", rest.strip_prefix("module.").unwrap_or(rest))
        }
        None => raw.to_owned(),
    }
}

/// Whether any tensor belongs to `network`.
pub fn has_network<V>(names: &BTreeMap<String, V>, network: NetworkKind) -> bool {
    has_prefix(names, &format!("{network}."))
}

/// Whether any name starts with `prefix`.
pub fn has_prefix<V>(names: &BTreeMap<String, V>, prefix: &str) -> bool {
    let mut from = names.range(prefix.to_owned()..);
    from.next()
        .is_some_and(|(name, _)| name.starts_with(prefix))
}

/// Refuses files that do not hold a generator and a way to make styles.
pub fn require_model(names: &BTreeMap<String, Entry>) -> Result<(), Fault> {
    let wrong = |what: String, wanted: &str| {
        let wanted = wanted.to_owned();
        Err(Fault::WrongKind { what, wanted })
    };
    let is_state = |name: &String| {
        let last = name.rsplit('.').next().unwrap_or_default();
        name.contains("state.") && matches!(last, "exp_avg" | "exp_avg_sq" | "step")
    };
    if names.keys().any(is_state) {
        return wrong(
            "the state of an optimiser (an _optims.ckpt), which holds no networks".to_owned(),
            "open the _nets_ema.ckpt of the same step instead",
        );
    }
    let has = |network| has_network(names, network);
    if has(NetworkKind::Generator) {
        return if has(NetworkKind::MappingNetwork) || has(NetworkKind::StyleEncoder) {
            Ok(())
        } else {
            wrong(
                "a generator alone".to_owned(),
                "a mapping network or a style encoder is needed beside it to make styles",
            )
        };
    }
    if NetworkKind::ALL.into_iter().any(has) {
        return wrong(
            "a part of a StarGAN v2 model without its generator".to_owned(),
            "the file with all networks (_nets_ema.ckpt) is wanted",
        );
    }
    wrong(
        describe(names),
        "a StarGAN v2 checkpoint is wanted, with the networks generator, mapping_network and style_encoder, or a StarGAN's N-G.ckpt",
    )
}

/// What a file without any StarGAN v2 network seems to be.
fn describe(names: &BTreeMap<String, Entry>) -> String {
    let has = |part: &str| {
        names
            .keys()
            .any(|name| name.starts_with(part) || name.contains(&format!(".{part}")))
    };
    if names.is_empty() {
        "a PyTorch file without any tensor".to_owned()
    } else if has("m0.b1_") || has("m0.coordconv") || has("top_m_0.") {
        "the face landmark network FAN (wing.ckpt), not a translation model".to_owned()
    } else if has("from_rgb.") && has("encode.") {
        "a generator saved without its network name".to_owned()
    } else if has("fc.weight") || has("classifier.") || has("layer1.") || has("features.") {
        "an image classifier".to_owned()
    } else if names
        .keys()
        .all(|name| name.starts_with("main.") || name.starts_with("conv"))
    {
        "one network of StarGAN v1 or a similar model".to_owned()
    } else {
        let first: Vec<&str> = names.keys().take(3).map(String::as_str).collect();
        format!(
            "another kind of model ({} tensors: {}, …)",
            names.len(),
            first.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::tensors::Number;

    fn refusal(names: &[&str]) -> String {
        let entry = Entry {
            shape: vec![1],
            number: Number::F32,
            bytes: 4,
        };
        let names = names.iter().map(|name| (name.to_string(), entry.clone()));
        require_model(&names.collect()).unwrap_err().to_string()
    }

    #[test]
    fn module_is_dropped_where_data_parallel_puts_it() {
        assert_eq!(
            without_module("generator.module.encode.0.x"),
            "generator.encode.0.x"
        );
        assert_eq!(
            without_module("module.generator.encode.0.x"),
            "generator.encode.0.x"
        );
        assert_eq!(
            without_module("generator.encode.module.x"),
            "generator.encode.module.x"
        );
    }

    #[test]
    fn other_models_are_named() {
        assert!(refusal(&["generator.state.0.exp_avg"]).contains("_optims.ckpt"));
        assert!(refusal(&["state_dict.m0.b1_4.conv1.weight"]).contains("wing.ckpt"));
        assert!(refusal(&["conv1.weight", "fc.weight"]).contains("image classifier"));
        assert!(refusal(&["from_rgb.weight", "encode.0.conv1.weight"]).contains("network name"));
        assert!(refusal(&["generator.from_rgb.weight"]).contains("generator alone"));
        assert!(refusal(&["style_encoder.shared.0.bias"]).contains("without its generator"));
        assert!(refusal(&["main.0.weight"]).contains("StarGAN v1"));
        assert!(refusal(&["wte", "wpe"]).contains("2 tensors: wpe, wte"));
        assert!(refusal(&[]).contains("without any tensor"));
    }
}
