//! What fails, beside the machines that are known: each backend with its own error, and the server
//! itself once, however many backends that takes away.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use mist_api::ApiError;

use crate::{
    locales::{explain, format},
    platform::clock,
    say,
    state::{State, machines::Failure},
    ui::notice::TroubleNotice,
};

/// How often an age is told anew.
const TICK: Duration = Duration::from_secs(1);

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
    let backends: Arc<[_]> = backends.into_iter().map(|(id, _)| id).collect();
    let retry = Callback::new(move |()| {
        for id in backends.iter() {
            state.machines.refresh(id);
        }
    });
    // Outside the alert: a screen reader is not to hear the age again and again.
    let age = last_good_ms.map(|then| {
        let age = move || format::age(now.get().saturating_sub(then));
        view! { <p class="hint">{move || say!(machines.backend_stale, age = age())}</p> }
    });
    view! {
        <div class="failure">
            <TroubleNotice trouble=Some(trouble) on_retry=retry />
            {age}
        </div>
    }
}

/// The alerts.
#[component]
pub fn BackendFailures(
    /// The one backend they are to be about, by its id; all without it.
    #[prop(optional, into)]
    only: Option<String>,
) -> impl IntoView {
    let state = State::get();
    let failures = state.machines.failures();
    let shown = Memo::new(move |_| {
        let failures = failures.read();
        let wanted =
            |failure: &&Failure| only.as_ref().is_none_or(|only| failure.backend.id == *only);
        gather(failures.iter().filter(wanted))
    });
    let now = clock::ticking(TICK);
    view! {
        <For
            each=move || shown.get()
            key=Shown::key
            children=move |shown| one(shown, now, state)
        />
    }
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
