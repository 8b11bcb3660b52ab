//! What kind of private key a text holds, so the page can warn before a server refuses it.
//!
//! Looks at the armour and at the public head of OpenSSH's own format. The secret part is
//! never decoded, and no result carries any of it.

use base64ct::{Base64, Encoding};

use crate::ssh_string::ssh_string;

/// Characters of an OpenSSH key's body that are decoded: its cipher and its kind stand in the
/// first 192 bytes, before anything secret.
const HEAD_CHARACTERS: usize = 256;

/// What a text that should be a private key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateKeyShape {
    /// `BEGIN RSA PRIVATE KEY` (PKCS #1): what every mist server takes, unless encrypted.
    Pkcs1Rsa {
        /// Protected by a passphrase.
        encrypted: bool,
    },
    /// `BEGIN EC PRIVATE KEY` (SEC 1).
    Ec {
        /// Protected by a passphrase.
        encrypted: bool,
    },
    /// `BEGIN DSA PRIVATE KEY`: no current SSH server accepts these.
    Dsa {
        /// Protected by a passphrase.
        encrypted: bool,
    },
    /// `BEGIN PRIVATE KEY` (PKCS #8).
    Pkcs8,
    /// `BEGIN ENCRYPTED PRIVATE KEY` (PKCS #8 with a passphrase).
    EncryptedPkcs8,
    /// `BEGIN OPENSSH PRIVATE KEY`, what `ssh-keygen` makes today.
    OpenSsh {
        /// Protected by a passphrase.
        encrypted: bool,
        /// What kind of key it is.
        kind: OpenSshKind,
    },
    /// The public half was pasted.
    PublicKeyPasted,
    /// A `PuTTY` key file, to be converted first.
    PuttyPpk,
    /// Starts like a key and is cut off or damaged.
    Incomplete,
    /// Nothing we know.
    NotAKey,
}

/// The algorithm of a key in OpenSSH's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenSshKind {
    /// `ssh-rsa`.
    Rsa,
    /// `ssh-ed25519`.
    Ed25519,
    /// `ecdsa-sha2-…`.
    Ecdsa,
    /// `ssh-dss`.
    Dsa,
    /// `sk-…`: useless without the hardware token it belongs to.
    SecurityKey,
    /// Something newer.
    Other,
}

impl PrivateKeyShape {
    /// Looks at `text`.
    pub fn of(text: &str) -> Self {
        let text = trim(text);
        if text.starts_with("PuTTY-User-Key-File-") {
            return Self::PuttyPpk;
        }
        if is_public(text) {
            return Self::PublicKeyPasted;
        }
        // OpenSSL writes the parameters of an EC key as a block of their own before it.
        let blocks: Vec<&str> = text.split("-----BEGIN ").skip(1).collect();
        let is_private = |block: &&&str| {
            let label = block.split_once("-----").map(|(label, _)| label);
            label.is_some_and(|label| label.ends_with("PRIVATE KEY"))
        };
        let Some(block) = blocks.iter().find(is_private).or(blocks.first()) else {
            return Self::NotAKey;
        };
        let Some((label, rest)) = block.split_once("-----") else {
            return Self::Incomplete;
        };
        if !label.ends_with("PRIVATE KEY") {
            return Self::NotAKey;
        }
        let Some((body, _)) = rest.split_once(&["-----END ", label, "-----"].concat()) else {
            return Self::Incomplete;
        };
        let encrypted = body.contains("Proc-Type:") && body.contains("ENCRYPTED");
        match label {
            "RSA PRIVATE KEY" => Self::Pkcs1Rsa { encrypted },
            "EC PRIVATE KEY" => Self::Ec { encrypted },
            "DSA PRIVATE KEY" => Self::Dsa { encrypted },
            "PRIVATE KEY" => Self::Pkcs8,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPkcs8,
            "OPENSSH PRIVATE KEY" => open_ssh(body).unwrap_or(Self::Incomplete),
            _ => Self::NotAKey,
        }
    }

    /// Whether it is a private key that needs a passphrase, which no mist server asks for.
    pub const fn is_encrypted(self) -> bool {
        match self {
            Self::Pkcs1Rsa { encrypted }
            | Self::Ec { encrypted }
            | Self::Dsa { encrypted }
            | Self::OpenSsh { encrypted, .. } => encrypted,
            Self::EncryptedPkcs8 => true,
            Self::Pkcs8
            | Self::PublicKeyPasted
            | Self::PuttyPpk
            | Self::Incomplete
            | Self::NotAKey => false,
        }
    }

    /// Whether it is a private key in a form servers may take.
    pub const fn is_private_key(self) -> bool {
        !matches!(
            self,
            Self::PublicKeyPasted | Self::PuttyPpk | Self::Incomplete | Self::NotAKey
        )
    }
}

/// A pasted key as servers want it: nothing before the armour (API notes §2.3: a leading line
/// break is refused), plain line feeds, one at the end.
pub fn tidy_private_key(text: &str) -> String {
    let mut tidy = trim(text).replace("\r\n", "\n").replace('\r', "\n");
    tidy.push('\n');
    tidy
}

/// Takes off blanks and the byte order mark some editors write.
fn trim(text: &str) -> &str {
    text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '\u{feff}')
        .trim_end()
}

fn is_public(text: &str) -> bool {
    const STARTS: [&str; 9] = [
        "ssh-rsa ",
        "ssh-dss ",
        "ssh-ed25519 ",
        "ecdsa-sha2-",
        "sk-ssh-",
        "sk-ecdsa-",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN RSA PUBLIC KEY-----",
        "---- BEGIN SSH2 PUBLIC KEY ----",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// Reads cipher and kind from the head of a key in OpenSSH's format (`PROTOCOL.key`).
fn open_ssh(body: &str) -> Option<PrivateKeyShape> {
    let mut head: String = body
        .chars()
        .filter(|ch| !ch.is_whitespace())
        .take(HEAD_CHARACTERS)
        .collect();
    head.truncate(head.len() / 4 * 4);
    let bytes = Base64::decode_vec(&head).ok()?;
    let mut rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
    let cipher = ssh_string(&mut rest)?;
    let _kdf = ssh_string(&mut rest)?;
    let _kdf_options = ssh_string(&mut rest)?;
    let (_count, mut rest) = rest.split_at_checked(4)?;
    let (_public_key_length, public_key) = rest.split_at_checked(4)?;
    rest = public_key;
    let kind = match ssh_string(&mut rest)? {
        b"ssh-rsa" => OpenSshKind::Rsa,
        b"ssh-ed25519" => OpenSshKind::Ed25519,
        b"ssh-dss" => OpenSshKind::Dsa,
        name if name.starts_with(b"ecdsa-sha2-") => OpenSshKind::Ecdsa,
        name if name.starts_with(b"sk-") => OpenSshKind::SecurityKey,
        _ => OpenSshKind::Other,
    };
    Some(PrivateKeyShape::OpenSsh {
        encrypted: cipher != b"none",
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn armoured(label: &str, body: &str) -> String {
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    }

    fn open_ssh_key(cipher: &str, kind: &str) -> String {
        let mut bytes = b"openssh-key-v1\0".to_vec();
        let string = |bytes: &mut Vec<u8>, text: &[u8]| {
            bytes.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
            bytes.extend(text);
        };
        string(&mut bytes, cipher.as_bytes());
        string(
            &mut bytes,
            if cipher == "none" { b"none" } else { b"bcrypt" },
        );
        string(&mut bytes, if cipher == "none" { b"" } else { &[7; 24] });
        bytes.extend(1u32.to_be_bytes());
        let mut public = Vec::new();
        string(&mut public, kind.as_bytes());
        string(&mut public, &[9; 32]);
        string(&mut bytes, &public);
        string(&mut bytes, &[5; 400]);
        let encoded = Base64::encode_string(&bytes);
        let lines: Vec<_> = encoded
            .as_bytes()
            .chunks(70)
            .map(|line| str::from_utf8(line).unwrap())
            .collect();
        armoured("OPENSSH PRIVATE KEY", &lines.join("\n"))
    }

    #[test]
    fn reads_the_armour() {
        use PrivateKeyShape as Shape;
        let plain = [
            ("RSA PRIVATE KEY", Shape::Pkcs1Rsa { encrypted: false }),
            ("EC PRIVATE KEY", Shape::Ec { encrypted: false }),
            ("DSA PRIVATE KEY", Shape::Dsa { encrypted: false }),
            ("PRIVATE KEY", Shape::Pkcs8),
            ("ENCRYPTED PRIVATE KEY", Shape::EncryptedPkcs8),
            ("CERTIFICATE", Shape::NotAKey),
            ("PUBLIC KEY", Shape::PublicKeyPasted),
        ];
        for (label, shape) in plain {
            assert_eq!(Shape::of(&armoured(label, "AAAA")), shape, "{label}");
        }
        let encrypted = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA";
        let shape = Shape::of(&armoured("RSA PRIVATE KEY", encrypted));
        assert_eq!(shape, Shape::Pkcs1Rsa { encrypted: true });
        assert!(shape.is_encrypted() && shape.is_private_key());
    }

    #[test]
    fn an_ec_key_may_come_behind_its_parameters() {
        let parameters = armoured("EC PARAMETERS", "BggqhkjOPQMBBw==");
        let key = armoured("EC PRIVATE KEY", "MHc=");
        let both = [parameters.as_str(), "\n", &key].concat();
        assert_eq!(
            PrivateKeyShape::of(&both),
            PrivateKeyShape::Ec { encrypted: false }
        );
        assert_eq!(PrivateKeyShape::of(&parameters), PrivateKeyShape::NotAKey);
    }

    #[test]
    fn reads_the_head_of_openssh_keys() {
        let kinds = [
            ("ssh-ed25519", OpenSshKind::Ed25519),
            ("ssh-rsa", OpenSshKind::Rsa),
            ("ecdsa-sha2-nistp256", OpenSshKind::Ecdsa),
            ("ssh-dss", OpenSshKind::Dsa),
            ("sk-ssh-ed25519@openssh.com", OpenSshKind::SecurityKey),
            ("ssh-future", OpenSshKind::Other),
        ];
        for (name, kind) in kinds {
            for (cipher, encrypted) in [("none", false), ("aes256-ctr", true)] {
                let shape = PrivateKeyShape::of(&open_ssh_key(cipher, name));
                assert_eq!(
                    shape,
                    PrivateKeyShape::OpenSsh { encrypted, kind },
                    "{name}"
                );
                assert_eq!(shape.is_encrypted(), encrypted);
            }
        }
    }

    #[test]
    fn knows_what_is_pasted_by_mistake() {
        for public in [
            "ssh-rsa AAAA me@here",
            "ssh-ed25519 AAAA",
            "ecdsa-sha2-nistp256 AAAA x",
        ] {
            assert_eq!(
                PrivateKeyShape::of(public),
                PrivateKeyShape::PublicKeyPasted
            );
        }
        let putty = "PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n";
        assert_eq!(PrivateKeyShape::of(putty), PrivateKeyShape::PuttyPpk);
        for other in ["", "hunter2", "-----BEGIN X-----"] {
            assert_eq!(PrivateKeyShape::of(other), PrivateKeyShape::NotAKey);
        }
    }

    #[test]
    fn a_key_that_lost_its_end_is_incomplete() {
        let key = open_ssh_key("none", "ssh-ed25519");
        let (half, _) = key.split_at(key.len() / 2);
        for damaged in [
            half,
            "-----BEGIN RSA PRIV",
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA",
        ] {
            assert_eq!(PrivateKeyShape::of(damaged), PrivateKeyShape::Incomplete);
        }
        let garbled = armoured("OPENSSH PRIVATE KEY", "!!!!");
        assert_eq!(PrivateKeyShape::of(&garbled), PrivateKeyShape::Incomplete);
    }

    #[test]
    fn tidying_drops_what_servers_refuse() {
        let key = armoured("RSA PRIVATE KEY", "AAAA");
        let messy = format!("\u{feff}\n  {}\r\n\r\n", key.replace('\n', "\r\n"));
        assert_eq!(tidy_private_key(&messy), key);
        assert_eq!(PrivateKeyShape::of(&messy), PrivateKeyShape::of(&key));
    }

    proptest! {
        #[test]
        fn any_text_gives_an_answer(text in "(-----BEGIN (OPENSSH |RSA )?PRIVATE KEY-----)?[ -~\n]{0,80}") {
            let shape = PrivateKeyShape::of(&text);
            prop_assert!(shape.is_private_key() || !shape.is_encrypted());
        }

        #[test]
        fn any_openssh_body_gives_an_answer(body: Vec<u8>) {
            let mut bytes = b"openssh-key-v1\0".to_vec();
            bytes.extend(body);
            PrivateKeyShape::of(&armoured("OPENSSH PRIVATE KEY", &Base64::encode_string(&bytes)));
        }
    }
}
