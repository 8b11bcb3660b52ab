//! Percent-encoding of ids and query values, byte for byte what `encodeURIComponent` gives.
//!
//! Servers of 2014 read a raw `;` as a parameter separator and decode ids as UTF-8 (API notes §0, §4), so this set is the one
//! that works with all of them.

/// Appends `text`, encoded, to `out`.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |n: u8| HEX.get(usize::from(n)).copied().unwrap_or('0');
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                out.push(digit(byte >> 4));
                out.push(digit(byte & 15));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_encoded;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        push_encoded(&mut out, text);
        out
    }

    #[test]
    fn matches_encode_uri_component() {
        assert_eq!(encoded("My Key <b>/x"), "My%20Key%20%3Cb%3E%2Fx");
        assert_eq!(encoded("κλειδί"), "%CE%BA%CE%BB%CE%B5%CE%B9%CE%B4%CE%AF");
        assert_eq!(encoded("a;b&c=d+e#f?g%"), "a%3Bb%26c%3Dd%2Be%23f%3Fg%25");
        assert_eq!(encoded("-_.!~*'()"), "-_.!~*'()");
        assert_eq!(encoded("\0\n\u{7f}"), "%00%0A%7F");
    }
}
