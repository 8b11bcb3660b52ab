//! What a public key in OpenSSH's one-line format tells: its kind, size, comment and fingerprint.
//!
//! So that every key has a fingerprint on the page, also those of servers that list none. Only
//! reads what is public; whether a key is any good is for servers to say.

use base64ct::{Base64, Base64Unpadded, Encoding};
use sha2::{Digest, Sha256};

use crate::ssh_string::ssh_string;

/// What a public key tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeyFacts {
    /// The kind as the key spells it: `ssh-rsa`, `ssh-ed25519`, `ecdsa-sha2-nistp256`.
    pub kind: String,
    /// Bits of an RSA key; the other kinds tell theirs by name.
    pub bits: Option<u32>,
    /// SHA-256 fingerprint as `ssh-keygen -l` prints it.
    pub fingerprint: String,
    /// What stands behind the key, often nothing.
    pub comment: String,
}

/// Reads `KIND BASE64 [COMMENT]`, blanks around it allowed.
///
/// `None` for anything else: options before the key, several lines, a body that is damaged or of
/// another kind than the line says, and certificates, whose fingerprint is that of the key inside.
pub fn describe(line: &str) -> Option<PublicKeyFacts> {
    let line = line.trim();
    let (kind, rest) = line.split_once(char::is_whitespace)?;
    if line.contains(['\n', '\r']) || kind.contains("-cert-v") {
        return None;
    }
    let rest = rest.trim_start();
    let (body, comment) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let body = Base64::decode_vec(body).ok()?;
    let mut fields = body.as_slice();
    if ssh_string(&mut fields)? != kind.as_bytes() || fields.is_empty() {
        return None;
    }
    let bits = match kind {
        "ssh-rsa" => Some(rsa_bits(fields)?),
        _ => None,
    };
    let hash = Base64Unpadded::encode_string(&Sha256::digest(&body));
    Some(PublicKeyFacts {
        kind: kind.to_owned(),
        bits,
        fingerprint: ["SHA256:", &hash].concat(),
        comment: comment.trim_start().to_owned(),
    })
}

/// The length of the modulus, which stands last, behind the exponent.
fn rsa_bits(mut fields: &[u8]) -> Option<u32> {
    let _exponent = ssh_string(&mut fields)?;
    let modulus = ssh_string(&mut fields)?;
    let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
    let (_, modulus) = modulus.split_at_checked(zeros)?;
    let unused = modulus.first()?.leading_zeros();
    let whole = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
    fields.is_empty().then_some(whole - unused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOuDNerkrHSdYQXWUEY5e48FKJC7O2RfLVimJxPPA+Dc me@host ed25519 key";
    const ECDSA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPiP1CuFX0y1mIp19SawyIMHBqhJxhjBcFISpkYrhbWLsHy4Ys48/oAfVVlrPAKJqvcbn23BM8KxS58zQ4LU90Y= me@host ecdsa key";
    const ECDSA_521: &str = "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAGIgY/LU+ZPjlKSOYAfZz/te2pzGWfKykpS5FGQ5EWCXB6q7+um6o1otqCYkBbmnmxWGmyeIGt7vV40q2KOV5qT0ACvNZ9xIU7KC5TVjPspe847mLPZ4y4mQ2OaEzeRyJYTe+qysAVL8DwsrJWsM7a9ukHFNazD7FsXV4rXLMBvU0bziQ==";
    const RSA_1024: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDYtDHGAslO+6qsDT9E848hgK8MCPEZ2FAvEZYn/m7oA5JNlAznuY+zESUmD8YsMz9D/xCRY/Sp/qDLt9Rd7ZrtD+Jw7xVW6LbdWwx+pcMaO/2MTlhiRtQq6r+iBKzI0zvlGytLtWQfQj6UXCxsiCCeRmG82Y+UBccfG/1CEQRGTw==";
    const RSA_2048: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCwkFLLNMQuFDM0h6hRRzD0VkiJTkgzsOed1VWUtSqLrvxr3KnmDB1+YlKGmYXF8AZS8/pXUdlZ20dLSt/cX8O4lMu+AQC+0fi3iw5aWfx/X1K/1OHNpRi2Z/VuQ3uos6wWpcvLwm0djuBWbyixBbF/mZ32QpNuE7geqYVkUdve2YF9X0SC+QknH/ZKyRX02eyveqiOsrdXWDOM15mTcdk0EKExuQpxAyXk+HrN/8/Xbsf3G9KAiUIIEDVIUVahSfSST1ZLgJOz/WuseWXHITldLpPVr2hbcNBUKdSiquaeT8NfKi0O6a0KAToTzEN1/5A173BEWTloiBAA6zWKDS5T me@host rsa key";

    /// The fingerprints are what `ssh-keygen -l` printed for these keys.
    #[test]
    fn says_what_ssh_keygen_says() {
        let known = [
            (
                ED25519,
                None,
                "SHA256:GNhjtlcSm9hZbpq00UdDvA8+XUOvsKo8HxUlrQEzvkM",
            ),
            (
                ECDSA,
                None,
                "SHA256:c8jcexm8V81qbDunnwYYAAJ1pgZQrqbOvIdXIYb3xto",
            ),
            (
                ECDSA_521,
                None,
                "SHA256:vkVF6WVX1QzJfZRlaBiMAwrvNbPpyL1ALpW7mSPsfVI",
            ),
            (
                RSA_1024,
                Some(1024),
                "SHA256:1Mqdmhxhug+RWPc28wBEefPHCx6SQqg8a716szuLLl4",
            ),
            (
                RSA_2048,
                Some(2048),
                "SHA256:b7KJ1ejSxBQdemvfUIeQMC++QtqloKtrxssVsjEAbf8",
            ),
        ];
        for (line, bits, fingerprint) in known {
            let facts = describe(line).unwrap();
            assert!(line.starts_with(&facts.kind));
            assert_eq!(
                (facts.bits, facts.fingerprint.as_str()),
                (bits, fingerprint)
            );
        }
    }

    #[test]
    fn the_comment_is_all_that_follows() {
        assert_eq!(describe(ED25519).unwrap().comment, "me@host ed25519 key");
        assert_eq!(describe(RSA_1024).unwrap().comment, "");
        let spaced = ED25519.replacen(' ', "  \t", 2);
        assert_eq!(describe(&format!("\n {spaced} \r\n")), describe(ED25519));
    }

    #[test]
    fn anything_else_is_not_described() {
        let (cut, _) = RSA_2048.split_at(300);
        let private =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----";
        for other in [
            "",
            "ssh-rsa",
            "ssh-rsa ",
            "ssh-rsa AAAA",
            "ssh-rsa AAAAB3NzaC1yc2E=",
            "ssh-rsa !!!!",
            private,
            cut,
            &ED25519.replacen("ssh-ed25519", "ssh-rsa", 1),
            &["command=\"ls\" ", ED25519].concat(),
            &[ED25519, "\n", ED25519].concat(),
            &ED25519.replacen("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com", 1),
        ] {
            assert_eq!(describe(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_body_gives_an_answer(kind in "(ssh-rsa|[a-z-]{0,9})", body: Vec<u8>) {
            let mut blob = u32::try_from(kind.len()).unwrap().to_be_bytes().to_vec();
            blob.extend(kind.as_bytes());
            blob.extend(&body);
            let line = format!("{kind} {}", Base64::encode_string(&blob));
            let facts = describe(&line);
            if kind != "ssh-rsa" && !kind.is_empty() {
                prop_assert_eq!(facts.is_some(), !body.is_empty());
            }
        }
    }
}
