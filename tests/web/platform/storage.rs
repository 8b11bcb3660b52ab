//! What this browser remembers.

use mist_web::platform::storage::{Place, read, remove, write};
use wasm_bindgen_test::wasm_bindgen_test;

/// More than a browser keeps for one origin.
fn too_much() -> String {
    "x".repeat(6 * 1024 * 1024)
}

#[wasm_bindgen_test]
fn what_is_written_is_read_from_its_place_until_removed() {
    for (place, other) in [(Place::Tab, Place::Device), (Place::Device, Place::Tab)] {
        let key = "test:round-trip";
        write(place, key, "wörd 💾");
        assert_eq!(read(place, key).as_deref(), Some("wörd 💾"));
        assert_eq!(read(other, key), None);
        write(place, key, "another");
        assert_eq!(read(place, key).as_deref(), Some("another"));
        remove(place, key);
        assert_eq!(read(place, key), None);
    }
}

#[wasm_bindgen_test]
fn it_is_the_browsers_own_storage() {
    let window = web_sys::window().unwrap();
    let (tab, device) = (window.session_storage(), window.local_storage());
    for (place, storage) in [(Place::Tab, tab), (Place::Device, device)] {
        let storage = storage.unwrap().unwrap();
        write(place, "test:own", "kept");
        assert_eq!(
            storage.get_item("test:own").unwrap().as_deref(),
            Some("kept")
        );
        remove(place, "test:own");
        assert_eq!(storage.get_item("test:own").unwrap(), None);
    }
}

#[wasm_bindgen_test]
fn what_storage_refuses_is_kept_as_long_as_the_page() {
    let key = "test:refused";
    let value = too_much();
    write(Place::Tab, key, &value);
    let storage = web_sys::window()
        .unwrap()
        .session_storage()
        .unwrap()
        .unwrap();
    assert_eq!(storage.get_item(key).unwrap(), None, "storage took it");
    assert!(read(Place::Tab, key) == Some(value));
    assert_eq!(read(Place::Device, key), None);
    remove(Place::Tab, key);
    assert_eq!(read(Place::Tab, key), None);
}

#[wasm_bindgen_test]
fn the_last_value_counts_wherever_it_is_kept() {
    let key = "test:last";
    let value = too_much();
    write(Place::Tab, key, "old");
    write(Place::Tab, key, &value);
    assert!(
        read(Place::Tab, key) == Some(value),
        "an old value came back"
    );
    write(Place::Tab, key, "new");
    assert_eq!(read(Place::Tab, key).as_deref(), Some("new"));
    remove(Place::Tab, key);
    assert_eq!(read(Place::Tab, key), None);
}
