//! The language of the shell.

use super::{says, sh};

#[test]
fn words_are_quoted_and_variables_put_in() {
    for (command, prints) in [
        (r"echo 'a  b' c", "a  b c\n"),
        (r#"echo "a  b" "" c"#, "a  b  c\n"),
        (r"echo a\ \ b \'", "a  b '\n"),
        (r#"echo "it's \"x\" \$HOME \n""#, "it's \"x\" $HOME \\n\n"),
        ("echo $USER:${HOME}", "ubuntu:/home/ubuntu\n"),
        ("echo ${NOTHING:-something} $NOTHING.", "something .\n"),
        ("X='a  b'; echo $X \"$X\"", "a b a  b\n"),
        ("X=1 Y=$X; echo \"$X$Y\"", "1\n"),
        ("X=1; X=2 env | grep ^X=; echo $X", "X=2\n1\n"),
        ("echo ~ ~/x '~' a~", "/home/ubuntu /home/ubuntu/x ~ a~\n"),
        ("echo $ 5$ $%", "$ 5$ $%\n"),
        ("echo a#b # c", "a#b\n"),
        ("echo 日本 'ü' \"👩‍🚀\"", "日本 ü 👩‍🚀\n"),
        ("echo a\\\nb", "ab\n"),
    ] {
        assert_eq!(says(command), prints, "{command}");
    }
}

#[test]
fn commands_follow_one_another_by_how_they_end() {
    for (command, prints, status) in [
        ("true && echo a || echo b", "a\n", 0),
        ("false && echo a || echo b", "b\n", 0),
        ("false; echo $?", "1\n", 0),
        ("! false && echo a", "a\n", 0),
        ("echo a; false", "a\n", 1),
        ("echo a\necho b\n\n", "a\nb\n", 0),
        ("exit 3; echo a", "", 3),
        ("(exit 3); echo $?", "3\n", 0),
        ("{ echo a; exit 4; }; echo b", "a\n", 4),
        ("false || exit; echo a", "", 1),
        ("sh -c 'exit 5'; echo $?", "5\n", 0),
        ("exit 256", "", 0),
        ("", "", 0),
        ("   # nothing", "", 0),
        ("X=$(false); echo $?; X=1; echo $?", "1\n0\n", 0),
    ] {
        assert_eq!(sh(command), (prints.to_owned(), status), "{command}");
    }
}

#[test]
fn pipes_end_with_their_last_command_and_end_the_first_when_nobody_reads() {
    for (command, prints, status) in [
        ("echo a | cat", "a\n", 0),
        ("false | true", "", 0),
        ("true | false", "", 1),
        ("yes | head -3", "y\ny\ny\n", 0),
        ("yes abc | head -2 | wc -l", "2\n", 0),
        ("seq 100000 | tail -n 2", "99999\n100000\n", 0),
        ("seq 5 | grep -v 3 | sort -rn | head -n1", "5\n", 0),
        ("seq 1000000 | wc -l", "1000000\n", 0),
        (
            "printf 'b\\na\\nb\\n' | sort | uniq -c",
            "      1 a\n      2 b\n",
            0,
        ),
        ("echo a | grep b", "", 1),
        ("nosuch | cat", "sh: 1: nosuch: not found\n", 0),
        ("nosuch 2>&1 | wc -l", "1\n", 0),
        ("cd / | pwd; pwd", "/home/ubuntu\n/home/ubuntu\n", 0),
        ("echo a | (cat; echo b) | cat", "a\nb\n", 0),
        ("sleep 2 | echo a", "a\n", 0),
    ] {
        assert_eq!(sh(command), (prints.to_owned(), status), "{command}");
    }
}

#[test]
fn streams_lead_where_they_are_told() {
    for (command, prints, status) in [
        ("echo a > /dev/null", "", 0),
        ("nosuch 2>/dev/null", "", 127),
        ("nosuch >/dev/null", "sh: 1: nosuch: not found\n", 127),
        ("nosuch > /dev/null 2>&1", "", 127),
        ("nosuch 2>&1 > /dev/null", "sh: 1: nosuch: not found\n", 127),
        ("nosuch &>/dev/null; echo b 1>&2", "b\n", 0),
        ("{ echo a; nosuch; } 2>/dev/null", "a\n", 127),
        ("for i in 1 2; do echo $i; done > /dev/null", "", 0),
        ("cat < /etc/hostname", "web-1\n", 0),
        ("wc -l < /dev/null", "0\n", 0),
    ] {
        assert_eq!(sh(command), (prints.to_owned(), status), "{command}");
    }
    let (text, status) = sh("echo a > file");
    assert!(text.contains("cannot create file: Read-only file system"));
    assert_eq!(status, 2);
    assert_eq!(sh("cat < /nosuch").1, 2);
}

#[test]
fn what_commands_print_is_put_in_and_split_unless_quoted() {
    for (command, prints) in [
        ("echo $(echo a; echo b) c", "a b c\n"),
        ("echo \"$(echo a; echo b)\"", "a\nb\n"),
        ("echo `hostname`!", "web-1!\n"),
        ("echo $(echo $(echo $(echo x)))", "x\n"),
        ("echo \"$(echo \"a  b\")\" $(echo \"a  b\")", "a  b a b\n"),
        ("X=$(nosuch 2>/dev/null); echo $?", "127\n"),
        ("echo a$(true)b", "ab\n"),
        ("$(echo echo) x", "x\n"),
        ("echo $(cd /; pwd) $(pwd)", "/ /home/ubuntu\n"),
    ] {
        assert_eq!(says(command), prints, "{command}");
    }
}

#[test]
fn loops_and_branches_run() {
    for (command, prints, status) in [
        (
            "for i in a 'b c' $(seq 2); do echo \"<$i>\"; done",
            "<a>\n<b c>\n<1>\n<2>\n",
            0,
        ),
        ("for i in; do echo a; done; echo $?", "0\n", 0),
        ("if true; then echo a; else echo b; fi", "a\n", 0),
        (
            "if false; then echo a; elif true; then echo b; fi",
            "b\n",
            0,
        ),
        ("if false; then echo a; fi; echo $?", "0\n", 0),
        (
            "if [ -d /etc ] && ! [ -e /nosuch ]; then echo a; fi",
            "a\n",
            0,
        ),
        (
            "X=; while [ \"$X\" != aaa ]; do X=a$X; echo $X; done",
            "a\naa\naaa\n",
            0,
        ),
        ("until false; do exit 6; done", "", 6),
        (
            "for i in 1 2; do for j in 3 4; do echo $i$j; done; done | wc -l",
            "4\n",
            0,
        ),
        ("for i in 1 2; do exit 1; done; echo a", "", 1),
        ("[ 2 -gt 10 ]", "", 1),
        ("test a = a", "", 0),
    ] {
        assert_eq!(sh(command), (prints.to_owned(), status), "{command}");
    }
}

#[test]
fn mistakes_are_told_as_shells_do() {
    for (command, says) in [
        (
            "echo 'a",
            "sh: 1: Syntax error: Unterminated quoted string\n",
        ),
        (
            "echo \"a",
            "sh: 1: Syntax error: Unterminated quoted string\n",
        ),
        ("; echo a", "sh: 1: Syntax error: \";\" unexpected\n"),
        ("echo a;;", "sh: 1: Syntax error: \";\" unexpected\n"),
        ("echo |", "sh: 1: Syntax error: end of file unexpected\n"),
        ("echo )", "sh: 1: Syntax error: \")\" unexpected\n"),
        (
            "(echo a",
            "sh: 1: Syntax error: end of file unexpected (expecting \")\")\n",
        ),
        ("fi", "sh: 1: Syntax error: \"fi\" unexpected\n"),
        (
            "for 1 in a; do b; done",
            "sh: 1: Syntax error: Bad for loop variable\n",
        ),
        (
            "while true; do done",
            "sh: 1: Syntax error: \"done\" unexpected\n",
        ),
        ("echo ${a b}", "sh: 1: Bad substitution\n"),
        ("echo ${a", "sh: 1: Syntax error: Missing '}'\n"),
        ("echo >", "sh: 1: Syntax error: no file behind < or >\n"),
        ("echo >&7", "sh: 1: Syntax error: Bad fd number\n"),
    ] {
        assert_eq!(sh(command), (says.to_owned(), 2), "{command}");
    }
    for command in [
        "sleep 9 &",
        "cat << x",
        "echo $((1+1))",
        "case a in b) ;; esac",
    ] {
        let (text, status) = sh(command);
        assert!(text.contains("simulated"), "{command}: {text}");
        assert_eq!(status, 2);
    }
}

#[test]
fn what_is_not_there_is_told_as_shells_do() {
    let not_found = ("sh: 1: frobnicate: not found\n".to_owned(), 127);
    assert_eq!(sh("frobnicate -x"), not_found);
    assert_eq!(sh("/etc/hosts").1, 126);
    assert_eq!(sh("/no/such").1, 127);
    assert_eq!(sh("./cat").1, 127);
    assert_eq!(sh("''").1, 127);
    assert_eq!(says("/bin/echo a"), "a\n");
}
