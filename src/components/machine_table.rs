//! The machine list: sorted by its column heads, with only the rows in view in the document,
//! however many match.

use std::ops::Range;

use leptos::{ev::FocusEvent, html, prelude::*};
use mist_core::{
    machines::{Column, Direction},
    window::Viewport,
};

use super::{machine_row::machine_row, navigate::Navigation};
use crate::{
    platform::{clock, dom, heights::Row, marks, task},
    routes::{MachineList, MachineRef},
    say,
    state::State,
    ui::{
        changing::{self, dynamic},
        sort_head::SortHead,
    },
};

/// Rows drawn beyond those in view, so that a fast scroll shows no gap.
const OVERSCAN: usize = 8;
/// Rows that are drawn together.
const BLOCK: usize = 16;
/// How many rows there are after the first step when the list appears, its head having come before: drawn with all
/// others at once, they would keep a slow processor from what people do.
const FIRST: usize = 8;

/// Which part of a row has the focus: the menu's button, or the name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Focus {
    machine: MachineRef,
    on_menu: bool,
}

/// What the parts of the table share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    machines: Signal<Vec<MachineRef>>,
    total: Memo<usize>,
    /// What of all machines they are.
    list: Memo<MachineList>,
    /// The blocks that are near enough to be drawn.
    near: Memo<Range<usize>>,
    /// How many rows there may be by now: the first ones come before the others.
    begun: RwSignal<usize>,
    focus: RwSignal<Option<Focus>>,
    navigation: Navigation,
}

impl Shared {
    fn place_of(self, wanted: &MachineRef) -> Option<usize> {
        let machines = self.machines.read();
        machines.iter().position(|machine| machine == wanted)
    }

    /// Follows the focus from row to row and out of the table. When it goes nowhere, either somebody
    /// pressed beside everything, or its row was taken away: that is put right within a frame, so
    /// it is looked at in the one after.
    fn follow(self, event: &FocusEvent) {
        let goes_out = event.type_() == "focusout";
        match (goes_out, event.related_target()) {
            (false, _) => {
                let focus = dom::target(event).and_then(|target| {
                    let place = dom::number_around(&target, "tr", "aria-rowindex")?;
                    let machine = self
                        .machines
                        .read_untracked()
                        .get(place.checked_sub(1)?)
                        .cloned()?;
                    let on_menu = target.tag_name() != "A";
                    Some(Focus { machine, on_menu })
                });
                self.focus.set(focus);
            }
            (true, Some(_)) => self.focus.set(None),
            (true, None) => task::spawn_page(async move {
                clock::next_frame().await;
                clock::next_frame().await;
                if dom::focus_is_lost() {
                    // The table may be gone by then.
                    self.focus.try_set(None);
                }
            }),
        }
    }

    /// Draws the first rows, and then all. Who looks at other rows gets them at once.
    async fn begin(self) {
        while self.begun.get_untracked() < usize::MAX {
            clock::turn().await;
            let is_at_top = self.near.read_untracked().start == 0;
            self.begun.update(|begun| {
                *begun = if is_at_top && *begun == 0 {
                    FIRST
                } else {
                    usize::MAX
                };
            });
        }
    }

    /// A row that was moved or made anew has lost the focus: it gets it back.
    fn restore(self) {
        let Some(Focus { machine, on_menu }) = self.focus.get_untracked() else {
            return;
        };
        let Some(place) = untrack(|| self.place_of(&machine)) else {
            return;
        };
        task::spawn_page(async move {
            clock::next_frame().await;
            let part = if on_menu { "button" } else { "a" };
            let row = format!(".machines tr[aria-rowindex='{}'] {part}", place + 1);
            dom::give_back_focus(&row);
        });
    }
}

/// Keeps the room of rows that are not drawn.
fn spacer(rows: usize) -> AnyView {
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let height = move || dom::px(rows as f64 * Row::One.height());
    view! { <tr class="spacer" aria-hidden="true" style:height=height></tr> }.into_any()
}

/// What a row is known by. No id has a NUL in it.
fn key(machine: &MachineRef) -> String {
    format!("{}\0{}", machine.backend, machine.machine)
}

/// Some rows of the list. They are drawn together or not at all, in an element that is always there:
/// so no row is ever moved in the document by scrolling, which would take the focus from it.
fn block(number: usize, shared: Shared) -> AnyView {
    let first = number * BLOCK;
    let rows = Memo::new(move |_| shared.total.get().saturating_sub(first).min(BLOCK));
    // How many rows of it there are to be.
    let drawn = Memo::new(move |_| {
        let focused = || {
            let focus = shared.focus.read();
            shared.place_of(&focus.as_ref()?.machine)
        };
        let is_near = shared.near.read().contains(&number);
        let begun = shared.begun.get().saturating_sub(first);
        if is_near && begun > 0 {
            rows.get().min(begun)
        } else if focused().is_some_and(|place| place / BLOCK == number) {
            rows.get()
        } else {
            0
        }
    });
    let is_drawn = Memo::new(move |_| drawn.get() > 0);
    let machines = Memo::new(move |_| {
        let machines = shared.machines.read();
        let own = machines.iter().skip(first).take(drawn.get());
        own.cloned().collect::<Vec<_>>()
    });
    let content = move || {
        if !is_drawn.get() {
            return ().into_any();
        }
        let keys = move || machines.read().iter().map(key).collect();
        let draw = move |wanted: String| {
            let machines_now = machines.read_untracked();
            let machine = machines_now.iter().find(|machine| key(machine) == wanted);
            let Some(machine) = machine.cloned() else {
                return ().into_any();
            };
            let number = {
                let machine = machine.clone();
                move || {
                    let machines = machines.read();
                    let place = machines.iter().position(|known| *known == machine)?;
                    Some(first + place + 1)
                }
            };
            let Shared {
                state,
                navigation,
                list,
                ..
            } = shared;
            machine_row(state, navigation, list, machine, number)
        };
        changing::rows(keys, draw)
    };
    let rest = move || match rows.get().saturating_sub(drawn.get()) {
        0 => ().into_any(),
        rest => spacer(rest),
    };
    view! { <tbody>{dynamic(content)} {dynamic(rest)}</tbody> }.into_any()
}

fn head(
    column: Column,
    words: &'static str,
    class: &'static str,
    list: Memo<MachineList>,
    on_sort: Callback<(Column, Direction)>,
) -> impl IntoView {
    let head = SortHead {
        words,
        direction: Signal::derive(move || {
            list.with(|list| (list.column == column).then_some(list.direction))
        }),
        on_sort: Callback::new(move |direction| on_sort.run((column, direction))),
    };
    view! {
        <th scope="col" class=class aria-sort=move || head.aria_sort()>
            {head.button()}
        </th>
    }
}

/// What part of the list the window shows, in pixels from the list's own top, which is the lower
/// edge of its head.
fn watch_view(table: NodeRef<html::Table>, head: NodeRef<html::Thead>) -> ReadSignal<(f64, f64)> {
    let (seen, set_seen) = signal((0.0, 900.0));
    let measure = move || {
        let Some(head) = head.get_untracked() else {
            return;
        };
        let top = head.get_bounding_client_rect().bottom();
        let now = ((-top).max(0.0), dom::window_height());
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
        if let Some(table) = table.get() {
            size_watch.set_value(dom::SizeWatch::new(&table, measure));
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
    let (table, head_row) = (NodeRef::new(), NodeRef::new());
    let seen = watch_view(table, head_row);
    let total = Memo::new(move |_| machines.read().len());
    let near = Memo::new(move |_| {
        let (scroll_top, height) = seen.get();
        let view = Viewport {
            scroll_top,
            height,
            row_height: Row::One.height(),
            total: total.get(),
        };
        let rows = view.visible(OVERSCAN);
        rows.start / BLOCK..rows.end.div_ceil(BLOCK)
    });
    let shared = Shared {
        state: State::get(),
        machines,
        total,
        list,
        near,
        begun: RwSignal::new(0),
        focus: RwSignal::new(None),
        navigation: Navigation::get(),
    };
    Effect::new(move |_| {
        machines.track();
        shared.restore();
    });
    let blocks = move || {
        let numbers = 0..total.get().div_ceil(BLOCK);
        numbers.map(|number| number.to_string()).collect()
    };
    let draw = move |number: String| block(number.parse().unwrap_or_default(), shared);
    let taken = shared.state.machines.taken();
    Effect::new(move |_| {
        taken.track();
        let count = total.get_untracked();
        task::spawn_scoped(async move {
            shared.begin().await;
            // The next frame draws the rows; when the one after it begins, they were painted.
            clock::next_frame().await;
            clock::next_frame().await;
            #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
            marks::mark_with(marks::MACHINES_PAINTED, "rows", count as f64);
        });
    });
    view! {
        <div class="table-scroll">
            <table
                class="table machines"
                class:arriving=move || shared.begun.get() < usize::MAX
                aria-label=say!(machines.title)
                aria-rowcount=move || total.get()
                node_ref=table
                on:focusin=move |event| shared.follow(&event)
                on:focusout=move |event| shared.follow(&event)
            >
                <thead node_ref=head_row>
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
                {changing::rows(blocks, draw)}
            </table>
        </div>
    }
}
