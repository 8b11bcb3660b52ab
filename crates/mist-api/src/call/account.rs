//! Calls about the server itself and whoever uses it.

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::model::{Account, Listed, Provider, SignedIn, decode_providers};
use crate::secret::Secret;
use crate::transport::HttpRequest;
use crate::wire;

/// The server's front page, as its source. Never to be shown as markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home;

impl Call for Home {
    type Answer = String;

    fn http(&self) -> HttpRequest {
        let mut request = Self::ENDPOINT.at(&[]);
        request.set_header("Accept", "text/html".to_owned());
        request
    }

    fn decode(&self, body: &[u8]) -> Result<String, ApiError> {
        Ok(String::from_utf8_lossy(body).into_owned())
    }
}

/// Signs in; the token in the answer goes into [`crate::Credentials`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who.
    pub email: String,
    /// The password, or the one-time code of a sign-in link.
    pub password: Secret,
}

impl Call for SignIn {
    type Answer = SignedIn;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("email", self.email.as_str())
            .with("password", self.password.expose());
        Self::ENDPOINT.at(&[]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<SignedIn, ApiError> {
        if wire::is_bare_ok(body) {
            Ok(SignedIn::default())
        } else {
            wire::one(body)
        }
    }
}

/// Makes the token it is sent with worthless (`mistd` only; other servers answer 404).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOut;

impl Call for SignOut {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[])
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Changes plan or person at the hosted service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateAccount {
    /// What to do, in the service's words: `upgrade_plans`.
    pub action: Option<String>,
    /// The plan.
    pub plan: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// Their company.
    pub company_name: Option<String>,
    /// Their country.
    pub country: Option<String>,
    /// How many servers, as a range.
    pub number_of_servers: Option<String>,
    /// How many people, as a range.
    pub number_of_people: Option<String>,
}

impl Call for UpdateAccount {
    type Answer = Account;

    fn http(&self) -> HttpRequest {
        let fields = [
            ("action", &self.action),
            ("plan", &self.plan),
            ("name", &self.name),
            ("company_name", &self.company_name),
            ("country", &self.country),
            ("number_of_servers", &self.number_of_servers),
            ("number_of_people", &self.number_of_people),
        ];
        let body = fields
            .into_iter()
            .fold(Body::default(), |body, (name, value)| {
                body.with_some(name, value.as_deref())
            });
        Self::ENDPOINT.at(&[]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Account, ApiError> {
        if wire::is_bare_ok(body) {
            Ok(Account::default())
        } else {
            wire::one(body)
        }
    }
}

/// The kinds of cloud this server can add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListProviders;

impl Call for ListProviders {
    type Answer = Listed<Provider>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        decode_providers(body)
    }
}
