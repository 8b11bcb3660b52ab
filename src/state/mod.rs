//! What the page knows and keeps while it is open: the session, remote data with its last good
//! value and error, running commands, notices. It knows the API and the browser through `platform`,
//! and no view.

pub mod actions;
pub mod activity;
pub mod adding;
pub mod associations;
pub mod backends;
pub mod catalogue;
pub mod creating;
pub mod drafts;
pub mod hosting;
pub mod images;
pub mod keys;
pub mod language;
pub mod machines;
pub mod networks;
pub mod notices;
pub mod poller;
pub mod probes;
pub mod providers;
pub mod raw;
pub mod release;
pub mod remembered;
pub mod session;
pub mod shell;
pub mod shells;
mod tabs;
pub mod tags;

use std::ops::Deref;

use leptos::prelude::*;
use mist_api::call::Request;

use self::{
    actions::Actions,
    activity::{Activity, Names},
    adding::Adding,
    associations::Associations,
    backends::Backends,
    catalogue::Catalogue,
    creating::Creating,
    drafts::Drafts,
    images::Images,
    keys::Keys,
    language::Language,
    machines::Machines,
    networks::Networks,
    notices::Notices,
    probes::Probes,
    providers::Providers,
    release::Release,
    remembered::Remembered,
    session::Session,
    shells::Shells,
    tags::Tags,
};
use crate::routes::MachineRef;

/// Everything the page keeps, handed down as one context: a handle that is cheap to copy.
#[derive(Clone, Copy)]
pub struct State(&'static Parts);

/// What [`State`] leads to.
pub struct Parts {
    /// Who is signed in, where, and how calls are made.
    pub session: Session,
    /// The backends.
    pub backends: Backends,
    /// What kinds of backend can be added.
    pub providers: Providers,
    /// Adding a backend.
    pub adding: Adding,
    /// All machines of all backends.
    pub machines: Machines,
    /// What backends offer for new machines.
    pub catalogue: Catalogue,
    /// Making machines of it.
    pub creating: Creating,
    /// The stars of images, and searching for images on the server.
    pub images: Images,
    /// Making and deleting networks.
    pub networks: Networks,
    /// The keys.
    pub keys: Keys,
    /// Which keys open which machine.
    pub associations: Associations,
    /// What probes of machines found.
    pub probes: Probes,
    /// The tags of machines.
    pub tags: Tags,
    /// What was changed during this visit.
    pub activity: Activity,
    /// What of the lists is remembered on this device.
    pub remembered: Remembered,
    /// What is typed and not sent yet.
    pub drafts: Drafts,
    /// Whether the page itself is out of date.
    pub release: Release,
    /// The language the page speaks.
    pub language: Language,
    /// What happened, said once.
    pub notices: Notices,
    /// Acting on machines.
    pub actions: Actions,
    /// Commands and their output.
    pub shells: Shells,
}

impl Deref for State {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

impl State {
    /// Starts with nothing known. To be called once, by the root of the page.
    pub fn provide() -> Self {
        let session = Session::new();
        let notices = Notices::new();
        let backends = Backends::new(session);
        let machines = Machines::new(session, backends);
        let keys = Keys::new(session);
        let catalogue = Catalogue::new(session);
        let parts = Parts {
            session,
            backends,
            providers: Providers::new(session),
            adding: Adding::new(session, backends, notices),
            machines,
            catalogue,
            images: Images::new(session, catalogue.images),
            networks: Networks::new(session, catalogue.networks),
            creating: Creating::new(session, machines, keys, notices),
            keys,
            associations: Associations::new(session, keys),
            probes: Probes::new(session),
            tags: Tags::new(session, machines),
            activity: session.activity(),
            remembered: Remembered::new(session, backends, machines),
            drafts: Drafts::new(),
            release: Release::new(),
            language: Language::new(notices),
            notices,
            actions: Actions::new(session, machines, notices),
            shells: Shells::new(session),
        };
        // Made once and alive as long as the page: leaking it makes the handle one pointer.
        let state = Self(Box::leak(Box::new(parts)));
        session.on_change(move || state.forget());
        state
            .activity
            .on_naming(move |request| state.names(request));
        provide_context(state);
        state
    }

    /// The page's state.
    pub fn get() -> Self {
        expect_context()
    }

    /// Forgets everything that belongs to an account, when it leaves.
    fn forget(self) {
        self.actions.forget();
        self.shells.forget();
        self.machines.forget();
        self.catalogue.forget();
        self.creating.forget();
        self.images.forget();
        self.providers.forget();
        self.adding.forget();
        self.backends.forget();
        self.keys.forget();
        self.probes.forget();
        self.activity.forget();
        self.drafts.forget();
        self.notices.forget();
    }

    /// What the backend and the machine that a call is about are called now; their ids where nobody lists them.
    fn names(self, request: &Request) -> Names {
        let (backend, machine) = request.about();
        let backend = backend.unwrap_or_default().to_owned();
        let title = self.backends.list().with_untracked(|list| {
            let mut items = list.data().into_iter().flat_map(|list| &list.items);
            let known = items.find(|known| known.id == backend)?;
            Some(known.title.clone())
        });
        let name = machine.map(|machine| {
            let machine = MachineRef {
                backend: backend.clone(),
                machine: machine.to_owned(),
            };
            let known = untrack(|| self.machines.one(&machine));
            known.map_or(machine.machine, |known| known.machine.name.clone())
        });
        Names {
            backend: title.unwrap_or(backend),
            machine: name.unwrap_or_default(),
        }
    }
}
