use std::collections::HashSet;

use super::ENDPOINTS;
use crate::call::{Call, ListSizes, Request};

#[test]
fn no_two_endpoints_are_the_same() {
    let names: HashSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
    assert_eq!((names.len(), ENDPOINTS.len()), (48, 48));
    // Resizing is an action that needs a parameter of its own.
    let routes: HashSet<_> = ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.name != "ResizeMachine")
        .map(|endpoint| (endpoint.method, endpoint.path))
        .collect();
    assert_eq!(routes.len(), 47);
}

#[test]
fn only_a_running_command_may_take_for_ever() {
    let endless: Vec<_> = ENDPOINTS
        .iter()
        .filter(|e| e.seconds.is_none())
        .map(|e| e.name)
        .collect();
    assert_eq!(endless, ["Shell"]);
}

#[test]
fn requests_are_compared_and_tell_their_endpoint() {
    let request = |backend: &str| {
        ListSizes {
            backend: backend.to_owned(),
        }
        .into_request()
    };
    assert_eq!(request("b"), request("b"));
    assert_ne!(request("b"), request("c"));
    assert_eq!(request("b").endpoint().name, ListSizes::NAME);
    assert_eq!(request("a/b c").http().path, "/backends/a%2Fb%20c/sizes");
    assert!(matches!(request("b"), Request::ListSizes(_)));
}
