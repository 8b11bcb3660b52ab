//! The licences that may be shipped, and the texts of libraries that come without one.

/// Licences that ask for no more than that their text and notices go along, which `licenses.txt` does.
/// A library under another fails the build until somebody has read that licence.
const ALLOWED: [&str; 9] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The texts of this repository.
pub(super) const OWN: [&str; 2] = [
    include_str!("../../../../LICENSE-MIT"),
    include_str!("../../../../LICENSE-APACHE"),
];

/// Of libraries whose packages hold no text: as it stands in their repositories, or the licence that their
/// manifest names with the authors it names.
const MISSING: [(&str, &[&str]); 3] = [
    (
        include_str!("texts/leptos.txt"),
        &[
            "any_spawner",
            "const_str_slice_concat",
            "either_of",
            "hydration_context",
            "leptos",
            "leptos_config",
            "leptos_dom",
            "leptos_hot_reload",
            "leptos_meta",
            "leptos_server",
            "next_tuple",
            "oco_ref",
            "or_poisoned",
            "reactive_graph",
            "reactive_stores",
            "server_fn",
            "tachys",
            "throw_error",
        ],
    ),
    (include_str!("texts/rstml.txt"), &["rstml"]),
    (include_str!("texts/erased.txt"), &["erased"]),
];

/// The first part of a licence expression that is not allowed.
pub(super) fn unknown(expression: &str) -> Option<&str> {
    let mut names = expression
        .split(|c: char| c.is_whitespace() || "()/".contains(c))
        .filter(|word| !matches!(*word, "" | "OR" | "AND"))
        .peekable();
    if names.peek().is_none() {
        return Some("no licence");
    }
    names.find(|name| !ALLOWED.contains(name))
}

/// The text for a library that came without one. The one of Apache-2.0 is everybody's, without a name in it.
pub(super) fn missing_text(name: &str, expression: &str) -> Option<&'static str> {
    let kept = MISSING.iter().find(|(_, names)| names.contains(&name));
    let apache = may_be_apache(expression).then_some(OWN[1]);
    kept.map(|(text, _)| *text).or(apache)
}

fn may_be_apache(expression: &str) -> bool {
    let mut choices = expression.split(" OR ").flat_map(|one| one.split('/'));
    choices.any(|choice| choice.trim() == "Apache-2.0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_an_expression_has_to_be_allowed() {
        for fine in [
            "MIT",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert_eq!(unknown(fine), None, "{fine}");
        }
        assert_eq!(unknown("MIT OR GPL-3.0-only"), Some("GPL-3.0-only"));
        assert_eq!(unknown("Apache-2.0 WITH LLVM-exception"), Some("WITH"));
        assert_eq!(unknown(""), Some("no licence"));
    }

    #[test]
    fn only_a_licence_without_names_stands_in_for_any() {
        assert!(missing_text("new", "MIT OR Apache-2.0").is_some());
        assert!(missing_text("leptos", "MIT").is_some_and(|text| text.contains("Johnston")));
        assert_eq!(missing_text("new", "MIT"), None);
        assert_eq!(
            missing_text("new", "(MIT OR Apache-2.0) AND Unicode-3.0"),
            None
        );
    }
}
