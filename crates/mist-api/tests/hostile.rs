//! Answers of any shape, to every call: an error or an answer, never a panic.

use std::collections::BTreeSet;

use mist_api::call::*;
use mist_api::model::KeyKind;
use mist_api::{ApiError, Secret};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Field names that decoders look for, so that they are hit and not only missed.
const NAMES: [&str; 44] = [
    "id",
    "name",
    "title",
    "provider",
    "regions",
    "supported_providers",
    "state",
    "enabled",
    "poll_interval",
    "extra",
    "public_ips",
    "tags",
    "machines",
    "isDefault",
    "default_key",
    "price",
    "ram",
    "uptime",
    "loadavg",
    "cores",
    "priv",
    "new_id",
    "current_plan",
    "user_details",
    "rules",
    "operator",
    "datapoints",
    "load",
    "imageId",
    "mist_api_token",
    "network",
    "subnets",
    "allocation_pools",
    "start",
    "end",
    "metric_id",
    "unit",
    "max_value",
    "monitored_machines",
    "installation_status",
    "custom_metrics",
    "builtin_metrics",
    "aggregate",
    "request_id",
];

fn json_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "\\PC{0,12}",
        prop::sample::select(&["", "true", "1", "-1", "NaN", "1e999", "OK", "2222", "<br/>"][..])
            .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        let name = prop_oneof![
            4 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
            1 => "\\PC{0,8}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8)
                .prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Lets one call of every kind read a body.
fn read_by_every_call(body: &[u8]) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    let s = || String::from("x");
    let secret = || Secret::new("x");
    macro_rules! read {
        ($($call:expr;)*) => {
            $(
                let call = $call;
                match call.decode(body) {
                    Err(ApiError::Undecodable { path, .. }) => assert!(path.starts_with('$')),
                    Err(other) => panic!("decoding only ever fails to decode: {other:?}"),
                    Ok(_) => {}
                }
                names.insert(call.into_request().endpoint().name);
            )*
        };
    }
    read! {
        Home;
        SignIn { email: s(), password: secret() };
        SignOut;
        UpdateAccount::default();
        ListProviders;
        ListBackends;
        AddBackend(NewBackend::new("x", "x"));
        RenameBackend { backend: s(), title: s() };
        SetBackendEnabled { backend: s(), enabled: true };
        DeleteBackend { backend: s() };
        ListSizes { backend: s() };
        ListLocations { backend: s() };
        ListImages { backend: s() };
        SearchImages { backend: s(), term: s() };
        StarImage { backend: s(), image: s() };
        ListMachines { backend: s() };
        CreateMachine::default();
        MachineAction { backend: s(), machine: s(), action: Action::Stop };
        ResizeMachine { backend: s(), machine: s(), plan_id: s() };
        ListNetworks { backend: s() };
        CreateNetwork::default();
        DeleteNetwork { backend: s(), network: s() };
        ListMetrics { backend: s(), machine: s() };
        AssociateMetric { backend: s(), machine: s(), metric: s() };
        DisassociateMetric { backend: s(), machine: s(), metric: s() };
        UpdateMetric::default();
        DeployPlugin::default();
        UndeployPlugin { backend: s(), machine: s(), plugin: s(), host: s() };
        AddTag { backend: s(), machine: s(), tag: s() };
        RemoveTag { backend: s(), machine: s(), tag: s() };
        Probe { backend: s(), machine: s(), host: s(), key: None };
        Shell { backend: s(), machine: s(), host: s(), command: s(), command_id: s(), cols: None };
        AssociateKey { backend: s(), machine: s(), key: s(), host: s(), user: None, port: None, host_key: None };
        DisassociateKey { backend: s(), machine: s(), key: s(), host: None };
        ListKeys;
        AddKey { id: s(), private_key: secret(), passphrase: Some(secret()) };
        GenerateKey { kind: Some(KeyKind::Rsa) };
        RenameKey { key: s(), new_id: s() };
        SetDefaultKey { key: s() };
        DeleteKey { key: s() };
        PrivateKey { key: s() };
        PublicKey { key: s() };
        GetMonitoring;
        SetMonitoring { backend: s(), machine: s(), switch: MonitoringSwitch::Enable, name: s(), public_ips: vec![], dns_name: None, no_ssh: false, dry: false, login: None };
        GetStats::default();
        LoadImage { backend: s(), machine: s(), start: 0, stop: 1 };
        SetRule { id: None, change: RuleChange::default() };
        DeleteRule { rule: s() };
    }
    names
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_json_is_survived(value in json_value()) {
        read_by_every_call(value.to_string().as_bytes());
    }

    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..300), status: u16) {
        read_by_every_call(&body);
        let error = ApiError::from_response(status, &body);
        prop_assert!(error.status().is_some() && error.words() != Some(""));
    }

    #[test]
    fn any_words_are_survived(text in "u?['\"](\\\\[uxU'n]|[a-f0-9<>&; .:'\"\\\\]|html|<script|<!doctype|é){0,30}['\"]?", status in 300u16..600) {
        let error = ApiError::from_response(status, text.as_bytes());
        prop_assert!(error.status().is_some() && error.words() != Some(""));
    }

    /// A good item stays, whatever stands beside it.
    #[test]
    fn good_items_survive_bad_ones(values in prop::collection::vec(json_value(), 0..6), at: prop::sample::Index) {
        let mut list = values;
        list.insert(at.index(list.len() + 1), json!({"id": "the good one"}));
        let body = Value::from(list.clone()).to_string();
        let read = ListMachines { backend: "b".into() }.decode(body.as_bytes()).unwrap();
        prop_assert!(read.items.iter().any(|machine| machine.id == "the good one"));
        prop_assert_eq!(read.items.len() + read.faults.len(), list.len());
    }
}

#[test]
fn no_call_is_left_out() {
    let known: BTreeSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
    assert_eq!(read_by_every_call(b"null"), known);
}

#[test]
fn bottomless_nesting_is_refused() {
    read_by_every_call("[".repeat(200_000).as_bytes());
    read_by_every_call("{\"load\":".repeat(200_000).as_bytes());
}
