//! What a program does step by step, whatever it is given.

use proptest::prelude::*;

use super::*;

#[test]
fn a_log_that_is_followed_never_ends_and_comes_line_by_line() {
    let seen = watch(
        start("tail -f /var/log/syslog"),
        NOW + 86_400_000,
        usize::MAX,
    );
    assert_eq!(seen.status, None);
    let text = String::from_utf8(seen.output).unwrap();
    let lines = text.lines().count();
    assert!((60_000..100_000).contains(&lines), "{lines}");
    let mut program = start("tail -f -n 1 /var/log/syslog");
    let mut now = NOW;
    while let Step::Output(_) = program.next(now) {}
    for _ in 0..100 {
        let Step::Wait { until_ms } = program.next(now) else {
            panic!("it does not wait");
        };
        assert!(
            (1..=2_000).contains(&(until_ms - now)),
            "{}",
            until_ms - now
        );
        assert_eq!(program.next(until_ms - 1), Step::Wait { until_ms });
        now = until_ms;
        let Step::Output(line) = program.next(now) else {
            panic!("it does not go on");
        };
        assert!(line.ends_with(b"\r\n"));
    }
}

#[test]
fn the_log_is_the_same_whoever_looks() {
    let all = says("cat /var/log/syslog");
    assert_eq!(says("sleep 0; tail -n 3 /var/log/syslog"), {
        let lines: Vec<_> = all.lines().collect();
        lines[lines.len() - 3..].join("\n") + "\n"
    });
    let later = says("sleep 30; cat /var/log/syslog");
    let last = all.lines().last().unwrap();
    assert!(later.contains(last));
}

#[test]
fn what_never_ends_takes_no_memory_and_may_be_silent() {
    let seen = watch(start("yes"), NOW, 4 * 1024 * 1024);
    assert!(seen.output.len() >= 4 * 1024 * 1024 && seen.status.is_none());
    for command in [
        "yes > /dev/null",
        "yes | grep x",
        "while true; do true; done",
        "cat",
        "while true; do X=$(echo a); done",
        "tail -f /etc/hostname > /dev/null",
    ] {
        let mut program = start(command);
        let mut now = NOW;
        for _ in 0..50 {
            let Step::Wait { until_ms } = program.next(now) else {
                panic!("{command} does something");
            };
            assert!(until_ms > now);
            now = until_ms;
        }
    }
}

#[test]
fn what_grows_without_end_is_stopped() {
    for command in [
        "X=a; while true; do X=$X$X; done; echo no",
        "echo $(yes)",
        "yes | sort",
        "f='sh -c \"$f\"'; export f; sh -c \"$f\"",
    ] {
        let (text, status) = sh(command);
        assert!(
            text.len() < 200 && status != 0,
            "{command}: {status} {text}"
        );
    }
    let long = format!("echo {}", "x".repeat(200_000));
    assert_eq!(
        sh(&long),
        ("sh: 1: Argument list too long\n".to_owned(), 126)
    );
    assert_eq!(says("yes | tr x y 2>/dev/null | head -1"), "");
}

#[test]
fn lines_end_as_on_a_terminal() {
    let seen = watch(start("printf 'a\\nb\\r\\nc'"), NOW, 100);
    assert_eq!(seen.output, b"a\r\nb\r\r\nc");
}

#[test]
fn time_passes_only_as_far_as_a_program_waits() {
    let text = says("date +%s; sleep 1.5; date +%s; sleep 0; date +%s");
    assert_eq!(text, "1416000000\n1416000001\n1416000001\n");
    let mut program = start("sleep 100; echo a");
    assert_eq!(
        program.next(NOW),
        Step::Wait {
            until_ms: NOW + 100_000
        }
    );
    assert_eq!(program.next(NOW + 200_000), Step::Output(b"a\r\n".to_vec()));
}

/// Commands that take time, print much, or both.
fn lively() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "apt-get update; date; echo $?",
        "make; date",
        "for i in $(seq 20); do echo $i; sleep 0.3; done | grep 1; date",
        "seq 30000; date",
        "seq 200000 | tail -1; date",
        "ping -c 3 192.0.2.7 2>&1; uptime",
        "tail -f /var/log/syslog | head -20; top -bn2",
        "help; ls -la / /etc; ps aux; nosuch",
        "yes $(seq 100) | head -400 | sort -u | wc; date",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn output_is_the_same_however_late_it_is_asked_for(
        command in lively(),
        late in prop::collection::vec(0u64..5_000, 1..40),
    ) {
        let expected = watch(start(command), u64::MAX, usize::MAX);
        let mut program = start(command);
        let (mut now, mut output, mut late) = (NOW, Vec::new(), late.iter().cycle());
        let status = loop {
            match program.next(now) {
                Step::Output(more) => {
                    prop_assert!((1..=STEP_BYTES).contains(&more.len()));
                    output.extend(more);
                    now += late.next().unwrap() / 50;
                }
                Step::Wait { until_ms } => {
                    prop_assert!(until_ms > now);
                    now += late.next().unwrap();
                }
                Step::Exited(status) => break status,
            }
        };
        prop_assert_eq!(Some(status), expected.status);
        prop_assert!(output == expected.output);
    }

}

proptest! {
    #[test]
    fn any_text_is_a_command_line(text in ".{0,60}") {
        progresses(&text)?;
    }

    #[test]
    fn anything_like_a_command_line_makes_progress(
        words in prop::collection::vec(prop::sample::select(vec![
            "echo", "yes", "cat", "sleep", "seq", "9", "-n", "head", "sort", "tail", "-f", "ls", "grep", "a*",
            "sudo", "sh", "-c", "cd", "..", "/etc", "exit", "test", "[", "]", "X=1", "X=$X$X", "$X", "${X}",
            "$(", ")", "`", "(", "{", "}", ";", "&&", "||", "|", "!", ">", "<", "2>&1", "/dev/null", "\"", "'",
            "\\", "\n", "for", "i", "in", "do", "done", "while", "if", "then", "else", "fi", "true", "false", "#",
            "printf", "%s", "\\n", "top", "uniq", "wc", "-", "--", "ü", "\u{0}", "\u{202e}", "export", "date",
        ]), 0..40),
        glue in prop::sample::select(vec!["", " "]),
    ) {
        progresses(&words.join(glue))?;
    }
}

fn progresses(command: &str) -> Result<(), TestCaseError> {
    progresses_for(command, 60)
}

fn progresses_for(command: &str, steps: usize) -> Result<(), TestCaseError> {
    let mut program = start(command);
    let mut now = NOW;
    for _ in 0..steps {
        match program.next(now) {
            Step::Output(more) => prop_assert!((1..=STEP_BYTES).contains(&more.len())),
            Step::Wait { until_ms } => {
                prop_assert!(until_ms > now);
                now = until_ms;
            }
            Step::Exited(_) => return Ok(()),
        }
    }
    Ok(())
}

#[test]
fn hostile_command_lines_of_a_hundred_kilobytes_are_read() {
    for unit in [
        "(",
        "{ ",
        "$(",
        "`",
        "'",
        "\"",
        "|",
        "true|",
        "! ",
        "if ",
        "while ",
        "a;",
        "\\",
        "$",
        "${",
        "X=$X$X;",
        "\n",
        "<",
        "2>&1 ",
        "sh -c ",
        "sudo ",
        "🦀",
        "((",
        "for i in ",
        "echo $(",
        "\u{0}",
        "[ ",
        "true && ",
    ] {
        let command = unit.repeat(100_000 / unit.len());
        assert!(progresses(&command).is_ok(), "{unit}");
    }
    let stars = format!("yes {} | grep '{}b'", "a".repeat(60_000), "a*".repeat(39));
    // Slow in a test, which is not optimised.
    assert!(progresses_for(&stars, 3).is_ok());
}
