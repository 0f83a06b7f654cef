//! Files that appear only when they are whole and on the disk: written beside their place, then renamed. Models, training states,
//! everything else in the program's folders and what a person saves are written this way, so a crash or a full disk never harms what
//! was there.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// How the name of a file in the making begins and ends.
const MARKS: (&str, &str) = (".stargrid-", ".part");
/// Bytes handed to the operating system at once.
const BUFFER: usize = 1 << 20;

/// Fills a new file by `fill` and then puts it at `path`, in place of what was there.
///
/// # Errors
/// What the operating system said, or `fill`; an older file is then unchanged and nothing is left behind.
pub fn write(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let pending = Pending::new(path)?;
    let mut writer = pending.writer()?;
    fill(&mut writer)?;
    writer.flush()?;
    pending.finish()
}

/// A file that is being filled beside its place; dropped before [`Pending::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Pending {
    file: tempfile::NamedTempFile,
    place: PathBuf,
}

impl Pending {
    /// A new empty file in the folder of `place`.
    ///
    /// # Errors
    /// When the folder is missing, not writable, or the disk is full.
    pub fn new(place: &Path) -> std::io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(MARKS.0).suffix(MARKS.1);
        // A temporary file is private by default; this one is an ordinary file, as the person's umask wants it.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        Ok(Self {
            file: builder.tempfile_in(folder_of(place))?,
            place: place.to_owned(),
        })
    }

    /// Writes into it.
    ///
    /// # Errors
    /// When the system gives no second handle.
    pub fn writer(&self) -> std::io::Result<BufWriter<File>> {
        let file = self.file.as_file().try_clone()?;
        Ok(BufWriter::with_capacity(BUFFER, file))
    }

    /// Where it is while it is filled.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Where it is to be.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Puts it at its place, replacing what was there.
    ///
    /// # Errors
    /// When the disk is full or refuses; an older file is then unchanged and nothing is left behind.
    pub fn finish(self) -> std::io::Result<()> {
        let Self { file, place } = self;
        file.as_file().sync_all()?;
        file.persist(&place).map_err(|error| error.error)?;
        // The file is there. Some network disks cannot do this for a folder, and only a power cut would show it.
        if let Err(error) = sync_folder(folder_of(&place)) {
            log::debug!("the folder of {} was not synced: {error}", place.display());
        }
        Ok(())
    }
}

/// A new folder inside `folder` in which things are made ready; it goes with the value.
///
/// # Errors
/// What the operating system said.
pub fn folder_in(folder: &Path) -> std::io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(MARKS.0).suffix(MARKS.1).tempdir_in(folder)
}

/// The folder that holds `path`.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A rename reaches the disk with its folder; only Unix can ask for it.
///
/// # Errors
/// When the disk refuses.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Whether this is the name of something in the making.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_str();
    name.is_some_and(|name| name.starts_with(MARKS.0) && name.ends_with(MARKS.1))
}

/// Removes what a crash left half-written in `folder`; the caller knows that nobody else writes there now. A folder that
/// is not there holds nothing.
///
/// # Errors
/// When the folder cannot be read or a file not be removed.
pub fn remove_leftovers(folder: &Path) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let ours = is_unfinished(&entry.file_name());
        match entry.file_type()? {
            kind if ours && kind.is_file() => std::fs::remove_file(entry.path())?,
            kind if ours && kind.is_dir() => std::fs::remove_dir_all(entry.path())?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write(&path, |writer| writer.write_all(b"old")).unwrap();
        let failed = write(&path, |writer| {
            writer.write_all(b"new")?;
            Err(std::io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_our_own_leftovers_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".stargrid-x1.part", "notes.part", ".stargrid-x1.png"] {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        let aside = folder_in(folder.path()).unwrap().keep();
        std::fs::write(aside.join("a"), b"x").unwrap();
        remove_leftovers(folder.path()).unwrap();
        remove_leftovers(&folder.path().join("absent")).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
        assert!(!folder.path().join(".stargrid-x1.part").exists());
    }
}
