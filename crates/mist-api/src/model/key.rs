//! SSH keys and the machines they open (API notes §2.3).

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::extensions::{BITS, FINGERPRINT, KEY_TYPE};
use crate::secret::Secret;
use crate::wire::{self, Fault, Fields, FromWire};

/// A key as lists show it: its private and public halves are asked for one by one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Key {
    /// Its name, which is also its id.
    pub id: String,
    /// The machines it opens, those of deleted backends included.
    pub machines: Vec<Association>,
    /// Whether it is the one used where none is named.
    #[serde(rename = "isDefault")]
    pub is_default: bool,
    /// SHA-256 fingerprint (only from `mistd`).
    #[serde(rename = "fingerprint", skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Its kind (only from `mistd`).
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<KeyKind>,
    /// The size of an RSA key in bits (only from `mistd`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bits: Option<u32>,
}

impl FromWire for Key {
    fn from_wire(value: Value, faults: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let machines = match fields.take(&["machines"]) {
            None => Vec::new(),
            Some(Value::Array(tuples)) => associations(tuples, faults),
            Some(other) => {
                faults.push(Fault::expected("a list", &other).in_field("machines"));
                Vec::new()
            }
        };
        Ok(Self {
            id,
            machines,
            // `default_key` is the manual's spelling, `isDefault` what servers send.
            is_default: fields.flag(&["isDefault", "default_key"]).unwrap_or(false),
            fingerprint: fields.text(&[FINGERPRINT]),
            kind: fields.text(&[KEY_TYPE]).map(KeyKind::from),
            bits: fields
                .whole(&[BITS])
                .and_then(|bits| u32::try_from(bits).ok()),
        })
    }
}

/// Reads the tuples of one key; a bad one is reported, the key keeps the others.
fn associations(tuples: Vec<Value>, faults: &mut Vec<Fault>) -> Vec<Association> {
    let mut good = Vec::with_capacity(tuples.len());
    for (index, tuple) in tuples.into_iter().enumerate() {
        match Association::from_wire(tuple, faults) {
            Ok(association) => good.push(association),
            Err(fault) => faults.push(fault.in_item(index).in_field("machines")),
        }
    }
    good
}

/// That a key opens a machine, and how it was last used there.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    /// The machine's backend, which may no longer exist.
    pub backend_id: String,
    /// The machine.
    pub machine_id: String,
    /// When it was last used, in seconds since 1970.
    pub last_used: Option<f64>,
    /// The user to sign in as.
    pub user: Option<String>,
    /// Whether `sudo` needs no password; true as well on machines that have no `sudo`.
    pub sudo: Option<bool>,
    /// The SSH port.
    pub port: Option<u16>,
}

impl FromWire for Association {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let Value::Array(elements) = value else {
            return Err(Fault::expected("a list", &value));
        };
        let mut elements = elements.into_iter().enumerate().peekable();
        let mut id = || {
            let (index, value) = elements.next().ok_or_else(Fault::missing)?;
            let fault = Fault::expected("a text", &value).in_item(index);
            wire::text(value).ok_or(fault)
        };
        let (backend_id, machine_id) = (id()?, id()?);
        // The manual's text forgets the time that its own example shows: a text in its place is already the user.
        let time =
            elements.next_if(|(_, value)| !value.is_string() || wire::number(value).is_some());
        let last_used = time.and_then(|(_, value)| wire::number(&value));
        let mut rest = elements.map(|(_, value)| value);
        let user = rest
            .next()
            .and_then(wire::text)
            .filter(|user| !user.is_empty());
        let sudo = rest.next().and_then(|value| wire::flag(&value));
        let port = rest.next().and_then(|value| wire::whole(&value));
        let port = port
            .and_then(|port| u16::try_from(port).ok())
            .filter(|port| *port > 0);
        Ok(Self {
            backend_id,
            machine_id,
            last_used,
            user,
            sudo,
            port,
        })
    }
}

impl Serialize for Association {
    /// Two elements for an association that was never used, six for one that was.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let used = self.last_used.is_some()
            || self.user.is_some()
            || self.sudo.is_some()
            || self.port.is_some();
        let mut tuple = serializer.serialize_seq(Some(if used { 6 } else { 2 }))?;
        tuple.serialize_element(&self.backend_id)?;
        tuple.serialize_element(&self.machine_id)?;
        if used {
            tuple.serialize_element(&self.last_used)?;
            tuple.serialize_element(&self.user)?;
            tuple.serialize_element(&self.sudo)?;
            tuple.serialize_element(&self.port)?;
        }
        tuple.end()
    }
}

/// A kind of SSH key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// What every server understands.
    Rsa,
    /// Shorter and newer.
    Ed25519,
    /// On the NIST curves.
    Ecdsa,
    /// A word this crate does not know.
    Other(String),
}

impl KeyKind {
    /// The word in `type`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
            Self::Ecdsa => "ecdsa",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for KeyKind {
    /// Also understands what stands at the front of a public key.
    fn from(word: String) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "rsa" | "ssh-rsa" => Self::Rsa,
            "ed25519" | "ssh-ed25519" => Self::Ed25519,
            "ecdsa" => Self::Ecdsa,
            known if known.starts_with("ecdsa-sha2-") => Self::Ecdsa,
            _ => Self::Other(word),
        }
    }
}

impl Serialize for KeyKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A new private key, which the server has made and not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GeneratedKey {
    /// The private key, as PEM or in OpenSSH's format.
    #[serde(rename = "priv")]
    pub private_key: Secret,
}

impl FromWire for GeneratedKey {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        Ok(Self {
            private_key: Fields::of(value)?.id("priv")?.into(),
        })
    }
}
