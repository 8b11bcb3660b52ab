use super::{HttpRequest, HttpResponse, Method};

#[test]
fn debug_shows_no_secret() {
    let mut request = HttpRequest::new(Method::Post, "/auth")
        .query("command", "psswd-1")
        .json(&serde_json::json!({"password": "psswd-2"}));
    request.set_header("Authorization", "psswd-3".to_owned());
    let shown = format!(
        "{request:?} {:?}",
        HttpResponse {
            status: 200,
            body: b"psswd-4".to_vec()
        }
    );
    assert!(!shown.contains("psswd"), "{shown}");
    assert!(
        shown.contains("/auth") && shown.contains("Authorization"),
        "{shown}"
    );
}

#[test]
fn queries_are_encoded_and_chained() {
    let request = HttpRequest::new(Method::Get, "/x")
        .query("a", "1;2&3")
        .query("b", "é +");
    assert_eq!(request.path, "/x?a=1%3B2%263&b=%C3%A9%20%2B");
}

#[test]
fn headers_are_found_whatever_their_case_and_replaced_not_doubled() {
    let mut request = HttpRequest::new(Method::Get, "/x");
    assert_eq!(request.header("accept"), Some("application/json"));
    request.set_header("accept", "image/png".to_owned());
    assert_eq!(request.header("Accept"), Some("image/png"));
    assert_eq!(request.headers.len(), 1);
}
