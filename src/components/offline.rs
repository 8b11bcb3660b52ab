//! The page without its server: what says so above every screen, and why nothing can be changed.

use std::time::Duration;

use leptos::prelude::*;

use super::session_gate::keep_asking;
use crate::{
    locales::{explain::Trouble, format},
    platform::{clock, dom, task},
    say,
    state::{State, session::Phase},
    ui::{
        changing::{dynamic, text},
        notice::TroubleNotice,
    },
};

/// How often the age is told anew.
const TICK: Duration = Duration::from_secs(1);

/// Why nothing can be changed, while what is shown is shown from memory.
pub fn why_not(state: State) -> Signal<Option<String>> {
    let remembered_at = state.session.remembered_at();
    Signal::derive(move || {
        let is_remembered = remembered_at.read().is_some();
        is_remembered.then(|| say!(offline.why_not).to_owned())
    })
}

/// Says that what stands below is remembered and how old it is, and asks the server again and again. When
/// it answers, this goes and everything else stays where it is.
fn banner(state: State, at_ms: u64) -> AnyView {
    let session = state.session;
    let asking = RwSignal::new(false);
    let ask = move || async move {
        asking.try_set(true);
        session.start().await;
        asking.try_set(false);
        let is_live = session.phase().get_untracked() == Phase::In
            && session.remembered_at().get_untracked().is_none();
        if is_live {
            state.notices.say(say!(offline.back).to_owned());
        }
    };
    keep_asking(ask);
    // A network that comes back is worth a question at once.
    let listener = StoredValue::new_local(dom::on_online(move || task::spawn_page(ask())));
    on_cleanup(move || listener.dispose());
    let trouble = Trouble {
        what: say!(offline.banner).to_owned(),
        ..Trouble::default()
    };
    let now = clock::ticking(TICK);
    let moment = format::minute_here(at_ms);
    // Outside the alert: a screen reader is not to hear the age again and again.
    let known = move || {
        let age = format::age(now.get().saturating_sub(at_ms));
        say!(offline.known, moment = &moment, age = age)
    };
    view! {
        <div class="offline">
            <TroubleNotice
                trouble=Some(trouble)
                busy=asking
                on_retry=Callback::new(move |()| task::spawn_page(ask()))
            />
            <p class="hint">{text(known)}</p>
        </div>
    }
    .into_any()
}

/// The banner, while there is need of it.
pub fn offline_banner(state: State) -> AnyView {
    let remembered_at = state.session.remembered_at();
    let at_ms = Memo::new(move |_| remembered_at.get());
    dynamic(move || match at_ms.get() {
        Some(at_ms) => banner(state, at_ms),
        None => ().into_any(),
    })
}
