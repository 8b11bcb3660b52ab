//! Texts too large for `storage`, in the browser's own database. Written as one or not at all, and never
//! while anybody waits. It knows nothing of what it keeps.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode,
};

const NAME: &str = "mist";
const STORE: &str = "remembered";

/// The database cannot be used: the browser blocks it, or there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the browser's database cannot be used")]
pub struct Blocked;

impl From<JsValue> for Blocked {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// A change of what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Keeps a text under a key.
    Put(String, String),
    /// Forgets the key.
    Remove(String),
    /// Forgets every key that begins so.
    RemoveAll(String),
}

/// Makes all of `changes`, in order, or none.
///
/// # Errors
///
/// [`Blocked`]; nothing is changed then.
pub async fn change(changes: &[Change]) -> Result<(), Blocked> {
    let database = open().await?;
    let (transaction, store) = begin(&database, IdbTransactionMode::Readwrite)?;
    for change in changes {
        match change {
            Change::Put(key, text) => store.put_with_key(&text.into(), &key.into()),
            Change::Remove(key) => store.delete(&key.into()),
            Change::RemoveAll(prefix) => store.delete(&range(prefix)?.into()),
        }?;
    }
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(done).await?;
    database.close();
    Ok(())
}

/// What is kept under keys that begin with `prefix`, by the rest of each key.
///
/// # Errors
///
/// [`Blocked`].
pub async fn all(prefix: &str) -> Result<Vec<(String, String)>, Blocked> {
    let database = open().await?;
    let (_, store) = begin(&database, IdbTransactionMode::Readonly)?;
    let range = range(prefix)?;
    // Both asked for before either is awaited: a transaction with nothing to do is over.
    let keys = answer(&store.get_all_keys_with_key(&range)?);
    let texts = answer(&store.get_all_with_key(&range)?);
    let (keys, texts) = (keys.await?, texts.await?);
    database.close();
    let list = |list: JsValue| list.unchecked_into::<js_sys::Array>().to_vec();
    let pairs = list(keys).into_iter().zip(list(texts));
    let read = pairs.filter_map(|(key, text)| {
        let key = key.as_string()?.strip_prefix(prefix)?.to_owned();
        Some((key, text.as_string()?))
    });
    Ok(read.collect())
}

async fn open() -> Result<IdbDatabase, JsValue> {
    let factory = web_sys::window().ok_or(JsValue::NULL)?.indexed_db()?;
    let request = factory.ok_or(JsValue::NULL)?.open_with_u32(NAME, 1)?;
    let fresh = request.clone();
    let make = Closure::<dyn FnMut()>::new(move || {
        if let Ok(database) = fresh.result() {
            // A database that is made anew has no store of that name yet.
            let _ = database
                .unchecked_into::<IdbDatabase>()
                .create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    Ok(answer(&request).await?.unchecked_into())
}

fn begin(
    database: &IdbDatabase,
    mode: IdbTransactionMode,
) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let transaction = database.transaction_with_str_and_mode(STORE, mode)?;
    let store = transaction.object_store(STORE)?;
    Ok((transaction, store))
}

/// Listens at once, not when it is first awaited.
fn answer(request: &IdbRequest) -> impl Future<Output = Result<JsValue, JsValue>> + use<> {
    let done = JsFuture::from(Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    }));
    let request = request.clone();
    async move {
        done.await?;
        request.result()
    }
}

/// All keys that begin with `prefix`.
fn range(prefix: &str) -> Result<IdbKeyRange, JsValue> {
    let end = [prefix, "\u{ffff}"].concat();
    IdbKeyRange::bound(&prefix.into(), &end.into())
}
