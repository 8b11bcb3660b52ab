//! Putting a public key into an account's `authorized_keys` on a server, and taking it out again.
//!
//! Who loses that file is locked out, so it is never rewritten in place: lines are appended, and to remove
//! one a new file takes the old one's place at once. Lines are told apart as sshd does: options, kind, key.

use super::{Connection, SshError, run};

/// Whether a line of the file lets the key in: an awk function. Comments do not, nor do lines that trust
/// it to sign other keys; text in quotes among the options may look like anything.
const OURS: &str = r#"
function ours(line,    words) {
    gsub(/\r/, "", line)
    sub(/^[ \t]+/, "", line)
    if (line ~ /^#/) return 0
    gsub(/\\"/, "", line)
    gsub(/"[^"]*"/, "", line)
    split(line, words, /[ \t]+/)
    if (words[1] == kind) return (words[2] == blob)
    if (("," tolower(words[1]) ",") ~ /,cert-authority,/) return 0
    return (words[2] == kind && words[3] == blob)
}
"#;

/// Adds `public` (OpenSSH's one-line form) for the account of this connection, unless it is there. False if
/// that did not work.
pub(crate) async fn deploy(connection: &Connection, public: &str) -> Result<bool, SshError> {
    let Some((kind, blob)) = quotable(public) else {
        return Ok(false);
    };
    let script = format!(
        r#"set -e
umask 077
mkdir -p ~/.ssh
cd ~/.ssh
touch authorized_keys
if ! LC_ALL=C awk -v kind='{kind}' -v blob='{blob}' '{OURS}
    ours($0) {{ found = 1 }}
    END {{ exit !found }}' authorized_keys
then
    # Its owner may have taken the right to write away from everybody.
    if test ! -w authorized_keys; then
        chmod u+w authorized_keys
        trap 'chmod u-w authorized_keys' EXIT
    fi
    # A last line without its line end must not run into the new one.
    if test -n "$(tail -c 1 authorized_keys)"; then before='\n'; else before=; fi
    printf "$before%s\n" '{kind} {blob} mist' >> authorized_keys
fi
"#
    );
    Ok(run(connection, &script).await?.exit == Some(0))
}

/// Removes every line that lets this key into the account of this connection, and no other. The file keeps
/// its owner, its mode and the links that lead to it. False if that did not work: then it is as it was.
pub(crate) async fn withdraw(connection: &Connection, public: &str) -> Result<bool, SshError> {
    let Some((kind, blob)) = quotable(public) else {
        return Ok(false);
    };
    let script = format!(
        r#"set -e
umask 077
cd ~/.ssh 2>/dev/null || exit 0
file=authorized_keys
if test -h "$file"; then file=$(readlink -f "$file"); fi
test -f "$file" || exit 0
# A new file of ours in the place of somebody else's would change its owner.
test "$(id -u)" -eq 0 || test -O "$file"
kept=$(mktemp "$file.XXXXXX")
trap 'rm -f "$kept"' EXIT
cp -p "$file" "$kept"
if test -w "$kept"; then fixed=; else fixed=1; chmod u+w "$kept"; fi
LC_ALL=C awk -v kind='{kind}' -v blob='{blob}' '{OURS}
    !ours($0)' "$file" > "$kept"
if test -n "$fixed"; then chmod u-w "$kept"; fi
if cmp -s "$file" "$kept"; then exit 0; fi
mv -f "$kept" "$file"
"#
    );
    Ok(run(connection, &script).await?.exit == Some(0))
}

/// The key's kind and its base64 part, if they may stand between single quotes in a script.
fn quotable(public: &str) -> Option<(&str, &str)> {
    let mut words = public.split_ascii_whitespace();
    let (kind, blob) = (words.next()?, words.next()?);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.@+/=".contains(&byte);
    (kind.bytes().all(plain) && blob.bytes().all(plain)).then_some((kind, blob))
}

#[cfg(test)]
mod tests {
    use super::quotable;

    #[test]
    fn only_plain_keys_reach_a_script() {
        assert_eq!(
            quotable("ssh-ed25519 AAAAC3+/= someone").unwrap(),
            ("ssh-ed25519", "AAAAC3+/=")
        );
        assert!(quotable("ssh-ed25519 AAAA';reboot;'").is_none());
        assert!(quotable("ssh-ed25519").is_none());
    }
}
