//! What machines can be made of. Amazon has tens of thousands, some twice; everybody else a handful, with
//! ids of their own style.

mod amazon;
mod extra;
mod hostile;
mod table;

use std::{collections::BTreeMap, sync::Arc};

use mist_api::model::Image;

use crate::{
    profile::{Family, Profile},
    rng::Rng,
};

/// What the images of public providers are drawn from: all their customers see the same.
const SEED: u64 = 0;

/// Most images that a search answers with.
const FOUND: usize = 40;

/// An image, without its star.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spec {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Starred unless a person says otherwise.
    recommended: bool,
    /// For sale: only a search finds it.
    for_sale: bool,
    /// The least memory it wants, in megabytes.
    pub(crate) min_ram: u32,
    /// The least disk it wants, in gigabytes.
    pub(crate) min_disk: u32,
}

/// The images of one backend, and which of them are starred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Images {
    family: Family,
    all: Arc<[Spec]>,
    /// What a person has starred, and what no longer.
    stars: BTreeMap<String, bool>,
}

impl Images {
    /// The images of a cloud; of Amazon's at least `amazons`.
    pub(crate) fn new(profile: &Profile, seed: u64, amazons: usize, hostile: bool) -> Self {
        let all = if profile.family == Family::Ec2 {
            amazon::images(&profile.place, amazons, hostile)
        } else {
            let mut all = table::images(profile, seed);
            if hostile {
                all.splice(0..0, hostile::images());
            }
            all.into()
        };
        Self {
            family: profile.family,
            all,
            stars: BTreeMap::new(),
        }
    }

    /// As lists show them: all, or those with the term in their name or id, whatever its case; at most
    /// forty of those, as servers answer.
    pub(crate) fn list(&self, term: Option<&str>) -> Vec<Image> {
        let model = |spec| self.model(spec);
        let Some(term) = term.filter(|term| !term.is_empty()) else {
            let shown = self.all.iter().filter(|spec| !spec.for_sale);
            return shown.map(model).collect();
        };
        let term = term.to_lowercase();
        let fits = |spec: &&Spec| {
            spec.name.to_lowercase().contains(&term) || spec.id.to_lowercase().contains(&term)
        };
        self.all
            .iter()
            .filter(fits)
            .take(FOUND)
            .map(model)
            .collect()
    }

    /// The image of this id, under the first of its names.
    pub(crate) fn find(&self, id: &str) -> Option<&Spec> {
        self.all.iter().find(|spec| spec.id == id)
    }

    /// One of those that people use.
    pub(crate) fn usual(&self, rng: &mut Rng) -> Option<&Spec> {
        const USUAL: u64 = 5;
        let usual = rng.below(USUAL.min(self.all.len() as u64));
        self.all.get(usize::try_from(usual).ok()?)
    }

    /// Stars an image or takes its star away, whichever it has not. Returns whether it is starred now.
    /// Ids nobody knows are starred as well: servers don't look.
    pub(crate) fn toggle_star(&mut self, id: &str) -> bool {
        let recommended = self.find(id).is_some_and(|spec| spec.recommended);
        let starred = !self.is_starred(id, recommended);
        self.set_star(id, starred);
        starred
    }

    /// Stars an image, or not.
    pub(crate) fn set_star(&mut self, id: &str, starred: bool) {
        self.stars.insert(id.to_owned(), starred);
    }

    fn is_starred(&self, id: &str, recommended: bool) -> bool {
        self.stars.get(id).copied().unwrap_or(recommended)
    }

    fn model(&self, spec: &Spec) -> Image {
        Image {
            id: spec.id.clone(),
            extra: extra::extra(self.family, spec),
            name: spec.name.clone(),
            star: self.is_starred(&spec.id, spec.recommended),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn of(provider: &str, count: usize) -> Images {
        Images::new(&Profile::of(provider, "").unwrap(), 7, count, false)
    }

    #[test]
    fn amazon_has_as_many_as_are_wanted_some_of_them_twice() {
        let images = of("ec2_us_east", 30_000);
        let list = images.list(None);
        assert_eq!(list.len(), 30_000);
        let ids: HashSet<&str> = list.iter().map(|image| image.id.as_str()).collect();
        assert_eq!(list.len() - ids.len(), 11);
        // The friendly name comes first.
        let named = |name: &str| list.iter().position(|image| image.name == name).unwrap();
        let friendly = named("Amazon Linux AMI 2013.09.2 (64-bit)");
        let amazons = named("amzn-ami-pv-2013.09.2.x86_64-ebs");
        assert!(friendly < amazons);
        assert_eq!(list[friendly].id, list[amazons].id);
        assert_eq!(list.iter().filter(|image| image.star).count(), 15 + 11);
    }

    #[test]
    fn the_same_seed_gives_the_same_images_and_another_region_others() {
        assert_eq!(of("ec2_us_east", 50), of("ec2_us_east", 50));
        let (east, west) = (of("ec2_us_east", 50), of("ec2_us_west", 50));
        assert_ne!(east.all[3].id, west.all[3].id);
        assert_ne!(
            of("rackspace:dfw", 0).all[0].id,
            of("rackspace:ord", 0).all[0].id
        );
    }

    #[test]
    fn backends_of_one_region_share_one_copy() {
        let (one, other) = (of("ec2_sa_east", 900), of("ec2_sa_east", 900));
        assert!(Arc::ptr_eq(&one.all, &other.all));
        assert!(!Arc::ptr_eq(&one.all, &of("ec2_sa_east", 901).all));
    }

    #[test]
    fn a_search_looks_at_names_and_ids_and_finds_forty_at_most() {
        let images = of("ec2_us_east", 5_000);
        assert_eq!(images.list(Some("UBUNTU")).len(), FOUND);
        let id = images.all[4_000].id.replace("ami-", "").to_uppercase();
        assert_eq!(images.list(Some(&id)).len(), 1);
        assert!(
            images
                .list(None)
                .iter()
                .all(|image| !image.name.starts_with("bitnami"))
        );
        assert_eq!(images.list(Some("bitnami-")).len(), FOUND);
        assert!(images.list(Some("no image is called this")).is_empty());
        assert_eq!(images.list(Some("")).len(), 5_000);
    }

    #[test]
    fn a_star_is_toggled() {
        let mut images = of("linode", 0);
        let id = images.all[0].id.clone();
        assert!(!images.toggle_star(&id));
        assert!(!images.list(None)[0].star);
        assert!(images.toggle_star(&id));
        assert!(images.toggle_star("never heard of"));
    }

    #[test]
    fn ids_have_their_providers_style_and_differ() {
        let first = |provider| of(provider, 0).all[0].id.clone();
        assert!(first("ec2_us_east").starts_with("ami-"));
        assert_eq!(first("rackspace:dfw").len(), 36);
        assert_eq!(first("softlayer"), "UBUNTU_14_64");
        assert!(first("gce").parse::<u64>().is_ok());
        assert!(first("docker").contains('/'));
        assert!(first("digitalocean").parse::<u32>().is_ok());
        assert!(first("azure").ends_with("en-us-30GB"));
        for family in Family::ALL
            .into_iter()
            .filter(|family| *family != Family::Ec2)
        {
            let images = of(family.id(), 0);
            let ids: HashSet<&str> = images.all.iter().map(|spec| spec.id.as_str()).collect();
            assert_eq!(ids.len(), images.all.len(), "{family:?}");
            assert!(
                images.list(None).iter().all(|image| image.star),
                "{family:?}"
            );
        }
    }
}
