//! What the last probe of the machine found, its age, and the button that probes again.

use std::time::Duration;

use leptos::prelude::*;
use mist_api::{ApiError, model::Probe};
use mist_core::{load::Load, remote::Phase};

use crate::{
    components::{navigate::Navigation, reach},
    locales::{explain, format},
    platform::clock,
    routes::{MachineRef, MachineTab},
    say,
    state::{
        State,
        machines::Known,
        probes::{Record, Verdict, Watch},
    },
    ui::{
        button::Button,
        changing::dynamic,
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

    fn draw(&self) -> AnyView {
        let unknown = (say!(probe.unknown).to_owned(), String::new());
        let (lines, class) = match self.lines.as_slice() {
            [] => (std::slice::from_ref(&unknown), "muted"),
            lines => (lines, "stat-value"),
        };
        let line = |(value, remark): &(String, String)| {
            view! {
                <span class="stat-line">
                    <span class=class>{value.clone()}</span>
                    " "
                    <span class="hint">{remark.clone()}</span>
                </span>
            }
        };
        let lines: Vec<_> = lines.iter().map(line).collect();
        view! {
            <div>
                <dt>{self.name}</dt>
                <dd>{lines}</dd>
            </div>
        }
        .into_any()
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
            Some(word) => say!(
                probe.load_word,
                average = format::decimal(average, 2),
                word = format::load(word)
            ),
            None => format::decimal(average, 2),
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
    let share = format::decimal(probe.packets_loss? * 100.0, 0);
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

/// All that is shown of a machine's probes.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    /// Why it can't be probed. What was found before is then no longer so.
    why_not: Option<String>,
    /// The host that is probed.
    host: Option<String>,
    /// A probe is under way.
    asking: bool,
    /// Somebody asked for it.
    by_hand: bool,
    /// When it was found, in milliseconds since 1970.
    then: Option<u64>,
    verdict: Option<Verdict>,
    stats: Vec<Stat>,
    error: Option<ApiError>,
}

impl Shown {
    fn new(record: &Record, known: Option<&Known>) -> Self {
        let why_not = reach::why_not(known);
        record.found.with(|found| {
            let probe = found.data().filter(|_| why_not.is_none());
            Self {
                host: reach::host_of(known),
                asking: found.phase() != Phase::Idle,
                by_hand: record.by_hand.get(),
                then: probe.and_then(|_| found.fetched_at_ms()),
                verdict: probe.map(|probe| Verdict::of(probe)),
                stats: probe.map(|probe| stats(probe)).unwrap_or_default(),
                error: found.error().filter(|_| why_not.is_none()).cloned(),
                why_not,
            }
        })
    }

    /// What a person asked for is said; what goes on by itself only when it comes out otherwise.
    fn status(&self, name: &str) -> AnyView {
        let (tone, words) = match (&self.why_not, self.verdict) {
            _ if self.asking && self.by_hand => (Tone::Moving, say!(probe.asking, name = name)),
            (Some(words), _) => (Tone::Off, words.clone()),
            (None, Some(Verdict::Up)) => (Tone::Good, say!(probe.up).to_owned()),
            (None, Some(Verdict::NoSsh)) => (Tone::Moving, say!(probe.no_ssh).to_owned()),
            (None, Some(Verdict::Silent)) => (Tone::Bad, say!(probe.silent).to_owned()),
            (None, None) => (Tone::Off, say!(probe.never).to_owned()),
        };
        state_dot(tone, words).into_any()
    }

    /// What to do when a probe did not get in, and what it found.
    fn body(&self, to_keys: String) -> AnyView {
        let advice = match (self.verdict, &self.host) {
            (Some(Verdict::NoSsh), _) => {
                let link = view! { <a class="btn" href=to_keys>{say!(probe.associate)}</a> };
                view! { <p class="row">{link}</p> }.into_any()
            }
            (Some(Verdict::Silent), Some(host)) => {
                view! { <p class="hint">{say!(probe.silent_why, host = host)}</p> }.into_any()
            }
            _ => ().into_any(),
        };
        let drawn: Vec<_> = self.stats.iter().map(Stat::draw).collect();
        view! {
            {advice}
            <dl class="stats">{drawn}</dl>
        }
        .into_any()
    }
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
    let record = State::get().probes.of(&machine);
    let shown = Memo::new(move |_| Shown::new(&record, known.read().as_ref()));
    let press = move |()| {
        if let Some(host) = shown.with_untracked(|shown| shown.host.clone()) {
            watch.ask_now(host);
        }
    };
    let trouble = Signal::derive(move || {
        let shown = shown.read();
        let what = say!(probe.failed, name = name.get());
        Some(explain::trouble(what, shown.error.as_ref()?))
    });
    let now = clock::ticking(TICK);
    let age = move || {
        let shown = shown.read();
        if shown.asking {
            let words = say!(probe.asking, name = name.get());
            return view! { <progress aria-label=words></progress> }.into_any();
        }
        let age = |then| {
            say!(
                probe.age,
                age = format::age_short(now.get().saturating_sub(then))
            )
        };
        shown.then.map(age).into_any()
    };
    let to_keys = Navigation::get()
        .to_machine(machine, MachineTab::Keys)
        .href();
    view! {
        <section class="card" aria-labelledby="probe-title">
            <div class="card-head">
                <h2 id="probe-title">{say!(probe.title)}</h2>
                <span class="hint">{dynamic(age)}</span>
                <Button
                    label=say!(probe.probe)
                    why_not=Signal::derive(move || shown.read().why_not.clone())
                    busy=Signal::derive(move || shown.read().asking)
                    on_press=move |_| press(())
                />
            </div>
            <TroubleNotice
                trouble=trouble
                on_retry=Callback::new(press)
                busy=Signal::derive(move || shown.read().asking)
            />
            <p role="status">{dynamic(move || shown.read().status(&name.read()))}</p>
            {dynamic(move || shown.read().body(to_keys.clone()))}
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
