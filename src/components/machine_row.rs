//! A row of the machine list, and how a machine's state feels wherever it is shown.

use leptos::prelude::*;
use mist_api::model::MachineState;

use super::{machine_actions::machine_menu, navigate::Navigation};
use crate::{
    locales::format,
    routes::{MachineList, MachineRef, MachineTab, MachineView, Route},
    state::{State, machines::Known},
    ui::{
        changing::dynamic,
        simulated,
        state_dot::{Tone, state_dot},
    },
};

/// How a state feels.
pub fn tone(state: &MachineState) -> Tone {
    match state {
        MachineState::Running => Tone::Good,
        MachineState::Rebooting | MachineState::Pending => Tone::Moving,
        MachineState::Other(word) if word.eq_ignore_ascii_case("error") => Tone::Bad,
        MachineState::Stopped | MachineState::Terminated | MachineState::Other(_) => Tone::Off,
    }
}

fn tags(tags: &[String]) -> impl IntoView + use<> {
    tags.iter()
        .map(|tag| view! { <span class="tag">{tag.clone()}</span> })
        .collect_view()
}

/// What a row shows of its machine, before its menu.
fn cells(known: &Known, link: Signal<String>) -> impl IntoView + use<> {
    let shown = &known.machine;
    let address = shown.public_ips.first().or(shown.private_ips.first());
    let address = address.cloned().unwrap_or_else(|| "–".to_owned());
    let mark = || known.backend.simulated.then(simulated::mark);
    view! {
        <th scope="row" class="name">
            <a href=link>{shown.name.clone()}</a>
            <span class="narrow">{mark()}</span>
        </th>
        <td>{state_dot(tone(&shown.state), format::machine_state(&shown.state))}</td>
        <td class="muted">
            <span class="marked">
                <span>{known.backend.title.clone()}</span>
                {mark()}
            </span>
        </td>
        <td class="mono">{address}</td>
        <td class="muted wide">{shown.size_name().unwrap_or("–").to_owned()}</td>
        <td class="wide">{tags(&shown.tags)}</td>
    }
}

/// One row, redrawn only when its machine changes. `number`: which of all rows it is, from one.
pub fn machine_row(
    state: State,
    navigation: Navigation,
    list: Memo<MachineList>,
    machine: MachineRef,
    number: impl Fn() -> Option<usize> + Send + Sync + 'static,
) -> AnyView {
    let known = {
        let machine = machine.clone();
        Memo::new(move |_| state.machines.one(&machine))
    };
    let menu = machine_menu(state, navigation, machine.clone(), known.into());
    // Another search changes where the link leads, and nothing else of the row.
    let link = Signal::derive(move || {
        let view = MachineView {
            tab: MachineTab::Overview,
            list: list.get(),
        };
        Route::Machine(machine.clone(), view).href()
    });
    let cells = move || {
        let known = known.read();
        known.as_ref().map(|known| cells(known, link)).into_any()
    };
    view! {
        <tr aria-rowindex=number>{dynamic(cells)} <td class="row-actions">{menu}</td></tr>
    }
    .into_any()
}
