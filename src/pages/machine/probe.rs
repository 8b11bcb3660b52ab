//! What the last probe of the machine found, its age, and the button that probes again.

use std::time::Duration;

use leptos::prelude::*;
use mist_api::model::Probe;
use mist_core::{
    load::Load,
    remote::{Phase, Remote},
};

use crate::{
    components::reach,
    locales::{explain, format},
    platform::clock,
    routes::{MachineRef, MachineTab, Route},
    say,
    state::{
        State,
        machines::Known,
        probes::{Record, Verdict, Watch},
    },
    ui::{
        button::Button,
        notice::TroubleNotice,
        state_dot::{Tone, state_dot},
    },
};

/// How often the age is told anew.
const TICK: Duration = Duration::from_secs(1);

/// One thing a probe tells, in lines of a value and a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stat {
    name: &'static str,
    lines: Vec<(String, String)>,
}

impl Stat {
    fn new(name: &'static str, lines: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            name,
            lines: lines.into_iter().collect(),
        }
    }

    fn draw(self) -> impl IntoView {
        let unknown = || view! { <span class="muted">{say!(probe.unknown)}</span> };
        let lines = self.lines.into_iter().map(|(value, remark)| {
            view! {
                <span class="stat-line">
                    <span class="stat-value">{value}</span>
                    " "
                    <span class="hint">{remark}</span>
                </span>
            }
        });
        let lines: Vec<_> = lines.collect();
        view! {
            <div>
                <dt>{self.name}</dt>
                <dd>{if lines.is_empty() { unknown().into_any() } else { lines.into_any() }}</dd>
            </div>
        }
    }
}

fn loads(probe: &Probe) -> Vec<(String, String)> {
    let Some(averages) = probe.loadavg else {
        return Vec::new();
    };
    let lines = averages.into_iter().zip([1, 5, 15]);
    let line = |(average, minutes): (f64, u8)| {
        let word = probe.cores.and_then(|cores| Load::of(average, cores));
        let value = match word {
            Some(word) => format!("{average:.2} {}", format::load(word)),
            None => format!("{average:.2}"),
        };
        (value, say!(probe.over, minutes = minutes))
    };
    lines.map(line).collect()
}

fn round_trip(probe: &Probe) -> Option<(String, String)> {
    let average = say!(probe.ms, ms = format::milliseconds(probe.rtt_avg?));
    let range = match (probe.rtt_min, probe.rtt_max) {
        (Some(min), Some(max)) => say!(
            probe.range,
            min = format::milliseconds(min),
            max = format::milliseconds(max)
        ),
        _ => String::new(),
    };
    Some((average, range))
}

fn loss(probe: &Probe) -> Option<(String, String)> {
    let share = format!("{:.0}", probe.packets_loss? * 100.0);
    let answered = match (probe.packets_rx, probe.packets_tx) {
        (Some(received), Some(sent)) => {
            say!(probe.answered, received = received, sent = sent)
        }
        _ => String::new(),
    };
    Some((say!(probe.percent, percent = share), answered))
}

fn stats(probe: &Probe) -> Vec<Stat> {
    let plain = |value: String| (value, String::new());
    let count = |count: Option<u64>| count.map(|count| plain(count.to_string()));
    let uptime = probe.uptime.map(|uptime| format::uptime(uptime.seconds));
    vec![
        Stat::new(say!(probe.uptime), uptime.map(plain)),
        Stat::new(say!(probe.load), loads(probe)),
        Stat::new(say!(probe.cores), count(probe.cores)),
        Stat::new(say!(probe.users), count(probe.users)),
        Stat::new(say!(probe.round_trip), round_trip(probe)),
        Stat::new(say!(probe.loss), loss(probe)),
    ]
}

fn verdict_words(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Up => (Tone::Good, say!(probe.up)),
        Verdict::NoSsh => (Tone::Moving, say!(probe.no_ssh)),
        Verdict::Silent => (Tone::Bad, say!(probe.silent)),
    }
}

/// What to do when a probe did not get in.
fn mend(verdict: Verdict, machine: &MachineRef, known: Memo<Option<Known>>) -> Option<AnyView> {
    match verdict {
        Verdict::Up => None,
        Verdict::NoSsh => {
            let keys = Route::Machine(machine.clone(), MachineTab::Keys).href();
            Some(view! { <a class="btn" href=keys>{say!(probe.associate)}</a> }.into_any())
        }
        Verdict::Silent => {
            let host = known.with(|known| reach::host_of(known.as_ref()))?;
            let words = say!(probe.silent_why, host = host);
            Some(view! { <span class="hint">{words}</span> }.into_any())
        }
    }
}

/// The age of what is shown, or that more is under way.
fn age(
    asking: Memo<bool>,
    words: impl Fn() -> String + Send + 'static,
    then: impl Fn() -> Option<u64> + Send + 'static,
) -> impl IntoView {
    let now = clock::ticking(TICK);
    let shown = move || {
        if asking.get() {
            return view! { <progress aria-label=words()></progress> }.into_any();
        }
        let age = |then| {
            let age = move || format::age_short(now.get().saturating_sub(then));
            move || say!(probe.age, age = age())
        };
        then().map(age).into_any()
    };
    view! { <span class="hint">{shown}</span> }
}

/// The part of the screen.
#[component]
pub fn ProbeCard(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
    /// What is known of it.
    known: Memo<Option<Known>>,
    /// Probes it while the screen is open.
    watch: Watch,
) -> impl IntoView {
    let Record { found, by_hand } = State::get().probes.of(&machine);
    let probe = {
        let found = found.clone();
        Memo::new(move |_| found.with(|found| found.data().cloned()))
    };
    let fetched_at = {
        let found = found.clone();
        Memo::new(move |_| found.with(Remote::fetched_at_ms))
    };
    let error = {
        let found = found.clone();
        Memo::new(move |_| found.with(|found| found.error().cloned()))
    };
    let asking = Memo::new(move |_| found.with(|found| found.phase() != Phase::Idle));
    let verdict = Memo::new(move |_| probe.read().as_deref().map(Verdict::of));
    let why_not = Memo::new(move |_| known.with(|known| reach::why_not(known.as_ref())));
    // What was found of a machine that is now stopped is no longer so.
    let current = Memo::new(move |_| why_not.read().is_none());
    let trouble = Signal::derive(move || {
        let what = say!(probe.failed, name = name.get());
        let error = error.get().filter(|_| current.get())?;
        Some(explain::trouble(what, &error))
    });
    let press = move |()| {
        let host = known.with_untracked(|known| reach::host_of(known.as_ref()));
        if let Some(host) = host {
            watch.ask_now(host);
        }
    };
    let words = move || say!(probe.asking, name = name.get());
    // What a person asked for is said; what goes on by itself only when it comes out otherwise.
    let status = move || {
        if asking.get() && by_hand.get() {
            return words().into_any();
        }
        match (why_not.get(), verdict.get().map(verdict_words)) {
            (Some(words), _) => view! { <span class="muted">{words}</span> }.into_any(),
            (None, Some((tone, words))) => state_dot(tone, words.to_owned()).into_any(),
            (None, None) => view! { <span class="muted">{say!(probe.never)}</span> }.into_any(),
        }
    };
    let advice = move || {
        let verdict = verdict.get().filter(|_| current.get());
        verdict.and_then(|verdict| mend(verdict, &machine, known))
    };
    let shown = move || {
        let probe = probe.get().filter(|_| current.get())?;
        let drawn: Vec<_> = stats(&probe).into_iter().map(Stat::draw).collect();
        Some(view! { <dl class="stats">{drawn}</dl> })
    };
    view! {
        <section class="card" aria-labelledby="probe-title">
            <div class="card-head">
                <h2 id="probe-title">{say!(probe.title)}</h2>
                {age(asking, words, move || fetched_at.get().filter(|_| current.get()))}
                <Button
                    label=say!(probe.probe)
                    why_not=why_not
                    busy=asking
                    on_press=move |_| press(())
                />
            </div>
            <TroubleNotice trouble=trouble on_retry=Callback::new(press) />
            <div class="verdict">
                <p role="status">{status}</p>
                {advice}
            </div>
            {shown}
        </section>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::model::Uptime;

    fn lines(stats: &[Stat], name: &str) -> Vec<String> {
        let stat = stats.iter().find(|stat| stat.name == name).unwrap();
        let line = |(value, remark): &(String, String)| format!("{value}|{remark}");
        stat.lines.iter().map(line).collect()
    }

    #[test]
    fn what_was_found_is_said_in_words_and_numbers() {
        let stats = stats(&Probe {
            uptime: Some(Uptime {
                seconds: 1850.65,
                idle: None,
            }),
            loadavg: Some([0.14, 1.0, 2.63]),
            cores: Some(2),
            users: Some(0),
            packets_tx: Some(10),
            packets_rx: Some(9),
            packets_loss: Some(0.1),
            rtt_min: Some(0.013),
            rtt_avg: Some(0.041),
            rtt_max: Some(12.0),
            ..Probe::default()
        });
        assert_eq!(lines(&stats, "Uptime"), ["30 minutes|"]);
        assert_eq!(
            lines(&stats, "Load"),
            [
                "0.14 idle|1 min",
                "1.00 moderate|5 min",
                "2.63 overloaded|15 min"
            ]
        );
        assert_eq!(lines(&stats, "Cores"), ["2|"]);
        assert_eq!(lines(&stats, "Users"), ["0|"]);
        assert_eq!(lines(&stats, "Round trip"), ["0.04 ms|0.01–12.0 ms"]);
        assert_eq!(lines(&stats, "Packet loss"), ["10 %|9 of 10 answered"]);
    }

    #[test]
    fn what_is_missing_is_nothing_and_a_load_without_cores_has_no_word() {
        let stats = stats(&Probe {
            loadavg: Some([0.5, 0.5, 0.5]),
            rtt_avg: Some(3.0),
            ..Probe::default()
        });
        assert_eq!(lines(&stats, "Load")[0], "0.50|1 min");
        assert_eq!(lines(&stats, "Round trip"), ["3.00 ms|"]);
        for name in ["Uptime", "Cores", "Users", "Packet loss"] {
            assert!(lines(&stats, name).is_empty(), "{name}");
        }
    }
}
