//! What deleting a key does, in words: which machines lose it, and which key takes its place.

use mist_api::model::Key;

use super::uses;
use crate::{routes::MachineRef, say, state::State};

/// Most machines called by name; of more the number is enough.
const MOST_NAMES: usize = 5;

/// What deleting the key with this id does. A line each.
pub(super) fn consequence(state: State, keys: &[Key], id: &str) -> String {
    let Some(key) = keys.iter().find(|key| key.id == id) else {
        return say!(keys.delete_unused).to_owned();
    };
    let names = uses::machines(&key.machines)
        .into_iter()
        .map(|(machine, _)| name(state, &machine))
        .collect();
    let heir = key.is_default.then(|| inherits(keys, id));
    [Some(losing(names)), heir]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

/// The machine's name, or its id where nobody lists it (any more).
fn name(state: State, machine: &MachineRef) -> String {
    if let Some(known) = state.machines.one(machine) {
        return known.machine.name.clone();
    }
    if uses::is_gone(state, machine) {
        say!(keys.ghost, id = &machine.machine)
    } else {
        machine.machine.clone()
    }
}

/// Which machines can no longer be signed in to with it.
fn losing(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    if names.is_empty() {
        return say!(keys.delete_unused).to_owned();
    }
    let names = names.join(", ");
    let machines = if more == 0 {
        names
    } else {
        say!(keys.and_more, names = names, count = more)
    };
    say!(keys.delete_used, machines = machines)
}

/// Which key becomes the default when this one goes.
fn inherits(keys: &[Key], id: &str) -> String {
    let mut others = keys.iter().filter(|key| key.id != id);
    match (others.next(), others.next()) {
        (None, _) => say!(keys.delete_last).to_owned(),
        (Some(heir), None) => say!(keys.delete_heir, heir = &heir.id),
        (Some(_), Some(_)) => say!(keys.delete_default).to_owned(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListKeys};

    fn names(count: usize) -> Vec<String> {
        (1..=count).map(|number| format!("web-{number}")).collect()
    }

    #[test]
    fn a_few_machines_are_named_and_of_many_the_number() {
        assert!(losing(names(5)).contains("web-1, web-2, web-3, web-4, web-5."));
        let many = losing(names(8));
        assert!(many.contains("web-5 and 3 more"), "{many}");
        assert!(!many.contains("web-6"));
        assert!(losing(Vec::new()).contains("No machine uses it"));
    }

    #[test]
    fn who_becomes_the_default_is_said_where_it_is_known() {
        let keys = ListKeys
            .decode(br#"[{"id": "a", "isDefault": true}, {"id": "b"}, {"id": "c"}]"#)
            .unwrap()
            .items;
        assert!(inherits(&keys[..1], "a").contains("only key"));
        assert!(inherits(&keys[..2], "a").contains("b becomes"));
        assert!(inherits(&keys, "a").contains("another"));
    }
}
