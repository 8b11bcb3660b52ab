//! Whether an account may do everything on a server without being asked for a password.

use std::time::Duration;

use tokio::time::timeout;

use super::{Connection, run};

/// How long the answer may take: nobody is to wait for it much longer than for the login itself.
const ANSWER_TIME: Duration = Duration::from_secs(5);

/// Answers in words: a server may run something else instead. `-n` asks for nothing; what cannot be done
/// without asking counts as not allowed.
const SCRIPT: &str = r#"
if test "$(id -u)" -eq 0; then echo everything
elif command -v sudo >/dev/null 2>&1 && sudo -n true </dev/null >/dev/null 2>&1; then echo everything
else echo not everything
fi
"#;

/// Asks the server; `None` if it gave no answer. Servers may keep a record of every such question, so it is
/// asked once per association and not at every visit.
pub(crate) async fn may_do_everything(connection: &Connection) -> Option<bool> {
    let output = timeout(ANSWER_TIME, run(connection, SCRIPT)).await.ok()?;
    match output.ok()?.stdout.trim_ascii() {
        b"everything" => Some(true),
        b"not everything" => Some(false),
        _ => None,
    }
}
