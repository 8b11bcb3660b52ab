//! Turns the body of a refusal into words for a person (API notes §0). The only place that does.
//!
//! Servers answer errors with bare text, with the `repr` of a Python string (`u'Backend not found: x'`), with the web framework's own
//! 404 page, as HTML or as text; proxies between add pages of theirs.

use serde_json::Value;

/// Longer words are shortened in the middle: the beginning names the error, the end is where a failed script says why.
const LONGEST: usize = 2000;

/// The words in `body`, and whether it is a page of a web framework or proxy instead of a server's own answer.
pub(super) fn clean(body: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let is_page = is_html(text) || is_status_line(text.lines().next().unwrap_or_default());
    let words = if is_html(text) {
        page_sentence(&text_lines(text))
    } else if is_page {
        page_sentence(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    } else if let Some(inner) = from_json(text) {
        inner
    } else if let Some(inner) = python_string(text) {
        inner
    } else {
        text.to_owned()
    };
    let words = shorten(&printable(&words));
    // "Keypair id parameter missing: " promises a detail that never comes.
    let words = words.trim().trim_end_matches(':').trim_end();
    (words.to_owned(), is_page)
}

/// An object with a message in it, or a bare JSON string: not what servers of 2014 sent, but what any newer one would.
fn from_json(text: &str) -> Option<String> {
    if !text.starts_with(['{', '"']) {
        return None;
    }
    match serde_json::from_slice(text.as_bytes()).ok()? {
        Value::String(words) => Some(words),
        Value::Object(map) => ["message", "error", "detail", "errors"]
            .iter()
            .find_map(|key| map.get(*key)?.as_str())
            .map(str::to_owned),
        _ => None,
    }
}

/// The text inside `u'…'`, `'…'` or `"…"` as Python 2 prints it, its escapes undone.
fn python_string(text: &str) -> Option<String> {
    let rest = text.strip_prefix('u').unwrap_or(text);
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = rest.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 't' | 'r') => out.push(' '),
            Some('x') => push_code(&mut out, &mut chars, 'x', 2),
            Some('u') => push_code(&mut out, &mut chars, 'u', 4),
            Some('U') => push_code(&mut out, &mut chars, 'U', 8),
            Some(c @ ('\\' | '\'' | '"')) => out.push(c),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    Some(out)
}

/// Reads `digits` hexadecimal digits; what is no character stays as it was written.
fn push_code(out: &mut String, chars: &mut std::str::Chars<'_>, kind: char, digits: usize) {
    let hex: String = chars.as_str().chars().take(digits).collect();
    let complete = hex.len() == digits && hex.bytes().all(|b| b.is_ascii_hexdigit());
    let code = u32::from_str_radix(&hex, 16).ok().filter(|_| complete);
    if let Some(c) = code.and_then(char::from_u32) {
        out.push(c);
        chars.by_ref().take(digits).for_each(drop);
    } else {
        out.extend(['\\', kind]);
    }
}

fn is_html(text: &str) -> bool {
    let head: String = text
        .chars()
        .take(200)
        .collect::<String>()
        .to_ascii_lowercase();
    head.starts_with('<') && (head.contains("<html") || head.contains("<!doctype"))
}

/// The lines of a page without its tags, `<script>` and `<style>`, and with the five common entities undone.
fn text_lines(html: &str) -> Vec<String> {
    let mut text = String::with_capacity(html.len());
    let mut hidden: Option<&str> = None;
    for (index, piece) in html.split('<').enumerate() {
        let (tag, after) = match piece.split_once('>') {
            Some((tag, after)) if index > 0 => (tag.to_ascii_lowercase(), after),
            _ => (String::new(), piece),
        };
        match hidden {
            Some(until) if tag.starts_with(until) => hidden = None,
            Some(_) => continue,
            None if tag.starts_with("script") => hidden = Some("/script"),
            None if tag.starts_with("style") => hidden = Some("/style"),
            None => {}
        }
        if hidden.is_none() {
            if index > 0 {
                text.push('\n');
            }
            text.push_str(after);
        }
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.lines().map(str::to_owned).collect()
}

/// `404 Not Found`, as pages give it as title and heading.
fn is_status_line(line: &str) -> bool {
    let line = line.trim();
    line.split_once(' ').is_some_and(|(code, name)| {
        code.len() == 3
            && code.bytes().all(|b| b.is_ascii_digit())
            && name
                .chars()
                .all(|c| !c.is_ascii() || c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\''))
    })
}

/// What a page says, in one sentence: its first whole sentence, or else the name of its status, or else its first line.
fn page_sentence(lines: &[String]) -> String {
    let lines = || {
        lines
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty())
    };
    let sentence = lines().find(|line| line.ends_with(['.', '!']) && line.contains(' '));
    let status = || {
        let line = lines().find(|line| is_status_line(line))?;
        line.split_once(' ').map(|(_, name)| name)
    };
    sentence
        .or_else(status)
        .or_else(|| lines().next())
        .unwrap_or_default()
        .to_owned()
}

/// Control characters go, line ends stay.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect()
}

fn shorten(text: &str) -> String {
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    let half = LONGEST / 2;
    let head = text.chars().take(half);
    let tail = text.chars().skip(count - half);
    head.chain(" … ".chars()).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::clean;

    fn words(body: &str) -> String {
        clean(body.as_bytes()).0
    }

    #[test]
    fn bare_text_stays_as_it_is() {
        assert_eq!(
            words("Bad Request: Invalid backend state"),
            "Bad Request: Invalid backend state"
        );
        assert_eq!(
            words("Required parameter not provided: 'name'"),
            "Required parameter not provided: 'name'"
        );
        assert_eq!(
            words("Couldn't authenticate to machine"),
            "Couldn't authenticate to machine"
        );
    }

    #[test]
    fn a_promised_detail_that_never_comes_loses_its_colon() {
        assert_eq!(
            words("Keypair id parameter missing: "),
            "Keypair id parameter missing"
        );
    }

    #[test]
    fn python_representations_lose_quotes_and_escapes() {
        assert_eq!(
            words("u'Backend not found: nosuch'"),
            "Backend not found: nosuch"
        );
        assert_eq!(words("'Backend not found'"), "Backend not found");
        assert_eq!(
            words("u\"Keypair not found: it's\""),
            "Keypair not found: it's"
        );
        assert_eq!(
            words(r"u'Keypair not found: it\'s'"),
            "Keypair not found: it's"
        );
        assert_eq!(
            words(r"u'Keypair not found: \u03ba\u03bb\xe9 \\'"),
            r"Keypair not found: κλé \"
        );
        assert_eq!(words(r"u'odd \u12 \xzz \q'"), r"odd \u12 \xzz \q");
        assert_eq!(words(r"u'\U0001f600 \ud800'"), r"😀 \ud800");
        assert_eq!(words("'"), "'");
        assert_eq!(words("u'"), "u'");
    }

    #[test]
    fn the_frameworks_own_404_becomes_its_sentence() {
        let plain = "404 Not Found\n\nThe resource could not be found.\n\n\n/keys/My Key <b>/x\n\n";
        assert_eq!(
            clean(plain.as_bytes()),
            ("The resource could not be found.".to_owned(), true)
        );
        let html = "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  \
                    The resource could not be found.<br/><br/>\n/keys/x\n\n\n </body>\n</html>";
        assert_eq!(
            clean(html.as_bytes()),
            ("The resource could not be found.".to_owned(), true)
        );
    }

    #[test]
    fn a_proxys_page_becomes_its_status() {
        let html = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center>\
                    <hr><center>nginx</center></body></html>";
        assert_eq!(words(html), "Bad Gateway");
        let scripted = "<!DOCTYPE html><html><script>var a = '<b>No.</b> x.';</script><style>p {a. b.}</style>\
                        <p>Sorry &amp; gone.</p></html>";
        assert_eq!(words(scripted), "Sorry & gone.");
    }

    #[test]
    fn json_errors_give_their_message() {
        assert_eq!(
            words(r#"{"error": "no such thing", "code": 4}"#),
            "no such thing"
        );
        assert_eq!(words(r#""plainly""#), "plainly");
        assert_eq!(words(r#"{"a": 1}"#), r#"{"a": 1}"#);
    }

    #[test]
    fn silence_stays_silence() {
        assert_eq!(clean(b""), (String::new(), false));
        assert_eq!(clean(b" \n"), (String::new(), false));
        assert_eq!(clean(b"404 Not Found"), ("Not Found".to_owned(), true));
    }

    #[test]
    fn a_servers_own_words_are_no_page() {
        for own in [
            "u'Backend not found: 404 Not Found'",
            "Not Found: tag not found",
            "500",
        ] {
            assert!(!clean(own.as_bytes()).1, "{own}");
        }
    }

    #[test]
    fn control_characters_go_and_length_has_an_end() {
        assert_eq!(words("a\u{1b}[31mb\0c\u{7f}"), "a[31mbc");
        let long = words(&format!("BEGIN {} END", "x".repeat(10_000)));
        assert!(long.chars().count() < 2100 && long.starts_with("BEGIN") && long.ends_with("END"));
        assert_eq!(clean(b"\xff\xfe bad").0, "\u{fffd}\u{fffd} bad");
    }
}
