//! What the window asks the workers for, frame by frame: views of pictures, then the cells that are missing.

use std::collections::HashSet;
use std::sync::Arc;

use super::app::{App, Selected};
use super::plan;
use super::state::{PictureId, Side};
use crate::domain::CellKey;
use crate::engine::messages::{CellJob, GridRequest};

/// Cells asked for at once; the rest follows as these arrive.
const CELLS_AHEAD: usize = 512;
/// With fewer cells than this still under way, the next ones are asked for.
const CELLS_LOW: usize = 64;

/// How soon a cell is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Selected,
    OnScreen,
    /// What a person may look at next.
    Aside,
    Elsewhere,
}

impl App {
    /// Asks for the model's view of every picture that lacks it.
    pub(super) fn order_views(&mut self) {
        let Some(model) = &self.model else { return };
        let (views, reads) = self.library.orders(&self.explore, model.config.img_size);
        for order in views {
            self.engine
                .jobs
                .view(order.picture, order.whole, order.crop, order.size);
        }
        for id in reads {
            if let Some(origin) = self.library.get(id).map(|pic| pic.origin.clone()) {
                self.decode(id, &origin);
            }
        }
        self.order_labels();
        let Some(model) = &self.model else { return };
        self.grid.rows = plan::rows(&self.explore, &self.library, model);
        self.leave_part_out();
        self.keep_selection();
        self.keep_partner();
    }

    /// While a person looks what a part of the blend gives, its row is made without it.
    fn leave_part_out(&mut self) {
        let (Some(part), Some(model)) = (self.lab.without, &self.model) else {
            return;
        };
        let row = plan::without_part(&self.explore, &self.library, model, part);
        let blend = self.grid.rows.iter_mut();
        if let (Some(row), Some(blend)) = (
            row,
            blend.into_iter().find(|row| row.id == plan::RowId::Blend),
        ) {
            *blend = row;
        }
    }

    /// When the selected row or column is gone (another branch, another kind of rows), the first one in its place is selected. A header
    /// that is gone is let go, and so is the crop of a picture.
    fn keep_selection(&mut self) {
        let explore = &self.explore;
        let on = |side: Side, picture: PictureId| explore.side(side).contains(&picture);
        let cropped = self.open.crop;
        self.open.crop = cropped.filter(|&at| on(Side::Sources, at) || on(Side::References, at));
        if let Selected::Header(side, picture) = self.grid.selected
            && !on(side, picture)
        {
            self.grid.selected = Selected::Nothing;
        }
        let Selected::Cell(row, source) = self.grid.selected else {
            return;
        };
        let rows = &self.grid.rows;
        let same = |other: &&plan::Row| plan::same_style(other.id, row);
        let row = rows.iter().find(|other| other.id == row);
        let row = row.or_else(|| rows.iter().find(same)).or(rows.first());
        let kept = self.explore.sources.iter().find(|other| **other == source);
        let column = kept.or(self.explore.sources.first());
        self.grid.selected = match (row, column) {
            (Some(row), Some(&column)) => Selected::Cell(row.id, column),
            _ => Selected::Nothing,
        };
        if let Selected::Cell(plan::RowId::Labels(at, _), _) = self.grid.selected {
            self.grid.label_row = Some(at);
        }
    }

    /// Counts the cells and asks for the missing ones when that differs from what is under way: the selected first, then those on
    /// screen, then the others.
    pub(super) fn order_cells(&mut self) {
        let keys = self.missing_cells();
        if self.grid.paused || self.model.is_none() {
            return;
        }
        let under_way = self
            .grid
            .requested
            .iter()
            .filter(|key| !self.results.has(**key));
        let under_way: Vec<CellKey> = under_way.copied().collect();
        let continues = keys.starts_with(&under_way);
        let enough = under_way.len() == keys.len() || under_way.len() >= CELLS_LOW;
        if continues && enough {
            return;
        }
        let cells = self.jobs_of(&keys);
        let pictures = Arc::new(self.pictures_at_hand());
        self.engine.request(GridRequest { cells, pictures });
        self.grid.requested = keys;
    }

    /// The missing cells in the order in which they are wanted; counts all cells on the way.
    fn missing_cells(&mut self) -> Vec<CellKey> {
        let Some(model) = &self.model else {
            self.grid.progress = (0, 0);
            return Vec::new();
        };
        let (mut missing, mut seen, mut there) = (Vec::new(), HashSet::new(), 0);
        for row in &self.grid.rows {
            for &source in &self.explore.sources {
                let Some(key) = plan::cell_key(model, &self.library, source, row) else {
                    continue;
                };
                if self.results.has(key) {
                    there += 1;
                } else if seen.insert(key) {
                    let selected = self.grid.selected == Selected::Cell(row.id, source);
                    let rank = match (selected, self.grid.visible.contains(&key)) {
                        (true, _) => Rank::Selected,
                        (_, true) => Rank::OnScreen,
                        _ => Rank::Elsewhere,
                    };
                    missing.push((rank, key));
                }
            }
        }
        for wanted in &self.lab.wanted {
            if !self.results.has(wanted.key) && seen.insert(wanted.key) {
                missing.push((wanted.rank, wanted.key));
            }
        }
        self.grid.progress = (there, self.grid.rows.len() * self.explore.sources.len());
        missing.sort_by_key(|(rank, _)| *rank);
        missing.truncate(CELLS_AHEAD);
        missing.into_iter().map(|(_, key)| key).collect()
    }

    fn jobs_of(&self, keys: &[CellKey]) -> Vec<CellJob> {
        let job = |&key: &CellKey| {
            let mut rows = self.grid.rows.iter();
            let style = rows.find_map(|row| row.style_with(key.style));
            let of_lab = || {
                let wanted = self.lab.wanted.iter().find(|wanted| wanted.key == key);
                wanted.map(|wanted| &wanted.style)
            };
            let style = style.or_else(of_lab)?.clone();
            Some(CellJob { key, style })
        };
        keys.iter().filter_map(job).collect()
    }

    /// The pictures that requests can speak of.
    pub(super) fn pictures_at_hand(&self) -> crate::engine::translator::Pictures {
        let used = self.explore.sources.iter().chain(&self.explore.references);
        let picture = |id| {
            let shown = &self.library.get(id)?.view.as_ref()?.shown;
            Some((shown.fingerprint, Arc::clone(&shown.picture)))
        };
        let plain = used.filter_map(|&id| picture(id));
        let looked = self.library.looked.iter();
        let looked = looked.filter_map(|(&id, &key)| Some((key, picture(id)?.1)));
        plain.chain(looked).collect()
    }
}
