//! What the tests need of the operating system: a browser and its driver, an SSH server to talk
//! to, Node; and what the page is measured beside. Installed on Debian as root; elsewhere the person
//! is told exactly what to install.

use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::getuid;

use crate::cli::Part;
use crate::error::{Error, Result};
use crate::process::output;
use crate::progress::Step;
use crate::tools::environment::{Environment, find};
use crate::tools::version::Version;

/// The oldest Node the browser tests run on.
const NODE: Version = Version::new(20, 0, 0);

/// What programs are wanted for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose<'a> {
    /// Parts of the tests.
    Tests(&'a [Part]),
    /// Opening the page beside others.
    Load,
}

impl Purpose<'_> {
    fn needs(self, program: Program) -> bool {
        match self {
            Self::Tests(parts) => parts.iter().any(|part| program.needed_by(*part)),
            Self::Load => program.needed_to_measure(),
        }
    }
}

/// A program that tests start, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    Browser,
    Driver,
    SshServer,
    Node,
    Npm,
    Openssl,
    /// One that can convert Python 2.
    Python,
    /// Any, for its file server.
    FileServer,
    CockpitServer,
    CockpitBridge,
    CockpitPages,
}

impl Program {
    const ALL: [Self; 11] = [
        Self::Browser,
        Self::Driver,
        Self::SshServer,
        Self::Node,
        Self::Npm,
        Self::Openssl,
        Self::Python,
        Self::FileServer,
        Self::CockpitServer,
        Self::CockpitBridge,
        Self::CockpitPages,
    ];

    fn needed_by(self, part: Part) -> bool {
        match self {
            Self::Browser => matches!(part, Part::Web | Part::E2e),
            Self::Driver => part == Part::Web,
            Self::SshServer => matches!(part, Part::Native | Part::Clients | Part::E2e),
            Self::Node | Self::Npm | Self::Openssl | Self::FileServer => part == Part::E2e,
            Self::Python => part == Part::Clients,
            Self::CockpitServer | Self::CockpitBridge | Self::CockpitPages => false,
        }
    }

    fn needed_to_measure(self) -> bool {
        match self {
            Self::Browser
            | Self::Node
            | Self::Npm
            | Self::CockpitServer
            | Self::CockpitBridge
            | Self::CockpitPages => true,
            Self::Driver | Self::SshServer | Self::Openssl | Self::FileServer | Self::Python => {
                false
            }
        }
    }

    fn is_there(self, environment: &Environment) -> bool {
        match self {
            Self::Browser => browser().is_some(),
            Self::Driver => driver().is_some(),
            Self::SshServer => ssh_server().is_some(),
            Self::Node => output(environment.command("node").arg("--version"))
                .and_then(|text| Version::printed(&text))
                .is_some_and(|version| version >= NODE),
            Self::Npm => find("npm").is_some(),
            Self::Openssl => find("openssl").is_some(),
            Self::Python => python().is_some(),
            Self::FileServer => find("python3").is_some(),
            Self::CockpitServer => cockpit().is_some(),
            Self::CockpitBridge => find("cockpit-bridge").is_some(),
            Self::CockpitPages => Path::new("/usr/share/cockpit/systemd/manifest.json").is_file(),
        }
    }

    fn debian_package(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::Driver => "chromium-driver",
            Self::SshServer => "openssh-server",
            Self::Node => "nodejs",
            Self::Npm => "npm",
            Self::Openssl => "openssl",
            Self::Python => "python3-venv",
            Self::FileServer => "python3",
            Self::CockpitServer => "cockpit-ws",
            Self::CockpitBridge => "cockpit-bridge",
            Self::CockpitPages => "cockpit-system",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Browser => "Chromium or Chrome (`chromium` or `google-chrome` on PATH)",
            Self::Driver => "ChromeDriver of the browser's version (`chromedriver` on PATH)",
            Self::SshServer => "the OpenSSH server (`sshd` on PATH or in /usr/sbin; not running)",
            Self::Node => "Node.js 20 or newer (`node` on PATH)",
            Self::Npm => "npm (`npm` on PATH)",
            Self::Openssl => "OpenSSL (`openssl` on PATH)",
            Self::FileServer => "Python 3 (`python3` on PATH)",
            Self::Python => {
                "Python 3.8 to 3.12 with venv and lib2to3 (`python3` or `python3.12` … on PATH)"
            }
            Self::CockpitServer => "Cockpit's web server (`cockpit-ws`; not running)",
            Self::CockpitBridge => "Cockpit's bridge (`cockpit-bridge` on PATH)",
            Self::CockpitPages => "Cockpit's page about the system (in /usr/share/cockpit/systemd)",
        }
    }
}

/// The browser the tests drive.
pub(crate) fn browser() -> Option<PathBuf> {
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    .into_iter()
    .find_map(find)
}

/// The program that drives the browser for `web`.
pub(crate) fn driver() -> Option<PathBuf> {
    find("chromedriver")
}

/// The SSH server the tests connect to, which is often not on a person's `PATH`.
pub(crate) fn ssh_server() -> Option<PathBuf> {
    let usual = PathBuf::from("/usr/sbin/sshd");
    find("sshd").or_else(|| usual.is_file().then_some(usual))
}

/// Cockpit's web server, which no `PATH` names.
pub(crate) fn cockpit() -> Option<PathBuf> {
    ["/usr/lib/cockpit/cockpit-ws", "/usr/libexec/cockpit-ws"]
        .into_iter()
        .map(PathBuf::from)
        .find(|file| file.is_file())
}

/// A Python that makes virtual environments and converts Python 2: the usual one, or an older one beside it.
/// Debian's comes last, for where another hides it.
pub(crate) fn python() -> Option<PathBuf> {
    let named = [
        "python3",
        "python3.12",
        "python3.11",
        "python3.10",
        "python3.9",
        "python3.8",
    ];
    let debians = PathBuf::from("/usr/bin/python3");
    named
        .into_iter()
        .filter_map(find)
        .chain(Some(debians))
        .find(|python| {
            let mut command = Command::new(python);
            output(command.args(["-c", "import ensurepip, lib2to3.refactor, venv"])).is_some()
        })
}

/// Plans the installation of what is missing, or says what the person has to install.
pub(crate) fn prepare<'a>(environment: &'a Environment, purpose: Purpose) -> Result<Vec<Step<'a>>> {
    let missing = missing(environment, purpose);
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    if !(Path::new("/etc/debian_version").is_file() && getuid().is_root()) {
        return Err(Error::Advice(advice(&missing)));
    }
    let title = match purpose {
        Purpose::Tests(_) => "Installing what the tests need",
        Purpose::Load => "Installing what the page is measured beside",
    };
    let step = Step::new(title, 90, move |line| {
        let mut update = environment.command("apt-get");
        line.run(update.arg("update"), &environment.log("apt-update"))?;
        let mut install = environment.command("apt-get");
        install.env("DEBIAN_FRONTEND", "noninteractive");
        // A service that comes along stays off: it is started here on a port of its own, or not at all.
        install.env("SYSTEMD_OFFLINE", "1");
        install.args(["install", "--yes", "--no-install-recommends"]);
        install.args(missing.iter().map(|program| program.debian_package()));
        line.run(&mut install, &environment.log("apt-install"))?;
        if missing.contains(&Program::CockpitServer) {
            // And off at the next start of this computer too.
            let mut disable = environment.command("systemctl");
            disable.env("SYSTEMD_OFFLINE", "1");
            disable.args(["disable", "cockpit.socket"]);
            line.run(&mut disable, &environment.log("cockpit-off"))?;
        }
        // An older Debian packages an older Node than the tests run on.
        let still: Vec<_> = missing
            .into_iter()
            .filter(|program| !program.is_there(environment))
            .collect();
        if still.is_empty() {
            Ok(())
        } else {
            Err(Error::Advice(advice(&still)))
        }
    });
    Ok(vec![step])
}

fn missing(environment: &Environment, purpose: Purpose) -> Vec<Program> {
    Program::ALL
        .into_iter()
        .filter(|program| purpose.needs(*program))
        .filter(|program| !program.is_there(environment))
        .collect()
}

fn advice(missing: &[Program]) -> String {
    let mut words = "This needs, and this computer lacks:\n".to_owned();
    for program in missing {
        words.extend(["  - ", program.in_words(), "\n"]);
    }
    let packages: Vec<_> = missing
        .iter()
        .map(|program| program.debian_package())
        .collect();
    words.push_str("On Debian or Ubuntu:\n  sudo apt-get install --no-install-recommends ");
    words.push_str(&packages.join(" "));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_asks_only_for_what_it_starts() {
        let needed = |part| {
            Program::ALL
                .into_iter()
                .filter(|program| program.needed_by(part))
                .collect::<Vec<_>>()
        };
        assert_eq!(needed(Part::Lint), []);
        assert_eq!(needed(Part::Native), [Program::SshServer]);
        assert_eq!(needed(Part::Clients), [Program::SshServer, Program::Python]);
        assert_eq!(needed(Part::Web), [Program::Browser, Program::Driver]);
        assert!(!needed(Part::E2e).contains(&Program::Driver));
        assert!(!needed(Part::E2e).contains(&Program::Python));
    }

    #[test]
    fn measuring_asks_for_the_pages_to_open_and_what_opens_them() {
        let needed: Vec<_> = Program::ALL
            .into_iter()
            .filter(|program| Purpose::Load.needs(*program))
            .map(Program::debian_package)
            .collect();
        assert_eq!(
            needed.join(" "),
            "chromium nodejs npm cockpit-ws cockpit-bridge cockpit-system"
        );
    }

    #[test]
    fn the_advice_names_programs_and_packages() {
        let words = advice(&[Program::Driver, Program::SshServer]);
        assert!(words.contains("chromedriver") && words.contains("sshd"));
        assert!(words.ends_with("chromium-driver openssh-server"), "{words}");
    }
}
