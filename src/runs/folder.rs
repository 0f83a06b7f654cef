//! The folder of a run, held by one process at a time.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::RunError;
use super::metrics::{self, MetricsLog};
use super::{checkpoints, config, evaluations, names, snapshots};
use crate::checkpoint::atomic;
use crate::domain::Picture;
use crate::export::png;
use crate::train::TrainConfig;

const CONFIG: &str = "config.toml";
const METRICS: &str = "metrics.jsonl";
const LOCK: &str = "lock";
const PROBES: &str = "probes";
/// What a probe's name ends with, after its place.
const PROBE: &str = "probe.png";
/// Folders in which files are written atomically, the run's own among them.
const WRITTEN: [&str; 4] = ["", PROBES, checkpoints::FOLDER, snapshots::FOLDER];

/// The configuration of the run in a folder.
pub(super) fn config_of(run: &Path) -> PathBuf {
    run.join(CONFIG)
}

/// The metrics of the run in a folder.
pub(super) fn metrics_of(run: &Path) -> PathBuf {
    run.join(METRICS)
}

/// A run's folder that this process holds; the lock goes with the value, also after a crash.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// Locked for as long as it is open.
    _lock: File,
}

impl RunFolder {
    /// Makes a folder for a new run and writes its configuration. Other files may be in the folder, but no run.
    ///
    /// # Errors
    /// When there is a run in it already, or it cannot be made.
    pub fn create(path: &Path, config: &TrainConfig) -> Result<Self, RunError> {
        refuse_run(path)?;
        std::fs::create_dir_all(path).map_err(RunError::io(path))?;
        let folder = Self::hold(path)?;
        // Another process may have begun one in between.
        refuse_run(path)?;
        folder.rewrite(config)?;
        Ok(folder)
    }

    /// Takes hold of an existing run, and removes what a crash left half-written.
    ///
    /// # Errors
    /// When there is none, or another process holds it.
    pub fn open(path: &Path) -> Result<(Self, TrainConfig), RunError> {
        if !config_of(path).is_file() {
            return Err(RunError::NoRun(path.to_owned()));
        }
        let folder = Self::hold(path)?;
        let config = config::load(&config_of(path))?;
        for name in WRITTEN {
            let written = path.join(name);
            atomic::remove_leftovers(&written).map_err(RunError::io(&written))?;
        }
        Ok((folder, config))
    }

    fn hold(path: &Path) -> Result<Self, RunError> {
        let place = path.join(LOCK);
        let mut options = File::options();
        let lock = options.create(true).append(true).open(&place);
        let lock = lock.map_err(RunError::io(&place))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(RunError::InUse(path.to_owned())),
            Err(TryLockError::Error(cause)) => Err(RunError::io(&place)(cause)),
        }
    }

    /// Where.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the metrics are.
    pub fn metrics(&self) -> PathBuf {
        metrics_of(&self.path)
    }

    /// Writes the configuration again (another number of steps).
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn rewrite(&self, config: &TrainConfig) -> Result<(), RunError> {
        config::save(&config_of(&self.path), config)
    }

    /// A new run that begins with everything this folder's run had up to `step`: configuration, rows, sheets, the state of that step.
    /// The first run is not touched and may go on meanwhile.
    ///
    /// # Errors
    /// When that step's full state is not kept, or the new folder cannot be made.
    pub fn fork(from: &Path, step: u64, to: &Path) -> Result<(), RunError> {
        if !config_of(from).is_file() {
            return Err(RunError::NoRun(from.to_owned()));
        }
        let kept = checkpoints::up_to(from, step)?;
        refuse_run(to)?;
        std::fs::create_dir_all(to).map_err(RunError::io(to))?;
        let folder = Self::hold(to)?;
        refuse_run(to)?;
        // Everything is made ready aside, so that a full disk leaves nothing of it.
        let aside = atomic::folder_in(to).map_err(RunError::io(to))?;
        copy_run(from, step, kept, aside.path())?;
        for name in [checkpoints::FOLDER, snapshots::FOLDER, PROBES] {
            move_files(&aside.path().join(name), &to.join(name))?;
        }
        let evaluated = evaluations::path_of(aside.path());
        if evaluated.exists() {
            let place = evaluations::path_of(to);
            std::fs::rename(evaluated, &place).map_err(RunError::io(&place))?;
        }
        // The configuration makes it a run and comes last.
        for (from, to) in [
            (metrics_of(aside.path()), folder.metrics()),
            (config_of(aside.path()), config_of(to)),
        ] {
            std::fs::rename(from, &to).map_err(RunError::io(&to))?;
        }
        atomic::sync_folder(to).map_err(RunError::io(to))
    }

    /// Keeps the person's own photos that the run follows, in place of those before.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn save_probes(&self, pictures: &[Picture]) -> Result<(), RunError> {
        let folder = self.path.join(PROBES);
        std::fs::create_dir_all(&folder).map_err(RunError::io(&folder))?;
        for (place, picture) in (0..).zip(pictures) {
            let path = folder.join(names::numbered(place, PROBE));
            atomic::write(&path, |writer| png::encode(picture, writer))
                .map_err(RunError::io(&path))?;
        }
        for path in self.probe_files()?.iter().skip(pictures.len()) {
            std::fs::remove_file(path).map_err(RunError::io(path))?;
        }
        Ok(())
    }

    /// The photos of [`RunFolder::save_probes`].
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn probes(&self) -> Result<Vec<Picture>, RunError> {
        let read = |path: &PathBuf| png::read(path).map_err(RunError::io(path));
        self.probe_files()?.iter().map(read).collect()
    }

    fn probe_files(&self) -> Result<Vec<PathBuf>, RunError> {
        let found = names::list(&self.path.join(PROBES))?.into_iter();
        Ok(found
            .filter(|(_, name, _)| name == PROBE)
            .map(|(_, _, path)| path)
            .collect())
    }
}

/// Refuses a folder with a run in it, also one whose configuration was lost.
fn refuse_run(path: &Path) -> Result<(), RunError> {
    let here = config_of(path).exists()
        || metrics_of(path).exists()
        || !checkpoints::list(path)?.is_empty()
        || !snapshots::list(path)?.is_empty();
    if here {
        return Err(RunError::Exists(path.to_owned()));
    }
    Ok(())
}

/// Copies a run up to `step`, with these checkpoints.
fn copy_run(
    from: &Path,
    step: u64,
    kept: Vec<(PathBuf, String)>,
    to: &Path,
) -> Result<(), RunError> {
    let checkpoints = to.join(checkpoints::FOLDER);
    copy_all(kept, &checkpoints)?;
    checkpoints::check_copy(&checkpoints, step)?;
    let sheets = snapshots::list(from)?.into_iter();
    let sheets = sheets.filter(|sheet| sheet.step <= step);
    let sheets = sheets.filter_map(|sheet| named(sheet.path));
    copy_all(sheets, &to.join(snapshots::FOLDER))?;
    let probes = names::list(&from.join(PROBES))?.into_iter();
    let probes = probes.filter_map(|(_, _, path)| named(path));
    copy_all(probes, &to.join(PROBES))?;
    let mut log = MetricsLog::open_after(&metrics_of(to), 0)?;
    for row in metrics::read(&metrics_of(from))? {
        if row.step <= step {
            log.append(&row)?;
        }
    }
    log.sync()?;
    for evaluation in evaluations::read(from)? {
        if evaluation.model.step.is_some_and(|it| it <= step) {
            evaluations::append(to, &evaluation)?;
        }
    }
    copy(&config_of(from), &config_of(to))
}

/// Moves everything in a folder, on one disk.
fn move_files(from: &Path, to: &Path) -> Result<(), RunError> {
    std::fs::create_dir_all(to).map_err(RunError::io(to))?;
    for entry in std::fs::read_dir(from).map_err(RunError::io(from))? {
        let entry = entry.map_err(RunError::io(from))?;
        let place = to.join(entry.file_name());
        std::fs::rename(entry.path(), &place).map_err(RunError::io(&place))?;
    }
    atomic::sync_folder(to).map_err(RunError::io(to))
}

fn named(path: PathBuf) -> Option<(PathBuf, String)> {
    let name = path.file_name()?.to_str()?.to_owned();
    Some((path, name))
}

fn copy_all(files: impl IntoIterator<Item = (PathBuf, String)>, to: &Path) -> Result<(), RunError> {
    std::fs::create_dir_all(to).map_err(RunError::io(to))?;
    for (from, name) in files {
        copy(&from, &to.join(name))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), RunError> {
    let mut file = File::open(from).map_err(RunError::io(from))?;
    atomic::write(to, |writer| std::io::copy(&mut file, writer).map(|_| ()))
        .map_err(RunError::io(to))
}
