//! The row of a blend: its recipe, its name, and what it would be without one of its parts.

use super::{Row, RowId, latent_name, latent_style, reference_style};
use crate::domain::mix::mix;
use crate::domain::{Branch, DomainSet, StyleSource};
use crate::engine::messages::ModelInfo;
use crate::gui::lab::blend::{Blend, End};
use crate::gui::library::Library;
use crate::gui::state::Explore;

/// The row of the blend, when there is one.
pub fn blend_row(explore: &Explore, library: &Library, model: &ModelInfo) -> Option<Row> {
    let blend = explore.blend.as_ref()?;
    Some(Row {
        id: RowId::Blend,
        name: blend_name(explore, library, &model.config.domains, blend),
        domain: None,
        own: false,
        guessed: false,
        style: blend_style(explore, library, model, blend),
        key: None,
        labels: None,
        leads: true,
        thin: false,
    })
}

/// The row of the blend without its part `part`, while a person looks what that part gives.
pub fn without_part(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    part: usize,
) -> Option<Row> {
    let blend = explore.blend.as_ref()?;
    let gone = &blend.parts.get(part)?.style;
    let left = blend.without(part)?;
    let domains = &model.config.domains;
    let row = blend_row(explore, library, model)?;
    let style = blend_style(explore, library, model, &left);
    Some(Row {
        name: format!(
            "without {}: {}",
            end_name(explore, library, domains, gone),
            blend_name(explore, library, domains, &left)
        ),
        key: style.as_ref().map(StyleSource::key),
        style,
        ..row
    })
}

/// The recipe of a blend; none while a reference of it is being read.
pub fn blend_style(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    blend: &Blend,
) -> Option<StyleSource> {
    let parts = blend.parts.iter();
    let parts: Option<Vec<_>> = parts
        .map(|part| {
            let style = end_style(explore, library, model, &part.style)?;
            Some((style, part.weight))
        })
        .collect();
    mix(parts?)
}

fn blend_name(explore: &Explore, library: &Library, domains: &DomainSet, blend: &Blend) -> String {
    let parts = blend.parts.iter().zip(blend.shares());
    let seen = parts.filter(|(_, share)| *share >= 0.005);
    let names = seen.map(|(part, share)| {
        let name = end_name(explore, library, domains, &part.style);
        format!("{:.0} % {name}", share * 100.0)
    });
    names.collect::<Vec<_>>().join(" + ")
}

/// The recipe of one style; none while it is being read, or when the model cannot make it.
pub fn end_style(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    end: &End,
) -> Option<StyleSource> {
    let reference = |at| reference_style(explore, library, model, at);
    match end {
        End::Reference(_) | End::ReferenceAs(..) if !model.has_style_encoder => None,
        End::Latent(..) | End::At(..) | End::Mean(_) if !model.has_mapping => None,
        End::Reference(picture) => {
            let domain = match explore.branch {
                Branch::One(domain) => domain,
                Branch::Own | Branch::All => {
                    let domains = &model.config.domains;
                    library.own_domain(explore, *picture, domains).0
                }
            };
            reference((*picture, domain))
        }
        End::ReferenceAs(picture, domain) => reference((*picture, *domain)),
        End::Latent(place, domain) => explore
            .latents
            .get(*place)
            .map(|latent| latent_style(explore, latent, *domain)),
        End::At(latent, domain) => Some(latent_style(explore, latent, *domain)),
        End::Mean(domain) => Some(StyleSource::mean(*domain, model.config.latent_dim)),
    }
}

/// What a style of a blend is called.
pub fn end_name(explore: &Explore, library: &Library, domains: &DomainSet, end: &End) -> String {
    match end {
        End::Reference(picture) => library.name(*picture).to_owned(),
        End::ReferenceAs(picture, domain) => {
            format!("{} as {}", library.name(*picture), domains.name(*domain))
        }
        End::Latent(place, domain) => {
            let seed = explore
                .latents
                .get(*place)
                .map_or_else(|| "a latent".to_owned(), latent_name);
            format!("{seed} as {}", domains.name(*domain))
        }
        End::At(latent, domain) => {
            format!("{} as {}", latent_name(latent), domains.name(*domain))
        }
        End::Mean(domain) => format!("mean {}", domains.name(*domain)),
    }
}
