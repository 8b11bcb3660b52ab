//! What a location is called.

use mist_api::model::Location;

use crate::say;

/// Its name. Servers list a cloud that has one place only, or that failed to say, as one without a name or
/// without an id (API notes §2.5).
pub fn location_name(location: &Location) -> String {
    match (location.name.as_str(), location.id.as_str()) {
        ("", _) | ("default", "") => say!(backend.default_location).to_owned(),
        (name, _) => name.to_owned(),
    }
}
