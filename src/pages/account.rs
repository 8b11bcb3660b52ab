//! Who is signed in, where, and how the page looks.

use leptos::prelude::*;

use crate::{
    components::session_gate::server_name,
    platform::theme::{self, Theme},
    say,
    state::{State, session::Session},
    ui::{button::Button, page::PageHead},
};

fn theme_words(theme: Theme) -> &'static str {
    match theme {
        Theme::System => say!(account.theme_system),
        Theme::Light => say!(account.theme_light),
        Theme::Dark => say!(account.theme_dark),
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
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
        <div class="card" role="radiogroup" aria-labelledby="theme-title">
            <h2 id="theme-title">{say!(account.theme)}</h2>
            <div class="row">{Theme::ALL.map(radio)}</div>
        </div>
    }
}

#[component]
fn SignOutOrIn(session: Session) -> impl IntoView {
    let email = session.email();
    move || match email.get() {
        Some(_) => view! {
            <Button label=say!(account.sign_out) on_press=move |_| session.sign_out() />
        }
        .into_any(),
        None => view! {
            <Button
                label=say!(account.sign_in)
                on_press=move |_| session.ask_to_sign_in()
            />
        }
        .into_any(),
    }
}

/// The screen.
#[component]
pub fn AccountPage() -> impl IntoView {
    let session = State::get().session;
    let email = session.email();
    let plan = move || {
        session
            .account()
            .get()
            .and_then(|account| account.plan)
            .map(|plan| plan.title)
    };
    view! {
        <PageHead title=say!(frame.account) />
        <section class="card">
            <dl class="facts">
                <dt>{say!(account.who)}</dt>
                <dd>{move || email.get().unwrap_or_else(|| say!(account.nobody).to_owned())}</dd>
                {move || {
                    plan()
                        .map(|plan| {
                            view! {
                                <dt>{say!(account.plan)}</dt>
                                <dd>{plan}</dd>
                            }
                        })
                }}
                <dt>{say!(account.server)}</dt>
                <dd>{move || server_name(session.server().read().as_str())}</dd>
            </dl>
            <div class="row">
                <SignOutOrIn session=session />
            </div>
        </section>
        <ThemeChoice />
    }
}
