//! What the machines are called: one name, or several by a pattern, as their provider takes them.

use leptos::prelude::*;
use mist_api::providers::NameRule;
use mist_core::pattern;

use crate::{locales::explain, say, state::State};

/// A pattern as people write it.
const EXAMPLE: &str = "web-{1..5}";

/// What was typed for a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// The names it stands for; none while nothing is typed, or something is wrong.
    pub names: Vec<String>,
    /// What is wrong with it, in words.
    pub error: Option<String>,
}

impl Named {
    /// What `text` stands for under this rule.
    pub fn of(text: &str, rule: NameRule) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::default();
        }
        let names = match pattern::names(text) {
            Ok(names) => names,
            Err(error) => return Self::wrong(explain::pattern(&error)),
        };
        let bad = names
            .iter()
            .find_map(|name| Some((name, rule.check(name).err()?)));
        match bad {
            Some((name, error)) => Self::wrong(explain::machine_name(name, error)),
            None => Self { names, error: None },
        }
    }

    fn wrong(words: String) -> Self {
        Self {
            names: Vec::new(),
            error: Some(words),
        }
    }
}

/// What a provider takes for a name, in words.
pub fn rule_in_words(rule: NameRule) -> String {
    let several = say!(create.name_several, example = EXAMPLE);
    let NameRule::Only {
        others,
        capitals,
        longest,
    } = rule
    else {
        return several;
    };
    let others: Vec<String> = others.chars().map(String::from).collect();
    let others = others.join(" ");
    let mut words = vec![if capitals {
        say!(create.name_letters, others = others)
    } else {
        say!(create.name_small, others = others)
    }];
    if longest > 0 {
        words.push(say!(create.name_longest, count = longest));
    }
    words.push(several);
    words.join(" ")
}

/// A name of these that a machine of this backend has already.
pub fn taken(state: State, backend: &str, names: &[String]) -> Option<String> {
    let rows = state.machines.rows();
    let rows = rows.read();
    let mut known = rows.iter().filter(|row| row.key().backend == backend);
    let found = known.find(|row| names.contains(&row.details().name))?;
    Some(found.details().name.clone())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::providers::form;

    fn named(provider: &str, text: &str) -> Named {
        Named::of(text, form(provider).unwrap().machines.name)
    }

    #[test]
    fn every_name_of_a_pattern_follows_the_rule() {
        assert_eq!(named("gce", " web-{1,2} ").names, ["web-1", "web-2"]);
        assert_eq!(named("gce", "  "), Named::default());
        let wrong = named("gce", "web-{a,B}").error.unwrap();
        assert!(wrong.starts_with("web-B: B is a capital"), "{wrong}");
        assert!(named("gce", "web-{1..").error.unwrap().contains("bracket"));
        assert!(
            named("nephoscale", &"a".repeat(65))
                .error
                .unwrap()
                .contains("64")
        );
        assert!(named("linode", "a b").error.unwrap().contains("blanks"));
        assert!(named("linode", "{,a}").error.is_some());
    }

    #[test]
    fn the_rule_is_told_as_it_is() {
        let words = |provider: &str| rule_in_words(form(provider).unwrap().machines.name);
        assert!(words("gce").starts_with("Small letters, digits and -"));
        assert!(words("softlayer").contains("At most 253"));
        assert_eq!(words("docker"), "Several at once by a pattern: web-{1..5}.");
    }
}
