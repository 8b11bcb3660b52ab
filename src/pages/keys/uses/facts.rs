//! What is known of the uses of a key.

use leptos::prelude::*;
use mist_api::model::Association;

use crate::{locales::format, platform::clock, routes::MachineRef, say, state::State};

/// Each machine of a key once, as it was used last.
pub(in crate::pages::keys) fn machines(
    associations: &[Association],
) -> Vec<(MachineRef, &Association)> {
    let mut machines: Vec<(MachineRef, &Association)> = Vec::new();
    for association in associations {
        let machine = MachineRef {
            backend: association.backend_id.clone(),
            machine: association.machine_id.clone(),
        };
        match machines.iter_mut().find(|(known, _)| *known == machine) {
            Some((_, known)) if known.last_used < association.last_used => *known = association,
            Some(_) => {}
            None => machines.push((machine, association)),
        }
    }
    machines
}

/// Whether a machine is known to be gone: its backend is, or answered without it. What is not known says nothing.
pub(in crate::pages::keys) fn is_gone(state: State, machine: &MachineRef) -> bool {
    if state.machines.one(machine).is_some() {
        return false;
    }
    let list = state.backends.list();
    let list = list.read();
    let backend = list.data().filter(|_| list.error().is_none()).map(|list| {
        let mut known = list.items.iter();
        known.any(|known| known.id == machine.backend) || !list.faults.is_empty()
    });
    backend == Some(false) || state.machines.is_complete(&machine.backend)
}

/// How a key was last used on a machine, as far as that is known.
pub(super) fn used(association: &Association) -> String {
    let last_used = association.last_used.map(|seconds| {
        let age = format::age_at(seconds, clock::now_ms());
        say!(keys.used, age = age)
    });
    let user = association.user.as_ref();
    let told = [
        user.map(|user| say!(keys.as_user, user = user.as_str())),
        association.port.map(|port| say!(keys.on_port, port = port)),
        last_used,
    ];
    let told: Vec<_> = told.into_iter().flatten().collect();
    told.join(", ")
}

/// A machine's two ids in one text, to tell rows apart.
pub(super) fn row_key(machine: &MachineRef) -> String {
    [&machine.backend, "\n", &machine.machine].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::{
        call::{Call, ListKeys},
        model::Key,
    };

    fn key(machines: &str) -> Key {
        let list = format!(r#"[{{"id": "k", "machines": {machines}}}]"#);
        ListKeys.decode(list.as_bytes()).unwrap().items.remove(0)
    }

    #[test]
    fn a_machine_is_there_once_as_it_was_used_last() {
        let key = key(
            r#"[["b", "m"], ["b", "m", 20, "root", true, 22], ["b", "m", 10, "ops"], ["b", "n"]]"#,
        );
        let found = machines(&key.machines);
        let ids: Vec<_> = found
            .iter()
            .map(|(machine, _)| machine.machine.as_str())
            .collect();
        assert_eq!(ids, ["m", "n"]);
        assert_eq!(found[0].1.user.as_deref(), Some("root"));
    }

    #[test]
    fn only_what_is_known_of_a_use_is_said() {
        let key = key(r#"[["b", "m"], ["b", "n", null, "ops", null, 2222]]"#);
        assert_eq!(used(&key.machines[0]), "");
        assert_eq!(used(&key.machines[1]), "as ops, port 2222");
    }
}
