//! Calls about machines.

use mist_api::call::*;

use crate::support::summary::Visit;
use crate::support::{Exchange, say};

/// Calls below `/backends/{backend}/machines`.
pub(super) fn rebuild<V: Visit>(
    exchange: &Exchange,
    v: &mut V,
    backend: &str,
    rest: &[&str],
) -> Option<V::Out> {
    let backend = backend.to_owned();
    let text = |field: &str| exchange.sent_text(field);
    let some = |field: &str| exchange.sent_some(field);
    Some(match (exchange.method.as_str(), rest) {
        ("GET", []) => v.list(ListMachines { backend }, say::machine),
        ("POST", []) => v.one(
            CreateMachine {
                backend,
                name: text("name"),
                image: text("image"),
                size: text("size"),
                key: some("key"),
                ..Default::default()
            },
            say::created,
        ),
        ("POST", [m]) => {
            let action = match text("action").as_str() {
                "start" => Action::Start,
                "stop" | "shutdown" => Action::Stop,
                "reboot" => Action::Reboot,
                "destroy" => Action::Destroy,
                other => panic!("{other}"),
            };
            v.list(
                MachineAction {
                    backend,
                    machine: (*m).into(),
                    action,
                },
                say::machine,
            )
        }
        ("POST", [m, "metadata"]) => v.done(AddTag {
            backend,
            machine: (*m).into(),
            tag: text("tag"),
        }),
        ("DELETE", [m, "metadata"]) => v.done(RemoveTag {
            backend,
            machine: (*m).into(),
            tag: text("tag"),
        }),
        ("POST", [m, "probe"]) => v.one(
            Probe {
                backend,
                machine: (*m).into(),
                host: text("host"),
                key: some("key"),
            },
            say::probe,
        ),
        (_, [m, below @ ..]) => return beside(exchange, v, (backend, (*m).to_owned()), below),
        _ => return None,
    })
}

/// Calls about what else belongs to a machine: its shell, its keys, its statistics.
fn beside<V: Visit>(
    exchange: &Exchange,
    v: &mut V,
    (backend, machine): (String, String),
    below: &[&str],
) -> Option<V::Out> {
    Some(match (exchange.method.as_str(), below) {
        ("GET", ["shell"]) => {
            let id = exchange.query("command_id");
            v.other(
                Shell {
                    backend,
                    machine,
                    host: exchange.query("host"),
                    command: exchange.query("command"),
                    command_id: if id.is_empty() { "none".into() } else { id },
                    cols: None,
                },
                |events| say::shell(events),
            )
        }
        ("PUT", ["keys", k]) => v.list(
            AssociateKey {
                backend,
                machine,
                key: (*k).into(),
                host: exchange.sent_text("host"),
                user: exchange.sent_some("user"),
                port: exchange
                    .sent("port")
                    .and_then(|p| u16::try_from(p.as_u64()?).ok()),
                host_key: None,
            },
            say::association,
        ),
        ("DELETE", ["keys", k]) => v.list(
            DisassociateKey {
                backend,
                machine,
                key: (*k).into(),
                host: exchange.sent_some("host"),
            },
            say::association,
        ),
        ("POST", ["monitoring"]) => v.other(
            SetMonitoring {
                backend,
                machine,
                switch: MonitoringSwitch::Disable,
                name: String::new(),
                public_ips: Vec::new(),
                dns_name: None,
                no_ssh: true,
                dry: false,
                login: None,
            },
            |set| format!("{set:?}"),
        ),
        ("GET", ["stats"]) => {
            let number = |name: &str| exchange.query(name).parse().unwrap_or_default();
            v.other(
                GetStats {
                    backend,
                    machine,
                    start: number("start"),
                    stop: number("stop"),
                    step: exchange.query("step").parse().unwrap_or_default(),
                    ..Default::default()
                },
                |stats| format!("{stats:?}"),
            )
        }
        _ => return None,
    })
}
