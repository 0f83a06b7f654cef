//! Lets the window go first: threads that compute give way to the one that draws.
//!
//! On a machine without a GPU the same few cores run the networks and the software rasteriser; without this, a frame waits
//! behind a convolution. Linux keeps niceness per thread; elsewhere the scheduler's own favour for windows has to do.

/// Steps of niceness of a computing thread. While llvmpipe redraws at 20 Hz on two cores, a 256 x 256 cell took 8.8 s with 15 steps and
/// 2.5 s with 4 (docs/decisions.md).
#[cfg(target_os = "linux")]
const NICENESS: i32 = 4;

/// Steps of niceness of a thread that trains: it gives way to Explore's networks too.
#[cfg(target_os = "linux")]
const TRAINING_NICENESS: i32 = 10;

/// Steps of niceness of a thread that evaluates while training goes on.
#[cfg(target_os = "linux")]
const JUDGING_NICENESS: i32 = 16;

/// Lowers the priority of the calling thread below that of a training, and of threads that it starts.
#[cfg(target_os = "linux")]
pub fn give_way_even_to_training() {
    lower(JUDGING_NICENESS);
}

/// Lowers the priority of the calling thread, where the system keeps one per thread.
#[cfg(not(target_os = "linux"))]
pub fn give_way_even_to_training() {}

/// Lowers the priority of the calling thread, and of threads that it starts.
#[cfg(target_os = "linux")]
pub fn give_way() {
    lower(NICENESS);
}

/// Lowers the priority of the calling thread below that of all others of ours, and of threads that it starts.
#[cfg(target_os = "linux")]
pub fn give_way_to_all() {
    lower(TRAINING_NICENESS);
}

#[cfg(target_os = "linux")]
fn lower(steps: i32) {
    // SAFETY: `nice` takes a number and touches nothing but the calling thread's priority.
    let niceness = unsafe { libc::nice(steps) };
    if niceness == -1 {
        log::debug!("the thread keeps its priority");
    }
}

/// Lowers the priority of the calling thread, where the system keeps one per thread.
#[cfg(not(target_os = "linux"))]
pub fn give_way_to_all() {}

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
        for (lower, steps) in [
            (super::give_way as fn(), super::NICENESS),
            (super::give_way_to_all, super::TRAINING_NICENESS),
        ] {
            let lowered = std::thread::spawn(move || {
                lower();
                own()
            });
            let lowered = lowered.join().unwrap();
            assert_eq!(own(), before);
            assert_eq!(lowered, (before + steps).min(19));
        }
    }
}
