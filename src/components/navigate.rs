//! Going from screen to screen.

use leptos::prelude::*;

use crate::{
    platform::address,
    routes::{MachineList, MachineRef, MachineTab, MachineView, Route},
};

/// Where the page is, as a handle.
#[derive(Clone, Copy)]
pub struct Navigation {
    route: Memo<Route>,
    fragment: WriteSignal<String>,
}

impl Navigation {
    /// Follows the browser's address. To be called once, by the root of the page.
    pub fn provide() -> Self {
        let (fragment, set_fragment) = address::watch();
        let route = Memo::new(move |_| Route::parse(&fragment.read()));
        let navigation = Self {
            route,
            fragment: set_fragment,
        };
        provide_context(navigation);
        navigation
    }

    /// The page's navigation.
    pub fn get() -> Self {
        expect_context()
    }

    /// Where the page is.
    pub fn route(self) -> Memo<Route> {
        self.route
    }

    /// Goes to a screen, as a step that "Back" undoes.
    pub fn go(self, route: &Route) {
        address::go(&route.to_string());
    }

    /// Changes the address in place: no step of its own.
    pub fn replace(self, route: &Route) {
        let fragment = route.to_string();
        address::replace(&fragment);
        self.fragment.set(fragment);
    }

    /// The chosen tab of the machine's screen.
    pub fn machine_tab(self) -> Memo<MachineTab> {
        Memo::new(move |_| match &*self.route.read() {
            Route::Machine(_, view) => view.tab,
            _ => MachineTab::default(),
        })
    }

    /// The machines that are looked at, or those beside the machine that is.
    pub fn machine_list(self) -> Memo<MachineList> {
        Memo::new(move |_| match &*self.route.read() {
            Route::Machines(list) => list.clone(),
            Route::Machine(_, view) => view.list.clone(),
            _ => MachineList::default(),
        })
    }

    /// A machine's screen that keeps the machines beside it as they are now.
    pub fn to_machine(self, machine: MachineRef, tab: MachineTab) -> Route {
        let list = match &*self.route.read_untracked() {
            Route::Machines(list) => list.clone(),
            Route::Machine(_, view) => view.list.clone(),
            _ => MachineList::default(),
        };
        Route::Machine(machine, MachineView { tab, list })
    }
}
