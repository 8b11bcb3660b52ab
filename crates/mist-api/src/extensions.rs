//! What only `mistd` understands, in one place.
//!
//! All of it rides on the API as optional fields and parameters that other servers ignore, so that a caller never has to ask
//! which server it talks to:
//!
//! | name | where | meaning |
//! | --- | --- | --- |
//! | third argument of `completeShell` | shell stream | the command's exit status, see [`crate::shell::Event::Completed`] |
//! | [`COLS`] | query of the shell | width of the terminal in columns; 80 when absent |
//! | [`KEY_TYPE`] | body of `POST /keys`; key lists | kind of key to generate (RSA when absent); kind of a stored key |
//! | [`PASSPHRASE`] | body of `PUT /keys` | what opens a protected private key; it is used once and not kept |
//! | [`FINGERPRINT`] | key lists | the key's SHA-256 fingerprint as `ssh-keygen -l` prints it |
//! | [`HOST_KEY`] | body of a key association | accepts the host key with this fingerprint; a changed host key is refused with 409 otherwise |
//! | [`SIMULATED`] | backend lists | the backend is a simulation: nothing real happens there |
//! | `DELETE /auth` | [`crate::call::SignOut`] | makes the token worthless; other servers answer 404 |

/// Query parameter of the shell: the terminal's width in columns.
pub const COLS: &str = "cols";
/// Field of `POST /keys` and of listed keys: the kind of key.
pub const KEY_TYPE: &str = "type";
/// Field of `PUT /keys`: what opens a protected private key.
pub const PASSPHRASE: &str = "passphrase";
/// Field of listed keys: the key's fingerprint.
pub const FINGERPRINT: &str = "fingerprint";
/// Field of an association request: the fingerprint of the host key that the person accepted.
pub const HOST_KEY: &str = "host_key";
/// Field of listed backends: whether the backend is simulated.
pub const SIMULATED: &str = "simulated";
