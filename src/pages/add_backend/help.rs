//! What each provider's form is about, in a line.

use mist_api::{
    extensions::LOCAL,
    providers::{GENERIC, ProviderForm},
};

use crate::say;

/// Where to find what the form asks for; empty where that needs no words.
pub fn of(form: &ProviderForm) -> &'static str {
    match form.id {
        "bare_metal" => say!(provider_help.bare_metal),
        LOCAL => say!(provider_help.local),
        "ec2" => say!(provider_help.ec2),
        "rackspace" => say!(provider_help.rackspace),
        "softlayer" => say!(provider_help.softlayer),
        "digitalocean" => say!(provider_help.digitalocean),
        "linode" => say!(provider_help.linode),
        "gce" => say!(provider_help.gce),
        "openstack" => say!(provider_help.openstack),
        "azure" => say!(provider_help.azure),
        "docker" => say!(provider_help.docker),
        "vcloud" | "indonesian_vcloud" => say!(provider_help.vcloud),
        "libvirt" => say!(provider_help.libvirt),
        id if id == GENERIC.id => say!(provider_help.generic),
        _ => "",
    }
}
