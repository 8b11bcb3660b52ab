//! What providers say of a machine besides what servers understand. Texts in place of booleans and
//! representations of Python's objects are as servers have them.

use std::iter;

use serde_json::{Map, Value, json};

use super::{life::Phase, machine::Sight};
use crate::{catalogue::region, clock::iso, profile::Family};

pub(super) fn extra(sight: &Sight<'_>) -> Map<String, Value> {
    let machine = sight.machine;
    let value = match sight.cloud.profile.family {
        Family::Ec2 => amazon(sight),
        Family::Rackspace | Family::RackspaceFirstGen | Family::OpenStack | Family::Hp => {
            openstack(sight)
        }
        Family::Gce => google(sight),
        Family::Linode => json!({
            "ALERT_CPU_ENABLED": 1,
            "BACKUPSENABLED": 0,
            "CREATE_DT": iso(machine.created_ms).replace('T', " ").replace(".000Z", ".0"),
            "DATACENTERID": machine.location,
            "LABEL": machine.name,
            "LINODEID": machine.id,
            "PLANID": machine.size,
            "STATUS": match sight.phase {
                Phase::Running | Phase::Rebooting => 1,
                Phase::Pending => 0,
                Phase::Stopped | Phase::Terminated => 2,
            },
            "TOTALRAM": sight.size.map(|size| size.ram),
        }),
        Family::Docker => docker(sight),
        Family::DigitalOcean => json!({
            "backups_active": null,
            "image_id": machine.image,
            "region_id": machine.location,
            "size_id": machine.size,
        }),
        // It takes a name apart at the first dot.
        Family::SoftLayer => json!({
            "hostname": machine.name.split('.').next(),
            "domain": machine.name.split_once('.').map(|(_, domain)| domain),
            "created": iso(machine.created_ms),
            "datacenter": sight.place,
            "hourlyBillingFlag": true,
            "image": machine.image,
            "maxCpu": sight.size.map(|size| size.cores),
            "maxMemory": sight.size.map(|size| size.ram),
            "password": null,
            "recurringFee": ".05",
        }),
        Family::NephoScale => json!({
            "architecture": "x86_64",
            "create_time": iso(machine.created_ms),
            "disks": null,
            "hostname": machine.name,
            "image": machine.image,
            "is_console_enabled": "true",
            "service_type": machine.size,
            "zone": sight.place,
        }),
        Family::Azure => json!({
            "instance_endpoints": "<azure.servicemanagement.InstanceEndpoints object at 0x7f3a5c0d8b10>",
            "os_type": "Linux",
            "power_state": status(sight.phase),
            "remote_desktop_port": null,
            "ssh_port": "22",
        }),
        Family::VCloud => json!({
            "lease_settings": null,
            "os": sight.cloud.images.find(&machine.image).map(|image| &image.name),
            "storage_profile": "*",
            "vdc": "<Vdc: id=https://vcloud.example.com/api/vdc/1, name=vdc-1>",
            "vms": [{"name": machine.name, "state": status(sight.phase)}],
        }),
        Family::Libvirt => json!({
            "processors": sight.size.map(|size| size.cores),
            "memory": sight.size.map(|size| format!("{} MB", size.ram)),
            "types": "kvm",
            "uuid": machine.id,
            "xml_description": format!("<domain type='kvm'>\n  <name>{}</name>\n</domain>\n", machine.name),
        }),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

const fn status(phase: Phase) -> &'static str {
    match phase {
        Phase::Pending => "BUILD",
        Phase::Running => "ACTIVE",
        Phase::Rebooting => "REBOOT",
        Phase::Stopped => "SHUTOFF",
        Phase::Terminated => "DELETED",
    }
}

/// Tags are values; clouds want keys for them.
fn tagged(sight: &Sight<'_>) -> impl Iterator<Item = (String, Value)> {
    let made_ms = sight.machine.created_ms;
    let numbered = (0u64..).zip(&sight.machine.tags);
    numbered.map(move |(number, tag)| {
        let at = iso(made_ms.saturating_add(number * 1_000)).replace(".000Z", "");
        (format!("mist.io_tag-{at}"), json!(tag))
    })
}

fn amazon(sight: &Sight<'_>) -> Value {
    let machine = sight.machine;
    let mut rng = sight.rng("extra");
    let region = region(&sight.cloud.profile.place);
    let dashed = |ip: &String| ip.replace('.', "-");
    // Some subnets give out no names.
    let named = !rng.chance(10);
    let dns_name = sight
        .public_ips
        .iter()
        .find(|ip| !ip.contains(':') && named);
    let private_dns = sight.private_ips.first().map(dashed);
    let interface = format!("eni-{}", rng.hex(8));
    let name = iter::once(("Name".to_owned(), json!(machine.name)));
    let tags: Map<String, Value> = name.chain(tagged(sight)).collect();
    let reason = match sight.phase {
        Phase::Stopped | Phase::Terminated => {
            let at = iso(machine.life.since(sight.now_ms)).replace('T', " ");
            format!("User initiated ({})", at.replace(".000Z", " UTC"))
        }
        _ => String::new(),
    };
    json!({
        "architecture": "x86_64",
        "availability": sight.place,
        "block_device_mapping": [{
            "device_name": "/dev/sda1",
            "ebs": {
                "delete": "true",
                "iops": null,
                "snapshot_id": null,
                "volume_id": format!("vol-{}", rng.hex(8)),
                "volume_size": null,
            },
            "virtual_name": null,
        }],
        "client_token": "",
        "dns_name": dns_name
            .map(|ip| format!("ec2-{}.{region}.compute.example.com", dashed(ip))),
        "ebs_optimized": "false",
        "groups": [{"group_id": format!("sg-{}", sight.cloud.rng(&["group"]).hex(8)), "group_name": "mistio"}],
        "hypervisor": "xen",
        "iam_profile": null,
        "image_id": machine.image,
        "instance_id": machine.id,
        "instance_type": machine.size,
        "key_name": machine.key,
        "launch_index": 0,
        "launch_time": iso(machine.created_ms),
        "monitoring": "disabled",
        "network_interfaces": [format!("<EC2NetworkInterface: id={interface}, name={interface}>")],
        "platform": null,
        "private_dns": private_dns.map(|ip| format!("ip-{ip}.{region}.compute.internal")),
        "product_codes": [],
        "reason": reason,
        "root_device_name": "/dev/sda1",
        "root_device_type": "ebs",
        "source_dest_check": "true",
        "status": mist_api::model::MachineState::from(sight.phase),
        "tags": tags,
        "virtualization_type": "paravirtual",
    })
}

fn openstack(sight: &Sight<'_>) -> Value {
    let machine = sight.machine;
    let mut rng = sight.rng("extra");
    let metadata: Map<String, Value> = tagged(sight).collect();
    json!({
        "created": iso(machine.created_ms),
        "flavorId": machine.size,
        "hostId": rng.hex(56),
        "imageId": machine.image,
        "key_name": machine.key,
        "metadata": metadata,
        "networks": machine.networks,
        "password": null,
        "status": status(sight.phase),
        "tenantId": sight.cloud.rng(&["tenant"]).hex(32),
        "uri": null,
    })
}

fn google(sight: &Sight<'_>) -> Value {
    let machine = sight.machine;
    let tags = (!machine.tags.is_empty()).then_some(&machine.tags);
    let size = sight.size.map_or("", |size| size.name);
    json!({
        "boot_disk": format!("<StorageVolume id={} size=10 driver=Google Compute Engine>", machine.id),
        "description": null,
        "disks": [{"boot": true, "deviceName": machine.name, "mode": "READ_WRITE"}],
        "image": machine.image,
        "machineType": size,
        "metadata": {"items": [{"key": "sshKeys", "value": machine.key}]},
        "status": match sight.phase {
            Phase::Pending => "PROVISIONING",
            Phase::Running => "RUNNING",
            Phase::Rebooting => "STAGING",
            Phase::Stopped | Phase::Terminated => "TERMINATED",
        },
        "tags": tags,
        "zone": format!("<GCEZone id=\"{}\" name=\"{}\" status=\"UP\">", machine.location, sight.place),
    })
}

fn docker(sight: &Sight<'_>) -> Value {
    let machine = sight.machine;
    let up = matches!(sight.phase, Phase::Running | Phase::Rebooting);
    json!({
        "command": "/bin/sh -c '/usr/sbin/sshd -D'",
        "created": machine.created_ms / 1000,
        "image": machine.image,
        "ports": if up {
            json!([{"IP": "0.0.0.0", "PrivatePort": 22, "PublicPort": 49_153, "Type": "tcp"}])
        } else {
            json!([])
        },
        "sizerootfs": null,
        "sizerw": null,
        "status": if up { "Up" } else { "Exited (0)" },
    })
}
