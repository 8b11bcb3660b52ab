//! Signing in.

use leptos::prelude::*;

use crate::{
    components::sign_in_form::SignInForm,
    locales::explain::{self, Trouble},
    platform::dom,
    say,
    state::session::Why,
};

/// The screen before the page, saying why it shows.
#[component]
pub fn SignInPage(
    /// Why it shows.
    why: Why,
) -> impl IntoView {
    let title = say!(sign_in.title);
    dom::set_title(&say!(frame.tab_title, screen = title));
    let ask_server = why == Why::NoServer;
    let closed = matches!(why, Why::Asked | Why::Expired | Why::LinkRefused(_));
    let plain = |what: &str| Trouble {
        what: what.to_owned(),
        ..Trouble::default()
    };
    let (remark, trouble) = match why {
        Why::Asked => (None, None),
        Why::SignedOut => (Some(say!(sign_in.signed_out)), None),
        Why::Expired => (None, Some(plain(say!(sign_in.expired)))),
        Why::NoServer => (None, Some(plain(say!(sign_in.no_server)))),
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
                    {say!(frame.product)}
                </p>
                <h1>{title}</h1>
                <p role="status">{remark}</p>
                {form}
                <p class="hint">{say!(sign_in.link_help)}</p>
            </div>
        </main>
    }
}
