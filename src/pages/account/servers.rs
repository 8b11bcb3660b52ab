//! The servers this browser knows: going to another one, forgetting one, signing out of all.

use leptos::prelude::*;
use mist_api::ServerUrl;

use crate::{
    components::other_servers::address_of,
    say,
    state::{
        State, hosting,
        session::{KnownServer, Session},
    },
    ui::{
        button::{Button, Weight},
        changing::rows,
        dialog::Confirm,
    },
};

/// What the parts share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    session: Session,
    servers: Signal<Vec<KnownServer>>,
    /// The server to go to once it is agreed that commands end.
    to: RwSignal<Option<ServerUrl>>,
    leaving: RwSignal<bool>,
    ending: RwSignal<bool>,
}

/// What is kept for a server, in words.
fn kept(known: &KnownServer) -> String {
    match &known.email {
        // Whose session it is stands above.
        Some(_) if known.is_here && known.on_device => say!(account.here_on_device).to_owned(),
        Some(_) if known.is_here => say!(account.here_in_tab).to_owned(),
        Some(email) if known.on_device => say!(account.kept_on_device, email = email.as_str()),
        Some(email) => say!(account.kept_in_tab, email = email.as_str()),
        None => say!(account.kept_nowhere).to_owned(),
    }
}

impl Shared {
    fn go(self, server: ServerUrl) {
        if untrack(|| self.state.shells.running()) == 0 {
            self.session.switch(server);
        } else {
            self.to.set(Some(server));
            self.leaving.set(true);
        }
    }

    fn row(self, address: &str) -> AnyView {
        let Ok(url) = ServerUrl::parse(address) else {
            return ().into_any();
        };
        let shown = address_of(&url);
        let of_this = url.clone();
        let known = Memo::new(move |_| {
            let servers = self.servers.read();
            servers.iter().find(|known| known.url == of_this).cloned()
        });
        let words = move || known.read().as_ref().map(kept);
        let is_here = Memo::new(move |_| known.read().as_ref().is_some_and(|known| known.is_here));
        let (switch, forget) = (
            say!(account.switch_to, server = &shown),
            say!(account.forget_server, server = &shown),
        );
        let gone = say!(account.forgotten, server = &shown);
        let buttons = move || {
            if is_here.get() {
                return view! { <span class="tag">{say!(account.in_use)}</span> }.into_any();
            }
            let (to, doomed) = (url.clone(), url.clone());
            let gone = gone.clone();
            view! {
                <button type="button" class="btn" aria-label=switch.clone() on:click=move |_| self.go(to.clone())>
                    {say!(account.switch)}
                </button>
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=forget.clone()
                    on:click=move |_| {
                        self.session.forget_server(&doomed);
                        self.state.notices.say(gone.clone());
                        crate::components::row_focus::title_if_lost();
                    }
                >
                    {say!(account.forget)}
                </button>
            }
            .into_any()
        };
        view! {
            <li class="server">
                <div>
                    <p class="mono">{shown}</p>
                    <p class="hint">{words}</p>
                </div>
                <div class="server-actions">{crate::ui::changing::dynamic(buttons)}</div>
            </li>
        }
        .into_any()
    }
}

/// The part of the screen.
#[component]
pub fn Servers(
    /// Whose.
    session: Session,
) -> impl IntoView {
    let state = State::get();
    let shared = Shared {
        state,
        session,
        servers: session.servers(),
        to: RwSignal::new(None),
        leaving: RwSignal::new(false),
        ending: RwSignal::new(false),
    };
    let addresses = move || {
        let servers = shared.servers.read();
        let addresses = servers.iter().map(|known| known.url.as_str().to_owned());
        addresses.collect()
    };
    let sessions = move || {
        let servers = shared.servers.read();
        servers.iter().filter(|known| known.email.is_some()).count()
    };
    let leave = move |()| {
        if let Some(server) = shared.to.get_untracked() {
            session.switch(server);
        }
    };
    let commands = move || say!(account.leave_consequence, count = state.shells.running());
    view! {
        <section class="card" aria-labelledby="servers-title">
            <h2 id="servers-title">{say!(account.servers)}</h2>
            <p class="hint">{say!(account.servers_why)}</p>
            <ul class="servers" role="list" aria-label=say!(account.servers)>
                {rows(addresses, move |address| shared.row(&address))}
            </ul>
            <div class="row">
                {hosting::may_change_server()
                    .then(|| {
                        view! {
                            <Button
                                label=say!(account.use_another)
                                on_press=move |_| session.look_elsewhere()
                            />
                        }
                    })}
                <Button
                    label=say!(account.sign_out_everywhere)
                    weight=Weight::Danger
                    on_press=move |_| shared.ending.set(true)
                />
            </div>
        </section>
        <Confirm
            title=say!(account.leave_question)
            consequence=Signal::derive(commands)
            verb=say!(account.switch)
            open=shared.leaving
            on_confirm=leave
        />
        <Confirm
            title=say!(account.everywhere_question)
            consequence=Signal::derive(move || {
                say!(account.everywhere_consequence, count = sessions())
            })
            verb=say!(account.sign_out_everywhere)
            open=shared.ending
            on_confirm=move |()| session.sign_out_everywhere()
        />
    }
}
