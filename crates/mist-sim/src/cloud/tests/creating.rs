//! Making machines.

use serde_json::json;

use super::*;

#[test]
fn every_cloud_makes_a_machine_that_is_pending_at_once_and_runs_seconds_later() {
    for family in Family::ALL {
        let mut cloud = cloud(family.id(), 3);
        let wish = wish(&cloud);
        let (created, records) = cloud.create(&wish, NOW).unwrap();
        assert_eq!(created.name, "new-1", "{family:?}");
        assert_eq!(records.len(), 1, "{family:?}");
        assert!(created.public_ips.is_empty() && created.private_ips.is_empty());
        assert_eq!(cloud.machines(NOW).len(), 4, "{family:?}");
        assert_eq!(state(&cloud, &created.id, NOW), MachineState::Pending);
        let machine = cloud.machine(&created.id, NOW + SOON).unwrap();
        assert_eq!(machine.state, MachineState::Running, "{family:?}");
        assert_eq!(machine.image(), Some(wish.image.as_str()), "{family:?}");
        assert!(machine.shell_host().is_some(), "{family:?}");
    }
}

#[test]
fn what_is_missing_is_named_in_the_servers_words() {
    let mut cloud = cloud("ec2_us_east", 0);
    let whole = wish(&cloud);
    let mut says = |change: &dyn Fn(&mut Wish)| {
        let mut wish = whole.clone();
        change(&mut wish);
        words(cloud.create(&wish, NOW))
    };
    let missing = |field: &str| (400, format!("Required parameter not provided: '{field}'"));
    assert_eq!(says(&|wish| wish.name.clear()), missing("name"));
    assert_eq!(says(&|wish| wish.name = "  ".to_owned()), missing("name"));
    assert_eq!(says(&|wish| wish.image.clear()), missing("image"));
    assert_eq!(says(&|wish| wish.size.clear()), missing("size"));
    assert_eq!(says(&|wish| wish.key = None), missing("key"));
    assert!(cloud.machines(NOW).is_empty());
}

#[test]
fn what_the_provider_does_not_know_fails_the_making() {
    let mut cloud = cloud("ec2_us_east", 0);
    let whole = wish(&cloud);
    let mut says = |change: &dyn Fn(&mut Wish)| {
        let mut wish = whole.clone();
        change(&mut wish);
        words(cloud.create(&wish, NOW))
    };
    let failed = |why: &str| {
        (
            500,
            format!("Machine creation failed: EC2, got exception {why}"),
        )
    };
    assert_eq!(
        says(&|wish| wish.image = "ami-00000000".to_owned()),
        failed("InvalidAMIID.NotFound: The image id '[ami-00000000]' does not exist")
    );
    assert_eq!(
        says(&|wish| wish.size = "huge".to_owned()),
        failed("InvalidParameterValue: Invalid value 'huge' for InstanceType.")
    );
    assert_eq!(says(&|wish| wish.location = Some("9".to_owned())).0, 500);
}

#[test]
fn the_first_place_is_taken_where_none_is_wished() {
    let mut cloud = cloud("ec2_ap_northeast", 0);
    let none = Wish {
        location: None,
        ..wish(&cloud)
    };
    let (created, _) = cloud.create(&none, NOW).unwrap();
    assert_eq!(
        cloud.machine(&created.id, NOW).unwrap().tags,
        ["ap-northeast-1a"]
    );
}

#[test]
fn names_follow_their_providers_rules() {
    for (provider, bad, good) in [
        ("gce", "Web_1", "web-1"),
        ("linode", "web.1", "web_1"),
        ("digitalocean", "web_1", "web.1"),
        ("softlayer", "web_1", "web-1.example"),
        ("nephoscale", "Web", "web_1"),
        ("azure", "web.1", "web-1"),
    ] {
        let mut cloud = cloud(provider, 0);
        let named = |name: &str| Wish {
            name: name.to_owned(),
            ..wish(&cloud)
        };
        let (bad, good) = (named(bad), named(good));
        assert_eq!(words(cloud.create(&bad, NOW)).0, 500, "{provider}");
        cloud.create(&good, NOW).unwrap();
    }
    let mut free = cloud("ec2_us_east", 0);
    let odd = Wish {
        name: "Ünï <b> 🦊".to_owned(),
        ..wish(&free)
    };
    free.create(&odd, NOW).unwrap();
}

#[test]
fn linode_wants_disk_and_image() {
    let mut cloud = cloud("linode", 0);
    let whole = wish(&cloud);
    for (disk, image_extra) in [
        (None, whole.image_extra.clone()),
        (Some(json!("")), whole.image_extra.clone()),
        (Some(json!(0)), whole.image_extra.clone()),
        (Some(json!("9e999")), whole.image_extra.clone()),
        (Some(json!(100_000)), whole.image_extra.clone()),
        (whole.disk.clone(), None),
        (whole.disk.clone(), Some(json!(""))),
    ] {
        let wish = Wish {
            disk,
            image_extra,
            ..whole.clone()
        };
        let (status, words) = words(cloud.create(&wish, NOW));
        assert_eq!(status, 500);
        assert!(words.starts_with("Machine creation failed: Linode, got exception "));
    }
    let as_text = Wish {
        disk: Some(json!("24")),
        ..whole
    };
    cloud.create(&as_text, NOW).unwrap();
}

#[test]
fn google_wants_names() {
    let mut cloud = cloud("gce", 0);
    let whole = wish(&cloud);
    let without: [fn(&mut Wish); 3] = [
        |wish| wish.location_name = None,
        |wish| wish.image_name = None,
        |wish| wish.size_name = None,
    ];
    for change in without {
        let mut wish = whole.clone();
        change(&mut wish);
        assert_eq!(words(cloud.create(&wish, NOW)).0, 500);
    }
    cloud.create(&whole, NOW).unwrap();
}

#[test]
fn a_container_needs_neither_key_nor_place() {
    let mut cloud = cloud("docker", 0);
    let bare = Wish {
        key: None,
        location: None,
        ..wish(&cloud)
    };
    cloud.create(&bare, NOW).unwrap();
}

#[test]
fn some_images_and_sizes_do_not_go_together() {
    let mut nephoscale = cloud("nephoscale", 0);
    let small = |image: &str, cloud: &Cloud| Wish {
        image: image.to_owned(),
        size: "219".to_owned(),
        ..wish(cloud)
    };
    let (bad, good) = (small("3", &nephoscale), small("49", &nephoscale));
    assert_eq!(
        words(nephoscale.create(&bad, NOW)),
        (
            500,
            "Machine creation failed: NephoScale, got exception CS025 cannot be used with image \
             'Linux CentOS 5.5 64-bit'"
                .to_owned()
        )
    );
    nephoscale.create(&good, NOW).unwrap();

    let mut openstack = cloud("openstack", 0);
    let fedora = openstack.images(Some("fedora")).swap_remove(0);
    let tiny = Wish {
        image: fedora.id,
        size: "1".to_owned(),
        ..wish(&openstack)
    };
    assert_eq!(
        words(openstack.create(&tiny, NOW)).1,
        "Machine creation failed: OpenStack, got exception 400 Bad Request Flavor's memory is too \
         small for requested image."
    );
}

#[test]
fn a_name_is_taken_until_its_machine_is_destroyed() {
    let mut cloud = cloud("linode", 0);
    let wish = wish(&cloud);
    let (created, _) = cloud.create(&wish, NOW).unwrap();
    assert_eq!(words(cloud.create(&wish, NOW)).0, 500);
    cloud.act(&created.id, Action::Destroy, NOW).unwrap();
    cloud.create(&wish, NOW + SOON).unwrap();
}

#[test]
fn machines_made_in_one_instant_differ() {
    for family in Family::ALL {
        let mut cloud = cloud(family.id(), 20);
        for number in 0..20 {
            let same = family.has_unique_names().then(|| format!("new-{number}"));
            let wish = Wish {
                name: same.unwrap_or_else(|| "same".to_owned()),
                ..wish(&cloud)
            };
            cloud.create(&wish, NOW).unwrap();
        }
        let mut ids: Vec<_> = cloud
            .machines(NOW)
            .into_iter()
            .map(|machine| machine.id)
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 40, "{family:?}");
    }
}

#[test]
fn there_is_an_end_to_what_one_can_make() {
    let mut cloud = cloud("docker", 0);
    let long = Wish {
        name: "x".repeat(256),
        ..wish(&cloud)
    };
    assert_eq!(words(cloud.create(&long, NOW)).0, 500);
    for number in 0..1_000 {
        let wish = Wish {
            name: format!("c-{number}"),
            ..wish(&cloud)
        };
        cloud.create(&wish, NOW).unwrap();
    }
    let last = wish(&cloud);
    assert!(
        words(cloud.create(&last, NOW))
            .1
            .contains("InstanceLimitExceeded")
    );
    let one = cloud.machines(NOW).swap_remove(0).id;
    cloud.act(&one, Action::Destroy, NOW).unwrap();
    cloud.create(&last, NOW).unwrap();
}
