//! Clouds that are not there: `mist_sim` with a clock, a place to keep what people change, and the
//! keys of the account.
//!
//! A cloud is made from the seed when somebody first asks for it and then kept in memory; what differs
//! from the seed's cloud is in the database before a request is answered. Nothing here opens a socket.

mod cloud;
mod monitors;
mod session;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use mist_api::model::{Provider as ProviderTitle, Region};
use mist_api::providers::{self, ProviderForm};
use mist_sim::cloud::{Cloud, Options};
use mist_sim::demo::{self, DemoBackend};
use mist_sim::profile::Profile;
use sha1::{Digest, Sha1};
use tokio::sync::OnceCell;

pub(crate) use cloud::{SimulatedCloud, now_ms};
pub(crate) use monitors::{Monitors, Watched};

use super::backend_id;
use crate::error::Fault;
use crate::store::backends::BackendRow;
use crate::store::{AccountId, Store, simulated};

/// How many machines a cloud has that a person adds: enough to see what a list looks like.
const MACHINES_ADDED: usize = 3;
/// What a person types for a secret to see how a refused one is told.
const WRONG_SECRET: &str = "wrong";

/// What the operator decides about the simulation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Simulation {
    /// Makes the worlds: the same seed, the same worlds.
    pub(crate) seed: u64,
    /// Machines in all of the first backends together.
    pub(crate) machines: usize,
    /// Images of an Amazon backend, at least.
    pub(crate) images: usize,
    /// Names and texts that try to break whoever shows them.
    pub(crate) hostile: bool,
}

/// One cloud in memory; empty until somebody asks for it.
type Place = Arc<OnceCell<Arc<tokio::sync::Mutex<Cloud>>>>;

/// All simulated clouds.
#[derive(Clone)]
pub(crate) struct Simulations {
    store: Store,
    simulation: Simulation,
    places: Arc<Mutex<HashMap<(AccountId, String), Place>>>,
}

/// What identifies an account at a cloud, as a person typed it (API notes §3). Without the secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) apikey: String,
    pub(crate) apiurl: String,
    pub(crate) tenant: String,
    pub(crate) title: String,
}

impl Simulations {
    pub(crate) fn new(store: Store, simulation: Simulation) -> Self {
        Self {
            store,
            simulation,
            places: Arc::default(),
        }
    }

    /// Every provider there is but those of real machines, each region one of its own, as the servers
    /// of 2014 list them.
    pub(super) fn titles() -> Vec<ProviderTitle> {
        let simulated = providers::FORMS
            .iter()
            .filter(|form| Profile::of(form.id, "").is_some());
        simulated.flat_map(titles_of).collect()
    }

    /// Whether there is such a cloud, in such a region.
    pub(crate) fn has(provider: &str, region: &str) -> bool {
        let Some(form) = providers::form(provider) else {
            return false;
        };
        let listed = match region {
            // One's own cloud may call its regions anything.
            _ if form.regions.is_empty() => return Profile::of(provider, region).is_some(),
            "" => provider.to_owned(),
            region => listed_id(provider, region),
        };
        titles_of(form).iter().any(|title| title.id == listed)
    }

    /// Whether a secret would be refused: every one is good but one.
    pub(crate) fn refuses(secret: Option<&str>) -> bool {
        secret == Some(WRONG_SECRET)
    }

    /// The backends that every account has at first.
    pub(crate) fn first_rows(&self) -> Vec<BackendRow> {
        if self.simulation.machines == 0 {
            return Vec::new();
        }
        let backends = demo::backends(self.simulation.machines);
        backends.iter().map(first_row).collect()
    }

    /// How many machines a backend has to begin with.
    fn machines_of(&self, id: &str) -> usize {
        let first = demo::backends(self.simulation.machines);
        let own = first.iter().find(|backend| first_row(backend).id == id);
        let added = MACHINES_ADDED.min(self.simulation.machines);
        own.map_or(added, |backend| backend.machines)
    }

    /// The cloud of a backend.
    pub(super) fn open(&self, account: AccountId, backend: BackendRow) -> SimulatedCloud {
        SimulatedCloud::new(self.clone(), account, backend)
    }

    fn place(&self, account: AccountId, backend: &str) -> Place {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(places.entry((account, backend.to_owned())).or_default())
    }

    /// Forgets what is in memory: it is made anew from what is kept.
    fn forget(&self, account: AccountId, backend: &str) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.remove(&(account, backend.to_owned()));
    }

    /// Makes a backend's cloud as it was left.
    async fn make(
        &self,
        account: AccountId,
        backend: &BackendRow,
    ) -> Result<Arc<tokio::sync::Mutex<Cloud>>, Fault> {
        let profile = Profile::of(&backend.provider, &backend.region)
            .ok_or_else(|| Fault::BackendNotFound(backend.id.clone()))?;
        let id = backend.id.clone();
        let records = self
            .store
            .with(move |db| simulated::records(db, account, &id))
            .await?;
        let options = Options {
            images: self.simulation.images,
            hostile: self.simulation.hostile,
        };
        let mut cloud = Cloud::new(profile, self.seed_of(&backend.id), &options)
            .furnished(self.machines_of(&backend.id));
        cloud.restore(records);
        let gone = cloud.sweep(now_ms());
        let id = backend.id.clone();
        self.store
            .with(move |db| simulated::forget(db, account, &id, &gone))
            .await?;
        Ok(Arc::new(tokio::sync::Mutex::new(cloud)))
    }

    /// Every backend has a world of its own.
    fn seed_of(&self, backend: &str) -> u64 {
        let digest = Sha1::digest(format!("{}:{backend}", self.simulation.seed));
        let bytes = digest.iter().take(8);
        bytes.fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
    }
}

/// The row of a backend that is there from the beginning.
fn first_row(backend: &DemoBackend) -> BackendRow {
    let credentials = Credentials {
        apikey: backend.apikey.clone(),
        title: backend.title.clone(),
        ..Credentials::default()
    };
    row(&backend.provider, &backend.region, credentials)
}

/// What a provider is called in one of its regions. Some regions' names say the provider.
fn listed_id(provider: &str, region: &str) -> String {
    if region.starts_with("ec2_") || region.contains(':') {
        region.to_owned()
    } else {
        format!("{provider}:{region}")
    }
}

/// A provider as it is listed, once per region.
fn titles_of(form: &'static ProviderForm) -> Vec<ProviderTitle> {
    let title = |id: String, title: String| ProviderTitle {
        title,
        id,
        regions: Vec::<Region>::new(),
        simulated: true,
    };
    if form.regions.is_empty() {
        return vec![title(form.id.to_owned(), form.title.to_owned())];
    }
    let places = form.regions.iter();
    places
        .map(|(region, place)| {
            title(
                listed_id(form.id, region),
                format!("{} {place}", form.title),
            )
        })
        .collect()
}

/// The row of a simulated backend. Its id is made as 0.9.8 and its successor make them (API notes §2.1),
/// so the same account added again gets the same id.
pub(crate) fn row(provider: &str, region: &str, credentials: Credentials) -> BackendRow {
    let (name, tail) = provider.split_once(':').unwrap_or((provider, ""));
    let region = if region.is_empty() { tail } else { region };
    let Credentials {
        apikey,
        apiurl,
        tenant,
        title,
    } = credentials;
    let account = match name {
        "openstack" | "hpcloud" => format!("{apikey}{apiurl}{tenant}"),
        "docker" => format!("{title}{apiurl}"),
        // Who has nothing but a secret is known by what he calls it: the secret leaves no trace.
        _ if apikey.is_empty() => title.clone(),
        _ => apikey.clone(),
    };
    BackendRow {
        id: backend_id(&format!("{name}{region}"), &account),
        provider: name.to_owned(),
        region: region.to_owned(),
        title,
        apikey,
        enabled: true,
        simulated: true,
        ..BackendRow::default()
    }
}
