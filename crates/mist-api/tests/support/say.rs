//! Answers in one line.

use mist_api::model::{self, MachineRef};
use mist_api::shell::Event;

pub(super) fn account(account: &model::Account) -> String {
    let plan = account
        .plan
        .as_ref()
        .map(|plan| (plan.title.as_str(), plan.machine_limit, plan.has_expired));
    let user = account
        .user
        .as_ref()
        .map(|user| (user.name.as_str(), user.country.as_str()));
    format!("plan {plan:?}, user {user:?}")
}

pub(super) fn backend(b: &model::Backend) -> String {
    format!(
        "{} {:?} {} {:?} {} {} {}",
        b.id, b.title, b.provider, b.apikey, b.poll_interval_ms, b.state, b.enabled
    )
}

pub(super) fn machine(m: &model::Machine) -> String {
    let can = [
        (m.can.start, "start"),
        (m.can.stop, "stop"),
        (m.can.reboot, "reboot"),
        (m.can.destroy, "destroy"),
        (m.can.tag, "tag"),
    ];
    let can: Vec<_> = can
        .iter()
        .filter(|(can, _)| *can)
        .map(|(_, verb)| *verb)
        .collect();
    format!(
        "{} {:?} {} {:?} {:?} {:?} tags {:?} can {}",
        m.id,
        m.name,
        m.state,
        m.image(),
        m.size_name(),
        m.shell_host(),
        m.tags,
        can.join("+")
    )
}

pub(super) fn image(image: &model::Image) -> String {
    format!(
        "{} {:?}{}",
        image.id,
        image.name,
        if image.star { " *" } else { "" }
    )
}

pub(super) fn key(key: &model::Key) -> String {
    let default = if key.is_default { " default" } else { "" };
    let machines: Vec<_> = key.machines.iter().map(association).collect();
    format!("{:?}{default} [{}]", key.id, machines.join(", "))
}

pub(super) fn association(a: &model::Association) -> String {
    let used = match (&a.user, a.sudo, a.port, a.last_used) {
        (None, None, None, None) => return format!("{}/{}", a.backend_id, a.machine_id),
        (user, sudo, port, time) => format!("{user:?} {sudo:?} {port:?} {time:.3?}"),
    };
    format!("{}/{} {used}", a.backend_id, a.machine_id)
}

fn refs(machines: &[MachineRef]) -> Vec<String> {
    machines
        .iter()
        .map(|m| format!("{}/{}", m.backend_id, m.machine_id))
        .collect()
}

pub(super) fn shell(events: &[Event]) -> String {
    let mut output = Vec::new();
    let mut end = "interrupted".to_owned();
    for event in events {
        match event {
            Event::Output(bytes) => output.extend(bytes),
            Event::Completed { exit } => end = format!("completed {exit:?}"),
        }
    }
    if output.len() > 400 {
        let lines = output
            .split(|byte| *byte == b'\n')
            .map(|line| String::from_utf8_lossy(line));
        assert!(
            lines.eq((1..=2000).map(|n| n.to_string()).chain([String::new()])),
            "that of seq"
        );
        return format!("1 to 2000, {end}");
    }
    format!("{:?} {end}", String::from_utf8_lossy(&output))
}

pub(super) fn added(b: &model::BackendAdded) -> String {
    format!(
        "{} {:?} {} {:?} {:?} index {} enabled {}",
        b.id, b.title, b.provider, b.apikey, b.apiurl, b.index, b.enabled
    )
}

pub(super) fn created(m: &model::MachineCreated) -> String {
    let extra = m.extra.len();
    format!(
        "{} {:?} {:?} {:?} extra {extra}",
        m.id, m.name, m.public_ips, m.private_ips
    )
}

pub(super) fn probe(p: &model::Probe) -> String {
    format!(
        "up {:?} load {:?} cores {:?} users {:?} lost {:?} rtt {:?}",
        p.uptime.map(|up| up.seconds),
        p.loadavg,
        p.cores,
        p.users,
        p.packets_loss,
        p.rtt_avg
    )
}

pub(super) fn monitoring(m: &model::Monitoring) -> String {
    assert!(m.machines.faults.is_empty() && m.rules.faults.is_empty());
    let (machines, rules) = (refs(&m.machines.items), m.rules.items.len());
    format!("{machines:?}, {rules} rules, {}", account(&m.account))
}
