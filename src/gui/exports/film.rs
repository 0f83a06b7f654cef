//! The film that is set up: which rows it walks through, of which sources, and where its preview is.

use crate::domain::walk::{Joint, Moment, OFFICIAL_ENDS, Pace, Walk, WayPoint};
use crate::domain::{CellKey, StyleSource};
use crate::engine::film::Film;
use crate::export::film::{Form, Rate};
use crate::gui::app::App;
use crate::gui::lab::Wanted;
use crate::gui::plan::{Row, RowId, same_style};
use crate::gui::requests::Rank;
use crate::gui::state::PictureId;

use super::What;

/// Sources that a film shows at most.
const MOST_SOURCES: usize = 16;
/// Frames that are made ahead while the preview plays.
const AHEAD: usize = 12;

impl App {
    /// The rows that a film can walk through.
    pub(in crate::gui) fn walkable(&self) -> impl Iterator<Item = &Row> {
        let source = self.lab_source();
        let has_style = move |row: &&Row| source.is_some_and(|at| row.key_for(at).is_some());
        self.grid.rows.iter().filter(has_style)
    }

    /// The rows that are walked through, in their order; in another branch, the same styles there.
    pub(in crate::gui) fn walked(&self) -> Vec<RowId> {
        let there: Vec<RowId> = self.walkable().map(|row| row.id).collect();
        let Some(chosen) = &self.exports.setup.points else {
            return there;
        };
        let mut walked = Vec::new();
        for &row in chosen {
            let mut rows = there.iter().copied();
            let found = match there.contains(&row) {
                true => Some(row),
                false => rows.find(|other| same_style(*other, row)),
            };
            walked.extend(found.filter(|row| !walked.contains(row)));
        }
        walked
    }

    /// Takes a row into the walk as its last, or out of it.
    pub(in crate::gui) fn toggle_walked(&mut self, row: RowId) {
        let mut points = self.walked();
        match points.iter().position(|other| *other == row) {
            Some(at) => {
                points.remove(at);
            }
            None => points.push(row),
        }
        self.exports.setup.points = Some(points);
        self.exports.preview.since = None;
    }

    /// The sources of a film. Labels are those of one source, so a walk through them takes one.
    pub(in crate::gui) fn filmed(&self) -> Vec<PictureId> {
        if !self.exports.setup.all_sources || self.takes_labels() {
            return self.lab_source().into_iter().collect();
        }
        let all = self.explore.sources.iter();
        let there = all.filter(|id| self.library.source_key(**id).is_some());
        there.take(MOST_SOURCES).copied().collect()
    }

    /// What a frame shows.
    pub(in crate::gui) fn form(&self) -> Form {
        let setup = &self.exports.setup;
        match (setup.what, setup.beside) {
            (What::Video, _) => setup.video,
            (_, true) => Form::Beside,
            (_, false) => Form::Result,
        }
    }

    /// The film that is set up.
    ///
    /// # Errors
    /// What is missing for it, as a sentence.
    pub(in crate::gui) fn film(&self) -> Result<Film, String> {
        let model = self.model.as_ref().ok_or("Open a model first")?;
        let source = self.lab_source().ok_or("Add a source first")?;
        let setup = &self.exports.setup;
        let official = setup.what == What::Video;
        let point = |id: RowId| {
            let row = self.grid.rows.iter().find(|row| row.id == id)?;
            Some(WayPoint {
                style: row.style_with(row.key_for(source)?)?.clone(),
                branch: row.domain.filter(|_| row.labels.is_none()),
                name: row.name.clone(),
            })
        };
        let walk = Walk {
            points: self.walked().into_iter().filter_map(point).collect(),
            pace: if official { Pace::OFFICIAL } else { setup.pace },
            joint: if official { Joint::Cut } else { Joint::Blend },
            closes: setup.closes && !official,
            ends: if official {
                OFFICIAL_ENDS
            } else {
                [setup.pace.hold, 0]
            },
        };
        let asked = if official { Rate::OFFICIAL } else { setup.rate };
        let film = Film {
            walk,
            form: self.form(),
            rate: setup.format.played(asked),
            sources: self
                .filmed()
                .into_iter()
                .filter_map(|id| self.library.source_key(id))
                .collect(),
            note: self.made_with(model),
        };
        let checked = film.check();
        checked.map_err(|problem| problem.to_string())?;
        Ok(film)
    }

    /// The frame of the preview; none without a film.
    pub(in crate::gui) fn preview_moment(&self, film: &Film) -> Option<Moment> {
        film.walk.moment(self.exports.preview.tick)
    }

    /// The keys of a moment's results, source by source.
    pub(in crate::gui) fn keys_at(&self, film: &Film, moment: Moment) -> Vec<CellKey> {
        let (Some(model), Some(style)) = (&self.model, film.walk.style(moment)) else {
            return Vec::new();
        };
        let style = style.key();
        let key = |&source| CellKey {
            model: model.number,
            source,
            style,
        };
        film.sources.iter().map(key).collect()
    }

    /// Has the preview's frame made, after what the grid shows; while it plays, the next frames too.
    pub(in crate::gui) fn want_film_cells(&mut self) {
        let filmed = matches!(self.exports.setup.what, What::Walk | What::Video);
        if !self.open.exports || !filmed {
            return;
        }
        let Ok(film) = self.film() else { return };
        let ahead = match self.exports.preview.since {
            Some(_) => AHEAD,
            None => 0,
        };
        let tick = self.exports.preview.tick;
        let moments = (tick..=tick + ahead).filter_map(|tick| film.walk.moment(tick));
        for moment in moments {
            let style: Option<StyleSource> = film.walk.style(moment);
            let wanted = self.keys_at(&film, moment).into_iter();
            self.lab.wanted.extend(wanted.filter_map(|key| {
                Some(Wanted {
                    rank: Rank::Aside,
                    key,
                    style: style.clone()?,
                })
            }));
        }
    }
}
