//! The fixed pieces of the framing, shared by decoder and encoder.

/// First line of a stream.
pub(super) const HEAD: &[u8] = b"<html><body>";
/// Last line of a stream.
pub(super) const FOOT: &[u8] = b"</body></html>";
/// What a record of output begins with.
pub(super) const RECORD: &[u8] = b"<script type='text/javascript'>parent.appendShell('";
/// What the line that ends a command begins with.
pub(super) const ENDING: &[u8] = b"<script type='text/javascript'>parent.completeShell(";
/// What both end with.
pub(super) const CLOSE: &[u8] = b");</script>";
/// What a record without id ends with.
pub(super) const PLAIN_SUFFIX: &[u8] = b"');</script>";
/// A line end, at the end of a record.
pub(super) const BREAK: &[u8] = b"<br/>";

/// Longest name of a run.
const LONGEST_ID: usize = 128;

/// Whether a text can name a run: letters, digits and `-_.:`, at most 128 of them. Other characters could imitate the framing.
pub fn is_command_id(text: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    !text.is_empty() && text.len() <= LONGEST_ID && text.bytes().all(known)
}

/// `', 'ID');</script>`
pub(super) fn suffix(command_id: &str) -> Vec<u8> {
    [b"', '", command_id.as_bytes(), PLAIN_SUFFIX].concat()
}
