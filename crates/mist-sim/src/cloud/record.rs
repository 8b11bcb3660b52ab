//! What a host keeps of a cloud, so that it can be made again after a restart.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordKind {
    /// A machine that was made or changed.
    Machine,
    /// An image's star.
    Image,
    /// A network that was made or deleted.
    Network,
}

impl RecordKind {
    /// Its name in a store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Image => "image",
            Self::Network => "network",
        }
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Not a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of record")]
pub struct UnknownKind;

impl FromStr for RecordKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let all = [Self::Machine, Self::Image, Self::Network];
        all.into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or(UnknownKind)
    }
}

/// The whole present truth of one thing: it takes the place of whatever was kept under its kind and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What it is about.
    pub kind: RecordKind,
    /// Which of them: an id that is unique among its kind within a backend.
    pub id: String,
    /// JSON that only this crate reads.
    pub body: String,
}

impl Record {
    pub(super) fn new(kind: RecordKind, id: &str, body: &impl Serialize) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            // Nothing in a body can fail to be written.
            body: serde_json::to_string(body).unwrap_or_default(),
        }
    }

    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.body).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_back() {
        for kind in [RecordKind::Machine, RecordKind::Image, RecordKind::Network] {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.to_string());
        }
        assert_eq!("key".parse::<RecordKind>(), Err(UnknownKind));
    }
}
