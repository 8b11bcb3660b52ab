//! Keeps characters whole that a chunk's end cuts in two.
//!
//! The parser has a buffer of its own for this, but in `vte` 0.15 it loses the character after
//! a cut one in some cases; so it is only ever given whole sequences.

/// Makes an unfinished character before it an error to the parser, and is nothing by itself
/// (NUL).
pub(super) const CLOSE: u8 = 0;

/// The bytes of a character whose rest is still to come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    bytes: [u8; 4],
    len: usize,
}

impl Held {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Takes the rest of the character off the front of `bytes`. Returns what is ready to be
    /// parsed; empty if more is to come. A character that is never completed is [`CLOSE`]d.
    pub(super) fn join(&mut self, bytes: &mut &[u8]) -> Self {
        if self.len == 0 {
            return Self::default();
        }
        while let Some((&byte, rest)) = bytes.split_first() {
            let mut longer = *self;
            longer.push(byte);
            match str::from_utf8(longer.as_bytes()) {
                Err(error) if error.error_len().is_some() => return self.close(),
                Err(_) => *self = longer,
                Ok(_) => {
                    *bytes = rest;
                    *self = Self::default();
                    return longer;
                }
            }
            *bytes = rest;
        }
        Self::default()
    }

    /// Gives up waiting for the rest: returns what there is, made an error.
    pub(super) fn close(&mut self) -> Self {
        let mut closed = std::mem::take(self);
        if closed.len > 0 {
            closed.push(CLOSE);
        }
        closed
    }

    /// Holds back the start of a character at the end of `bytes`; returns the others.
    pub(super) fn split<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let longest = bytes.len().min(3);
        for len in 1..=longest {
            let Some((whole, tail)) = bytes.split_at_checked(bytes.len() - len) else {
                break;
            };
            let starts_here = tail.first().is_some_and(|byte| *byte >= 0xc0);
            if starts_here {
                let cut = str::from_utf8(tail).is_err_and(|error| error.error_len().is_none());
                if !cut {
                    break;
                }
                for byte in tail {
                    self.push(*byte);
                }
                return whole;
            }
        }
        bytes
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        }
    }
}
