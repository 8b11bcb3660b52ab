//! Networks.

use serde_json::{Value, json};

use super::*;

fn asked(body: Value) -> NewNetwork {
    serde_json::from_value(body).unwrap()
}

#[test]
fn only_some_clouds_list_networks_and_only_one_makes_them() {
    for family in Family::ALL {
        let mut cloud = cloud(family.id(), 2);
        let listed = cloud.networks();
        assert_eq!(!listed.is_empty(), family.has_networks(), "{family:?}");
        if family == Family::OpenStack {
            continue;
        }
        let no = (404, "Action is not supported for this backend".to_owned());
        assert_eq!(words(cloud.create_network(&NewNetwork::default())), no);
        assert_eq!(words(cloud.delete_network("1")), no);
    }
}

#[test]
fn networks_look_as_their_provider_lists_them() {
    let stack = serde_json::to_value(cloud("openstack", 0).networks()).unwrap();
    assert_eq!(stack[0]["name"], "private");
    assert_eq!(stack[0]["status"], "ACTIVE");
    let subnet = &stack[0]["subnets"][0];
    assert_eq!(subnet["cidr"], "10.0.0.0/24");
    assert_eq!(subnet["gateway_ip"], "10.0.0.1");
    assert_eq!(
        subnet["allocation_pools"],
        json!([{"start": "10.0.0.2", "end": "10.0.0.254"}])
    );
    let nepho = serde_json::to_value(cloud("nephoscale", 0).networks()).unwrap();
    assert_eq!(nepho[0]["id"], "1");
    assert!(nepho[0]["extra"].is_object());
    assert!(nepho[0].get("subnets").is_none());
}

#[test]
fn a_network_with_a_subnet_answers_inside_and_one_without_does_not() {
    let mut cloud = cloud("openstack", 0);
    let body = json!({
        "network": {"name": "back", "admin_state_up": true},
        "subnet": {"name": "s", "cidr": "10.9.0.0/16", "ip_version": "4", "enable_dhcp": false},
    });
    let (answer, _) = cloud.create_network(&asked(body)).unwrap();
    let network = &answer["network"];
    assert_eq!(network["name"], "back");
    assert_eq!(network["subnets"][0]["gateway_ip"], "10.9.0.1");
    assert_eq!(network["subnets"][0]["enable_dhcp"], false);
    let body = json!({"network": {"name": "bare"}, "subnet": null});
    let (bare, _) = cloud.create_network(&asked(body)).unwrap();
    assert_eq!(bare["name"], "bare");
    assert_eq!(cloud.networks().len(), 5);
}

#[test]
fn what_is_no_network_is_refused() {
    let mut cloud = cloud("openstack", 0);
    for (body, status) in [
        (json!({}), 400),
        (json!({"network": {"name": " "}}), 400),
        (json!({"network": {"name": "a"}, "subnet": {}}), 500),
        (
            json!({"network": {"name": "a"}, "subnet": {"cidr": "10.0.0.0/33"}}),
            500,
        ),
        (
            json!({"network": {"name": "a"}, "subnet": {"cidr": "10.0.0.0/30"}}),
            500,
        ),
        (
            json!({"network": {"name": "a"}, "subnet": {"cidr": "ten/8"}}),
            500,
        ),
        (
            json!({"network": {"name": "a"}, "subnet": {"cidr": "10.0.0.0/8", "gateway_ip": "x"}}),
            500,
        ),
        (
            json!({"network": {"name": "a"}, "subnet": {
                "cidr": "10.0.0.0/8", "allocation_pools": [{"start": "a", "end": "b"}]}}),
            500,
        ),
    ] {
        assert_eq!(
            words(cloud.create_network(&asked(body.clone()))).0,
            status,
            "{body}"
        );
    }
    assert_eq!(cloud.networks().len(), 3);
    // The largest there is.
    let body = json!({"network": {"name": "a"}, "subnet": {"cidr": "255.255.255.255/1"}});
    cloud.create_network(&asked(body)).unwrap();
}

#[test]
fn a_network_is_deleted_when_nobody_is_in_it() {
    let mut cloud = cloud("openstack", 1);
    let networks = cloud.networks();
    assert_eq!(words(cloud.delete_network(&networks[0].id)).0, 500);
    cloud.delete_network(&networks[2].id).unwrap();
    assert_eq!(
        words(cloud.delete_network(&networks[2].id)),
        (404, format!("Network not found: {}", networks[2].id))
    );
    let machine = in_state(&cloud, &MachineState::Running);
    cloud.act(&machine, Action::Destroy, NOW).unwrap();
    cloud.delete_network(&networks[0].id).unwrap();
    assert_eq!(cloud.networks(), networks[1..2]);
}

#[test]
fn a_machine_is_made_in_networks_that_there_are() {
    let mut cloud = cloud("openstack", 0);
    let network = cloud.networks().swap_remove(1).id;
    let inside = |network: &str, cloud: &Cloud| Wish {
        networks: vec![network.to_owned()],
        ..wish(cloud)
    };
    let (good, bad) = (inside(&network, &cloud), inside("nosuch", &cloud));
    assert_eq!(words(cloud.create(&bad, NOW)).0, 500);
    let (created, _) = cloud.create(&good, NOW).unwrap();
    assert_eq!(created.extra["networks"], json!([network]));
    assert_eq!(words(cloud.delete_network(&network)).0, 500);
}

#[test]
fn networks_have_an_end() {
    let mut cloud = cloud("openstack", 0);
    let one = asked(json!({"network": {"name": "one more"}}));
    while cloud.create_network(&one).is_ok() {}
    assert_eq!(cloud.networks().len(), 100);
    let words = words(cloud.create_network(&one)).1;
    assert!(words.contains("Quota exceeded"));
}
