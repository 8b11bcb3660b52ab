//! The disk of a simulated machine: a few folders, and files whose text is made when somebody looks.

mod texts;

use super::{
    Host,
    logs::{AUTH, SYSLOG},
    process::{Env, World},
};

/// Something on the disk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Its path; `~` is the home of whoever runs commands.
    path: &'static str,
    pub(super) kind: Kind,
}

/// What it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Folder,
    /// A folder that only root may look into.
    Private,
    /// A file with this text.
    File(fn(&World, u64) -> String),
    /// A file that only root may read.
    Secret(fn(&World, u64) -> String),
    /// A program; its text is nobody's business.
    Program,
    Device,
}

use Kind::{Device, File, Folder, Private, Program, Secret};

/// Why there is nothing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoFile {
    Missing,
    IsFolder,
    Forbidden,
}

impl NoFile {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Missing => "No such file or directory",
            Self::IsFolder => "Is a directory",
            Self::Forbidden => "Permission denied",
        }
    }
}

const TREE: &[(&str, Kind)] = &[
    ("/", Folder),
    ("/bin", Folder),
    ("/bin/cat", Program),
    ("/bin/ls", Program),
    ("/bin/ps", Program),
    ("/bin/sh", Program),
    ("/boot", Folder),
    ("/dev", Folder),
    ("/dev/null", Device),
    ("/dev/stderr", Device),
    ("/dev/stdout", Device),
    ("/dev/tty", Device),
    ("/etc", Folder),
    ("/etc/debian_version", File(texts::version)),
    ("/etc/fstab", File(|_, _| texts::FSTAB.to_owned())),
    (
        "/etc/hostname",
        File(|world, _| format!("{}\n", world.host.name)),
    ),
    ("/etc/hosts", File(texts::hosts)),
    (
        "/etc/issue",
        File(|world, _| format!("{} \\n \\l\n", world.host.image)),
    ),
    ("/etc/motd", File(texts::motd)),
    ("/etc/os-release", File(texts::os_release)),
    ("/etc/passwd", File(texts::passwd)),
    (
        "/etc/resolv.conf",
        File(|_, _| "nameserver 192.0.2.53\n".to_owned()),
    ),
    (
        "/etc/shadow",
        Secret(|_, _| "root:*:16000:0:99999:7:::\n".to_owned()),
    ),
    ("/etc/timezone", File(|_, _| "Etc/UTC\n".to_owned())),
    ("/home", Folder),
    ("/proc", Folder),
    ("/proc/cpuinfo", File(texts::cpuinfo)),
    ("/proc/loadavg", File(texts::loadavg)),
    ("/proc/meminfo", File(texts::meminfo)),
    ("/proc/uptime", File(texts::uptime)),
    ("/proc/version", File(texts::kernel)),
    ("/root", Private),
    ("/srv", Folder),
    ("/srv/app", Folder),
    ("/srv/app/Makefile", File(|_, _| texts::MAKEFILE.to_owned())),
    ("/srv/app/server.c", File(|_, _| texts::SERVER.to_owned())),
    ("/tmp", Folder),
    ("/usr", Folder),
    ("/usr/bin", Folder),
    ("/usr/bin/make", Program),
    ("/usr/bin/top", Program),
    ("/var", Folder),
    ("/var/log", Folder),
    (
        "/var/log/auth.log",
        Secret(|world, now_ms| AUTH.all(&world.host, now_ms)),
    ),
    ("/var/log/dpkg.log", File(texts::dpkg)),
    (
        "/var/log/syslog",
        File(|world, now_ms| SYSLOG.all(&world.host, now_ms)),
    ),
    ("/var/www", Folder),
    ("/var/www/index.html", File(|_, _| texts::PAGE.to_owned())),
    ("~", Folder),
    ("~/.bashrc", File(|_, _| texts::BASHRC.to_owned())),
    ("~/.ssh", Folder),
    (
        "~/.ssh/authorized_keys",
        File(|_, _| texts::KEYS.to_owned()),
    ),
    ("~/README", File(texts::readme)),
    ("~/notes.txt", File(|_, _| texts::NOTES.to_owned())),
];

/// A path from the root, without `.`, `..` and doubled slashes.
pub(super) fn absolute(path: &str, env: &Env) -> String {
    let start = if path.starts_with('/') { "" } else { &env.cwd };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Where an entry is on this machine.
fn place(path: &str, host: &Host) -> String {
    match path.strip_prefix('~') {
        Some(rest) if host.user == "root" => format!("/root{rest}"),
        Some(rest) => format!("/home/{}{rest}", host.user),
        None => path.to_owned(),
    }
}

/// What stands at a path.
pub(super) fn find(path: &str, env: &Env, host: &Host) -> Option<Entry> {
    let path = absolute(path, env);
    // The home of root stands twice in the tree; the later entry is the home.
    let found = TREE.iter().rev().find(|(at, _)| place(at, host) == path);
    found.map(|(path, kind)| Entry { path, kind: *kind })
}

/// What is in a folder, in order of names.
pub(super) fn list(path: &str, env: &Env, host: &Host) -> Vec<(String, Entry)> {
    let folder = absolute(path, env);
    let prefix = if folder == "/" {
        "/".to_owned()
    } else {
        format!("{folder}/")
    };
    let mut found: Vec<(String, Entry)> = TREE
        .iter()
        .filter_map(|(path, kind)| {
            let at = place(path, host);
            let name = at.strip_prefix(&prefix)?;
            let here = !name.is_empty() && !name.contains('/');
            here.then(|| (name.to_owned(), Entry { path, kind: *kind }))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.dedup_by(|(a, _), (b, _)| a == b);
    found
}

impl Entry {
    pub(super) fn is_folder(&self) -> bool {
        matches!(self.kind, Folder | Private)
    }

    /// Whether somebody may look into it.
    pub(super) fn may_read(&self, env: &Env) -> bool {
        env.user == "root" || !matches!(self.kind, Private | Secret(_))
    }

    /// Who owns it.
    pub(super) fn owner(&self, host: &Host) -> String {
        if self.path.starts_with('~') {
            host.user.clone()
        } else {
            "root".to_owned()
        }
    }

    /// Its mode, as `ls -l` writes it.
    pub(super) fn mode(&self) -> &'static str {
        match self.kind {
            Folder if self.path == "/tmp" => "drwxrwxrwt",
            Folder => "drwxr-xr-x",
            Private => "drwx------",
            File(_) => "-rw-r--r--",
            Secret(_) => "-rw-r-----",
            Program => "-rwxr-xr-x",
            Device => "crw-rw-rw-",
        }
    }

    /// Its size in bytes.
    pub(super) fn size(&self, world: &World, now_ms: u64) -> u64 {
        match self.kind {
            Folder | Private => 4096,
            // What the kernel makes up when it is read has no size.
            File(_) if self.path.starts_with("/proc") => 0,
            File(text) | Secret(text) => text(world, now_ms).len() as u64,
            Program => 30_000 + 1_111 * self.path.len() as u64,
            Device => 0,
        }
    }

    /// When it was last changed, in milliseconds since 1970.
    pub(super) fn changed_ms(&self, host: &Host, now_ms: u64) -> u64 {
        if self.path.starts_with("/proc") || self.path.ends_with("log") {
            return now_ms;
        }
        let mut rng = crate::rng::Rng::new(host.seed, &["changed", self.path]);
        host.booted_ms.saturating_sub(rng.below(40 * 86_400_000))
    }
}

/// The text of a file.
pub(super) fn read(path: &str, env: &Env, world: &World, now_ms: u64) -> Result<Vec<u8>, NoFile> {
    let entry = find(path, env, &world.host).ok_or(NoFile::Missing)?;
    match entry.kind {
        Folder | Private => Err(NoFile::IsFolder),
        _ if !entry.may_read(env) => Err(NoFile::Forbidden),
        File(text) | Secret(text) => Ok(text(world, now_ms).into_bytes()),
        Program => Ok(b"\x7fELF (simulated)\n".to_vec()),
        Device => Ok(Vec::new()),
    }
}
