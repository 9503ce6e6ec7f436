//! Time that others who keep the machine busy do not lengthen.

use std::{
    fs,
    sync::LazyLock,
    time::{Duration, Instant},
};

/// Returns how long this thread ran, where the system tells, or else how long the process is there.
pub(crate) fn time_on_the_processor() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The kernel counts when it looks, and it looks when a thread gives way.
    std::thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
