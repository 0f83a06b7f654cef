//! What this machine has to compute with: for `stargrid doctor` and the window's page of devices.

use std::fmt::Write as _;

use serde::Serialize;

use super::device::{self, AdapterFacts};

/// What was found; the field names are stable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Machine {
    /// The program's version.
    pub version: &'static str,
    /// Operating system and processor family.
    pub system: String,
    /// Graphics adapters.
    pub adapters: Vec<AdapterFacts>,
    /// Fast instructions.
    pub cpu: CpuFeatures,
    /// Threads that compute on the CPU.
    pub threads: usize,
}

/// Instruction sets that the CPU backend has fast code for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CpuFeatures {
    avx2: bool,
    fma: bool,
    avx512f: bool,
    neon: bool,
}

impl Machine {
    /// Looks at this machine; opening its graphics drivers takes a while.
    pub fn find() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            adapters: device::adapters(),
            cpu: cpu_features(),
            threads: device::compute_threads(),
        }
    }

    /// What was found as pairs of a name and words.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = vec![("Stargrid", format!("{} on {}", self.version, self.system))];
        if self.adapters.is_empty() {
            rows.push(("Adapters", "none".to_owned()));
        }
        let adapters = self.adapters.iter().map(describe_adapter);
        rows.extend(adapters.map(|words| ("Adapter", words)));
        rows.push(("CPU", describe_cpu(&self.cpu, self.threads)));
        rows
    }

    /// The same as text, a line each.
    pub fn words(&self) -> String {
        let mut text = String::new();
        for (name, words) in self.rows() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name:<13} {words}");
        }
        text
    }
}

#[cfg(target_arch = "x86_64")]
fn cpu_features() -> CpuFeatures {
    CpuFeatures {
        avx2: std::is_x86_feature_detected!("avx2"),
        fma: std::is_x86_feature_detected!("fma"),
        avx512f: std::is_x86_feature_detected!("avx512f"),
        neon: false,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn cpu_features() -> CpuFeatures {
    CpuFeatures {
        avx2: false,
        fma: false,
        avx512f: false,
        // Part of every 64-bit ARM processor.
        neon: cfg!(target_arch = "aarch64"),
    }
}

fn describe_adapter(adapter: &AdapterFacts) -> String {
    let AdapterFacts {
        name,
        backend,
        kind,
        driver,
        largest_buffer,
        largest_texture,
        ..
    } = adapter;
    let mebibytes = largest_buffer >> 20;
    format!(
        "{name} ({kind}, {backend}, {driver}; buffers up to {mebibytes} MiB, textures up to {largest_texture} pixels)"
    )
}

fn describe_cpu(cpu: &CpuFeatures, threads: usize) -> String {
    let features = [
        ("avx2", cpu.avx2),
        ("fma", cpu.fma),
        ("avx512f", cpu.avx512f),
        ("neon", cpu.neon),
    ];
    let found: Vec<&str> = features
        .into_iter()
        .filter_map(|(name, there)| there.then_some(name))
        .collect();
    let plural = if threads == 1 { "" } else { "s" };
    match found.as_slice() {
        [] => format!("{threads} thread{plural}, no fast instructions"),
        found => format!("{threads} thread{plural}, {}", found.join(", ")),
    }
}
