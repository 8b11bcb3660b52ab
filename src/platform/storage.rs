//! What this browser remembers. Blocked or full storage is no error: the value then lives as long
//! as the page, in memory.

use std::{cell::RefCell, collections::HashMap};

use web_sys::Storage;

/// Where a value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// This tab only, until it closes.
    Tab,
    /// This browser, until removed.
    Device,
}

thread_local! {
    static MEMORY: RefCell<HashMap<(Place, String), String>> = RefCell::default();
}

fn storage(place: Place) -> Option<Storage> {
    let window = web_sys::window()?;
    match place {
        Place::Tab => window.session_storage(),
        Place::Device => window.local_storage(),
    }
    .ok()
    .flatten()
}

/// The value under `key`, if any.
pub fn read(place: Place, key: &str) -> Option<String> {
    storage(place)
        .and_then(|storage| storage.get_item(key).ok().flatten())
        .or_else(|| MEMORY.with_borrow(|memory| memory.get(&(place, key.to_owned())).cloned()))
}

/// Keeps `value` under `key`.
pub fn write(place: Place, key: &str, value: &str) {
    // An older value that stayed, here or there, would be taken for this one.
    remove(place, key);
    let kept = storage(place).is_some_and(|storage| storage.set_item(key, value).is_ok());
    if !kept {
        MEMORY.with_borrow_mut(|memory| memory.insert((place, key.to_owned()), value.to_owned()));
    }
}

/// Forgets what is under `key`.
pub fn remove(place: Place, key: &str) {
    if let Some(storage) = storage(place) {
        // Nothing to do about storage that refuses: the memory copy is dropped all the same.
        let _ = storage.remove_item(key);
    }
    MEMORY.with_borrow_mut(|memory| memory.remove(&(place, key.to_owned())));
}

/// The keys that begin with `prefix`, without it.
pub fn keys(place: Place, prefix: &str) -> Vec<String> {
    let mut all = MEMORY.with_borrow(|memory| {
        let here = memory.keys().filter(|(kept, _)| *kept == place);
        here.map(|(_, key)| key.clone()).collect::<Vec<_>>()
    });
    if let Some(storage) = storage(place) {
        let count = storage.length().unwrap_or_default();
        all.extend((0..count).filter_map(|index| storage.key(index).ok().flatten()));
    }
    let rest = |key: &String| key.strip_prefix(prefix).map(str::to_owned);
    all.iter().filter_map(rest).collect()
}
