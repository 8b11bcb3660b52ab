//! Signing in and out, and the token every other request carries.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use mist_api::Secret;
use mist_api::model::{Account, SignedIn};

use super::parameters::Parameters;
use super::visit::Visitor;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;

/// The scheme that clients put before email and token.
const SCHEME: &str = "mist_1";

/// `POST /auth`
pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    Visitor(visit): Visitor,
    parameters: Parameters,
) -> Result<Json<SignedIn>, Fault> {
    let email = parameters.text("email").ok_or(Fault::SignInRefused)?;
    let secret = parameters.secret("password").ok_or(Fault::SignInRefused)?;
    let (person, token) = app
        .accounts
        .sign_in(email.trim(), secret, visit.client)
        .await?;
    visit.belongs_to(person.account);
    app.offer(person.account).await?;
    Ok(Json(SignedIn {
        token: Some(Secret::new(token.as_str())),
        account: Account::default(),
    }))
}

/// `DELETE /auth`: signs out. The token counts no more, whoever else has it.
pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    _: Person,
    headers: HeaderMap,
) -> Result<&'static str, Fault> {
    if let Some(credentials) = Credentials::of(&headers) {
        app.accounts.sign_out(&credentials.token).await?;
    }
    Ok("OK")
}

/// What a client sends to say who it is. Not `Debug`.
struct Credentials {
    email: Option<String>,
    token: String,
}

impl Credentials {
    /// Reads `Authorization: mist_1 EMAIL:TOKEN`, with or without the email, and the manual's
    /// `Authorized: TOKEN` (API notes §6, line 1).
    fn of(headers: &HeaderMap) -> Option<Self> {
        let authorization = headers.get(header::AUTHORIZATION);
        let value = authorization
            .or_else(|| headers.get("authorized"))?
            .to_str()
            .ok()?
            .trim();
        let rest = match value.split_once(' ') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(SCHEME) => rest.trim(),
            Some(_) => return None,
            None => value,
        };
        let (email, token) = rest.rsplit_once(':').unwrap_or(("", rest));
        let email = Some(email.trim().to_owned()).filter(|email| !email.is_empty());
        Some(Self {
            email,
            token: token.trim().to_owned(),
        })
    }
}

impl FromRequestParts<Arc<App>> for Person {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        let credentials = Credentials::of(&parts.headers).ok_or(Fault::NotSignedIn)?;
        let person = app
            .accounts
            .who(&credentials.token, credentials.email.as_deref())
            .await?
            .ok_or(Fault::NotSignedIn)?;
        let Visitor(visit) = Visitor::from_request_parts(parts, app).await?;
        visit.belongs_to(person.account);
        Ok(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &'static str, value: &str) -> Option<(Option<String>, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        Credentials::of(&headers).map(|credentials| (credentials.email, credentials.token))
    }

    #[test]
    fn every_spelling_of_the_token_is_read() {
        let with = |email: &str| Some((Some(email.to_owned()), "t0k".to_owned()));
        let without = Some((None, "t0k".to_owned()));
        assert_eq!(read("authorization", "mist_1 a@b.c:t0k"), with("a@b.c"));
        assert_eq!(
            read("authorization", "MIST_1  a:b@c.d:t0k"),
            with("a:b@c.d")
        );
        assert_eq!(read("authorization", "mist_1 :t0k"), without);
        assert_eq!(read("authorization", "mist_1 t0k"), without);
        assert_eq!(read("authorization", "t0k"), without);
        assert_eq!(read("authorized", "t0k"), without);
        assert_eq!(read("authorized", "mist_1 a@b.c:t0k"), with("a@b.c"));
        assert_eq!(read("authorization", "Basic dXNlcg=="), None);
        assert_eq!(read("cookie", "t0k"), None);
    }
}
