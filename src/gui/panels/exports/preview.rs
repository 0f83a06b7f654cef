//! The film at one moment, drawn as a frame would be; it plays, and its frames are made as they are needed.

use egui::{Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::weak;
use crate::domain::walk::Moment;
use crate::engine::film::Film;
use crate::export::film::{Form, slide_top};
use crate::gui::app::App;
use crate::gui::icons::{Icon, icon_button};
use crate::gui::state::PictureId;
use crate::gui::theme;
use crate::gui::widgets::slider_row::rail;
use crate::gui::widgets::{Cell, CellPicture, Look};

/// Largest height of the preview in points.
const HEIGHT: f32 = 300.0;

/// Draws the frame, and the bar to move in the film.
pub fn show(app: &mut App, ui: &mut Ui) {
    ui.label(theme::strong("Preview"));
    let film = match app.film() {
        Ok(film) => film,
        Err(sentence) => {
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT / 2.0), Sense::hover());
            ui.painter()
                .rect_filled(rect, theme::CORNER, theme::of(ui).canvas);
            weak(ui, &sentence);
            return;
        }
    };
    let ticks = film.walk.ticks();
    app.exports.preview.tick = app.exports.preview.tick.min(ticks - 1);
    play(app, ui, &film);
    if let Some(moment) = app.preview_moment(&film) {
        frame(app, ui, &film, moment);
    }
    bar(app, ui, ticks);
    caption(app, ui, &film);
}

/// Moves on while it plays; a frame that is not there yet is waited for.
fn play(app: &mut App, ui: &Ui, film: &Film) {
    let Some((since, first)) = app.exports.preview.since else {
        return;
    };
    let now = ui.input(|input| input.time);
    let here = app.preview_moment(film);
    let there = here.is_some_and(|moment| {
        let keys = app.keys_at(film, moment);
        keys.iter().all(|key| app.results.has(*key))
    });
    if there {
        let passed = ((now - since) * film.rate.frames()) as usize;
        let next = (first + passed) % film.walk.ticks();
        let tick = app.exports.preview.tick;
        // Never more than the next one, so that no frame is left out while they are made.
        if next != tick {
            app.exports.preview.tick = (tick + 1) % film.walk.ticks();
            app.exports.preview.since = match app.exports.preview.tick == next {
                true => Some((since, first)),
                false => Some((now, app.exports.preview.tick)),
            };
        }
    } else {
        app.exports.preview.since = Some((now, app.exports.preview.tick));
    }
    if there || !app.grid.paused {
        ui.ctx().request_repaint();
    }
}

/// One frame, as large as it fits.
fn frame(app: &mut App, ui: &mut Ui, film: &Film, moment: Moment) {
    let sources = app.filmed();
    let [wide, high] = film.form.size(SIDE, sources.len().max(1));
    let size = vec2(wide as f32, high as f32);
    let scale = (ui.available_width() / size.x).min(HEIGHT / size.y);
    let (rect, response) = ui.allocate_exact_size(size * scale, Sense::hover());
    let keys = app.keys_at(film, moment);
    let number = app.exports.preview.tick + 1;
    let name = match keys.iter().all(|key| app.results.has(*key)) {
        true => format!("Preview, frame {number}"),
        false => format!("Preview, frame {number}, being made"),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    ui.painter()
        .rect_filled(rect, theme::CORNER, theme::of(ui).canvas);
    let side = SIDE as f32 * scale;
    let mut left = rect.left();
    if film.form == Form::Slide {
        strip(
            app,
            ui,
            film,
            moment,
            Rect::from_min_size(rect.min, vec2(side, 2.0 * side)),
        );
        left = rect.right() - side * sources.len() as f32;
    }
    for (at, (source, key)) in sources.iter().zip(keys).enumerate() {
        let step = at as f32 * side;
        let (source_at, result_at) = match film.form {
            Form::Result => (None, pos2(left + step, rect.top())),
            Form::Beside => (
                Some(pos2(left, rect.top() + step)),
                pos2(left + side, rect.top() + step),
            ),
            Form::Interpolate | Form::Slide => (
                Some(pos2(left + step, rect.top())),
                pos2(left + step, rect.top() + side),
            ),
        };
        if let Some(at) = source_at {
            let look = picture(app, ui, *source);
            tile(
                ui,
                "Source",
                look.map_or(CellPicture::Pending, CellPicture::Ready),
                Rect::from_min_size(at, Vec2::splat(side)),
            );
        }
        let face = app.results.face(key).cloned();
        let look = face.map(|face| app.textures.look(ui.ctx(), &face, false));
        let missing = CellPicture::missing(app.grid.paused);
        tile(
            ui,
            "Result",
            look.map_or(missing, CellPicture::Ready),
            Rect::from_min_size(result_at, Vec2::splat(side)),
        );
    }
}

/// A side of pictures; only their proportions count here.
const SIDE: usize = 128;

/// A picture of the window as it is painted.
fn picture(app: &mut App, ui: &Ui, picture: PictureId) -> Option<Look> {
    let shown = app.library.fitting(picture)?.shown.clone();
    Some(app.textures.get(ui.ctx(), &shown, false).into())
}

fn tile(ui: &mut Ui, name: &str, picture: CellPicture, rect: Rect) {
    let cell = Cell::new(name, picture).size(rect.size()).still();
    let builder = egui::UiBuilder::new().max_rect(rect);
    ui.scope_builder(builder, |ui| cell.show(ui));
}

/// The sliding column of the official form.
fn strip(app: &mut App, ui: &mut Ui, film: &Film, moment: Moment, column: Rect) {
    const STEPS: usize = 4096;
    let side = column.width();
    let top = slide_top(STEPS, moment.weight) as f32 / STEPS as f32 * side;
    let clip = ui.clip_rect();
    ui.set_clip_rect(column.intersect(clip));
    for (at, point) in [moment.from, moment.to].into_iter().enumerate() {
        let style = film
            .walk
            .points
            .get(point)
            .map(|point| point.style.pictures());
        let reference = style.and_then(|pictures| pictures.first().copied());
        let shown = reference.and_then(|reference| app.library.seen_as(reference));
        let look = shown.and_then(|id| picture(app, ui, id));
        let place = pos2(column.left(), column.top() + top + at as f32 * side);
        let rect = Rect::from_min_size(place, Vec2::splat(side));
        let look = look.map_or(CellPicture::Pending, CellPicture::Ready);
        tile(ui, "Reference", look, rect);
    }
    ui.set_clip_rect(clip);
}

/// Play, and where the film is.
fn bar(app: &mut App, ui: &mut Ui, ticks: usize) {
    ui.horizontal(|ui| {
        let plays = app.exports.preview.since.is_some();
        let (icon, name) = if plays {
            (Icon::Pause, "Pause the preview")
        } else {
            (Icon::Play, "Play the preview")
        };
        if icon_button(ui, icon, name).clicked() {
            let now = ui.input(|input| input.time);
            let preview = &mut app.exports.preview;
            preview.since = (!plays).then_some((now, preview.tick));
        }
        let mut at = app.exports.preview.tick as f32;
        ui.spacing_mut().slider_width = ui.available_width() - theme::SPACE;
        let moved = rail(
            ui,
            "Frame of the preview",
            &mut at,
            0.0..=(ticks - 1) as f32,
        );
        if moved.changed() {
            app.exports.preview.tick = at.round() as usize;
            app.exports.preview.since = None;
        }
    });
}

/// Which frame it is, and between which styles.
fn caption(app: &App, ui: &mut Ui, film: &Film) {
    let Some(moment) = app.preview_moment(film) else {
        return;
    };
    let name = |at: usize| {
        let point = film.walk.points.get(at);
        point.map_or("", |point| point.name.as_str())
    };
    let tick = app.exports.preview.tick + 1;
    let words = match moment.weight {
        0.0 => name(moment.from).to_owned(),
        1.0 => name(moment.to).to_owned(),
        weight => format!(
            "{:.0} % from {} to {}",
            weight * 100.0,
            name(moment.from),
            name(moment.to)
        ),
    };
    weak(ui, &format!("{tick} of {}: {words}", film.walk.ticks()));
}
