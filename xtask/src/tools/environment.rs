//! Where things are, and how a child process finds its tools.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};

/// Folders, and what every command run on the project's behalf is given.
#[derive(Debug)]
pub(crate) struct Environment {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder, passed to every child so that all share one.
    pub target: PathBuf,
    /// The toolchain the children use; `None` means the machine's own.
    pub toolchain: Option<&'static str>,
    /// Folders of tools, first in the children's `PATH`.
    pub bins: Vec<PathBuf>,
}

impl Environment {
    /// The repository this program was built from, with the machine's own tools.
    pub(crate) fn discover() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .ok_or_else(|| Error::Shape("xtask is not inside a workspace".to_owned()))?
            .to_owned();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self {
            root,
            target,
            toolchain: None,
            bins: Vec::new(),
        })
    }

    /// A command run in the repository with the chosen toolchain and tools.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        // What `cargo run` tells this process about itself is wrong for the children, and where
        // a build script listens to it would make them build again.
        for (key, _) in env::vars_os().filter(|(key, _)| is_about_this_crate(key)) {
            command.env_remove(key);
        }
        command
            .current_dir(&self.root)
            .env("PATH", self.path())
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("CARGO_BUILD_TARGET");
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    /// [`Environment::command`] for cargo itself.
    pub(crate) fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// This program's own corner of the target folder.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Where the output of the step `name` goes.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.scratch().join("logs").join(format!("{name}.log"))
    }

    fn path(&self) -> OsString {
        let own = env::var_os("PATH").unwrap_or_default();
        let all = self.bins.iter().cloned().chain(env::split_paths(&own));
        // Only a folder with `:` in its name cannot be joined; then the tools' own checks speak.
        env::join_paths(all).unwrap_or(own)
    }
}

fn is_about_this_crate(key: &OsString) -> bool {
    let key = key.to_string_lossy();
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ]
    .iter()
    .any(|prefix| key.starts_with(prefix))
        || key == "OUT_DIR"
        || key == "CARGO_PRIMARY_PACKAGE"
}

/// Where built tools are kept, by version, for every clone of this user.
pub(crate) fn tools_folder() -> Result<PathBuf> {
    xdg("XDG_CACHE_HOME", ".cache").map(|cache| cache.join("mist-web").join("tools"))
}

/// Where the server keeps its data unless told otherwise.
pub(crate) fn data_folder() -> Result<PathBuf> {
    xdg("XDG_DATA_HOME", ".local/share").map(|data| data.join("mist-web"))
}

fn xdg(variable: &str, beside_home: &str) -> Result<PathBuf> {
    let absolute = |folder: &PathBuf| folder.is_absolute();
    if let Some(folder) = env::var_os(variable).map(PathBuf::from).filter(absolute) {
        return Ok(folder);
    }
    env::var_os("HOME")
        .map(PathBuf::from)
        .filter(absolute)
        .map(|home| home.join(beside_home))
        .ok_or_else(|| Error::Advice(format!("Neither {variable} nor HOME names a folder.")))
}

/// Whether `program` is on this process's `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}
