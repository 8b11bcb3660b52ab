//! The output of a command, as servers stream it (API notes §4).
//!
//! On the wire, output is a page of script calls, one record per line, in which the output's own bytes stand nearly raw. That framing is exactly
//! reversible on bytes; [`Decoder`] reverses it and [`Encoder`] makes it. Neither ever evaluates a script or sees markup.
//!
//! ```text
//! <html><body>
//! <script type='text/javascript'>parent.appendShell('LINE', 'ID');</script>
//! <script type='text/javascript'>parent.completeShell(1, 'ID');</script>
//! </body></html>
//! ```
//!
//! In `LINE`, `'` is written `\'` and a line end at its end `<br/>`; everything else is raw. The manual shows calls without `'ID'`, which the decoder reads too.

mod decoder;
mod encoder;
mod framing;
mod stream;

pub use decoder::Decoder;
pub use encoder::{BadCommandId, Encoder};
pub use framing::is_command_id;
pub use stream::ShellStream;

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It printed these bytes: any bytes, cut anywhere.
    Output(Vec<u8>),
    /// It ended. A stream that ends without this was interrupted.
    Completed {
        /// Its exit status, which only `mistd` tells: other servers say 1 whatever happened, and that is not taken for it.
        exit: Option<i32>,
    },
}

#[cfg(test)]
mod tests;
