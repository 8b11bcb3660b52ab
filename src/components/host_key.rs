//! A machine that shows another host key than before: both fingerprints, what it may mean, how to
//! check it, and accepting the new one on purpose.

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::AssociateKey,
    extensions::{ChangedHostKey, changed_host_key},
};

use super::copying;
use crate::{
    locales::explain::{self, Trouble},
    platform::task,
    routes::{MachineRef, Route},
    say,
    state::{State, associations::Opener},
    ui::{
        button::{Button, Weight, icon_button},
        changing::dynamic,
        dialog::Confirm,
        icon::Icon,
        notice::TroubleNotice,
    },
};

/// What to run on the machine's own console.
const CHECK: &str = "ssh-keyscan localhost 2>/dev/null | ssh-keygen -lf -";

/// The changed host key that a refusal speaks of.
pub fn of_refusal(error: &ApiError) -> Option<ChangedHostKey> {
    changed_host_key(error.words()?)
}

/// The key to sign in with when the new host key is accepted: the one used last, else the default.
fn likely_key(openers: Option<Vec<Opener>>, default: Option<String>) -> Option<String> {
    let used = |opener: &Opener| opener.association.last_used.unwrap_or_default();
    let openers = openers.unwrap_or_default().into_iter();
    let last = openers.max_by(|one, other| used(one).total_cmp(&used(other)));
    last.map(|opener| opener.key).or(default)
}

/// Accepting a host key: the machine is signed in to once, and from then on its key is known.
#[derive(Clone, Copy)]
struct Acceptance {
    state: State,
    /// The call, with or without the key to sign in with.
    call: StoredValue<AssociateKey>,
    key: Memo<Option<String>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    on_accepted: Callback<()>,
}

impl Acceptance {
    fn begin(self) {
        let Some(key) = self
            .key
            .get_untracked()
            .filter(|_| !self.busy.get_untracked())
        else {
            return;
        };
        self.busy.set(true);
        self.trouble.set(None);
        let call = AssociateKey {
            key,
            ..self.call.get_value()
        };
        task::spawn_page(async move {
            let host = call.host.clone();
            let answer = self.state.associations.add(call).await;
            // The screen may have been left meanwhile.
            self.busy.try_set(false);
            match answer {
                Ok(()) => {
                    let words = say!(host_key.accepted, host = host);
                    self.state.notices.say(words);
                    self.on_accepted.try_run(());
                }
                Err(error) => {
                    let what = say!(host_key.accept_failed, host = host);
                    let trouble = explain::trouble(what, &error);
                    self.state.notices.refuse(self.trouble, trouble);
                }
            }
        });
    }
}

/// The key to sign in with, once it is known.
fn key_for(state: State, call: &AssociateKey) -> Memo<Option<String>> {
    let machine = MachineRef {
        backend: call.backend.clone(),
        machine: call.machine.clone(),
    };
    let chosen = Some(call.key.clone()).filter(|key| !key.is_empty());
    let openers = state.associations.of(machine);
    let list = state.keys.list();
    Memo::new(move |_| {
        let default = || {
            let list = list.read();
            let mut keys = list.data()?.items.iter();
            let default = keys.find(|key| key.is_default)?;
            Some(default.id.clone())
        };
        let likely = || likely_key(openers.get(), default());
        chosen.clone().or_else(likely)
    })
}

/// What is known, what it may mean and how to find out.
fn words(state: State, changed: ChangedHostKey) -> impl IntoView {
    let ChangedHostKey { host, known, shown } = changed;
    let copy = move |()| copying::copy(state, CHECK.to_owned(), CHECK.to_owned());
    view! {
        <p class="trouble-what">{say!(host_key.changed, host = host)}</p>
        <dl class="facts">
            <dt>{say!(host_key.old)}</dt>
            <dd class="mono">{known}</dd>
            <dt>{say!(host_key.new)}</dt>
            <dd class="mono">{shown}</dd>
        </dl>
        <p>{say!(host_key.meaning)}</p>
        <p>{say!(host_key.check)}</p>
        <div class="check-command">
            <code class="mono">{CHECK}</code>
            {icon_button(say!(machine.copy, name = CHECK), Icon::Copy, copy)}
        </div>
    }
}

/// Says which key was expected and which one is shown, and offers to accept it: then `call` is made
/// with it, and `on_accepted` called. Without a key of its own `call` gets the likely one. `and_then`
/// is what happens next, said with the question.
pub fn host_key_notice(
    call: AssociateKey,
    changed: ChangedHostKey,
    and_then: &'static str,
    on_accepted: Callback<()>,
) -> AnyView {
    let state = State::get();
    // The key to sign in with may not be known yet.
    state.keys.refresh();
    let list = state.keys.list();
    let asking = RwSignal::new(false);
    let consequence = format!(
        "{} {and_then}",
        say!(
            host_key.consequence,
            host = &changed.host,
            shown = &changed.shown
        )
    );
    let acceptance = Acceptance {
        state,
        key: key_for(state, &call),
        call: StoredValue::new(AssociateKey {
            host_key: Some(changed.shown.clone()),
            ..call
        }),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        on_accepted,
    };
    let why_not = move || {
        let is_known = list.read().data().is_some();
        let has_none = is_known && acceptance.key.read().is_none();
        has_none.then(|| say!(host_key.no_key).to_owned())
    };
    let to_keys = |words| {
        view! {
            <p class="mend">
                <span class="hint">{words}</span>
                <a class="btn" href=Route::Keys.href()>
                    {say!(keys.add)}
                </a>
            </p>
        }
    };
    view! {
        <div class="trouble host-key" role="alert">
            {Icon::Warning.draw()}
            <div class="trouble-words">
                {words(state, changed)}
                <div>
                    <Button
                        label=say!(host_key.accept)
                        weight=Weight::Danger
                        why_not=Signal::derive(why_not)
                        busy=acceptance.busy
                        on_press=move |_| asking.set(true)
                    />
                    {dynamic(move || why_not().map(to_keys).into_any())}
                </div>
            </div>
        </div>
        <TroubleNotice trouble=acceptance.trouble />
        <Confirm
            title=say!(host_key.accept)
            consequence=consequence
            verb=say!(host_key.accept_verb)
            open=asking
            on_confirm=move |()| acceptance.begin()
        />
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::model::Association;

    fn opener(key: &str, last_used: Option<f64>) -> Opener {
        Opener {
            key: key.to_owned(),
            is_default: false,
            association: Association {
                backend_id: "b".into(),
                machine_id: "m".into(),
                last_used,
                user: None,
                sudo: None,
                port: None,
            },
        }
    }

    #[test]
    fn the_key_used_last_is_the_likely_one_and_the_default_where_none_was() {
        let openers = vec![
            opener("never", None),
            opener("last", Some(20.0)),
            opener("first", Some(10.0)),
        ];
        let default = || Some("default".to_owned());
        assert_eq!(likely_key(Some(openers), default()).unwrap(), "last");
        assert_eq!(likely_key(Some(Vec::new()), default()).unwrap(), "default");
        assert_eq!(likely_key(None, None), None);
    }
}
