//! The arrows of src/lib.rs and the other rules of the code, held against every file of src.
//!
//! Each rule is also shown a snippet that breaks it, so that a rule which never speaks is noticed.

use std::path::{Path, PathBuf};

mod arrows;
mod rules;
mod source;

use arrows::Arrows;
use source::Source;

/// The packages that the design asks for by name.
const PACKAGES: [&str; 8] = [
    "egui",
    "eframe",
    "wgpu",
    "burn",
    "burn-wgpu",
    "rfd",
    "image",
    "serde",
];

/// The project's folder; read at run time, so that one build can look at another checkout.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(),
        PathBuf::from,
    )
}

/// Most bytes of everything in `tests` that is no code: it travels with every clone.
const TEST_DATA: u64 = 16_000_000;

/// Bytes of the files under a folder that are no code and not left by a failed comparison of pictures.
fn data_bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap();
    let size = |path: PathBuf| {
        if path.is_dir() {
            return data_bytes(&path);
        }
        let name = path.file_name().unwrap().to_string_lossy();
        let other = [".rs", ".py", ".new.png", ".old.png", ".diff.png"];
        match other.iter().any(|ending| name.ends_with(ending)) {
            true => 0,
            false => path.metadata().unwrap().len(),
        }
    };
    entries.map(|entry| size(entry.unwrap().path())).sum()
}

fn sources() -> Vec<Source> {
    let all = Source::read_all(&root().join("src"));
    assert!(all.len() > 50, "only {} files found", all.len());
    all
}

fn read_arrows() -> Arrows {
    Arrows::read(&std::fs::read_to_string(root().join("src/lib.rs")).unwrap())
}

fn assert_none(violations: Vec<String>) {
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

fn direct_dependencies(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

/// Packages of `wanted` that `manifest` does not name or no file uses.
fn idle_packages(manifest: &str, files: &[Source], wanted: &[&str]) -> Vec<String> {
    let direct = direct_dependencies(manifest);
    let mut found = Vec::new();
    for name in wanted {
        let crate_name = name.replace('-', "_");
        if !direct.iter().any(|direct| direct == name) {
            found.push(format!("{name} is no direct dependency"));
        } else if !files.iter().any(|file| file.uses(&crate_name)) {
            found.push(format!("{name} is not used"));
        }
    }
    found
}

#[test]
fn the_arrows_point_one_way() {
    let arrows = read_arrows();
    let expected = [
        "checkpoint",
        "cli",
        "data",
        "domain",
        "engine",
        "evaluation",
        "export",
        "gallery",
        "gui",
        "kernels",
        "main",
        "model",
        "problem",
        "runs",
        "train",
    ];
    assert_eq!(arrows.modules(), expected);
    let files = sources();
    assert_none(
        files
            .iter()
            .flat_map(|file| arrows.violations(file))
            .collect(),
    );
}

#[test]
fn the_outside_world_is_met_at_few_places() {
    assert_none(
        sources()
            .iter()
            .flat_map(rules::outside_violations)
            .collect(),
    );
}

#[test]
fn files_are_written_as_agreed() {
    assert_none(sources().iter().flat_map(rules::style_violations).collect());
}

#[test]
fn test_data_stays_small() {
    let bytes = data_bytes(&root().join("tests"));
    assert!(bytes > 1_000_000, "only {bytes} bytes found");
    assert!(bytes <= TEST_DATA, "{bytes} bytes of test data");
}

#[test]
fn the_named_packages_are_direct_dependencies_and_used() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert_none(idle_packages(&manifest, &sources(), &PACKAGES));
}

#[test]
fn an_idle_package_is_noticed() {
    let files = [Source::new(
        "a.rs",
        "//! A.\n// rfd::x\nuse serde::Serialize;\nfn f() { g(\"image::x\") }",
    )];
    let manifest = "[dependencies]\nserde = \"1\"\nimage = \"1\"\nburn-wgpu = \"1\"";
    let found = idle_packages(manifest, &files, &["serde", "image", "rfd", "burn-wgpu"]);
    let expected = [
        "image is not used",
        "rfd is no direct dependency",
        "burn-wgpu is not used",
    ];
    assert_eq!(found, expected);
}

#[test]
fn paths_are_found_however_they_are_written() {
    let code = "use crate::{domain::{Picture, style::StyleKey as Key}, problem};\n\
                use super::super::engine::{self, device};\n\
                fn f(x: crate::data::Opened) -> &'static str { /* crate::a */ \"crate::b\" } // crate::c\n\
                #[cfg(test)]\nmod tests { use crate::hidden; fn g() { '{'; } }\n\
                fn h() { stargrid::cli::main(); other::crate_::x(); }";
    let file = Source::new("gui/widgets/cell.rs", code);
    let found: Vec<String> = file.paths().iter().map(|path| path.join("::")).collect();
    let expected = [
        "domain::Picture",
        "domain::style::StyleKey",
        "problem",
        "gui::engine",
        "gui::engine::device",
        "data::Opened",
        "cli::main",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_wrong_arrow_is_noticed() {
    let arrows = Arrows::read(
        "//! gui -> engine, data (Opened, Note), domain\n//! domain -> nothing\n//! engine -> gui",
    );
    let broken = |path: &str, code: &str| arrows.violations(&Source::new(path, code));
    let none: Vec<String> = Vec::new();
    assert_eq!(
        broken("gui/a.rs", "use crate::{data::Opened, gui::b, engine::c};"),
        none
    );
    assert_eq!(
        broken("gui/a.rs", "use crate::data;"),
        ["gui/a.rs uses data"]
    );
    assert_eq!(
        broken("gui/a.rs", "use crate::data::{Note, decode};"),
        ["gui/a.rs uses data::decode"]
    );
    assert_eq!(
        broken("domain/a.rs", "fn f() { super::super::engine::g() }"),
        ["domain/a.rs uses engine::g"]
    );
    assert_eq!(
        broken("new/mod.rs", ""),
        ["new/mod.rs: no line for new in src/lib.rs"]
    );
}

#[test]
fn a_stray_use_of_the_outside_world_is_noticed() {
    let broken = |path: &str, code: &str| rules::outside_violations(&Source::new(path, code));
    assert_eq!(
        broken("gui/a.rs", "use burn::tensor::Tensor;"),
        ["gui/a.rs uses burn"]
    );
    assert_eq!(
        broken("gui/a.rs", "use std::{\n    fs, thread,\n};"),
        ["gui/a.rs uses std::thread", "gui/a.rs uses std::fs"]
    );
    assert_eq!(
        broken("data/a.rs", "std::thread::spawn(f)"),
        ["data/a.rs uses std::thread"]
    );
    assert_eq!(
        broken("gui/app.rs", "fn f(d: &wgpu::Device) {}"),
        ["gui/app.rs uses wgpu"]
    );
    assert_eq!(
        broken("engine/net.rs", "use std::net::TcpStream;"),
        ["engine/net.rs uses std::net"]
    );
    assert!(broken("gui/widgets/a.rs", "fn f(d: &wgpu::Device) {}").is_empty());
    assert!(broken("gui/a.rs", "use eframe::egui_wgpu::wgpu; // std::fs").is_empty());
}

#[test]
fn a_badly_written_file_is_noticed() {
    let broken = |code: &str| rules::style_violations(&Source::new("gui/a.rs", code)).len();
    assert_eq!(
        broken("//! Fine.\nfn f() { Color32::from_rgba_unmultiplied(r, g, b, a) }"),
        0
    );
    assert_eq!(
        broken("//! Fine.\n#[cfg(test)]\nmod tests { fn f() { x.unwrap() } }"),
        0
    );
    assert_eq!(broken("use std::fmt;"), 1);
    assert_eq!(
        broken(&format!("//! Long.\n{}", "\n".repeat(rules::MOST_LINES))),
        1
    );
    for fault in [
        "x.unwrap()",
        "x\n.expect(\"y\")",
        "panic!(\"y\")",
        "todo!()",
        "Color32::from_rgb(1, 2, 3)",
        "Color32::RED",
    ] {
        assert_eq!(
            broken(&format!("//! Bad.\nfn f() {{ {fault} }}")),
            1,
            "{fault}"
        );
    }
}
