//! The form that gives a machine another size.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::model::Size;

use crate::{
    components::{
        failures::{Freshness, list_trouble},
        navigate::Navigation,
        size_facts,
    },
    locales::explain::{self, Trouble},
    platform::task,
    routes::{MachineRef, MachineTab, Route},
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        changing::dynamic,
        empty::{Empty, Loading},
        listbox::{Listbox, OptionHeight},
        notice::TroubleNotice,
        page::PageHead,
        windowed::Order,
    },
};

/// What is chosen, and how it stands with the server.
#[derive(Clone, Copy)]
struct Form {
    state: State,
    navigation: Navigation,
    machine: StoredValue<MachineRef>,
    name: Memo<Option<String>>,
    sizes: Memo<Arc<Vec<Size>>>,
    /// The place of the size it has, among those listed.
    current: Memo<Option<usize>>,
    chosen: RwSignal<Option<usize>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

impl Form {
    fn new(machine: MachineRef) -> Self {
        let state = State::get();
        let cell = state.catalogue.sizes.of(&machine.backend);
        state
            .catalogue
            .sizes
            .follow(Signal::stored(machine.backend.clone()));
        let machine = StoredValue::new(machine);
        let known = move || machine.with_value(|machine| state.machines.one(machine));
        let name = Memo::new(move |_| known().map(|known| known.machine.name.clone()));
        let sizes = Memo::new(move |_| {
            let listed = cell.with(|remote| remote.data().map(|list| list.items.clone()));
            Arc::new(listed.unwrap_or_default())
        });
        let current = Memo::new(move |_| {
            let known = known()?;
            let has = known.machine.size_name()?.to_owned();
            let sizes = sizes.read();
            sizes
                .iter()
                .position(|size| size.id == has || size.name == has)
        });
        Self {
            state,
            navigation: Navigation::get(),
            machine,
            name,
            sizes,
            current,
            chosen: RwSignal::new(None),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// Why it can't be sent as it is.
    fn why_not(self) -> Option<String> {
        match self.chosen.get() {
            None => Some(say!(resize.choose_first).to_owned()),
            chosen if chosen == self.current.get() => Some(say!(resize.has_it).to_owned()),
            Some(_) => None,
        }
    }

    fn send(self) {
        let size = self.chosen.get_untracked().and_then(|chosen| {
            let sizes = self.sizes.read_untracked();
            sizes.get(chosen).cloned()
        });
        let (Some(size), Some(name)) = (size, self.name.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        self.trouble.set(None);
        let machine = self.machine.get_value();
        let here = Route::Resize(machine.clone());
        task::spawn_page(async move {
            let answer = self.state.actions.resize(&machine, size.id).await;
            // The screen may have been left meanwhile.
            self.busy.try_set(false);
            match answer {
                Ok(()) => {
                    let done = say!(resize.done, name = name, size = size.name);
                    self.state.notices.say(done);
                    if self.navigation.route().get_untracked() == here {
                        let machine = Route::machine(machine, MachineTab::default());
                        self.navigation.replace(&machine);
                    }
                }
                Err(error) => {
                    let failed = say!(resize.failed, name = &name);
                    let refusal = explain::change(say!(resize.verb), &name, failed, &error);
                    self.state.notices.refuse(self.trouble, refusal);
                }
            }
        });
    }
}

fn option(form: Form, place: usize) -> AnyView {
    dynamic(move || {
        let sizes = form.sizes.read();
        let Some(size) = sizes.get(place).cloned() else {
            return ().into_any();
        };
        let has_it = form.current.get() == Some(place);
        let mark = has_it.then(|| view! { <span class="tag">{say!(resize.now)}</span> });
        let cost = size.lowest_cost();
        view! { {size_facts::option(&size, move || cost)} {mark} }.into_any()
    })
}

fn sizes(form: Form) -> AnyView {
    let order = Memo::new(move |_| Order::from(Arc::new((0..form.sizes.read().len()).collect())));
    let is_empty = Memo::new(move |_| form.sizes.read().is_empty());
    let cell = form
        .machine
        .with_value(|machine| form.state.catalogue.sizes.of(&machine.backend));
    let is_known =
        Memo::new(move |_| cell.with(|remote| (remote.data().is_some(), remote.error().is_some())));
    dynamic(move || match (is_known.get(), is_empty.get()) {
        ((false, true), _) => ().into_any(),
        ((false, false), _) => view! { <Loading what=say!(resize.loading) /> }.into_any(),
        (_, true) => {
            view! { <Empty title=say!(resize.none) why=say!(resize.none_why) /> }.into_any()
        }
        _ => view! {
            <Listbox
                label=say!(size.label)
                order=order
                chosen=form.chosen
                on_choose=move |place| form.chosen.set(Some(place))
                height=OptionHeight::Two
                draw=move |place| option(form, place)
            />
            <div class="row">
                <Button
                    label=say!(resize.verb)
                    weight=Weight::Primary
                    busy=form.busy
                    why_not=Signal::derive(move || form.why_not())
                    on_press=move |_| form.send()
                />
                <a
                    class="btn"
                    href=form
                        .machine
                        .with_value(|machine| {
                            Route::machine(machine.clone(), MachineTab::default()).href()
                        })
                >
                    {say!(form.cancel)}
                </a>
            </div>
        }
        .into_any(),
    })
}

/// The screen.
#[component]
pub fn ResizePage(
    /// Which machine.
    machine: MachineRef,
) -> impl IntoView {
    let form = Form::new(machine);
    let title = Signal::derive(move || match form.name.get() {
        Some(name) => say!(resize.title_of, name = name),
        None => say!(resize.title).to_owned(),
    });
    let backend = form.machine.with_value(|machine| machine.backend.clone());
    let shelf = form.state.catalogue.sizes;
    let cell = shelf.of(&backend);
    let is_gone = Memo::new(move |_| {
        let is_answered = |machine: &MachineRef| form.state.machines.is_answered(&machine.backend);
        form.name.read().is_none() && form.machine.with_value(is_answered)
    });
    let content = move || {
        if is_gone.get() {
            return view! {
                <Empty title=say!(machine.gone)>
                    <a class="btn primary" href=Route::default().href()>
                        {say!(frame.to_machines)}
                    </a>
                </Empty>
            }
            .into_any();
        }
        view! {
            <p class="hint lead">{say!(resize.lead)}</p>
            {sizes(form)}
        }
        .into_any()
    };
    view! {
        <PageHead title=title />
        {list_trouble(
            say!(resize.sizes_failed),
            move || cell.with(Freshness::of),
            move || shelf.refresh(&backend),
        )}
        <TroubleNotice trouble=form.trouble on_retry=Callback::new(move |()| form.send()) busy=form.busy />
        {dynamic(content)}
    }
}
