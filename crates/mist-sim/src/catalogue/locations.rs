//! Where machines can be made. Ids look as each provider makes them: indexes, codes, numbers, nothing.

use mist_api::model::Location;

use crate::profile::{Family, Profile};

fn location(id: impl Into<String>, name: &str, country: &str) -> Location {
    Location {
        id: id.into(),
        name: name.to_owned(),
        country: country.to_owned(),
    }
}

/// EC2's regions: what a provider's id says, what a zone's name begins with, the country, the zones.
const EC2: [(&str, &str, &str, &str); 8] = [
    ("ap_northeast", "ap-northeast-1", "Japan", "acd"),
    ("ap_southeast", "ap-southeast-1", "Singapore", "ab"),
    ("ap_southeast_2", "ap-southeast-2", "Australia", "ab"),
    ("eu_west", "eu-west-1", "Ireland", "abc"),
    ("sa_east", "sa-east-1", "Brazil", "ab"),
    ("us_east", "us-east-1", "USA", "abde"),
    ("us_west", "us-west-1", "USA", "ac"),
    ("us_west_oregon", "us-west-2", "USA", "abc"),
];

/// Places by id, name and country.
type Table = &'static [(&'static str, &'static str, &'static str)];

const LINODE: Table = &[
    ("2", "Dallas, TX, USA", "US"),
    ("3", "Fremont, CA, USA", "US"),
    ("4", "Atlanta, GA, USA", "US"),
    ("6", "Newark, NJ, USA", "US"),
    ("7", "London, England, UK", "GB"),
    ("8", "Tokyo, JP", "JP"),
];

const DIGITAL_OCEAN: Table = &[
    ("3", "San Francisco 1", ""),
    ("4", "New York 2", ""),
    ("5", "Amsterdam 2", ""),
    ("6", "Singapore 1", ""),
];

const SOFTLAYER: Table = &[
    ("ams01", "Amsterdam 1", "NL"),
    ("dal05", "Dallas 5", "US"),
    ("hkg02", "Hong Kong 2", "HK"),
    ("sea01", "Seattle 1", "US"),
    ("sng01", "Singapore 1", "SG"),
    ("wdc01", "Washington DC 1", "US"),
];

const GCE: Table = &[
    ("2221", "asia-east1-a", "asia-east1"),
    ("2222", "asia-east1-b", "asia-east1"),
    ("2102", "europe-west1-a", "europe-west1"),
    ("2103", "europe-west1-b", "europe-west1"),
    ("2000", "us-central1-a", "us-central1"),
    ("2002", "us-central1-b", "us-central1"),
];

const NEPHOSCALE: Table = &[("86945", "SJC-1", "US"), ("87729", "RIC-1", "US")];

const AZURE: Table = &[
    ("East Asia", "East Asia", "Hong Kong"),
    ("East US", "East US", "Virginia"),
    ("North Europe", "North Europe", "Ireland"),
    ("West Europe", "West Europe", "Netherlands"),
    ("West US", "West US", "California"),
];

/// The places of a cloud.
pub(crate) fn locations(profile: &Profile) -> Vec<Location> {
    let place = profile.place.as_str();
    let table = match profile.family {
        Family::Ec2 => return zones(place),
        Family::Rackspace | Family::RackspaceFirstGen => return rackspace(place),
        Family::Linode => LINODE,
        Family::DigitalOcean => DIGITAL_OCEAN,
        Family::SoftLayer => SOFTLAYER,
        Family::Gce => GCE,
        Family::NephoScale => NEPHOSCALE,
        Family::Azure => AZURE,
        Family::Hp => &[("0", "HP Cloud", "US")],
        // A cloud of one's own is in one place and has no word for it.
        Family::OpenStack | Family::VCloud => &[("0", "", "")],
        // What servers say where there are no places at all.
        Family::Docker | Family::Libvirt => &[("", "default", "")],
    };
    let row = |(id, name, country): &(&str, &str, &str)| location(*id, name, country);
    table.iter().map(row).collect()
}

fn rackspace(place: &str) -> Vec<Location> {
    let country = match place {
        "lon" | "uk" => "UK",
        "syd" => "AU",
        "hkg" => "HK",
        _ => "US",
    };
    let name = format!("Rackspace {}", place.to_uppercase());
    vec![location("0", name.trim_end(), country)]
}

/// The region of an EC2 backend as Amazon writes it: `ap-northeast-1`.
pub(crate) fn region(place: &str) -> &'static str {
    row(place).map_or("us-east-1", |(_, name, ..)| name)
}

/// Virginia's row for a region that nobody knows.
fn row(place: &str) -> Option<&'static (&'static str, &'static str, &'static str, &'static str)> {
    let of = |wanted: &str| EC2.iter().find(|(region, ..)| *region == wanted);
    of(place).or_else(|| of("us_east"))
}

/// The zones of an EC2 region, their ids mere indexes.
fn zones(place: &str) -> Vec<Location> {
    let Some((_, name, country, letters)) = row(place) else {
        return Vec::new();
    };
    let zone = |(index, letter): (usize, char)| {
        location(index.to_string(), &format!("{name}{letter}"), country)
    };
    letters.chars().enumerate().map(zone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(provider: &str) -> Vec<String> {
        let profile = Profile::of(provider, "").unwrap();
        let of = |location: Location| location.name;
        locations(&profile).into_iter().map(of).collect()
    }

    #[test]
    fn an_ec2_backend_has_the_zones_of_its_region_by_index() {
        let profile = Profile::of("ec2_ap_northeast", "").unwrap();
        let zones = locations(&profile);
        assert_eq!(zones[0], location("0", "ap-northeast-1a", "Japan"));
        assert_eq!(zones[1].name, "ap-northeast-1c");
        assert_eq!(zones[2].id, "2");
        assert_eq!(region("ap_northeast"), "ap-northeast-1");
    }

    #[test]
    fn every_cloud_has_a_place_and_ids_that_differ() {
        for provider in [
            "ec2_us_east",
            "ec2_mars",
            "rackspace:dfw",
            "rackspace_first_gen:uk",
            "openstack",
            "hpcloud:region-a.geo-1",
            "nephoscale",
            "linode",
            "digitalocean",
            "softlayer",
            "gce",
            "azure",
            "docker",
            "vcloud",
            "libvirt",
        ] {
            let profile = Profile::of(provider, "").unwrap();
            let mut ids: Vec<String> = locations(&profile).into_iter().map(|l| l.id).collect();
            let all = ids.len();
            assert!(all > 0, "{provider}");
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), all, "{provider}");
        }
        assert_eq!(names("rackspace:lon"), ["Rackspace LON"]);
        assert_eq!(names("docker"), ["default"]);
    }
}
