//! What providers say of an image besides its name.

use serde_json::{Map, Value, json};

use super::Spec;
use crate::profile::Family;

pub(super) fn extra(family: Family, spec: &Spec) -> Map<String, Value> {
    let value = match family {
        Family::Ec2 => amazon(spec),
        Family::Rackspace => json!({
            "created": "2014-04-08T20:02:10Z",
            "metadata": {
                "auto_disk_config": "True",
                "image_type": "base",
                "os_distro": distro(&spec.name),
                "os_type": "linux",
                "org.openstack__1__architecture": "x64",
            },
            "minDisk": spec.min_disk,
            "minRam": spec.min_ram,
            "progress": 100,
            "serverId": null,
            "status": "ACTIVE",
            "updated": "2014-04-21T19:12:29Z",
        }),
        Family::OpenStack | Family::Hp => json!({
            "created": "2014-04-17T09:31:00Z",
            "metadata": {},
            "minDisk": spec.min_disk,
            "minRam": spec.min_ram,
            "progress": 100,
            "serverId": null,
            "status": "ACTIVE",
            "updated": "2014-04-17T09:32:45Z",
        }),
        Family::NephoScale => json!({
            "architecture": "x86_64",
            "base_type": "Linux",
            "billable_type": 1,
            "disks": [],
            "is_default": false,
            "pcpus": null,
            "uri": format!("https://nephoscale.example.com/image/server/{}/", spec.id),
        }),
        Family::Linode => json!({"64bit": 1, "pvops": 1}),
        Family::DigitalOcean => json!({"distribution": distro(&spec.name)}),
        Family::Gce => json!({
            "creationTimestamp": "2014-04-09T11:27:16.000-07:00",
            "deprecated": null,
            "description": spec.name,
            "status": "READY",
        }),
        Family::Azure => json!({
            "affinity_group": "",
            "category": "Public",
            "location": "East Asia;East US;North Europe;West Europe;West US",
            "media_link": "",
            "os": "Linux",
            "vm_image": false,
        }),
        Family::Docker => json!({"created": 1_397_600_000, "size": 0, "virtual_size": 192_700_000}),
        Family::RackspaceFirstGen => json!({"minDisk": null, "minRam": null, "serverId": null}),
        Family::SoftLayer | Family::VCloud | Family::Libvirt => return Map::new(),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Few words: there are tens of thousands of them.
fn amazon(spec: &Spec) -> Value {
    let narrow = spec.name.contains("i386") || spec.name.contains("32-bit");
    let owner = match (spec.recommended, spec.for_sale) {
        (true, _) => "amazon",
        (false, true) => "aws-marketplace",
        (false, false) => "members",
    };
    json!({
        "architecture": if narrow { "i386" } else { "x86_64" },
        "image_type": "machine",
        // A text, as Amazon's XML has it.
        "is_public": "true",
        "owner_alias": (owner != "members").then_some(owner),
        "platform": null,
        "root_device_type": "ebs",
        "virtualization_type": "paravirtual",
    })
}

fn distro(name: &str) -> String {
    let first = name.split([' ', '-', ':']).next().unwrap_or_default();
    first.to_lowercase()
}
