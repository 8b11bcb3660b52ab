//! Calls about backends, and about what they offer for new machines.

use serde_json::{Map, Value};

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::model::{Backend, BackendAdded, Image, Listed, Location, Size, without_duplicates};
use crate::secret::Secret;
use crate::transport::HttpRequest;
use crate::wire;

/// All backends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListBackends;

impl Call for ListBackends {
    type Answer = Listed<Backend>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body)
    }
}

/// Adds a backend. Slow: the server proves the credentials first; a 401 or 503 means that nothing was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddBackend(pub NewBackend);

/// A backend to be added: the provider's own fields, in the order of its form ([`crate::providers`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBackend {
    /// The provider's id, as [`crate::call::ListProviders`] gave it.
    pub provider: String,
    /// What to call it. Servers of 2014 ignore it for bare metal and call the backend by its host name.
    pub title: String,
    /// The region, where it is not a part of the provider's id.
    pub region: Option<String>,
    /// Parameter names and values.
    pub fields: Vec<(String, FieldValue)>,
}

/// The value of one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// May be seen.
    Text(String),
    /// May not.
    Secret(Secret),
}

impl FieldValue {
    fn expose(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

impl NewBackend {
    /// A backend without fields yet.
    pub fn new(provider: impl Into<String>, title: impl Into<String>) -> Self {
        let (provider, title) = (provider.into(), title.into());
        Self {
            provider,
            title,
            region: None,
            fields: Vec::new(),
        }
    }

    /// A single server reached over SSH: its host name or address, whom to sign in as, the port, and the name of a stored key.
    pub fn bare_metal(
        title: impl Into<String>,
        host: impl Into<String>,
        user: impl Into<String>,
        port: u16,
        key: impl Into<String>,
    ) -> Self {
        Self::new("bare_metal", title)
            .field("machine_ip", host)
            .field("machine_user", user)
            .field("machine_port", port.to_string())
            .field("machine_key", key)
    }

    /// Adds a field. A cloud's `apisecret` or `password` is taken as what it is.
    #[must_use]
    pub fn field(mut self, param: &str, value: impl Into<String>) -> Self {
        if matches!(param, "apisecret" | "password") {
            return self.secret(param, value.into());
        }
        self.fields
            .push((param.to_owned(), FieldValue::Text(value.into())));
        self
    }

    /// Adds a field that must not be seen.
    #[must_use]
    pub fn secret(mut self, param: &str, value: impl Into<Secret>) -> Self {
        self.fields
            .push((param.to_owned(), FieldValue::Secret(value.into())));
        self
    }

    fn body(&self) -> Map<String, Value> {
        let mut body = Body::default()
            .with("provider", self.provider.as_str())
            .with("title", self.title.as_str())
            .with_some("region", self.region.as_deref())
            .0;
        for (param, value) in &self.fields {
            let value = value.expose();
            // A server of 2014 mangles an address that ends in a slash (API notes §3).
            let value = if param == "apiurl" {
                value.trim_end_matches('/')
            } else {
                value
            };
            body.insert(param.clone(), value.into());
        }
        // The page of 2014 sent a single server's host and user under both names, and some servers read the first ones only.
        if self.provider == "bare_metal" {
            for (param, twin) in [("machine_ip", "apikey"), ("machine_user", "apisecret")] {
                if let Some(value) = body.get(param).cloned() {
                    body.entry(twin).or_insert(value);
                }
            }
        }
        body
    }
}

impl Call for AddBackend {
    type Answer = BackendAdded;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[]).json(&self.0.body())
    }

    fn decode(&self, body: &[u8]) -> Result<BackendAdded, ApiError> {
        wire::one(body)
    }
}

/// Gives a backend another title. Two with the same are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameBackend {
    /// Which.
    pub backend: String,
    /// Its new title.
    pub title: String,
}

impl Call for RenameBackend {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("new_name", self.title.as_str());
        Self::ENDPOINT.at(&[&self.backend]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Switches a backend on or off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetBackendEnabled {
    /// Which.
    pub backend: String,
    /// On or off.
    pub enabled: bool,
}

impl Call for SetBackendEnabled {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        // Only these two texts are understood; the manual's own example is refused.
        let body = Body::default().with("new_state", if self.enabled { "1" } else { "0" });
        Self::ENDPOINT.at(&[&self.backend]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Forgets a backend. Its machines live on, and keys stay associated with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteBackend {
    /// Which.
    pub backend: String,
}

impl Call for DeleteBackend {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend])
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// The sizes a machine of this backend can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSizes {
    /// Which backend.
    pub backend: String,
}

impl Call for ListSizes {
    type Answer = Listed<Size>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body)
    }
}

/// The places a machine of this backend can be made in. A cloud's failure shows as one place without id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLocations {
    /// Which backend.
    pub backend: String,
}

impl Call for ListLocations {
    type Answer = Listed<Location>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body)
    }
}

/// The images of this backend, each id once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListImages {
    /// Which backend.
    pub backend: String,
}

impl Call for ListImages {
    type Answer = Listed<Image>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body).map(without_duplicates)
    }
}

/// The images whose id or name contains a text, 40 at most, each id once.
///
/// A POST, because a browser sends no body with a GET and servers ignore the term in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchImages {
    /// Which backend.
    pub backend: String,
    /// The text, compared without regard to case.
    pub term: String,
}

impl Call for SearchImages {
    type Answer = Listed<Image>;

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("search_term", self.term.as_str());
        Self::ENDPOINT.at(&[&self.backend]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body).map(without_duplicates)
    }
}

/// Turns an image's star over. The answer is the new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarImage {
    /// Which backend.
    pub backend: String,
    /// Which image; the server does not check that it exists.
    pub image: String,
}

impl Call for StarImage {
    type Answer = bool;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend, &self.image])
    }

    fn decode(&self, body: &[u8]) -> Result<bool, ApiError> {
        wire::one(body)
    }
}
