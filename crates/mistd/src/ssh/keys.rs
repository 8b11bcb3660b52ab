//! Reading and making SSH keys.

use rsa::pkcs1::EncodeRsaPrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, HashAlg, PrivateKey, PublicKey};
use zeroize::Zeroizing;

/// Bits of a generated RSA key, as 0.9.8 makes them.
const RSA_BITS: usize = 2048;

/// Why a text is no usable private key. Says nothing of the text itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// It needs a passphrase, which the API has no place for.
    #[error("it is protected by a passphrase; remove that first (ssh-keygen -p)")]
    Encrypted,
    /// It is the public half.
    #[error("this is a public key; paste the private one")]
    Public,
    /// It is none of the formats that can be read.
    #[error("it is not a private key in OpenSSH or PEM format (RSA, ECDSA or Ed25519)")]
    Unreadable,
    /// It was read, but this kind cannot sign in.
    #[error("keys of type {0} are not supported; use RSA, ECDSA or Ed25519")]
    Unsupported(String),
    /// A new key could not be made.
    #[error("no key could be generated: {0}")]
    Generate(String),
}

/// A private key that was read, with what is public about it.
pub(crate) struct ParsedKey {
    pub(crate) private: PrivateKey,
    /// OpenSSH's one-line form, without comment.
    pub(crate) public: String,
    pub(crate) fingerprint: String,
    /// OpenSSH's name of the algorithm.
    pub(crate) kind: String,
}

/// Reads a private key: OpenSSH, or PEM with PKCS#1, PKCS#8 or SEC1 inside. Blank lines around it and
/// Windows line ends are fine.
pub(crate) fn parse_private(text: &str) -> Result<ParsedKey, KeyError> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let first = lines
        .iter()
        .copied()
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    if first.starts_with("ssh-") || first.starts_with("ecdsa-") || first.contains("PUBLIC KEY") {
        return Err(KeyError::Public);
    }
    if first.contains("ENCRYPTED") || lines.iter().any(|line| line.contains("ENCRYPTED")) {
        return Err(KeyError::Encrypted);
    }
    let clean = Zeroizing::new(lines.join("\n"));
    let private = russh::keys::decode_secret_key(&clean, None).map_err(|error| match error {
        russh::keys::Error::KeyIsEncrypted => KeyError::Encrypted,
        _ => KeyError::Unreadable,
    })?;
    let kind = private.algorithm().as_str().to_owned();
    match private.algorithm() {
        Algorithm::Rsa { .. } | Algorithm::Ecdsa { .. } | Algorithm::Ed25519 => {}
        _ => return Err(KeyError::Unsupported(kind)),
    }
    if private.is_encrypted() {
        return Err(KeyError::Encrypted);
    }
    let public_key = PublicKey::new(private.public_key().key_data().clone(), "");
    let public = public_key.to_openssh().map_err(|_| KeyError::Unreadable)?;
    Ok(ParsedKey {
        fingerprint: fingerprint_of(&public_key),
        public,
        kind,
        private,
    })
}

/// `SHA256:…`, as `ssh-keygen -l` prints it.
pub(crate) fn fingerprint_of(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// Makes a private key: RSA in PEM as 2014's clients expect, or Ed25519 in OpenSSH's format. Slow
/// for RSA: call it on a blocking thread.
pub(crate) fn generate(ed25519: bool) -> Result<Zeroizing<String>, KeyError> {
    let failed = |error: &dyn std::fmt::Display| KeyError::Generate(error.to_string());
    let mut rng = russh::keys::key::safe_rng();
    if ed25519 {
        PrivateKey::random(&mut rng, Algorithm::Ed25519)
            .and_then(|key| key.to_openssh(LineEnding::LF))
            .map_err(|error| failed(&error))
    } else {
        rsa::RsaPrivateKey::new(&mut rng, RSA_BITS)
            .map_err(|error| failed(&error))?
            .to_pkcs1_pem(LineEnding::LF)
            .map_err(|error| failed(&error))
    }
}
