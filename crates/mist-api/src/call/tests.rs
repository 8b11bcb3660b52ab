mod change;
mod november;

use serde_json::{Value, json};

use super::*;
use crate::error::ApiError;
use crate::model::{KeyKind, MachineRef, Operator, RuleAction};

fn body(call: &impl Call) -> Value {
    let http = call.http();
    assert_eq!(
        http.header("Content-Type"),
        http.body.as_ref().map(|_| "application/json")
    );
    http.body
        .map_or(Value::Null, |body| serde_json::from_slice(&body).unwrap())
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_single_server_is_sent_under_old_and_new_names() {
    let new = NewBackend::bare_metal("Box", "10.0.0.1", "ops", 2222, "k");
    assert_eq!(
        body(&AddBackend(new)),
        json!({
            "provider": "bare_metal", "title": "Box",
            "machine_ip": "10.0.0.1", "machine_user": "ops", "machine_port": "2222", "machine_key": "k",
            "apikey": "10.0.0.1", "apisecret": "ops",
        })
    );
}

#[test]
fn a_cloud_is_sent_as_its_form_says_and_its_address_without_slash() {
    let mut new = NewBackend::new("openstack", "Stack")
        .field("apikey", "me")
        .secret("apisecret", "hush")
        .field("apiurl", "http://h:5000/v2.0//");
    new.region = Some("north".to_owned());
    assert!(!format!("{new:?}").contains("hush"));
    assert_eq!(
        body(&AddBackend(new)),
        json!({
            "provider": "openstack", "title": "Stack", "region": "north",
            "apikey": "me", "apisecret": "hush", "apiurl": "http://h:5000/v2.0",
        })
    );
}

#[test]
fn quirks_are_sent_as_servers_want_them() {
    let enabled = |enabled| {
        body(&SetBackendEnabled {
            backend: text("b"),
            enabled,
        })
    };
    assert_eq!(
        (enabled(true), enabled(false)),
        (json!({"new_state": "1"}), json!({"new_state": "0"}))
    );
    let stop = MachineAction {
        backend: text("b"),
        machine: text("m"),
        action: Action::Stop,
    };
    assert_eq!(body(&stop), json!({"action": "stop"}));
    let untag = RemoveTag {
        backend: text("b"),
        machine: text("m"),
        tag: text("t"),
    };
    assert_eq!(
        (untag.http().method.as_str(), body(&untag)),
        ("DELETE", json!({"tag": "t"}))
    );
    let search = SearchImages {
        backend: text("b"),
        term: text("Gentoo"),
    };
    assert_eq!(
        (search.http().method.as_str(), body(&search)),
        ("POST", json!({"search_term": "Gentoo"}))
    );
    let rename = RenameBackend {
        backend: text("b"),
        title: text("T"),
    };
    assert_eq!(
        (rename.http().path.as_str(), body(&rename)),
        ("/backends/b", json!({"new_name": "T"}))
    );
    assert_eq!(
        body(&StarImage {
            backend: text("b"),
            image: text("i/1")
        }),
        Value::Null
    );
    assert_eq!(body(&GenerateKey::default()), json!({}));
    assert_eq!(
        body(&GenerateKey {
            kind: Some(KeyKind::Ed25519)
        }),
        json!({"type": "ed25519"})
    );
}

#[test]
fn associating_sends_user_and_port_and_only_what_there_is() {
    let mut call = AssociateKey {
        backend: text("b"),
        machine: text("m"),
        key: text("My Key"),
        host: text("h"),
        user: None,
        port: None,
        host_key: None,
    };
    assert_eq!(body(&call), json!({"host": "h"}));
    call.user = Some(text("ops"));
    call.port = Some(2222);
    call.host_key = Some(text("SHA256:x"));
    assert_eq!(
        body(&call),
        json!({"host": "h", "user": "ops", "port": 2222, "host_key": "SHA256:x"})
    );
    assert_eq!(call.http().path, "/backends/b/machines/m/keys/My%20Key");
}

#[test]
fn a_command_is_encoded_so_that_old_servers_read_all_of_it() {
    let mut call = Shell {
        backend: text("b"),
        machine: text("m"),
        host: text("fe80::1"),
        command: text("a;b & c"),
        command_id: text("r1"),
        cols: None,
    };
    let path =
        "/backends/b/machines/m/shell?host=fe80%3A%3A1&command=a%3Bb%20%26%20c&command_id=r1";
    assert_eq!(call.http().path, path);
    call.cols = Some(120);
    assert_eq!(call.http().path, format!("{path}&cols=120"));
    assert_eq!(call.http().timeout, None);
}

#[test]
fn rules_and_statistics_are_sent_in_the_old_pages_words() {
    let change = RuleChange {
        machine: Some(MachineRef {
            backend_id: text("b"),
            machine_id: text("m"),
        }),
        metric: Some(text("load")),
        operator: Some(Operator::Above),
        value: Some(5.0),
        action: Some(RuleAction::Alert),
        ..RuleChange::default()
    };
    let sent = body(&SetRule { id: None, change });
    assert_eq!(
        sent.to_string(),
        json!({"backendId": "b", "machineId": "m", "metric": "load", "operator": "gt", "value": 5, "action": "alert"})
            .to_string()
    );
    let mut stats = GetStats {
        backend: text("b"),
        machine: text("m"),
        start: 1,
        stop: 2,
        step: 10,
        ..GetStats::default()
    };
    let path = "/backends/b/machines/m/stats?start=1&stop=2&step=10";
    assert_eq!(stats.http().path, path);
    stats.expression = Some(text("load"));
    stats.metrics = vec![text("load"), text("a b")];
    stats.request_id = Some(text("r1"));
    assert_eq!(
        stats.http().path,
        format!("{path}&expression=load&metrics=load%2Ca%20b&request_id=r1")
    );
}

#[test]
fn changes_are_done_whatever_a_success_answers_but_a_page() {
    let delete = DeleteBackend { backend: text("b") };
    for done in ["OK", "", "\"OK\"", "null", "{}", "[]"] {
        assert_eq!(delete.decode(done.as_bytes()), Ok(()), "{done}");
    }
    let page = delete.decode(b"<!DOCTYPE html><html></html>");
    assert!(
        matches!(page, Err(ApiError::Undecodable { .. })),
        "{page:?}"
    );
}

#[test]
fn an_action_that_answers_no_list_is_done_all_the_same() {
    let call = MachineAction {
        backend: text("b"),
        machine: text("m"),
        action: Action::Reboot,
    };
    let listed = call.decode(b"OK").unwrap();
    assert!(listed.items.is_empty());
    assert_eq!(listed.faults.len(), 1);
    assert_eq!(call.decode(b"[]").unwrap().faults.len(), 0);
}

#[test]
fn renaming_gives_the_new_name_even_from_a_bare_ok() {
    let call = RenameKey {
        key: text("a"),
        new_id: text("b"),
    };
    assert_eq!(call.decode(b"OK").as_deref(), Ok("b"));
    assert_eq!(call.decode(br#"{"new_id": "B"}"#).as_deref(), Ok("B"));
}

#[test]
fn a_key_that_was_stored_without_another_word_is_stored() {
    let call = AddKey {
        id: text("k"),
        private_key: "pem".into(),
        passphrase: None,
    };
    assert_eq!(call.decode(b"OK").unwrap().id, "k");
}

#[test]
fn keys_are_read_as_json_or_bare() {
    let private = PrivateKey { key: text("k") };
    let pem = "-----BEGIN RSA PRIVATE KEY-----\nabc\n";
    assert_eq!(private.decode(pem.as_bytes()).unwrap().expose(), pem);
    assert_eq!(
        private
            .decode(json!(pem).to_string().as_bytes())
            .unwrap()
            .expose(),
        pem
    );
    let error = private.decode(b"[\"-----BEGIN\"]").unwrap_err();
    assert!(!format!("{error:?} {error}").contains("BEGIN"));
    let public = PublicKey { key: text("k") };
    assert_eq!(
        public.decode(b"\"ssh-rsa AAAA\"").as_deref(),
        Ok("ssh-rsa AAAA")
    );
    assert_eq!(
        public.decode(b"ecdsa-sha2-nistp256 AAAA").as_deref(),
        Ok("ecdsa-sha2-nistp256 AAAA")
    );
}

#[test]
fn no_call_shows_its_secrets() {
    let secrets = [
        SignIn {
            email: text("a@b.c"),
            password: "psswd".into(),
        }
        .into_request(),
        AddKey {
            id: text("k"),
            private_key: "psswd".into(),
            passphrase: Some("psswd".into()),
        }
        .into_request(),
        AddBackend(NewBackend::new("ec2", "E").secret("apisecret", "psswd")).into_request(),
        AddBackend(NewBackend::new("ec2", "E").field("apisecret", "psswd")).into_request(),
        SetMonitoring {
            backend: text("b"),
            machine: text("m"),
            switch: MonitoringSwitch::Enable,
            name: text("n"),
            public_ips: vec![],
            dns_name: None,
            no_ssh: false,
            dry: false,
            login: Some((text("a@b.c"), "psswd".into())),
        }
        .into_request(),
    ];
    for request in secrets {
        let shown = format!("{request:?} {:?}", request.http());
        assert!(!shown.contains("psswd"), "{shown}");
        let sent = String::from_utf8(request.http().body.unwrap()).unwrap();
        assert!(sent.contains("psswd"));
    }
}

#[test]
fn a_picture_is_taken_only_if_it_is_one() {
    let call = LoadImage {
        backend: text("b"),
        machine: text("m"),
        start: 1,
        stop: 2,
    };
    assert_eq!(call.http().header("Accept"), Some("image/png"));
    assert!(call.decode(b"\x89PNG\r\n\x1a\n").is_ok());
    assert!(call.decode(b"<html>").is_err());
}
