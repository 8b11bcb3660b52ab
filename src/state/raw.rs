//! A machine as its server sends it, asked for when somebody wants to see it: the lists that are
//! kept hold only what the page understands.

use mist_api::{
    ApiError,
    call::{Call, ListMachines, Request},
    endpoint::{Endpoint, Endpointed},
    transport::HttpRequest,
};
use serde_json::Value;

use super::session::Session;
use crate::{routes::MachineRef, say};

/// The list of machines, read as no more than JSON.
#[derive(Clone)]
struct AsSent(ListMachines);

impl Endpointed for AsSent {
    const ENDPOINT: Endpoint = ListMachines::ENDPOINT;
}

impl From<AsSent> for Request {
    fn from(AsSent(call): AsSent) -> Self {
        call.into()
    }
}

impl Call for AsSent {
    type Answer = Vec<Value>;

    fn http(&self) -> HttpRequest {
        self.0.http()
    }

    fn decode(&self, body: &[u8]) -> Result<Vec<Value>, ApiError> {
        let list = serde_json::from_slice(body);
        // What it is instead, the call itself says.
        list.or_else(|_| self.0.decode(body).map(|_| Vec::new()))
    }
}

/// A machine as its server sends it now, as JSON in lines.
///
/// # Errors
///
/// Whatever the call fails with; 404 for a machine that is not listed.
pub async fn machine(session: Session, machine: &MachineRef) -> Result<String, ApiError> {
    let backend = machine.backend.clone();
    let list = session.call(&AsSent(ListMachines { backend })).await?;
    let listed = list.iter().find(|listed| is(listed, &machine.machine));
    let words = || say!(machine.gone).to_owned();
    let listed = listed.ok_or_else(|| ApiError::NotFound { words: words() })?;
    Ok(format!("{listed:#}"))
}

/// Some servers send ids as numbers.
fn is(listed: &Value, id: &str) -> bool {
    match listed.get("id") {
        Some(Value::String(text)) => text == id,
        Some(Value::Number(number)) => number.to_string() == id,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is;
    use serde_json::json;

    #[test]
    fn a_machine_is_found_by_its_id_however_it_is_spelled() {
        assert!(is(&json!({"id": "i-1"}), "i-1"));
        assert!(is(&json!({"id": 17}), "17"));
        assert!(!is(&json!({"id": null}), "null"));
        assert!(!is(&json!("i-1"), "i-1"));
    }
}
