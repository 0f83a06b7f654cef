//! How much main memory this process uses, as the operating system counts it. Only Linux is asked; elsewhere nothing is known.

/// Bytes in memory now, and at most since the process began (or since [`forget_peak`]); `None` where it is not known.
pub fn resident() -> Option<Resident> {
    parse(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// Main memory of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resident {
    /// Bytes now.
    pub now: u64,
    /// Bytes at most.
    pub peak: u64,
}

/// Lets the peak begin again at the present use; `false` where the system does not allow it, and the old peak stays.
pub fn forget_peak() -> bool {
    // 5 is Linux's word for "reset the peak resident set size" (proc_pid_clear_refs(5)).
    std::fs::write("/proc/self/clear_refs", "5").is_ok()
}

fn parse(status: &str) -> Option<Resident> {
    let bytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
        Some(kibibytes * 1024)
    };
    Some(Resident {
        now: bytes("VmRSS:")?,
        peak: bytes("VmHWM:")?,
    })
}

/// Gives memory that was freed back to the system: large buffers of changing sizes leave gaps, which would add up over hours.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back() {
    // SAFETY: `malloc_trim` looks at free memory only, under the allocator's own locks.
    unsafe { libc::malloc_trim(0) };
}

/// Elsewhere the allocator decides.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_lines_are_read() {
        let status =
            "Name:\tstargrid\nVmPeak:\t  99 kB\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
        let expected = Resident {
            now: 1 << 20,
            peak: 2 << 20,
        };
        assert_eq!(parse(status), Some(expected));
        assert_eq!(parse("VmRSS:\t many\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_allocated_is_counted() {
        const SIZE: usize = 64 << 20;
        let before = resident().unwrap();
        let block = vec![1u8; SIZE];
        let after = resident().unwrap();
        assert!(
            after.peak >= before.now + SIZE as u64 * 9 / 10,
            "{before:?} {after:?}"
        );
        assert_eq!(block[SIZE - 1], 1);
    }
}
