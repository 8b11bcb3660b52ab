//! The words in which clouds say no (API notes §0, §1).

use mist_api::call::Action;

use crate::refusal::Refusal;

impl Refusal {
    /// A field is missing or empty. Its name stands in quotes where the server looked for it by name.
    pub(super) fn missing(field: &str) -> Self {
        Self::new(400, format!("Required parameter not provided: {field}"))
    }

    /// A thing is not there.
    pub(super) fn unknown(what: &str, id: &str) -> Self {
        Self::new(404, format!("{what} not found: {id}"))
    }

    /// The provider did not make a machine.
    pub(super) fn not_made(provider: &str, why: &str) -> Self {
        let words = format!("Machine creation failed: {provider}, got exception {why}");
        Self::new(500, words)
    }

    /// A machine can't do this, or not now.
    pub(super) fn unable(verb: &str) -> Self {
        let words = format!("Bad Request: Action {verb} not supported for this machine");
        Self::new(400, words)
    }

    /// An action was for a machine that is not there.
    pub(super) fn no_machine(action: Action) -> Self {
        Self::no_machine_to(action.as_str())
    }

    /// The same for a verb.
    pub(super) fn no_machine_to(verb: &str) -> Self {
        let words =
            format!("Machine currently unavailable: Error while attempting to {verb} machine");
        Self::new(503, words)
    }

    /// The provider has no such thing.
    pub(super) fn no_such_action() -> Self {
        Self::new(404, "Action is not supported for this backend")
    }
}
