//! Texts in the browser's own database.

use mist_web::platform::database::{Change, all, change};
use wasm_bindgen_test::wasm_bindgen_test;

fn put(key: &str, text: &str) -> Change {
    Change::Put(key.to_owned(), text.to_owned())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
    list.iter().map(owned).collect()
}

#[wasm_bindgen_test]
async fn what_is_put_under_a_prefix_is_read_and_wiped_with_it_alone() {
    let changes = [
        Change::RemoveAll("test:".to_owned()),
        put("test:a\n", "ä"),
        put("test:a\nb1", "💾"),
        put("test:ab\n", "other"),
    ];
    change(&changes).await.unwrap();
    let expected = pairs(&[("", "ä"), ("b1", "💾")]);
    assert_eq!(all("test:a\n").await.unwrap(), expected);

    change(&[
        put("test:a\n", "new"),
        Change::Remove("test:a\nb1".to_owned()),
    ])
    .await
    .unwrap();
    assert_eq!(all("test:a\n").await.unwrap(), pairs(&[("", "new")]));

    change(&[Change::RemoveAll("test:a\n".to_owned())])
        .await
        .unwrap();
    assert_eq!(all("test:a\n").await.unwrap(), []);
    assert_eq!(all("test:").await.unwrap(), pairs(&[("ab\n", "other")]));
}

#[wasm_bindgen_test]
async fn megabytes_are_kept() {
    let text = "x".repeat(8 * 1024 * 1024);
    change(&[put("test:large", &text)]).await.unwrap();
    let read = all("test:large").await.unwrap();
    assert_eq!(read.first().map(|(_, read)| read.len()), Some(text.len()));
    change(&[Change::RemoveAll("test:large".to_owned())])
        .await
        .unwrap();
}
