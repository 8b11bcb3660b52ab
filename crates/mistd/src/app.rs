//! What every request can reach: the parts of the server, put together once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accounts::Accounts;
use crate::error::Fault;
use crate::http::{Guard, Proxies, Spoiling};
use crate::providers::{Access, Providers, Simulation};
use crate::shell::{Places, Runs};
use crate::store::{self, AccountId, Store};
use crate::vault::Vault;

/// Keys generated at the same time: an RSA key takes a core for a while.
const PARALLEL_GENERATIONS: usize = 1;

/// The parts of the server.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) accounts: Accounts,
    pub(crate) access: Access,
    pub(crate) providers: Providers,
    pub(crate) runs: Runs,
    /// How many commands an account may run at once.
    pub(crate) places: Places,
    pub(crate) guard: Guard,
    pub(crate) proxies: Arc<Proxies>,
    pub(crate) limits: Limits,
    /// Where the page's files are, if this server serves it.
    pub(crate) static_dir: Option<PathBuf>,
    /// Commands that run, and those being ended.
    pub(crate) tasks: TaskTracker,
    /// Cancelled when the server stops: every command is then ended.
    pub(crate) stop: CancellationToken,
    /// How many keys may be generated at once.
    pub(crate) generating: Semaphore,
    /// What goes wrong in simulated clouds, if anything is to.
    pub(crate) spoiling: Option<Spoiling>,
}

/// How much is allowed at once, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) connections: usize,
    /// Commands of one account.
    pub(crate) commands: usize,
    /// How long a client may take to send a request's headers, and how long its body.
    pub(crate) patience: Duration,
}

/// What the operator decides.
pub(crate) struct Settings {
    pub(crate) guard: Guard,
    pub(crate) proxies: Proxies,
    pub(crate) limits: Limits,
    pub(crate) static_dir: Option<PathBuf>,
    pub(crate) this_computer: bool,
    /// Clouds to try things on, if they are offered.
    pub(crate) simulation: Option<Simulation>,
    /// What is to go wrong there.
    pub(crate) spoiling: Option<Spoiling>,
}

impl App {
    /// Puts the parts together.
    pub(crate) fn new(store: Store, vault: Vault, settings: Settings) -> Arc<Self> {
        let access = Access::new(store.clone(), vault.clone());
        Arc::new(Self {
            accounts: Accounts::new(store.clone(), vault.clone()),
            providers: Providers::new(
                store.clone(),
                access.clone(),
                settings.this_computer,
                settings.simulation,
            ),
            access,
            vault,
            store,
            runs: Runs::default(),
            places: Places::new(settings.limits.commands),
            guard: settings.guard,
            proxies: Arc::new(settings.proxies),
            limits: settings.limits,
            static_dir: settings.static_dir,
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            generating: Semaphore::new(PARALLEL_GENERATIONS),
            spoiling: settings.spoiling,
        })
    }

    /// Gives an account what the server offers by itself and did not give it before.
    pub(crate) async fn offer(&self, account: AccountId) -> Result<(), Fault> {
        for (gift, rows) in self.providers.gifts() {
            self.store
                .with(move |db| store::backends::offer(db, account, gift, &rows))
                .await?;
        }
        Ok(())
    }

    /// The same for every account, at start: their tokens may still count.
    pub(crate) async fn offer_to_all(&self) -> Result<(), Fault> {
        for account in self.store.with(|db| store::accounts::ids(db)).await? {
            self.offer(account).await?;
        }
        Ok(())
    }
}
