//! Everything that is known of one image, in a dialog.

use leptos::prelude::*;

use super::{row::create, selection::Selection};
use crate::{
    components::{
        copying,
        entries::{Entries, Entry, flatten},
    },
    say,
    ui::{
        button::Button,
        changing::{dynamic, text},
        dialog::Dialog,
        icon::Icon,
    },
};

/// The dialog, as a handle.
#[derive(Clone, Copy)]
pub(super) struct Details {
    selection: Selection,
    /// Which image, by its id.
    id: RwSignal<String>,
    is_open: RwSignal<bool>,
}

impl Details {
    pub(super) fn new(selection: Selection) -> Self {
        Self {
            selection,
            id: RwSignal::default(),
            is_open: RwSignal::new(false),
        }
    }

    /// Opens it for the image with this id.
    pub(super) fn open(self, id: String) {
        self.id.set(id);
        self.is_open.set(true);
    }

    fn name_of(self) -> String {
        self.selection
            .by_id(&self.id.read(), |image| image.name.clone())
            .unwrap_or_else(|| self.id.get())
    }

    fn content(self) -> AnyView {
        let Self { selection, id, .. } = self;
        let state = selection.state;
        let entries = Memo::new(move |_| {
            let entries = selection.by_id(&id.read(), |image| flatten(&image.extra));
            entries.unwrap_or_default() as Vec<Entry>
        });
        let star = move || {
            let starred = selection.by_id(&id.read(), |image| image.star);
            if starred == Some(true) {
                say!(images.has_star).to_owned()
            } else {
                say!(images.has_none).to_owned()
            }
        };
        let source = move || {
            if selection.is_found(&id.read()) {
                view! { <span class="tag">{say!(images.from_server)}</span> }.into_any()
            } else {
                ().into_any()
            }
        };
        let copy = move |_| copying::copy(state, say!(images.id).to_owned(), id.get_untracked());
        let link = create(&selection.backend.get_untracked(), &id.get_untracked());
        view! {
            <dl class="facts">
                <dt>{say!(images.id)}</dt>
                <dd class="mono">{move || id.get()}</dd>
                <dt>{say!(images.stars)}</dt>
                <dd>{text(star)} {dynamic(source)}</dd>
            </dl>
            <div class="toolbar image-actions">
                <a class="btn primary" href=link>
                    {Icon::Plus.draw()}
                    <span>{say!(images.create_machine)}</span>
                </a>
                <Button label=say!(images.copy_id) icon=Icon::Copy on_press=copy />
            </div>
            <Entries title_id="image-extra" entries=entries none=say!(images.no_extra) />
            <div class="dialog-actions">
                <Button label=say!(images.close) on_press=move |_| self.is_open.set(false) />
            </div>
        }
        .into_any()
    }

    /// The dialog.
    pub(super) fn view(self) -> AnyView {
        view! {
            <Dialog title=Signal::derive(move || self.name_of()) open=self.is_open>
                {self.content()}
            </Dialog>
        }
        .into_any()
    }
}
