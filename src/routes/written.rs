//! Reading an address and writing it: each the other's inverse.

use std::fmt;

use super::{
    ActivityList, BackendView, ImageList, MachineList, MachineRef, MachineView, Plan, ProviderRef,
    Route, SizeList,
    query::{Query, decode, encode, write_query},
};

impl Route {
    /// Reads a fragment, without its `#`.
    pub fn parse(fragment: &str) -> Self {
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let steps: Vec<String> = path
            .split('/')
            .filter(|step| !step.is_empty())
            .map(decode)
            .collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let query = Query::parse(query);
        let machine = |backend: &str, machine: &str| MachineRef {
            backend: backend.to_owned(),
            machine: machine.to_owned(),
        };
        match steps.as_slice() {
            [] => Self::default(),
            ["sign-in"] => match (query.get("email"), query.get("code")) {
                (Some(email), Some(code)) => Self::SignInLink { email, code },
                _ => Self::SignIn,
            },
            ["machines"] => Self::Machines(MachineList::from_query(&query)),
            ["machines", "create"] => Self::CreateMachine(Plan::from_query(&query)),
            ["machines", "sizes"] => Self::Sizes(SizeList::from_query(&query)),
            ["machines", backend, id] => {
                Self::Machine(machine(backend, id), MachineView::from_query(&query))
            }
            ["machines", backend, id, "resize"] => Self::Resize(machine(backend, id)),
            ["backends"] => Self::Backends,
            ["backends", "add"] => Self::AddBackend(ProviderRef::from_query(&query)),
            ["backends", backend] => {
                Self::Backend((*backend).to_owned(), BackendView::from_query(&query))
            }
            ["providers"] => Self::Providers(query.get("q").unwrap_or_default()),
            ["images"] => Self::Images(ImageList::from_query(&query)),
            ["keys"] => Self::Keys,
            ["activity"] => Self::Activity(ActivityList::from_query(&query)),
            ["account"] => Self::Account,
            _ => Self::Unknown(fragment.to_owned()),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn => f.write_str("/sign-in"),
            Self::SignInLink { email, code } => {
                f.write_str("/sign-in")?;
                write_query(f, &[("email", email.clone()), ("code", code.clone())])
            }
            Self::Machines(list) => {
                f.write_str("/machines")?;
                write_query(f, &list.pairs())
            }
            Self::CreateMachine(plan) => {
                f.write_str("/machines/create")?;
                write_query(f, &plan.pairs())
            }
            Self::Sizes(list) => {
                f.write_str("/machines/sizes")?;
                write_query(f, &list.pairs())
            }
            Self::Machine(machine, view) => {
                write_machine(f, machine)?;
                write_query(f, &view.pairs())
            }
            Self::Resize(machine) => {
                write_machine(f, machine)?;
                f.write_str("/resize")
            }
            Self::Backends => f.write_str("/backends"),
            Self::Backend(backend, view) => {
                write!(f, "/backends/{}", encode(backend))?;
                write_query(f, &view.pairs())
            }
            Self::AddBackend(provider) => {
                f.write_str("/backends/add")?;
                write_query(f, &provider.pairs())
            }
            Self::Providers(query) => {
                f.write_str("/providers")?;
                let searched = (!query.is_empty()).then(|| ("q", query.clone()));
                write_query(f, searched.as_slice())
            }
            Self::Images(list) => {
                f.write_str("/images")?;
                write_query(f, &list.pairs())
            }
            Self::Keys => f.write_str("/keys"),
            Self::Activity(list) => {
                f.write_str("/activity")?;
                write_query(f, &list.pairs())
            }
            Self::Account => f.write_str("/account"),
            Self::Unknown(fragment) => f.write_str(fragment),
        }
    }
}

fn write_machine(f: &mut fmt::Formatter<'_>, machine: &MachineRef) -> fmt::Result {
    let MachineRef { backend, machine } = machine;
    write!(f, "/machines/{}/{}", encode(backend), encode(machine))
}
