//! What each provider's form asks for, where it can make machines, and what it wants to know for that (API notes §3, §7), as data.
//!
//! One table serves all servers. A provider is found by whatever a server calls it: `ec2_eu_west`, `rackspace:dfw`, or `ec2` with the
//! regions beside it ([`form`]; [`offers`] puts the regions of a server's answer together). Where the pages of April and November 2014
//! differ, the table has what works with both servers and is true of the provider:
//!
//! | provider | April | November | here |
//! | --- | --- | --- | --- |
//! | `softlayer` | API Key, API Secret | Username, API Key | as in November: that is what `SoftLayer` gives its customers |
//! | `digitalocean` | Client ID, API Key | Token | as in April, Client ID not required: the API that wanted it is gone |
//! | `linode` | Username, API Key | API Key | as in April, both required: servers tell two accounts apart by the first |
//! | `openstack` | Tenant Name not required | required | not required |
//! | `nephoscale` | capitals in a machine's name | none | none |
//!
//! What only later servers have (`vcloud`, `indonesian_vcloud`, `libvirt`) is sent under the names the manual of their client uses.

mod machines;
mod offers;
mod table;

pub use machines::{BadName, MachineRules, NameRule, Sends};
pub use offers::{Offer, Place, offers};
pub use table::{BARE_METAL, FORMS, GENERIC};

/// Stands for the secret of a backend that was added before with the same key: the server puts its own copy in its place.
pub const SAVED_SECRET: &str = "getsecretfromdb";

/// The form that adds a backend of one provider, and what is to be known about its machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderForm {
    /// The provider's id without a region; empty for [`GENERIC`].
    pub id: &'static str,
    /// What to call it where the server gives no title.
    pub title: &'static str,
    /// Its fields, in order, besides title and region.
    pub fields: &'static [Field],
    /// Where it is, as far as its regions are known: id of the region, or of the provider where that contains the region, and place.
    pub regions: &'static [(&'static str, &'static str)],
    /// Whether people add several backends with one secret, a region each: then [`SAVED_SECRET`] saves typing it again.
    pub reuses_secret: bool,
    /// What is to be known for making a machine.
    pub machines: MachineRules,
}

impl ProviderForm {
    /// The name of the place of a region, by its id, with or without the provider's in front.
    fn place(&self, region: &str) -> Option<&'static str> {
        let tail = region.split_once(':').map_or(region, |(_, tail)| tail);
        let known = |wanted: &str| self.regions.iter().find(|(id, _)| *id == wanted);
        known(region)
            .or_else(|| known(tail))
            .map(|(_, place)| *place)
    }
}

/// One field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// What people read.
    pub label: &'static str,
    /// The parameter's name on the wire.
    pub param: &'static str,
    /// What goes in.
    pub kind: FieldKind,
    /// Whether the form can do without.
    pub required: bool,
    /// Whether it must not be seen.
    pub secret: bool,
    /// What stands in it at first; empty for nothing.
    pub default: &'static str,
    /// Whether few need it, so that it may stay out of sight at first.
    pub advanced: bool,
}

/// What goes into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A host name or address.
    Host,
    /// Whom to sign in as on a machine.
    User,
    /// A port number.
    Port,
    /// An address with http or https.
    Url,
    /// The name of a stored key.
    Key,
    /// The text of a file.
    File,
}

impl Field {
    const fn new(label: &'static str, param: &'static str, kind: FieldKind) -> Self {
        Self {
            label,
            param,
            kind,
            required: true,
            secret: false,
            default: "",
            advanced: false,
        }
    }

    const fn text(label: &'static str, param: &'static str) -> Self {
        Self::new(label, param, FieldKind::Text)
    }

    const fn secret(self) -> Self {
        Self {
            secret: true,
            ..self
        }
    }

    const fn prefilled(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    const fn optional(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }

    const fn advanced(self) -> Self {
        Self {
            advanced: true,
            ..self.optional()
        }
    }
}

/// The form of a provider, by whatever a server calls it; `None` for one that this crate does not know: [`GENERIC`] may do.
pub fn form(provider: &str) -> Option<&'static ProviderForm> {
    let family = match provider.split_once(':') {
        // April 2014 had HP's cloud as regions of OpenStack.
        Some(("openstack", region)) if region.contains("region-") => "hpcloud",
        Some((family, _)) => family,
        None => provider,
    };
    let family = match family {
        "rackspace_first_gen" => "rackspace",
        ec2 if ec2.starts_with("ec2_") => "ec2",
        other => other,
    };
    FORMS.iter().find(|form| form.id == family)
}

#[cfg(test)]
mod tests;
