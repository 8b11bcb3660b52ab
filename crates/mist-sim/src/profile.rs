//! The kinds of clouds there are, found by what servers call them (API notes §3), and what machines on
//! them can do (§2.2).

use mist_api::{
    model::{Abilities, MachineState},
    providers::{self, GENERIC, MachineRules},
};

/// A kind of cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Amazon.
    Ec2,
    /// Rackspace's second generation.
    Rackspace,
    /// Rackspace's first.
    RackspaceFirstGen,
    /// Any `OpenStack` but HP's.
    OpenStack,
    /// HP's public cloud.
    Hp,
    /// `NephoScale`.
    NephoScale,
    /// Linode.
    Linode,
    /// `DigitalOcean`.
    DigitalOcean,
    /// `SoftLayer`.
    SoftLayer,
    /// Google.
    Gce,
    /// Azure.
    Azure,
    /// A Docker host.
    Docker,
    /// `VMware`'s vCloud.
    VCloud,
    /// KVM on a host of one's own.
    Libvirt,
}

/// A kind of cloud, and which of its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The kind.
    pub family: Family,
    /// What the provider's id says of the place: `ap_northeast`, `dfw`, `az-1.region-a.geo-1`; empty
    /// where it says nothing.
    pub place: String,
}

impl Profile {
    /// The cloud behind a provider's id, in the flat form or with a region in front of or behind a
    /// colon, and the region beside it where there is one. `None` for servers of one's own and for
    /// what nobody knows.
    pub fn of(provider: &str, region: &str) -> Option<Self> {
        let (name, tail) = provider.split_once(':').unwrap_or((provider, ""));
        // The later form of an answer has the flat form's id as the region.
        let old = region.strip_prefix("rackspace_first_gen:");
        if let Some(place) = old.filter(|_| name == "rackspace") {
            return Some(Self {
                family: Family::RackspaceFirstGen,
                place: place.to_owned(),
            });
        }
        let inner = name.strip_prefix("ec2_");
        let family = match name {
            "ec2" => Family::Ec2,
            _ if inner.is_some() => Family::Ec2,
            "rackspace" => Family::Rackspace,
            "rackspace_first_gen" => Family::RackspaceFirstGen,
            // April 2014 had HP's cloud as regions of OpenStack.
            "openstack" if tail.contains("region-") || region.contains("region-") => Family::Hp,
            "openstack" => Family::OpenStack,
            "hpcloud" => Family::Hp,
            "nephoscale" => Family::NephoScale,
            "linode" => Family::Linode,
            "digitalocean" => Family::DigitalOcean,
            "softlayer" => Family::SoftLayer,
            "gce" => Family::Gce,
            "azure" => Family::Azure,
            "docker" => Family::Docker,
            "vcloud" | "indonesian_vcloud" => Family::VCloud,
            "libvirt" => Family::Libvirt,
            _ => return None,
        };
        let known = [inner.unwrap_or_default(), tail, region];
        let place = known.into_iter().find(|place| !place.is_empty());
        let place = place.unwrap_or_default();
        let place = place.strip_prefix("ec2_").unwrap_or(place);
        Some(Self {
            family,
            place: place.to_owned(),
        })
    }
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Ec2,
        Self::Rackspace,
        Self::RackspaceFirstGen,
        Self::OpenStack,
        Self::Hp,
        Self::NephoScale,
        Self::Linode,
        Self::DigitalOcean,
        Self::SoftLayer,
        Self::Gce,
        Self::Azure,
        Self::Docker,
        Self::VCloud,
        Self::Libvirt,
    ];

    /// What servers call it, without a region.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Rackspace => "rackspace",
            Self::RackspaceFirstGen => "rackspace_first_gen",
            Self::OpenStack => "openstack",
            Self::Hp => "hpcloud",
            Self::NephoScale => "nephoscale",
            Self::Linode => "linode",
            Self::DigitalOcean => "digitalocean",
            Self::SoftLayer => "softlayer",
            Self::Gce => "gce",
            Self::Azure => "azure",
            Self::Docker => "docker",
            Self::VCloud => "vcloud",
            Self::Libvirt => "libvirt",
        }
    }

    /// What it wants to know when a machine is made.
    pub fn rules(self) -> MachineRules {
        providers::form(self.id()).unwrap_or(GENERIC).machines
    }

    /// Whether machines keep tags.
    pub const fn has_tags(self) -> bool {
        matches!(
            self,
            Self::Ec2
                | Self::Rackspace
                | Self::OpenStack
                | Self::Hp
                | Self::Gce
                | Self::VCloud
                | Self::Libvirt
        )
    }

    /// Whether servers say in so many words that machines have no tags (405), rather than fail (500).
    pub(crate) const fn says_it_has_no_tags(self) -> bool {
        matches!(self, Self::Linode | Self::RackspaceFirstGen)
    }

    /// Whether machines are stopped and started, rather than only made and destroyed.
    pub const fn has_stop(self) -> bool {
        !matches!(self, Self::Gce)
    }

    /// Whether a machine can be given another size.
    pub const fn has_resize(self) -> bool {
        matches!(
            self,
            Self::Rackspace | Self::RackspaceFirstGen | Self::OpenStack | Self::Hp
        )
    }

    /// Whether networks are listed.
    pub const fn has_networks(self) -> bool {
        matches!(self, Self::OpenStack | Self::NephoScale)
    }

    /// Whether networks are made and deleted.
    pub const fn makes_networks(self) -> bool {
        matches!(self, Self::OpenStack)
    }

    /// Whether a destroyed machine stays listed for a while, as terminated.
    pub const fn remembers_the_dead(self) -> bool {
        matches!(self, Self::Ec2)
    }

    /// Whether no two machines have one name.
    pub(crate) const fn has_unique_names(self) -> bool {
        matches!(self, Self::Linode | Self::Gce | Self::Azure | Self::Docker)
    }

    /// What a machine in this state can do.
    pub fn abilities(self, state: &MachineState) -> Abilities {
        let lives = *state != MachineState::Terminated;
        let runs = *state == MachineState::Running;
        let rests = *state == MachineState::Stopped;
        // A Linode that is being made can be told to start.
        let waits = *state == MachineState::Pending && self == Self::Linode;
        Abilities {
            start: (rests || waits) && self.has_stop(),
            stop: runs && self.has_stop(),
            reboot: runs,
            destroy: lives,
            tag: lives && self.has_tags(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mist_api::providers::FORMS;

    #[test]
    fn every_provider_with_a_form_is_simulated_but_servers_of_ones_own() {
        for form in FORMS {
            let own = ["bare_metal", "local"].contains(&form.id);
            assert_eq!(Profile::of(form.id, "").is_none(), own, "{}", form.id);
        }
        assert_eq!(Profile::of("nobody_knows", ""), None);
    }

    #[test]
    fn the_place_is_read_out_of_every_form_of_an_id() {
        for (provider, region, family, place) in [
            ("ec2_ap_northeast", "", Family::Ec2, "ap_northeast"),
            ("ec2", "ec2_ap_northeast", Family::Ec2, "ap_northeast"),
            ("rackspace:dfw", "", Family::Rackspace, "dfw"),
            ("rackspace", "dfw", Family::Rackspace, "dfw"),
            (
                "rackspace_first_gen:us",
                "",
                Family::RackspaceFirstGen,
                "us",
            ),
            (
                "openstack:az-1.region-a.geo-1",
                "",
                Family::Hp,
                "az-1.region-a.geo-1",
            ),
            ("hpcloud:region-b.geo-1", "", Family::Hp, "region-b.geo-1"),
            ("linode", "", Family::Linode, ""),
            ("openstack", "RegionOne", Family::OpenStack, "RegionOne"),
            (
                "openstack",
                "az-2.region-a.geo-1",
                Family::Hp,
                "az-2.region-a.geo-1",
            ),
            (
                "rackspace",
                "rackspace_first_gen:uk",
                Family::RackspaceFirstGen,
                "uk",
            ),
        ] {
            let found = Profile::of(provider, region).unwrap();
            assert_eq!(
                (found.family, found.place.as_str()),
                (family, place),
                "{provider}"
            );
        }
    }

    #[test]
    fn what_is_moving_can_only_be_destroyed_and_the_dead_can_do_nothing() {
        let of = |state| Family::Ec2.abilities(&state);
        for state in [MachineState::Pending, MachineState::Rebooting] {
            let can = of(state);
            assert!(can.destroy && can.tag && !(can.start || can.stop || can.reboot));
        }
        let can = of(MachineState::Terminated);
        assert!(!(can.destroy || can.tag || can.start || can.stop || can.reboot));
        assert!(of(MachineState::Stopped).start && of(MachineState::Running).stop);
    }

    #[test]
    fn google_neither_stops_nor_starts() {
        for state in [MachineState::Running, MachineState::Stopped] {
            let can = Family::Gce.abilities(&state);
            assert!(!(can.start || can.stop));
        }
    }
}
