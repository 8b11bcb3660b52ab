//! Changes in words: what was asked for, in a sentence, and where its object is.

use mist_api::call::{Action, MachineAction, RenameBackend, Request};

use crate::{
    routes::{MachineRef, MachineTab, Plan, ProviderRef, Route},
    say,
    state::activity::Names,
};

/// What was asked for.
pub(super) fn sentence(request: &Request, names: &Names) -> String {
    let Names {
        backend,
        machine: name,
    } = names;
    match request {
        Request::MachineAction(_)
        | Request::ResizeMachine(_)
        | Request::AddTag(_)
        | Request::RemoveTag(_)
        | Request::Shell(_)
        | Request::CreateMachine(_) => of_machine(request, backend, name),
        Request::AddBackend(new) => say!(activity.add_backend, title = &new.0.title),
        Request::RenameBackend(RenameBackend { title, .. }) => {
            say!(
                activity.rename_backend,
                title = backend,
                new_title = title.as_str()
            )
        }
        Request::SetBackendEnabled(set) if set.enabled => say!(activity.enable, title = backend),
        Request::SetBackendEnabled(_) => say!(activity.disable, title = backend),
        Request::DeleteBackend(_) => say!(activity.delete_backend, title = backend),
        Request::StarImage(star) => say!(activity.star, image = &star.image, title = backend),
        Request::CreateNetwork(create) => {
            say!(activity.add_network, name = &create.name, title = backend)
        }
        Request::DeleteNetwork(delete) => {
            say!(
                activity.delete_network,
                name = &delete.network,
                title = backend
            )
        }
        Request::AddKey(add) => say!(activity.add_key, key = &add.id),
        Request::RenameKey(rename) => {
            say!(
                activity.rename_key,
                key = &rename.key,
                new_key = &rename.new_id
            )
        }
        Request::SetDefaultKey(set) => say!(activity.default_key, key = &set.key),
        Request::DeleteKey(delete) => say!(activity.delete_key, key = &delete.key),
        Request::AssociateKey(call) => say!(activity.associate, key = &call.key, name = name),
        Request::DisassociateKey(call) => say!(activity.disassociate, key = &call.key, name = name),
        other => say!(activity.other, call = other.endpoint().name),
    }
}

fn of_machine(request: &Request, backend: &str, name: &str) -> String {
    match request {
        Request::MachineAction(MachineAction { action, .. }) => match action {
            Action::Start => say!(activity.start, name = name),
            Action::Stop => say!(activity.stop, name = name),
            Action::Reboot => say!(activity.reboot, name = name),
            Action::Destroy => say!(activity.destroy, name = name),
        },
        Request::ResizeMachine(resize) => {
            say!(activity.resize, name = name, size = &resize.plan_id)
        }
        Request::AddTag(call) => say!(activity.tag, name = name, tag = &call.tag),
        Request::RemoveTag(call) => say!(activity.untag, name = name, tag = &call.tag),
        Request::CreateMachine(call) => say!(activity.create, name = &call.name, title = backend),
        _ => say!(activity.run, name = name),
    }
}

/// Where the object of a change is to be seen; nothing where the change did away with it.
pub(super) fn place(request: &Request) -> Option<Route> {
    let tab = match request {
        Request::AddBackend(_) | Request::DeleteBackend(_) => return Some(Route::Backends),
        Request::MachineAction(call) if call.action == Action::Destroy => {
            return Some(Route::backend(call.backend.as_str()));
        }
        Request::AddKey(_)
        | Request::RenameKey(_)
        | Request::SetDefaultKey(_)
        | Request::DeleteKey(_) => return Some(Route::Keys),
        Request::Shell(_) => MachineTab::Shell,
        Request::AddTag(_) | Request::RemoveTag(_) => MachineTab::Tags,
        Request::AssociateKey(_) | Request::DisassociateKey(_) => MachineTab::Keys,
        _ => MachineTab::Overview,
    };
    match request.about() {
        (Some(backend), Some(machine)) => {
            let machine = MachineRef {
                backend: backend.to_owned(),
                machine: machine.to_owned(),
            };
            Some(Route::machine(machine, tab))
        }
        (Some(backend), None) => Some(Route::backend(backend)),
        _ => None,
    }
}

/// The form where a change with secrets is to be asked for once more.
pub(super) fn form(request: &Request) -> Option<Route> {
    match request {
        Request::AddBackend(new) => Some(Route::AddBackend(ProviderRef {
            provider: new.0.provider.clone(),
            region: new.0.region.clone().unwrap_or_default(),
        })),
        Request::CreateMachine(create) => Some(Route::CreateMachine(Plan {
            backend: create.backend.clone(),
            image: create.image.clone(),
            size: create.size.clone(),
            location: create.location.clone().unwrap_or_default(),
        })),
        Request::AddKey(_) => Some(Route::Keys),
        Request::Shell(_) => place(request),
        _ => None,
    }
}
