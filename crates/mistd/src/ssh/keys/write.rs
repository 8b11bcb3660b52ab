//! Writing a key down in the oldest form its kind has, so that clients of every age can read it.

use rsa::pkcs1::EncodeRsaPrivateKey;
use russh::keys::PrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{EcdsaKeypair, KeypairData};
use russh::keys::ssh_key::sec1::der::Encode;
use russh::keys::ssh_key::sec1::der::asn1::ObjectIdentifier;
use russh::keys::ssh_key::sec1::{EcParameters, EcPrivateKey};
use zeroize::Zeroizing;

use super::{KeyError, block};

const NIST_P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const NIST_P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const NIST_P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");

/// RSA as PKCS#1 and ECDSA as SEC1, both in PEM; Ed25519 in OpenSSH's format, the only one it had first.
pub(super) fn oldest_form(key: &PrivateKey) -> Result<Zeroizing<String>, KeyError> {
    match key.key_data() {
        KeypairData::Rsa(pair) => {
            let key = rsa::RsaPrivateKey::try_from(pair).map_err(|_| KeyError::Unreadable)?;
            key.to_pkcs1_pem(LineEnding::LF)
                .map_err(|_| KeyError::Unreadable)
        }
        KeypairData::Ecdsa(pair) => ecdsa(pair),
        _ => key
            .to_openssh(LineEnding::LF)
            .map_err(|_| KeyError::Unreadable),
    }
}

fn ecdsa(pair: &EcdsaKeypair) -> Result<Zeroizing<String>, KeyError> {
    let (curve, secret, public) = match pair {
        EcdsaKeypair::NistP256 { public, private } => {
            (NIST_P256, private.as_slice(), public.as_bytes())
        }
        EcdsaKeypair::NistP384 { public, private } => {
            (NIST_P384, private.as_slice(), public.as_bytes())
        }
        EcdsaKeypair::NistP521 { public, private } => {
            (NIST_P521, private.as_slice(), public.as_bytes())
        }
    };
    let key = EcPrivateKey {
        private_key: secret,
        parameters: Some(EcParameters::NamedCurve(curve)),
        public_key: Some(public),
    };
    let bytes = key.to_der().map_err(|_| KeyError::Unreadable)?;
    Ok(block::write("EC PRIVATE KEY", &Zeroizing::new(bytes)))
}
