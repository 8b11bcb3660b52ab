//! Who is signed in and on what plan, as the server told at sign-in.

use leptos::prelude::*;
use mist_api::model::{Account, Plan, UserDetails};

use crate::{
    components::session_gate::server_name,
    locales::format,
    say,
    state::session::Session,
    ui::{button::Button, changing::dynamic},
};

/// One fact: what it is called, and what it is.
type Fact = (&'static str, String);

/// What there is to say of a plan.
fn of_plan(plan: &Plan) -> Vec<Fact> {
    let until = if plan.has_expired {
        say!(account.plan_ended)
    } else {
        say!(account.plan_ends)
    };
    let title = match (plan.title.as_str(), plan.has_expired) {
        ("", false) => None,
        ("", true) => Some(say!(account.plan_expired).to_owned()),
        (title, false) => Some(title.to_owned()),
        (title, true) => Some(format!("{title} ({})", say!(account.plan_expired))),
    };
    let facts = [
        (say!(account.plan), title),
        (say!(account.plan_started), plan.started.map(format::day)),
        (until, plan.expiration.map(format::day)),
        (say!(account.promo_code), plan.promo_code.clone()),
        (
            say!(account.machine_limit),
            plan.machine_limit.map(|limit| limit.to_string()),
        ),
    ];
    there(facts)
}

/// What a person told of themselves.
fn of_user(user: &UserDetails) -> Vec<Fact> {
    let told = |text: &String| Some(text.clone());
    there([
        (say!(account.name), told(&user.name)),
        (say!(account.company), told(&user.company_name)),
        (say!(account.country), told(&user.country)),
        (
            say!(account.number_of_servers),
            told(&user.number_of_servers),
        ),
        (say!(account.number_of_people), told(&user.number_of_people)),
    ])
}

fn there<const N: usize>(facts: [(&'static str, Option<String>); N]) -> Vec<Fact> {
    let facts = facts.into_iter();
    let told = facts.filter_map(|(name, value)| Some((name, value?)));
    told.filter(|(_, value)| !value.trim().is_empty()).collect()
}

/// All that is known of an account.
fn facts(account: &Account) -> Vec<Fact> {
    let user = account.user.as_ref().map(of_user).unwrap_or_default();
    let plan = account.plan.as_ref().map(of_plan).unwrap_or_default();
    user.into_iter().chain(plan).collect()
}

fn draw((name, value): Fact) -> AnyView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}

/// The part of the screen.
#[component]
pub fn Details(
    /// Whose.
    session: Session,
) -> impl IntoView {
    let email = session.email();
    let who = move || {
        let nobody = || say!(account.nobody).to_owned();
        let server = server_name(session.server().read().as_str());
        let told = session.account().get();
        let mut all = vec![(say!(account.who), email.get().unwrap_or_else(nobody))];
        all.extend(told.as_ref().map(facts).unwrap_or_default());
        all.push((say!(account.server), server));
        all.into_iter().map(draw).collect_view().into_any()
    };
    let untold = move || {
        let is_untold = email.read().is_some() && session.account().read().is_none();
        is_untold.then_some(say!(account.untold))
    };
    let button = move || match email.get() {
        Some(_) => view! {
            <Button label=say!(account.sign_out) on_press=move |_| session.sign_out() />
        }
        .into_any(),
        None => view! {
            <Button label=say!(account.sign_in) on_press=move |_| session.ask_to_sign_in() />
        }
        .into_any(),
    };
    view! {
        <section class="card" aria-labelledby="details-title">
            <h2 id="details-title">{say!(account.details)}</h2>
            <dl class="facts">{dynamic(who)}</dl>
            <p class="hint">{untold}</p>
            <div class="row">{dynamic(button)}</div>
        </section>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_said_and_what_is_empty_is_not() {
        let account = Account {
            plan: Some(Plan {
                title: "Basic".into(),
                started: Some(1_396_310_400.0),
                expiration: Some(1_427_846_400.0),
                has_expired: true,
                promo_code: Some("SPRING".into()),
                machine_limit: Some(0),
            }),
            user: Some(UserDetails {
                name: "Ada".into(),
                number_of_servers: "1-5".into(),
                ..UserDetails::default()
            }),
        };
        let facts = facts(&account);
        let said: Vec<_> = facts
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        assert_eq!(
            said,
            [
                "Name: Ada",
                "Number of servers: 1-5",
                "Plan: Basic (expired)",
                "Began: day 16161",
                "Ended: day 16526",
                "Promo code: SPRING",
                "Most machines: 0",
            ]
        );
    }
}
