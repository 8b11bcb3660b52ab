//! Opening the protection that PEM files had before PKCS#8: a `DEK-Info` line with cipher and IV, the
//! cipher's key made of passphrase and IV by MD5.
//!
//! Nobody protects keys like this any more, but keys that were live on.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use aes::{Aes128, Aes192, Aes256};
use data_encoding::HEXLOWER_PERMISSIVE;
use des::TdesEde3;
use zeroize::Zeroizing;

use super::KeyError;

/// How much of the IV salts the key.
const SALT: usize = 8;

/// Decrypts a key. `info` is the value of `DEK-Info`: the cipher's name, a comma, the IV in hexadecimal.
/// That the passphrase was a wrong one shows mostly here, and else in what comes out.
pub(super) fn unlock(
    info: &str,
    sealed: &[u8],
    passphrase: &str,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let (cipher, iv) = info.split_once(',').unwrap_or((info, ""));
    let iv = HEXLOWER_PERMISSIVE
        .decode(iv.trim().as_bytes())
        .map_err(|_| KeyError::Unreadable)?;
    let key = |length| {
        let salt = iv.get(..SALT).ok_or(KeyError::Unreadable)?;
        Ok::<_, KeyError>(derive(passphrase, salt, length))
    };
    match cipher.trim() {
        "AES-128-CBC" => decrypt::<cbc::Decryptor<Aes128>>(&key(16)?, &iv, sealed),
        "AES-192-CBC" => decrypt::<cbc::Decryptor<Aes192>>(&key(24)?, &iv, sealed),
        "AES-256-CBC" => decrypt::<cbc::Decryptor<Aes256>>(&key(32)?, &iv, sealed),
        "DES-EDE3-CBC" => decrypt::<cbc::Decryptor<TdesEde3>>(&key(24)?, &iv, sealed),
        other => Err(KeyError::unknown_lock(other)),
    }
}

fn decrypt<Cipher: KeyIvInit + BlockModeDecrypt>(
    key: &[u8],
    iv: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let cipher = Cipher::new_from_slices(key, iv).map_err(|_| KeyError::Unreadable)?;
    let mut text = Zeroizing::new(sealed.to_vec());
    let length = cipher
        .decrypt_padded::<Pkcs7>(&mut text)
        .map_err(|_| KeyError::WrongPassphrase)?
        .len();
    text.truncate(length);
    Ok(text)
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round.
pub(super) fn derive(passphrase: &str, salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::with_capacity(length + 16));
    let mut last: Option<md5::Digest> = None;
    while key.len() < length {
        let mut hash = md5::Context::new();
        if let Some(last) = last {
            hash.consume(last.0);
        }
        hash.consume(passphrase);
        hash.consume(salt);
        let digest = hash.finalize();
        key.extend_from_slice(&digest.0);
        last = Some(digest);
    }
    key.truncate(length);
    key
}
