use mist_core::machines::Direction;
use proptest::prelude::*;

use super::{
    choices::{BACKEND_TABS, COLUMNS, MACHINE_TABS, SIZE_COLUMNS},
    *,
};

fn sorting() -> impl Strategy<Value = Sorting> {
    (0..COLUMNS.len(), direction()).prop_map(|(column, direction)| Sorting {
        column: COLUMNS[column].0,
        direction,
    })
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Ascending), Just(Direction::Descending)]
}

fn machine() -> impl Strategy<Value = MachineRef> {
    (".+", ".+").prop_map(|(backend, machine)| MachineRef { backend, machine })
}

fn lists() -> impl Strategy<Value = Route> {
    let machines = (".*", sorting()).prop_map(|(query, Sorting { column, direction })| {
        Route::Machines(MachineList {
            query,
            column,
            direction,
        })
    });
    let images = (".*", ".*", any::<bool>()).prop_map(|(backend, query, starred)| {
        Route::Images(ImageList {
            backend,
            query,
            starred,
        })
    });
    let sizes = (".*", ".*", ".*", 0..SIZE_COLUMNS.len(), direction()).prop_map(
        |(query, ram, price, column, direction)| {
            Route::Sizes(SizeList {
                query,
                ram,
                price,
                column: SIZE_COLUMNS[column].0,
                direction,
            })
        },
    );
    let activity = (".*", any::<bool>())
        .prop_map(|(query, failed)| Route::Activity(ActivityList { query, failed }));
    prop_oneof![
        machines,
        images,
        sizes,
        activity,
        ".*".prop_map(Route::Providers)
    ]
}

fn forms() -> impl Strategy<Value = Route> {
    let add = (".*", ".*")
        .prop_map(|(provider, region)| Route::AddBackend(ProviderRef { provider, region }));
    let create = (".*", ".*", ".*", ".*").prop_map(|(backend, image, size, location)| {
        Route::CreateMachine(Plan {
            backend,
            image,
            size,
            location,
        })
    });
    prop_oneof![add, create, machine().prop_map(Route::Resize)]
}

fn any_route() -> impl Strategy<Value = Route> {
    let machine = (machine(), 0..=MACHINE_TABS.len(), ".*", sorting());
    let machine = machine.prop_map(|(machine, tab, query, sorting)| {
        let tab = MACHINE_TABS
            .get(tab)
            .map(|(tab, _)| *tab)
            .unwrap_or_default();
        let Sorting { column, direction } = sorting;
        let list = MachineList {
            query,
            column,
            direction,
        };
        Route::Machine(machine, MachineView { tab, list })
    });
    // Servers make ids of 27 letters and digits and more: none is the word of the form's address.
    let shown = (0..=BACKEND_TABS.len(), sorting(), ".*", any::<bool>());
    let backend = (".+", shown)
        .prop_filter("the form's address", |(backend, ..)| backend != "add")
        .prop_map(|(backend, (tab, sorting, query, starred))| {
            let tab = BACKEND_TABS
                .get(tab)
                .map(|(tab, _)| *tab)
                .unwrap_or_default();
            let view = BackendView {
                tab,
                sorting,
                query,
                starred,
            };
            Route::Backend(backend, view)
        });
    let link = (".+", ".+").prop_map(|(email, code)| Route::SignInLink { email, code });
    let fixed = prop_oneof![
        Just(Route::SignIn),
        Just(Route::Backends),
        Just(Route::Keys),
        Just(Route::Account),
    ];
    prop_oneof![lists(), forms(), machine, backend, link, fixed]
}

proptest! {
    #[test]
    fn every_address_reads_back(route in any_route()) {
        prop_assert_eq!(Route::parse(&route.to_string()), route);
    }

    #[test]
    fn any_fragment_is_some_screen(fragment in ".*") {
        let _ = Route::parse(&fragment);
    }
}
#[test]
fn an_empty_address_is_the_machine_list() {
    assert_eq!(Route::parse(""), Route::Machines(MachineList::default()));
    assert_eq!(Route::parse("/"), Route::Machines(MachineList::default()));
}

#[test]
fn a_sign_in_link_cannot_choose_a_server() {
    let route = Route::parse("/sign-in?email=a%40b&code=c&server=https%3A%2F%2Fevil.example");
    assert_eq!(
        route,
        Route::SignInLink {
            email: "a@b".into(),
            code: "c".into()
        }
    );
}

#[test]
fn what_is_not_an_address_is_kept_as_it_was() {
    assert_eq!(
        Route::parse("/nowhere/%"),
        Route::Unknown("/nowhere/%".into())
    );
}

#[test]
fn ids_with_slashes_keep_to_their_step() {
    let machine = MachineRef {
        backend: "a/b".into(),
        machine: "c?d#e".into(),
    };
    let route = Route::machine(machine, MachineTab::Shell);
    assert_eq!(route.to_string(), "/machines/a%2Fb/c%3Fd%23e?tab=shell");
}
