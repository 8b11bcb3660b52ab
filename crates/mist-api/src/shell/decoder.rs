//! Bytes from the wire to events.

use memchr::{memchr, memchr_iter};

use super::Event;
use super::framing::{BREAK, CLOSE, ENDING, HEAD, PLAIN_SUFFIX, RECORD, suffix};

/// Reverses the framing, from pieces cut anywhere, in linear time.
///
/// What a record says is passed on as it comes, however long its line: only bytes that may still turn out to be the record's end are held
/// back, which is never more than that end is long.
///
/// A line end on the wire may be `\r\n`, as an odd proxy makes it: the end of a record never contains `\r`, so nothing is mistaken for it. A `\r` of the output is kept.
#[derive(Debug, Clone)]
pub struct Decoder {
    command_id: String,
    /// `', 'ID');</script>`
    suffix: Vec<u8>,
    at: At,
    /// What came before and cannot be judged without what comes next.
    held: Vec<u8>,
    framed: bool,
    foreign: bool,
}

/// Where in the stream the next byte belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    LineStart,
    Record,
    Ending,
    OtherLine,
    Done,
}

/// What a line is, as far as its first bytes tell.
enum Line<'a> {
    Record(&'a [u8]),
    Ending(&'a [u8]),
    Head,
    Other,
    Undecided,
}

impl Decoder {
    /// A decoder for the run that was asked for under this name.
    pub fn new(command_id: &str) -> Self {
        Self {
            command_id: command_id.to_owned(),
            suffix: suffix(command_id),
            at: At::LineStart,
            held: Vec::new(),
            framed: false,
            foreign: false,
        }
    }

    /// Takes the next piece; gives what it tells: at most one output, and the end.
    pub fn feed(&mut self, piece: &[u8]) -> Vec<Event> {
        let mut found = Found::default();
        if self.held.is_empty() {
            self.read(piece, &mut found);
        } else {
            let mut joined = std::mem::take(&mut self.held);
            joined.extend_from_slice(piece);
            self.read(&joined, &mut found);
        }
        found.into_events()
    }

    /// Tells that no more pieces come. Gives what was held back, if it is clear now.
    ///
    /// Of a record that breaks off, bytes that may have been its end are dropped, as nobody can tell.
    pub fn finish(&mut self) -> Vec<Event> {
        let mut found = Found::default();
        let held = std::mem::take(&mut self.held);
        match self.at {
            At::Record if self.is_certain_end(&held) => {
                self.end_record(&held, &mut found.output);
            }
            At::Ending if held.trim_ascii_end().ends_with(CLOSE) => {
                found.completed = Some(self.completed(&held));
            }
            At::LineStart if !held.is_empty() => self.foreign = true,
            _ => {}
        }
        self.at = At::Done;
        found.into_events()
    }

    /// Whether bytes came that are no shell stream, and none that are.
    pub fn is_foreign(&self) -> bool {
        self.foreign && !self.framed
    }

    fn read(&mut self, mut rest: &[u8], found: &mut Found) {
        found.output.reserve(rest.len());
        while !rest.is_empty() {
            rest = match self.at {
                At::LineStart => match line_kind(rest) {
                    Line::Record(after) => self.enter(At::Record, after),
                    Line::Ending(after) => self.enter(At::Ending, after),
                    Line::Head => self.enter(At::OtherLine, rest),
                    Line::Other => {
                        self.foreign |= !rest.starts_with(b"\n") && !rest.starts_with(b"\r");
                        self.at = At::OtherLine;
                        rest
                    }
                    Line::Undecided => return self.hold(rest),
                },
                At::Record => {
                    let Some((line, after)) = split_line(rest) else {
                        let (clear, undecided) = self.split_undecided(rest);
                        unescape(clear, &mut found.output);
                        return self.hold(undecided);
                    };
                    self.end_record(line, &mut found.output);
                    self.at = At::LineStart;
                    after
                }
                At::Ending => match split_line(rest) {
                    Some((line, _)) => {
                        found.completed = Some(self.completed(line));
                        self.at = At::Done;
                        return;
                    }
                    None if rest.len() > self.suffix.len() + LONGEST_ARGUMENTS => {
                        self.enter(At::OtherLine, rest)
                    }
                    None => return self.hold(rest),
                },
                At::OtherLine => {
                    let Some((_, after)) = split_line(rest) else {
                        return;
                    };
                    self.at = At::LineStart;
                    after
                }
                At::Done => return,
            };
        }
    }

    fn enter<'a>(&mut self, at: At, rest: &'a [u8]) -> &'a [u8] {
        self.at = at;
        self.framed = true;
        rest
    }

    fn hold(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
    }

    /// What a record says, if the rest of its line is whole.
    fn payload<'a>(&self, line: &'a [u8]) -> Option<&'a [u8]> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // With the id first: that suffix ends like the one without.
        line.strip_suffix(self.suffix.as_slice())
            .or_else(|| line.strip_suffix(PLAIN_SUFFIX))
    }

    /// Whether held bytes are the end of a record though no line end follows. Without the id, a backslash before it
    /// leaves open whether the quote is one of the output.
    fn is_certain_end(&self, held: &[u8]) -> bool {
        held.trim_ascii_end().ends_with(&self.suffix)
            || self
                .payload(held)
                .is_some_and(|payload| !payload.ends_with(b"\\"))
    }

    fn end_record(&self, line: &[u8], output: &mut Vec<u8>) {
        // A line without the suffix breaks the rule. What it says is shown rather than lost.
        let payload = self.payload(line).unwrap_or(line);
        match payload.strip_suffix(BREAK) {
            Some(payload) => {
                unescape(payload, output);
                output.push(b'\n');
            }
            None => unescape(payload, output),
        }
    }

    /// Splits the beginning of a line into what certainly is output, and what may be the end of the record.
    fn split_undecided<'a>(&self, bytes: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let longest = BREAK.len() + self.suffix.len() + 1;
        let first = bytes.len().saturating_sub(longest);
        let undecided = |at: &usize| bytes.get(*at..).is_some_and(|tail| self.may_be_end(tail));
        let at = (first..bytes.len()).find(undecided).unwrap_or(bytes.len());
        bytes.split_at_checked(at).unwrap_or((bytes, &[]))
    }

    /// Whether what comes next can make these bytes the end of the record, together with what belongs to it:
    /// a line end, or a backslash, which is one of the output only if what follows is the suffix and no quote.
    fn may_be_end(&self, tail: &[u8]) -> bool {
        if BREAK.starts_with(tail) {
            return true;
        }
        let end = tail
            .strip_prefix(BREAK)
            .or_else(|| tail.strip_prefix(b"\\"))
            .unwrap_or(tail);
        let whole = end.strip_suffix(b"\r");
        [self.suffix.as_slice(), PLAIN_SUFFIX]
            .iter()
            .any(|suffix| suffix.starts_with(end) || whole == Some(suffix))
    }

    fn completed(&self, line: &[u8]) -> Event {
        Event::Completed {
            exit: self.exit_status(line),
        }
    }

    /// The third argument of `completeShell(1, 'ID', STATUS);</script>`.
    fn exit_status(&self, line: &[u8]) -> Option<i32> {
        let arguments = line.trim_ascii_end().strip_suffix(CLOSE)?;
        let arguments = std::str::from_utf8(arguments).ok()?;
        let (_, after_first) = arguments.split_once(',')?;
        let after_id = after_first
            .trim_start()
            .strip_prefix('\'')?
            .strip_prefix(&self.command_id)?;
        after_id
            .strip_prefix('\'')?
            .trim_start()
            .strip_prefix(',')?
            .trim()
            .parse()
            .ok()
    }
}

/// More than any `1, 'ID', STATUS` needs besides the id.
const LONGEST_ARGUMENTS: usize = 128;

fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (line, rest) = bytes.split_at_checked(memchr(b'\n', bytes)?)?;
    Some((line, rest.strip_prefix(b"\n")?))
}

fn line_kind(rest: &[u8]) -> Line<'_> {
    if let Some(after) = rest.strip_prefix(RECORD) {
        Line::Record(after)
    } else if let Some(after) = rest.strip_prefix(ENDING) {
        Line::Ending(after)
    } else if rest.starts_with(HEAD) {
        Line::Head
    } else if [RECORD, ENDING, HEAD]
        .iter()
        .any(|known| known.starts_with(rest))
    {
        Line::Undecided
    } else {
        Line::Other
    }
}

/// Appends `payload` with every `\'` as `'`. No other backslash means anything.
fn unescape(payload: &[u8], output: &mut Vec<u8>) {
    let mut from = 0;
    for quote in memchr_iter(b'\'', payload) {
        let before = payload.get(from..quote).unwrap_or_default();
        output.extend_from_slice(before.strip_suffix(b"\\").unwrap_or(before));
        // The quote goes along with what follows it.
        from = quote;
    }
    output.extend_from_slice(payload.get(from..).unwrap_or_default());
}

/// What one piece told.
#[derive(Default)]
struct Found {
    output: Vec<u8>,
    completed: Option<Event>,
}

impl Found {
    fn into_events(self) -> Vec<Event> {
        let output = (!self.output.is_empty()).then_some(Event::Output(self.output));
        output.into_iter().chain(self.completed).collect()
    }
}
