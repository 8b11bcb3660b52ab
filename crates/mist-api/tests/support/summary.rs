//! What an exchange says, in one line: through the crate's own calls.

use mist_api::ApiError;
use mist_api::call::Call;
use mist_api::model::Listed;
use serde::Serialize;
use serde_json::Value;

use super::rebuild::rebuild;
use super::{Exchange, decoded};

/// One line about the answer. The call that is rebuilt from the request must go where the request went.
pub(crate) fn of(exchange: &Exchange) -> String {
    let mut visitor = Summary(exchange);
    rebuild(exchange, &mut visitor).unwrap_or_else(|| match (exchange.status, &*exchange.method) {
        // No call makes such a request; the answer must still be understood.
        (200, "HEAD") => format!("no call: HEAD, {} bytes", exchange.body.len()),
        (status, _) => format!(
            "no call: {:?}",
            ApiError::from_response(status, &exchange.body)
        ),
    })
}

/// The answer, decoded and serialised again, if it is of a type that does.
pub(crate) fn written_again(exchange: &Exchange) -> Option<Value> {
    (exchange.status == 200).then(|| rebuild(exchange, &mut Again(exchange)))??
}

/// Does something with the call that an exchange was made by.
pub(super) trait Visit {
    type Out;
    fn done(&mut self, call: impl Call<Answer = ()>) -> Self::Out;
    fn one<T: Serialize>(
        &mut self,
        call: impl Call<Answer = T>,
        say: impl Fn(&T) -> String,
    ) -> Self::Out;
    fn list<T: Serialize>(
        &mut self,
        call: impl Call<Answer = Listed<T>>,
        say: impl Fn(&T) -> String,
    ) -> Self::Out;
    fn other<T>(&mut self, call: impl Call<Answer = T>, say: impl Fn(&T) -> String) -> Self::Out;
}

struct Summary<'a>(&'a Exchange);

impl Summary<'_> {
    fn read<C: Call>(&self, call: &C) -> Result<C::Answer, String> {
        let http = call.http();
        assert_eq!(http.method.as_str(), self.0.method, "{}", self.0.name);
        let documented_without = ["231", "232", "233", "421"]
            .iter()
            .any(|n| self.0.name.starts_with(n));
        if !documented_without {
            assert_eq!(
                decoded(&http.path),
                decoded(&self.0.path),
                "{}",
                self.0.name
            );
        }
        match self.0.status {
            200 => Ok(call
                .decode(&self.0.body)
                .unwrap_or_else(|e| panic!("{}: {e}", self.0.name))),
            status if C::NAME == "Shell" && self.0.body.starts_with(b"<html>") => {
                assert_eq!(status, 500);
                Ok(call.decode(&self.0.body).unwrap())
            }
            status => Err(format!(
                "{:?}",
                ApiError::from_response(status, &self.0.body)
            )),
        }
    }
}

impl Visit for Summary<'_> {
    type Out = String;

    fn done(&mut self, call: impl Call<Answer = ()>) -> String {
        self.read(&call).map_or_else(|e| e, |()| "done".to_owned())
    }

    fn one<T: Serialize>(
        &mut self,
        call: impl Call<Answer = T>,
        say: impl Fn(&T) -> String,
    ) -> String {
        self.other(call, say)
    }

    fn list<T: Serialize>(
        &mut self,
        call: impl Call<Answer = Listed<T>>,
        say: impl Fn(&T) -> String,
    ) -> String {
        let listed = match self.read(&call) {
            Ok(listed) => listed,
            Err(error) => return error,
        };
        assert!(
            listed.faults.is_empty(),
            "{}: {:?}",
            self.0.name,
            listed.faults
        );
        // A long list is told by its length and its ends.
        let said: Vec<_> = listed.items.iter().map(say).collect();
        match said.as_slice() {
            [first, _, _, _, _, _, .., last] => format!("{}: {first}; …; {last}", said.len()),
            few => format!("{}: {}", few.len(), few.join("; ")),
        }
    }

    fn other<T>(&mut self, call: impl Call<Answer = T>, say: impl Fn(&T) -> String) -> String {
        self.read(&call)
            .map_or_else(|error| error, |answer| say(&answer))
    }
}

struct Again<'a>(&'a Exchange);

impl Visit for Again<'_> {
    type Out = Option<Value>;

    fn done(&mut self, _: impl Call<Answer = ()>) -> Option<Value> {
        None
    }

    fn one<T: Serialize>(
        &mut self,
        call: impl Call<Answer = T>,
        _: impl Fn(&T) -> String,
    ) -> Option<Value> {
        Some(serde_json::to_value(call.decode(&self.0.body).unwrap()).unwrap())
    }

    fn list<T: Serialize>(
        &mut self,
        call: impl Call<Answer = Listed<T>>,
        _: impl Fn(&T) -> String,
    ) -> Option<Value> {
        let items = call.decode(&self.0.body).unwrap().items;
        let recorded = self.0.json().unwrap();
        // Merged duplicates are compared elsewhere.
        let merged = items.len() < recorded.as_array().unwrap().len();
        (!merged).then(|| serde_json::to_value(items).unwrap())
    }

    fn other<T>(&mut self, _: impl Call<Answer = T>, _: impl Fn(&T) -> String) -> Option<Value> {
        None
    }
}
