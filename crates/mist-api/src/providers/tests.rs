use std::collections::{BTreeSet, HashSet};

use proptest::prelude::*;
use serde_json::json;

use super::{BadName, FORMS, FieldKind, GENERIC, NameRule, Offer, Sends, form, offers};
use crate::call::CreateMachine;
use crate::model::{Image, Location, Provider, Size, decode_providers};

/// What the server of April 2014 lists, and what the recorded requests and answers name.
const APRIL: &str = "bare_metal ec2_ap_northeast ec2_ap_southeast ec2_ap_southeast_2 ec2_eu_west ec2_sa_east ec2_us_east \
    ec2_us_west ec2_us_west_oregon gce nephoscale digitalocean linode openstack rackspace:dfw rackspace:ord rackspace:iad \
    rackspace:lon rackspace:syd rackspace:hkg rackspace_first_gen:us rackspace_first_gen:uk softlayer \
    openstack:az-1.region-a.geo-1 openstack:az-2.region-a.geo-1 openstack:az-3.region-a.geo-1 openstack:region-b.geo-1";

/// What servers of November 2014 list besides, in the words of their manual.
const NOVEMBER: &str = "azure docker hpcloud:region-a.geo-1 hpcloud:region-b.geo-1";

/// What backends are listed with, their region apart, and what `mistd` has.
const OTHERS: &str = "rackspace rackspace_first_gen hpcloud ec2 local";

/// What still later servers list, regions inside.
fn later() -> Vec<Provider> {
    let listed = json!([
        {"provider": "bare_metal", "regions": [], "title": "Other Server"},
        {"provider": "azure", "regions": [], "title": "Azure"},
        {"provider": "ec2", "title": "EC2", "regions": [
            {"id": "ec2_ap_northeast", "location": "Tokyo"}, {"id": "ec2_eu_west", "location": "Ireland"}]},
        {"provider": "gce", "regions": [], "title": "Google Compute Engine"},
        {"provider": "nephoscale", "regions": [], "title": "NephoScale"},
        {"provider": "digitalocean", "regions": [], "title": "DigitalOcean"},
        {"provider": "linode", "regions": [], "title": "Linode"},
        {"provider": "openstack", "regions": [], "title": "OpenStack"},
        {"provider": "rackspace", "title": "Rackspace", "regions": [
            {"id": "dfw", "location": "Dallas"}, {"id": "rackspace_first_gen:us", "location": "US-First Gen"}]},
        {"provider": "softlayer", "regions": [], "title": "SoftLayer"},
        {"provider": "hpcloud", "title": "HP Helion Cloud", "regions": [
            {"id": "region-a.geo-1", "location": "US West"}, {"id": "region-b.geo-1", "location": "US East"}]},
        {"provider": "docker", "regions": [], "title": "Docker"},
        {"provider": "vcloud", "regions": [], "title": "VMware vCloud"},
        {"provider": "indonesian_vcloud", "regions": [], "title": "Indonesian Cloud"},
        {"provider": "libvirt", "regions": [], "title": "KVM (via libvirt)"},
    ]);
    decode_providers(listed.to_string().as_bytes())
        .unwrap()
        .items
}

fn flat(ids: &str) -> Vec<Provider> {
    let provider = |id: &str| Provider {
        title: format!("Title of {id}"),
        id: id.to_owned(),
        regions: Vec::new(),
        simulated: id == "linode",
    };
    ids.split_whitespace().map(provider).collect()
}

fn labels(provider: &str) -> Vec<(&'static str, &'static str)> {
    let fields = form(provider).unwrap().fields;
    fields
        .iter()
        .map(|field| (field.label, field.param))
        .collect()
}

#[test]
fn every_provider_of_every_server_has_a_form() {
    let later = later();
    let ids = [APRIL, NOVEMBER, OTHERS]
        .into_iter()
        .flat_map(str::split_whitespace)
        .chain(later.iter().map(|provider| provider.id.as_str()));
    for id in ids {
        let form = form(id).unwrap_or_else(|| panic!("{id} has no form"));
        assert!(!form.fields.is_empty() || id == "local", "{id}");
    }
    assert_eq!(form("no_such_cloud"), None);
    assert_eq!(form(""), None);
}

#[test]
fn forms_make_sense() {
    let ids: HashSet<_> = FORMS.iter().map(|form| form.id).collect();
    assert_eq!(ids.len(), FORMS.len());
    for form in FORMS.iter().chain([GENERIC]) {
        let labels: HashSet<_> = form.fields.iter().map(|field| field.label).collect();
        let params: HashSet<_> = form.fields.iter().map(|field| field.param).collect();
        assert_eq!(
            (labels.len(), params.len()),
            (form.fields.len(), form.fields.len())
        );
        for field in form.fields {
            let is_secret = matches!(field.param, "apisecret" | "password");
            assert_eq!(field.secret, is_secret, "{} {}", form.id, field.label);
            assert!(
                !(field.advanced && field.required),
                "{} {}",
                form.id,
                field.label
            );
        }
    }
}

/// Everything in the table travels with the page.
#[test]
fn the_table_is_small() {
    let mut texts = BTreeSet::new();
    for form in FORMS {
        texts.extend([form.id, form.title]);
        texts.extend(form.regions.iter().flat_map(|(id, place)| [*id, *place]));
        texts.extend(
            form.fields
                .iter()
                .flat_map(|f| [f.label, f.param, f.default]),
        );
    }
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    assert!(bytes < 2_000, "{bytes} bytes");
}

#[test]
fn a_single_server_is_asked_for_as_in_2014() {
    let form = form("bare_metal").unwrap();
    let fields = form
        .fields
        .iter()
        .map(|f| (f.label, f.param, f.required, f.default));
    assert_eq!(
        fields.collect::<Vec<_>>(),
        [
            ("Hostname", "machine_ip", true, ""),
            ("User", "machine_user", true, "root"),
            ("Port", "machine_port", false, "22"),
            ("SSH Key", "machine_key", true, ""),
        ]
    );
    assert!(form.fields.iter().any(|f| f.kind == FieldKind::Key));
    assert!(!form.machines.makes);
}

#[test]
fn clouds_are_asked_for_as_in_2014() {
    assert_eq!(
        labels("ec2_eu_west"),
        [("API Key", "apikey"), ("API Secret", "apisecret")]
    );
    assert_eq!(
        labels("rackspace:lon"),
        [("Username", "apikey"), ("API Key", "apisecret")]
    );
    assert_eq!(labels("rackspace_first_gen:uk"), labels("rackspace"));
    assert_eq!(
        labels("gce"),
        [
            ("Email address", "apikey"),
            ("Private key", "apisecret"),
            ("Project ID", "tenant_name")
        ]
    );
    assert_eq!(labels("openstack").len(), 6);
    let hp = form("openstack:az-1.region-a.geo-1").unwrap();
    assert_eq!(Some(hp), form("hpcloud:region-b.geo-1"));
    assert!(hp.fields[2].default.starts_with("https://region-a.geo-1."));
    assert_eq!(form("openstack:elsewhere").unwrap().id, "openstack");
    assert!(
        form("ec2_eu_west").unwrap().reuses_secret && form("rackspace:dfw").unwrap().reuses_secret
    );
}

fn providers(offer: &Offer) -> Vec<&str> {
    offer
        .places
        .iter()
        .map(|place| place.provider.as_str())
        .collect()
}

fn summary(offers: &[Offer]) -> Vec<(String, Vec<&str>)> {
    offers
        .iter()
        .map(|offer| (offer.title.clone(), providers(offer)))
        .collect()
}

#[test]
fn regions_that_are_listed_as_providers_come_together() {
    let offers = offers(&flat(APRIL));
    let titles: Vec<_> = offers.iter().map(|o| (o.form.id, o.places.len())).collect();
    assert_eq!(
        titles,
        [
            ("bare_metal", 1),
            ("ec2", 8),
            ("gce", 1),
            ("nephoscale", 1),
            ("digitalocean", 1),
            ("linode", 1),
            ("openstack", 1),
            ("rackspace", 8),
            ("softlayer", 1),
            ("hpcloud", 4),
        ]
    );
    let ireland = &offers[1].places[3];
    assert_eq!(
        (
            &*ireland.label,
            &*ireland.provider,
            &*ireland.title,
            &ireland.region
        ),
        ("Ireland", "ec2_eu_west", "Title of ec2_eu_west", &None)
    );
    assert_eq!(
        (&*offers[1].title, &*offers[2].title),
        ("EC2", "Title of gce")
    );
    assert_eq!(offers[0].places[0].label, "");
    assert_eq!(offers[7].places[6].label, "US-First Gen");
    assert_eq!(offers[9].places[0].label, "US West AZ 1");
}

#[test]
fn regions_inside_their_provider_are_sent_as_they_were_listed() {
    let offers = offers(&later());
    assert_eq!(offers.len(), 15);
    let dallas = &offers[8].places[0];
    assert_eq!(
        (
            &*dallas.label,
            &*dallas.title,
            &*dallas.provider,
            dallas.region.as_deref()
        ),
        ("Dallas", "Rackspace Dallas", "rackspace", Some("dfw"))
    );
    assert_eq!(
        (&*offers[0].title, &*offers[10].title),
        ("Other Server", "HP Helion Cloud")
    );
}

#[test]
fn what_is_simulated_is_said_of_every_place() {
    let offers = offers(&flat("gce linode"));
    assert!(!offers[0].places[0].simulated && offers[1].places[0].simulated);
    let listed =
        json!([{"provider": "ec2", "title": "EC2", "simulated": true, "regions": ["a", "b"]}]);
    let listed = decode_providers(listed.to_string().as_bytes()).unwrap();
    let inside = super::offers(&listed.items);
    assert!(inside[0].places.iter().all(|place| place.simulated));
}

#[test]
fn an_offer_is_told_apart_by_its_provider_whatever_region_comes_first() {
    let ids = |listed: &[Provider]| {
        let offers = offers(listed);
        offers.iter().map(|o| o.id().to_owned()).collect::<Vec<_>>()
    };
    let listed = flat("ec2_us_east ec2_eu_west linode openstack:elsewhere openstack moon");
    assert_eq!(
        ids(&listed),
        ["ec2", "linode", "openstack:elsewhere", "openstack", "moon"]
    );
    assert_eq!(ids(&later())[8..11], ["rackspace", "softlayer", "hpcloud"]);
    assert_eq!(Offer::of(&super::BARE_METAL).id(), "bare_metal");
}

#[test]
fn nobody_knows_everything() {
    let listed = flat("moon ec2_moon star:dust star:light ec2_eu_west");
    assert_eq!(
        summary(&offers(&listed)),
        [
            ("Title of moon".to_owned(), vec!["moon"]),
            ("EC2".to_owned(), vec!["ec2_moon", "ec2_eu_west"]),
            ("Title of star:dust".to_owned(), vec!["star:dust"]),
            ("Title of star:light".to_owned(), vec!["star:light"]),
        ]
    );
    let offers = offers(&listed);
    assert_eq!(
        (offers[0].form, offers[1].places[0].label.as_str()),
        (GENERIC, "Title of ec2_moon")
    );
}

#[test]
fn names_follow_their_provider() {
    let check = |provider: &str, name: &str| form(provider).unwrap().machines.name.check(name);
    assert_eq!(check("ec2_eu_west", "WebServer 3 ü"), Ok(()));
    assert_eq!(check("ec2_eu_west", " "), Err(BadName::Empty));
    assert_eq!(check("gce", "web-1"), Ok(()));
    assert_eq!(check("gce", "Web-1"), Err(BadName::Capital('W')));
    assert_eq!(check("gce", "web_1"), Err(BadName::Character('_')));
    assert_eq!(check("linode", "Web_1-a"), Ok(()));
    assert_eq!(check("linode", "web.1"), Err(BadName::Character('.')));
    assert_eq!(check("digitalocean", "Web.1-a"), Ok(()));
    assert_eq!(check("digitalocean", "wéb"), Err(BadName::Character('é')));
    assert_eq!(check("azure", "Web.1"), Err(BadName::Character('.')));
    assert_eq!(check("softlayer", &"a.".repeat(126)), Ok(()));
    assert_eq!(
        check("softlayer", &"a.".repeat(127)),
        Err(BadName::TooLong { longest: 253 })
    );
    assert_eq!(check("nephoscale", &"a".repeat(64)), Ok(()));
    assert_eq!(
        check("nephoscale", &"a".repeat(65)),
        Err(BadName::TooLong { longest: 64 })
    );
}

#[test]
fn nephoscale_has_a_size_for_few_images() {
    let size = |ram: Option<f64>| Size {
        id: "219".into(),
        name: "CS025".into(),
        ram,
        disk: None,
        bandwidth: None,
        price: None,
        driver: String::new(),
    };
    let fits = |provider: &str, image: &str, ram: Option<f64>| {
        let rules = form(provider).unwrap().machines;
        rules.fits(image, &size(ram))
    };
    assert!(fits("nephoscale", "49", Some(256.0)));
    assert!(!fits("nephoscale", "45", Some(256.0)));
    assert!(fits("nephoscale", "45", Some(512.0)));
    assert!(fits("nephoscale", "45", None));
    assert!(fits("ec2_eu_west", "45", Some(256.0)));
}

#[test]
fn what_is_chosen_is_sent_as_the_provider_wants_it() {
    let image = Image {
        id: "i".into(),
        name: "Debian".into(),
        star: true,
        extra: json!({"64bit": 1}).as_object().unwrap().clone(),
    };
    let size = Size {
        id: "s".into(),
        name: "Small".into(),
        ram: None,
        disk: Some(20.0),
        bandwidth: None,
        price: None,
        driver: String::new(),
    };
    let place = |id: &str| Location {
        id: id.into(),
        name: "europe-west1-a".into(),
        country: String::new(),
    };
    let filled = |provider: &str, location: &Location| {
        let mut call = CreateMachine::default();
        form(provider)
            .unwrap()
            .machines
            .fill(&mut call, &image, &size, Some(location));
        assert_eq!((call.image.as_str(), call.size.as_str()), ("i", "s"));
        call
    };
    let usual = filled("ec2_eu_west", &place("0"));
    assert_eq!(
        (usual.location.as_deref(), &usual.disk, &usual.image_name),
        (Some("0"), &None, &None)
    );
    let linode = filled("linode", &place("2"));
    assert_eq!(
        (linode.disk, linode.image_extra),
        (Some(json!(20)), Some(json!({"64bit": 1})))
    );
    let google = filled("gce", &place("z"));
    let names = (google.image_name, google.size_name, google.location_name);
    assert_eq!(
        names,
        (
            Some("Debian".into()),
            Some("Small".into()),
            Some("europe-west1-a".into())
        )
    );
    for nowhere in [
        filled("docker", &place("0")),
        filled("softlayer", &place("")),
    ] {
        assert_eq!((nowhere.location, nowhere.location_name), (None, None));
    }
    let docker = form("docker").unwrap().machines;
    assert!(!docker.key && !docker.location && docker.sends == Sends::Ids);
    assert!(form("openstack").unwrap().machines.networks);
}

proptest! {
    #[test]
    fn any_list_of_providers_is_offered_whole(
        ids in prop::collection::vec("(ec2_|rackspace:|openstack:region-|hpcloud:|moon)?[a-z:_.]{0,6}", 0..12),
    ) {
        let listed = flat(&ids.join(" "));
        let offers = offers(&listed);
        let mut offered: Vec<_> = offers.iter().flat_map(|offer| &offer.places).map(|place| place.provider.clone()).collect();
        let mut ids: Vec<_> = listed.into_iter().map(|provider| provider.id).collect();
        offered.sort();
        ids.sort();
        prop_assert_eq!(offered, ids);
        for offer in offers {
            prop_assert!(offer.places.len() == 1 || offer.places.iter().all(|place| !place.label.is_empty()));
        }
    }

    #[test]
    fn a_good_name_is_made_of_what_is_allowed(name in "\\PC{0,70}", others in "[-_.]{0,3}", capitals: bool, longest in 0u16..70) {
        let others: &'static str = Box::leak(others.into_boxed_str());
        let rule = NameRule::Only { others, capitals, longest };
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || others.contains(c) || capitals && c.is_ascii_uppercase();
        let good = !name.is_empty() && name.chars().all(allowed) && (longest == 0 || name.len() <= usize::from(longest));
        prop_assert_eq!(rule.check(&name).is_ok(), good);
    }
}
