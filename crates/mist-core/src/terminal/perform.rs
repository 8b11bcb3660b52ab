//! What each control sequence does to the screen. Whatever is not named here (titles, links,
//! device control, modes, private sequences) is swallowed.

use super::screen::Screen;
use super::{sgr, utf8, width};
use vte::{Params, Perform};

/// Receives what the parser recognises.
#[derive(Debug)]
pub(super) struct Performer {
    pub(super) screen: Screen,
    /// The parser has executed a line feed; it does not inside a string sequence.
    pub(super) line_feed_seen: bool,
    /// Bytes of the device control string being received, if one is.
    pub(super) device_control: Option<usize>,
}

impl Performer {
    pub(super) fn new(screen: Screen) -> Self {
        Self {
            screen,
            line_feed_seen: false,
            device_control: None,
        }
    }

    fn control_sequence(&mut self, params: &Params, action: char) {
        let screen = &mut self.screen;
        let given = |index: usize| {
            params
                .iter()
                .nth(index)
                .and_then(|param| param.first())
                .map_or(0, |n| usize::from(*n))
        };
        // Counts and positions start at 1; 0 and a missing one mean 1.
        let count = given(0).max(1);
        let distance = count.cast_signed();
        match action {
            'm' => sgr::apply(&mut screen.style, params),
            'A' | 'F' => screen.move_rows(-distance),
            'B' | 'E' | 'e' => screen.move_rows(distance),
            'C' | 'a' => screen.move_columns(distance),
            'D' => screen.move_columns(-distance),
            'G' | '`' => screen.move_to_column(count - 1),
            'H' | 'f' => screen.move_to(count - 1, given(1).max(1) - 1),
            'd' => screen.move_to_row(count - 1),
            'J' => match given(0) {
                0 => screen.erase_below(),
                1 => screen.erase_above(),
                2 => screen.start_anew(),
                // 3 asks to forget what has scrolled off: never on a program's word.
                _ => {}
            },
            'K' => match given(0) {
                0 => screen.erase_row_end(),
                1 => screen.erase_row_start(),
                2 => screen.erase_row(),
                _ => {}
            },
            'L' => screen.insert_rows(count),
            'M' => screen.delete_rows(count),
            'P' => screen.delete_columns(count),
            'X' => screen.erase_columns(count),
            '@' => screen.insert_columns(count),
            'b' => screen.repeat(count),
            'r' => {
                let bottom = given(1);
                let last = if bottom == 0 { usize::MAX } else { bottom - 1 };
                screen.set_margins(count - 1, last);
            }
            's' => screen.save_cursor(),
            'u' => screen.restore_cursor(),
            _ => {}
        }
        if matches!(action, 'E' | 'F') {
            screen.carriage_return();
        }
    }

    /// DECSET and DECRST. Only the alternate screen matters: what it draws must not fall on
    /// the output before it, nor the output after it on what it drew.
    fn private_mode(&mut self, params: &Params) {
        let alternate = params
            .iter()
            .any(|param| matches!(param, [47 | 1047 | 1049]));
        if alternate {
            self.screen.start_anew();
        }
    }
}

impl Perform for Performer {
    fn print(&mut self, ch: char) {
        match ch {
            ' '..='~' => self.screen.print(ch),
            '\u{7f}' => {}
            _ => self.screen.print(width::presentable(ch)),
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\n' => {
                self.line_feed_seen = true;
                self.screen.line_feed();
            }
            // Vertical tab and form feed are line feeds to every terminal.
            0x0b | 0x0c => self.screen.line_feed(),
            b'\r' => self.screen.carriage_return(),
            0x08 => self.screen.backspace(),
            b'\t' => self.screen.tab(),
            // In UTF-8 these bytes are errors, most often text in an older encoding.
            0x80..=0x9f => self.screen.print(char::REPLACEMENT_CHARACTER),
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        match (ignore, intermediates, action) {
            (false, [], _) => self.control_sequence(params, action),
            (false, b"?", 'h' | 'l') => self.private_mode(params),
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], ignore: bool, byte: u8) {
        let screen = &mut self.screen;
        match (ignore, intermediates, byte) {
            (false, [], b'7') => screen.save_cursor(),
            (false, [], b'8') => screen.restore_cursor(),
            (false, [], b'D') => screen.index(),
            (false, [], b'E') => screen.line_feed(),
            (false, [], b'M') => screen.reverse_index(),
            (false, [], b'c') => screen.reset(),
            (false, b"(", set) => screen.line_drawing = set == b'0',
            _ => {}
        }
    }

    fn hook(&mut self, _params: &Params, _intermediates: &[u8], _ignore: bool, _action: char) {
        self.device_control = Some(0);
    }

    fn put(&mut self, byte: u8) {
        // These may be of our own making.
        self.device_control = self
            .device_control
            .map(|bytes| bytes + usize::from(byte != utf8::CLOSE));
    }

    fn unhook(&mut self) {
        self.device_control = None;
    }
}
