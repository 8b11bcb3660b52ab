//! The images of a backend, any of them.

use leptos::prelude::*;
use mist_api::{
    ApiError,
    model::{Backend, Listed},
};
use mist_core::remote::Remote;

use crate::{
    components::{
        backend_kind,
        failures::{Freshness, list_trouble},
        image_list::{Filter, ImageList},
        navigate::Navigation,
    },
    routes::{ImageList as Address, Route},
    say,
    state::State,
    ui::{
        changing::dynamic,
        empty::{Empty, Loading},
        field::{Choice, SelectField},
        icon::Icon,
        page::PageHead,
        simulated,
    },
};

/// What the screen shows below its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    /// The list of backends did not come, which is said above.
    Failed,
    NoBackends,
    /// The backend of the address is not there.
    Gone,
    /// The backend is a single server.
    Single,
    List,
}

/// The backend whose images show when nobody has chosen: the first that has any, and that is enabled if
/// one is.
fn first_of(backends: &[Backend]) -> Option<&Backend> {
    let clouds = || {
        backends
            .iter()
            .filter(|backend| !backend_kind::is_single(backend))
    };
    let mut enabled = clouds().filter(|backend| backend.enabled);
    enabled
        .next()
        .or_else(|| clouds().next())
        .or_else(|| backends.first())
}

/// The backends to choose from. Two of one title are told apart by their ids.
fn choices(backends: &[Backend]) -> Vec<Choice> {
    let choice = |backend: &Backend| {
        let same = backends.iter().filter(|other| other.title == backend.title);
        let label = if same.count() > 1 {
            format!("{} · {}", backend.title, backend.id)
        } else {
            backend.title.clone()
        };
        Choice {
            value: backend.id.clone(),
            label,
        }
    };
    backends.iter().map(choice).collect()
}

/// What the address asks for, and what it comes to.
#[derive(Clone, Copy)]
struct Wish {
    navigation: Navigation,
    backends: ReadSignal<Remote<Listed<Backend>, ApiError>>,
    address: Memo<Address>,
    /// The backend whose images show.
    shown: Memo<Option<Backend>>,
    body: Memo<Body>,
}

impl Wish {
    fn new(state: State, navigation: Navigation) -> Self {
        let backends = state.backends.list();
        let address = Memo::new(move |before: Option<&Address>| {
            match &*navigation.route().read() {
                Route::Images(address) => address.clone(),
                // Another screen is about to open: this one stays as it is.
                _ => before.cloned().unwrap_or_default(),
            }
        });
        let shown = Memo::new(move |_| {
            let list = backends.read();
            let backends = list.data().map_or(&[][..], |list| &list.items);
            let wanted = &address.read().backend;
            if wanted.is_empty() {
                first_of(backends).cloned()
            } else {
                backends.iter().find(|known| known.id == *wanted).cloned()
            }
        });
        let body = Memo::new(move |_| {
            let known = backends.with(|list| {
                let is_empty = list.data().map(|list| list.items.is_empty());
                (is_empty, list.error().is_some())
            });
            match (&*shown.read(), known) {
                (Some(backend), _) if backend_kind::is_single(backend) => Body::Single,
                (Some(_), _) => Body::List,
                (None, (Some(true), _)) => Body::NoBackends,
                (None, (Some(false), _)) => Body::Gone,
                (None, (None, true)) => Body::Failed,
                (None, (None, false)) => Body::Loading,
            }
        });
        Self {
            navigation,
            backends,
            address,
            shown,
            body,
        }
    }

    fn go(self, address: Address) {
        self.navigation.replace(&Route::Images(address));
    }

    /// The choice of a backend, which the address holds.
    fn choice(self) -> AnyView {
        let Self { address, shown, .. } = self;
        let chosen = RwSignal::new(String::new());
        Effect::new(move |_| {
            let wanted = address.read().backend.clone();
            let id = shown.read().as_ref().map(|backend| backend.id.clone());
            chosen.set(id.unwrap_or(wanted));
        });
        Effect::new(move |_| {
            let backend = chosen.get();
            let address = address.get_untracked();
            let is_shown =
                shown.with_untracked(|shown| shown.as_ref().is_some_and(|now| now.id == backend));
            if !backend.is_empty() && !is_shown && address.backend != backend {
                self.go(Address { backend, ..address });
            }
        });
        let choices = Signal::derive(move || {
            let list = self.backends.read();
            choices(list.data().map_or(&[][..], |list| &list.items))
        });
        view! {
            <div class="backend-choice">
                <SelectField label=say!(images.backend) value=chosen choices=choices />
            </div>
        }
        .into_any()
    }

    fn list(self) -> AnyView {
        let filter = Memo::new(move |_| {
            let Address { query, starred, .. } = self.address.get();
            Filter { query, starred }
        });
        let on_filter = move |Filter { query, starred }| {
            let backend = self.address.get_untracked().backend;
            self.go(Address {
                backend,
                query,
                starred,
            });
        };
        let backend = Memo::new(move |_| {
            let shown = self.shown.read();
            let id = shown.as_ref().map(|shown| shown.id.clone());
            id.unwrap_or_default()
        });
        view! { <ImageList backend=backend filter=filter on_filter=on_filter /> }.into_any()
    }

    fn content(self, body: Body) -> AnyView {
        match body {
            Body::Loading => view! { <Loading what=say!(backends.loading) /> }.into_any(),
            Body::Failed => ().into_any(),
            Body::NoBackends => view! {
                <Empty title=say!(backends.empty) why=say!(images.no_backends_why)>
                    <a class="btn primary" href=Route::add_backend().href()>
                        {Icon::Plus.draw()}
                        <span>{say!(backends.add)}</span>
                    </a>
                </Empty>
            }
            .into_any(),
            Body::Gone => {
                view! { <Empty title=say!(backend.gone) why=say!(backend.gone_why) /> }.into_any()
            }
            Body::Single => {
                view! { <Empty title=say!(images.single) why=say!(images.single_why) /> }.into_any()
            }
            Body::List => self.list(),
        }
    }
}

/// The screen.
#[component]
pub fn ImagesPage() -> impl IntoView {
    let state = State::get();
    let list = state.backends.list();
    let wish = Wish::new(state, Navigation::get());
    let body = wish.body;
    let has_any = Memo::new(move |_| matches!(body.get(), Body::List | Body::Single | Body::Gone));
    let choice = move || {
        if has_any.get() {
            wish.choice()
        } else {
            ().into_any()
        }
    };
    let is_simulated = Memo::new(move |_| {
        let shown = wish.shown.read();
        shown.as_ref().is_some_and(|shown| shown.simulated)
    });
    let beside = move || {
        if is_simulated.get() {
            view! { <p class="beside">{simulated::mark()}</p> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! {
        <PageHead title=say!(images.title) beside=dynamic(beside) />
        {list_trouble(
            say!(backends.failed),
            move || list.with(Freshness::of),
            move || state.backends.refresh(),
        )}
        {dynamic(choice)}
        {dynamic(move || wish.content(body.get()))}
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListBackends};

    fn backends(json: &str) -> Vec<Backend> {
        ListBackends.decode(json.as_bytes()).unwrap().items
    }

    #[test]
    fn the_first_that_has_images_shows_and_is_enabled_if_one_is() {
        let mut known = backends(
            r#"[{"id": "a", "provider": "bare_metal"}, {"id": "b", "provider": "ec2_eu_west", "enabled": false}, {"id": "c", "provider": "linode"}]"#,
        );
        let first = |known: &[Backend]| first_of(known).map(|backend| backend.id.clone());
        assert_eq!(first(&known).as_deref(), Some("c"));
        known.pop();
        assert_eq!(first(&known).as_deref(), Some("b"));
        known.pop();
        assert_eq!(first(&known).as_deref(), Some("a"));
        assert_eq!(first(&[]), None);
    }

    #[test]
    fn twins_are_told_apart() {
        let known = backends(
            r#"[{"id": "a", "title": "Shop"}, {"id": "b", "title": "Shop"}, {"id": "c", "title": "Web"}]"#,
        );
        let labels: Vec<String> = choices(&known).into_iter().map(|one| one.label).collect();
        assert_eq!(labels, ["Shop · a", "Shop · b", "Web"]);
    }
}
