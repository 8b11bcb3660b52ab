//! Every endpoint, once: name, method, path, time allowed, and where it is documented.
//!
//! This table is the only place that spells paths. Other dialects of the API would stand beside it as tables of their own.

use std::time::Duration;

#[allow(
    clippy::wildcard_imports,
    reason = "the table names every call; only builds without tests lint it"
)]
use crate::call::*;
use crate::percent::push_encoded;
use crate::transport::{HttpRequest, Method};

/// Where an endpoint is written down, and so which servers have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Documented {
    /// In the manual; the servers of 2014 have it too.
    Manual,
    /// Not in the manual, but in the servers of 2014 (API notes §1).
    Servers,
    /// Not in the manual, and only in servers of November 2014 and later (API notes §5).
    November,
    /// Only in `mistd` ([`crate::extensions`]).
    Mistd,
}

/// An endpoint of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// The name of its call.
    pub name: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path; ids stand in braces, each filling one segment.
    pub path: &'static str,
    /// Where it is written down.
    pub documented: Documented,
    /// Seconds an answer may take; `None` where it streams as long as a command runs.
    pub seconds: Option<u64>,
}

impl Endpoint {
    /// A request to this endpoint, the ids filled in from left to right.
    pub(crate) fn at(&self, ids: &[&str]) -> HttpRequest {
        let mut ids = ids.iter();
        let mut path = String::with_capacity(self.path.len() + 32);
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            if segment.starts_with('{') {
                push_encoded(&mut path, ids.next().copied().unwrap_or_default());
            } else {
                path.push_str(segment);
            }
        }
        let mut request = HttpRequest::new(self.method, path);
        request.timeout = self.seconds.map(Duration::from_secs);
        request
    }
}

/// A call whose endpoint stands in the table.
pub trait Endpointed {
    /// The endpoint.
    const ENDPOINT: Endpoint;
}

macro_rules! table {
    ($($call:ident: $method:ident $path:literal, $documented:ident, $seconds:expr;)*) => {
        /// Any call, as one value: to be compared, listed, recorded, or shown as code.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "each variant is documented at the call it holds")]
        pub enum Request {
            $($call($call),)*
        }

        impl Request {
            /// The endpoint it goes to.
            pub fn endpoint(&self) -> Endpoint {
                match self {
                    $(Self::$call(_) => $call::ENDPOINT,)*
                }
            }

            /// What is sent.
            pub fn http(&self) -> HttpRequest {
                match self {
                    $(Self::$call(call) => call.http(),)*
                }
            }
        }

        $(
            impl Endpointed for $call {
                const ENDPOINT: Endpoint = Endpoint {
                    name: stringify!($call),
                    method: Method::$method,
                    path: $path,
                    documented: Documented::$documented,
                    seconds: $seconds,
                };
            }

            impl From<$call> for Request {
                fn from(call: $call) -> Self {
                    Self::$call(call)
                }
            }
        )*

        /// All endpoints.
        pub const ENDPOINTS: &[Endpoint] = &[$($call::ENDPOINT),*];
    };
}

/// The server answers from its own store.
const QUICK: Option<u64> = Some(30);
/// The server asks the cloud first, or tries SSH.
const CLOUD: Option<u64> = Some(120);
/// The server waits until a machine is up and a script has run on it.
const LONG: Option<u64> = Some(1_200);

table! {
    Home: Get "/", Servers, QUICK;
    SignIn: Post "/auth", Manual, QUICK;
    SignOut: Delete "/auth", Mistd, QUICK;
    UpdateAccount: Post "/account", Servers, QUICK;
    ListProviders: Get "/providers", Manual, QUICK;

    ListBackends: Get "/backends", Manual, QUICK;
    AddBackend: Post "/backends", Manual, CLOUD;
    RenameBackend: Put "/backends/{backend}", Manual, QUICK;
    SetBackendEnabled: Post "/backends/{backend}", Manual, QUICK;
    DeleteBackend: Delete "/backends/{backend}", Manual, QUICK;
    ListSizes: Get "/backends/{backend}/sizes", Manual, CLOUD;
    ListLocations: Get "/backends/{backend}/locations", Manual, CLOUD;
    ListImages: Get "/backends/{backend}/images", Manual, CLOUD;
    SearchImages: Post "/backends/{backend}/images", Servers, CLOUD;
    StarImage: Post "/backends/{backend}/images/{image}", Servers, QUICK;

    ListMachines: Get "/backends/{backend}/machines", Manual, CLOUD;
    CreateMachine: Post "/backends/{backend}/machines", Manual, LONG;
    MachineAction: Post "/backends/{backend}/machines/{machine}", Manual, CLOUD;
    ResizeMachine: Post "/backends/{backend}/machines/{machine}", November, CLOUD;
    AddTag: Post "/backends/{backend}/machines/{machine}/metadata", Manual, CLOUD;
    RemoveTag: Delete "/backends/{backend}/machines/{machine}/metadata", Servers, CLOUD;
    Probe: Post "/backends/{backend}/machines/{machine}/probe", Servers, CLOUD;
    Shell: Get "/backends/{backend}/machines/{machine}/shell", Manual, None;
    AssociateKey: Put "/backends/{backend}/machines/{machine}/keys/{key}", Servers, CLOUD;
    DisassociateKey: Delete "/backends/{backend}/machines/{machine}/keys/{key}", Servers, CLOUD;

    ListNetworks: Get "/backends/{backend}/networks", November, CLOUD;
    CreateNetwork: Post "/backends/{backend}/networks", November, CLOUD;
    DeleteNetwork: Delete "/backends/{backend}/networks/{network}", November, CLOUD;

    ListKeys: Get "/keys", Manual, QUICK;
    AddKey: Put "/keys", Manual, QUICK;
    GenerateKey: Post "/keys", Manual, QUICK;
    RenameKey: Put "/keys/{key}", Manual, QUICK;
    SetDefaultKey: Post "/keys/{key}", Manual, QUICK;
    DeleteKey: Delete "/keys/{key}", Manual, QUICK;
    PrivateKey: Get "/keys/{key}/private", Manual, QUICK;
    PublicKey: Get "/keys/{key}/public", Manual, QUICK;

    GetMonitoring: Get "/monitoring", Servers, QUICK;
    SetMonitoring: Post "/backends/{backend}/machines/{machine}/monitoring", Servers, LONG;
    GetStats: Get "/backends/{backend}/machines/{machine}/stats", Servers, QUICK;
    LoadImage: Get "/backends/{backend}/machines/{machine}/loadavg.png", Servers, QUICK;
    SetRule: Post "/rules", Servers, QUICK;
    DeleteRule: Delete "/rules/{rule}", Servers, QUICK;

    ListMetrics: Get "/backends/{backend}/machines/{machine}/metrics", November, QUICK;
    AssociateMetric: Put "/backends/{backend}/machines/{machine}/metrics", November, QUICK;
    DisassociateMetric: Delete "/backends/{backend}/machines/{machine}/metrics", November, QUICK;
    UpdateMetric: Put "/metrics/{metric}", November, QUICK;
    DeployPlugin: Post "/backends/{backend}/machines/{machine}/plugins/{plugin}", November, CLOUD;
    UndeployPlugin: Delete "/backends/{backend}/machines/{machine}/plugins/{plugin}", November, CLOUD;
}

#[cfg(test)]
mod tests;
