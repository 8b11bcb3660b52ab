//! Lower case, for comparing and searching whatever people call things.

/// `text` in lower case, in any script.
///
/// What is beyond ASCII is asked of the JavaScript engine where there is one: it has the table that would otherwise
/// travel with the page, 13 KB of it.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        beyond_ascii(text)
    }
}

#[cfg(target_family = "wasm")]
fn beyond_ascii(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(not(target_family = "wasm"))]
fn beyond_ascii(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn every_script_that_has_cases_is_folded() {
        assert_eq!(lower("Web-01"), "web-01");
        assert_eq!(lower("ΔΙΑΚΟΜΙΣΤΗΣ"), "διακομιστης");
        assert_eq!(lower("Ünïcode ЖЁ 機"), "ünïcode жё 機");
        assert_eq!(lower(""), "");
    }
}
