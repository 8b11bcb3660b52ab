//! Putting a public key into an account's `authorized_keys` on a server, and taking it out again.

use super::{Connection, Output, SshError, run};

/// Adds `public` (OpenSSH's one-line form) for the account of this connection, unless it is there.
pub(crate) async fn deploy(connection: &Connection, public: &str) -> Result<Output, SshError> {
    let Some((line, blob)) = quotable(public) else {
        return Ok(Output::default());
    };
    let script = format!(
        "set -e
umask 077
mkdir -p ~/.ssh
cd ~/.ssh
touch authorized_keys
if ! grep -qF -- '{blob}' authorized_keys; then
    # A last line without its line end must not run into the new one.
    if test -n \"$(tail -c 1 authorized_keys)\"; then echo >> authorized_keys; fi
    echo '{line}' >> authorized_keys
fi
"
    );
    run(connection, &script).await
}

/// Removes every line with this key for the account of this connection.
pub(crate) async fn withdraw(connection: &Connection, public: &str) -> Result<Output, SshError> {
    let Some((_, blob)) = quotable(public) else {
        return Ok(Output::default());
    };
    // Written back into the same file, so that its owner, mode and links stay as they are.
    let script = format!(
        "set -e
umask 077
cd ~/.ssh
kept=$(mktemp authorized_keys.XXXXXX)
trap 'rm -f \"$kept\"' EXIT
grep -vF -- '{blob}' authorized_keys > \"$kept\" || test $? -eq 1
cat \"$kept\" > authorized_keys
"
    );
    run(connection, &script).await
}

/// The key's line and its base64 part, if they may stand between single quotes in a script.
fn quotable(public: &str) -> Option<(String, &str)> {
    let mut words = public.split_ascii_whitespace();
    let (kind, blob) = (words.next()?, words.next()?);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.@+/=".contains(&byte);
    let line = format!("{kind} {blob} mist");
    (kind.bytes().all(plain) && blob.bytes().all(plain)).then_some((line, blob))
}

#[cfg(test)]
mod tests {
    use super::quotable;

    #[test]
    fn only_plain_keys_reach_a_script() {
        let (line, blob) = quotable("ssh-ed25519 AAAAC3+/= someone").unwrap();
        assert_eq!(
            (line.as_str(), blob),
            ("ssh-ed25519 AAAAC3+/= mist", "AAAAC3+/=")
        );
        assert!(quotable("ssh-ed25519 AAAA';reboot;'").is_none());
        assert!(quotable("ssh-ed25519").is_none());
    }
}
