//! The form that makes a network.

use std::collections::BTreeSet;

use leptos::{ev::SubmitEvent, prelude::*};
use mist_api::ApiError;

use super::draft::{Part, Typed};
use crate::{
    locales::explain::{self, Trouble},
    platform::{clock, dom, task},
    say,
    state::State,
    ui::{
        button::{Button, SubmitButton},
        changing::dynamic,
        dialog::Dialog,
        field::{CheckField, Kind, TextArea, TextField},
        notice::TroubleNotice,
    },
};

/// The form, as a handle. What is typed stays while the tab is open, whatever a server says.
#[derive(Clone, Copy)]
pub struct Creating {
    state: State,
    backend: StoredValue<String>,
    open: RwSignal<bool>,
    name: RwSignal<String>,
    has_subnet: RwSignal<bool>,
    subnet: RwSignal<String>,
    cidr: RwSignal<String>,
    gateway: RwSignal<String>,
    dhcp: RwSignal<bool>,
    pools: RwSignal<String>,
    /// The fields that were left or sent: only those are judged.
    left: RwSignal<BTreeSet<Part>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

impl Creating {
    /// Nothing is typed.
    pub fn new(state: State, backend: String) -> Self {
        let Typed {
            has_subnet, dhcp, ..
        } = Typed::default();
        Self {
            state,
            backend: StoredValue::new(backend),
            open: RwSignal::new(false),
            name: RwSignal::default(),
            has_subnet: RwSignal::new(has_subnet),
            subnet: RwSignal::default(),
            cidr: RwSignal::default(),
            gateway: RwSignal::default(),
            dhcp: RwSignal::new(dhcp),
            pools: RwSignal::default(),
            left: RwSignal::default(),
            busy: RwSignal::new(false),
            trouble: RwSignal::default(),
        }
    }

    /// Opens the dialog.
    pub fn begin(self) {
        self.left.update(BTreeSet::clear);
        self.trouble.set(None);
        self.open.set(true);
    }

    fn typed(self) -> Typed {
        Typed {
            name: self.name.get(),
            has_subnet: self.has_subnet.get(),
            subnet: self.subnet.get(),
            cidr: self.cidr.get(),
            gateway: self.gateway.get(),
            dhcp: self.dhcp.get(),
            pools: self.pools.get(),
        }
    }

    /// What is wrong with a field that was left.
    fn error(self, part: Part) -> Signal<Option<String>> {
        Signal::derive(move || {
            if !self.left.read().contains(&part) {
                return None;
            }
            let wrong = self.typed().read("").err()?;
            let mut wrong = wrong.into_iter();
            wrong
                .find(|(which, _)| *which == part)
                .map(|(_, words)| words)
        })
    }

    /// A field that was left is judged, once something stands in it.
    fn leave(self, part: Part, value: RwSignal<String>) {
        if !value.with_untracked(|text| text.trim().is_empty()) {
            self.left.update(|left| {
                left.insert(part);
            });
        }
    }

    /// Taken back to nothing, once it is made.
    fn clear(self) {
        for text in [self.name, self.subnet, self.cidr, self.gateway, self.pools] {
            // The tab may have been left meanwhile.
            text.try_set(String::new());
        }
    }

    fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        let read = self
            .backend
            .with_value(|backend| untrack(|| self.typed()).read(backend));
        let new = match read {
            Ok(new) => new,
            Err(wrong) => {
                let wrong: Vec<Part> = wrong.into_iter().map(|(part, _)| part).collect();
                self.left.update(|left| left.extend(wrong));
                task::spawn_scoped(async {
                    clock::next_frame().await;
                    dom::focus_first("dialog[open] [aria-invalid]");
                });
                return;
            }
        };
        self.busy.set(true);
        self.trouble.set(None);
        let Self { state, .. } = self;
        task::spawn_page(async move {
            let name = new.name.clone();
            let answer = state.networks.create(new).await;
            self.busy.try_set(false);
            match answer {
                Ok(_) => {
                    self.open.try_set(false);
                    self.clear();
                    state.notices.say(say!(networks.created, name = name));
                }
                Err(error) => {
                    let failed = say!(networks.create_failed, name = &name);
                    let mut refusal = explain::change(say!(networks.create), &name, failed, &error);
                    // What clouds without networks of their own answer, and older servers.
                    if matches!(
                        error,
                        ApiError::NotFound { .. } | ApiError::NoEndpoint { .. }
                    ) {
                        refusal.advice = Some(say!(networks.cannot_create).to_owned());
                    }
                    state.notices.refuse(self.trouble, refusal);
                }
            }
        });
    }

    fn subnet_fields(self) -> AnyView {
        view! {
            <div class="field-group">
                <TextField
                    label=say!(networks.subnet_name)
                    value=self.subnet
                    kind=Kind::Code
                    optional=true
                />
                <div on:focusout=move |_| self.leave(Part::Cidr, self.cidr)>
                    <TextField
                        label=say!(networks.cidr)
                        value=self.cidr
                        kind=Kind::Code
                        error=self.error(Part::Cidr)
                        help=say!(networks.cidr_help)
                    />
                </div>
                <div on:focusout=move |_| self.leave(Part::Gateway, self.gateway)>
                    <TextField
                        label=say!(networks.gateway)
                        value=self.gateway
                        kind=Kind::Code
                        error=self.error(Part::Gateway)
                        help=say!(networks.gateway_help)
                        optional=true
                    />
                </div>
                <CheckField label=say!(networks.dhcp_choice) checked=self.dhcp />
                <div class="pools" on:focusout=move |_| self.leave(Part::Pools, self.pools)>
                    <TextArea
                        label=say!(networks.pools_choice)
                        value=self.pools
                        error=self.error(Part::Pools)
                        help=say!(networks.pools_help)
                    />
                </div>
            </div>
        }
        .into_any()
    }

    fn form(self) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let fields = move || {
            if self.has_subnet.get() {
                self.subnet_fields()
            } else {
                ().into_any()
            }
        };
        view! {
            <form class="form" on:submit=submit novalidate>
                <div on:focusout=move |_| self.leave(Part::Name, self.name)>
                    <TextField
                        label=say!(networks.name)
                        value=self.name
                        kind=Kind::Code
                        error=self.error(Part::Name)
                    />
                </div>
                <CheckField label=say!(networks.with_subnet) checked=self.has_subnet />
                {dynamic(fields)}
                <TroubleNotice trouble=self.trouble />
                <div class="dialog-actions">
                    <Button label=say!(form.cancel) on_press=move |_| self.open.set(false) />
                    <SubmitButton label=say!(networks.create) busy=self.busy />
                </div>
            </form>
        }
        .into_any()
    }

    /// The dialog.
    pub fn view(self) -> AnyView {
        view! {
            <Dialog title=say!(networks.create) open=self.open>
                {self.form()}
            </Dialog>
        }
        .into_any()
    }
}
