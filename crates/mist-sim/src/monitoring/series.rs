//! One measure over a window.

use super::{
    Monitor, Subject, Window,
    signal::{Measure, Meter},
};

/// The samples of one machine, measure by measure.
#[derive(Debug)]
pub(super) struct Samples {
    meter: Meter,
    /// The moments, and whether something was measured then.
    times: Vec<(u64, bool)>,
}

impl Samples {
    /// Nothing while installing; what lies before the first sample was not measured.
    pub(super) fn new(monitor: &Monitor, subject: Subject, window: &Window, now_ms: u64) -> Self {
        let meter = Meter::new(subject);
        let since = monitor.since_ms().div_ceil(1000);
        let times = if now_ms < monitor.since_ms() {
            Vec::new()
        } else {
            let times = window.times(now_ms);
            times
                .map(|time| (time, time >= since && !meter.gap(time)))
                .collect()
        };
        Self { meter, times }
    }

    pub(super) fn of<'a>(
        &'a self,
        measure: Measure<'a>,
    ) -> impl Iterator<Item = (u64, Option<f64>)> + 'a {
        let times = self.times.iter();
        times.map(move |(time, measured)| {
            let value = measured.then(|| self.meter.value(measure, *time));
            (*time, value)
        })
    }
}
