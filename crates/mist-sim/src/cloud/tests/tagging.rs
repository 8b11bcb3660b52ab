//! Tags and stars.

use super::*;

#[test]
fn tags_come_and_go_one_by_one() {
    let mut cloud = cloud("ec2_ap_northeast", 1);
    let id = in_state(&cloud, &MachineState::Running);
    let tags = |cloud: &Cloud| cloud.machine(&id, NOW).unwrap().tags;
    let before = tags(&cloud);
    cloud.tag(&id, "ετικέτα", NOW).unwrap();
    cloud.tag(&id, "ετικέτα", NOW).unwrap();
    assert_eq!(tags(&cloud).len(), before.len() + 2);
    // The zone stays behind the tags.
    assert_eq!(tags(&cloud).last(), before.last());
    cloud.untag(&id, "ετικέτα", NOW).unwrap();
    cloud.untag(&id, "ετικέτα", NOW).unwrap();
    assert_eq!(tags(&cloud), before);
    let not_found = (404, "Not Found: tag not found".to_owned());
    assert_eq!(words(cloud.untag(&id, "ετικέτα", NOW)), not_found);
    assert_eq!(
        words(cloud.untag(&id, before.last().unwrap(), NOW)),
        not_found
    );
    let missing = (400, "Required parameter not provided: tag".to_owned());
    assert_eq!(words(cloud.tag(&id, "", NOW)), missing);
}

#[test]
fn machines_that_are_not_there_have_no_tags() {
    let mut amazon = cloud("ec2_us_east", 0);
    assert_eq!(
        words(amazon.tag("i-0", "a", NOW)),
        (503, "Backend unavailable".to_owned())
    );
    let unknown = (404, "Machine not found: i-0".to_owned());
    assert_eq!(words(amazon.untag("i-0", "a", NOW)), unknown);
    assert_eq!(words(cloud("rackspace", 0).tag("i-0", "a", NOW)), unknown);
}

#[test]
fn clouds_without_tags_say_so_each_in_its_way() {
    for (provider, add, delete) in [
        ("linode", 405, 405),
        ("rackspace_first_gen:us", 405, 405),
        ("nephoscale", 500, 500),
        ("softlayer", 500, 500),
        ("digitalocean", 500, 500),
        ("docker", 500, 500),
        ("azure", 500, 500),
    ] {
        let mut cloud = cloud(provider, 2);
        let id = in_state(&cloud, &MachineState::Running);
        assert!(!cloud.machine(&id, NOW).unwrap().can.tag, "{provider}");
        assert_eq!(words(cloud.tag(&id, "a", NOW)).0, add, "{provider}");
        assert_eq!(words(cloud.untag(&id, "a", NOW)).0, delete, "{provider}");
    }
    let says = words(cloud("azure", 0).tag("a", "a", NOW)).1;
    assert_eq!(says, "Internal Server Error: error creating tag");
}

#[test]
fn the_dead_are_not_tagged() {
    let mut cloud = cloud("ec2_us_east", 1);
    let id = in_state(&cloud, &MachineState::Running);
    cloud.act(&id, Action::Destroy, NOW).unwrap();
    assert_eq!(words(cloud.tag(&id, "a", NOW + SOON)).0, 400);
}

#[test]
fn a_star_is_kept() {
    let mut amazon = cloud("ec2_us_east", 0);
    let image = amazon.images(None).pop().unwrap();
    assert!(!image.star);
    let (starred, record) = amazon.star(&image.id);
    assert!(starred);
    let mut again = cloud("ec2_us_east", 0);
    again.restore([record]);
    assert_eq!(again, amazon);
    assert!(again.images(Some(&image.id)).swap_remove(0).star);
}

#[test]
fn tags_have_an_end() {
    let mut cloud = cloud("gce", 1);
    let id = in_state(&cloud, &MachineState::Running);
    assert_eq!(words(cloud.tag(&id, &"ä".repeat(256), NOW)).0, 400);
    while cloud.tag(&id, &"ä".repeat(255), NOW).is_ok() {}
    assert_eq!(cloud.machine(&id, NOW).unwrap().tags.len(), 50);
}
