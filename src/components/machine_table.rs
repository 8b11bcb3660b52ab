//! The machine list: sorted by its column heads, with only the rows in view in the document,
//! however many match.

use leptos::{html, prelude::*};
use mist_api::model::MachineState;
use mist_core::{
    machines::{Column, Direction},
    window::Viewport,
};

use super::machine_actions::MachineMenu;
use crate::{
    locales::format,
    platform::{clock, dom, marks, task},
    routes::{MachineList, MachineRef, MachineTab, Route},
    say,
    state::State,
    ui::{
        icon::Icon,
        state_dot::{Tone, state_dot},
    },
};

/// Height of a row in pixels; the style sheet has the same.
const ROW_HEIGHT: f64 = 44.0;
/// Rows drawn beyond those in view, so that a fast scroll shows no gap.
const OVERSCAN: usize = 12;

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

/// One row, redrawn only when its machine changes.
fn row(machines: Signal<Vec<MachineRef>>, machine: MachineRef, state: State) -> impl IntoView {
    let index = {
        let machine = machine.clone();
        Memo::new(move |_| {
            machines
                .read()
                .iter()
                .position(|known| *known == machine)
                .map(|index| index + 1)
        })
    };
    let known = {
        let machine = machine.clone();
        Memo::new(move |_| state.machines.one(&machine))
    };
    let cells =
        {
            let machine = machine.clone();
            move || {
                known.get().map(|known| {
                let shown = &known.machine;
                let address = shown.public_ips.first().or(shown.private_ips.first()).cloned();
                let link = Route::Machine(machine.clone(), MachineTab::Overview).href();
                view! {
                    <th scope="row" class="name">
                        <a href=link>{shown.name.clone()}</a>
                    </th>
                    <td>{state_dot(tone(&shown.state), format::machine_state(&shown.state))}</td>
                    <td class="muted">{known.backend.title.clone()}</td>
                    <td class="mono">{address.unwrap_or_else(|| "–".to_owned())}</td>
                    <td class="muted wide">{shown.size_name().unwrap_or("–").to_owned()}</td>
                    <td class="wide">{tags(&shown.tags)}</td>
                }
            })
            }
        };
    view! {
        <tr aria-rowindex=move || index.get()>
            {cells} <td class="row-actions">
                <MachineMenu machine=machine known=known />
            </td>
        </tr>
    }
}

fn head(
    column: Column,
    words: &'static str,
    class: &'static str,
    list: Memo<MachineList>,
    on_sort: Callback<(Column, Direction)>,
) -> impl IntoView {
    let direction = move || list.with(|list| (list.column == column).then_some(list.direction));
    let press = move |_| {
        let next = match direction() {
            Some(Direction::Ascending) => Direction::Descending,
            Some(Direction::Descending) | None => Direction::Ascending,
        };
        on_sort.run((column, next));
    };
    view! {
        <th
            scope="col"
            class=class
            aria-sort=move || match direction() {
                Some(Direction::Ascending) => Some("ascending"),
                Some(Direction::Descending) => Some("descending"),
                None => None,
            }
        >
            <button type="button" class="sort" on:click=press>
                {words}
                {move || match direction() {
                    Some(Direction::Ascending) => Some(Icon::ArrowUp.draw()),
                    Some(Direction::Descending) => Some(Icon::ArrowDown.draw()),
                    None => None,
                }}
            </button>
        </th>
    }
}

/// What part of the list the window shows, in pixels from the list's own top.
fn watch_view(body: NodeRef<html::Tbody>) -> ReadSignal<(f64, f64)> {
    let (seen, set_seen) = signal((0.0, 900.0));
    let measure = move || {
        let Some(body) = body.get_untracked() else {
            return;
        };
        let height = web_sys::window()
            .and_then(|window| window.inner_height().ok())
            .and_then(|height| height.as_f64())
            .unwrap_or(900.0);
        let top = body.get_bounding_client_rect().top();
        let now = ((-top).max(0.0), height);
        if seen.get_untracked() != now {
            set_seen.set(now);
        }
    };
    let scroll = window_event_listener(leptos::ev::scroll, move |_| measure());
    let resize = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
    });
    let size_watch = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(body) = body.get() {
            size_watch.set_value(dom::SizeWatch::new(&body, measure));
        }
    });
    seen
}

/// The table.
#[component]
pub fn MachineTable(
    /// The machines to show, in order.
    #[prop(into)]
    machines: Signal<Vec<MachineRef>>,
    /// How they are sorted.
    list: Memo<MachineList>,
    /// Called to sort otherwise.
    #[prop(into)]
    on_sort: Callback<(Column, Direction)>,
) -> impl IntoView {
    let state = State::get();
    let body = NodeRef::<html::Tbody>::new();
    let seen = watch_view(body);
    let total = Memo::new(move |_| machines.read().len());
    let view = Memo::new(move |_| {
        let (scroll_top, height) = seen.get();
        Viewport {
            scroll_top,
            height,
            row_height: ROW_HEIGHT,
            total: total.get(),
        }
        .visible(OVERSCAN)
    });
    let rows = move || {
        let machines = machines.read();
        view.get()
            .filter_map(|index| machines.get(index).cloned())
            .collect::<Vec<_>>()
    };
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let before = move || format!("{}px", view.read().start as f64 * ROW_HEIGHT);
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let after = move || {
        format!(
            "{}px",
            total.get().saturating_sub(view.read().end) as f64 * ROW_HEIGHT
        )
    };
    Effect::new(move |_| {
        let count = total.get();
        task::spawn_scoped(async move {
            clock::next_frame().await;
            #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
            marks::mark_with(marks::MACHINES_PAINTED, "rows", count as f64);
        });
    });
    view! {
        <div class="table-scroll">
            <table
                class="table machines"
                aria-label=say!(machines.title)
                aria-rowcount=move || total.get()
            >
                <thead>
                    <tr>
                        {head(Column::Name, say!(machines.name), "", list, on_sort)}
                        {head(Column::State, say!(machines.state), "", list, on_sort)}
                        {head(Column::Backend, say!(machines.backend), "", list, on_sort)}
                        {head(Column::Address, say!(machines.address), "", list, on_sort)}
                        {head(Column::Size, say!(machines.size), "wide", list, on_sort)}
                        {head(Column::Tags, say!(machines.tags), "wide", list, on_sort)}
                        <th scope="col">
                            <span class="unseen">{say!(machines.actions)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody node_ref=body>
                    <tr class="spacer" aria-hidden="true" style:height=before></tr>
                    <For
                        each=rows
                        key=MachineRef::clone
                        children=move |machine| row(machines, machine, state)
                    />
                    <tr class="spacer" aria-hidden="true" style:height=after></tr>
                </tbody>
            </table>
        </div>
    }
}
