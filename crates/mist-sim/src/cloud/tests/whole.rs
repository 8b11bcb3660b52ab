//! Whole clouds: every provider, odd names, records that make no sense.

use std::collections::HashSet;

use mist_api::call::{Call, ListImages, ListMachines, ListSizes};

use super::*;

/// Every id of the manual and of the servers.
const PROVIDERS: &[&str] = &[
    "azure",
    "ec2_ap_northeast",
    "ec2_ap_southeast",
    "ec2_ap_southeast_2",
    "ec2_eu_west",
    "ec2_sa_east",
    "ec2_us_east",
    "ec2_us_west",
    "ec2_us_west_oregon",
    "gce",
    "nephoscale",
    "digitalocean",
    "linode",
    "openstack",
    "openstack:az-1.region-a.geo-1",
    "openstack:az-2.region-a.geo-1",
    "openstack:az-3.region-a.geo-1",
    "openstack:region-b.geo-1",
    "rackspace:dfw",
    "rackspace:ord",
    "rackspace:iad",
    "rackspace:lon",
    "rackspace:syd",
    "rackspace:hkg",
    "rackspace_first_gen:us",
    "rackspace_first_gen:uk",
    "softlayer",
    "hpcloud:region-a.geo-1",
    "hpcloud:region-b.geo-1",
    "hpcloud:az-1.region-a.geo-1",
    "hpcloud:az-2.region-a.geo-1",
    "hpcloud:az-3.region-a.geo-1",
    "docker",
    "vcloud",
    "indonesian_vcloud",
    "libvirt",
    "ec2",
    "rackspace",
    "hpcloud",
];

fn is_ours(ip: &str) -> bool {
    let ours = ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"];
    ours.iter().any(|range| ip.starts_with(range))
}

#[test]
fn every_provider_has_machines_and_what_they_are_made_of() {
    for provider in PROVIDERS {
        let cloud = cloud(provider, 60);
        assert!(
            !cloud.sizes().is_empty() && !cloud.locations().is_empty(),
            "{provider}"
        );
        let machines = cloud.machines(NOW);
        assert_eq!(machines.len(), 60, "{provider}");
        let rule = cloud.profile().family.rules().name;
        let images: HashSet<_> = cloud
            .images(None)
            .into_iter()
            .map(|image| image.id)
            .collect();
        let mut ids = HashSet::new();
        for machine in machines {
            assert_eq!(rule.check(&machine.name), Ok(()), "{provider}");
            assert!(
                machine.image().is_none_or(|image| images.contains(image)),
                "{provider}"
            );
            for ip in machine.public_ips {
                assert!(
                    is_ours(&ip) && ip.parse::<std::net::IpAddr>().is_ok(),
                    "{ip}"
                );
            }
            for ip in machine.private_ips {
                assert!(
                    ip.starts_with("10.") && ip.parse::<std::net::IpAddr>().is_ok(),
                    "{ip}"
                );
            }
            assert!(ids.insert(machine.id), "{provider}");
        }
    }
}

#[test]
fn a_furnished_cloud_does_not_depend_on_the_clock_nor_a_machine_on_how_many_there_are() {
    for provider in PROVIDERS {
        let (few, many) = (cloud(provider, 7), cloud(provider, 30));
        assert_eq!(few.machines(NOW), many.machines(NOW)[..7], "{provider}");
        let names = |now| {
            let machines = few.machines(now).into_iter();
            machines
                .map(|machine| (machine.id, machine.state))
                .collect::<Vec<_>>()
        };
        assert_eq!(names(0), names(u64::MAX), "{provider}");
    }
}

#[test]
fn another_seed_is_another_cloud_with_the_same_public_images() {
    let profile = Profile::of("ec2_us_east", "").unwrap();
    let make = |seed| Cloud::new(profile.clone(), seed, &options()).furnished(5);
    assert_eq!(make(1), make(1));
    assert_ne!(make(1).machines(NOW)[0].id, make(2).machines(NOW)[0].id);
    assert_eq!(make(1).images(None), make(2).images(None));
}

#[test]
fn the_page_reads_what_clouds_list_however_odd() {
    for family in Family::ALL {
        let hostile = Options {
            images: 100,
            hostile: true,
        };
        let profile = Profile::of(family.id(), "").unwrap();
        let cloud = Cloud::new(profile, 3, &hostile).furnished(40);
        let backend = String::new();
        let machines = cloud.machines(NOW);
        let body = serde_json::to_vec(&machines).unwrap();
        let call = ListMachines {
            backend: backend.clone(),
        };
        let read = call.decode(&body).unwrap();
        assert!(read.faults.is_empty());
        assert_eq!(read.items, machines);
        assert!(
            machines
                .iter()
                .any(|machine| machine.name.contains("<script>"))
        );
        assert!(
            machines
                .iter()
                .any(|machine| machine.name.chars().count() == 200)
        );
        assert!(machines.iter().any(|machine| machine.extra.len() >= 300));
        let sizes = cloud.sizes();
        assert!(sizes.iter().any(|size| size.name.contains("<script>")));
        assert!(sizes.len() < 2 || sizes.iter().any(|size| size.price.is_none()));
        let body = serde_json::to_vec(&sizes).unwrap();
        let call = ListSizes {
            backend: backend.clone(),
        };
        let read = call.decode(&body).unwrap();
        assert!(read.faults.is_empty());
        assert_eq!(read.items.len(), sizes.len());
        if family.has_tags() {
            assert!(
                machines
                    .iter()
                    .any(|machine| machine.tags.iter().any(|tag| tag.contains('<')))
            );
        }
        let images = cloud.images(None);
        assert!(images.iter().any(|image| image.name.contains("<script>")));
        let body = serde_json::to_vec(&images).unwrap();
        let call = ListImages {
            backend: backend.clone(),
        };
        assert!(call.decode(&body).unwrap().faults.is_empty());
        let body = serde_json::to_vec(&cloud.sizes()).unwrap();
        assert!(
            ListSizes { backend }
                .decode(&body)
                .unwrap()
                .faults
                .is_empty()
        );
        for machine in machines {
            cloud.probe(&machine.id, NOW).unwrap();
        }
    }
}

#[test]
fn records_that_make_no_sense_are_left_out() {
    let mut cloud = cloud("openstack", 2);
    let before = cloud.clone();
    for kind in [RecordKind::Machine, RecordKind::Image, RecordKind::Network] {
        for body in [
            "",
            "{",
            "null",
            "[]",
            "{}",
            "\"x\"",
            r#"{"id":"other"}"#,
            r#"{"star":3}"#,
        ] {
            cloud.restore([Record {
                kind,
                id: "x".to_owned(),
                body: body.to_owned(),
            }]);
        }
    }
    assert_eq!(cloud, before);
}

#[test]
fn a_record_of_things_that_are_no_more_is_no_trouble() {
    let mut cloud = cloud("ec2_us_east", 0);
    let wish = wish(&cloud);
    let (created, mut records) = cloud.create(&wish, NOW).unwrap();
    let body = &mut records[0].body;
    for known in [&wish.image, &wish.size] {
        *body = body.replace(known.as_str(), "nosuch");
    }
    *body = body.replace(r#""location":"0""#, r#""location":"99""#);
    *body = body.replace(r#""address":"#, r#""address":6"#);
    let mut again = super::cloud("ec2_us_east", 0);
    again.restore(records);
    let machine = again.machine(&created.id, NOW + SOON).unwrap();
    assert_eq!(machine.image(), Some("nosuch"));
    assert!(machine.public_ips.iter().all(|ip| is_ours(ip)));
    assert!(again.host(&created.id, NOW + SOON).is_some());
}

#[test]
fn what_is_gone_for_good_can_be_forgotten() {
    let mut cloud = cloud("ec2_us_east", 2);
    let old = in_state(&cloud, &MachineState::Running);
    let wish = wish(&cloud);
    let (created, _) = cloud.create(&wish, NOW).unwrap();
    for id in [&old, &created.id] {
        cloud.act(id, Action::Destroy, NOW).unwrap();
    }
    assert!(cloud.sweep(NOW + SOON).is_empty());
    let later = NOW + 2 * 3_600_000;
    assert_eq!(cloud.sweep(later), [(RecordKind::Machine, created.id)]);
    assert_eq!(cloud.machines(later).len(), 1);
}
