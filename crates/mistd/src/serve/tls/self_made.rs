//! A certificate nobody else vouches for. It is kept, so that a browser which was told to trust it
//! does so after a restart too, and made anew when it has become too old or is for other names.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    PKCS_ECDSA_P256_SHA256,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::TlsError;
use crate::store::folder;

/// Certificate and key in the data folder.
const FILE: &str = "tls.json";
const SCRATCH: &str = "tls.json.new";
const DAY: Duration = Duration::from_hours(24);
/// Browsers take none that is valid for longer.
const LIFE: Duration = Duration::from_hours(397 * 24);
/// A new one is made when so much of its time is left.
const LAST_DAYS: Duration = Duration::from_hours(30 * 24);
/// Clocks in one network differ.
const HEAD_START: Duration = DAY;

/// The certificate with its key.
pub(super) struct Kept {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// As it lies in the folder.
#[derive(Serialize, Deserialize)]
struct Stored {
    names: Vec<String>,
    /// When it ends, in seconds since 1970.
    ends: u64,
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Kept {
    /// The one in the folder, if it is for these names and will last; else a new one.
    pub(super) fn in_folder(folder: &Path, names: &[String]) -> Result<Self, TlsError> {
        let now = SystemTime::now();
        let soon = seconds(now + LAST_DAYS);
        let there = read(folder).filter(|stored| stored.names == names && stored.ends > soon);
        let stored = if let Some(stored) = there {
            stored
        } else {
            let made = make(names, now)?;
            let text = Zeroizing::new(serde_json::to_vec(&made).map_err(std::io::Error::from)?);
            folder::replace(&folder.join(FILE), &folder.join(SCRATCH), &[&text])?;
            made
        };
        Ok(Self {
            certificate: CertificateDer::from(stored.certificate),
            key: PrivatePkcs8KeyDer::from(stored.key).into(),
        })
    }
}

/// What is there. A file that cannot be read is as good as none: nothing is lost with it.
fn read(folder: &Path) -> Option<Stored> {
    let path = folder.join(FILE);
    if !path.exists() {
        return None;
    }
    // Others may have been let in since it was written.
    let file = folder::private(&path, false).ok()?;
    serde_json::from_reader(file).ok()
}

fn make(names: &[String], now: SystemTime) -> Result<Stored, TlsError> {
    let begins = now.checked_sub(HEAD_START).unwrap_or(now);
    let ends = begins + LIFE;
    let mut wanted = CertificateParams::new(names.to_vec())?;
    let mut who = DistinguishedName::new();
    who.push(DnType::CommonName, "Mist Web on this network");
    wanted.distinguished_name = who;
    wanted.not_before = begins.into();
    wanted.not_after = ends.into();
    wanted.is_ca = IsCa::ExplicitNoCa;
    wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = wanted.self_signed(&key)?;
    Ok(Stored {
        names: names.to_vec(),
        ends: seconds(ends),
        certificate: certificate.der().to_vec(),
        key: key.serialize_der(),
    })
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn kept(folder: &Path, names: &[&str]) -> Vec<u8> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let kept = Kept::in_folder(folder, &names).unwrap();
        kept.certificate.to_vec()
    }

    #[test]
    fn it_stays_until_the_names_change_and_its_key_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let first = kept(folder.path(), &["localhost", "192.0.2.7"]);
        let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(kept(folder.path(), &["localhost", "192.0.2.7"]), first);
        assert_eq!(mode(), 0o600);
        let moved = kept(folder.path(), &["localhost", "192.0.2.8"]);
        assert_ne!(moved, first);
        assert_eq!(kept(folder.path(), &["localhost", "192.0.2.8"]), moved);
    }

    #[test]
    fn one_that_ends_soon_or_is_damaged_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["localhost".to_owned()];
        let old = make(
            &names,
            SystemTime::now() - LIFE.checked_sub(LAST_DAYS).unwrap(),
        )
        .unwrap();
        std::fs::write(folder.path().join(FILE), serde_json::to_vec(&old).unwrap()).unwrap();
        let fresh = kept(folder.path(), &["localhost"]);
        assert_ne!(fresh, old.certificate);
        std::fs::write(folder.path().join(FILE), "{half").unwrap();
        assert_ne!(kept(folder.path(), &["localhost"]), fresh);
    }

    #[test]
    fn it_is_valid_now_and_for_no_longer_than_browsers_accept() {
        let now = SystemTime::now();
        let made = make(&["localhost".to_owned()], now).unwrap();
        assert!(made.ends > seconds(now + 365 * DAY));
        assert!(made.ends - seconds(now - HEAD_START) <= LIFE.as_secs());
    }
}
