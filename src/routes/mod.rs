//! Addresses: what the fragment of the page's address means, and how each screen is written there.
//! Pure, so that a round trip can be tested without a browser.

mod choices;
mod query;
mod written;

pub use self::choices::{
    ActivityList, BackendTab, BackendView, ImageList, MachineList, MachineRef, MachineTab,
    MachineView, Plan, ProviderRef, SizeList, Sorting,
};

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Sign in by form.
    SignIn,
    /// A sign-in link: works once.
    SignInLink {
        /// Whose link it is.
        email: String,
        /// The code that stands in for a password.
        code: String,
    },
    /// All machines.
    Machines(MachineList),
    /// The form that makes machines, and what of.
    CreateMachine(Plan),
    /// The sizes of all backends in one table.
    Sizes(SizeList),
    /// One machine.
    Machine(MachineRef, MachineView),
    /// The form that gives a machine another size.
    Resize(MachineRef),
    /// All backends.
    Backends,
    /// One backend, by its server's id.
    Backend(String, BackendView),
    /// The form that adds a backend, and what of.
    AddBackend(ProviderRef),
    /// The kinds of backend there are, and what is searched for among them.
    Providers(String),
    /// The images of a backend.
    Images(ImageList),
    /// All keys.
    Keys,
    /// What this page changed.
    Activity(ActivityList),
    /// Who is signed in, and how the page looks.
    Account,
    /// An address that means nothing here.
    Unknown(String),
}

impl Default for Route {
    fn default() -> Self {
        Self::Machines(MachineList::default())
    }
}

impl Route {
    /// The form that adds a backend, as it begins.
    pub fn add_backend() -> Self {
        Self::AddBackend(ProviderRef::default())
    }

    /// The form that makes machines, as it was left.
    pub fn create_machine() -> Self {
        Self::CreateMachine(Plan::default())
    }

    /// A backend's own screen, as it begins.
    pub fn backend(id: impl Into<String>) -> Self {
        Self::Backend(id.into(), BackendView::default())
    }

    /// A machine's own screen, beside all machines.
    pub fn machine(machine: MachineRef, tab: MachineTab) -> Self {
        let list = MachineList::default();
        Self::Machine(machine, MachineView { tab, list })
    }

    /// The address as a link's target.
    pub fn href(&self) -> String {
        format!("#{self}")
    }

    /// Whether both are the same screen, whatever it shows: then it stays and changes in place.
    pub fn same_screen(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Backend(this, ..), Self::Backend(that, ..)) => this == that,
            (Self::Machines(_), Self::Machines(_))
            | (Self::Machine(..), Self::Machine(..))
            | (Self::CreateMachine(_), Self::CreateMachine(_))
            | (Self::Sizes(_), Self::Sizes(_))
            | (Self::AddBackend(_), Self::AddBackend(_))
            | (Self::Providers(_), Self::Providers(_))
            | (Self::Images(_), Self::Images(_))
            | (Self::Activity(_), Self::Activity(_)) => true,
            _ => self == other,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
