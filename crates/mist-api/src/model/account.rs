//! Who is signed in, and on what plan (API notes §1, `/auth` and `/account`).

use serde::Serialize;
use serde_json::Value;

use crate::secret::Secret;
use crate::wire::{Fault, Fields, FromWire};

/// The answer to signing in.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct SignedIn {
    /// What to send with every call from now on. Installations of one's own keep it to themselves and answer without.
    #[serde(rename = "mist_api_token", skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// Plan and person.
    #[serde(flatten)]
    pub account: Account,
}

impl FromWire for SignedIn {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let token = fields
            .text(&["mist_api_token"])
            .filter(|token| !token.is_empty());
        Ok(Self {
            token: token.map(Secret::from),
            account: Account::of(&mut fields),
        })
    }
}

/// Plan and person, as the hosted service knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Account {
    /// The plan, if there is one.
    #[serde(rename = "current_plan")]
    pub plan: Option<Plan>,
    /// The person, if known.
    #[serde(rename = "user_details")]
    pub user: Option<UserDetails>,
}

impl Account {
    pub(super) fn of(fields: &mut Fields) -> Self {
        let plan = fields.object("current_plan");
        let user = fields.object("user_details");
        Self {
            plan: (!plan.is_empty()).then(|| Plan::of(plan)),
            user: (!user.is_empty()).then(|| UserDetails::of(user)),
        }
    }
}

impl FromWire for Account {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        Ok(Self::of(&mut Fields::of(value)?))
    }
}

/// What the hosted service was paid for.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Plan {
    /// Its name.
    pub title: String,
    /// When it began, in seconds since 1970.
    pub started: Option<f64>,
    /// When it ends, in seconds since 1970.
    pub expiration: Option<f64>,
    /// Whether it has ended.
    pub has_expired: bool,
    /// The code it was bought with.
    pub promo_code: Option<String>,
    /// How many machines it covers.
    pub machine_limit: Option<u64>,
}

impl Plan {
    fn of(map: serde_json::Map<String, Value>) -> Self {
        let mut fields = Fields::from(map);
        Self {
            title: fields.text(&["title"]).unwrap_or_default(),
            started: fields.number(&["started"]),
            expiration: fields.number(&["expiration"]),
            has_expired: fields.flag(&["has_expired"]).unwrap_or(false),
            promo_code: fields.text(&["promo_code"]),
            machine_limit: fields.whole(&["machine_limit"]),
        }
    }
}

/// What a person told about themselves; any of it may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct UserDetails {
    /// Their name.
    pub name: String,
    /// Their company.
    pub company_name: String,
    /// Their country.
    pub country: String,
    /// How many servers, as a range: `1-5`.
    pub number_of_servers: String,
    /// How many people, as a range.
    pub number_of_people: String,
}

impl UserDetails {
    fn of(map: serde_json::Map<String, Value>) -> Self {
        let mut fields = Fields::from(map);
        let mut text = |key: &str| fields.text(&[key]).unwrap_or_default();
        Self {
            name: text("name"),
            company_name: text("company_name"),
            country: text("country"),
            number_of_servers: text("number_of_servers"),
            number_of_people: text("number_of_people"),
        }
    }
}
