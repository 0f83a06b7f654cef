//! The contact sheet and the keepsake that are set up.

use std::sync::Arc;
use std::time::SystemTime;

use crate::domain::domains::colour;
use crate::domain::{Picture, StyleSource};
use crate::engine::exports::messages::{KeepsakeTask, SheetTask};
use crate::engine::messages::{ModelInfo, SaveJob};
use crate::export::contact::{RowWords, Words};
use crate::export::keepsake::{Keepsake, MOST_VARIANTS, Named};
use crate::gui::app::{App, Selected};
use crate::gui::plan::{self, Row, RowId};
use crate::gui::state::PictureId;
use crate::gui::train::names;

impl App {
    /// Model, day and version: what stands under sheets and pages.
    pub(in crate::gui) fn made_with(&self, model: &ModelInfo) -> String {
        let (card, config) = (&model.card, &model.config);
        let step = card.step.map(|step| format!(", step {step}"));
        let licence = match card.licence.as_str() {
            "" => String::new(),
            licence => format!(", licence: {licence}"),
        };
        format!(
            "Model: {}{} ({}, {size} x {size} pixels{licence}). {}, Stargrid {}.",
            card.name,
            step.unwrap_or_default(),
            config.system.title(),
            names::day(SystemTime::now()),
            env!("CARGO_PKG_VERSION"),
            size = config.img_size,
        )
    }

    /// Cells of the grid that a sheet would have to compute.
    pub(in crate::gui) fn cells_missing(&self) -> usize {
        let (there, all) = self.progress();
        all - there
    }

    /// The contact sheet that is set up; what is missing in the grid is computed for it.
    pub(in crate::gui) fn sheet_task(&self) -> Option<SheetTask> {
        let model = self.model.as_ref()?;
        let Some(SaveJob::Sheet { sheet, on_device }) = self.sheet() else {
            return None;
        };
        let sources = self.explore.sources.iter().copied();
        let sources =
            sources.filter(|id| self.library.get(*id).is_some_and(|pic| pic.view.is_some()));
        let sources: Vec<PictureId> = sources.collect();
        let mut missing = Vec::new();
        for (line, row) in self.grid.rows.iter().enumerate() {
            for (column, source) in sources.iter().enumerate() {
                let key = plan::cell_key(model, &self.library, *source, row);
                let key = key.filter(|key| self.results.face(*key).is_none());
                let style = key.and_then(|key| Some((key, row.style_with(key.style)?)));
                missing.extend(style.map(|(key, style)| (line, column, key.source, style.clone())));
            }
        }
        let words = self
            .exports
            .setup
            .labelled
            .then(|| self.words(model, &sources));
        Some(SheetTask {
            sheet,
            words,
            on_device,
            missing,
        })
    }

    /// What is written on the sheet.
    fn words(&self, model: &ModelInfo, sources: &[PictureId]) -> Words {
        let setup = &self.exports.setup;
        let given = |text: &str, otherwise: String| match text.trim() {
            "" => otherwise,
            text => text.to_owned(),
        };
        let name = |id: &PictureId| self.library.name(*id).to_owned();
        let row = |row: &Row| RowWords {
            name: row.name.clone(),
            branch: row
                .domain
                .filter(|_| row.labels.is_none())
                .map(|domain| model.config.domains.name(domain)),
        };
        Words {
            title: given(&setup.title, model.card.name.clone()),
            sources: sources.iter().map(name).collect(),
            rows: self.grid.rows.iter().map(row).collect(),
            caption: vec![given(&setup.caption, self.made_with(model))],
            paper: setup.paper,
        }
    }

    /// The keepsake of the selected result.
    pub(in crate::gui) fn keepsake_task(&self) -> Option<KeepsakeTask> {
        let model = self.model.as_ref()?;
        let Selected::Cell(row, source) = self.grid.selected else {
            return None;
        };
        let row = self.grid.rows.iter().find(|other| other.id == row)?;
        let result = row.style_with(row.key_for(source)?)?.clone();
        let reference = match row.id {
            RowId::Reference(picture, _) => self.seen(picture),
            _ => None,
        };
        let branch = row.domain.map(|domain| model.config.domains.name(domain));
        let own = row.domain.map(colour);
        let (variants, styles) = self.relatives(model, row, source).into_iter().unzip();
        let sentence = self.selected_sentence().unwrap_or_default();
        let page = Keepsake {
            title: model.card.name.clone(),
            result: Named {
                picture: None,
                name: branch.unwrap_or_else(|| row.name.clone()),
                colour: own,
            },
            source: Named {
                picture: self.seen(source),
                name: self.library.name(source).to_owned(),
                colour: None,
            },
            style: Named {
                picture: reference,
                name: row.name.clone(),
                colour: own,
            },
            variants,
            recipe: format!("{sentence}, by the model {}.", model.card.name),
            exact: self
                .recipe_with(source, row, &result)
                .filter(|_| self.desk.settings.recipe_in_png)
                .map(|(recipe, _)| recipe.text())
                .unwrap_or_default(),
            origin: self.made_with(model),
            marked: self.exports.setup.marked,
        };
        Some(KeepsakeTask {
            page,
            source: self.library.source_key(source)?,
            result,
            variants: styles,
        })
    }

    fn seen(&self, picture: PictureId) -> Option<Arc<Picture>> {
        let view = self.library.fitting(picture)?;
        Some(Arc::clone(&view.shown.picture))
    }

    /// The same source in the same style of other branches; where there are none, in the grid's other rows.
    fn relatives(
        &self,
        model: &ModelInfo,
        row: &Row,
        source: PictureId,
    ) -> Vec<(Named, StyleSource)> {
        let named = |name: String, domain: Option<usize>| Named {
            picture: None,
            name,
            colour: domain.map(colour),
        };
        let others = (0..model.config.num_domains()).filter(|other| Some(*other) != row.domain);
        let of_branch = |domain: usize| {
            let style = match row.id {
                RowId::Reference(picture, _) => {
                    plan::reference_style(&self.explore, &self.library, model, (picture, domain))
                }
                RowId::Latent(place, _) => {
                    let latent = self.explore.latents.get(place)?;
                    Some(plan::latent_style(&self.explore, latent, domain))
                }
                RowId::Blend | RowId::Labels(..) => None,
            };
            Some((
                named(model.config.domains.name(domain), Some(domain)),
                style?,
            ))
        };
        let mut relatives: Vec<_> = others.filter_map(of_branch).take(MOST_VARIANTS).collect();
        if relatives.is_empty() {
            let rows = self.grid.rows.iter().filter(|other| other.id != row.id);
            let of_row = |other: &Row| {
                let style = other.style_with(other.key_for(source)?)?;
                Some((named(other.name.clone(), other.domain), style.clone()))
            };
            relatives = rows.filter_map(of_row).take(MOST_VARIANTS).collect();
        }
        relatives
    }
}
