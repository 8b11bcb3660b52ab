//! Making a change once more: by the same ways as the first time, so that every list that shows it is asked
//! for again, and whether that is a good idea.

use mist_api::{
    ApiError,
    call::{Action, Request},
};

use super::words;
use crate::{
    routes::{MachineRef, Route},
    say,
    state::{State, activity::Outcome, keys::RenameError},
};

/// How a change that failed can be made once more.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Again {
    /// There is nothing to mend.
    Needless,
    /// At once, with what is kept of it.
    Retry,
    /// After a question: it takes something away. The verb on the question's button.
    Ask(&'static str),
    /// In the form, where what was secret is typed once more.
    Form(Route),
    /// Better not, and why.
    No(&'static str),
}

impl Again {
    pub(super) fn of(request: &Request, outcome: &Outcome) -> Self {
        let Outcome::Failed(error) = outcome else {
            return Self::Needless;
        };
        if matches!(error, ApiError::NoEndpoint { .. }) {
            return Self::No(say!(activity.no_function));
        }
        let is_create = matches!(request, Request::CreateMachine(_) | Request::Shell(_));
        if error.is_answer_lost() && !request.is_repeatable() && (request.is_whole() || is_create) {
            return Self::No(say!(activity.twice));
        }
        if !request.is_whole() {
            return words::form(request).map_or(Self::Needless, Self::Form);
        }
        match request {
            Request::MachineAction(call) if call.action == Action::Destroy => {
                Self::Ask(say!(actions.destroy))
            }
            Request::DeleteBackend(_) | Request::DeleteKey(_) | Request::DeleteNetwork(_) => {
                Self::Ask(say!(keys.delete))
            }
            Request::DisassociateKey(_) => Self::Ask(say!(machine_keys.disassociate)),
            Request::MachineAction(_)
            | Request::ResizeMachine(_)
            | Request::AddTag(_)
            | Request::RemoveTag(_)
            | Request::RenameBackend(_)
            | Request::SetBackendEnabled(_)
            | Request::StarImage(_)
            | Request::CreateNetwork(_)
            | Request::RenameKey(_)
            | Request::SetDefaultKey(_)
            | Request::AssociateKey(_) => Self::Retry,
            _ => Self::Needless,
        }
    }
}

fn machine(backend: String, machine: String) -> MachineRef {
    MachineRef { backend, machine }
}

/// Makes a change once more. Returns whether it was made; an action with time for second thoughts says that
/// itself.
pub(super) async fn repeat(state: State, request: Request, name: String) -> Option<bool> {
    let answer = match request {
        Request::MachineAction(call) => {
            let target = machine(call.backend, call.machine);
            state.actions.ask(target, name, call.action);
            return None;
        }
        Request::AddTag(call) => {
            let target = machine(call.backend, call.machine);
            state.tags.add(&target, &call.tag).await
        }
        Request::RemoveTag(call) => {
            let target = machine(call.backend, call.machine);
            state.tags.remove(&target, &call.tag).await
        }
        Request::RenameBackend(call) => state.backends.rename(call.backend, call.title).await,
        Request::SetBackendEnabled(call) => {
            state.backends.set_enabled(call.backend, call.enabled).await
        }
        Request::DeleteBackend(call) => state.backends.delete(call.backend).await,
        Request::RenameKey(call) => match state.keys.rename(call.key, call.new_id).await {
            Ok(()) => Ok(()),
            Err(RenameError::Taken) => {
                state.notices.say(say!(activity.name_taken).to_owned());
                return Some(false);
            }
            Err(RenameError::NotSent(error) | RenameError::Api(error)) => Err(error),
        },
        Request::SetDefaultKey(call) => state.keys.make_default(call.key).await,
        Request::DeleteKey(call) => state.keys.delete(call.key).await,
        Request::AssociateKey(call) => state.associations.add(call).await,
        Request::DisassociateKey(call) => state.associations.remove(call).await,
        Request::ResizeMachine(call) => {
            let answer = state.session.call(&call).await.map(drop);
            state.machines.refresh(&call.backend);
            answer
        }
        Request::StarImage(call) => {
            let answer = state.session.call(&call).await.map(drop);
            state.catalogue.images.refresh(&call.backend);
            answer
        }
        Request::CreateNetwork(call) => {
            let answer = state.session.call(&call).await.map(drop);
            state.catalogue.networks.refresh(&call.backend);
            answer
        }
        Request::DeleteNetwork(call) => {
            let answer = state.session.call(&call).await;
            state.catalogue.networks.refresh(&call.backend);
            answer
        }
        _ => return None,
    };
    Some(answer.is_ok())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{AddBackend, AddTag, CreateMachine, MachineAction, NewBackend};

    fn action(action: Action) -> Request {
        Request::MachineAction(MachineAction {
            backend: "b".into(),
            machine: "m".into(),
            action,
        })
    }

    fn refused() -> Outcome {
        Outcome::Failed(ApiError::from_response(503, b"Not today"))
    }

    fn lost() -> Outcome {
        Outcome::Failed(ApiError::Timeout)
    }

    #[test]
    fn what_was_refused_is_tried_again_and_what_takes_away_asks_first() {
        assert_eq!(Again::of(&action(Action::Reboot), &refused()), Again::Retry);
        assert!(matches!(
            Again::of(&action(Action::Destroy), &refused()),
            Again::Ask("Destroy")
        ));
        for fine in [Outcome::Done, Outcome::Running, Outcome::Stopped] {
            assert_eq!(Again::of(&action(Action::Start), &fine), Again::Needless);
        }
    }

    #[test]
    fn what_may_have_been_done_is_not_done_twice() {
        assert_eq!(Again::of(&action(Action::Start), &lost()), Again::Retry);
        let tag = Request::AddTag(AddTag {
            backend: "b".into(),
            machine: "m".into(),
            tag: "t".into(),
        });
        let create = Request::CreateMachine(CreateMachine::default());
        for request in [action(Action::Reboot), action(Action::Destroy), tag, create] {
            let again = Again::of(&request, &lost());
            assert!(matches!(again, Again::No(_)), "{request:?}: {again:?}");
        }
    }

    #[test]
    fn what_had_secrets_goes_back_to_its_form() {
        let add = Request::AddBackend(AddBackend(NewBackend::new("ec2_us_east", "Cloud")));
        let Again::Form(route) = Again::of(&add, &refused()) else {
            panic!("no form");
        };
        assert_eq!(route.to_string(), "/backends/add?provider=ec2_us_east");
    }
}
