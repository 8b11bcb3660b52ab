//! Who is signed in, and where. The only place that makes calls, so that the token goes to the
//! server that gave it and nowhere else, and that a refused session is noticed in one place.

mod entering;
mod keeping;
mod leaving;
mod offline;
mod servers;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
};

use futures::{channel::oneshot, future::LocalBoxFuture};
use leptos::prelude::*;
use mist_api::{
    ApiError, Client, Credentials, ServerUrl,
    call::{Call, ListBackends, ResizeMachine, Shell},
    model::{Account, Backend, Listed, Machine},
    shell::ShellStream,
    transport::HttpRequest,
};

pub use self::servers::KnownServer;
use super::{
    activity::{Activity, Recording},
    tabs::Tabs,
};
use crate::platform::http::{BodyStream, BrowserTransport};

/// Why the sign-in screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The server asks for it.
    Asked,
    /// The person wants to, on a server that asks nobody.
    Wanted,
    /// The person wants to go to another server; the session here stays kept.
    Elsewhere,
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
    /// When what is shown was known, while it is shown from memory.
    remembered_at: RwSignal<Option<u64>>,
    /// The machines of that, by backend, until they are taken.
    remembered: StoredValue<BTreeMap<String, Listed<Machine>>>,
    on_change: StoredValue<Option<Box<dyn Fn()>>, LocalStorage>,
    /// Tells a start that waits for another tab's session that it came.
    handed: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    activity: Activity,
    /// Tells of changes to what is kept of servers.
    kept: Trigger,
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
            remembered_at: RwSignal::new(None),
            remembered: StoredValue::new(BTreeMap::new()),
            on_change: StoredValue::new_local(None),
            handed: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
            activity: Activity::new(),
            kept: Trigger::new(),
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

    /// Keeps this server's session on the device from now on, or in this tab only.
    pub fn stay(self, on_device: bool) {
        let place = if on_device {
            keeping::Keep::OnDevice
        } else {
            keeping::Keep::InTab
        };
        if let Some(held) = self.credentials.get_untracked() {
            keeping::keep(&self.server.get_untracked(), &held, place);
            self.kept.notify();
        }
    }

    /// Whether there is a session that can be kept.
    pub fn is_held(self) -> Signal<bool> {
        Signal::derive(move || self.credentials.read().is_some())
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

    /// What was changed through this session.
    pub(super) fn activity(self) -> Activity {
        self.activity
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
        if C::ENDPOINT.is_change() {
            self.refuse_offline()?;
        }
        let record = || self.activity.begin(call.clone().into());
        let recording = C::ENDPOINT.is_change().then(record);
        let answer = self.exchange(call.http()).await;
        if answer
            .as_ref()
            .is_err_and(|error| is_unknown(C::NAME, error))
        {
            self.lacking.update(|lacking| {
                lacking.insert(C::NAME);
            });
        }
        let answer = answer.and_then(|body| call.decode(&body));
        if let Some(recording) = recording {
            recording.end(answer.as_ref().err());
        }
        answer
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

    /// Runs a command; see [`Session::call`]. Whoever reads the output says how it ended.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub(super) async fn shell(
        self,
        call: &Shell,
    ) -> Result<(ShellStream<BodyStream>, Recording), ApiError> {
        self.refuse_offline()?;
        let recording = self.activity.begin(call.clone().into());
        let client = self.client();
        match self.judge(&client, client.shell(call)).await {
            Ok(stream) => Ok((stream, recording)),
            Err(error) => {
                recording.end(Some(&error));
                Err(error)
            }
        }
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
        if answer.is_ok() {
            self.note_answer();
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
        self.remembered_at.set(None);
        self.remembered.set_value(BTreeMap::new());
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

/// Whether an answer to the call of this name says that the server does not know it: the framework's own 404,
/// or, to a verb that older servers don't have, a refusal without a word about it (API notes §1).
fn is_unknown(name: &str, error: &ApiError) -> bool {
    match error {
        ApiError::NoEndpoint { .. } => true,
        ApiError::Rejected { status: 400, words } => {
            name == ResizeMachine::NAME && words.trim() == "Bad Request"
        }
        _ => false,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_verb_that_is_refused_without_a_word_is_not_known_there() {
        let refused = |words: &str| ApiError::from_response(400, words.as_bytes());
        assert!(is_unknown("ResizeMachine", &refused("Bad Request")));
        assert!(!is_unknown(
            "ResizeMachine",
            &refused("Bad Request: Action resize not supported for this machine")
        ));
        assert!(!is_unknown("MachineAction", &refused("Bad Request")));
        let page = ApiError::from_response(404, b"<html><body>404 Not Found</body></html>");
        assert!(is_unknown("ListNetworks", &page));
        let gone = ApiError::from_response(404, b"u'Backend not found: b'");
        assert!(!is_unknown("ListNetworks", &gone));
    }
}
