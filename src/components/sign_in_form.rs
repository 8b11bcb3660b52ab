//! The form that signs in: on its own screen, and over the page when a session has ended.

use std::time::Duration;

use leptos::{ev::SubmitEvent, html, prelude::*};
use mist_api::ServerUrl;

use super::session_gate::server_name;
use crate::{
    locales::explain::{self, Trouble},
    platform::{
        address,
        boot::{self, Typed, TypedField},
        clock, dom, task,
    },
    say,
    state::{State, hosting, session::Session},
    ui::{
        button::{Button, SubmitButton, Weight},
        field::{CheckField, Kind, TextField},
        notice::TroubleNotice,
    },
};

/// How long nothing must be typed before the server in the field is asked.
const PAUSE: Duration = Duration::from_millis(600);

/// Whether the server in the field answers without a token, asked again whenever it changes.
fn watch_open(server: Memo<Option<ServerUrl>>) -> Signal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        open.set(false);
        let Some(asked) = server.get() else { return };
        task::spawn_scoped(async move {
            // Not while it is being typed: half an address is somebody else's.
            clock::sleep(PAUSE).await;
            if server.get_untracked().as_ref() != Some(&asked) {
                return;
            }
            let answers = Session::ask_openly(&asked).await.is_ok();
            // The person may have typed on meanwhile.
            if server.get_untracked().as_ref() == Some(&asked) {
                open.set(answers);
            }
        });
    });
    open.into()
}

/// What is typed, and what became of it.
#[derive(Clone, Copy)]
struct Draft {
    session: Session,
    /// A session is renewed under an open page: the server stays.
    in_place: bool,
    email: RwSignal<String>,
    password: RwSignal<String>,
    server: RwSignal<String>,
    stay: RwSignal<bool>,
    /// Whether e-mail and password are missing.
    missing: RwSignal<(bool, bool)>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    email_node: NodeRef<html::Input>,
    password_node: NodeRef<html::Input>,
    server_node: NodeRef<html::Input>,
}

impl Draft {
    /// `typed` is what somebody typed before there was this form.
    fn new(
        session: Session,
        again: Option<String>,
        trouble: Option<Trouble>,
        typed: Option<&Typed>,
    ) -> Self {
        let typed = typed.cloned().unwrap_or_default();
        let here = session.server().get_untracked();
        let server = typed.server.unwrap_or_else(|| here.as_str().to_owned());
        Self {
            session,
            in_place: again.is_some(),
            email: RwSignal::new(again.unwrap_or(typed.email)),
            password: RwSignal::new(typed.password),
            server: RwSignal::new(server),
            stay: RwSignal::new(typed.stay || session.stays()),
            missing: RwSignal::new((false, false)),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(trouble),
            email_node: NodeRef::new(),
            password_node: NodeRef::new(),
            server_node: NodeRef::new(),
        }
    }

    /// Puts the focus where the person goes on: in the field they are in already, with the caret where it was,
    /// or in the first.
    fn take_focus(self, typed: Option<Typed>) {
        let typed = typed.unwrap_or_default();
        let node = match typed.focus {
            None if self.in_place => self.password_node,
            None | Some(TypedField::Email) => self.email_node,
            Some(TypedField::Password) => self.password_node,
            Some(TypedField::Server) => self.server_node,
        };
        let sends = StoredValue::new(typed.is_sent);
        Effect::new(move |_| {
            if let Some(node) = node.get() {
                dom::focus(&node);
                if let Some((start, end)) = typed.selection {
                    // After what was typed is in the field, which moves the caret.
                    task::spawn_scoped(async move {
                        dom::select(&node, start, end);
                    });
                }
            }
            if sends.try_update_value(std::mem::take) == Some(true) {
                self.send();
            }
        });
    }

    /// The server, or what is wrong with it in words.
    fn judged_server(self) -> Result<ServerUrl, String> {
        let server = self.server.with(|server| ServerUrl::parse(server));
        let server = server.map_err(|_| say!(sign_in.bad_server).to_owned())?;
        if server.may_be_called_from(&address::origin()) {
            Ok(server)
        } else {
            Err(say!(sign_in.mixed).to_owned())
        }
    }

    fn parsed_server(self) -> Option<ServerUrl> {
        self.judged_server().ok()
    }

    /// Whether e-mail and password are there; what is missing gets the focus.
    fn is_complete(self) -> bool {
        let no_email = self.email.with_untracked(|text| text.trim().is_empty());
        let no_password = self.password.with_untracked(String::is_empty);
        self.missing.set((no_email, no_password));
        let node = match (no_email, no_password) {
            (true, _) => self.email_node.get_untracked(),
            (false, true) => self.password_node.get_untracked(),
            (false, false) => return true,
        };
        if let Some(node) = node {
            dom::focus(&node);
        }
        false
    }

    fn send(self) {
        let server = untrack(|| self.parsed_server());
        let (false, true, Some(server)) = (self.busy.get_untracked(), self.is_complete(), server)
        else {
            return;
        };
        self.busy.set(true);
        self.trouble.set(None);
        let email = self.email.get_untracked().trim().to_owned();
        let (password, stay) = (self.password.get_untracked(), self.stay.get_untracked());
        task::spawn_page(async move {
            let answer = self.session.sign_in(server, email, password, stay).await;
            // Signing in takes the form off the page; only a refusal finds it still there.
            self.busy.try_set(false);
            if let Err(error) = answer {
                self.trouble.try_set(Some(explain::sign_in(&error)));
            }
        });
    }

    fn go_without(self) {
        let Some(server) = untrack(|| self.parsed_server()) else {
            return;
        };
        task::spawn_page(async move {
            if let Err(error) = self.session.continue_without(server).await {
                self.trouble.try_set(Some(explain::sign_in(&error)));
            }
        });
    }
}

/// E-mail, password, and which server.
#[component]
pub fn SignInForm(
    /// Who was signed in: filled in, and the server can't be changed.
    #[prop(optional, into)]
    again: Option<String>,
    /// Whether the server's field shows at once.
    #[prop(optional)]
    ask_server: bool,
    /// The server is known to ask for a sign-in: no need to find out.
    #[prop(optional)]
    closed: bool,
    /// What is wrong before anything was typed.
    #[prop(optional, into)]
    first_trouble: Option<Trouble>,
) -> impl IntoView {
    let typed = boot::take_typed().filter(|_| again.is_none());
    let draft = Draft::new(State::get().session, again, first_trouble, typed.as_ref());
    let Draft {
        in_place,
        email,
        password,
        server,
        missing,
        ..
    } = draft;
    let (email_node, password_node) = (draft.email_node, draft.password_node);
    let may_change = !in_place && hosting::may_change_server();
    let is_open = typed.as_ref().is_some_and(|typed| typed.server.is_some());
    let parsed = Memo::new(move |_| draft.parsed_server());
    // What is wrong with it is told at the field.
    let is_wrong = parsed.with_untracked(Option::is_none);
    let shows_server = RwSignal::new(may_change && (ask_server || is_open || is_wrong));
    let known = draft.session.server().get_untracked();
    let asked = Memo::new(move |_| {
        parsed
            .get()
            .filter(|server| !(in_place || closed && *server == known))
    });
    let open = watch_open(asked);
    draft.take_focus(typed);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        draft.send();
    };
    let required = |is_missing: bool| is_missing.then(|| say!(form.required).to_owned());
    view! {
        <form class="sign-in-form" on:submit=submit novalidate>
            <TroubleNotice trouble=draft.trouble />
            <TextField
                label=say!(sign_in.email)
                value=email
                kind=Kind::Email
                error=Signal::derive(move || required(missing.get().0))
                node=email_node
            />
            <TextField
                label=say!(sign_in.password)
                value=password
                kind=Kind::Password
                error=Signal::derive(move || required(missing.get().1))
                node=password_node
            />
            <Show when=move || shows_server.get()>
                <TextField
                    label=say!(sign_in.server)
                    value=server
                    kind=Kind::Url
                    help=say!(sign_in.server_help)
                    node=draft.server_node
                    error=Signal::derive(move || draft.judged_server().err())
                />
            </Show>
            <CheckField label=say!(sign_in.stay) checked=draft.stay />
            <SubmitButton label=say!(sign_in.submit) busy=draft.busy />
            <Show when=move || open.get()>
                <Button label=say!(sign_in.without) on_press=move |_| draft.go_without() />
            </Show>
            <Show when=move || may_change && !shows_server.get()>
                <p class="server-line">
                    <span class="hint">
                        {move || say!(sign_in.server_now, server = server_name(&server.read()))}
                    </span>
                    <Button
                        label=say!(sign_in.change_server)
                        weight=Weight::Quiet
                        on_press=move |_| shows_server.set(true)
                    />
                </p>
            </Show>
        </form>
    }
}
