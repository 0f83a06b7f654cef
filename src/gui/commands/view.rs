//! What is in front: tabs, small windows, light and dark.

use egui::{Context, Key};

use crate::gui::App;
use crate::gui::command::{Command, EXPLORE, GRID, Group, ctrl, plain};
use crate::gui::compare::Mode;
use crate::gui::log_view::Page;
use crate::gui::state::Tab;

/// What the keys of the tabs do together.
const TABS: (&str, &str) = (
    "Ctrl+1 to Ctrl+5",
    "Explore, Train, Evaluate, Compare, Gallery",
);

/// A command that brings a tab to the front.
const fn tab(
    name: &'static str,
    help: &'static str,
    keys: &'static [crate::gui::command::Stroke],
    run: fn(&mut App, &Context),
) -> Command {
    Command::new(Group::View, name, help, run)
        .on(keys)
        .also_while_typing()
        .of_family(TABS.0, TABS.1)
}

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    tab(
        "Go to Explore",
        "Sources, styles and results",
        &[ctrl(Key::Num1)],
        |app, _| app.session.tab = Tab::Explore,
    ),
    tab(
        "Go to Train",
        "Teach a network your pictures",
        &[ctrl(Key::Num2)],
        |app, _| app.session.tab = Tab::Train,
    ),
    tab(
        "Go to Evaluate",
        "Figures of models, and the taste test",
        &[ctrl(Key::Num3)],
        |app, _| app.session.tab = Tab::Evaluate,
    ),
    tab(
        "Go to Compare",
        "Several models side by side",
        &[ctrl(Key::Num4)],
        |app, _| app.session.tab = Tab::Compare,
    ),
    tab(
        "Go to Gallery",
        "What was kept, with everything that makes it again",
        &[ctrl(Key::Num5)],
        |app, _| app.session.tab = Tab::Gallery,
    ),
    Command::new(
        Group::View,
        "Next way of comparing",
        "Show the result, the source, both, or how they differ",
        |app, _| match app.session.tab {
            Tab::Compare => app.compare.next_look(),
            _ => app.viewer.next_mode(),
        },
    )
    .on(&[plain(Key::M)])
    .within(GRID)
    .when(
        |app| match app.session.tab == Tab::Compare && app.compare.mode == Mode::Chains {
            true => Err("Chains have one way of being shown"),
            false => Ok(()),
        },
    ),
    Command::new(
        Group::View,
        "Next mask of the model's eye",
        "Show no mask, the coarse one or the fine one over the picture",
        |app, _| app.next_veil(),
    )
    .on(&[plain(Key::E)])
    .within(EXPLORE)
    .when(|app| {
        if app.has_high_pass() && app.eye.origin.is_some() {
            Ok(())
        } else {
            Err("The open model does not look through masks")
        }
    }),
    Command::new(
        Group::View,
        "Model card",
        "Where the open model came from, what is in it, its licence",
        |app, _| app.open.card = !app.open.card,
    )
    .when(|app| match app.model {
        Some(_) => Ok(()),
        None => Err("No model is open yet"),
    }),
    Command::new(
        Group::View,
        "Light or dark",
        "Switch between the light and the dark theme",
        |app, ctx| app.switch_theme(ctx),
    ),
    Command::new(
        Group::View,
        "Notices",
        "Everything that was told in this session",
        |app, _| {
            app.open.notices = !app.open.notices;
            app.notices.mark_seen();
        },
    ),
    Command::new(
        Group::View,
        "Log",
        "What the program did, and what it could not do",
        |app, _| app.show_log(Page::Log),
    )
    .on(&[ctrl(Key::L)])
    .also_while_typing(),
    Command::new(
        Group::View,
        "High contrast",
        "Stronger edges and text, or not",
        |app, ctx| {
            let strong = !app.desk.settings.contrast;
            app.change_setting(ctx, "contrast", strong.into());
        },
    ),
    Command::new(
        Group::View,
        "Reduced motion",
        "Nothing moves or fades, or it does again",
        |app, ctx| {
            let still = !app.desk.settings.reduced_motion;
            app.change_setting(ctx, "reduced_motion", still.into());
        },
    ),
    Command::new(
        Group::View,
        "Close or cancel",
        "Close what is open, else stop computing, else select nothing; pause a taste test",
        |app, ctx| app.escape(ctx),
    )
    .on(&[plain(Key::Escape)]),
];
