//! Which form a counted sentence takes in a language. The browser knows every language's rules; a
//! library's copy of them would be a twelfth of the module.

/// The form of a counted sentence. A language that needs more than these has to add them here, to
/// [`crate::say_count!`] and to every sentence file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// "1 machine".
    One,
    /// "2 machines".
    Other,
}

/// The form for `count` things in the language of this tag ("en", "el").
#[cfg(target_arch = "wasm32")]
pub fn of(language: &str, count: usize) -> Plural {
    use js_sys::{Array, Intl::PluralRules, Object};
    use std::cell::RefCell;

    thread_local! {
        // Made once for a language: the browser takes its time over each.
        static RULES: RefCell<Option<(String, PluralRules)>> = const { RefCell::new(None) };
    }
    RULES.with_borrow_mut(|rules| {
        if rules.as_ref().is_none_or(|(known, _)| known != language) {
            let made = PluralRules::new(&Array::of1(&language.into()), &Object::new());
            *rules = Some((language.to_owned(), made));
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody counts beyond 2^53 things"
        )]
        let form = rules.as_ref().map(|(_, rules)| rules.select(count as f64));
        if form.is_some_and(|form| form == "one") {
            Plural::One
        } else {
            Plural::Other
        }
    })
}

/// The same where no browser is, for English: the tests beside the code run there.
#[cfg(not(target_arch = "wasm32"))]
pub fn of(_language: &str, count: usize) -> Plural {
    if count == 1 {
        Plural::One
    } else {
        Plural::Other
    }
}
