//! What can be asked of a server: one plain value per endpoint.
//!
//! A call knows what to send and how to read what a success answers. It does not send, and knows neither server nor token.
//! What it sends satisfies the manual and the servers of 2014 at once (API notes §6). Paths stand in [`crate::endpoint`].

mod account;
mod backend;
mod change;
mod key;
mod machine;
mod metric;
mod monitoring;
mod network;
mod rule;
mod shell;

use serde_json::{Map, Value};

use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::transport::HttpRequest;

pub use crate::endpoint::{ENDPOINTS, Endpoint, Request};
pub use account::{Home, ListProviders, SignIn, SignOut, UpdateAccount};
pub use backend::{
    AddBackend, DeleteBackend, FieldValue, ListBackends, ListImages, ListLocations, ListSizes,
    NewBackend, RenameBackend, SearchImages, SetBackendEnabled, StarImage,
};
pub use key::{
    AddKey, AssociateKey, DeleteKey, DisassociateKey, GenerateKey, ListKeys, PrivateKey, PublicKey,
    RenameKey, SetDefaultKey,
};
pub use machine::{
    Action, AddTag, CreateMachine, ListMachines, MachineAction, Probe, RemoveTag, ResizeMachine,
};
pub use metric::{
    AssociateMetric, DeployPlugin, DisassociateMetric, ListMetrics, UndeployPlugin, UpdateMetric,
};
pub use monitoring::{GetMonitoring, GetStats, LoadImage, MonitoringSwitch, SetMonitoring};
pub use network::{CreateNetwork, DeleteNetwork, ListNetworks, NewSubnet};
pub use rule::{DeleteRule, RuleChange, SetRule};
pub use shell::Shell;

/// A call to the API.
pub trait Call: Endpointed + Into<Request> + Clone {
    /// What a success answers.
    type Answer;

    /// The call's name, the same as its type's.
    const NAME: &'static str = Self::ENDPOINT.name;

    /// What is sent.
    fn http(&self) -> HttpRequest;

    /// Reads the body of a successful answer.
    ///
    /// # Errors
    ///
    /// [`ApiError::Undecodable`], if it is not what this call answers.
    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError>;

    /// The call as one of all calls.
    fn into_request(self) -> Request {
        self.into()
    }
}

/// A request body under construction: a JSON object of the fields that are there.
#[derive(Debug, Default)]
struct Body(Map<String, Value>);

impl Body {
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests;
