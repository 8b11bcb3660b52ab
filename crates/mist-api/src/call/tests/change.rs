//! What is kept of calls that were made.

use super::*;
use crate::call::{DeployPlugin, MonitoringSwitch, SetMonitoring, SetRule, Shell};
use crate::endpoint::ENDPOINTS;

const SECRET: &str = "Zx9-sEcReT";

/// Every call that carries something nobody else is to see, with it.
fn with_secrets() -> Vec<Request> {
    let secret = || SECRET.to_owned();
    vec![
        SignIn {
            email: text("a@b"),
            password: SECRET.into(),
        }
        .into(),
        AddBackend(NewBackend::new("gce", "Cloud").secret("apisecret", SECRET)).into(),
        AddBackend(NewBackend::new("linode", "Cloud").field("apikey", SECRET)).into(),
        AddKey {
            id: text("k"),
            private_key: SECRET.into(),
            passphrase: Some(SECRET.into()),
        }
        .into(),
        CreateMachine {
            script: Some(secret()),
            ..CreateMachine::default()
        }
        .into(),
        Shell {
            backend: text("b"),
            machine: text("m"),
            host: text("h"),
            command: secret(),
            command_id: text("i"),
            cols: None,
        }
        .into(),
        SetMonitoring {
            backend: text("b"),
            machine: text("m"),
            switch: MonitoringSwitch::Enable,
            name: text("m"),
            public_ips: Vec::new(),
            dns_name: None,
            no_ssh: false,
            dry: false,
            login: Some((text("a@b"), SECRET.into())),
        }
        .into(),
        DeployPlugin {
            read_function: secret(),
            ..DeployPlugin::default()
        }
        .into(),
        SetRule {
            id: None,
            change: crate::call::RuleChange {
                command: Some(secret()),
                ..Default::default()
            },
        }
        .into(),
    ]
}

#[test]
fn no_secret_is_left_in_what_is_kept() {
    let sent = |request: &Request| {
        let http = request.http();
        let body = http.body.clone().unwrap_or_default();
        format!("{http:?} {request:?} {}", String::from_utf8_lossy(&body))
    };
    for request in with_secrets() {
        assert!(sent(&request).contains(SECRET), "{request:?}");
        assert!(!request.is_whole(), "{request:?}");
        let name = request.endpoint().name;
        let kept = request.without_secrets();
        assert!(!sent(&kept).contains(SECRET), "{kept:?}");
        assert_eq!(kept.endpoint().name, name);
    }
}

#[test]
fn what_has_no_secret_is_kept_whole() {
    let tag: Request = AddTag {
        backend: text("b"),
        machine: text("m"),
        tag: text("t"),
    }
    .into();
    assert!(tag.is_whole());
    assert_eq!(tag.about(), (Some("b"), Some("m")));
    assert_eq!(tag.clone().without_secrets(), tag);
    let key: Request = DeleteKey { key: text("k") }.into();
    assert_eq!(key.about(), (None, None));
}

#[test]
fn reading_is_no_change_and_running_a_command_is() {
    let unchanging: Vec<_> = ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.method != crate::transport::Method::Get)
        .filter(|endpoint| !endpoint.is_change())
        .map(|endpoint| endpoint.name)
        .collect();
    assert_eq!(
        unchanging,
        ["SignIn", "SignOut", "SearchImages", "Probe", "GenerateKey"]
    );
    let gets: Vec<_> = ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.method == crate::transport::Method::Get)
        .filter(|endpoint| endpoint.is_change())
        .map(|endpoint| endpoint.name)
        .collect();
    assert_eq!(gets, ["Shell"]);
}

#[test]
fn what_adds_up_is_not_repeatable() {
    let act = |action| {
        let (backend, machine) = (text("b"), text("m"));
        Request::from(MachineAction {
            backend,
            machine,
            action,
        })
    };
    assert!(act(Action::Start).is_repeatable());
    assert!(!act(Action::Reboot).is_repeatable());
    assert!(!act(Action::Destroy).is_repeatable());
}
