//! When to ask a server again.
//!
//! Owns the decision only: events with the time they happened go in, the time to wait before
//! the next request comes out. It sets no timer and sends nothing.

/// Longest wait after failures, in milliseconds.
pub const MAX_BACKOFF_MS: u64 = 120_000;

/// Shortest interval between an answer and the next request, whatever a server says.
pub const MIN_INTERVAL_MS: u64 = 1000;

/// How long a request may be under way before fresh data is worth more than its answer, in
/// milliseconds.
pub const HANGING_MS: u64 = 15_000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Polling begins, or fresh data is wanted now. A request that hangs is given up for it
    /// ([`HANGING_MS`]); after a younger one's answer it is asked for at once.
    Wanted,
    /// A request was sent.
    Sent,
    /// The request was answered.
    Succeeded,
    /// The request failed.
    Failed,
    /// The page is no longer in view.
    Hidden,
    /// The page is in view again.
    Shown,
    /// The browser lost its network.
    Offline,
    /// The browser has a network again.
    Online,
    /// The server asks for another interval, in milliseconds; it counts from the next answer
    /// on.
    Interval(u64),
}

/// Polls after the answer, never two requests at once; waits longer after every failure; rests
/// while nobody looks, or the server cannot be reached for want of a network, and catches up at once
/// when that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are four independent facts"
)]
pub struct PollPlan {
    interval_ms: u64,
    seed: u64,
    /// The first wait after failures and the longest one, where they are not the interval's.
    retry_ms: Option<(u64, u64)>,
    failures: u32,
    /// When the next request is due; `None` before polling begins.
    due_ms: Option<u64>,
    /// When the request under way was sent.
    sent_ms: Option<u64>,
    /// Fresh data is wanted after the answer that is under way.
    again: bool,
    hidden: bool,
    offline: bool,
    /// Somebody wants it asked for, whatever the browser says of the network.
    insisted: bool,
}

impl PollPlan {
    /// A plan that asks every `interval_ms` milliseconds once [`Event::Wanted`] starts it.
    /// Plans of different `seed` spread their retries.
    pub const fn new(interval_ms: u64, seed: u64) -> Self {
        Self {
            interval_ms,
            seed,
            retry_ms: None,
            failures: 0,
            due_ms: None,
            sent_ms: None,
            again: false,
            hidden: false,
            offline: false,
            insisted: false,
        }
    }

    /// The same plan with waits after failures of its own: `first_ms`, then twice as long each
    /// time, up to `longest_ms`.
    #[must_use]
    pub const fn retrying(mut self, first_ms: u64, longest_ms: u64) -> Self {
        self.retry_ms = Some((first_ms, longest_ms));
        self
    }

    /// The same plan, begun: its first request is due at `due_ms`.
    #[must_use]
    pub const fn due_at(mut self, due_ms: u64) -> Self {
        self.due_ms = Some(due_ms);
        self
    }

    /// Begins, unless the plan has begun: what is there to know is wanted now. Returns as
    /// [`PollPlan::on`] does.
    pub fn begin(&mut self, now_ms: u64) -> Option<u64> {
        if self.due_ms.is_none() {
            return self.on(Event::Wanted, now_ms);
        }
        self.wait(now_ms)
    }

    /// Takes note of `event` at `now_ms` (any clock that counts milliseconds). Returns the
    /// milliseconds to wait before the next request: set the one timer to that, replacing any
    /// earlier one; on `None` cancel it, another event will come.
    pub fn on(&mut self, event: Event, now_ms: u64) -> Option<u64> {
        match event {
            Event::Wanted => {
                self.sent_ms = self
                    .sent_ms
                    .filter(|sent| now_ms.saturating_sub(*sent) < HANGING_MS);
                self.again = self.is_asking();
                self.insisted = true;
                self.due_ms = Some(now_ms);
            }
            Event::Sent => {
                self.sent_ms = Some(now_ms);
                self.insisted = false;
            }
            Event::Succeeded => {
                self.failures = 0;
                self.answered(now_ms);
            }
            Event::Failed => {
                self.failures = self.failures.saturating_add(1);
                self.answered(now_ms);
            }
            Event::Hidden => self.hidden = true,
            Event::Shown => self.hidden = false,
            Event::Offline => self.offline = true,
            Event::Online => {
                self.offline = false;
                // The failures were the network's, not the server's.
                if std::mem::take(&mut self.failures) > 0 {
                    self.due_ms = self.due_ms.map(|_| now_ms);
                }
            }
            Event::Interval(interval_ms) => self.interval_ms = interval_ms,
        }
        self.wait(now_ms)
    }

    /// Whether a request is under way that is worth waiting for.
    pub const fn is_asking(&self) -> bool {
        self.sent_ms.is_some()
    }

    /// Failures since the last success.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    fn wait(&self, now_ms: u64) -> Option<u64> {
        // A server on the same computer answers without a network: only a failure shows.
        let is_cut_off = self.offline && self.failures > 0 && !self.insisted;
        let resting = self.is_asking() || self.hidden || is_cut_off;
        // However far the computer's clock is set back.
        let longest = self.retry_ms.map_or(0, |(_, longest_ms)| longest_ms);
        let longest = longest.max(self.interval_ms).max(MAX_BACKOFF_MS);
        self.due_ms
            .filter(|_| !resting)
            .map(|due| due.saturating_sub(now_ms).min(longest))
    }

    fn answered(&mut self, now_ms: u64) {
        self.sent_ms = None;
        let delay_ms = if std::mem::take(&mut self.again) {
            0
        } else {
            self.delay_ms()
        };
        self.due_ms = Some(now_ms.saturating_add(delay_ms));
    }

    fn delay_ms(&self) -> u64 {
        let interval_ms = self.interval_ms.max(MIN_INTERVAL_MS);
        if self.failures == 0 {
            return interval_ms;
        }
        if let Some((first_ms, longest_ms)) = self.retry_ms {
            let factor = 1u64.checked_shl(self.failures - 1).unwrap_or(u64::MAX);
            return first_ms.saturating_mul(factor).min(longest_ms);
        }
        let factor = 1u64.checked_shl(self.failures).unwrap_or(u64::MAX);
        // A server that wants to be asked less often than the cap is not asked more often
        // because it fails.
        let longest = MAX_BACKOFF_MS.max(interval_ms);
        let full = self
            .interval_ms
            .max(1000)
            .saturating_mul(factor)
            .min(longest);
        // Up to a fifth off, so that many plans do not come back all at once.
        full - full / 5 * (mix(self.seed ^ u64::from(self.failures)) % 1024) / 1024
    }
}

/// `SplitMix64`'s finaliser: spreads neighbouring numbers evenly.
const fn mix(mut n: u64) -> u64 {
    n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn started() -> PollPlan {
        let mut plan = PollPlan::new(10_000, 7);
        assert_eq!(plan.on(Event::Wanted, 0), Some(0));
        assert_eq!(plan.on(Event::Sent, 0), None);
        plan
    }

    #[test]
    fn waits_the_interval_after_the_answer() {
        let mut plan = started();
        assert_eq!(plan.on(Event::Succeeded, 4_000), Some(10_000));
        assert_eq!(plan.on(Event::Sent, 14_000), None);
        assert_eq!(plan.on(Event::Succeeded, 14_100), Some(10_000));
    }

    #[test]
    fn a_server_cannot_ask_for_a_storm() {
        let mut plan = started();
        plan.on(Event::Interval(0), 0);
        assert_eq!(plan.on(Event::Succeeded, 0), Some(MIN_INTERVAL_MS));
    }

    #[test]
    fn does_nothing_before_it_is_wanted() {
        let mut plan = PollPlan::new(10_000, 7);
        assert_eq!(plan.on(Event::Shown, 5), None);
        assert_eq!(plan.on(Event::Online, 5), None);
    }

    #[test]
    fn backs_off_to_the_cap_and_comes_back() {
        let mut plan = started();
        let mut last = 0;
        for failure in 1..=20u32 {
            let wait = plan.on(Event::Failed, 0).unwrap();
            let full = (10_000u64 << failure.min(10)).min(MAX_BACKOFF_MS);
            assert!(wait <= full && wait >= full - full / 5, "{failure}: {wait}");
            assert!(wait >= last || full == MAX_BACKOFF_MS);
            last = wait;
            plan.on(Event::Sent, 0);
        }
        assert_eq!(plan.on(Event::Succeeded, 0), Some(10_000));
        assert_eq!(plan.failures(), 0);
    }

    #[test]
    fn rests_while_hidden_and_catches_up_if_overdue() {
        let mut plan = started();
        assert_eq!(plan.on(Event::Hidden, 10), None);
        assert_eq!(plan.on(Event::Succeeded, 1_000), None);
        assert_eq!(plan.on(Event::Shown, 5_000), Some(6_000));
        assert_eq!(plan.on(Event::Hidden, 6_000), None);
        assert_eq!(plan.on(Event::Shown, 60_000), Some(0));
    }

    #[test]
    fn never_two_requests_at_once() {
        let mut plan = started();
        for event in [Event::Shown, Event::Online, Event::Interval(5)] {
            assert_eq!(plan.on(event, 99_000), None);
        }
    }

    #[test]
    fn what_is_wanted_while_a_request_is_young_follows_its_answer_once() {
        let mut plan = started();
        assert_eq!(plan.on(Event::Wanted, HANGING_MS - 1), None);
        assert_eq!(plan.on(Event::Wanted, HANGING_MS - 1), None);
        assert!(plan.is_asking());
        assert_eq!(plan.on(Event::Failed, 30_000), Some(0));
        plan.on(Event::Sent, 30_000);
        assert_eq!(plan.on(Event::Succeeded, 31_000), Some(10_000));
    }

    #[test]
    fn a_request_that_hangs_is_given_up_when_fresh_data_is_wanted() {
        let mut plan = started();
        assert_eq!(plan.on(Event::Wanted, HANGING_MS), Some(0));
        assert!(!plan.is_asking());
        plan.on(Event::Sent, HANGING_MS);
        assert_eq!(plan.on(Event::Succeeded, 20_000), Some(10_000));
    }

    #[test]
    fn a_network_that_comes_back_is_tried_at_once() {
        let mut plan = started();
        plan.on(Event::Failed, 100);
        assert_eq!(plan.on(Event::Offline, 200), None);
        assert_eq!(plan.on(Event::Online, 300), Some(0));
    }

    #[test]
    fn a_server_that_answers_without_a_network_is_asked_on() {
        let mut plan = PollPlan::new(10_000, 7);
        plan.on(Event::Offline, 0);
        assert_eq!(plan.begin(0), Some(0));
        plan.on(Event::Sent, 0);
        assert_eq!(plan.on(Event::Succeeded, 100), Some(10_000));
        plan.on(Event::Sent, 10_100);
        assert_eq!(plan.on(Event::Failed, 10_200), None);
        // Who asks for it is not refused, once.
        assert_eq!(plan.on(Event::Wanted, 11_000), Some(0));
        plan.on(Event::Sent, 11_000);
        assert_eq!(plan.on(Event::Failed, 11_100), None);
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let mut plan = started();
        plan.on(Event::Succeeded, 50_000_000);
        assert_eq!(plan.on(Event::Shown, 1_000), Some(MAX_BACKOFF_MS));
    }

    #[test]
    fn waits_after_failures_can_be_its_own() {
        let mut plan = PollPlan::new(100_000, 7).retrying(30_000, 200_000);
        assert_eq!(plan.begin(5), Some(0));
        plan.on(Event::Sent, 5);
        for wait in [30_000, 60_000, 120_000, 200_000, 200_000] {
            assert_eq!(plan.on(Event::Failed, 5), Some(wait));
        }
        assert_eq!(plan.on(Event::Succeeded, 5), Some(100_000));
        assert_eq!(plan.on(Event::Failed, 5), Some(30_000));
    }

    #[test]
    fn a_plan_that_has_begun_waits_for_its_time() {
        let mut plan = PollPlan::new(100_000, 7).due_at(90_000);
        assert_eq!(plan.begin(20_000), Some(70_000));
        assert_eq!(plan.on(Event::Wanted, 30_000), Some(0));
        let mut late = PollPlan::new(100_000, 7).due_at(90_000);
        assert_eq!(late.begin(95_000), Some(0));
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Wanted),
            Just(Event::Sent),
            Just(Event::Succeeded),
            Just(Event::Failed),
            Just(Event::Hidden),
            Just(Event::Shown),
            Just(Event::Offline),
            Just(Event::Online),
            (0u64..1_000_000).prop_map(Event::Interval),
        ]
    }

    proptest! {
        #[test]
        fn waits_are_bounded_and_only_while_awake(
            events in prop::collection::vec((event(), 0u64..100_000), 0..60), seed: u64,
        ) {
            let mut plan = PollPlan::new(10_000, seed);
            let (mut now, mut longest) = (0, 10_000);
            let (mut hidden, mut offline, mut in_flight) = (false, false, false);
            for (event, later) in events {
                now += later;
                match event {
                    Event::Hidden => hidden = true,
                    Event::Shown => hidden = false,
                    Event::Offline => offline = true,
                    Event::Online => offline = false,
                    Event::Sent => in_flight = true,
                    Event::Succeeded | Event::Failed => in_flight = false,
                    Event::Interval(ms) => longest = longest.max(ms),
                    Event::Wanted => {}
                }
                let wait = plan.on(event, now);
                in_flight &= plan.is_asking();
                prop_assert!(wait.is_none() || !(hidden || in_flight));
                let failing = plan.failures() > 0 && event != Event::Wanted;
                prop_assert!(wait.is_none() || !offline || !failing || plan.insisted);
                prop_assert!(wait.unwrap_or(0) <= longest.max(MAX_BACKOFF_MS));
            }
        }
    }
}
