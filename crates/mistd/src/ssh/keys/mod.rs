//! Reading and making SSH keys.
//!
//! Owns the formats: what people paste comes in, a key that can sign in and the text to keep go out.

mod block;
mod locked;
mod old_pem;
mod short_number;
mod write;

use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PrivateKey, PublicKey};
use zeroize::Zeroizing;

use block::Block;

/// Bits of a generated RSA key, as 0.9.8 makes them.
const RSA_BITS: usize = 2048;

/// Why a text is no usable private key. Says nothing of the text itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// It needs a passphrase, and none came with it.
    #[error(
        "it is protected by a passphrase; give the passphrase too, or remove it first (ssh-keygen -p)"
    )]
    Locked,
    /// One came, and it is another one.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// Its protection is of a kind that cannot be opened here.
    #[error(
        "its protection ({0}) is of a kind this server cannot open; remove the passphrase first (ssh-keygen -p)"
    )]
    UnknownLock(String),
    /// Its protection asks for more work than a server can do for one request.
    #[error(
        "opening its protection would take too long here; remove the passphrase first (ssh-keygen -p)"
    )]
    CostlyLock,
    /// It is the public half.
    #[error("this is a public key; paste the private one")]
    Public,
    /// It is in a format of its own.
    #[error(
        "it is in PuTTY's format; export it in OpenSSH's (puttygen KEY -O private-openssh -o NEW)"
    )]
    Putty,
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

impl KeyError {
    /// A protection by the name the text gives it, which may be anything.
    fn unknown_lock(name: &str) -> Self {
        let plain = |c: &char| c.is_ascii_alphanumeric() || "-#".contains(*c);
        Self::UnknownLock(name.chars().filter(plain).take(40).collect())
    }
}

/// A private key that was read, with what is public about it.
pub(crate) struct ParsedKey {
    pub(crate) private: PrivateKey,
    /// The text to keep: as it was given, or without its passphrase in the oldest form its kind has.
    pub(crate) text: Zeroizing<String>,
    /// OpenSSH's one-line form, without comment.
    pub(crate) public: String,
    pub(crate) fingerprint: String,
    /// OpenSSH's name of the algorithm.
    pub(crate) kind: String,
}

/// Reads a private key: OpenSSH, or PEM with PKCS#1, PKCS#8 or SEC1 inside. Blank lines around it and
/// Windows line ends are fine, and go. A passphrase that is not needed is not looked at. With one that is
/// needed it is slow: call it on a blocking thread.
pub(crate) fn read_private(text: &str, passphrase: Option<&str>) -> Result<ParsedKey, KeyError> {
    let text = tidy(text);
    let Some(block) = Block::find(&text) else {
        return Err(what_else(&text));
    };
    if block.label == "DSA PRIVATE KEY" {
        return Err(KeyError::Unsupported("ssh-dss".to_owned()));
    }
    let (text, was_locked) = match locked::unlock(&block, passphrase)? {
        Some(unlocked) => (unlocked, true),
        None => (text, false),
    };
    let private = match russh::keys::decode_secret_key(&text, None) {
        Ok(key) => key,
        // A wrong passphrase may open old PEM to something else.
        Err(_) if was_locked => return Err(KeyError::WrongPassphrase),
        Err(_) => Block::find(&text)
            .and_then(|block| short_number::read(&block.bytes().ok()?))
            .ok_or(KeyError::Unreadable)?,
    };
    supported(&private.algorithm())?;
    let public_key = PublicKey::new(private.public_key().key_data().clone(), "");
    let public = public_key.to_openssh().map_err(|_| KeyError::Unreadable)?;
    Ok(ParsedKey {
        fingerprint: fingerprint_of(&public_key),
        public,
        kind: private.algorithm().as_str().to_owned(),
        private,
        text,
    })
}

/// Line ends of Unix, one on the last line too (OpenSSH reads no key without it), nothing around the lines
/// and no blank ones around the text.
fn tidy(text: &str) -> Zeroizing<String> {
    let mut tidy = Zeroizing::new(String::with_capacity(text.len() + 1));
    for line in text.trim_start_matches('\u{feff}').trim().lines() {
        tidy.extend([line.trim(), "\n"]);
    }
    tidy
}

fn what_else(text: &str) -> KeyError {
    let public = |line: &str| {
        ["ssh-", "ecdsa-", "sk-"]
            .iter()
            .any(|kind| line.starts_with(kind))
            || line.contains("BEGIN PUBLIC KEY")
            || line.contains("BEGIN RSA PUBLIC KEY")
            || line.contains("BEGIN SSH2 PUBLIC KEY")
    };
    if text.starts_with("PuTTY-User-Key-File-") {
        KeyError::Putty
    } else if text.lines().any(public) {
        KeyError::Public
    } else {
        KeyError::Unreadable
    }
}

/// Refuses keys that live in hardware, and DSA.
fn supported(algorithm: &Algorithm) -> Result<(), KeyError> {
    match algorithm {
        Algorithm::Rsa { .. } | Algorithm::Ecdsa { .. } | Algorithm::Ed25519 => Ok(()),
        other => Err(KeyError::Unsupported(other.as_str().to_owned())),
    }
}

/// `SHA256:…`, as `ssh-keygen -l` prints it.
pub(crate) fn fingerprint_of(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// The kinds of key that can be made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NewKey {
    Rsa,
    /// On NIST P-256, ssh-keygen's own choice.
    Ecdsa,
    Ed25519,
}

/// Makes a private key in the form clients of 2014 expect of its kind. Slow for RSA: call it on a
/// blocking thread.
pub(crate) fn generate(kind: NewKey) -> Result<Zeroizing<String>, KeyError> {
    let failed = |error: &dyn std::fmt::Display| KeyError::Generate(error.to_string());
    let mut rng = russh::keys::key::safe_rng();
    let key = match kind {
        NewKey::Rsa => {
            use russh::keys::ssh_key::private::{KeypairData, RsaKeypair};
            let key = rsa::RsaPrivateKey::new(&mut rng, RSA_BITS).map_err(|e| failed(&e))?;
            let pair = RsaKeypair::try_from(key).map_err(|e| failed(&e))?;
            PrivateKey::new(KeypairData::Rsa(pair), "")
        }
        NewKey::Ecdsa => {
            let curve = EcdsaCurve::NistP256;
            PrivateKey::random(&mut rng, Algorithm::Ecdsa { curve })
        }
        NewKey::Ed25519 => PrivateKey::random(&mut rng, Algorithm::Ed25519),
    };
    write::oldest_form(&key.map_err(|error| failed(&error))?)
}

#[cfg(test)]
mod tests {
    use aes::cipher::block_padding::Pkcs7;
    use aes::cipher::{BlockModeEncrypt, KeyIvInit};

    use super::*;

    /// A key as OpenSSL protected it before PKCS#8.
    fn protected(passphrase: &str) -> (Zeroizing<String>, String) {
        let plain = generate(NewKey::Ecdsa).unwrap();
        let bytes = Block::find(&plain).unwrap().bytes().unwrap();
        let iv = [7; 16];
        let key = old_pem::derive(passphrase, &iv[..8], 16);
        let cipher = cbc::Encryptor::<aes::Aes128>::new_from_slices(&key, &iv).unwrap();
        let mut sealed = bytes.to_vec();
        let length = sealed.len();
        sealed.resize(length + 16, 0);
        let sealed = cipher.encrypt_padded::<Pkcs7>(&mut sealed, length).unwrap();
        let head = format!(
            "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{}\n\n",
            "07".repeat(16)
        );
        let text = block::write("EC PRIVATE KEY", sealed);
        let text = text.replacen("PRIVATE KEY-----\n", &head, 1);
        (plain, text)
    }

    #[test]
    fn no_wrong_passphrase_passes_for_the_right_one_or_for_another_fault() {
        let (plain, text) = protected("right");
        assert_eq!(read_private(&text, Some("right")).unwrap().text, plain);
        assert!(matches!(read_private(&text, None), Err(KeyError::Locked)));
        // One in 256 leaves something that looks well padded.
        for number in 0..1500 {
            let wrong = read_private(&text, Some(&number.to_string()));
            assert!(matches!(wrong, Err(KeyError::WrongPassphrase)), "{number}");
        }
    }

    #[test]
    fn space_around_the_text_goes_and_the_last_line_ends() {
        let plain = generate(NewKey::Ed25519).unwrap();
        for odd in [
            plain.trim_end().to_owned(),
            format!(
                "\u{feff}\r\n\r\n  {}\n\n \t",
                plain.replace('\n', " \r\n  ")
            ),
        ] {
            assert_eq!(read_private(&odd, None).unwrap().text, plain);
        }
    }

    #[test]
    fn anything_else_is_refused_without_being_quoted() {
        for (text, expected) in [
            ("", "not a private key"),
            ("secret", "not a private key"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nsecret",
                "not a private key",
            ),
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret",
                "not a private key",
            ),
            ("-----BEGIN PUBLIC KEY-----\nsecret", "public key"),
            ("# mine\nssh-rsa secret", "public key"),
            ("-----BEGIN DSA PRIVATE KEY-----\nsecret", "ssh-dss"),
        ] {
            let words = read_private(text, Some("secret"))
                .err()
                .unwrap()
                .to_string();
            assert!(
                words.contains(expected) && !words.contains("secret"),
                "{words}"
            );
        }
    }
}
