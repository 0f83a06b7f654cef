//! The options of `grid` for a labelled sheet.

use clap::Args;

/// How a contact sheet is labelled.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Labelled sheets")]
pub struct SheetOptions {
    /// Label the sheet: names of sources and styles, branches, a caption, margins
    #[arg(long)]
    pub sheet: bool,
    /// Dark paper instead of white
    #[arg(long, requires = "sheet")]
    pub dark: bool,
    /// Title (default: the model's name)
    #[arg(long, value_name = "TEXT", requires = "sheet")]
    pub title: Option<String>,
    /// Caption (default: model, date and version)
    #[arg(long, value_name = "TEXT", requires = "sheet")]
    pub caption: Option<String>,
}
