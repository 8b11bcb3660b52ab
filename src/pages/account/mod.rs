//! Who is signed in, where, on what plan; the servers this browser knows; and how the page looks.

pub mod details;
mod remembering;
pub mod servers;

use leptos::prelude::*;

use self::{details::Details, remembering::remembering, servers::Servers};
use crate::{
    platform::theme::{self, Theme},
    say,
    state::{State, session::Session},
    ui::{changing::dynamic, page::PageHead},
};

fn theme_words(theme: Theme) -> &'static str {
    match theme {
        Theme::System => say!(account.theme_system),
        Theme::Light => say!(account.theme_light),
        Theme::Dark => say!(account.theme_dark),
    }
}

fn theme_choice() -> AnyView {
    let chosen = RwSignal::new(theme::chosen());
    let radio = |theme: Theme| {
        let choose = move |_| {
            chosen.set(theme);
            theme::choose(theme);
        };
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="theme"
                    value=theme.id()
                    prop:checked=move || chosen.get() == theme
                    on:change=choose
                />
                <span>{theme_words(theme)}</span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="theme-title">
            <h3 id="theme-title">{say!(account.theme)}</h3>
            <div class="row">{Theme::ALL.map(radio)}</div>
        </div>
    }
    .into_any()
}

/// Whether the session outlives the tab: asked at sign-in, and changed here.
fn staying(session: Session) -> AnyView {
    let tick = move |event| session.stay(event_target_checked(&event));
    let tick_box = move || {
        let is_held = session.is_held().get();
        is_held.then(|| {
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=session.stays() on:change=tick />
                    <span>{say!(sign_in.stay)}</span>
                </label>
            }
        })
    };
    dynamic(move || tick_box().into_any())
}

/// The screen.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = State::get();
    let session = state.session;
    view! {
        <PageHead title=say!(frame.account) />
        <Details session=session />
        <Servers session=session />
        <section class="card" aria-labelledby="preferences-title">
            <h2 id="preferences-title">{say!(account.preferences)}</h2>
            {theme_choice()}
            {staying(session)}
        </section>
        {remembering(state)}
    }
}
