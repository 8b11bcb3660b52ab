//! A language that nobody speaks: English in letters that no other text of the page has, a third longer, and from
//! right to left. What stays plain or stands on the wrong side in it is a mistake of the page.

/// Its tag: Arabic as it is not spoken.
pub const PSEUDO: &str = "ar-XB";

/// A letter's worth of direction, for who asks the first letter which way a text goes.
const MARK: char = '\u{200f}';
const RIGHT_TO_LEFT: char = '\u{202e}';
const END: char = '\u{202c}';

/// The text in that language.
pub(super) fn text(english: &str) -> String {
    let mut out = String::with_capacity(english.len() * 3);
    let mut in_word = false;
    for letter in english.chars() {
        if letter.is_ascii_alphabetic() != in_word {
            in_word = !in_word;
            if in_word {
                out.extend([MARK, RIGHT_TO_LEFT]);
            } else {
                out.push(END);
            }
        }
        let strange = strange(letter);
        out.push(strange);
        if matches!(letter, 'a' | 'e') {
            out.push(strange);
        }
    }
    if in_word {
        out.push(END);
    }
    out
}

/// The letter's lookalike.
fn strange(letter: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const STRANGE: &str = "åƀçđéƒĝĥîĵķļɱñöþʠŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
    let mut pairs = PLAIN.chars().zip(STRANGE.chars());
    pairs
        .find(|(plain, _)| *plain == letter)
        .map_or(letter, |(_, strange)| strange)
}
