//! Calls about SSH keys, and about which machines they open.

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::extensions::{HOST_KEY, KEY_TYPE, PASSPHRASE};
use crate::model::{Association, GeneratedKey, Key, KeyKind, Listed};
use crate::secret::Secret;
use crate::transport::HttpRequest;
use crate::wire;

/// All keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListKeys;

impl Call for ListKeys {
    type Answer = Listed<Key>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body)
    }
}

/// Stores a key. The first one becomes the default.
///
/// Servers of 2014 take RSA keys in PEM only, without passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddKey {
    /// Its name. One with a slash in it could never be addressed again.
    pub id: String,
    /// The private key.
    pub private_key: Secret,
    /// What opens a protected private key; only `mistd` reads it.
    pub passphrase: Option<Secret>,
}

impl Call for AddKey {
    type Answer = Key;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("id", self.id.as_str())
            .with("priv", self.private_key.expose())
            .with_some(PASSPHRASE, self.passphrase.as_ref().map(Secret::expose));
        Self::ENDPOINT.at(&[]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Key, ApiError> {
        if !wire::is_bare_ok(body) {
            return wire::one(body);
        }
        let id = self.id.clone();
        Ok(Key {
            id,
            machines: Vec::new(),
            is_default: false,
            fingerprint: None,
            kind: None,
            bits: None,
        })
    }
}

/// Makes a new private key. The server does not store it: [`AddKey`] does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GenerateKey {
    /// Which kind; servers other than `mistd` always make RSA.
    pub kind: Option<KeyKind>,
}

impl Call for GenerateKey {
    type Answer = GeneratedKey;

    fn http(&self) -> HttpRequest {
        let body = Body::default().with_some(KEY_TYPE, self.kind.as_ref().map(KeyKind::as_str));
        Self::ENDPOINT.at(&[]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<GeneratedKey, ApiError> {
        wire::one(body)
    }
}

/// Deletes a key. The answer is the remaining keys, of which another may have become the default; an answer without a list is a
/// fault beside an empty list, as the key is gone: then ask for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteKey {
    /// Which.
    pub key: String,
}

impl Call for DeleteKey {
    type Answer = Listed<Key>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.key])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::done(body)?;
        Ok(wire::list_after_change(body))
    }
}

/// Gives a key another name. A server of 2014 silently destroys the key that has that name already: look first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameKey {
    /// Which.
    pub key: String,
    /// Its new name.
    pub new_id: String,
}

impl Call for RenameKey {
    /// The name it has now.
    type Answer = String;

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("new_id", self.new_id.as_str());
        Self::ENDPOINT.at(&[&self.key]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<String, ApiError> {
        wire::done(body)?;
        let told = wire::parse(body)
            .ok()
            .and_then(|value| wire::Fields::of(value).ok());
        let new_id = told.and_then(|mut fields| fields.text(&["new_id"]));
        Ok(new_id.unwrap_or_else(|| self.new_id.clone()))
    }
}

/// Makes a key the one that is used where none is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDefaultKey {
    /// Which.
    pub key: String,
}

impl Call for SetDefaultKey {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.key])
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// A key's private half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateKey {
    /// Which.
    pub key: String,
}

impl Call for PrivateKey {
    type Answer = Secret;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.key])
    }

    fn decode(&self, body: &[u8]) -> Result<Secret, ApiError> {
        key_text(body, b"-----").map(Secret::from)
    }
}

/// A key's public half, in one line as `authorized_keys` wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Which.
    pub key: String,
}

impl Call for PublicKey {
    type Answer = String;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.key])
    }

    fn decode(&self, body: &[u8]) -> Result<String, ApiError> {
        key_text(body, b"ssh-").or_else(|error| key_text(body, b"ecdsa-").map_err(|_| error))
    }
}

/// A JSON string, or the bare text of a key.
fn key_text(body: &[u8], bare: &[u8]) -> Result<String, ApiError> {
    if body.starts_with(bare) {
        Ok(String::from_utf8_lossy(body).into_owned())
    } else {
        wire::one(body)
    }
}

/// Puts a key on a machine (over SSH, with a key that opens it already) and remembers that it opens it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssociateKey {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Which key.
    pub key: String,
    /// The machine's address, as [`crate::model::Machine::shell_host`] finds it.
    pub host: String,
    /// The user to sign in as; the server guesses when absent.
    pub user: Option<String>,
    /// The SSH port; 22 when absent.
    pub port: Option<u16>,
    /// The fingerprint of the machine's host key, as a person accepted it (`mistd` only).
    pub host_key: Option<String>,
}

impl Call for AssociateKey {
    /// Everything this key opens now.
    type Answer = Listed<Association>;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("host", self.host.as_str())
            .with_some("user", self.user.as_deref())
            .with_some("port", self.port)
            .with_some(HOST_KEY, self.host_key.as_deref());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine, &self.key])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::done(body)?;
        Ok(wire::list_after_change(body))
    }
}

/// Forgets that a key opens a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisassociateKey {
    /// Which backend; it may no longer exist.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Which key.
    pub key: String,
    /// The machine's address: then the key is taken off the machine as well. A failure of that goes unreported.
    pub host: Option<String>,
}

impl Call for DisassociateKey {
    /// What this key still opens.
    type Answer = Listed<Association>;

    fn http(&self) -> HttpRequest {
        let request = Self::ENDPOINT.at(&[&self.backend, &self.machine, &self.key]);
        match &self.host {
            Some(host) => request.json(&Body::default().with("host", host.as_str()).0),
            None => request,
        }
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::done(body)?;
        Ok(wire::list_after_change(body))
    }
}
