//! What was refused, said where it was asked for, with "Retry" that asks for exactly the same once more.

use std::{fmt, sync::Arc};

use leptos::prelude::*;

use crate::{
    locales::explain::Trouble,
    state::State,
    ui::{changing::dynamic, notice::TroubleNotice},
};

/// Asks once more. Not a callback of the view that asked first: that view may be gone by then.
#[derive(Clone)]
struct Again(Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Again")
    }
}

/// The last refusal of a screen, as a handle.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// What was refused. Set by itself, it stands there without "Retry".
    pub trouble: RwSignal<Option<Trouble>>,
    again: RwSignal<Option<Again>>,
}

impl Refusal {
    /// Nothing was refused.
    pub fn new() -> Self {
        Self {
            trouble: RwSignal::new(None),
            again: RwSignal::new(None),
        }
    }

    /// It is being asked anew. The screen may have been left meanwhile.
    pub fn clear(self) {
        self.again.try_set(None);
        self.trouble.try_set(None);
    }

    /// Says what was refused; `again` asks for it once more.
    pub fn say(self, state: State, trouble: Trouble, again: impl Fn() + Send + Sync + 'static) {
        self.again.try_set(Some(Again(Arc::new(again))));
        state.notices.refuse(self.trouble, trouble);
    }

    /// Where it is said.
    pub fn view(self) -> AnyView {
        let can_retry = Memo::new(move |_| self.again.with(Option::is_some));
        let retry = move |()| {
            if let Some(Again(again)) = self.again.get_untracked() {
                self.clear();
                again();
            }
        };
        let notice = move || {
            if can_retry.get() {
                view! { <TroubleNotice trouble=self.trouble on_retry=Callback::new(retry) /> }
                    .into_any()
            } else {
                view! { <TroubleNotice trouble=self.trouble /> }.into_any()
            }
        };
        dynamic(notice)
    }
}

impl Default for Refusal {
    fn default() -> Self {
        Self::new()
    }
}
