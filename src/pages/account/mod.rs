//! Who is signed in, where, on what plan; the servers this browser knows; and how the page looks.

pub mod details;
mod remembering;
pub mod servers;

use leptos::prelude::*;

use self::{details::Details, remembering::remembering, servers::Servers};
use crate::{
    components::plain_http::plain_http,
    platform::{
        clock,
        density::{self, Density},
        dom, task,
        theme::{self, Theme},
    },
    say,
    state::{
        State,
        language::{self, Choice, Language},
        session::Session,
    },
    ui::{changing::dynamic, page::PageHead},
};

/// A choice of this browser: what it is called, and what can be chosen, by values and words.
struct Preference {
    name: &'static str,
    title: &'static str,
    choices: Vec<(&'static str, &'static str)>,
    chosen: &'static str,
    choose: fn(&str),
}

impl Preference {
    fn theme() -> Self {
        let words = |theme: Theme| match theme {
            Theme::System => say!(account.theme_system),
            Theme::Light => say!(account.theme_light),
            Theme::Dark => say!(account.theme_dark),
        };
        Self {
            name: "theme",
            title: say!(account.theme),
            choices: Theme::ALL.map(|theme| (theme.id(), words(theme))).into(),
            chosen: theme::chosen().id(),
            choose: |id| {
                if let Some(theme) = Theme::ALL.into_iter().find(|theme| theme.id() == id) {
                    theme::choose(theme);
                }
            },
        }
    }

    fn density() -> Self {
        let words = |density: Density| match density {
            Density::Comfortable => say!(account.density_comfortable),
            Density::Compact => say!(account.density_compact),
        };
        Self {
            name: "density",
            title: say!(account.density),
            choices: Density::ALL
                .map(|density| (density.id(), words(density)))
                .into(),
            chosen: density::chosen().id(),
            choose: |id| {
                if let Some(density) = Density::ALL.into_iter().find(|known| known.id() == id) {
                    density::choose(density);
                }
            },
        }
    }

    fn view(self) -> AnyView {
        let Self { name, choose, .. } = self;
        let title_id = format!("{name}-title");
        let chosen = RwSignal::new(self.chosen);
        let radio = |(id, words): (&'static str, &'static str)| {
            let choose = move |_| {
                chosen.set(id);
                choose(id);
            };
            view! {
                <label class="check">
                    <input
                        type="radio"
                        name=name
                        value=id
                        prop:checked=move || chosen.get() == id
                        on:change=choose
                    />
                    <span>{words}</span>
                </label>
            }
        };
        view! {
            <div role="radiogroup" aria-labelledby=title_id.clone()>
                <h3 id=title_id.clone()>{self.title}</h3>
                <div class="row">{self.choices.into_iter().map(radio).collect_view()}</div>
            </div>
        }
        .into_any()
    }
}

fn language_words(choice: Choice) -> (&'static str, Option<&'static str>) {
    match choice {
        Choice::System => (say!(account.language_system), None),
        Choice::Tag(tag) => (language::own_name(tag), Some(tag)),
    }
}

/// Speaks another language. The screen is drawn anew then, and the focus would be lost with the old one.
async fn speak(language: Language, choice: Choice) {
    if language.choose(choice).await {
        clock::next_frame().await;
        dom::focus_first("input[name=language]:checked");
    }
}

fn language_choice(language: Language) -> AnyView {
    let chosen = language.chosen();
    let radio = |choice: Choice| {
        let (words, tag) = language_words(choice);
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="language"
                    value=choice.id()
                    prop:checked=move || chosen.get() == choice
                    on:change=move |_| task::spawn_page(speak(language, choice))
                />
                <span lang=tag>{words}</span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="language-title">
            <h3 id="language-title">{say!(account.language)}</h3>
            <div class="row">{Choice::all().map(radio).collect::<Vec<_>>()}</div>
        </div>
    }
    .into_any()
}

/// Whether the session outlives the tab: asked at sign-in, and changed here.
fn staying(session: Session) -> AnyView {
    let tick = move |event| session.stay(event_target_checked(&event));
    let tick_box = move || {
        let is_held = session.is_held().get();
        is_held.then(|| {
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=session.stays() on:change=tick />
                    <span>{say!(sign_in.stay)}</span>
                </label>
            }
        })
    };
    dynamic(move || tick_box().into_any())
}

/// The screen.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = State::get();
    let session = state.session;
    view! {
        <PageHead title=say!(frame.account) />
        <Details session=session />
        <Servers session=session />
        <section class="card" aria-labelledby="preferences-title">
            <h2 id="preferences-title">{say!(account.preferences)}</h2>
            {Preference::theme().view()}
            {Preference::density().view()}
            {language_choice(state.language)}
            {staying(session)}
            {plain_http()}
        </section>
        {remembering(state)}
        <p class="hint">
            {say!(account.made_of)} " "
            <a href="licenses.txt" target="_blank" rel="noopener">
                {say!(account.licences)}
            </a>
        </p>
    }
}
