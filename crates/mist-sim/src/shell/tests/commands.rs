//! The programs of the machine.

use super::*;

#[test]
fn the_machine_is_what_it_is_said_to_be() {
    assert_eq!(says("hostname"), "web-1\n");
    assert_eq!(says("whoami; sudo whoami; nproc"), "ubuntu\nroot\n2\n");
    assert_eq!(
        says("id"),
        "uid=1000(ubuntu) gid=1000(ubuntu) groups=1000(ubuntu)\n"
    );
    assert!(says("uname -a").starts_with("Linux web-1 3.13.0-24-generic #46-simulated"));
    let release = says("cat /etc/os-release");
    assert!(
        release.contains(
            "ID=ubuntu\nVERSION_ID=\"14.04\"\nPRETTY_NAME=\"Ubuntu 14.04 (Trusty Tahr)\""
        )
    );
    assert!(says("uptime").starts_with(" 21:20:00 up 3 days,  4:00,  1 user,  load average: "));
    assert!(says("cat /proc/uptime").starts_with("273600.00 "));
    let load = crate::monitoring::load_now(7, 2, NOW);
    assert!(says("cat /proc/loadavg").starts_with(&format!("{:.2} {:.2}", load[0], load[1])));
    assert_eq!(says("grep -c ^processor /proc/cpuinfo"), "2\n");
    assert!(says("free -m").contains("\nMem:          2048 "));
    assert!(says("df -h").contains("40.0G"));
    assert_eq!(says("date"), "Fri Nov 14 21:20:00 UTC 2014\n");
    assert_eq!(
        says("cat /etc/debian_version /etc/hostname"),
        "14.04\nweb-1\n"
    );
}

#[test]
fn every_program_that_help_names_is_there_and_help_says_that_all_is_simulated() {
    let help = says("help");
    assert!(help.contains("simulated"));
    let names = help.lines().filter_map(|line| line.strip_prefix("  "));
    let names: Vec<_> = names.filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 30);
    for name in names {
        let seen = watch(start(name), NOW + 10_000, 64 * 1024);
        assert_ne!(seen.status, Some(127), "{name}");
    }
}

#[test]
fn folders_are_listed() {
    assert_eq!(says("ls / | head -3"), "bin\nboot\ndev\n");
    assert_eq!(says("cd /var/log && ls"), "auth.log  dpkg.log  syslog\n");
    assert_eq!(says("ls"), "README     notes.txt\n");
    assert!(says("ls -a").starts_with(".          ..         .bashrc    .ssh"));
    let long = says("ls -la /etc");
    assert!(
        long.lines()
            .any(|line| line.starts_with("-rw-r--r-- 1 root") && line.ends_with(" hostname"))
    );
    assert!(long.lines().nth(1).unwrap().ends_with(" ."));
    assert_eq!(sh("ls /nosuch").1, 2);
    assert_eq!(sh("ls -Z").1, 2);
    assert_eq!(sh("ls /root").1, 2);
    assert_eq!(says("sudo ls /root"), "");
    assert!(says("ls --color /").contains("\x1b[01;34mbin\x1b[0m"));
    let narrow = watch(run(&host(), "ls /", 20, NOW), NOW, 10_000);
    let narrow = String::from_utf8(narrow.output).unwrap();
    assert!(narrow.lines().all(|line| line.chars().count() <= 20));
}

#[test]
fn files_are_as_big_as_listed() {
    let long = says("ls -l /etc/passwd /etc/hosts /var/log/syslog");
    for line in long.lines() {
        let cells: Vec<_> = line.split_whitespace().collect();
        let bytes = says(&format!("wc -c < {}", cells[8]));
        assert_eq!(cells[4], bytes.trim(), "{line}");
    }
    assert!(sh("cat /etc/shadow").0.contains("Permission denied"));
    assert_eq!(sh("cat /etc").1, 1);
    assert_eq!(sh("sudo cat /etc/shadow").1, 0);
}

#[test]
fn words_are_printed() {
    for (command, prints) in [
        ("echo -n a", "a"),
        (r"echo -e 'a\tb\x41\033[1m\0101\\'", "a\tbA\x1b[1mA\\\n"),
        (r"echo 'a\tb'", "a\\tb\n"),
        (r"echo -e 'a\cb'", "a"),
        ("echo -x a", "-x a\n"),
        (r"printf '%s=%d\n' a 1 b 2", "a=1\nb=2\n"),
        ("printf x", "x"),
        ("printf '%s-%%'", "-%"),
        ("seq 3 -1 1", "3\n2\n1\n"),
        ("seq 2 2 5", "2\n4\n"),
        ("seq 5 1", ""),
        (
            "seq 9223372036854775807 9223372036854775807",
            "9223372036854775807\n",
        ),
        ("yes a b | head -n 1", "a b\n"),
        ("clear", "\x1b[H\x1b[2J"),
        ("which ls nosuch; pwd", "/usr/bin/ls\n/home/ubuntu\n"),
    ] {
        assert_eq!(says(command), prints, "{command}");
    }
    assert_eq!(sh("seq x").1, 1);
    assert_eq!(sh("sleep x").1, 1);
}

#[test]
fn the_package_manager_shows_a_bar_in_colours_over_some_seconds() {
    let seen = watch(start("apt-get update"), NOW + 60_000, 1 << 20);
    assert_eq!(seen.status, Some(0));
    assert!(
        (3_000..20_000).contains(&(seen.now_ms - NOW)),
        "{}",
        seen.now_ms - NOW
    );
    let text = String::from_utf8(seen.output).unwrap();
    assert!(text.contains("\r\x1b[36m100%") && text.contains("Reading package lists..."));
    let widest = text
        .split(['\r', '\n'])
        .map(|line| line.replace(|c| "\x1b[0123456789m".contains(c), ""));
    assert!(widest.map(|line| line.len()).max().unwrap() <= 80);
    assert!(!says("apt-get update | cat").contains('\r'));
    assert_eq!(sh("apt-get install x").1, 100);
}

#[test]
fn the_build_fails_in_colours() {
    let seen = watch(start("make"), NOW + 60_000, 1 << 20);
    assert_eq!(seen.status, Some(2));
    assert!(seen.now_ms > NOW + 1_000);
    let text = String::from_utf8(seen.output).unwrap();
    assert!(text.contains("\x1b[1;31merror:") && text.contains("Error 1"));
}

#[test]
fn the_machine_is_not_turned_off_from_inside() {
    for command in [
        "reboot",
        "sudo reboot",
        "shutdown -h now",
        "poweroff",
        "halt",
    ] {
        let (text, status) = sh(command);
        assert!(
            text.contains("simulated") && text.contains("Reboot"),
            "{text}"
        );
        assert_eq!(status, 1);
    }
}

#[test]
fn only_addresses_for_documentation_are_reached() {
    assert!(says("ping -c 2 192.0.2.1").contains("2 packets transmitted"));
    assert!(says("ping -c 1 203.0.113.9").contains("icmp_seq=1"));
    assert_eq!(sh("ping -c 1 192.0.2.300").1, 2);
    assert!(sh("ping -c 1 10.1.2.3").0.contains("simulated"));
}

#[test]
fn processes_fit_the_terminal_but_not_the_pipe() {
    let narrow = says("ps aux");
    assert!(narrow.lines().all(|line| line.chars().count() <= 80));
    assert!(
        says("ps aux | cat")
            .lines()
            .any(|line| line.chars().count() > 80)
    );
    assert!(says("top -bn1").contains("load average"));
}

#[test]
fn the_same_machine_shows_the_same_and_another_does_not() {
    let other = Host { seed: 8, ..host() };
    for command in ["ps aux", "df", "cat /var/log/syslog", "uptime"] {
        let show = |host: &Host| watch(run(host, command, 80, NOW), NOW, 1 << 20).output;
        assert_eq!(show(&host()), show(&host()));
        assert_ne!(show(&host()), show(&other), "{command}");
    }
}
