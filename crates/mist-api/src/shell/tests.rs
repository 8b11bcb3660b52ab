use proptest::prelude::*;

use super::{BadCommandId, Decoder, Encoder, Event, is_command_id};

const ID: &str = "c1";

/// Everything the decoder says about a stream cut into these pieces.
fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<u8>, Option<Event>) {
    let mut decoder = Decoder::new(ID);
    let mut events = Vec::new();
    for piece in pieces {
        events.extend(decoder.feed(piece));
    }
    events.extend(decoder.finish());
    let mut output = Vec::new();
    let mut completed = None;
    for event in events {
        assert_eq!(completed, None, "nothing follows the end");
        match event {
            Event::Output(bytes) => {
                assert!(!bytes.is_empty(), "an empty output is no event");
                output.extend(bytes);
            }
            end @ Event::Completed { .. } => completed = Some(end),
        }
    }
    (output, completed)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it is compared with what may be missing"
)]
fn ended(exit: Option<i32>) -> Option<Event> {
    Some(Event::Completed { exit })
}

fn cut<'a>(wire: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<_> = cuts.iter().map(|cut| cut.index(wire.len() + 1)).collect();
    at.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for to in at.into_iter().chain([wire.len()]) {
        pieces.push(&wire[from..to]);
        from = to;
    }
    pieces
}

/// What the server of 2014 sends for this output: one record per line, `\r` deleted, with or without the id.
fn as_in_2014(output: &[u8], with_id: bool) -> Vec<u8> {
    let end = if with_id {
        "', 'c1');</script>\n"
    } else {
        "');</script>\n"
    };
    let mut wire = b"<html><body>\n".to_vec();
    for line in output.split_inclusive(|byte| *byte == b'\n') {
        wire.extend(b"<script type='text/javascript'>parent.appendShell('");
        for byte in line {
            match byte {
                b'\'' => wire.extend(b"\\'"),
                b'\n' => wire.extend(b"<br/>"),
                b'\r' => {}
                other => wire.push(*other),
            }
        }
        wire.extend(end.as_bytes());
    }
    let end = if with_id { "1, 'c1'" } else { "1" };
    wire.extend(
        format!("<script type='text/javascript'>parent.completeShell({end});</script>\n").bytes(),
    );
    wire.extend(b"</body></html>\n");
    wire
}

/// Output that looks like the framing, in whole and in parts, among bytes of every kind.
fn output() -> impl Strategy<Value = Vec<u8>> {
    const IMITATIONS: [&str; 20] = [
        "<script type='text/javascript'>parent.appendShell('",
        "<script type='text/javascript'>parent.completeShell(1, 'c1');</script>\n",
        "', 'c1');</script>",
        "', 'c1');</script>\r",
        "\\', \\'c1\\');</script>",
        "');</script>",
        "<br/>",
        "<br/",
        "<br/>\n",
        "\\'",
        "\\",
        "'",
        "\\\\'",
        "\n",
        "\r",
        "\r\n",
        "</script>",
        ", 'c1'",
        "</body></html>\n",
        "é\u{2028}\u{1f600}",
    ];
    let imitation = prop::sample::select(&IMITATIONS[..]).prop_map(|text| text.as_bytes().to_vec());
    let any = prop::collection::vec(any::<u8>(), 0..12);
    prop::collection::vec(prop_oneof![3 => imitation, 1 => any], 0..24)
        .prop_map(|parts| parts.concat())
}

fn cuts() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    prop::collection::vec(any::<prop::sample::Index>(), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_the_server_of_2014_sends_comes_back(output in output(), with_id: bool, cuts in cuts()) {
        let wire = as_in_2014(&output, with_id);
        let mut expected: Vec<u8> = output.iter().copied().filter(|byte| *byte != b'\r').collect();
        // The one case that its framing cannot tell from a line end.
        if output.last() != Some(&b'\n') && expected.ends_with(b"<br/>") {
            expected.truncate(expected.len() - 5);
            expected.push(b'\n');
        }
        prop_assert_eq!(decode(cut(&wire, &cuts)), (expected, ended(None)));
    }

    #[test]
    fn what_the_encoder_makes_comes_back(
        output in output(),
        writes in cuts(),
        reads in cuts(),
        with_id: bool,
        exit: Option<i32>,
    ) {
        let encoder = if with_id { Encoder::new(ID).unwrap() } else { Encoder::without_id() };
        let mut wire = Vec::new();
        encoder.begin(&mut wire);
        for piece in cut(&output, &writes) {
            encoder.output(piece, &mut wire);
        }
        encoder.complete(exit, &mut wire);
        prop_assert_eq!(decode(cut(&wire, &reads)), (output, ended(exit.filter(|_| with_id))));
    }

    #[test]
    fn lines_that_end_in_crlf_on_the_wire_say_the_same(output in output(), cuts in cuts()) {
        let encoder = Encoder::new(ID).unwrap();
        let mut wire = Vec::new();
        encoder.begin(&mut wire);
        encoder.output(&output, &mut wire);
        encoder.complete(Some(0), &mut wire);
        let mut through_proxy = Vec::new();
        for line in wire.split_inclusive(|byte| *byte == b'\n') {
            through_proxy.extend(line.strip_suffix(b"\n").unwrap_or(line));
            through_proxy.extend(b"\r\n");
        }
        prop_assert_eq!(decode(cut(&through_proxy, &cuts)), (output, ended(Some(0))));
    }

    #[test]
    fn a_stream_that_breaks_off_gives_a_beginning_of_the_output(
        output in output(),
        at: prop::sample::Index,
        cuts in cuts(),
    ) {
        let encoder = Encoder::new(ID).unwrap();
        let mut wire = Vec::new();
        encoder.output(&output, &mut wire);
        wire.truncate(at.index(wire.len() + 1));
        let (decoded, completed) = decode(cut(&wire, &cuts));
        prop_assert!(output.starts_with(&decoded));
        prop_assert_eq!(completed, None);
    }

    #[test]
    fn any_bytes_are_survived(bytes in output(), cuts in cuts()) {
        decode(cut(&bytes, &cuts));
    }

    #[test]
    fn without_returns_nothing_else_is_lost(output in output(), writes in cuts(), reads in cuts()) {
        let encoder = Encoder::new(ID).unwrap().without_returns();
        let mut wire = Vec::new();
        encoder.begin(&mut wire);
        for piece in cut(&output, &writes) {
            encoder.output(piece, &mut wire);
        }
        encoder.complete(Some(0), &mut wire);
        prop_assert!(!wire.contains(&b'\r'));
        let kept: Vec<u8> = output.iter().copied().filter(|byte| *byte != b'\r').collect();
        prop_assert_eq!(decode(cut(&wire, &reads)), (kept, ended(Some(0))));
    }

    #[test]
    fn the_encoders_records_say_a_line_ended_only_where_one_did(output in output()) {
        let mut wire = Vec::new();
        Encoder::new(ID).unwrap().output(&output, &mut wire);
        let ends = wire.split(|byte| *byte == b'\n').filter(|l| l.ends_with(b"<br/>', 'c1');</script>"));
        prop_assert_eq!(ends.count(), output.split(|byte| *byte == b'\n').count() - 1);
    }
}

fn whole(wire: &str) -> (String, Option<Event>) {
    let (output, completed) = decode([wire.as_bytes()]);
    (String::from_utf8(output).unwrap(), completed)
}

#[test]
fn the_manuals_form_without_ids_is_read() {
    let wire = "<html>\n<body>\n<script type='text/javascript'>parent.appendShell(' 06:29:06 up 1 day<br/>');</script>\n\
                <script type='text/javascript'>parent.completeShell(1);</script>\n</body>\n</html>\n";
    assert_eq!(whole(wire), (" 06:29:06 up 1 day\n".into(), ended(None)));
}

#[test]
fn only_a_third_argument_is_an_exit_status() {
    let end = |arguments: &str| {
        whole(&format!(
            "<script type='text/javascript'>parent.completeShell({arguments});</script>\n"
        ))
        .1
    };
    assert_eq!(end("1, 'c1'"), ended(None));
    assert_eq!(end("1"), ended(None));
    assert_eq!(end("1, 'c1', 3"), ended(Some(3)));
    assert_eq!(end("1,'c1',-1"), ended(Some(-1)));
    assert_eq!(end("1, 'other', 3"), ended(None));
    assert_eq!(end("1, 'c1', many"), ended(None));
    assert_eq!(end("1, 'c1', 99999999999"), ended(None));
}

#[test]
fn a_record_is_passed_on_before_its_line_ends() {
    let mut decoder = Decoder::new(ID);
    let begin = b"<script type='text/javascript'>parent.appendShell('abc";
    assert_eq!(decoder.feed(begin), [Event::Output(b"abc".to_vec())]);
    assert_eq!(decoder.feed(b"d<br/>"), [Event::Output(b"d".to_vec())]);
    assert_eq!(decoder.feed(b"e\\"), [Event::Output(b"<br/>e".to_vec())]);
    assert_eq!(decoder.feed(b"'"), []);
    assert_eq!(decoder.feed(b", 'c1');</script>"), []);
    assert_eq!(decoder.feed(b"\n"), [Event::Output(b"\\".to_vec())]);
}

#[test]
fn a_line_without_end_needs_no_memory() {
    let mut decoder = Decoder::new(ID);
    decoder.feed(b"<script type='text/javascript'>parent.appendShell('");
    let mut given = 0;
    let mut seen = 0;
    for piece in [&b"x', 'c1');</script"[..], b"\\", b"\\'", b"<br/>", b"', '"]
        .iter()
        .cycle()
        .take(1_000_000)
    {
        given += piece.len();
        for event in decoder.feed(piece) {
            let Event::Output(bytes) = event else {
                panic!("no end was sent")
            };
            seen += bytes.len();
        }
    }
    // Of `\'` one byte is output; the rest that is missing is held back.
    assert!(given - seen <= 200_000 + 64, "{given} {seen}");
}

#[test]
fn single_bytes_of_a_long_hostile_line_take_linear_time() {
    let mut wire = Vec::new();
    let output = b"', 'c1');</script>".repeat(60_000);
    Encoder::new(ID).unwrap().output(&output, &mut wire);
    assert_eq!(decode(wire.chunks(1)).0, output);
}

#[test]
fn records_of_another_run_are_still_records() {
    let wire = "<script type='text/javascript'>parent.appendShell('a<br/>', 'c1');</script>\n";
    let mut decoder = Decoder::new("c1");
    assert_eq!(
        decoder.feed(wire.as_bytes()),
        [Event::Output(b"a\n".to_vec())]
    );
}

#[test]
fn a_line_that_breaks_the_rule_is_shown_rather_than_lost() {
    let wire = "<script type='text/javascript'>parent.appendShell('half a rec\n\
                <script type='text/javascript'>parent.appendShell('b<br/>', 'c1');</script>\n";
    assert_eq!(whole(wire), ("half a recb\n".into(), None));
}

#[test]
fn the_end_may_lack_its_line_end() {
    let wire = "<script type='text/javascript'>parent.appendShell('a<br/>', 'c1');</script>\n\
                <script type='text/javascript'>parent.completeShell(1, 'c1', 2);</script>";
    assert_eq!(whole(wire), ("a\n".into(), ended(Some(2))));
    let wire = "<script type='text/javascript'>parent.appendShell('a<br/>', 'c1');</script>";
    assert_eq!(whole(wire), ("a\n".into(), None));
    let wire = "<script type='text/javascript'>parent.appendShell('a\\', 'c1');</script>";
    assert_eq!(whole(wire), ("a\\".into(), None));
}

#[test]
fn pages_of_others_are_recognised() {
    let foreign = |wire: &str| {
        let mut decoder = Decoder::new(ID);
        decoder.feed(wire.as_bytes());
        decoder.finish();
        decoder.is_foreign()
    };
    assert!(foreign("<!DOCTYPE html>\n"));
    assert!(foreign("Internal Server Error"));
    assert!(foreign("<html"));
    assert!(!foreign(""));
    assert!(!foreign("<html><body>\n"));
    assert!(!foreign(
        "\n<script type='text/javascript'>parent.appendShell('a"
    ));
}

#[test]
fn names_that_imitate_the_framing_are_refused() {
    for id in ["", "a'b", "a b", "a\n", "é", "a\\", &"x".repeat(129)] {
        assert!(!is_command_id(id), "{id}");
        assert_eq!(Encoder::new(id).err(), Some(BadCommandId));
    }
    assert!(is_command_id("2tK74h4mXbj8-i-c0ca59c5.web_1:7"));
}

#[test]
fn the_encoder_writes_what_old_clients_read() {
    let encoder = Encoder::new(ID).unwrap();
    let mut wire = Vec::new();
    encoder.begin(&mut wire);
    encoder.event(&Event::Output(b"it's\n<br/>".to_vec()), &mut wire);
    encoder.event(&Event::Completed { exit: Some(3) }, &mut wire);
    assert_eq!(
        String::from_utf8(wire).unwrap(),
        "<html><body>\n\
         <script type='text/javascript'>parent.appendShell('it\\'s<br/>', 'c1');</script>\n\
         <script type='text/javascript'>parent.appendShell('<br/', 'c1');</script>\n\
         <script type='text/javascript'>parent.appendShell('>', 'c1');</script>\n\
         <script type='text/javascript'>parent.completeShell(1, 'c1', 3);</script>\n\
         </body></html>\n"
    );
}
