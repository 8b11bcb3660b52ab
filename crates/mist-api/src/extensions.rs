//! What only `mistd` understands, in one place.
//!
//! All of it rides on the API as optional fields and parameters that other servers ignore, so that a caller never has to ask
//! which server it talks to:
//!
//! | name | where | meaning |
//! | --- | --- | --- |
//! | third argument of `completeShell` | shell stream | the command's exit status, see [`crate::shell::Event::Completed`] |
//! | [`COLS`] | query of the shell | width of the terminal in columns; 80 when absent |
//! | [`KEY_TYPE`] | body of `POST /keys`; key lists | kind of key to generate: `rsa` (when absent), `ecdsa` or `ed25519`; kind of a stored key |
//! | [`PASSPHRASE`] | body of `PUT /keys` | what opens a protected private key; it is used once and not kept |
//! | tags | single servers | `can_tag` is true and the tag calls work; other servers have no tags there |
//! | [`FINGERPRINT`] | key lists | the key's SHA-256 fingerprint as `ssh-keygen -l` prints it |
//! | [`BITS`] | key lists | the size of an RSA key in bits |
//! | [`HOST_KEY`] | body of a key association and, for a single server, of `POST /backends` | accepts the host key with this fingerprint; a changed host key is refused with 409 otherwise |
//! | [`changed_host_key`] | words of that 409 | which key is remembered, and which one is shown now |
//! | [`SIMULATED`] | backend and provider lists | the backend is a simulation, or would be: nothing real happens there |
//! | `DELETE /auth` | [`crate::call::SignOut`] | makes the token worthless; other servers answer 404 |
//! | a sign-in link's code | `password` of `POST /auth` | signs in once, within minutes; other servers know passwords only |
//! | provider [`LOCAL`] | `GET` and `POST /backends` | the computer the server runs on, added without any field |
//! | no `command_id` | query of the shell | answered as the manual shows it, with records that name no run; servers of 2014 answer 500 |
//!
//! And what `mistd` refuses where other servers do not, with words and the statuses they use for such things: a key's name that is taken
//! (409, instead of destroying the other key), an action that the machine can't do (400), a `host` that is no address of the machine
//! (400), a run's name that was used before (409), guessing on at passwords (429).

/// Query parameter of the shell: the terminal's width in columns.
pub const COLS: &str = "cols";
/// Field of `POST /keys` and of listed keys: the kind of key.
pub const KEY_TYPE: &str = "type";
/// Field of `PUT /keys`: what opens a protected private key, which is then kept without it. A key that needs one is refused without
/// it (400, `Invalid private key: it is protected by a passphrase…`) and with a wrong one (400, `Invalid private key: the passphrase
/// does not open it`); a key that needs none is stored whatever stands here.
pub const PASSPHRASE: &str = "passphrase";
/// Field of listed keys: the key's fingerprint.
pub const FINGERPRINT: &str = "fingerprint";
/// Field of listed keys: the size of an RSA key in bits.
pub const BITS: &str = "bits";
/// Field of an association request, and of a request to add a single server: the fingerprint of the host key that the person
/// accepted. It takes the remembered key's place if the server really shows it; else the request is refused with 409.
pub const HOST_KEY: &str = "host_key";
/// The provider of the computer the server runs on, where its operator offers it.
pub const LOCAL: &str = "local";
/// Field of listed backends and providers: whether the backend is simulated, or would be if it were added.
pub const SIMULATED: &str = "simulated";

/// What a server says whose host key is another than the remembered one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedHostKey {
    /// The server's name or address.
    pub host: String,
    /// The remembered key's fingerprint, `SHA256:…` as `ssh-keygen -l` prints it.
    pub known: String,
    /// The fingerprint of the key shown now. [`HOST_KEY`] accepts it.
    pub shown: String,
}

/// Reads a changed host key out of the words of a refusal (409, or the shell's `Error: …` line); `None` if they say something
/// else. The words hold this sentence, in this form:
///
/// ```text
/// The host key of HOST has changed: it was SHA256:…, now it is SHA256:…. …
/// ```
///
/// ```
/// use mist_api::extensions::changed_host_key;
///
/// let words = "The host key of web-1 has changed: it was SHA256:aB+/1, now it is SHA256:cD2. Look at it.";
/// let changed = changed_host_key(words).ok_or("no changed host key")?;
/// assert_eq!((changed.host.as_str(), changed.known.as_str(), changed.shown.as_str()), ("web-1", "SHA256:aB+/1", "SHA256:cD2"));
/// assert_eq!(changed_host_key("Keypair exists: web"), None);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn changed_host_key(words: &str) -> Option<ChangedHostKey> {
    let (_, rest) = words.split_once("The host key of ")?;
    let (host, rest) = rest.split_once(" has changed: it was ")?;
    let (known, rest) = rest.split_once(", now it is ")?;
    // The alphabet of a fingerprint has no full stop.
    let (shown, _) = rest.split_once('.')?;
    (is_fingerprint(known) && is_fingerprint(shown)).then(|| ChangedHostKey {
        host: host.to_owned(),
        known: known.to_owned(),
        shown: shown.to_owned(),
    })
}

fn is_fingerprint(text: &str) -> bool {
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.strip_prefix("SHA256:")
        .is_some_and(|digest| !digest.is_empty() && digest.bytes().all(base64))
}

#[cfg(test)]
mod tests {
    use super::changed_host_key;

    #[test]
    fn only_the_whole_sentence_counts() {
        let shell = "Failed\nError: The host key of 10.0.0.1 has changed: it was SHA256:a, now it is SHA256:b. Or not.";
        assert_eq!(changed_host_key(shell).unwrap().shown, "SHA256:b");
        for words in [
            "",
            "The host key of h is SHA256:b, not SHA256:a.",
            "The host key of h has changed: it was SHA256:a, now it is SHA256:",
            "The host key of h has changed: it was SHA256:a, now it is SHA256:.",
            "The host key of h has changed: it was a, now it is SHA256:b. x",
            "The host key of h has changed: it was SHA256:a b, now it is SHA256:b. x",
        ] {
            assert_eq!(changed_host_key(words), None, "{words}");
        }
    }
}
