//! What a machine's meters show at a moment: a day with its busy hours, weekends, noise, and a spike a
//! day. Only sums, products and comparisons, which give the same numbers on every platform.

use super::Subject;
use crate::rng::Rng;

const DAY: u64 = 86_400;
const GAP_BLOCK: u64 = DAY / 4;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure<'a> {
    /// Load over about so many minutes: 1, 5 or 15.
    Load(u64),
    /// Percent of all cores.
    Cpu,
    /// Percent of the memory.
    Memory,
    /// Octets read per second.
    DiskRead,
    /// Octets written per second.
    DiskWrite,
    /// Octets received per second.
    Received,
    /// Octets sent per second.
    Sent,
    /// Something else, between two bounds.
    Other {
        /// Its id, for numbers of its own.
        id: &'a str,
        /// The lowest value.
        low: f64,
        /// The highest.
        high: f64,
    },
}

/// The load over 1, 5 and 15 minutes at a moment in milliseconds since 1970.
pub fn load_now(seed: u64, cores: u32, now_ms: u64) -> [f64; 3] {
    let meter = Meter::new(Subject { seed, cores });
    [1, 5, 15].map(|minutes| meter.value(Measure::Load(minutes), now_ms / 1000))
}

/// How much of the memory is in use at a moment, of a thousand.
pub(crate) fn memory_permille(seed: u64, cores: u32, now_ms: u64) -> u64 {
    let meter = Meter::new(Subject { seed, cores });
    let percent = meter.value(Measure::Memory, now_ms / 1000);
    whole(percent * 10.0).unsigned_abs().min(1000)
}

/// A value that is known to be whole or may lose its fraction, and is far below 2⁵³.
pub(super) fn whole(value: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "far below the limit")]
    let whole = value as i64;
    whole
}

/// The meters of one machine, with what the seed says of it.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    subject: Subject,
    /// How busy it always is, of 1.
    base: f64,
    /// How much busier in its busiest hour.
    swing: f64,
    /// Its busiest moment of the day, in seconds.
    peak: u64,
    /// How busy weekends are, of a weekday.
    weekend: f64,
    /// The memory it always uses, in percent.
    memory: f64,
    /// Octets per second at full speed: disk, network.
    speed: [f64; 2],
}

impl Meter {
    pub(super) fn new(subject: Subject) -> Self {
        let mut rng = Rng::new(subject.seed, &["habits"]);
        let mut share = |from: f64, to: f64| from + (to - from) * unit(rng.draw());
        Self {
            base: share(0.02, 0.18),
            swing: share(0.05, 0.45),
            weekend: share(0.3, 0.95),
            memory: share(22.0, 64.0),
            speed: [share(4e5, 3e7), share(5e4, 1.2e7)],
            // Most machines serve people who are awake; some work at night.
            peak: if rng.chance(80) {
                9 * 3600 + rng.below(10 * 3600)
            } else {
                rng.below(6 * 3600)
            },
            subject,
        }
    }

    /// Whether nothing was measured: the collector has its pauses.
    pub(super) fn gap(&self, time: u64) -> bool {
        let mut rng = self.rng("gap", time / GAP_BLOCK);
        let there = rng.chance(35);
        let length = 60 + rng.below(240);
        let start = rng.below(GAP_BLOCK - length);
        there && (start..start + length).contains(&(time % GAP_BLOCK))
    }

    /// The value at a second since 1970.
    pub(super) fn value(&self, measure: Measure<'_>, time: u64) -> f64 {
        let noise = |what: &str, period| self.noise(what, period, time);
        match measure {
            Measure::Load(minutes) => {
                let samples = 3 + minutes.min(15) / 3;
                let apart = minutes * 60 / samples;
                let past = (0..samples).map(|n| self.load(time.saturating_sub(n * apart)));
                hundredths(past.sum::<f64>() / small(samples))
            }
            Measure::Cpu => {
                let jitter = (noise("cpu", 10) - 0.5) * 4.0;
                hundredths((self.pressure(time) * 100.0 + jitter).clamp(0.3, 100.0))
            }
            Measure::Memory => {
                let used = self.memory
                    + 14.0 * self.daytime(time)
                    + 9.0 * noise("memory", 6 * 3600)
                    + 0.8 * noise("memory", 60)
                    + 6.0 * self.spike(time);
                hundredths(used.clamp(4.0, 97.5))
            }
            Measure::DiskRead => self.octets(0, 0.5, "read", time),
            Measure::DiskWrite => self.octets(0, 0.8, "write", time),
            Measure::Received => self.octets(1, 0.4, "rx", time),
            Measure::Sent => self.octets(1, 1.0, "tx", time),
            Measure::Other { id, low, high } => {
                let share = 0.15 + 0.45 * self.pressure(time) + 0.3 * noise(id, 300);
                let value = low + (high - low) * (share + 0.1 * noise(id, 10)).clamp(0.0, 1.0);
                if high - low > 1000.0 {
                    value.round()
                } else {
                    hundredths(value)
                }
            }
        }
    }

    fn octets(&self, device: usize, share: f64, what: &str, time: u64) -> f64 {
        let pressure = self.pressure(time);
        let burst = (self.noise(what, 40, time) - 0.7).max(0.0);
        let busy = pressure * pressure + 0.1 * pressure + 0.5 * burst * pressure;
        let quiet = 300.0 + 2_000.0 * self.noise(what, 10, time);
        let speed = self.speed.get(device).copied().unwrap_or_default();
        (quiet + speed * share * busy).round()
    }

    /// Processes that want to run. Under pressure they queue.
    fn load(&self, time: u64) -> f64 {
        let pressure = self.pressure(time);
        f64::from(self.subject.cores.max(1)) * pressure * (0.85 + 0.6 * pressure)
    }

    /// How busy it is, of 1, and a little beyond in a spike.
    fn pressure(&self, time: u64) -> f64 {
        let level = self.base + self.swing * self.daytime(time);
        let steady = level * (0.7 + 0.6 * self.noise("level", 900, time));
        let jitter = 0.08 * (self.noise("busy", 60, time) - 0.5)
            + 0.04 * (self.noise("busy", 10, time) - 0.5);
        (steady + jitter + self.spike(time)).clamp(0.004, 1.15)
    }

    /// How near the busiest hour is, from 0 to 1.
    fn daytime(&self, time: u64) -> f64 {
        let away = (time % DAY).abs_diff(self.peak);
        let away = away.min(DAY - away);
        let near = smooth(1.0 - small(away) / small(DAY / 2));
        // 1970 began on a Thursday.
        if (time / DAY + 3) % 7 >= 5 {
            near * self.weekend
        } else {
            near
        }
    }

    /// Once a day something heavy runs: quickly up, slowly down.
    fn spike(&self, time: u64) -> f64 {
        let mut rng = self.rng("spike", time / DAY);
        let length = 300 + rng.below(1_200);
        let start = rng.below(DAY - length);
        let height = 0.45 + 0.5 * unit(rng.draw());
        let into = (time % DAY)
            .checked_sub(start)
            .filter(|into| *into < length);
        into.map_or(0.0, |into| {
            let done = small(into) / small(length);
            height * smooth((done * 8.0).min((1.0 - done) * 2.0).min(1.0))
        })
    }

    /// Chance for a matter and one of its numbers, which are too many to be written as labels.
    fn rng(&self, what: &str, number: u64) -> Rng {
        let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Rng::new(self.subject.seed ^ spread, &[what])
    }

    /// Noise from 0 to 1 that moves from one value to the next in `period` seconds.
    fn noise(&self, what: &str, period: u64, time: u64) -> f64 {
        let at = |step: u64| unit(self.rng(what, step ^ period.rotate_left(48)).draw());
        let (step, into) = (time / period, time % period);
        let here = at(step);
        if into == 0 {
            return here;
        }
        here + (at(step + 1) - here) * smooth(small(into) / small(period))
    }
}

/// A number below 1 out of a random one.
fn unit(number: u64) -> f64 {
    let top = u32::try_from(number >> 32).unwrap_or_default();
    f64::from(top) / (f64::from(u32::MAX) + 1.0)
}

/// A number that is far below 2³².
fn small(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// From 0 to 1 without corners.
fn smooth(share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
