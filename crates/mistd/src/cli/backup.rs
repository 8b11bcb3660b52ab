//! `mistd backup` and `mistd restore`.

use std::io::Write;

use super::options::{BackupOptions, RestoreOptions};
use crate::backup::{self, BackupError, Summary};
use crate::vault::PASSPHRASE_VARIABLE;

/// Why a command about copies failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CopyError {
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the answer could not be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Writes the data folder to a file, and says what care it needs.
pub(super) fn back_up(options: &BackupOptions) -> Result<(), CopyError> {
    let summary = backup::back_up(&options.data_dir, &options.file)?;
    let file = options.file.display();
    let care = if summary.needs_passphrase {
        format!(
            "Its secrets open only with the passphrase in {PASSPHRASE_VARIABLE}, which is not in it: keep that too, elsewhere."
        )
    } else {
        "The key to its secrets is in it: keep it as safe as the data folder itself.".to_owned()
    };
    say(&format!("{file}: {}.\n{care}", counts(&summary)))
}

/// Fills the data folder from a file, and says what to do next.
pub(super) fn restore(options: &RestoreOptions) -> Result<(), CopyError> {
    let summary = backup::restore(&options.file, &options.data_dir, options.force)?;
    let folder = options.data_dir.display();
    let next = if summary.needs_passphrase {
        format!("Start the server with the {PASSPHRASE_VARIABLE} of that time.")
    } else {
        "Start the server on it.".to_owned()
    };
    say(&format!(
        "{folder}: {}, as of {}.\n{next} Everybody has to sign in again.",
        counts(&summary),
        summary.made
    ))
}

fn counts(summary: &Summary) -> String {
    let of = |count: i64, one: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {one}{plural}")
    };
    format!(
        "{}, {}, {}",
        of(summary.accounts, "account"),
        of(summary.backends, "backend"),
        of(summary.keys, "key")
    )
}

fn say(words: &str) -> Result<(), CopyError> {
    Ok(writeln!(std::io::stdout(), "{words}")?)
}
