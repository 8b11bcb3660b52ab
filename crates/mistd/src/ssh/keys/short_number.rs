//! One ECDSA key in 512 on P-256: OpenSSH writes its secret number without the zeros in front, so in fewer
//! than 32 bytes, and `ssh-key` (0.7) takes that for no key at all. Only these keys are read here.

use russh::keys::PrivateKey;
use russh::keys::ssh_key::cipher::Tag;
use russh::keys::ssh_key::encoding::{Decode, Reader};
use russh::keys::ssh_key::private::{EcdsaKeypair, EcdsaPrivateKey, KeypairData};
use russh::keys::ssh_key::public::EcdsaPublicKey;
use zeroize::Zeroizing;

/// Bytes of a number on P-256.
const WHOLE: usize = 32;

/// Reads such a key from the bytes of an OpenSSH block without protection.
pub(super) fn read(bytes: &[u8]) -> Option<PrivateKey> {
    key_in(&Sections::of(bytes)?.secret)
}

/// Reads such a key from the bytes of an OpenSSH block that `locked` was read from. Slow: its passphrase is
/// tried.
pub(super) fn unlock(bytes: &[u8], locked: &PrivateKey, passphrase: &str) -> Option<PrivateKey> {
    let Sections { mut secret, tag } = Sections::of(bytes)?;
    let cipher = locked.cipher();
    let (key, iv) = locked.kdf().derive_key_and_iv(cipher, passphrase).ok()?;
    cipher.decrypt(&key, &iv, &mut secret, tag).ok()?;
    key_in(&secret)
}

/// What matters here of the container that OpenSSH's `PROTOCOL.key` describes.
struct Sections {
    secret: Zeroizing<Vec<u8>>,
    /// Behind it, with the ciphers that have one.
    tag: Option<Tag>,
}

impl Sections {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
        // The cipher, the derivation of its key and what it was derived with.
        for _ in 0..3 {
            rest.drain_prefixed().ok()?;
        }
        let keys = u32::decode(&mut rest).ok()?;
        rest.drain_prefixed().ok()?;
        let secret = Zeroizing::new(Vec::decode(&mut rest).ok()?);
        let tag = Tag::try_from(rest).ok();
        (keys == 1).then_some(Self { secret, tag })
    }
}

fn key_in(secret: &[u8]) -> Option<PrivateKey> {
    let mut rest = secret;
    let checks = (u32::decode(&mut rest).ok()?, u32::decode(&mut rest).ok()?);
    let kind = String::decode(&mut rest).ok()?;
    if checks.0 != checks.1 || kind != "ecdsa-sha2-nistp256" {
        return None;
    }
    rest.drain_prefixed().ok()?;
    let point = Vec::<u8>::decode(&mut rest).ok()?;
    let EcdsaPublicKey::NistP256(public) = EcdsaPublicKey::from_sec1_bytes(&point).ok()? else {
        return None;
    };
    let number = Zeroizing::new(Vec::<u8>::decode(&mut rest).ok()?);
    let mut whole = Zeroizing::new([0; WHOLE]);
    let zeros = WHOLE.checked_sub(number.len())?;
    whole.get_mut(zeros..)?.copy_from_slice(&number);
    let private = EcdsaPrivateKey::from(*whole);
    let pair = EcdsaKeypair::NistP256 { public, private };
    PrivateKey::new(KeypairData::Ecdsa(pair), "").ok()
}
