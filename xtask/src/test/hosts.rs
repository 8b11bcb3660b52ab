//! The web servers whose recipes `docs/hosting.md` gives: nginx with its brotli module, and Caddy.
//!
//! Installed, Debian's packages would start both, now and with every boot, on ports that may be in use.
//! So the packages are unpacked into a folder of ours, for root and everybody else alike, unless the
//! programs are on this computer anyway.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::getuid;

use crate::error::{Error, Result};
use crate::lock;
use crate::process::output;
use crate::progress::{Line, Step};
use crate::tools::environment::{Environment, find};

/// What both programs and their files come in.
const PACKAGES: [&str; 4] = [
    "nginx",
    "nginx-common",
    "libnginx-mod-http-brotli-static",
    "caddy",
];

/// A download of ten megabytes, and perhaps of the list of packages before.
const SECONDS: u64 = 15;

/// The two programs; each finds its own files from where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hosts {
    /// nginx.
    pub nginx: PathBuf,
    /// Caddy.
    pub caddy: PathBuf,
}

impl Hosts {
    /// Those below `root`, as Debian's packages place them.
    fn below(root: &Path) -> Self {
        Self {
            nginx: root.join("usr/sbin/nginx"),
            caddy: root.join("usr/bin/caddy"),
        }
    }

    /// Those to test with: this computer's, or else those that were unpacked.
    pub(crate) fn chosen(environment: &Environment) -> Self {
        let own = Self::below(Path::new("/"));
        if own.work(Path::new("/")) {
            own
        } else {
            Self::below(&unpacked(environment))
        }
    }

    /// Whether both run, and what the recipes need of nginx beside the program is there.
    fn work(&self, root: &Path) -> bool {
        let files = [
            "usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
            "etc/nginx/nginx.conf",
            "etc/nginx/mime.types",
        ];
        files.iter().all(|file| root.join(file).is_file())
            && output(Command::new(&self.nginx).arg("-v")).is_some()
            && output(Command::new(&self.caddy).arg("version")).is_some()
    }
}

/// Plans to get them, unless they are there.
pub(crate) fn prepare(environment: &Environment) -> Result<Option<Step<'_>>> {
    if are_there(environment) {
        return Ok(None);
    }
    if find("apt-get").is_none() || find("dpkg-deb").is_none() {
        return Err(Error::Advice(advice()));
    }
    let step = Step::new("Getting nginx and Caddy", SECONDS, |line| {
        let folder = unpacked(environment);
        let _lock = lock::hold(&folder.with_extension("lock"), line)?;
        if !are_there(environment) {
            unpack(environment, &folder, line)?;
        }
        if are_there(environment) {
            Ok(())
        } else {
            Err(Error::Advice(advice()))
        }
    });
    Ok(Some(step))
}

fn unpack(environment: &Environment, folder: &Path, line: &mut Line) -> Result<()> {
    // Only root may ask for newer lists; everybody else has those that are there.
    if getuid().is_root() {
        let mut update = environment.command("apt-get");
        line.run(update.arg("update"), &environment.log("hosts-update"))?;
    }
    let packages = folder.join("packages");
    // Whole packages only, and no older ones beside them.
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::path("remove", folder))?;
    }
    fs::create_dir_all(&packages).map_err(Error::path("create", &packages))?;
    let mut download = environment.command("apt-get");
    download.arg("download").args(PACKAGES);
    let log = environment.log("hosts-download");
    line.run(download.current_dir(&packages), &log)?;
    let found = fs::read_dir(&packages).map_err(Error::path("read", &packages))?;
    for package in found {
        let package = package.map_err(Error::path("read", &packages))?.path();
        let mut open = environment.command("dpkg-deb");
        open.arg("--extract").arg(package).arg(folder);
        line.run(&mut open, &environment.log("hosts-unpack"))?;
    }
    Ok(())
}

fn are_there(environment: &Environment) -> bool {
    let own = Path::new("/");
    let ours = unpacked(environment);
    [own, ours.as_path()]
        .into_iter()
        .any(|root| Hosts::below(root).work(root))
}

fn unpacked(environment: &Environment) -> PathBuf {
    environment.scratch().join("hosts")
}

fn advice() -> String {
    format!(
        "The tests run the page behind nginx and Caddy, and could not get them. On Debian or Ubuntu, which \
         would also start them:\n  sudo apt-get install --no-install-recommends {}",
        PACKAGES.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn half_of_them_is_none() {
        let folder = Folder::new("hosts");
        let hosts = Hosts::below(folder.path());
        assert!(!hosts.work(folder.path()));
        for file in [&hosts.nginx, &hosts.caddy] {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink("/bin/true", file).unwrap();
        }
        assert!(!hosts.work(folder.path()), "nginx lacks its own files");
        for file in [
            "usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
            "etc/nginx/nginx.conf",
            "etc/nginx/mime.types",
        ] {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        assert!(hosts.work(folder.path()));
    }
}
