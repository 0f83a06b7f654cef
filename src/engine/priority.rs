//! Lets the window go first: threads that compute give way to the one that draws.
//!
//! On a machine without a GPU the same few cores run the networks and the software rasteriser; without this, a frame waits
//! behind a convolution. Linux keeps niceness per thread; elsewhere the scheduler's own favour for windows has to do.

/// Steps of niceness of a computing thread. While llvmpipe redraws at 20 Hz on two cores, a 256 x 256 cell took 8.8 s with 15 steps and
/// 2.5 s with 4 (docs/decisions.md).
#[cfg(target_os = "linux")]
const NICENESS: i32 = 4;

/// Lowers the priority of the calling thread.
#[cfg(target_os = "linux")]
pub fn give_way() {
    // SAFETY: `nice` takes a number and touches nothing but the calling thread's priority.
    let niceness = unsafe { libc::nice(NICENESS) };
    if niceness == -1 {
        log::debug!("the thread keeps its priority");
    }
}

/// Lowers the priority of the calling thread, where the system keeps one per thread.
#[cfg(not(target_os = "linux"))]
pub fn give_way() {}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn only_the_calling_thread_gives_way() {
        // SAFETY: reads the priority of the calling thread.
        let own = || unsafe { libc::getpriority(libc::PRIO_PROCESS, 0) };
        let before = own();
        let lowered = std::thread::spawn(move || {
            super::give_way();
            own()
        });
        let lowered = lowered.join().unwrap();
        assert_eq!(own(), before);
        assert_eq!(lowered, (before + super::NICENESS).min(19));
    }
}
