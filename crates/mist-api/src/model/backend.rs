//! Backends: clouds and single servers that were added (API notes §2.1).

use serde::Serialize;
use serde_json::Value;

use crate::extensions::SIMULATED;
use crate::wire::{Fault, Fields, FromWire};

/// How often to ask for machines when the server does not say.
const DEFAULT_POLL_INTERVAL_MS: u64 = 10_000;

/// A backend as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backend {
    /// Made by the server; the same cloud account gets the same id when added again.
    pub id: String,
    /// The cloud account's public half; empty for a bare metal server. Not to be shown: where a cloud knows only tokens, later
    /// servers put the token here as well.
    pub apikey: String,
    /// What people call it; the provider's id if it was given no title.
    pub title: String,
    /// The provider's id, without the region: `rackspace`, not `rackspace:dfw`.
    pub provider: String,
    /// Milliseconds to wait after an answer before asking again; never 0.
    #[serde(rename = "poll_interval")]
    pub poll_interval_ms: u64,
    /// The server's word (`wait`, `online`, `offline`). It follows `enabled` and says nothing about reachability.
    pub state: String,
    /// The provider's region, often empty because the provider's id contains it.
    pub region: String,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Nothing real happens there (only `mistd` has such backends).
    #[serde(rename = "simulated", skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
}

impl FromWire for Backend {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let provider = fields.text(&["provider"]).unwrap_or_default();
        let title = fields.text(&["title"]).filter(|title| !title.is_empty());
        let state = fields.text(&["state"]).unwrap_or_default();
        Ok(Self {
            title: title.unwrap_or_else(|| provider.clone()),
            provider,
            region: fields.text(&["region"]).unwrap_or_default(),
            apikey: fields.text(&["apikey"]).unwrap_or_default(),
            poll_interval_ms: poll_interval(&mut fields),
            enabled: fields.flag(&["enabled"]).unwrap_or(state != "offline"),
            simulated: fields.flag(&[SIMULATED]).unwrap_or(false),
            state,
            id,
        })
    }
}

fn poll_interval(fields: &mut Fields) -> u64 {
    let given = fields.whole(&["poll_interval"]);
    given
        .filter(|ms| *ms > 0)
        .unwrap_or(DEFAULT_POLL_INTERVAL_MS)
}

/// The answer to adding a backend: nearly a [`Backend`], and not quite (API notes §2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackendAdded {
    /// Position among the server's backends.
    pub index: u64,
    /// The new backend's id.
    pub id: String,
    /// As in [`Backend::apikey`].
    pub apikey: String,
    /// The cloud's address, where one was given.
    pub apiurl: String,
    /// The tenant, where one was given.
    pub tenant_name: String,
    /// The title; a bare metal server gets its host name whatever title was sent.
    pub title: String,
    /// As in [`Backend::provider`].
    pub provider: String,
    /// As in [`Backend::poll_interval_ms`].
    #[serde(rename = "poll_interval")]
    pub poll_interval_ms: u64,
    /// As in [`Backend::region`].
    pub region: String,
    /// Always `off`; means nothing.
    pub status: String,
    /// Whether it is switched on.
    pub enabled: bool,
}

impl FromWire for BackendAdded {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let provider = fields.text(&["provider"]).unwrap_or_default();
        let title = fields.text(&["title"]).filter(|title| !title.is_empty());
        Ok(Self {
            index: fields.whole(&["index"]).unwrap_or_default(),
            id,
            apikey: fields.text(&["apikey"]).unwrap_or_default(),
            apiurl: fields.text(&["apiurl"]).unwrap_or_default(),
            tenant_name: fields.text(&["tenant_name"]).unwrap_or_default(),
            title: title.unwrap_or_else(|| provider.clone()),
            provider,
            poll_interval_ms: poll_interval(&mut fields),
            region: fields.text(&["region"]).unwrap_or_default(),
            status: fields.text(&["status"]).unwrap_or_default(),
            enabled: fields.flag(&["enabled"]).unwrap_or(true),
        })
    }
}
