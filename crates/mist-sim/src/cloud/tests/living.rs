//! Machines over time, and what can be done to them.

use super::*;

#[test]
fn actions_take_seconds_and_lead_where_they_should() {
    let mut cloud = cloud("ec2_us_east", 20);
    let id = in_state(&cloud, &MachineState::Running);
    let mut now = NOW;
    for (action, meanwhile, then) in [
        (
            Action::Reboot,
            MachineState::Rebooting,
            MachineState::Running,
        ),
        (Action::Stop, MachineState::Pending, MachineState::Stopped),
        (Action::Start, MachineState::Pending, MachineState::Running),
        (
            Action::Destroy,
            MachineState::Pending,
            MachineState::Terminated,
        ),
    ] {
        assert_eq!(cloud.act(&id, action, now).unwrap().len(), 1);
        assert_eq!(state(&cloud, &id, now), meanwhile);
        assert_eq!(state(&cloud, &id, now + 1_000), meanwhile);
        now += SOON;
        assert_eq!(state(&cloud, &id, now), then);
    }
}

#[test]
fn what_a_machine_cannot_do_now_is_refused() {
    let mut cloud = cloud("ec2_us_east", 20);
    let running = in_state(&cloud, &MachineState::Running);
    let stopped = in_state(&cloud, &MachineState::Stopped);
    let refused = |verb: &str| {
        let words = format!("Bad Request: Action {verb} not supported for this machine");
        (400, words)
    };
    assert_eq!(
        words(cloud.act(&running, Action::Start, NOW)),
        refused("start")
    );
    assert_eq!(
        words(cloud.act(&stopped, Action::Stop, NOW)),
        refused("stop")
    );
    assert_eq!(
        words(cloud.act(&stopped, Action::Reboot, NOW)),
        refused("reboot")
    );
    assert_eq!(
        words(cloud.act("i-0", Action::Reboot, NOW)),
        (
            503,
            "Machine currently unavailable: Error while attempting to reboot machine".to_owned()
        )
    );
    let records = cloud.act(&running, Action::Destroy, NOW).unwrap();
    // Again while it lasts: nothing new, and no refusal.
    let again = cloud.act(&running, Action::Destroy, NOW + 1_000).unwrap();
    assert_eq!(again, records);
    assert_eq!(
        words(cloud.act(&running, Action::Destroy, NOW + SOON)),
        refused("destroy")
    );
}

#[test]
fn google_neither_stops_nor_starts() {
    let mut cloud = cloud("gce", 5);
    let id = in_state(&cloud, &MachineState::Running);
    assert_eq!(words(cloud.act(&id, Action::Stop, NOW)).0, 400);
    let can = cloud.machine(&id, NOW).unwrap().can;
    assert!(can.reboot && can.destroy && can.tag && !can.stop && !can.start);
}

#[test]
fn a_linode_that_is_made_can_be_told_to_start_and_one_that_dies_cannot() {
    let mut cloud = cloud("linode", 0);
    let wish = wish(&cloud);
    let (created, _) = cloud.create(&wish, NOW).unwrap();
    assert!(cloud.machine(&created.id, NOW).unwrap().can.start);
    cloud.act(&created.id, Action::Start, NOW).unwrap();
    cloud.act(&created.id, Action::Destroy, NOW + 1).unwrap();
    assert!(!cloud.machine(&created.id, NOW + 2).unwrap().can.start);
    assert_eq!(words(cloud.act(&created.id, Action::Start, NOW + 2)).0, 400);
    assert!(cloud.machine(&created.id, NOW + SOON).is_none());
}

#[test]
fn amazon_lists_the_dead_for_an_hour_with_name_and_without_address() {
    let mut cloud = cloud("ec2_us_east", 3);
    let id = in_state(&cloud, &MachineState::Running);
    let name = cloud.machine(&id, NOW).unwrap().name;
    cloud.act(&id, Action::Destroy, NOW).unwrap();
    let dead = cloud.machine(&id, NOW + SOON).unwrap();
    assert_eq!((dead.name, dead.state), (name, MachineState::Terminated));
    assert_eq!(dead.can, model::Abilities::default());
    assert!(dead.public_ips.is_empty());
    assert!(dead.extra.get("dns_name").unwrap().is_null());
    assert!(cloud.machine(&id, NOW + 3_600_000).is_some());
    assert!(cloud.machine(&id, NOW + 3_600_000 + SOON).is_none());
    assert_eq!(cloud.machines(NOW + 2 * 3_600_000).len(), 2);
}

#[test]
fn amazon_says_image_and_size_beside_and_gives_another_address_at_a_start() {
    let mut cloud = cloud("ec2_eu_west", 3);
    let id = in_state(&cloud, &MachineState::Running);
    let machine = cloud.machine(&id, NOW).unwrap();
    assert_eq!(
        (machine.image_id.clone(), machine.size.clone()),
        (None, None)
    );
    assert!(machine.image().unwrap().starts_with("ami-"));
    assert!(machine.size_name().unwrap().contains('.'));
    cloud.act(&id, Action::Stop, NOW).unwrap();
    let stopped = cloud.machine(&id, NOW + SOON).unwrap();
    assert!(stopped.public_ips.is_empty());
    assert_eq!(stopped.private_ips, machine.private_ips);
    cloud.act(&id, Action::Start, NOW + SOON).unwrap();
    let again = cloud.machine(&id, NOW + 2 * SOON).unwrap();
    assert_ne!(again.public_ips, machine.public_ips);
}

#[test]
fn dns_names_are_sometimes_missing_on_amazon() {
    let cloud = cloud("ec2_us_east", 100);
    let machines = cloud.machines(NOW);
    let running = machines.iter().filter(|machine| machine.can.stop);
    let (with, without): (Vec<_>, Vec<_>) =
        running.partition(|machine| machine.extra["dns_name"].is_string());
    assert!(with.len() > without.len() && !without.is_empty());
}

#[test]
fn a_machine_gets_another_size_where_sizes_change() {
    let mut stack = cloud("openstack", 6);
    let id = in_state(&stack, &MachineState::Running);
    stack.resize(&id, "5", NOW).unwrap();
    assert_eq!(state(&stack, &id, NOW), MachineState::Pending);
    let machine = stack.machine(&id, NOW + SOON).unwrap();
    assert_eq!(machine.state, MachineState::Running);
    assert_eq!(machine.size.as_deref(), Some("5"));
    assert_eq!(stack.subject(&id).cores, 8);
    assert_eq!(words(stack.resize(&id, "", NOW + SOON)).0, 400);
    assert_eq!(words(stack.resize(&id, "99", NOW + SOON)).0, 503);
    assert_eq!(words(stack.resize("nosuch", "5", NOW + SOON)).0, 503);

    let mut linode = cloud("linode", 1);
    let id = in_state(&linode, &MachineState::Running);
    assert_eq!(words(linode.resize(&id, "2", NOW)).0, 400);
}

#[test]
fn inside_a_machine_all_is_as_outside() {
    for family in Family::ALL {
        let mut cloud = cloud(family.id(), 5);
        let id = in_state(&cloud, &MachineState::Running);
        let machine = cloud.machine(&id, NOW).unwrap();
        let host = cloud.host(&id, NOW).unwrap();
        assert_eq!(host.name, machine.name);
        assert!(
            host.public_ip
                .is_none_or(|ip| machine.public_ips.contains(&ip))
        );
        assert_eq!(host.private_ip, machine.private_ips.first().cloned());
        assert!(host.booted_ms <= NOW);
        assert_eq!(host.user, cloud.user(&id));
        let subject = cloud.subject(&id);
        assert_eq!((subject.seed, subject.cores), (host.seed, host.cores));

        let probe = cloud.probe(&id, NOW).unwrap();
        assert!(probe.answered_ssh() && probe.packets_rx >= Some(9));
        assert!(probe.rtt_min <= probe.rtt_avg && probe.rtt_avg <= probe.rtt_max);
        cloud.act(&id, Action::Reboot, NOW).unwrap();
        assert_eq!(cloud.host(&id, NOW + 1), None);
        assert_eq!(
            serde_json::to_string(&cloud.probe(&id, NOW + 1)).unwrap(),
            "{}"
        );
        let uptime = cloud.probe(&id, NOW + SOON).unwrap().uptime.unwrap();
        assert!(uptime.seconds < 60.0, "{family:?}");
    }
    assert_eq!(cloud("linode", 1).probe("nosuch", NOW), None);
}

#[test]
fn uptimes_stay_those_of_machines_that_are_kept_up_to_date() {
    let cloud = cloud("rackspace", 30);
    for years in [0, 1, 10, 100] {
        let now = NOW + years * 365 * 86_400_000;
        for machine in cloud
            .machines(now)
            .iter()
            .filter(|machine| machine.can.stop)
        {
            let up_ms = now - cloud.host(&machine.id, now).unwrap().booted_ms;
            assert!(up_ms < 161 * 86_400_000);
        }
    }
}
