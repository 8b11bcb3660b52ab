//! The kinds of backend there are, and the way to add one of each.

use leptos::prelude::*;
use mist_api::{
    extensions::LOCAL,
    model::Backend,
    providers::{BARE_METAL, GENERIC, Offer, Place, form},
};
use mist_core::lower::lower;

use crate::{
    components::{
        failures::{Freshness, list_trouble},
        navigate::Navigation,
    },
    platform::dom,
    routes::{ProviderRef, Route},
    say,
    state::State,
    ui::{
        button::Button,
        changing::{dynamic, rows, text},
        empty::{Empty, Loading},
        icon::Icon,
        page::PageHead,
        search::SearchField,
        simulated,
    },
};

/// What people look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// One computer that is there already.
    Computers,
    /// Clouds that are rented.
    Public,
    /// What runs on one's own computers.
    Private,
}

/// Providers whose machines run on somebody's own computers.
const OWN: [&str; 6] = ["openstack", "docker", "libvirt", "vcloud", "vsphere", "kvm"];

impl Group {
    fn of(offer: &Offer) -> Self {
        match offer.id() {
            id if id == BARE_METAL.id || id == LOCAL => Self::Computers,
            id if OWN.contains(&id) => Self::Private,
            _ => Self::Public,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Computers => say!(providers.computers),
            Self::Public => say!(providers.public_clouds),
            Self::Private => say!(providers.private_clouds),
        }
    }
}

fn address(place: &Place) -> String {
    let provider = ProviderRef {
        provider: place.provider.clone(),
        region: place.region.clone().unwrap_or_default(),
    };
    Route::AddBackend(provider).href()
}

/// How the server calls a place, where it has a name of its own.
fn place_id(place: &Place) -> &str {
    place.region.as_deref().unwrap_or(&place.provider)
}

/// Whether every word of a search is in what is said of a provider.
fn fits(offer: &Offer, search: &str) -> bool {
    let mut text = format!("{} {}", offer.title, offer.id());
    for place in &offer.places {
        for part in [&place.label, &place.title, place_id(place)] {
            text.push(' ');
            text.push_str(part);
        }
    }
    text.push(' ');
    text.push_str(Group::of(offer).title());
    let text = lower(&text);
    lower(search)
        .split_whitespace()
        .all(|word| text.contains(word))
}

/// Whether a backend is of this provider.
fn is_of(backend: &Backend, offer: &Offer) -> bool {
    // The regions of HP's cloud were regions of OpenStack once.
    let named = [backend.provider.as_str(), &backend.region].join(":");
    match form(named.trim_end_matches(':')) {
        Some(known) if !std::ptr::eq(offer.form, GENERIC) => known.id == offer.form.id,
        _ => backend.provider == offer.id(),
    }
}

/// The ids of the providers that a search finds, group by group.
fn found(offers: &[Offer], search: &str) -> Vec<String> {
    let mut found: Vec<&Offer> = offers.iter().filter(|offer| fits(offer, search)).collect();
    // In a group they stay in the order they come in.
    found.sort_by_key(|offer| Group::of(offer));
    found
        .into_iter()
        .map(|offer| offer.id().to_owned())
        .collect()
}

fn regions(offer: &Offer) -> AnyView {
    if offer.places.len() < 2 {
        return ().into_any();
    }
    let links = offer.places.iter().map(|place| {
        view! {
            <a class="place" href=address(place) title=place_id(place).to_owned()>
                {place.label.clone()}
            </a>
        }
        .into_any()
    });
    let links: Vec<AnyView> = links.collect();
    view! {
        <div class="places" role="group" aria-label=say!(providers.regions_of, title = &offer.title)>
            {links}
        </div>
    }
    .into_any()
}

/// What the screen knows, as a handle.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    offers: Memo<Vec<Offer>>,
    ids: Memo<Vec<String>>,
}

impl Shared {
    fn offer(self, id: &str) -> Option<Offer> {
        let offers = self.offers.read();
        offers.iter().find(|offer| offer.id() == id).cloned()
    }

    /// The title of the group, where this provider is its first.
    fn opens_group(self, id: &str) -> Option<Group> {
        let group = |id: &str| self.offer(id).as_ref().map(Group::of);
        let ids = self.ids.read();
        let place = ids.iter().position(|known| known == id)?;
        let before = place.checked_sub(1).and_then(|place| ids.get(place));
        let own = group(id);
        own.filter(|_| before.and_then(|before| group(before)) != own)
    }

    /// How many backends of it there are.
    fn count(self, offer: &Offer) -> usize {
        let list = self.state.backends.list();
        let list = list.read();
        let items = list.data().into_iter().flat_map(|list| &list.items);
        items.filter(|backend| is_of(backend, offer)).count()
    }

    fn content(self, offer: Offer) -> AnyView {
        let title_id = dom::fresh_id("provider");
        let link = offer.places.first().map(address).unwrap_or_default();
        let mark = offer
            .places
            .iter()
            .any(|place| place.simulated)
            .then(simulated::mark);
        let (title, id, regions) = (offer.title.clone(), offer.id().to_owned(), regions(&offer));
        let count = move || match self.count(&offer) {
            0 => String::new(),
            count => say!(providers.backends, count = count),
        };
        view! {
            <div class="provider">
                <div class="provider-head">
                    <span class="provider-title" id=title_id.clone()>
                        {title}
                    </span>
                    <span class="mono muted">{id}</span>
                    {mark}
                </div>
                <span class="provider-count muted">{text(count)}</span>
                <a class="btn" href=link aria-describedby=title_id>
                    {Icon::Plus.draw()}
                    <span>{say!(backends.add)}</span>
                </a>
                {regions}
            </div>
        }
        .into_any()
    }

    /// One provider. The first of a group has the group's title over it: so all are items of one list.
    fn item(self, id: String) -> AnyView {
        let offer = {
            let id = id.clone();
            Memo::new(move |_| self.offer(&id))
        };
        let group = Memo::new(move |_| self.opens_group(&id));
        let heading = move || match group.get() {
            Some(group) => view! { <h2 class="group-title">{group.title()}</h2> }.into_any(),
            None => ().into_any(),
        };
        let content = move || {
            offer
                .get()
                .map_or_else(|| ().into_any(), |offer| self.content(offer))
        };
        view! { <li>{dynamic(heading)} {dynamic(content)}</li> }.into_any()
    }
}

/// The screen.
#[component]
pub fn ProvidersPage() -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    state.providers.refresh();
    let list = state.providers.list();
    let offers = state.providers.offers();
    let search = Memo::new(move |_| match &*navigation.route().read() {
        Route::Providers(search) => search.clone(),
        _ => String::new(),
    });
    let look = move |search: String| navigation.replace(&Route::Providers(search));
    let ids = Memo::new(move |_| found(&offers.read(), &search.read()));
    let shared = Shared { state, offers, ids };
    let is_asking =
        Memo::new(move |_| list.with(|list| list.data().is_none() && list.error().is_none()));
    let is_empty = Memo::new(move |_| ids.read().is_empty());
    let count = move || {
        let (shown, count) = (ids.read().len(), offers.read().len());
        if is_asking.get() {
            String::new()
        } else {
            say!(providers.count, shown = shown, count = count)
        }
    };
    let beside = view! {
        <p class="beside" role="status">
            {text(count)}
        </p>
    };
    let field = SearchField {
        label: say!(providers.search),
        hint: say!(providers.search_hint),
        text: search.into(),
        on_search: Callback::new(look),
    };
    let body = move || match (is_asking.get(), is_empty.get()) {
        (true, _) => view! { <Loading what=say!(providers.loading) /> }.into_any(),
        (false, true) => view! {
            <Empty title=say!(providers.none_match)>
                <Button label=say!(machines.clear_search) on_press=move |_| look(String::new()) />
            </Empty>
        }
        .into_any(),
        (false, false) => view! {
            <ul class="providers" aria-label=say!(providers.title)>
                {rows(move || ids.get(), move |id| shared.item(id))}
            </ul>
        }
        .into_any(),
    };
    view! {
        <PageHead title=say!(providers.title) beside=beside.into_any() />
        {field.view()}
        {list_trouble(
            say!(providers.failed),
            move || list.with(Freshness::of),
            move || state.providers.refresh(),
        )}
        <div aria-busy=move || if is_asking.get() { "true" } else { "false" }>{dynamic(body)}</div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::{
        call::{Call, ListBackends, ListProviders},
        providers::offers,
    };

    fn listed(json: &str) -> Vec<Offer> {
        offers(&ListProviders.decode(json.as_bytes()).unwrap().items)
    }

    const BOTH: &str = r#"[{"provider": "docker", "title": "Docker"}, {"provider": "ec2_eu_west", "title": "EC2 EU Ireland"}, {"provider": "ec2_us_east"},
        {"provider": "moon", "title": "Moon", "regions": [{"id": "far-1", "location": "Far side"}]}, {"provider": "bare_metal", "title": "Other Server"}]"#;

    #[test]
    fn providers_stand_in_their_groups() {
        let offers = listed(BOTH);
        assert_eq!(found(&offers, ""), ["bare_metal", "ec2", "moon", "docker"]);
    }

    #[test]
    fn a_search_looks_at_titles_ids_regions_and_groups() {
        let offers = listed(BOTH);
        assert_eq!(found(&offers, "IRELAND"), ["ec2"]);
        assert_eq!(found(&offers, "us_east"), ["ec2"]);
        assert_eq!(found(&offers, "moon side"), ["moon"]);
        assert_eq!(found(&offers, "far-1"), ["moon"]);
        assert_eq!(found(&offers, "containers"), ["docker"]);
        assert!(found(&offers, "mars").is_empty());
    }

    #[test]
    fn backends_are_counted_whatever_their_region() {
        let backends = r#"[{"id": "a", "provider": "ec2_sa_east"}, {"id": "b", "provider": "ec2_eu_west"}, {"id": "c", "provider": "moon"}]"#;
        let backends = ListBackends.decode(backends.as_bytes()).unwrap().items;
        let counts: Vec<usize> = listed(BOTH)
            .iter()
            .map(|offer| {
                backends
                    .iter()
                    .filter(|backend| is_of(backend, offer))
                    .count()
            })
            .collect();
        assert_eq!(counts, [0, 2, 1, 0]);
    }
}
