//! Builds a tool into the user's cache folder, once for all clones.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::lock;
use crate::process::output;
use crate::progress::{Line, Step};
use crate::tools::environment::{Environment, find, tools_folder};
use crate::tools::version::Version;

/// A tool that `cargo install` can build.
#[derive(Debug)]
pub(crate) struct Tool {
    /// The package's name.
    pub package: &'static str,
    /// The programs it must bring; the first answers `--version`.
    pub programs: &'static [&'static str],
    /// The version that is built.
    pub version: Version,
    /// Whether another version found on `PATH` will do.
    pub fits: fn(found: Version, built: Version) -> bool,
    /// Whether to build it with the versions its authors locked.
    pub locked: bool,
    /// How long the build took on two cores.
    pub seconds: u64,
}

/// Finds `tool` on `PATH` or in the cache folder; plans its build when it is in neither.
pub(crate) fn provide(environment: &mut Environment, tool: Tool) -> Result<Option<Step<'static>>> {
    if tool.is_on_path(environment) {
        return Ok(None);
    }
    let home = tools_folder()?.join(format!("{}-{}", tool.package, tool.version));
    let bin = home.join("bin");
    let there = tool.is_in(&bin);
    environment.bins.push(bin);
    if there {
        return Ok(None);
    }
    let build = Build::new(environment, &tool, home)?;
    let title = format!("Building {} {}", tool.package, tool.version);
    Ok(Some(Step::new(title, tool.seconds, move |line| {
        build.run(&tool, line)
    })))
}

impl Tool {
    fn is_on_path(&self, environment: &Environment) -> bool {
        let Some(first) = self.programs.first() else {
            return false;
        };
        self.programs.iter().all(|program| find(program).is_some())
            && output(environment.command(first).arg("--version"))
                .and_then(|text| Version::printed(&text))
                .is_some_and(|found| (self.fits)(found, self.version))
    }

    fn is_in(&self, bin: &Path) -> bool {
        self.programs
            .iter()
            .all(|program| bin.join(program).is_file())
    }
}

struct Build {
    home: PathBuf,
    folder: PathBuf,
    command: std::process::Command,
    log: PathBuf,
}

impl Build {
    fn new(environment: &Environment, tool: &Tool, home: PathBuf) -> Result<Self> {
        let folder = tools_folder()?;
        let mut command = environment.command("cargo");
        command.args([
            "install",
            tool.package,
            "--version",
            &tool.version.to_string(),
        ]);
        if tool.locked {
            command.arg("--locked");
        }
        // A tool runs for a second and builds for minutes: optimise the build, not the tool.
        command
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        Ok(Self {
            home,
            folder,
            command,
            log: environment.log(tool.package),
        })
    }

    /// Builds beside the final place and moves the result there whole, so that an interrupted
    /// build never leaves half a tool. What was compiled stays for the next try.
    fn run(mut self, tool: &Tool, line: &mut Line) -> Result<()> {
        fs::create_dir_all(&self.folder).map_err(Error::path("create", &self.folder))?;
        let _lock = lock::hold(&self.folder.join("lock"), line)?;
        if tool.is_in(&self.home.join("bin")) {
            return Ok(());
        }
        let fresh = self
            .folder
            .join(format!(".{}-{}.new", tool.package, tool.version));
        let objects = self
            .folder
            .join(format!(".{}-{}.build", tool.package, tool.version));
        remove(&fresh)?;
        remove(&self.home)?;
        self.command
            .arg("--root")
            .arg(&fresh)
            .env("CARGO_TARGET_DIR", &objects);
        line.run(&mut self.command, &self.log)?;
        fs::rename(&fresh, &self.home).map_err(Error::path("create", &self.home))?;
        remove(&objects)
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::path("remove", folder)(error))
        }
        _ => Ok(()),
    }
}
