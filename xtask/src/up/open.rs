//! Opens the sign-in link in the person's browser without showing it to the other users of the
//! computer: a program's arguments are public, so the browser gets the name of a private file
//! that leads on to the link.

use std::env;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::error::{Error, Result};
use crate::progress::say;
use crate::tools::environment::find;

/// How long a browser that has to start may take to read the file.
const KEPT: Duration = Duration::from_secs(30);

/// The redirect file; removed with its folder when dropped.
#[derive(Debug)]
pub(crate) struct Redirect {
    folder: PathBuf,
    made: Instant,
}

impl Redirect {
    /// Writes the file for `link` where only this user can look.
    fn write(link: &str) -> Result<Self> {
        let base = env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|folder| folder.is_dir())
            .unwrap_or_else(env::temp_dir);
        let moment = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_nanos();
        let folder = base.join(format!("mist-web-{}-{moment}", std::process::id()));
        // Fails when the name exists already, so nobody can have laid it out beforehand.
        DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .map_err(Error::path("create", &folder))?;
        let redirect = Self {
            folder,
            made: Instant::now(),
        };
        let file = redirect.file();
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file)
            .and_then(|mut out| out.write_all(page(link).as_bytes()))
            .map_err(Error::path("write", &file))?;
        Ok(redirect)
    }

    fn file(&self) -> PathBuf {
        self.folder.join("sign-in.html")
    }

    /// Whether the browser has had its time.
    pub(crate) fn is_old(&self) -> bool {
        self.made.elapsed() > KEPT
    }
}

impl Drop for Redirect {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Opens `link`; keep the result until it is old.
pub(crate) fn open(link: &str) -> Result<Redirect> {
    let Some(opener) = ["xdg-open", "open"].into_iter().find_map(find) else {
        return Err(Error::Advice(
            "There is no xdg-open to open a browser with.".to_owned(),
        ));
    };
    let redirect = Redirect::write(link)?;
    start(&opener, &redirect.file())?;
    Ok(redirect)
}

/// Starts the opener and lets it be: it may become the browser, which outlives this program.
fn start(opener: &Path, file: &Path) -> Result<()> {
    let mut child = Command::new(opener)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(Error::path("run", opener))?;
    thread::spawn(move || {
        if !child.wait().is_ok_and(|status| status.success()) {
            say("The browser did not open; open the link yourself.");
        }
    });
    Ok(())
}

fn page(link: &str) -> String {
    let link = link
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"refresh\" content=\"0;url={link}\"><title>Mist Web</title>"
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_this_user_can_look_and_nothing_stays() {
        let redirect = Redirect::write("http://127.0.0.1:1/#/sign-in?email=a&code=b").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&redirect.folder), 0o700);
        assert_eq!(mode(&redirect.file()), 0o600);
        let text = fs::read_to_string(redirect.file()).unwrap();
        assert!(text.contains("url=http://127.0.0.1:1/#/sign-in?email=a&amp;code=b\""));
        let folder = redirect.folder.clone();
        drop(redirect);
        assert!(!folder.exists());
    }

    #[test]
    fn a_link_cannot_end_the_attribute_it_stands_in() {
        let text = page("x\"><script>");
        assert!(!text.contains("<script>") && text.contains("x&quot;>&lt;script>"));
    }
}
