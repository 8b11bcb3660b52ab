//! Keys protected by a passphrase: opening them, once, to keep them without it. The vault seals them
//! with the server's own secret instead.

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::{self, EncryptionScheme, pbes2};
use russh::keys::PrivateKey;
use russh::keys::ssh_key::{Cipher, Kdf};
use zeroize::Zeroizing;

use super::block::{self, Block};
use super::{KeyError, old_pem, short_number, supported, write};

/// Rounds of OpenSSH's own key derivation; ssh-keygen makes 16 to 24, and a few hundred on request.
const MOST_BCRYPT_ROUNDS: u32 = 512;
/// Rounds of PBKDF2; OpenSSL makes some thousands.
const MOST_PBKDF2_ROUNDS: u32 = 10_000_000;
/// Memory that scrypt may take; OpenSSL's own parameters take 16 MiB.
const MOST_SCRYPT_BYTES: u64 = 128 * 1024 * 1024;
const MOST_SCRYPT_LANES: u16 = 16;

/// The text of the key without its protection; `None` if it has none. Slow on purpose where there is one:
/// call it on a blocking thread.
pub(super) fn unlock(
    block: &Block<'_>,
    passphrase: Option<&str>,
) -> Result<Option<Zeroizing<String>>, KeyError> {
    match block.label {
        "OPENSSH PRIVATE KEY" => openssh(block, passphrase),
        "ENCRYPTED PRIVATE KEY" => pkcs8(block, passphrase).map(Some),
        _ => match (block.header("Proc-Type"), block.header("DEK-Info")) {
            (None, None) => Ok(None),
            (_, info) => {
                let passphrase = passphrase.ok_or(KeyError::Locked)?;
                let info = info.ok_or(KeyError::Unreadable)?;
                let key = old_pem::unlock(info, &block.bytes()?, passphrase)?;
                Ok(Some(block::write(block.label, &key)))
            }
        },
    }
}

fn openssh(
    block: &Block<'_>,
    passphrase: Option<&str>,
) -> Result<Option<Zeroizing<String>>, KeyError> {
    let bytes = block.bytes()?;
    let Ok(key) = PrivateKey::from_bytes(&bytes) else {
        let is_short = short_number::read(&bytes).is_some();
        return is_short.then_some(None).ok_or(KeyError::Unreadable);
    };
    supported(&key.algorithm())?;
    if !key.is_encrypted() {
        return Ok(None);
    }
    let passphrase = passphrase.ok_or(KeyError::Locked)?;
    if key.cipher() == Cipher::TdesCbc {
        return Err(KeyError::unknown_lock(key.cipher().as_str()));
    }
    if matches!(key.kdf(), Kdf::Bcrypt { rounds, .. } if *rounds > MOST_BCRYPT_ROUNDS) {
        return Err(KeyError::CostlyLock);
    }
    let opened = key.decrypt(passphrase).ok();
    let opened = opened.or_else(|| short_number::unlock(&bytes, &key, passphrase));
    let key = opened.ok_or(KeyError::WrongPassphrase)?;
    write::oldest_form(&key).map(Some)
}

fn pkcs8(block: &Block<'_>, passphrase: Option<&str>) -> Result<Zeroizing<String>, KeyError> {
    let passphrase = passphrase.ok_or(KeyError::Locked)?;
    let sealed = block.bytes()?;
    let sealed = EncryptedPrivateKeyInfoRef::try_from(sealed.as_slice())
        .map_err(|_| KeyError::unknown_lock("PKCS#8"))?;
    bearable(&sealed.encryption_algorithm)?;
    let key = sealed.decrypt(passphrase).map_err(|error| match error {
        pkcs8::Error::EncryptedPrivateKey(
            pkcs5::Error::NoPbes1CryptSupport
            | pkcs5::Error::UnsupportedAlgorithm { .. }
            | pkcs5::Error::AlgorithmParametersInvalid { .. },
        ) => KeyError::unknown_lock("PKCS#8"),
        _ => KeyError::WrongPassphrase,
    })?;
    let text = block::write("PRIVATE KEY", key.as_bytes());
    let key = russh::keys::decode_secret_key(&text, None).map_err(|_| KeyError::WrongPassphrase)?;
    write::oldest_form(&key)
}

/// Refuses what would keep a core busy for minutes, or take more memory than there is.
fn bearable(scheme: &EncryptionScheme) -> Result<(), KeyError> {
    let bearable = match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(pbes2::Kdf::Pbkdf2(work)) => work.iteration_count <= MOST_PBKDF2_ROUNDS,
        Some(pbes2::Kdf::Scrypt(work)) => {
            let bytes = work
                .cost_parameter
                .saturating_mul(u64::from(work.block_size))
                .saturating_mul(128);
            bytes <= MOST_SCRYPT_BYTES && work.parallelization <= MOST_SCRYPT_LANES
        }
        // What is not known is not tried.
        _ => true,
    };
    bearable.then_some(()).ok_or(KeyError::CostlyLock)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PBES2 as OpenSSL writes it, its key derived by what `kdf` says.
    fn scheme(kdf: pbes2::Kdf) -> EncryptionScheme {
        let iv = [0; 16];
        pbes2::Parameters {
            kdf,
            encryption: pbes2::EncryptionScheme::Aes256Cbc { iv },
        }
        .into()
    }

    fn pbkdf2(rounds: u32) -> pbes2::Kdf {
        let work = pbes2::Pbkdf2Params::hmac_sha256(rounds, b"saltsalt").unwrap();
        pbes2::Kdf::Pbkdf2(work)
    }

    fn scrypt(cost: u64, block_size: u16, lanes: u16) -> pbes2::Kdf {
        pbes2::Kdf::Scrypt(pbes2::ScryptParams {
            salt: pbes2::Salt::new(b"saltsalt").unwrap(),
            cost_parameter: cost,
            block_size,
            parallelization: lanes,
            key_length: None,
        })
    }

    #[test]
    fn what_would_take_a_server_down_is_not_begun() {
        for (kdf, expected) in [
            (pbkdf2(2048), true),
            (pbkdf2(600_000), true),
            (pbkdf2(90_000_000), false),
            (scrypt(16_384, 8, 1), true),
            (scrypt(1 << 20, 8, 1), false),
            (scrypt(u64::MAX, 8, 1), false),
            (scrypt(2, 1, 10_000), false),
        ] {
            assert_eq!(bearable(&scheme(kdf.clone())).is_ok(), expected, "{kdf:?}");
        }
    }
}
