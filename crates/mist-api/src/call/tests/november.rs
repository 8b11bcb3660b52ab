//! What servers of November 2014 and later have (API notes §5).

use serde_json::json;

use super::{body, text};
use crate::call::*;
use crate::error::ApiError;
use crate::model::{AddressPool, Aggregate, MachineRef, ValueType};

#[test]
fn what_later_servers_know_is_sent_only_where_it_is_wanted() {
    let mut machine = CreateMachine {
        backend: text("b"),
        name: text("web"),
        image: text("i"),
        size: text("s"),
        ..CreateMachine::default()
    };
    let plain = json!({"name": "web", "image": "i", "size": "s"});
    assert_eq!(body(&machine), plain);
    machine.ips = vec![text("10.0.0.9")];
    machine.networks = vec![text("n1"), text("n2")];
    machine.monitoring = true;
    assert_eq!(
        body(&machine),
        json!({
            "name": "web", "image": "i", "size": "s",
            "ips": ["10.0.0.9"], "networks": ["n1", "n2"], "monitoring": true,
        })
    );
    let rule = SetRule {
        id: Some(text("r")),
        change: RuleChange {
            aggregate: Some(Aggregate::Average),
            reminder_offset: Some(600.0),
            ..RuleChange::default()
        },
    };
    assert_eq!(
        body(&rule).to_string(),
        json!({"id": "r", "aggregate": "avg", "reminder_offset": 600}).to_string()
    );
}

#[test]
fn another_size_is_an_action_of_its_own() {
    let resize = ResizeMachine {
        backend: text("b"),
        machine: text("m"),
        plan_id: text("66"),
    };
    assert_eq!(resize.http().path, "/backends/b/machines/m");
    assert_eq!(body(&resize), json!({"action": "resize", "plan_id": "66"}));
    assert_eq!(resize.decode(b"[]").unwrap().faults.len(), 0);
    assert_eq!(resize.decode(b"OK").unwrap().faults.len(), 1);
}

#[test]
fn a_network_is_made_with_and_without_addresses() {
    let mut network = CreateNetwork {
        backend: text("b"),
        name: text("inner"),
        ..CreateNetwork::default()
    };
    assert_eq!(network.http().path, "/backends/b/networks");
    assert_eq!(body(&network), json!({"network": {"name": "inner"}}));
    network.admin_state_up = Some(true);
    network.shared = Some(false);
    network.subnet = Some(NewSubnet {
        name: text("sub"),
        cidr: text("10.0.0.0/24"),
        ..NewSubnet::default()
    });
    assert_eq!(
        body(&network),
        json!({
            "network": {"name": "inner", "admin_state_up": true, "shared": false},
            "subnet": {"name": "sub", "cidr": "10.0.0.0/24", "ip_version": "4"},
        })
    );
    network.subnet = Some(NewSubnet {
        name: text("sub"),
        cidr: text("10.0.0.0/24"),
        gateway_ip: Some(text("10.0.0.1")),
        enable_dhcp: Some(false),
        allocation_pools: vec![AddressPool {
            start: text("10.0.0.10"),
            end: text("10.0.0.20"),
        }],
    });
    assert_eq!(
        body(&network)["subnet"],
        json!({
            "name": "sub", "cidr": "10.0.0.0/24", "ip_version": "4", "gateway_ip": "10.0.0.1", "enable_dhcp": false,
            "allocation_pools": [{"start": "10.0.0.10", "end": "10.0.0.20"}],
        })
    );
    let bare = br#"{"id": "n1", "name": "inner", "status": "ACTIVE", "subnets": []}"#;
    let wrapped =
        br#"{"network": {"id": "n1", "name": "inner", "status": "ACTIVE", "subnets": ["s1"]}}"#;
    let (bare, wrapped) = (
        network.decode(bare).unwrap(),
        network.decode(wrapped).unwrap(),
    );
    assert_eq!((bare.id.as_str(), bare.subnets.len()), ("n1", 0));
    assert_eq!(
        (wrapped.id.as_str(), wrapped.subnets[0].id.as_str()),
        ("n1", "s1")
    );
    assert!(network.decode(b"{}").is_err());
    let delete = DeleteNetwork {
        backend: text("b"),
        network: text("n/1"),
    };
    assert_eq!(delete.http().path, "/backends/b/networks/n%2F1");
    assert_eq!(delete.decode(b"OK"), Ok(()));
}

#[test]
fn metrics_are_listed_added_removed_and_renamed() {
    let list = ListMetrics {
        backend: text("b"),
        machine: text("m"),
    };
    assert_eq!(list.http().path, "/backends/b/machines/m/metrics");
    let by_id = br#"{"users": {"name": "Users", "unit": "", "max_value": 64, "min_value": 0}, "mist.python.x": {}}"#;
    let metrics = list.decode(by_id).unwrap().items;
    assert_eq!(
        (metrics[1].name.as_str(), metrics[1].max_value),
        ("Users", Some(64.0))
    );
    assert_eq!(
        (metrics[0].name.as_str(), &metrics[0].unit),
        ("mist.python.x", &None)
    );
    let listed = br#"[{"id": "users", "name": "Users"}, {"name": "nobody"}]"#;
    let listed = list.decode(listed).unwrap();
    assert_eq!((listed.items.len(), listed.faults.len()), (1, 1));

    let add = AssociateMetric {
        backend: text("b"),
        machine: text("m"),
        metric: text("users"),
    };
    let remove = DisassociateMetric {
        backend: text("b"),
        machine: text("m"),
        metric: text("users"),
    };
    assert_eq!(
        (add.http().method.as_str(), add.http().path),
        ("PUT", list.http().path)
    );
    assert_eq!(
        (remove.http().method.as_str(), remove.http().path),
        ("DELETE", list.http().path)
    );
    for sent in [body(&add), body(&remove)] {
        assert_eq!(sent, json!({"metric_id": "users"}));
    }
    assert_eq!(remove.decode(b"{}"), Ok(()));

    let update = UpdateMetric {
        metric: text("mist.python.x"),
        name: Some(text("X")),
        unit: None,
        machine: Some(MachineRef {
            backend_id: text("b"),
            machine_id: text("m"),
        }),
    };
    assert_eq!(update.http().path, "/metrics/mist.python.x");
    assert_eq!(
        body(&update),
        json!({"name": "X", "backend_id": "b", "machine_id": "m"})
    );
}

#[test]
fn a_plugin_says_what_it_printed_when_it_works_and_when_it_does_not() {
    let deploy = DeployPlugin {
        backend: text("b"),
        machine: text("m"),
        plugin: text("open_files"),
        host: text("h"),
        read_function: text("def read():\n    return 1\n"),
        value_type: ValueType::Derive,
        ..DeployPlugin::default()
    };
    assert_eq!(
        deploy.http().path,
        "/backends/b/machines/m/plugins/open_files"
    );
    assert_eq!(
        body(&deploy),
        json!({
            "plugin_type": "python", "host": "h", "read_function": "def read():\n    return 1\n",
            "value_type": "derive", "name": "open_files", "unit": "",
        })
    );
    let deployed = deploy
        .decode(br#"{"metric_id": "mist.python.open_files", "stdout": "ok\n"}"#)
        .unwrap();
    assert_eq!(
        deployed.metric_id.as_deref(),
        Some("mist.python.open_files")
    );
    let output =
        "Bad Request: Traceback\n  File \"plugin.py\"\nZeroDivisionError\nERROR DEPLOYING PLUGIN";
    let refused = ApiError::from_response(400, output.as_bytes());
    assert_eq!(refused.words(), Some(output));

    let undeploy = UndeployPlugin {
        backend: text("b"),
        machine: text("m"),
        plugin: text("open_files"),
        host: text("h"),
    };
    assert_eq!(
        (undeploy.http().method.as_str(), body(&undeploy)),
        ("DELETE", json!({"plugin_type": "python", "host": "h"}))
    );
    let gone = undeploy
        .decode(br#"{"metric_id": null, "stdout": "bye"}"#)
        .unwrap();
    assert_eq!((gone.metric_id, gone.stdout.as_str()), (None, "bye"));
}

#[test]
fn a_server_that_is_too_old_is_told_apart_from_one_that_lacks_the_object() {
    let page = "404 Not Found\n\nThe resource could not be found.\n\n\n/backends/b/networks\n\n";
    let html =
        "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>";
    for body in [page, html, ""] {
        let error = ApiError::from_response(404, body.as_bytes());
        assert!(matches!(error, ApiError::NoEndpoint { .. }), "{error:?}");
    }
    for body in [
        "u'Backend not found: x'",
        "Not Found: Action is not supported for this backend",
    ] {
        let error = ApiError::from_response(404, body.as_bytes());
        assert!(matches!(error, ApiError::NotFound { .. }), "{error:?}");
    }
}
