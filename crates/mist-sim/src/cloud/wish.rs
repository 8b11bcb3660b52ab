//! What people ask for when they want a machine, and what a provider says to it.

use mist_api::model::Location;
use serde_json::Value;

use super::Cloud;
use crate::{
    catalogue::{ImageSpec, Size, size},
    profile::Family,
    refusal::Refusal,
};

/// What a machine is to be made of: the fields of the request (API notes §1, §5). What is missing there
/// is empty here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// What to call it.
    pub name: String,
    /// The id of its image.
    pub image: String,
    /// The id of its size.
    pub size: String,
    /// The id of its place; the provider's first where there is none.
    pub location: Option<String>,
    /// The name of its place, which Google wants.
    pub location_name: Option<String>,
    /// The name of its image, which Google wants.
    pub image_name: Option<String>,
    /// The name of its size, which Google wants.
    pub size_name: Option<String>,
    /// The name of the key to put on it: the host fills in the default one.
    pub key: Option<String>,
    /// The size's disk, which Linode wants: gigabytes, as a number or a text.
    pub disk: Option<Value>,
    /// What else is known of the image, which Linode wants.
    pub image_extra: Option<Value>,
    /// What to run on it first. The host runs it.
    pub script: Option<String>,
    /// The ids of the networks it shall be in.
    pub networks: Vec<String>,
    /// Addresses it shall have. Clouds choose by themselves.
    pub ips: Vec<String>,
    /// Whether to monitor it from the start. The host does it.
    pub monitoring: bool,
}

/// A wish that can be granted.
pub(super) struct Granted {
    pub(super) image: String,
    pub(super) size: &'static Size,
    pub(super) location: String,
}

/// The longest name where a provider has no rule of its own.
const LONGEST_NAME: usize = 255;

/// How many machines more than it has from the beginning a cloud makes.
const MOST: usize = 1_000;

/// The only images of `NephoScale` that fit its smallest size.
const NEPHOSCALE_SMALL: [&str; 2] = ["49", "27"];

impl Wish {
    /// Whether this cloud can make it.
    pub(super) fn judged(&self, cloud: &Cloud) -> Result<Granted, Refusal> {
        let family = cloud.profile.family;
        for (field, value) in [
            ("'name'", &self.name),
            ("'image'", &self.image),
            ("'size'", &self.size),
        ] {
            if value.trim().is_empty() {
                return Err(Refusal::missing(field));
            }
        }
        let rules = family.rules();
        if rules.key && !is_given(self.key.as_ref()) {
            return Err(Refusal::missing("'key'"));
        }
        let failed = |why: String| Refusal::not_made(title(family), &why);
        if let Err(bad) = rules.name.check(&self.name) {
            return Err(failed(format!("Invalid value for name: {bad}")));
        }
        if self.name.chars().count() > LONGEST_NAME {
            return Err(failed(format!(
                "Invalid value for name: longer than {LONGEST_NAME} characters"
            )));
        }
        if cloud.living().count() >= cloud.born.saturating_add(MOST) {
            return Err(failed(
                "InstanceLimitExceeded: Your quota allows for no more machines".to_owned(),
            ));
        }
        let image = cloud.images.find(&self.image);
        let image = image.ok_or_else(|| failed(no_image(family, &self.image)))?;
        let size = size(family, &self.size).ok_or_else(|| failed(no_size(family, &self.size)))?;
        let location = self.place(cloud).ok_or_else(|| {
            let asked = self.location_name.as_ref().or(self.location.as_ref());
            let asked = asked.map(String::as_str).unwrap_or_default();
            failed(format!("Invalid location: '{asked}'"))
        })?;
        self.extras(family, size).map_err(failed)?;
        fits(family, image, size).map_err(failed)?;
        self.networks_exist(cloud).map_err(failed)?;
        if family.has_unique_names() && cloud.is_named(&self.name) {
            return Err(failed(format!(
                "The resource '{}' already exists",
                self.name
            )));
        }
        Ok(Granted {
            image: image.id.clone(),
            size,
            location: location.id.clone(),
        })
    }

    /// The place that is wanted; the first where none is.
    fn place<'a>(&self, cloud: &'a Cloud) -> Option<&'a Location> {
        let places = &cloud.locations;
        let family = cloud.profile.family;
        if family == Family::Gce {
            let name = self.location_name.as_deref()?;
            return places.iter().find(|place| place.name == name);
        }
        match self.location.as_deref().unwrap_or_default() {
            "" => places.first(),
            id if family.rules().location => places.iter().find(|place| place.id == id),
            _ => places.first(),
        }
    }

    /// What some providers want besides ids.
    fn extras(&self, family: Family, size: &Size) -> Result<(), String> {
        match family {
            Family::Gce => {
                let names = [
                    ("image_name", &self.image_name),
                    ("size_name", &self.size_name),
                ];
                let missing = names.iter().find(|(_, name)| !is_given(name.as_ref()));
                missing.map_or(Ok(()), |(field, _)| {
                    Err(format!("Required field '{field}' not specified"))
                })
            }
            Family::Linode => {
                let disk = self.disk.as_ref().and_then(gigabytes);
                let Some(disk) = disk.filter(|disk| *disk > 0.0) else {
                    return Err("Need a disk size to create a disk".to_owned());
                };
                if disk > f64::from(size.disk) {
                    return Err("Not enough disk space for this plan".to_owned());
                }
                if !matches!(&self.image_extra, Some(Value::Object(extra)) if !extra.is_empty()) {
                    return Err("Cannot tell the image's width: no extra given".to_owned());
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn networks_exist(&self, cloud: &Cloud) -> Result<(), String> {
        if !cloud.profile.family.makes_networks() {
            return Ok(());
        }
        let unknown = self.networks.iter().find(|id| !cloud.has_network(id));
        unknown.map_or(Ok(()), |id| {
            Err(format!("400 Bad Request Network {id} could not be found."))
        })
    }
}

fn is_given(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn gigabytes(disk: &Value) -> Option<f64> {
    let number = match disk {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

/// What a provider calls itself when it says no.
const fn title(family: Family) -> &'static str {
    match family {
        Family::Ec2 => "EC2",
        Family::Rackspace | Family::RackspaceFirstGen => "Rackspace",
        Family::OpenStack => "OpenStack",
        Family::Hp => "HP",
        Family::NephoScale => "NephoScale",
        Family::Linode => "Linode",
        Family::DigitalOcean => "Digital Ocean",
        Family::SoftLayer => "Softlayer",
        Family::Gce => "Google Compute Engine",
        Family::Azure => "Azure",
        Family::Docker => "Docker",
        Family::VCloud => "vCloud",
        Family::Libvirt => "KVM",
    }
}

fn no_image(family: Family, id: &str) -> String {
    match family {
        Family::Ec2 => {
            format!("InvalidAMIID.NotFound: The image id '[{id}]' does not exist")
        }
        Family::Docker => format!("No such image: {id}"),
        _ => format!("404 Not Found Image {id} could not be found."),
    }
}

fn no_size(family: Family, id: &str) -> String {
    match family {
        Family::Ec2 => {
            format!("InvalidParameterValue: Invalid value '{id}' for InstanceType.")
        }
        _ => format!("404 Not Found Flavor {id} could not be found."),
    }
}

/// Whether the image runs on the size.
fn fits(family: Family, image: &ImageSpec, size: &Size) -> Result<(), String> {
    if family == Family::NephoScale && size.ram < 512 && !NEPHOSCALE_SMALL.contains(&&*image.id) {
        let size = size.name.split(' ').next().unwrap_or_default();
        return Err(format!("{size} cannot be used with image '{}'", image.name));
    }
    if size.ram < image.min_ram {
        return Err("400 Bad Request Flavor's memory is too small for requested image.".to_owned());
    }
    if size.disk < image.min_disk {
        return Err("400 Bad Request Flavor's disk is too small for requested image.".to_owned());
    }
    Ok(())
}
