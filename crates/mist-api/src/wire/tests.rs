use proptest::prelude::*;
use serde_json::json;

use super::{Fields, decimal, flag, is_bare_ok, number, parse, texts, whole};
use crate::error::{ApiError, Unreadable};

fn undecodable(body: &[u8]) -> Unreadable {
    match parse(body) {
        Err(ApiError::Undecodable { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_texts_and_booleans_stand_for_each_other() {
    assert_eq!(number(&json!("0.5")), Some(0.5));
    assert_eq!(number(&json!(" 12\n")), Some(12.0));
    assert_eq!(number(&json!("NaN")), None);
    assert_eq!(number(&json!("")), None);
    assert_eq!(whole(&json!("2222")), Some(2222));
    assert_eq!(whole(&json!(22.9)), Some(22));
    assert_eq!(whole(&json!(-1)), None);
    assert_eq!(whole(&json!(1e300)), None);
    assert_eq!(whole(&json!(u64::MAX)), Some(u64::MAX));
    assert_eq!(flag(&json!("True")), Some(true));
    assert_eq!(flag(&json!(0)), Some(false));
    assert_eq!(flag(&json!("maybe")), None);
    assert_eq!(texts(json!(["a", 1, null, {}, "b"])), ["a", "1", "b"]);
    assert_eq!(texts(json!("alone")), ["alone"]);
    assert_eq!(texts(json!({"no": "list"})), Vec::<String>::new());
}

#[test]
fn the_first_spelling_that_says_something_counts() {
    let mut fields = Fields::of(json!({"isDefault": null, "default_key": "true"})).unwrap();
    assert_eq!(fields.flag(&["isDefault", "default_key"]), Some(true));
}

#[test]
fn what_python_writes_and_json_does_not_know_is_forgiven() {
    let body = br#"{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN \" Infinity"}"#;
    assert_eq!(
        parse(body).unwrap(),
        json!({"a": null, "b": [null, null], "c": "NaN \" Infinity"})
    );
    assert_eq!(parse(b"[\"\xff\"]").unwrap(), json!(["\u{fffd}"]));
    assert_eq!(
        parse(b"{\"priv\": \"a\nb\"}").unwrap(),
        json!({"priv": "a\nb"})
    );
    assert_eq!(parse(b"\xef\xbb\xbf[]").unwrap(), json!([]));
}

#[test]
fn what_is_no_json_is_told_apart() {
    let not_json = |line, column| Unreadable::NotJson { line, column };
    assert_eq!(undecodable(b""), Unreadable::Empty);
    assert_eq!(undecodable(b"<!DOCTYPE html><p>secret"), Unreadable::Page);
    assert_eq!(undecodable(b"{\n\"a\": "), not_json(2, 5));
    let bottomless = undecodable("[".repeat(100_000).as_bytes());
    assert!(matches!(bottomless, Unreadable::NotJson { line: 1, .. }));
}

#[test]
fn bare_oks_are_recognised() {
    for body in ["OK", "", " OK\n", "\"OK\"", "null"] {
        assert!(is_bare_ok(body.as_bytes()), "{body}");
    }
    assert!(!is_bare_ok(b"[]"));
}

proptest! {
    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&body);
    }

    #[test]
    fn json_stays_what_it_is(text in "\\PC{0,20}", n: i64) {
        let value = json!({ text.clone(): [n, text] });
        prop_assert_eq!(parse(value.to_string().as_bytes()).unwrap(), value);
    }
}

#[test]
fn numbers_written_as_texts_are_read_as_people_write_them() {
    let good = [
        ("0", 0.0),
        ("007", 7.0),
        ("-0.25", -0.25),
        ("+3", 3.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("0.", 0.0),
        (" 1.5e3 ", 1500.0),
        ("12345.678", 12345.678),
    ];
    for (text, number) in good {
        assert_eq!(decimal(text), Some(number), "{text}");
    }
    for text in [
        "", "-", ".", "+-1", "--1", "e5", "0x10", "1 2", "1,5", "nan", "inf", "1e999",
    ] {
        assert_eq!(decimal(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_written_number_reads_back_to_its_last_place(number in -1.0e15f64..1.0e15) {
        let read = decimal(&number.to_string()).unwrap();
        prop_assert!((read - number).abs() <= number.abs() * 4.0 * f64::EPSILON);
    }
}
