//! Signing in.

use leptos::prelude::*;
use mist_api::ApiError;

use crate::{
    components::{
        language_trouble::language_trouble, other_servers::other_servers, plain_http::plain_http,
        sign_in_form::SignInForm,
    },
    locales::{
        self,
        explain::{self, Trouble},
    },
    platform::{dom, task},
    say,
    state::{State, session::Why},
    ui::notice::TroubleNotice,
};

/// The screen before the page, saying why it shows.
#[component]
pub fn SignInPage(
    /// Why it shows.
    why: Why,
) -> impl IntoView {
    let title = say!(sign_in.title);
    dom::set_title(&locales::tab_title(title));
    let state = State::get();
    let session = state.session;
    let no_server = match &why {
        Why::NoServer(error) => Some(explain::no_server(error)),
        _ => None,
    };
    let ask_server = no_server.is_some() || why == Why::Elsewhere;
    let closed = matches!(
        why,
        Why::Asked | Why::Expired | Why::LinkRefused(ApiError::Unauthorised { .. })
    );
    let plain = |what: &str| Trouble {
        what: what.to_owned(),
        ..Trouble::default()
    };
    let (remark, trouble) = match why {
        Why::Asked | Why::Wanted | Why::Elsewhere | Why::NoServer(_) => (None, None),
        Why::SignedOut => (Some(say!(sign_in.signed_out)), None),
        Why::Expired => (None, Some(plain(say!(sign_in.expired)))),
        Why::LinkRefused(error) => (None, Some(explain::sign_in_link(&error))),
    };
    let form = match trouble {
        Some(trouble) => {
            view! { <SignInForm ask_server=ask_server closed=closed first_trouble=trouble /> }
                .into_any()
        }
        None => view! { <SignInForm ask_server=ask_server closed=closed /> }.into_any(),
    };
    view! {
        <main class="gate">
            <div class="card gate-card">
                <p class="brand">
                    <span class="logo" aria-hidden="true"></span>
                    {locales::product()}
                </p>
                <h1>{title}</h1>
                <p role="status">{remark}</p>
                {language_trouble()}
                <TroubleNotice
                    trouble=Signal::stored(no_server)
                    on_retry=Callback::new(move |()| task::spawn_page(session.start()))
                />
                {form}
                {other_servers(state)}
                <p class="hint">{say!(sign_in.link_help)}</p>
                {plain_http()}
            </div>
        </main>
    }
}
