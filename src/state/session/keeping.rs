//! Where a session is kept between reloads: under its server's address, in this tab, or on the
//! device if the person asked for it.

use mist_api::{Credentials, Secret, ServerUrl};
use serde::{Deserialize, Serialize};

use crate::{
    platform::storage::{self, Place},
    state::hosting,
};

const SERVER: &str = "mist:server";

/// Before the address of a server that a session is kept for.
const SESSION: &str = "mist:session:";

/// Before the address of a server that was used here. Nothing is kept under it but that it was.
const USED: &str = "mist:used:";

/// How long a session is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Until the tab closes.
    InTab,
    /// Until the person signs out.
    OnDevice,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    email: String,
    token: String,
}

fn key(server: &ServerUrl) -> String {
    format!("{SESSION}{}", server.as_str())
}

/// The server that was used last; at first, or where none may be chosen, the one the host names.
pub(super) fn server() -> ServerUrl {
    let kept = storage::read(Place::Device, SERVER).filter(|_| hosting::may_change_server());
    kept.and_then(|text| ServerUrl::parse(&text).ok())
        .unwrap_or_else(hosting::server)
}

/// Remembers the server for the next visit.
pub(super) fn keep_server(server: &ServerUrl) {
    if *server == hosting::server() {
        storage::remove(Place::Device, SERVER);
    } else {
        storage::write(Place::Device, SERVER, server.as_str());
    }
}

/// Whether the session kept for a server is kept on the device.
pub(super) fn is_on_device(server: &ServerUrl) -> bool {
    storage::read(Place::Device, &key(server)).is_some()
}

/// The session kept for a server.
pub(super) fn credentials(server: &ServerUrl) -> Option<Credentials> {
    let key = key(server);
    read(Place::Tab, &key).or_else(|| read(Place::Device, &key))
}

fn read(place: Place, key: &str) -> Option<Credentials> {
    let kept = storage::read(place, key)?;
    let Kept { email, token } = serde_json::from_slice(kept.as_bytes()).ok()?;
    Some(Credentials {
        email,
        token: Secret::new(token),
    })
}

fn written(credentials: &Credentials) -> Option<String> {
    let kept = Kept {
        email: credentials.email.clone(),
        token: credentials.token.expose().to_owned(),
    };
    serde_json::to_string(&kept).ok()
}

/// Keeps a session, in one place only.
pub(super) fn keep(server: &ServerUrl, credentials: &Credentials, keep: Keep) {
    let Some(text) = written(credentials) else {
        return;
    };
    let (place, other) = match keep {
        Keep::InTab => (Place::Tab, Place::Device),
        Keep::OnDevice => (Place::Device, Place::Tab),
    };
    storage::write(place, &key(server), &text);
    storage::remove(other, &key(server));
}

/// Keeps a session another tab handed over: in this tab, unless the device has it already.
pub(super) fn note_in_tab(server: &ServerUrl, credentials: &Credentials) {
    let key = key(server);
    if read(Place::Device, &key).as_ref() == Some(credentials) {
        storage::remove(Place::Tab, &key);
    } else if let Some(text) = written(credentials) {
        storage::write(Place::Tab, &key, &text);
    }
}

/// Forgets this one session of a server, wherever it is kept.
pub(super) fn forget_this(server: &ServerUrl, refused: &Credentials) {
    let key = key(server);
    for place in [Place::Tab, Place::Device] {
        if read(place, &key).as_ref() == Some(refused) {
            storage::remove(place, &key);
        }
    }
}

/// Forgets the session kept for a server.
pub(super) fn forget(server: &ServerUrl) {
    storage::remove(Place::Tab, &key(server));
    storage::remove(Place::Device, &key(server));
}

/// Remembers that a server was used here.
pub(super) fn note_used(server: &ServerUrl) {
    storage::write(Place::Device, &used(server), "1");
}

/// Forgets that a server was used here.
pub(super) fn forget_used(server: &ServerUrl) {
    storage::remove(Place::Device, &used(server));
}

fn used(server: &ServerUrl) -> String {
    format!("{USED}{}", server.as_str())
}

/// The servers that were used here or have a session kept, in order of their addresses.
pub(super) fn servers() -> Vec<ServerUrl> {
    let places = [
        (Place::Device, USED),
        (Place::Device, SESSION),
        (Place::Tab, SESSION),
    ];
    let mut found: Vec<_> = places
        .into_iter()
        .flat_map(|(place, prefix)| storage::keys(place, prefix))
        .collect();
    found.sort();
    found.dedup();
    let parse = |address: &String| ServerUrl::parse(address).ok();
    found.iter().filter_map(parse).collect()
}
