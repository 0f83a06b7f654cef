//! Notices on the screen: toasts at the lower right and the list of all that was told.

use egui::{
    Align, Align2, Area, Button, Color32, Context, Frame, Id, Label, Layout, Margin, Order,
    RichText, Role, Shadow, Stroke, Ui, WidgetInfo, vec2,
};

use crate::gui::icons::{self, Icon, icon_button};
use crate::gui::notices::{Notice, NoticeKind, Notices, Told};
use crate::gui::offers::Offer;
use crate::gui::theme::{self, Theme};

/// Toasts shown at once; older ones wait in the list.
const SHOWN: usize = 4;
/// Notices in the list: each is laid out anew in every frame.
const LISTED: usize = 100;
/// What a report holds.
const REPORT_HINT: &str = "Words, device, model and the last lines of the log, for a bug report";
/// Why what a notice offered cannot be done any more.
const OFFER_OVER: &str = "Something else was done since";
/// Seconds in which a toast fades out.
const FADE_OUT: f32 = 0.6;
/// Longest step of the clock: a window that slept does not swallow its toasts.
const LONGEST_STEP: f32 = 0.25;

/// What the person did to a notice.
enum Done {
    Action(Offer),
    Report,
    Dismiss,
}

/// Shows the toasts above everything; returns the offer that the person took.
pub fn toasts(ctx: &Context, notices: &mut Notices) -> Option<Offer> {
    let shown: Vec<Told> = notices.toasts().rev().take(SHOWN).cloned().collect();
    if shown.is_empty() {
        return None;
    }
    let waiting = notices.toasts().count() - shown.len();
    let (mut action, mut dismissed, mut held) = (None, None, None);
    let margin = vec2(-theme::SPACE_2, -theme::SPACE_4 - theme::SPACE_2);
    Area::new(Id::unique("toasts"))
        .anchor(Align2::RIGHT_BOTTOM, margin)
        .order(Order::Foreground)
        .accessible_name("Notices")
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = theme::SPACE;
            if waiting > 0 {
                let words = format!("{waiting} more in Notices");
                let words = RichText::new(words).color(theme::of(ui).text_weak);
                ui.add(Label::new(words).selectable(false));
            }
            for told in shown.iter().rev() {
                let opacity = told
                    .left
                    .map_or(1.0, |left| (left / FADE_OUT).clamp(0.0, 1.0));
                let (done, hovered) = toast(ui, told, opacity);
                if hovered {
                    held = Some(told.number);
                }
                match done {
                    Some(Done::Action(offer)) => {
                        (action, dismissed) = (Some(offer), Some(told.number));
                    }
                    Some(Done::Report) => notices.wanted = Some(told.notice.clone()),
                    Some(Done::Dismiss) => dismissed = Some(told.number),
                    None => {}
                }
            }
        });
    pass_time(ctx, notices, held);
    if let Some(number) = dismissed {
        notices.dismiss(number);
    }
    action
}

/// Shows what was told, newest first, and counts all as seen; returns the offer that was taken.
pub fn list(ui: &mut Ui, notices: &mut Notices) -> Option<Offer> {
    notices.mark_seen();
    if notices.all().is_empty() {
        ui.weak("Nothing to report. Notices of this session appear here.");
        return None;
    }
    let (mut action, mut wanted) = (None, None);
    for (place, told) in notices.all().iter().rev().take(LISTED).enumerate() {
        if place > 0 {
            ui.separator();
        }
        ui.push_id(told.number, |ui| match body(ui, told, false) {
            Some(Done::Action(offer)) => action = Some(offer),
            Some(Done::Report) => wanted = Some(told.notice.clone()),
            _ => {}
        });
    }
    let older = notices.all().len().saturating_sub(LISTED);
    if older > 0 {
        ui.separator();
        ui.weak(format!("{older} older ones are in the log."));
    }
    notices.wanted = wanted.or(notices.wanted.take());
    action
}

/// The button for the status bar: "Notices" with the count of unseen ones; clicked when true.
pub fn count_button(ui: &mut Ui, notices: &Notices) -> bool {
    let unseen = notices.unseen();
    let words = match unseen {
        0 => "Notices".to_owned(),
        _ => format!("Notices ({unseen})"),
    };
    let tokens = theme::of(ui);
    let colour = if unseen > 0 {
        tokens.text
    } else {
        tokens.text_weak
    };
    let button = Button::new(RichText::new(&words).color(colour)).frame(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    response
        .on_hover_text("What was told in this session")
        .clicked()
}

fn pass_time(ctx: &Context, notices: &mut Notices, held: Option<u64>) {
    let now = ctx.input(|input| input.time);
    let id = Id::unique("toast clock");
    let before = ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, now), now));
    let step = ((now - before) as f32).clamp(0.0, LONGEST_STEP);
    notices.pass_time(step, held, SHOWN);
    let next = notices.toasts().filter_map(|told| told.left);
    if let Some(left) = next.reduce(f32::min) {
        let wait = if left > FADE_OUT { 0.2 } else { 1.0 / 30.0 };
        ctx.request_repaint_after_secs(wait);
    }
}

fn toast(ui: &mut Ui, told: &Told, opacity: f32) -> (Option<Done>, bool) {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.floating)
        .stroke(Stroke::new(theme::HAIRLINE, tokens.hairline))
        .corner_radius(theme::CORNER + 2.0)
        .inner_margin(Margin::same(theme::TOAST_MARGIN as i8))
        .shadow(Shadow {
            offset: [0, 4],
            blur: 16,
            spread: 0,
            color: tokens.shadow,
        });
    let shown = ui.push_id(told.number, |ui| {
        ui.set_opacity(opacity);
        frame.show(ui, |ui| {
            ui.set_width(theme::TOAST_WIDTH);
            body(ui, told, true)
        })
    });
    let inside = shown.inner;
    (inside.inner, ui.rect_contains_pointer(inside.response.rect))
}

fn body(ui: &mut Ui, told: &Told, closable: bool) -> Option<Done> {
    let notice = &told.notice;
    let tokens = theme::of(ui);
    let mut done = None;
    let (icon, colour) = mark(notice.kind, tokens);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(
            vec2(theme::ICON, theme::SPACE_3 - theme::SPACE_HALF),
            egui::Sense::hover(),
        );
        icons::paint(ui.painter(), icon, rect.center(), colour);
        let close_width = if closable {
            theme::SPACE_3 + theme::SPACE
        } else {
            0.0
        };
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - close_width).max(80.0));
            ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
            ui.add(Label::new(theme::strong(&notice.headline)).wrap());
            if told.times > 1 {
                let words = format!("Told {} times", told.times);
                ui.label(RichText::new(words).color(tokens.text_weak));
            }
            for cause in &notice.causes {
                ui.add(Label::new(RichText::new(cause).color(tokens.text_weak)).wrap());
            }
            if let Some(hint) = &notice.hint {
                ui.add(Label::new(hint).wrap());
            }
            done = buttons(ui, notice);
        });
        if closable {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if icon_button(ui, Icon::Close, "Dismiss").clicked() {
                    done = Some(Done::Dismiss);
                }
            });
        }
    });
    done
}

fn buttons(ui: &mut Ui, notice: &Notice) -> Option<Done> {
    let is_error = notice.kind == NoticeKind::Error;
    if !is_error && notice.action.is_none() {
        return None;
    }
    let mut done = None;
    ui.add_space(theme::SPACE_HALF);
    ui.horizontal(|ui| {
        if let Some(action) = &notice.action {
            let button = ui.add_enabled(action.stands, Button::new(&action.label));
            if button.on_disabled_hover_text(OFFER_OVER).clicked() {
                done = Some(Done::Action(action.offer.clone()));
            }
        }
        if is_error
            && ui
                .button("Copy report")
                .on_hover_text(REPORT_HINT)
                .clicked()
        {
            done = Some(Done::Report);
        }
    });
    done
}

fn mark(kind: NoticeKind, tokens: &Theme) -> (Icon, Color32) {
    match kind {
        NoticeKind::Info => (Icon::Info, tokens.text_weak),
        NoticeKind::Warn => (Icon::Warning, tokens.warn),
        NoticeKind::Error => (Icon::Warning, tokens.danger),
    }
}
