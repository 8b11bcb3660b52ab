//! The list of machines beside the machine that is looked at, where there is room: the same machines in the
//! same order as on their own screen, and the same search, which stands in the address.

use std::{collections::HashMap, sync::Arc};

use leptos::{ev::KeyboardEvent, html, prelude::*};

use crate::{
    components::{machine_row::tone, machine_selection, navigate::Navigation},
    locales::format,
    platform::{clock, dom, heights::Row, task},
    routes::{MachineList, MachineRef, MachineView, Route},
    say,
    state::{State, machines::Known},
    ui::{
        changing::{dynamic, text},
        search::SearchField,
        simulated,
        state_dot::state_dot,
        windowed::{Order, Scroller, Windowed},
    },
};

/// Where the list stands, for whoever leaves the focus there.
pub(super) const PLACE: &str = ".beside-list";

/// Machines by numbers that stay theirs, as long lists want them.
#[derive(Default)]
struct Numbers {
    of: HashMap<MachineRef, usize>,
    all: Vec<MachineRef>,
}

impl Numbers {
    fn number(&mut self, machine: &MachineRef) -> usize {
        if let Some(known) = self.of.get(machine) {
            return *known;
        }
        let number = self.all.len();
        self.of.insert(machine.clone(), number);
        self.all.push(machine.clone());
        number
    }
}

/// What the rows share.
#[derive(Clone, Copy)]
struct Beside {
    state: State,
    navigation: Navigation,
    list: Memo<MachineList>,
    shown: Memo<MachineRef>,
    numbers: StoredValue<Numbers>,
    order: Memo<Order>,
    /// The row that had the focus last, by number.
    at: RwSignal<Option<usize>>,
    /// The place of the one row that Tab leads to.
    stop: Memo<Option<usize>>,
    scroller: NodeRef<html::Div>,
}

fn row_id(number: usize) -> String {
    format!("beside-{number}")
}

/// Where a key leads from a row.
fn moved(key: &str, here: usize, last: usize) -> Option<usize> {
    match key {
        "ArrowDown" => Some((here + 1).min(last)),
        "ArrowUp" => Some(here.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

impl Beside {
    fn new(state: State, navigation: Navigation, shown: Memo<MachineRef>) -> Self {
        let list = navigation.machine_list();
        let matching = machine_selection::matching(state, list);
        let numbers = StoredValue::new(Numbers::default());
        let order = Memo::new(move |_| {
            let matching = matching.read();
            let numbered = numbers.try_update_value(|numbers| {
                let numbered = matching.iter().map(|machine| numbers.number(machine));
                numbered.collect::<Vec<_>>()
            });
            Arc::new(numbered.unwrap_or_default())
        });
        let at = RwSignal::new(None);
        let stop = Memo::new(move |_| {
            let order = order.read();
            let place = |number: usize| order.iter().position(|known| *known == number);
            let shown = numbers.with_value(|numbers| numbers.of.get(&*shown.read()).copied());
            let first = (!order.is_empty()).then_some(0);
            at.get()
                .and_then(place)
                .or_else(|| shown.and_then(place))
                .or(first)
        });
        Self {
            state,
            navigation,
            list,
            shown,
            numbers,
            order,
            at,
            stop,
            scroller: NodeRef::new(),
        }
    }

    fn search(self, query: String) {
        let tab = self.navigation.machine_tab().get_untracked();
        let list = MachineList {
            query,
            ..self.list.get_untracked()
        };
        let route = Route::Machine(self.shown.get_untracked(), MachineView { tab, list });
        self.navigation.replace(&route);
    }

    /// Scrolls the list by as little as shows the row at `place`, with its neighbour.
    fn reveal(self, place: usize) {
        let Some(around) = self.scroller.get_untracked() else {
            return;
        };
        let height = Row::Two.height_now();
        #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
        let top = place as f64 * height;
        let (seen, room) = (
            f64::from(around.scroll_top()),
            f64::from(around.client_height()),
        );
        let wanted = if top - height < seen {
            top - height
        } else if top + 2.0 * height > seen + room {
            top + 2.0 * height - room
        } else {
            return;
        };
        #[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
        around.set_scroll_top(wanted.max(0.0).ceil() as i32);
    }

    /// The machine that is looked at is in view when the list appears.
    fn reveal_shown(self) {
        Effect::new(move |_| {
            if self.scroller.get().is_some() {
                task::spawn_scoped(async move {
                    clock::next_frame().await;
                    if let Some(place) = self.stop.get_untracked() {
                        self.reveal(place);
                    }
                });
            }
        });
    }

    fn on_key(self, event: &KeyboardEvent) {
        let last = self.order.read_untracked().len().saturating_sub(1);
        let here = self.stop.get_untracked().unwrap_or_default();
        let Some(there) = moved(&event.key(), here, last) else {
            return;
        };
        event.prevent_default();
        let Some(number) = self.order.read_untracked().get(there).copied() else {
            return;
        };
        self.at.set(Some(number));
        self.reveal(there);
        task::spawn_scoped(async move {
            // A row that was out of view is drawn by then.
            clock::next_frame().await;
            dom::focus_id(&row_id(number));
        });
    }

    fn words(known: &Known) -> AnyView {
        let shown = &known.machine.state;
        view! {
            <span class="option-name">{known.machine.name.clone()}</span>
            <span class="beside-more">
                {state_dot(tone(shown), format::machine_state(shown))}
                <span class="beside-backend">{known.backend.title.clone()}</span>
                {known.backend.simulated.then(simulated::mark)}
            </span>
        }
        .into_any()
    }

    fn row(self, number: usize, place: Signal<usize>) -> AnyView {
        let machine = self
            .numbers
            .with_value(|numbers| numbers.all.get(number).cloned());
        let Some(machine) = machine else {
            return ().into_any();
        };
        let machine = StoredValue::new(machine);
        let known =
            Memo::new(move |_| machine.with_value(|machine| self.state.machines.one(machine)));
        let content = move || match &*known.read() {
            Some(known) => Self::words(known),
            None => ().into_any(),
        };
        let href = move || {
            let tab = self.navigation.machine_tab().get();
            let list = self.list.get();
            Route::Machine(machine.get_value(), MachineView { tab, list }).href()
        };
        let is_shown = move || machine.with_value(|machine| *machine == *self.shown.read());
        view! {
            <div role="listitem" class="beside-item">
                <a
                    class="beside-row"
                    id=row_id(number)
                    href=href
                    aria-current=move || is_shown().then_some("page")
                    tabindex=move || if self.stop.get() == Some(place.get()) { "0" } else { "-1" }
                    on:focus=move |_| self.at.set(Some(number))
                >
                    {dynamic(content)}
                </a>
            </div>
        }
        .into_any()
    }
}

/// The list, beside the machine `shown`.
pub(super) fn machines_beside(
    state: State,
    navigation: Navigation,
    shown: Memo<MachineRef>,
) -> AnyView {
    let beside = Beside::new(state, navigation, shown);
    beside.reveal_shown();
    let rows = state.machines.rows();
    let count = move || {
        let (found, all) = (beside.order.read().len(), rows.read().len());
        say!(machines.count, shown = found, count = all)
    };
    let field = SearchField {
        label: say!(machine.beside_search),
        hint: say!(machine.beside_search),
        text: Signal::derive(move || beside.list.read().query.clone()),
        on_search: Callback::new(move |query| beside.search(query)),
    };
    let windowed = Windowed {
        order: beside.order.into(),
        row: Row::Two,
        scroller: Scroller::Element(beside.scroller),
        kept: beside.stop.into(),
        draw: Callback::new(move |(number, place)| beside.row(number, place)),
    };
    view! {
        <nav class="beside-list" aria-label=say!(machine.beside)>
            {field.view()}
            <p class="hint" aria-live="polite">
                {text(count)}
            </p>
            <div
                class="beside-rows"
                role="list"
                node_ref=beside.scroller
                on:keydown=move |event| beside.on_key(&event)
            >
                {windowed.view()}
            </div>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{MachineRef, Numbers, moved};

    #[test]
    fn a_machine_keeps_its_number() {
        let machine = |id: &str| MachineRef {
            backend: "b".into(),
            machine: id.into(),
        };
        let mut numbers = Numbers::default();
        let first = numbers.number(&machine("one"));
        let second = numbers.number(&machine("two"));
        assert_ne!(first, second);
        assert_eq!(numbers.number(&machine("one")), first);
    }

    #[test]
    fn keys_stay_in_the_list() {
        assert_eq!(moved("ArrowDown", 4, 4), Some(4));
        assert_eq!(moved("ArrowUp", 0, 4), Some(0));
        assert_eq!(moved("End", 0, 4), Some(4));
        assert_eq!(moved("Enter", 0, 4), None);
    }
}
