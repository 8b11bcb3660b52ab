//! The sentences that `index.html` and `boot.js` show before the module is there. They are in English in those
//! files; what the page speaks otherwise is kept in this browser, so that the next visit begins in it.

use serde_json::{Map, Value};

use super::{Plain, look_up, words};
use crate::say;

/// The names, each with its sentence: data, where a call for each would be code.
macro_rules! sentences {
    ($($name:literal: say!($screen:ident.$sentence:ident),)+) => {
        &[$(($name, words::$screen::$sentence)),+]
    };
}

/// The sentences by the names that `index.html` has at `data-say`.
const SENTENCES: &[(&str, Plain)] = sentences! {
    "boot.again": say!(boot.again),
    "boot.incomplete": say!(boot.incomplete),
    "boot.late": say!(boot.late),
    "boot.loading": say!(boot.loading),
    "boot.no_wasm": say!(boot.no_wasm),
    "boot.sending": say!(boot.sending),
    "boot.stopped": say!(boot.stopped),
    "form.retry": say!(form.retry),
    "frame.account": say!(frame.account),
    "frame.activity": say!(frame.activity),
    "frame.backends": say!(frame.backends),
    "frame.images": say!(frame.images),
    "frame.keys": say!(frame.keys),
    "frame.machines": say!(frame.machines),
    "frame.more": say!(frame.more),
    "frame.nobody": say!(frame.nobody),
    "frame.own_server": say!(frame.own_server),
    "frame.providers": say!(frame.providers),
    "frame.reload": say!(frame.reload),
    "frame.starting": say!(frame.starting),
    "sign_in.change_server": say!(sign_in.change_server),
    "sign_in.email": say!(sign_in.email),
    "sign_in.link_help": say!(sign_in.link_help),
    "sign_in.password": say!(sign_in.password),
    "sign_in.plain": say!(sign_in.plain),
    "sign_in.server": say!(sign_in.server),
    "sign_in.server_help": say!(sign_in.server_help),
    "sign_in.stay": say!(sign_in.stay),
    "sign_in.submit": say!(sign_in.submit),
    "sign_in.title": say!(sign_in.title),
};

fn sentences() -> Map<String, Value> {
    let mut all = Map::new();
    for (name, words) in SENTENCES {
        let said = look_up(words.number, words.english);
        all.insert((*name).to_owned(), said.into());
    }
    let server_now = say!(sign_in.server_now, server = say!(frame.own_server));
    all.insert("sign_in.server_now".to_owned(), server_now.into());
    all
}

/// What `boot.js` is to find: the language, its direction, and the sentences.
pub fn kept() -> String {
    let tag = super::tag();
    let direction = super::direction(tag);
    Value::Array(vec![tag.into(), direction.into(), sentences().into()]).to_string()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../index.html");
    const SCRIPT: &str = include_str!("../../public/boot.js");

    #[test]
    fn the_page_before_the_module_has_the_same_words() {
        let sentences = sentences();
        let mut named = 0;
        for place in PAGE.split(" data-say=\"").skip(1) {
            let (name, rest) = place.split_once('"').unwrap();
            let (_, rest) = rest.split_once('>').unwrap();
            let (words, _) = rest.split_once("</").unwrap();
            assert_eq!(
                sentences.get(name).and_then(Value::as_str),
                Some(words),
                "{name}"
            );
            named += 1;
        }
        assert!(named > 20);
        for place in SCRIPT.split("told(\"").skip(1) {
            let (name, rest) = place.split_once('"').unwrap();
            let words = rest.split('"').nth(1).unwrap();
            assert_eq!(
                sentences.get(name).and_then(Value::as_str),
                Some(words),
                "{name}"
            );
        }
    }
}
