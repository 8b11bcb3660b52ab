use std::path::Path;
use std::process::{Command, Stdio};

use super::*;

#[test]
fn facts_of_linux_and_of_bsd_are_read() {
    let linux = "uptime 1850.65 2490.00\nloadavg 0.14 0.44 0.63 1/123 456\ncores 2\nusers 0\n";
    let probe = read_facts(linux);
    assert_eq!(
        probe.uptime,
        Some(Uptime {
            seconds: 1850.65,
            idle: Some(2490.0)
        })
    );
    assert_eq!(probe.loadavg, Some([0.14, 0.44, 0.63]));
    assert_eq!((probe.cores, probe.users), (Some(2), Some(0)));
    let bsd = read_facts("uptime 86400\nloadavg 1.00 0.50 0.25\ncores 8\nusers        3\n");
    assert_eq!(
        bsd.uptime,
        Some(Uptime {
            seconds: 86400.0,
            idle: None
        })
    );
    assert_eq!(bsd.loadavg, Some([1.0, 0.5, 0.25]));
    assert_eq!(bsd.users, Some(3));
}

#[test]
fn what_a_machine_does_not_say_is_left_out() {
    assert_eq!(
        read_facts("uptime \nloadavg \ncores \nusers\nMotd: hello\n"),
        Probe::default()
    );
}

#[test]
fn knocks_add_up() {
    let mut probe = Probe::default();
    Knocks {
        milliseconds: vec![1.0, 3.0],
    }
    .write_to(&mut probe);
    assert_eq!((probe.packets_tx, probe.packets_rx), (Some(4), Some(2)));
    assert_eq!(
        (probe.rtt_min, probe.rtt_avg, probe.rtt_max),
        (Some(1.0), Some(2.0), Some(3.0))
    );
    assert_eq!(probe.packets_loss, Some(0.5));
    let mut silent = Probe::default();
    Knocks {
        milliseconds: Vec::new(),
    }
    .write_to(&mut silent);
    assert_eq!((silent.packets_loss, silent.rtt_min), (Some(1.0), None));
}

#[test]
fn a_machine_that_says_nothing_at_all_is_an_empty_answer() {
    let silent = || {
        Some(Knocks {
            milliseconds: Vec::new(),
        })
    };
    let empty = Probe::default();
    assert_eq!(together(Probe::default(), silent(), 5.0), empty);
    assert_eq!(together(Probe::default(), None, 5.0), empty);
    let facts = read_facts("cores 2\n");
    let filtered = together(facts.clone(), silent(), 5.0);
    assert_eq!(
        (filtered.cores, filtered.packets_loss, filtered.timestamp),
        (Some(2), Some(1.0), Some(5.0))
    );
    assert_eq!(together(facts, None, 5.0).timestamp, Some(5.0));
}

#[test]
fn addresses_are_sorted_by_who_can_reach_them() {
    let probe = read_facts(
        "address 127.0.0.1\naddress 10.1.2.3\naddress 203.0.113.9\naddress ::1\naddress fe80::1\n\
         address fd00::1\naddress 2001:db8::1\naddress 100.64.0.1\naddress 169.254.1.1\naddress \n\
         address 203.0.113.9\naddress 999.1.1.1\n",
    );
    assert_eq!(probe.pub_ips, ["203.0.113.9", "2001:db8::1"]);
    assert_eq!(probe.priv_ips, ["10.1.2.3", "fd00::1", "100.64.0.1"]);
    assert!(!probe.answered_ssh());
}

/// Runs the script where `/proc` is not to be found, with nothing but these programs and the shell's own.
fn on_another_system(programs: &[(&str, &str)]) -> Probe {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path();
    for (name, script) in programs {
        let path = bin.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }
    for tool in ["sed", "tr", "wc", "cat", "grep"] {
        let real = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(tool));
        let real = real.iter().find(|path| path.exists()).unwrap();
        std::os::unix::fs::symlink(real, bin.join(tool)).unwrap();
    }
    let script = SCRIPT
        .replace("/proc/", "/nosuch/")
        .replace(":/usr/local/sbin:/usr/sbin:/sbin", "");
    let mut shell = Command::new("/bin/sh")
        .env_clear()
        .env("PATH", bin)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = shell.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success());
    read_facts(&String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_bsd_tells_the_same_in_its_own_words() {
    let sysctl = r#"case $2 in
        kern.boottime) echo "{ sec = 1700000000, usec = 0 } Tue Nov 14 22:13:20 2023" ;;
        hw.ncpu) echo 8 ;;
    esac"#;
    let uptime = "echo ' 3:04PM  up 1 day,  1:02, 2 users, load averages: 1.20, 0.80, 0.40'";
    let ifconfig = r#"echo "lo0: flags=8049<UP> mtu 16384
	inet 127.0.0.1 netmask 0xff000000
	inet6 fe80::1%lo0 prefixlen 64 scopeid 0x2
em0: flags=8843<UP> mtu 1500
	ether 00:00:5e:00:53:01
	inet 198.51.100.7 netmask 0xffffff00 broadcast 198.51.100.255
	inet6 2001:db8::7 prefixlen 64""#;
    let probe = on_another_system(&[
        ("sysctl", sysctl),
        ("uptime", uptime),
        ("date", "echo 1700090000"),
        ("who", "echo one; echo two"),
        ("ifconfig", ifconfig),
    ]);
    let expected = Probe {
        uptime: Some(Uptime {
            seconds: 90_000.0,
            idle: None,
        }),
        loadavg: Some([1.2, 0.8, 0.4]),
        cores: Some(8),
        users: Some(2),
        pub_ips: vec!["198.51.100.7".to_owned(), "2001:db8::7".to_owned()],
        ..Probe::default()
    };
    assert_eq!(probe, expected);
}

#[test]
fn a_system_without_any_of_the_programs_tells_nothing_and_fails_at_nothing() {
    assert_eq!(on_another_system(&[]), Probe::default());
    // OpenBSD tells its boot time as a date.
    let openbsd = [
        ("sysctl", "echo Tue Nov 14 22:13:20 2023"),
        ("date", "echo 1700090000"),
    ];
    assert_eq!(on_another_system(&openbsd).uptime, None);
}

#[test]
fn old_linux_programs_are_understood_too() {
    let ifconfig = r#"echo "eth0      Link encap:Ethernet
          inet addr:192.168.1.5  Bcast:192.168.1.255  Mask:255.255.255.0
          inet6 addr: 2001:db8::5/64 Scope:Global""#;
    let uptime = "echo ' 10:11:12 up  1:02,  1 user,  load average: 0.14, 0.44, 0.63'";
    let probe = on_another_system(&[
        ("ifconfig", ifconfig),
        ("uptime", uptime),
        ("nproc", "echo 4"),
    ]);
    assert_eq!(probe.priv_ips, ["192.168.1.5"]);
    assert_eq!(probe.pub_ips, ["2001:db8::5"]);
    assert_eq!(probe.loadavg, Some([0.14, 0.44, 0.63]));
    assert_eq!(probe.cores, Some(4));
}
