//! What a call changes, which machine it is about, and what of it must not be kept: for whoever writes down what was done.

use crate::call::{
    AddBackend, AddKey, AddTag, AssociateKey, CreateMachine, CreateNetwork, DeleteBackend,
    DeleteNetwork, DeployPlugin, DisassociateKey, MachineAction, NewBackend, RemoveTag,
    RenameBackend, Request, ResizeMachine, SetBackendEnabled, SetMonitoring, SetRule, Shell,
    SignIn, StarImage, UndeployPlugin,
};
use crate::endpoint::Endpoint;
use crate::transport::Method;

/// Calls that are not asked with `GET` and change nothing that a person would want to look back at.
const HARMLESS: [&str; 5] = ["SignIn", "SignOut", "SearchImages", "GenerateKey", "Probe"];

impl Endpoint {
    /// Whether a call to it changes something. Running a command counts, though it is asked with `GET`.
    pub fn is_change(&self) -> bool {
        match self.method {
            Method::Get => self.name == "Shell",
            _ => !HARMLESS.contains(&self.name),
        }
    }
}

impl Request {
    /// The backend, and the machine of it, that a change is about.
    pub fn about(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::RenameBackend(RenameBackend { backend, .. })
            | Self::SetBackendEnabled(SetBackendEnabled { backend, .. })
            | Self::DeleteBackend(DeleteBackend { backend })
            | Self::StarImage(StarImage { backend, .. })
            | Self::CreateMachine(CreateMachine { backend, .. })
            | Self::CreateNetwork(CreateNetwork { backend, .. })
            | Self::DeleteNetwork(DeleteNetwork { backend, .. }) => (Some(backend), None),
            Self::MachineAction(MachineAction {
                backend, machine, ..
            })
            | Self::ResizeMachine(ResizeMachine {
                backend, machine, ..
            })
            | Self::AddTag(AddTag {
                backend, machine, ..
            })
            | Self::RemoveTag(RemoveTag {
                backend, machine, ..
            })
            | Self::Shell(Shell {
                backend, machine, ..
            })
            | Self::AssociateKey(AssociateKey {
                backend, machine, ..
            })
            | Self::DisassociateKey(DisassociateKey {
                backend, machine, ..
            })
            | Self::SetMonitoring(SetMonitoring {
                backend, machine, ..
            })
            | Self::DeployPlugin(DeployPlugin {
                backend, machine, ..
            })
            | Self::UndeployPlugin(UndeployPlugin {
                backend, machine, ..
            }) => (Some(backend), Some(machine)),
            _ => (None, None),
        }
    }

    /// The call without what may be a secret: keys, passwords, a cloud's fields, and whatever people write themselves and secrets
    /// hide in (scripts, commands). A call that had any can't be made again from what is left: see [`Request::is_whole`].
    #[must_use]
    pub fn without_secrets(self) -> Self {
        match self {
            Self::SignIn(SignIn { email, .. }) => Self::SignIn(SignIn {
                email,
                password: "".into(),
            }),
            Self::AddBackend(AddBackend(new)) => Self::AddBackend(AddBackend(NewBackend {
                fields: Vec::new(),
                ..new
            })),
            Self::AddKey(AddKey { id, .. }) => Self::AddKey(AddKey {
                id,
                ..AddKey::default()
            }),
            Self::CreateMachine(create) => Self::CreateMachine(CreateMachine {
                script: None,
                ..create
            }),
            Self::Shell(shell) => Self::Shell(Shell {
                command: String::new(),
                ..shell
            }),
            Self::SetMonitoring(set) => Self::SetMonitoring(SetMonitoring { login: None, ..set }),
            Self::DeployPlugin(deploy) => Self::DeployPlugin(DeployPlugin {
                read_function: String::new(),
                ..deploy
            }),
            Self::SetRule(mut set) => {
                set.change.command = None;
                Self::SetRule(SetRule { ..set })
            }
            plain => plain,
        }
    }

    /// Whether a call of this kind has no secrets, so that what was kept of it can be sent again as it is.
    pub fn is_whole(&self) -> bool {
        !matches!(
            self,
            Self::SignIn(_)
                | Self::AddBackend(_)
                | Self::AddKey(_)
                | Self::CreateMachine(_)
                | Self::Shell(_)
                | Self::SetMonitoring(_)
                | Self::DeployPlugin(_)
                | Self::SetRule(_)
        )
    }

    /// Whether making it a second time does no more than making it once: then it may be repeated though nobody knows whether the
    /// first one was carried out.
    pub fn is_repeatable(&self) -> bool {
        match self {
            Self::MachineAction(call) => call.action.is_repeatable(),
            Self::RenameBackend(_)
            | Self::SetBackendEnabled(_)
            | Self::DeleteBackend(_)
            | Self::SetDefaultKey(_)
            | Self::DeleteKey(_)
            | Self::AssociateKey(_)
            | Self::DisassociateKey(_)
            | Self::DeleteNetwork(_) => true,
            _ => false,
        }
    }
}
