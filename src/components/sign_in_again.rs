//! A session that ended under an open page is renewed in place: what stands on the screen stays.

use leptos::prelude::*;

use super::sign_in_form::SignInForm;
use crate::{
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        dialog::Dialog,
    },
};

/// The dialog over the page. Signing out is the only other way from here.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = State::get().session;
    let email = session.email();
    view! {
        <Dialog title=say!(sign_in.again_title) open=session.expired() dismissable=false>
            <p>{say!(sign_in.again)}</p>
            <SignInForm again=email.get_untracked().unwrap_or_default() />
            <p class="hint">{say!(sign_in.link_help)}</p>
            <Button
                label=say!(account.sign_out)
                weight=Weight::Quiet
                on_press=move |_| session.sign_out()
            />
        </Dialog>
    }
}
