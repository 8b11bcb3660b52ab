//! Remembering what the lists show on this device: what is kept, for how long, what never is, and forgetting it.

use leptos::prelude::*;

use crate::{
    locales::format,
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        changing::dynamic,
    },
};

/// The part of the screen.
pub(super) fn remembering(state: State) -> AnyView {
    let remembered = state.remembered;
    let is_on = remembered.is_on();
    let tick = move |event| remembered.switch(event_target_checked(&event));
    let kept = move || {
        let moment = format::minute_here(remembered.kept_at().get()?);
        Some(say!(offline.kept, moment = moment))
    };
    let is_any = remembered.is_any();
    let why_not = move || (!is_any.get()).then(|| say!(offline.nothing).to_owned());
    let forget = move |_| {
        remembered.forget_all();
        state.notices.say(say!(offline.forgotten).to_owned());
    };
    view! {
        <section class="card" aria-labelledby="remembering-title">
            <h2 id="remembering-title">{say!(offline.title)}</h2>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_on
                    aria-describedby="remembering-what"
                    on:change=tick
                />
                <span>{say!(offline.remember)}</span>
            </label>
            <div id="remembering-what" class="remembering">
                <p>{say!(offline.what)}</p>
                <p>{say!(offline.how_long)}</p>
                <p>{say!(offline.never)}</p>
                <p>{say!(offline.session)}</p>
            </div>
            <p>{dynamic(move || kept().into_any())}</p>
            <div class="row">
                <Button
                    label=say!(offline.forget)
                    weight=Weight::Plain
                    why_not=Signal::derive(why_not)
                    on_press=forget
                />
            </div>
        </section>
    }
    .into_any()
}
