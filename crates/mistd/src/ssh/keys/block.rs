//! A private key's block of text: what stands between `-----BEGIN … PRIVATE KEY-----` and its end.

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::KeyError;

/// How long a line of a key is.
const LINE: usize = 64;

/// The first private key in a text.
pub(super) struct Block<'a> {
    /// What it calls itself, such as `RSA PRIVATE KEY`.
    pub(super) label: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: Zeroizing<String>,
}

impl<'a> Block<'a> {
    /// Finds it. Other blocks before it, such as a curve's parameters, are passed over.
    pub(super) fn find(text: &'a str) -> Option<Self> {
        let mut lines = text.lines().map(str::trim);
        let label = lines.by_ref().find_map(label_of)?;
        let mut block = Self {
            label,
            headers: Vec::new(),
            body: Zeroizing::new(String::with_capacity(text.len())),
        };
        for line in lines.take_while(|line| !line.starts_with("-----END ")) {
            match line.split_once(':') {
                Some((name, value)) => block.headers.push((name.trim(), value.trim())),
                None => block.body.extend(line.split_whitespace()),
            }
        }
        Some(block)
    }

    /// A line of its head, such as `DEK-Info`.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let found = self.headers.iter().find(|(header, _)| *header == name);
        found.map(|(_, value)| *value)
    }

    /// The bytes it stands for.
    pub(super) fn bytes(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        BASE64
            .decode(self.body.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Unreadable)
    }
}

fn label_of(line: &str) -> Option<&str> {
    line.strip_prefix("-----BEGIN ")?
        .strip_suffix("-----")
        .filter(|label| label.ends_with("PRIVATE KEY"))
}

/// Writes bytes as a block.
pub(super) fn write(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    let encoded = Zeroizing::new(BASE64.encode(bytes));
    // Large enough from the start: a text that grows leaves copies of itself in memory.
    let mut text = Zeroizing::new(String::with_capacity(encoded.len() * 2 + 128));
    text.extend(["-----BEGIN ", label, "-----\n"]);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at_checked(LINE).unwrap_or((rest, ""));
        text.extend([line, "\n"]);
        rest = more;
    }
    text.extend(["-----END ", label, "-----\n"]);
    text
}

#[cfg(test)]
mod tests {
    use super::{Block, write};

    #[test]
    fn the_private_key_is_found_among_other_things() {
        let text = "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n\
            -----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: A,B\n\nQU\nJD\n-----END EC PRIVATE KEY-----\nmore";
        let block = Block::find(text).unwrap();
        assert_eq!(block.label, "EC PRIVATE KEY");
        assert_eq!(block.header("DEK-Info"), Some("A,B"));
        assert_eq!(block.bytes().unwrap().as_slice(), b"ABC");
        assert!(Block::find("-----BEGIN PUBLIC KEY-----\nAAAA").is_none());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for length in [0, 1, 47, 48, 49, 500] {
            let bytes = vec![7; length];
            let text = write("PRIVATE KEY", &bytes);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(*Block::find(&text).unwrap().bytes().unwrap(), bytes);
        }
    }
}
