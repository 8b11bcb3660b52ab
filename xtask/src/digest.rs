//! SHA-256 in hex: names and stamps are made of it. SHA-384 in Base64: browsers check files by it.

use std::fmt::Write as _;

use data_encoding::BASE64;
use sha2::digest::Output;
use sha2::{Digest as _, Sha256, Sha384};

/// The digest of `bytes`.
pub(crate) fn of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The value of an `integrity` attribute for `bytes`.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64.encode(&Sha384::digest(bytes)))
}

/// A finished digest in hex.
pub(crate) fn hex(digest: &Output<Sha256>) -> String {
    digest
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_what_browsers_compute() {
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(integrity(b""), empty);
    }

    #[test]
    fn nothing_has_the_digest_everyone_knows() {
        assert!(of(b"").starts_with("e3b0c44298fc1c14"));
        assert_eq!(of(b"").len(), 64);
    }
}
