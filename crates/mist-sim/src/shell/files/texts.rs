//! What is in the files of a simulated machine.

use crate::shell::process::World;

use super::super::calendar::Moment;
use super::super::commands::{memory_kb, uptime_and_idle};
use crate::monitoring::load_now;

pub(super) const FSTAB: &str = "# <file system> <mount point> <type> <options> <dump> <pass>\n\
    LABEL=root\t/\text4\tdefaults,noatime\t0\t1\n";
pub(super) const MAKEFILE: &str =
    "app: server.o store.o main.o\n\t$(CC) -o $@ $^\n\n%.o: %.c\n\t$(CC) -Wall -O2 -c $<\n";
pub(super) const SERVER: &str = "#include \"server.h\"\n\nint serve(struct server *server)\n{\n    \
    return accept_all(server, MAX_CLIENTS);\n}\n";
pub(super) const PAGE: &str = "<!doctype html>\n<title>It works</title>\n<h1>It works!</h1>\n\
    <script>alert('this is text in a terminal, and nothing else')</script>\n";
pub(super) const BASHRC: &str = "# Simulated: nothing reads this file.\nalias ll='ls -l'\n";
pub(super) const KEYS: &str = "# Simulated: no key opens this machine.\n";
pub(super) const NOTES: &str = "To do\n- look at the load after six\n- rotate the logs\n\
    - naïve café, Ελληνικά, 日本語, 👩‍🚀\n";

pub(super) fn readme(world: &World, _: u64) -> String {
    format!(
        "{} is a simulated machine. Its commands, files, logs and load are made up, and nothing that is\n\
         done here reaches a real one. Say `help` for the commands that it knows.\n",
        world.host.name
    )
}

pub(super) fn motd(world: &World, _: u64) -> String {
    format!("Welcome to {} (simulated)\n", world.host.image)
}

pub(super) fn hosts(world: &World, _: u64) -> String {
    let name = &world.host.name;
    let mut text =
        format!("127.0.0.1\tlocalhost\n127.0.1.1\t{name}\n::1\tlocalhost ip6-localhost\n");
    for ip in [&world.host.private_ip, &world.host.public_ip]
        .into_iter()
        .flatten()
    {
        text.push_str(&format_args!("{ip}\t{name}\n").to_string());
    }
    text
}

/// A distribution's id and what its package manager is known by: whatever the image's name has.
pub(in super::super) fn distribution(image: &str) -> &'static str {
    let image = image.to_lowercase();
    let known = [
        ("ubuntu", "ubuntu"),
        ("debian", "debian"),
        ("centos", "centos"),
        ("fedora", "fedora"),
        ("red hat", "rhel"),
        ("suse", "opensuse"),
        ("arch", "arch"),
        ("gentoo", "gentoo"),
        ("coreos", "coreos"),
    ];
    let found = known.iter().find(|(part, _)| image.contains(part));
    found.map_or("linux", |(_, id)| id)
}

/// The number in an image's name that looks like a version.
fn version_of(image: &str) -> String {
    let words = image.split(|c: char| !c.is_ascii_digit() && c != '.');
    let mut numbers = words
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty());
    numbers.next().unwrap_or("1.0").to_owned()
}

pub(super) fn version(world: &World, _: u64) -> String {
    format!("{}\n", version_of(&world.host.image))
}

pub(super) fn os_release(world: &World, _: u64) -> String {
    let image = world.host.image.replace(['"', '\\', '$', '`'], "");
    let id = distribution(&image);
    let name = image.split(|c: char| c.is_ascii_digit() || c == '(').next();
    let name = name
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .unwrap_or("Linux");
    let version = version_of(&image);
    format!(
        "NAME=\"{name}\"\nVERSION=\"{version}\"\nID={id}\nVERSION_ID=\"{version}\"\n\
         PRETTY_NAME=\"{image}\"\nVARIANT=\"Simulated\"\n"
    )
}

pub(super) fn passwd(world: &World, _: u64) -> String {
    let mut text = "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n\
        www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nsshd:x:105:65534::/run/sshd:/usr/sbin/nologin\n"
        .to_owned();
    let user = &world.host.user;
    if user != "root" {
        text.push_str(&format_args!("{user}:x:1000:1000::/home/{user}:/bin/sh\n").to_string());
    }
    text
}

pub(super) fn cpuinfo(world: &World, _: u64) -> String {
    let core = |core| {
        format!(
            "processor\t: {core}\nvendor_id\t: Simulated\nmodel name\t: Simulated CPU @ 2.40GHz\n\
             cpu MHz\t\t: 2400.000\ncache size\t: 20480 KB\n\n"
        )
    };
    // Files are short; no machine on offer has more cores than this.
    (0..world.host.cores.clamp(1, 128)).map(core).collect()
}

pub(super) fn loadavg(world: &World, now_ms: u64) -> String {
    let [one, five, fifteen] = load_now(world.host.seed, world.host.cores, now_ms);
    format!("{one:.2} {five:.2} {fifteen:.2} 1/142 4242\n")
}

pub(super) fn meminfo(world: &World, now_ms: u64) -> String {
    let memory = memory_kb(world, now_ms);
    format!(
        "MemTotal:     {:>11} kB\nMemFree:      {:>11} kB\nBuffers:      {:>11} kB\n\
         Cached:       {:>11} kB\nSwapTotal:    {:>11} kB\nSwapFree:     {:>11} kB\n",
        memory.total, memory.free, memory.buffers, memory.cached, 0, 0
    )
}

pub(super) fn uptime(world: &World, now_ms: u64) -> String {
    let [up, idle] = uptime_and_idle(world, now_ms);
    let parts = |ms: u64| format!("{}.{:02}", ms / 1000, ms % 1000 / 10);
    format!("{} {}\n", parts(up), parts(idle))
}

pub(super) fn kernel(_: &World, _: u64) -> String {
    "Linux version 3.13.0-24-generic (simulated) #46 SMP x86_64\n".to_owned()
}

pub(super) fn dpkg(world: &World, _: u64) -> String {
    let packages = [
        "libc6",
        "openssl",
        "openssh-server",
        "nginx",
        "curl",
        "tzdata",
    ];
    let lines = packages.iter().enumerate().map(|(index, package)| {
        let at = Moment::of(world.host.booted_ms.saturating_sub(90_000 * index as u64));
        let at = at.format("%F %T");
        format!("{at} status installed {package}:amd64 1.{index}-1\n")
    });
    lines.rev().collect()
}
