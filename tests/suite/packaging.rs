//! What a packager takes: every file that the manifest names is there, and what the desktop is told about our files is true.

use std::path::{Path, PathBuf};

use stargrid::checkpoint::bundle;

/// Where our header begins in a file: after its length.
const HEADER: usize = 8;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn packager() -> toml::Table {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let metadata = &manifest["package"]["metadata"]["packager"];
    metadata.as_table().unwrap().clone()
}

/// The line of the desktop entry with this key.
fn entry(key: &str) -> String {
    let entry = text("assets/linux/stargrid.desktop");
    let line = entry
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    line.unwrap().to_owned()
}

#[test]
fn every_file_of_the_manifest_is_there() {
    let packager = packager();
    let icons = packager["icons"].as_array().unwrap();
    let mut files: Vec<&str> = icons.iter().map(|icon| icon.as_str().unwrap()).collect();
    for system in ["deb", "appimage"] {
        files.extend(
            packager[system]["files"]
                .as_table()
                .unwrap()
                .keys()
                .map(String::as_str),
        );
    }
    files.push(packager["deb"]["desktop-template"].as_str().unwrap());
    files.push(packager["license-file"].as_str().unwrap());
    for file in files {
        assert!(root().join(file).is_file(), "{file} is not there");
    }
}

#[test]
fn icons_have_the_sizes_of_their_names() {
    for size in [16, 24, 32, 48, 64, 128, 256, 512] {
        let icon = image::open(root().join(format!("assets/icon/{size}.png"))).unwrap();
        assert_eq!((icon.width(), icon.height()), (size, size));
        let corner = icon.to_rgba8().get_pixel(0, 0)[3];
        assert_eq!(corner, 0, "the icon's corners are round");
    }
}

#[test]
fn the_window_belongs_to_its_desktop_entry() {
    let run = text("src/gui/run.rs");
    let class = entry("StartupWMClass");
    assert!(
        run.contains(&format!("with_app_id(\"{class}\")")),
        "{class}"
    );
    assert_eq!(entry("Exec"), "stargrid %F");
    assert_eq!(entry("Icon"), "stargrid");
    let associations = packager()["file-associations"].as_array().unwrap().clone();
    let ours = associations[0]["mime-type"].as_str().unwrap().to_owned();
    assert!(entry("MimeType").contains(&ours));
    assert!(text("assets/linux/stargrid.xml").contains(&format!("type=\"{ours}\"")));
}

#[test]
fn our_files_begin_with_what_the_desktop_looks_for() {
    let xml = text("assets/linux/stargrid.xml");
    let (_, behind) = xml.split_once("offset=\"8\" value=\"").unwrap();
    let (magic, _) = behind.split_once("\"/>").unwrap();
    let magic = magic.replace("&quot;", "\"").replace("\\\\", "\\");
    let demo = root().join("assets/demo/model.safetensors");
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved.safetensors");
    bundle::save(&saved, &bundle::load(&demo).unwrap()).unwrap();
    for path in [demo, saved] {
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes[HEADER..].starts_with(magic.as_bytes()), "{magic}");
    }
    // Another program's file is none of ours.
    let other = root().join("assets/features/efficientnet_lite0.safetensors");
    assert!(!std::fs::read(other).unwrap()[HEADER..].starts_with(magic.as_bytes()));
}

#[test]
fn the_changelog_begins_with_this_version() {
    let changelog = text("CHANGELOG.md");
    let newest = changelog
        .lines()
        .find(|line| line.starts_with("## "))
        .unwrap();
    assert!(newest.contains(env!("CARGO_PKG_VERSION")), "{newest}");
}
