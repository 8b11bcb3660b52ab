//! That a language did not come.

use leptos::prelude::*;

use crate::{platform::task, state::State, ui::notice::TroubleNotice};

/// Says that the chosen language did not come, and asks for it again.
pub fn language_trouble() -> AnyView {
    let language = State::get().language;
    let retry = Callback::new(move |()| task::spawn_page(language.retry()));
    view! {
        <TroubleNotice
            trouble=language.trouble()
            busy=language.is_waited_for()
            on_retry=retry
        />
    }
    .into_any()
}
