//! Screens in files of their own, fetched when they are opened: what the first screen needs stays
//! small, whatever else the page can do. This is the only place that says which; `cargo xtask dist`
//! takes the built module apart at the functions that [`part`] makes. Their screens must be named
//! nowhere else, or they are in the first file after all.

use leptos::prelude::*;

use crate::{
    components::steps::FirstSteps,
    locales::explain::Trouble,
    pages::{
        account::AccountPage, activity::ActivityPage, add_backend::AddBackendPage,
        backend::BackendPage, backends::BackendsPage, create::CreatePage, images::ImagesPage,
        keys::KeysPage, machine::MachinePage, providers::ProvidersPage, resize::ResizePage,
        sizes::SizesPage,
    },
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::release::Release,
    ui::{changing::dynamic, empty::Loading, notice::TroubleNotice, page::PageHead},
};

/// Makes the screen of an address; nothing for an address of another part.
type Open = fn(Route) -> AnyView;

/// The part's file could not be fetched, or is no module. The browser's console says why.
#[derive(Debug, Clone, Copy)]
struct NotLoaded;

impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// A function that fetches the part of its name and gives back how to open its screens. A page that
/// is built without the feature `parts` for a browser has them all in one file.
macro_rules! part {
    ($name:ident, $open:expr) => {
        #[cfg(any(feature = "parts", not(target_family = "wasm")))]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        fn $name() -> Result<Open, NotLoaded> {
            Ok($open)
        }

        #[cfg(not(any(feature = "parts", not(target_family = "wasm"))))]
        fn $name() -> std::future::Ready<Result<Open, NotLoaded>> {
            std::future::ready(Ok($open))
        }
    };
}

part!(machine, |route| match route {
    Route::Machine(machine, _) => view! { <MachinePage machine=machine /> }.into_any(),
    _ => ().into_any(),
});

part!(setup, |route| match route {
    Route::Machines(_) => FirstSteps().into_any(),
    Route::Backends => BackendsPage().into_any(),
    Route::AddBackend(_) => AddBackendPage().into_any(),
    Route::Providers(_) => ProvidersPage().into_any(),
    Route::Keys => KeysPage().into_any(),
    _ => ().into_any(),
});

part!(making, |route| match route {
    Route::CreateMachine(_) => CreatePage().into_any(),
    Route::Sizes(_) => SizesPage().into_any(),
    Route::Resize(machine) => view! { <ResizePage machine=machine /> }.into_any(),
    _ => ().into_any(),
});

part!(looking, |route| match route {
    Route::Images(_) => ImagesPage().into_any(),
    Route::Backend(backend, ..) => view! { <BackendPage id=backend /> }.into_any(),
    Route::Activity(_) => ActivityPage().into_any(),
    Route::Account => AccountPage().into_any(),
    _ => ().into_any(),
});

/// What is fetched in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A machine's own screen, with the terminal.
    Machine,
    /// What is set up once and looked at now and then: backends, keys, and the first steps to them.
    Setup,
    /// Making machines, of a size found among all, and giving them another one.
    Making,
    /// What is looked up more than changed: what a backend has and offers, who is signed in and what they
    /// did.
    Looking,
}

impl Part {
    /// The part that shows `route`; `None` for what is there from the beginning.
    fn of(route: &Route) -> Option<Self> {
        match route {
            Route::Machine(..) => Some(Self::Machine),
            Route::Backends | Route::AddBackend(_) | Route::Providers(_) | Route::Keys => {
                Some(Self::Setup)
            }
            Route::CreateMachine(_) | Route::Sizes(_) | Route::Resize(_) => Some(Self::Making),
            Route::Images(_) | Route::Backend(..) | Route::Activity(_) | Route::Account => {
                Some(Self::Looking)
            }
            Route::Machines(_) | Route::SignIn | Route::SignInLink { .. } | Route::Unknown(_) => {
                None
            }
        }
    }

    async fn load(self) -> Result<Open, NotLoaded> {
        match self {
            Self::Machine => machine().await,
            Self::Setup => setup().await,
            Self::Making => making().await,
            Self::Looking => looking().await,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Unasked,
    Loading,
    Ready(Open),
    Failed,
}

/// Which parts are there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    machine: RwSignal<Stage>,
    setup: RwSignal<Stage>,
    making: RwSignal<Stage>,
    looking: RwSignal<Stage>,
    release: Release,
}

impl Parts {
    /// None is there yet.
    pub(super) fn new(release: Release) -> Self {
        Self {
            release,
            machine: RwSignal::new(Stage::Unasked),
            setup: RwSignal::new(Stage::Unasked),
            making: RwSignal::new(Stage::Unasked),
            looking: RwSignal::new(Stage::Unasked),
        }
    }

    fn stage(self, part: Part) -> RwSignal<Stage> {
        match part {
            Part::Machine => self.machine,
            Part::Setup => self.setup,
            Part::Making => self.making,
            Part::Looking => self.looking,
        }
    }

    /// Fetches what `route` needs, unless it is there or under way. The page asks as soon as it knows
    /// the address, so that this and the server's first answer are waited for together.
    pub(super) fn want(self, route: &Route) {
        if let Some(part) = Part::of(route) {
            self.fetch(part);
        }
    }

    fn fetch(self, part: Part) {
        let stage = self.stage(part);
        if matches!(stage.get_untracked(), Stage::Loading | Stage::Ready(_)) {
            return;
        }
        stage.set(Stage::Loading);
        task::spawn_page(async move {
            let now = part.load().await.map_or(Stage::Failed, Stage::Ready);
            if matches!(now, Stage::Failed) {
                // An old file that its host has taken away looks the same.
                self.release.doubt();
            }
            stage.try_set(now);
        });
    }

    /// The screen of `route`, once its part is there; nothing for a screen that needs none.
    pub(super) fn show(self, route: Route) -> AnyView {
        match Part::of(&route) {
            Some(part) => self.open(part, route, true),
            None => ().into_any(),
        }
    }

    /// The steps of a first visit: they stand above an empty machine list, but belong to setting up.
    pub(super) fn first_steps(self) -> AnyView {
        self.open(Part::Setup, Route::default(), false)
    }

    /// `is_screen`: it stands alone, and has the page's one heading.
    fn open(self, part: Part, route: Route, is_screen: bool) -> AnyView {
        self.fetch(part);
        let stage = self.stage(part);
        dynamic(move || match stage.get() {
            Stage::Ready(open) => open(route.clone()),
            Stage::Failed => failed(is_screen, Callback::new(move |()| self.fetch(part))),
            Stage::Unasked | Stage::Loading => loading(is_screen),
        })
    }
}

/// The link that was followed may have gone with its screen: the title that would take the focus
/// comes only with the part.
fn loading(is_screen: bool) -> AnyView {
    task::spawn_scoped(async {
        clock::next_frame().await;
        dom::focus_if_lost(&["#content"]);
    });
    let words = say!(frame.fetching);
    view! {
        {is_screen.then(|| view! { <h1 class="unseen">{words}</h1> })}
        <Loading what=words />
    }
    .into_any()
}

fn failed(is_screen: bool, retry: Callback<()>) -> AnyView {
    let trouble = Trouble {
        what: say!(frame.part_failed).to_owned(),
        server_words: None,
        advice: Some(say!(frame.part_failed_advice).to_owned()),
    };
    view! {
        {is_screen.then(|| view! { <PageHead title=say!(frame.part_failed_title) /> })}
        <TroubleNotice trouble=Some(trouble) on_retry=retry />
    }
    .into_any()
}
