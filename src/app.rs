//! The frame: which screen shows, the navigation around it, and the session's gate before it.

mod parts;

use leptos::prelude::*;
use mist_api::ApiError;

use self::parts::Parts;
use crate::{
    components::{
        frame::Frame, navigate::Navigation, session_gate::Unreachable, sign_in_again::SignInAgain,
        starting::Starting,
    },
    pages::{machines::MachinesPage, not_found::NotFoundPage, sign_in::SignInPage},
    platform::{boot, clock, density, heights, marks, offline, soft_keyboard, task, theme},
    routes::Route,
    say,
    state::{State, session::Phase},
    ui::{button::SayWhyNot, dialog::Confirm},
};

/// Puts the page beside what `index.html` shows, which goes when there is something in its place.
pub fn mount() {
    theme::choose(theme::chosen());
    density::choose(density::chosen());
    soft_keyboard::watch();
    mount_to_body(App);
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    heights::watch();
    let navigation = Navigation::provide();
    let state = State::provide();
    let notices = state.notices;
    provide_context(SayWhyNot(Callback::new(move |words| notices.say(words))));
    let asked = begin(navigation, state);
    let parts = Parts::new(state.release);
    Effect::new(move |_| navigation.route().with(|route| parts.want(route)));
    let phase = state.session.phase();
    let generation = state.session.generation();
    // Signing in again in place ends where it began: the screen stays, and with it what was typed.
    // Another account begins anew.
    // Another language draws everything anew; what is kept in the state stays.
    let language = state.language;
    let (turn, is_settled) = (language.turn(), language.is_settled());
    let stand = Memo::new(move |_| {
        let phase = if is_settled.get() {
            phase.get()
        } else {
            Phase::Starting
        };
        (phase, generation.get(), turn.get())
    });
    let has_room = RwSignal::new(false);
    Effect::new(move |marked: Option<bool>| {
        let is_begun = marked == Some(true);
        match stand.with(|(phase, ..)| phase.clone()) {
            Phase::Starting => is_begun,
            // The frame is drawn first, and its screen in another turn.
            Phase::In if !is_begun => {
                boot::step_back();
                task::spawn_page(async move {
                    clock::turn().await;
                    has_room.set(true);
                    clock::turn().await;
                    take_over();
                });
                true
            }
            _ => {
                if !is_begun {
                    has_room.set(true);
                    take_over();
                }
                true
            }
        }
    });
    let gate = move || match stand.get().0 {
        Phase::Starting => Starting().into_any(),
        Phase::Unreachable(error) => view! { <Unreachable error=error /> }.into_any(),
        Phase::SignedOut(why) => view! { <SignInPage why=why /> }.into_any(),
        Phase::In => {
            view! { <Inside navigation=navigation parts=parts asked=asked has_room=has_room /> }
                .into_any()
        }
    };
    view! { {gate} }
}

/// The page shows what people need: what `index.html` showed goes.
fn take_over() {
    boot::leave();
    marks::mark(marks::INTERACTIVE);
    task::spawn_page(offline::register());
}

/// A sign-in link: whose it is, and the code.
type Link = (String, String);

/// A sign-in link leaves the address at once, wherever the page stands. Nobody signed in: it is
/// followed. The same person: their session is renewed in place. Somebody else: they are asked
/// first, through what this returns; a page that is in use is not thrown away by a link.
fn begin(navigation: Navigation, state: State) -> RwSignal<Option<Link>> {
    let asked = RwSignal::new(None);
    let session = state.session;
    let route = navigation.route();
    task::spawn_page(state.language.start());
    if !matches!(route.get_untracked(), Route::SignInLink { .. }) {
        task::spawn_page(session.start());
    }
    Effect::new(move |_| match route.get() {
        Route::SignInLink { email, code } => {
            navigation.replace(&Route::default());
            let inside = session.phase().get_untracked() == Phase::In;
            match session.email().get_untracked().filter(|_| inside) {
                None => task::spawn_page(session.follow_link(email, code)),
                Some(held) if held == email => task::spawn_page(renew(state, email, code)),
                Some(_) => asked.set(Some((email, code))),
            }
        }
        Route::SignIn if session.phase().get() == Phase::In => {
            navigation.replace(&Route::default());
        }
        _ => {}
    });
    asked
}

/// Follows a link without leaving the page; a refusal is said and changes nothing.
async fn renew(state: State, email: String, code: String) {
    match state.session.redeem(email, code).await {
        Ok(()) => {}
        Err(ApiError::Unauthorised { .. }) => {
            state
                .notices
                .say(say!(sign_in.link_refused_inside).to_owned());
        }
        Err(_) => state
            .notices
            .say(say!(sign_in.link_failed_inside).to_owned()),
    }
}

/// Asks before a link signs somebody else in.
#[component]
fn OtherAccount(asked: RwSignal<Option<Link>>) -> impl IntoView {
    let state = State::get();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    let email = move || asked.get().map(|(email, _)| email).unwrap_or_default();
    let follow = move |()| {
        if let Some((email, code)) = asked.get_untracked() {
            asked.set(None);
            task::spawn_page(renew(state, email, code));
        }
    };
    view! {
        <Confirm
            title=Signal::derive(move || say!(sign_in.other_question, email = email()))
            consequence=Signal::derive(move || say!(sign_in.other_consequence, email = email()))
            verb=say!(sign_in.submit)
            open=open
            on_confirm=follow
        />
    }
}

#[component]
fn Inside(
    navigation: Navigation,
    parts: Parts,
    asked: RwSignal<Option<Link>>,
    /// Whether the screen is to be drawn in the frame.
    has_room: RwSignal<bool>,
) -> impl IntoView {
    let route = navigation.route();
    // A screen stays when only what it shows changes: a filter, a tab.
    let screen = Memo::new_with_compare(
        move |_| route.get(),
        |old: Option<&Route>, new: Option<&Route>| match (old, new) {
            (Some(old), Some(new)) => !old.same_screen(new),
            _ => true,
        },
    );
    let page = move || match screen.get() {
        _ if !has_room.get() => ().into_any(),
        Route::Machines(_) => {
            let first_steps = Callback::new(move |()| parts.first_steps());
            view! { <MachinesPage first_steps=first_steps /> }.into_any()
        }
        Route::SignIn | Route::SignInLink { .. } => ().into_any(),
        Route::Unknown(address) => view! { <NotFoundPage address=address /> }.into_any(),
        elsewhere => parts.show(elsewhere),
    };
    view! {
        <Frame>{page}</Frame>
        <SignInAgain />
        <OtherAccount asked=asked />
    }
}
