//! The browser tests' packages, exactly as their lock file says.

use std::fs;

use crate::digest;
use crate::error::{Error, Result};
use crate::progress::Step;
use crate::tools::environment::Environment;

/// Plans the installation, unless the installed packages are those of the lock file.
pub(crate) fn prepare(environment: &Environment) -> Result<Option<Step<'_>>> {
    let folder = environment.root.join("tests").join("e2e");
    let lock = folder.join("package-lock.json");
    let bytes = fs::read(&lock).map_err(Error::path("read", &lock))?;
    let wanted = digest::of(&bytes);
    // Inside the folder that `npm ci` removes first, so it never outlives the packages.
    let stamp = folder.join("node_modules").join(".mist-web-lock");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(None);
    }
    let step = Step::new("Installing the browser tests' packages", 20, move |line| {
        let mut command = environment.command("npm");
        command
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder);
        // The tests drive the system's browser.
        command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        line.run(&mut command, &environment.log("npm"))?;
        fs::write(&stamp, wanted).map_err(Error::path("write", &stamp))
    });
    Ok(Some(step))
}
