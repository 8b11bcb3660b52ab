//! Who is signed in, and where. The only place that makes calls, so that the token goes to the
//! server that gave it and nowhere else, and that a refused session is noticed in one place.

mod entering;
mod keeping;
mod leaving;

use std::{collections::BTreeSet, ops::Deref};

use futures::{channel::oneshot, future::LocalBoxFuture};
use leptos::prelude::*;
use mist_api::{
    ApiError, Client, Credentials, ServerUrl,
    call::{Call, ListBackends, Shell},
    model::{Account, Backend, Listed},
    shell::ShellStream,
    transport::HttpRequest,
};

use super::tabs::Tabs;
use crate::platform::http::{BodyStream, BrowserTransport};

/// Why the sign-in screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The server asks for it.
    Asked,
    /// The person wants to, on a server that asks nobody.
    Wanted,
    /// The person signed out.
    SignedOut,
    /// The session that was kept is no longer accepted.
    Expired,
    /// No mist server answers at this address; what answers instead.
    NoServer(ApiError),
    /// The sign-in link was refused; the server's answer.
    LinkRefused(ApiError),
}

/// Where the page stands with its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The first answer is awaited.
    Starting,
    /// The server can't be reached, or fails at the first question.
    Unreachable(ApiError),
    /// The sign-in screen shows.
    SignedOut(Why),
    /// The page is in use.
    In,
}

/// The session, as a handle that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Session(&'static Parts);

/// What [`Session`] leads to.
pub struct Parts {
    phase: RwSignal<Phase>,
    server: RwSignal<ServerUrl>,
    credentials: RwSignal<Option<Credentials>>,
    account: RwSignal<Option<Account>>,
    /// Who signed in on a server that keeps the token to itself.
    tokenless: RwSignal<Option<String>>,
    expired: RwSignal<bool>,
    /// The endpoints this server turned out not to have, by their calls' names.
    lacking: RwSignal<BTreeSet<&'static str>>,
    /// Counts the accounts of this page: what one asked for is never answered to another.
    generation: RwSignal<u32>,
    first_backends: StoredValue<Option<Listed<Backend>>>,
    on_change: StoredValue<Option<Box<dyn Fn()>>, LocalStorage>,
    /// Tells a start that waits for another tab's session that it came.
    handed: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
}

impl Deref for Session {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

impl Session {
    pub(super) fn new() -> Self {
        let parts = Parts {
            phase: RwSignal::new(Phase::Starting),
            server: RwSignal::new(keeping::server()),
            credentials: RwSignal::new(None),
            account: RwSignal::new(None),
            tokenless: RwSignal::new(None),
            expired: RwSignal::new(false),
            lacking: RwSignal::new(BTreeSet::new()),
            generation: RwSignal::new(0),
            first_backends: StoredValue::new(None),
            on_change: StoredValue::new_local(None),
            handed: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
        };
        // Made once and alive as long as the page.
        let session = Self(Box::leak(Box::new(parts)));
        session
            .tabs
            .set_value(Some(Tabs::join(move |heard| session.hear(heard))));
        session
    }

    /// Where the page stands.
    pub fn phase(self) -> ReadSignal<Phase> {
        self.phase.read_only()
    }

    /// Changes whenever another account, or none, takes the page over.
    pub fn generation(self) -> ReadSignal<u32> {
        self.generation.read_only()
    }

    /// Calls `forget` whenever another account, or none, takes the page over.
    pub(super) fn on_change(self, forget: impl Fn() + 'static) {
        self.on_change.set_value(Some(Box::new(forget)));
    }

    /// The server in use.
    pub fn server(self) -> ReadSignal<ServerUrl> {
        self.server.read_only()
    }

    /// Whether this server's session outlives the tab.
    pub fn stays(self) -> bool {
        keeping::is_on_device(&self.server.get_untracked())
    }

    /// Who is signed in; `None` on a server that asks nobody.
    pub fn email(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let held = self.credentials.read();
            let held = held.as_ref().map(|held| held.email.clone());
            held.or_else(|| self.tokenless.get())
        })
    }

    /// What the server said of the account when it signed in.
    pub fn account(self) -> ReadSignal<Option<Account>> {
        self.account.read_only()
    }

    /// Whether the session ended under an open page: then it asks to sign in again in place.
    pub fn expired(self) -> RwSignal<bool> {
        self.expired
    }

    /// The backends that came with the first answer, once.
    pub(super) fn take_first_backends(self) -> Option<Listed<Backend>> {
        self.first_backends.try_update_value(Option::take).flatten()
    }

    fn client(self) -> Client<BrowserTransport> {
        Client::new(
            BrowserTransport,
            self.server.get_untracked(),
            self.credentials.get_untracked(),
        )
    }

    /// Makes a call. A 401 ends the session only if we hold a token and the server refuses it for
    /// its own list too; any other 401 is a cloud's or a machine's. If another account takes the
    /// page over meanwhile, the answer is nobody's: the call never returns.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn call<C: Call>(self, call: &C) -> Result<C::Answer, ApiError> {
        let answer = self.exchange(call.http()).await;
        if matches!(answer, Err(ApiError::NoEndpoint { .. })) {
            self.lacking.update(|lacking| {
                lacking.insert(C::NAME);
            });
        }
        call.decode(&answer?)
    }

    /// Whether this server turned out not to have the endpoint of `C`: older ones have fewer. Known only
    /// after a try.
    pub fn lacks<C: Call>(self) -> Signal<bool> {
        Signal::derive(move || self.lacking.read().contains(C::NAME))
    }

    /// Behind a box, so that the module holds it once and not once for each kind of call.
    fn exchange(self, request: HttpRequest) -> LocalBoxFuture<'static, Result<Vec<u8>, ApiError>> {
        Box::pin(async move {
            let client = self.client();
            self.judge(&client, client.exchange(request)).await
        })
    }

    /// Runs a command; see [`Session::call`].
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn shell(self, call: &Shell) -> Result<ShellStream<BodyStream>, ApiError> {
        let client = self.client();
        self.judge(&client, client.shell(call)).await
    }

    async fn judge<T>(
        self,
        client: &Client<BrowserTransport>,
        call: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let generation = self.generation.get_untracked();
        let answer = call.await;
        if matches!(answer, Err(ApiError::Unauthorised { .. })) {
            self.check(client).await;
        }
        if self.generation.get_untracked() != generation {
            std::future::pending::<()>().await;
        }
        answer
    }

    async fn check(self, client: &Client<BrowserTransport>) {
        if client.credentials().is_none() {
            return;
        }
        let refused = matches!(
            client.call(&ListBackends).await,
            Err(ApiError::Unauthorised { .. })
        );
        let same = self
            .credentials
            .with_untracked(|held| held.as_ref() == client.credentials());
        if refused && same {
            self.expired.set(true);
        }
    }

    /// Makes this the page's account. Another one than before starts with nothing of the old.
    fn become_account(self, server: ServerUrl, credentials: Option<Credentials>) {
        let email = |held: &Option<Credentials>| held.as_ref().map(|held| held.email.clone());
        let same_person = self
            .credentials
            .with_untracked(|held| email(held) == email(&credentials));
        let same_server = self.server.with_untracked(|held| *held == server);
        if !(same_person && same_server) {
            self.turn_over();
        }
        self.server.set(server);
        self.credentials.set(credentials);
    }

    /// Lets go of everything that belongs to the account so far.
    fn turn_over(self) {
        self.generation.update(|generation| *generation += 1);
        self.account.set(None);
        self.lacking.set(BTreeSet::new());
        self.tokenless.set(None);
        self.on_change.with_value(|forget| {
            if let Some(forget) = forget {
                forget();
            }
        });
    }

    fn with_tabs(self, say: impl FnOnce(&Tabs)) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                say(tabs);
            }
        });
    }
}
