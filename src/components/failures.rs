//! What fails or keeps people waiting, beside what is known: each backend with its own error, the
//! server itself once, however many backends that takes away, and the age of what stands below.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use mist_api::ApiError;
use mist_core::remote::{Phase, Remote};

use crate::{
    locales::{explain, format},
    platform::clock,
    say,
    state::{
        State,
        machines::{Failure, Late},
    },
    ui::{
        button::{Button, Weight},
        changing::{dynamic, text},
        empty::Loading,
        notice::TroubleNotice,
    },
};

/// How often an age is told anew.
const TICK: Duration = Duration::from_secs(1);

/// How long an answer may take before the age of what is shown meanwhile is told.
const PATIENCE_MS: u64 = 15_000;

/// One alert: the backends it is about, by id and title, and why they fail.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    backends: Vec<(String, String)>,
    error: ApiError,
    /// When the oldest list on screen came.
    last_good_ms: Option<u64>,
}

impl Shown {
    fn key(&self) -> (Vec<(String, String)>, String, Option<u64>) {
        (
            self.backends.clone(),
            self.error.to_string(),
            self.last_good_ms,
        )
    }
}

/// Without a connection it is not the backends that fail.
fn gather<'a>(failures: impl Iterator<Item = &'a Failure>) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for failure in failures {
        let backend = (failure.backend.id.clone(), failure.backend.title.clone());
        let cut_off = matches!(failure.error, ApiError::Network { .. });
        let same = shown
            .iter_mut()
            .find(|shown| cut_off && matches!(shown.error, ApiError::Network { .. }));
        if let Some(same) = same {
            same.backends.push(backend);
            same.last_good_ms = same.last_good_ms.min(failure.last_good_ms);
        } else {
            let error = failure.error.clone();
            let last_good_ms = failure.last_good_ms;
            shown.push(Shown {
                backends: vec![backend],
                error,
                last_good_ms,
            });
        }
    }
    shown
}

/// Whether something is being asked for, looked at once a second: an answer that comes at once
/// changes nothing on the screen.
fn looked_at(now: ReadSignal<u64>, is_asking: Box<dyn Fn() -> bool + Send + Sync>) -> Signal<bool> {
    Memo::new(move |before| {
        now.track();
        before.is_some() && untrack(&is_asking)
    })
    .into()
}

fn one(shown: Shown, now: ReadSignal<u64>, state: State) -> impl IntoView {
    let Shown {
        backends,
        error,
        last_good_ms,
    } = shown;
    let what = match backends.as_slice() {
        [(_, title)] => say!(machines.backend_failed, backend = title),
        _ => say!(machines.server_failed).to_owned(),
    };
    let trouble = explain::trouble(what, &error);
    let cut_off = matches!(error, ApiError::Network { .. });
    let backends: Arc<[_]> = backends.into_iter().map(|(id, _)| id).collect();
    let retry = {
        let backends = backends.clone();
        Callback::new(move |()| {
            // Without a connection the list of backends failed too, or will.
            if cut_off {
                state.backends.refresh();
            }
            for id in backends.iter() {
                state.machines.refresh(id);
            }
        })
    };
    let is_asking = move || backends.iter().any(|id| state.machines.is_asking(id));
    let busy = looked_at(now, Box::new(is_asking));
    // Outside the alert: a screen reader is not to hear the age again and again.
    let age = last_good_ms.map(|then| {
        let age = move || format::age(now.get().saturating_sub(then));
        view! { <p class="hint">{move || say!(machines.backend_stale, age = age())}</p> }
    });
    view! {
        <div class="failure">
            <TroubleNotice trouble=Some(trouble) on_retry=retry busy=busy />
            {age}
        </div>
    }
}

/// A backend that takes long: what is known stays, and says how old it is.
fn late(late: Late, now: ReadSignal<u64>, state: State) -> AnyView {
    let Late {
        id,
        title,
        last_good_ms,
    } = late;
    let Some(then) = last_good_ms else {
        return view! { <Loading what=say!(machines.asking, backend = title) /> }.into_any();
    };
    let words = move || {
        let age = format::age(now.get().saturating_sub(then));
        say!(machines.late, backend = &title, age = age)
    };
    view! {
        <div class="row late">
            <p class="hint">{text(words)}</p>
            <Button
                label=say!(form.retry)
                weight=Weight::Quiet
                on_press=move |_| state.machines.refresh(&id)
            />
        </div>
    }
    .into_any()
}

/// What fails and what is late, of all backends or of one.
#[component]
pub fn BackendFailures(
    /// The one backend they are to be about, by its id; all without it.
    #[prop(optional, into)]
    only: Option<String>,
) -> impl IntoView {
    let state = State::get();
    let failures = state.machines.failures();
    let is_all = only.is_none();
    let only = StoredValue::new(only);
    let matters =
        move |id: &str| only.with_value(|only| only.as_deref().is_none_or(|only| only == id));
    let shown = Memo::new(move |_| {
        let mut failures = failures.get();
        failures.retain(|failure| matters(&failure.backend.id));
        gather(failures.iter())
    });
    let now = clock::ticking(TICK);
    // Looked at once a second, like whether something is being asked for.
    let waits = Memo::new(move |before| {
        let now = now.get();
        if before.is_none() {
            return Vec::new();
        }
        let mut late = state.machines.late(now.saturating_sub(PATIENCE_MS));
        // A screen of one backend waits for its first answer in its own words.
        late.retain(|late| matters(&late.id) && (is_all || late.last_good_ms.is_some()));
        late
    });
    view! {
        <For
            each=move || shown.get()
            key=Shown::key
            children=move |shown| one(shown, now, state)
        />
        {dynamic(move || {
            let waits = waits.get().into_iter().map(|one| late(one, now, state));
            waits.collect::<Vec<_>>().into_any()
        })}
    }
}

/// How a list stands, whatever is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    error: Option<ApiError>,
    last_good_ms: Option<u64>,
    is_asking: bool,
}

impl Freshness {
    /// Nothing is wrong, and nothing is asked for.
    pub const fn quiet() -> Self {
        Self {
            error: None,
            last_good_ms: None,
            is_asking: false,
        }
    }

    /// How this one stands.
    pub fn of<T>(list: &Remote<T, ApiError>) -> Self {
        Self {
            error: list.error().cloned(),
            last_good_ms: list.fetched_at_ms(),
            is_asking: list.phase() != Phase::Idle,
        }
    }

    /// Whether the first answer is awaited.
    pub const fn is_awaited(&self) -> bool {
        self.error.is_none() && self.last_good_ms.is_none()
    }
}

/// A list that could not be fetched, or takes long: `what` failed, "Retry", and how old is what
/// stands below.
pub fn list_trouble(
    what: &'static str,
    freshness: impl Fn() -> Freshness + Send + Sync + 'static,
    on_retry: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    of_list(
        what,
        Signal::derive(freshness),
        Callback::new(move |()| on_retry()),
    )
}

/// The same for every list, compiled once.
fn of_list(what: &'static str, freshness: Signal<Freshness>, on_retry: Callback<()>) -> AnyView {
    let now = clock::ticking(TICK);
    let trouble = Signal::derive(move || {
        let error = freshness.get().error?;
        Some(explain::trouble(what.to_owned(), &error))
    });
    let busy = looked_at(now, Box::new(move || freshness.get().is_asking));
    let stale = Memo::new(move |_| {
        let Freshness {
            error,
            last_good_ms,
            ..
        } = freshness.get();
        let then = last_good_ms?;
        let is_late = busy.get() && now.get().saturating_sub(then) > PATIENCE_MS;
        (error.is_some() || is_late).then_some(then)
    });
    let age = move || {
        let then = stale.get()?;
        let words = move || {
            let age = format::age(now.get().saturating_sub(then));
            say!(form.as_of, age = age)
        };
        Some(view! { <p class="hint">{text(words)}</p> })
    };
    view! {
        <div class="failure">
            <TroubleNotice trouble=trouble on_retry=on_retry busy=busy />
            {dynamic(move || age().into_any())}
        </div>
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListBackends};

    fn failure(id: &str, error: ApiError, last_good_ms: Option<u64>) -> Failure {
        let answer = format!(r#"[{{"id": "{id}", "title": "{id}", "provider": "p"}}]"#);
        let backend = ListBackends
            .decode(answer.as_bytes())
            .unwrap()
            .items
            .remove(0);
        Failure {
            backend: Arc::new(backend),
            error,
            last_good_ms,
        }
    }

    #[test]
    fn a_server_that_is_gone_is_said_once_and_a_failing_cloud_by_its_name() {
        let gone = || ApiError::Network {
            detail: "refused".into(),
        };
        let cloud = ApiError::ProviderUnreachable {
            words: "Backend unavailable".into(),
        };
        let failures = [
            failure("a", gone(), Some(20)),
            failure("b", cloud.clone(), None),
            failure("c", gone(), Some(10)),
        ];
        let shown = gather(failures.iter());
        let ids = |shown: &Shown| {
            shown
                .backends
                .iter()
                .map(|(id, _)| id.clone())
                .collect::<String>()
        };
        assert_eq!(shown.iter().map(ids).collect::<Vec<_>>(), ["ac", "b"]);
        assert_eq!(shown[0].last_good_ms, Some(10));
        assert_eq!(shown[1].error, cloud);
    }
}
