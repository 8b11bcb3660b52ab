mod monitoring;

use serde_json::{Value, json};

use super::{
    Association, Backend, Image, Key, KeyKind, Listed, Location, Machine, MachineState, Price,
    Probe, Provider, SignedIn, Size, decode_providers, without_duplicates,
};
use crate::wire::{FromWire, items};

/// Reads one value that must have no faults.
fn one<T: FromWire>(value: Value) -> T {
    let mut faults = Vec::new();
    let read = T::from_wire(value, &mut faults).expect("readable");
    assert!(faults.is_empty(), "{faults:?}");
    read
}

fn list<T: FromWire>(value: Value) -> Listed<T> {
    items(value).expect("a list")
}

#[test]
fn a_bad_item_is_reported_beside_the_good_ones() {
    let read: Listed<Backend> = list(json!([
        {"id": "a", "title": "A"}, 7, {"title": "no id"}, {"id": ["x"]}, {"id": "b"}, null,
    ]));
    let ids: Vec<_> = read
        .items
        .iter()
        .map(|backend| backend.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b"]);
    let faults: Vec<_> = read
        .faults
        .iter()
        .map(|f| (f.index, f.path.as_str(), f.reason.to_string()))
        .collect();
    assert_eq!(
        faults,
        [
            (1, "$[1]", "expected an object, found a number".to_owned()),
            (2, "$[2].id", "missing".to_owned()),
            (3, "$[3].id", "expected a text, found a list".to_owned()),
            (5, "$[5]", "expected an object, found null".to_owned()),
        ]
    );
}

#[test]
fn a_backend_falls_back_where_servers_say_nothing() {
    let backend: Backend =
        one(json!({"id": 5, "provider": "gce", "title": "", "poll_interval": 0}));
    assert_eq!((backend.id.as_str(), backend.title.as_str()), ("5", "gce"));
    assert_eq!(backend.poll_interval_ms, 10_000);
    assert!(backend.enabled && !backend.simulated);
    let off: Backend = one(json!({"id": "b", "state": "offline"}));
    assert!(!off.enabled);
    let word: Backend = one(json!({"id": "b", "enabled": "false", "poll_interval": "2500"}));
    assert!(!word.enabled);
    assert_eq!(word.poll_interval_ms, 2500);
}

#[test]
fn only_a_simulated_backend_says_so() {
    let real: Backend = one(json!({"id": "b"}));
    assert!(
        serde_json::to_value(&real)
            .unwrap()
            .get("simulated")
            .is_none()
    );
    let simulated: Backend = one(json!({"id": "b", "simulated": true}));
    assert_eq!(serde_json::to_value(&simulated).unwrap()["simulated"], true);
}

#[test]
fn a_machine_of_the_manual_and_one_of_later_servers_say_the_same() {
    let manual: Machine = one(json!({
        "id": "i-1", "imageId": "ami-1", "size": "t1.micro", "extra": {},
    }));
    let old: Machine = one(json!({
        "id": "i-1", "imageId": null, "size": null, "extra": {"imageId": "ami-1", "instancetype": "t1.micro"},
    }));
    let new: Machine = one(json!({
        "id": "i-1", "extra": {"image_id": "ami-1", "instance_type": "t1.micro"},
    }));
    let flavor: Machine =
        one(json!({"id": "i-1", "image_id": "ami-1", "extra": {"flavorId": "t1.micro"}}));
    for machine in [manual, old, new, flavor] {
        assert_eq!(
            (machine.image(), machine.size_name()),
            (Some("ami-1"), Some("t1.micro"))
        );
        assert_eq!(machine.name, "i-1");
    }
}

#[test]
fn odd_machines_are_shown_rather_than_lost() {
    let machine: Machine = one(json!({
        "id": 7, "name": null, "state": "Migrating", "public_ips": "10.0.0.1", "private_ips": null,
        "tags": [1, null, "web"], "extra": "a text", "can_stop": "true", "can_tag": 1, "can_start": {},
    }));
    assert_eq!((machine.id.as_str(), machine.name.as_str()), ("7", "7"));
    assert_eq!(machine.state, MachineState::Other("Migrating".into()));
    assert_eq!(machine.public_ips, ["10.0.0.1"]);
    assert_eq!(machine.tags, ["1", "web"]);
    assert!(machine.extra.is_empty() && machine.can.stop && machine.can.tag && !machine.can.start);
    let bare: Machine = one(json!({"id": "m"}));
    assert_eq!(bare.state.as_str(), "unknown");
    assert_eq!(bare.shell_host(), None);
}

#[test]
fn a_shell_goes_to_the_name_then_ipv4_then_any_public_then_private() {
    let host = |value: Value| {
        let mut machine = json!({"id": "m"});
        machine
            .as_object_mut()
            .unwrap()
            .extend(value.as_object().unwrap().clone());
        one::<Machine>(machine).shell_host().map(str::to_owned)
    };
    let all = json!({"extra": {"dns_name": "h.example"}, "public_ips": ["fe80::1", "1.2.3.4"]});
    assert_eq!(host(all).as_deref(), Some("h.example"));
    let unnamed = json!({"extra": {"dns_name": ""}, "public_ips": ["fe80::1", "1.2.3.4"]});
    assert_eq!(host(unnamed).as_deref(), Some("1.2.3.4"));
    let v6 = json!({"extra": {"dns_name": null}, "public_ips": ["", "fe80::1"], "private_ips": ["10.0.0.1"]});
    assert_eq!(host(v6).as_deref(), Some("fe80::1"));
    assert_eq!(
        host(json!({"private_ips": ["10.0.0.1"]})).as_deref(),
        Some("10.0.0.1")
    );
}

#[test]
fn keys_are_read_in_both_spellings() {
    let manual: Key = one(json!({"id": "k", "name": "K", "default_key": true, "machines": []}));
    let server: Key = one(json!({"id": "k", "isDefault": true, "machines": null}));
    assert_eq!(manual, server);
    let mistd: Key = one(json!({"id": "k", "fingerprint": "SHA256:x", "type": "ssh-ed25519"}));
    assert_eq!((&mistd.kind, mistd.bits), (&Some(KeyKind::Ed25519), None));
    let rsa: Key = one(json!({"id": "k", "fingerprint": "SHA256:x", "type": "rsa", "bits": 3072}));
    assert_eq!(rsa.bits, Some(3072));
    let written = serde_json::to_value(&mistd).unwrap();
    assert_eq!(written["type"], "ed25519");
    assert!(serde_json::to_value(&server).unwrap().get("type").is_none());
}

#[test]
fn associations_have_two_to_six_elements() {
    let read = |value: Value| one::<Association>(value);
    let two = read(json!(["b", "m"]));
    assert_eq!(
        (two.user.as_deref(), two.sudo, two.port, two.last_used),
        (None, None, None, None)
    );
    assert_eq!(serde_json::to_value(&two).unwrap(), json!(["b", "m"]));
    let five = read(json!(["b", "m", 1_389_715_866.596_957, "ec2-user", "true"]));
    assert_eq!(
        (five.user.as_deref(), five.sudo, five.port),
        (Some("ec2-user"), Some(true), None)
    );
    let six = read(json!(["b", 7, 1.5, "root", null, "2222"]));
    assert_eq!(
        (six.machine_id.as_str(), six.sudo, six.port),
        ("7", None, Some(2222))
    );
    assert_eq!(
        serde_json::to_value(&six).unwrap(),
        json!(["b", "7", 1.5, "root", null, 2222])
    );
    let nulls = read(json!(["b", "m", null, null, null, 70_000]));
    assert_eq!(nulls, two);
    let never_used = read(json!(["b", "m", null, "root", null, 22]));
    assert_eq!(
        (never_used.user.as_deref(), never_used.port),
        (Some("root"), Some(22))
    );
    let as_the_manual_says = read(json!(["b", "m", "root", true]));
    assert_eq!(
        (as_the_manual_says.user.as_deref(), as_the_manual_says.sudo),
        (Some("root"), Some(true))
    );
}

#[test]
fn a_bad_association_spoils_neither_key_nor_list() {
    let read: Listed<Key> =
        list(json!([{"id": "k", "machines": [["b", "m"], ["b"], "x", [{}, "m"]]}]));
    assert_eq!(read.items[0].machines.len(), 1);
    let paths: Vec<_> = read
        .faults
        .iter()
        .map(|fault| fault.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "$[0].machines[1]",
            "$[0].machines[2]",
            "$[0].machines[3][0]"
        ]
    );
    assert!(read.faults.iter().all(|fault| fault.index == 0));
}

#[test]
fn prices_come_in_every_type() {
    let price = |value: Value| one::<Size>(json!({"id": "s", "price": value})).price;
    assert_eq!(price(json!(0.02)), Some(Price::Amount(0.02)));
    assert_eq!(price(json!("0.02")), Some(Price::Amount(0.02)));
    assert_eq!(
        price(json!("$5 a month")),
        Some(Price::Text("$5 a month".into()))
    );
    for nothing in [
        json!(""),
        json!(null),
        json!({}),
        json!([]),
        json!({"linux": null}),
    ] {
        assert_eq!(price(nothing), None);
    }
    let ec2 = price(json!({"linux": "$0.027/hour", "sles": "$0.037/hour", "rhel": "$0.087/hour"}))
        .unwrap();
    assert_eq!(
        ec2.for_choice("Ubuntu 14.04", "").as_deref(),
        Some("$0.027/hour")
    );
    assert_eq!(
        ec2.for_choice("SUSE Linux Enterprise 11", "").as_deref(),
        Some("$0.037/hour")
    );
    assert_eq!(
        ec2.for_choice("Red Hat 6.5", "").as_deref(),
        Some("$0.087/hour")
    );
    let gce = price(json!({"us": 0.045, "eu": 0.049, "as": "0.049"})).unwrap();
    assert_eq!(
        gce.for_choice("", "europe-west1-a").as_deref(),
        Some("0.049")
    );
    assert_eq!(
        gce.for_choice("", "us-central1-a").as_deref(),
        Some("0.045")
    );
    assert_eq!(gce.for_choice("", "mars-1"), None);
}

#[test]
fn sizes_give_numbers_as_servers_do() {
    let size: Size =
        one(json!({"id": 66, "ram": "512", "disk": 20.0, "bandwidth": null, "price": 5}));
    let written = serde_json::to_value(&size).unwrap();
    assert_eq!(
        written,
        json!({"id": "66", "name": "66", "ram": 512, "disk": 20, "bandwidth": null, "price": 5, "driver": ""})
    );
}

#[test]
fn a_location_may_be_nothing_at_all() {
    let location: Location = one(json!({"id": "", "name": null}));
    assert_eq!((location.id.as_str(), location.name.as_str()), ("", ""));
}

#[test]
fn the_first_of_two_equal_images_stays() {
    let images = list::<Image>(json!([
        {"id": "a", "name": "friendly", "star": true}, {"id": "b"}, {"id": "a", "name": "amazon's"},
    ]));
    let images = without_duplicates(images).items;
    assert_eq!(images.len(), 2);
    assert_eq!(
        (images[0].name.as_str(), images[0].star),
        ("friendly", true)
    );
}

#[test]
fn a_probe_may_lack_anything() {
    assert_eq!(one::<Probe>(json!({})), Probe::default());
    let bsd: Probe =
        one(json!({"uptime": "12345\n", "loadavg": ["0.10,", "0.20,", "0.30"], "cores": "4"}));
    assert_eq!(
        bsd.uptime.map(|up| (up.seconds, up.idle)),
        Some((12_345.0, None))
    );
    assert!(bsd.answered_ssh());
    assert_eq!((bsd.loadavg, bsd.cores), (Some([0.1, 0.2, 0.3]), Some(4)));
    let odd: Probe = one(json!({"uptime": "up 3 days", "loadavg": ["1"], "users": null}));
    assert_eq!(
        (odd.uptime, odd.loadavg, odd.answered_ssh()),
        (None, None, false)
    );
}

#[test]
fn providers_come_in_two_shapes() {
    let old = br#"{"supported_providers": [{"title": "EC2 EU Ireland", "provider": "ec2_eu_west"}, {"title": "?"}]}"#;
    let old = decode_providers(old).unwrap();
    assert_eq!(
        (old.items[0].id.as_str(), old.items[0].regions.len()),
        ("ec2_eu_west", 0)
    );
    assert_eq!(old.faults[0].path, "$[1].provider");
    let new = br#"[{"provider": "ec2", "title": "EC2", "regions": [{"id": "ec2_eu_west", "location": "Ireland"}, {}]}]"#;
    let new = decode_providers(new).unwrap();
    assert_eq!(new.items[0].regions[0].location, "Ireland");
    assert_eq!(new.faults[0].path, "$[0].regions[1].id");
    assert!(decode_providers(b"{}").is_err());
    let written = serde_json::to_value(Provider {
        title: "T".into(),
        id: "p".into(),
        regions: vec![],
        simulated: false,
    });
    assert_eq!(written.unwrap(), json!({"title": "T", "provider": "p"}));
}

#[test]
fn signing_in_may_or_may_not_give_a_token() {
    let hosted: SignedIn =
        one(json!({"mist_api_token": "t0k", "current_plan": {"title": "Basic"}}));
    assert_eq!(
        hosted.token.as_ref().map(crate::Secret::expose),
        Some("t0k")
    );
    assert!(!format!("{hosted:?}").contains("t0k"));
    assert_eq!(
        serde_json::to_value(&hosted).unwrap()["mist_api_token"],
        "t0k"
    );
    let own: SignedIn = one(json!({"current_plan": null, "user_details": {}}));
    assert_eq!(own, SignedIn::default());
}
