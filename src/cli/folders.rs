//! Where settings and caches lie: the person's choice, the environment's, or the system's usual places.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::Serialize;

/// Names the folder like `--data-dir`, which wins over it.
const VARIABLE: &str = "STARGRID_DATA_DIR";

/// The folders of this program; they need not exist yet.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Folders {
    /// Settings and session of the window.
    pub settings: Option<PathBuf>,
    /// What can be computed again.
    pub cache: Option<PathBuf>,
}

/// The folder that was chosen by option or environment, if one was.
pub fn chosen(option: Option<PathBuf>) -> Option<PathBuf> {
    let variable = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    option.or_else(|| variable().map(PathBuf::from))
}

/// The folders in use; none where the system knows no home.
pub fn of(chosen: Option<&Path>) -> Folders {
    if let Some(folder) = chosen {
        return Folders {
            settings: Some(folder.to_owned()),
            cache: Some(folder.join("cache")),
        };
    }
    let usual = ProjectDirs::from("", "", "stargrid");
    Folders {
        settings: usual.as_ref().map(|dirs| dirs.data_dir().to_owned()),
        cache: usual.as_ref().map(|dirs| dirs.cache_dir().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_folder_holds_everything() {
        let folders = of(Some(Path::new("/x")));
        assert_eq!(folders.settings.as_deref(), Some(Path::new("/x")));
        assert_eq!(folders.cache.as_deref(), Some(Path::new("/x/cache")));
        assert_eq!(chosen(Some("/y".into())), Some(PathBuf::from("/y")));
    }
}
