//! What this page changed during this visit: each change with its object, time and result, what the server
//! said, and a way to make it once more where that does no harm.

mod again;
mod words;

use leptos::prelude::*;
use mist_api::{ApiError, call::Request};
use mist_core::lower::lower;

use self::again::Again;
use crate::{
    components::navigate::Navigation,
    locales::{explain, format},
    platform::{clock, task},
    routes::{ActivityList, Route},
    say,
    state::{
        State,
        activity::{Entry, Outcome},
    },
    ui::{
        button::Button,
        changing::{dynamic, rows},
        dialog::Confirm,
        empty::Empty,
        page::PageHead,
        search::SearchField,
        state_dot::{Tone, state_dot},
    },
};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    navigation: Navigation,
    filter: Memo<ActivityList>,
    /// The change that may be made once more, and whether that is asked.
    about: RwSignal<Option<Entry>>,
    asking: RwSignal<bool>,
}

/// How a change stands, in a word.
fn result(outcome: &Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Running => (Tone::Moving, say!(activity.running)),
        Outcome::Done => (Tone::Good, say!(activity.done)),
        Outcome::Stopped => (Tone::Off, say!(activity.stopped)),
        Outcome::Failed(ApiError::Aborted) => (Tone::Bad, say!(activity.given_up)),
        Outcome::Failed(error) if error.is_answer_lost() => (Tone::Bad, say!(activity.lost)),
        Outcome::Failed(_) => (Tone::Bad, say!(activity.failed)),
    }
}

/// The server's own words, or the plain fact, of a change that failed.
fn told(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Failed(error) => explain::trouble(String::new(), error).server_words,
        _ => None,
    }
}

fn sentence(entry: &Entry) -> String {
    words::sentence(&entry.request, &entry.names)
}

/// Whether a change fits what is searched for: every word of it stands somewhere in what is shown.
fn fits(entry: &Entry, filter: &ActivityList) -> bool {
    let outcome = entry.outcome.read();
    if filter.failed && !outcome.0.is_failed() {
        return false;
    }
    let query = lower(&filter.query);
    let mut wanted = query.split_whitespace().peekable();
    if wanted.peek().is_none() {
        return true;
    }
    let shown = [
        sentence(entry),
        entry.names.backend.clone(),
        result(&outcome.0).1.to_owned(),
        told(&outcome.0).unwrap_or_default(),
    ];
    let shown = lower(&shown.join(" "));
    wanted.all(|word| shown.contains(word))
}

impl Shared {
    fn set(self, filter: ActivityList) {
        self.navigation.replace(&Route::Activity(filter));
    }

    fn entry(self, number: &str) -> Option<Entry> {
        let list = self.state.activity.list();
        let list = list.read_untracked();
        let newest = list.front()?.number;
        let place = newest.checked_sub(number.parse().ok()?)?;
        list.get(usize::try_from(place).ok()?).cloned()
    }

    fn repeat(self, entry: Entry) {
        entry.tried_again.set(true);
        let what = sentence(&entry);
        let request = Request::clone(&entry.request);
        let name = entry.names.machine;
        let notices = self.state.notices;
        task::spawn_page(async move {
            let _waits = notices.wait();
            match again::repeat(self.state, request, name).await {
                Some(true) => notices.say(say!(activity.again_done, what = what)),
                Some(false) => notices.say(say!(activity.again_failed, what = what)),
                None => {}
            }
        });
    }

    /// What can be done about a change that failed.
    fn mend(self, entry: &Entry) -> AnyView {
        let again = Again::of(&entry.request, &entry.outcome.read().0);
        let tried = entry.tried_again.clone();
        let why_not = Signal::derive(move || tried.get().then(|| say!(activity.tried).to_owned()));
        let entry = entry.clone();
        let label = say!(form.retry);
        match again {
            Again::Needless => ().into_any(),
            Again::No(why) => view! { <p class="hint">{why}</p> }.into_any(),
            Again::Form(route) => view! {
                <a class="btn" href=route.href()>
                    {say!(activity.open_form)}
                </a>
            }
            .into_any(),
            Again::Retry | Again::Ask(_) => {
                let asks = matches!(again, Again::Ask(_));
                let press = move |_| {
                    if asks {
                        self.about.set(Some(entry.clone()));
                        self.asking.set(true);
                    } else {
                        self.repeat(entry.clone());
                    }
                };
                view! { <Button label=label why_not=why_not on_press=press /> }.into_any()
            }
        }
    }

    fn row(self, number: &str) -> AnyView {
        let Some(entry) = self.entry(number) else {
            return ().into_any();
        };
        let what = sentence(&entry);
        let what = match words::place(&entry.request) {
            Some(route) => view! { <a href=route.href()>{what}</a> }.into_any(),
            None => what.into_any(),
        };
        let (day, time) = (
            format::day_here(entry.at_ms),
            format::second_here(entry.at_ms),
        );
        let is_today = day == format::day_here(clock::now_ms());
        let outcome = entry.outcome.clone();
        let stands = move || {
            let (outcome, took) = outcome.get();
            let (tone, word) = result(&outcome);
            // What is there at once took no time worth a number.
            let took = took.filter(|ms| *ms >= 100.0).map(format::elapsed);
            let words = told(&outcome).map(|words| view! { <p class="server-words">{words}</p> });
            view! {
                <p class="change-result">
                    {state_dot(tone, word.to_owned())} " " <span class="hint">{took}</span>
                </p>
                {words}
            }
            .into_any()
        };
        view! {
            <li class="change">
                <time class="hint">
                    {(!is_today).then(|| format!("{day} "))} {time}
                </time>
                <div class="change-what">
                    <p>{what}</p>
                    {dynamic(stands)}
                </div>
                <div class="change-mend">{dynamic(move || self.mend(&entry))}</div>
            </li>
        }
        .into_any()
    }

    fn filter_bar(self) -> impl IntoView {
        let filter = self.filter;
        let field = SearchField {
            label: say!(activity.search),
            hint: say!(activity.search_hint),
            text: Signal::derive(move || filter.read().query.clone()),
            on_search: Callback::new(move |query| {
                self.set(ActivityList {
                    query,
                    ..filter.get_untracked()
                });
            }),
        };
        let tick = move |event| {
            self.set(ActivityList {
                failed: event_target_checked(&event),
                ..filter.get_untracked()
            });
        };
        view! {
            {field.view()}
            <label class="check">
                <input type="checkbox" prop:checked=move || filter.read().failed on:change=tick />
                <span>{say!(activity.only_failed)}</span>
            </label>
        }
    }

    fn question(self) -> impl IntoView {
        let what = move || self.about.read().as_ref().map(sentence).unwrap_or_default();
        let verb = move || {
            let about = self.about.read();
            let again = about
                .as_ref()
                .map(|entry| Again::of(&entry.request, &entry.outcome.read().0));
            match again {
                Some(Again::Ask(verb)) => verb.to_owned(),
                _ => say!(form.retry).to_owned(),
            }
        };
        let go = move |()| {
            if let Some(entry) = self.about.get_untracked() {
                self.repeat(entry);
            }
        };
        view! {
            <Confirm
                title=Signal::derive(move || say!(activity.question, what = what()))
                consequence=say!(activity.consequence)
                verb=Signal::derive(verb)
                open=self.asking
                on_confirm=go
            />
        }
    }
}

/// The screen.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let shared = Shared {
        state,
        navigation,
        filter: Memo::new(move |_| match &*navigation.route().read() {
            Route::Activity(list) => list.clone(),
            _ => ActivityList::default(),
        }),
        about: RwSignal::new(None),
        asking: RwSignal::new(false),
    };
    let list = state.activity.list();
    // Whoever is here sees what fails.
    let unseen = state.activity.unseen();
    Effect::new(move |_| {
        unseen.track();
        state.activity.look();
    });
    let shown = Memo::new(move |_| {
        let (list, filter) = (list.read(), shared.filter.read());
        let fitting = list.iter().filter(|entry| fits(entry, &filter));
        fitting
            .map(|entry| entry.number.to_string())
            .collect::<Vec<_>>()
    });
    let total = Memo::new(move |_| list.read().len());
    let count = move || {
        (total.get() > 0).then(|| {
            say!(
                activity.count,
                total = total.get(),
                shown = shown.read().len()
            )
        })
    };
    let state_of = Memo::new(move |_| (total.get() == 0, shown.read().is_empty()));
    let nothing = move || match state_of.get() {
        (true, _) => {
            view! { <Empty title=say!(activity.empty) why=say!(activity.empty_why) /> }.into_any()
        }
        (false, true) => view! {
            <Empty title=say!(activity.none_match)>
                <Button
                    label=say!(activity.show_all)
                    on_press=move |_| shared.set(ActivityList::default())
                />
            </Empty>
        }
        .into_any(),
        (false, false) => ().into_any(),
    };
    view! {
        <PageHead title=say!(activity.title) />
        <div class="change-filter">{shared.filter_bar()}</div>
        <p class="hint" role="status">
            {count}
        </p>
        {dynamic(nothing)}
        <ul class="changes" role="list" aria-label=say!(activity.title)>
            {rows(move || shown.get(), move |number| shared.row(&number))}
        </ul>
        {shared.question()}
    }
}
