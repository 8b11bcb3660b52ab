//! What `index.html` and `boot.js` did before the module was there: the settings they read, the answers they
//! have from the server already, and the form that people may have typed into. The only place that knows their
//! names.

use std::cell::RefCell;

use js_sys::{Array, Map, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::dom;

thread_local! {
    static TYPED: RefCell<Option<Typed>> = const { RefCell::new(None) };
    static LINK: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What somebody did with the sign-in form before the module was there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// In the field for the e-mail.
    pub email: String,
    /// In the field for the password.
    pub password: String,
    /// In the field for the server, if that was opened.
    pub server: Option<String>,
    /// Whether the session is to stay on the device.
    pub stay: bool,
    /// The field with the focus.
    pub focus: Option<TypedField>,
    /// Where the caret or the selection is in it, where the browser tells.
    pub selection: Option<(u32, u32)>,
    /// The form was sent: the module carries it out.
    pub is_sent: bool,
}

/// A field of the early form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedField {
    /// The e-mail.
    Email,
    /// The password.
    Password,
    /// The server.
    Server,
}

fn shared() -> Option<JsValue> {
    let window = web_sys::window()?;
    let shared = Reflect::get(&window, &"mistBoot".into()).ok()?;
    shared.is_object().then_some(shared)
}

/// A setting of `config.json`; `None` in a page without `boot.js`.
fn setting(name: &str) -> Option<JsValue> {
    let config = Reflect::get(&shared()?, &"config".into()).ok()?;
    Reflect::get(&config, &name.into()).ok()
}

/// A setting that is a text; `None` where it is none.
pub fn text_setting(name: &str) -> Option<String> {
    setting(name)?.as_string()
}

/// A setting that is yes or no; `None` where it is neither.
pub fn flag_setting(name: &str) -> Option<bool> {
    setting(name)?.as_bool()
}

/// Whether the open tabs were asked for their session with the server at this address.
pub fn has_asked_tabs(server: &str) -> bool {
    let asked = shared().and_then(|shared| Reflect::get(&shared, &"asked".into()).ok());
    asked.and_then(|asked| asked.as_string()).as_deref() == Some(server)
}

/// An answer that is awaited since before the module was there.
pub struct EarlyAnswer(Promise);

impl EarlyAnswer {
    /// Its status and its body; `None` if it did not come.
    pub async fn read(self) -> Option<(u16, Vec<u8>)> {
        let answer = JsFuture::from(self.0).await.ok()?;
        let status = Reflect::get(&answer, &"status".into()).ok()?.as_f64()?;
        let body = Reflect::get(&answer, &"body".into()).ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a status has three digits"
        )]
        Some((status as u16, Uint8Array::new(&body).to_vec()))
    }
}

/// The answer to a question that was asked early with exactly this `Authorization`. Each is given once.
pub fn early_answer(url: &str, authorization: &str) -> Option<EarlyAnswer> {
    let early: Map = Reflect::get(&shared()?, &"early".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let url = JsValue::from_str(url);
    let asked = early.get(&url);
    let asked_as = Reflect::get(&asked, &"authorization".into())
        .ok()?
        .as_string()?;
    if asked_as != authorization {
        return None;
    }
    early.delete(&url);
    let answer = Reflect::get(&asked, &"answer".into()).ok()?;
    answer.dyn_into().ok().map(EarlyAnswer)
}

/// Whether the early page still shows: it stays until the module has something to show.
pub fn is_showing() -> bool {
    dom::by_id("boot").is_some()
}

/// What was typed into the early form; given once.
pub fn take_typed() -> Option<Typed> {
    TYPED.take().or_else(typed)
}

fn input(id: &str) -> Option<HtmlInputElement> {
    dom::by_id(id)?.dyn_into().ok()
}

fn typed() -> Option<Typed> {
    let gate = dom::by_id("boot-gate").filter(|gate| !gate.hidden())?;
    let text = |id: &str| input(id).map(|field| field.value()).unwrap_or_default();
    let is_open = dom::by_id("boot-server-field").is_some_and(|field| !field.hidden());
    let focused = dom::focused().filter(|focused| gate.contains(Some(focused)));
    let focus = focused
        .as_ref()
        .and_then(|focused| match focused.id().as_str() {
            "boot-email" => Some(TypedField::Email),
            "boot-password" => Some(TypedField::Password),
            "boot-server" => Some(TypedField::Server),
            _ => None,
        });
    let selection = focused.and_then(|focused| {
        let field: HtmlInputElement = focused.dyn_into().ok()?;
        // Fields for e-mail addresses don't tell.
        let start = field.selection_start().ok().flatten()?;
        let end = field.selection_end().ok().flatten()?;
        Some((start, end))
    });
    let form = dom::by_id("boot-form");
    Some(Typed {
        email: text("boot-email"),
        password: text("boot-password"),
        server: is_open.then(|| text("boot-server")),
        stay: input("boot-stay").is_some_and(|field| field.checked()),
        focus,
        selection,
        is_sent: form.is_some_and(|form| form.has_attribute("data-submitted")),
    })
}

/// The module draws its frame under the early one, which is a picture from now on: there is one navigation, not two.
pub fn step_back() {
    let Some(boot) = dom::by_id("boot") else {
        return;
    };
    let focused = dom::focused().filter(|focused| boot.contains(Some(focused)));
    LINK.set(focused.and_then(|focused| focused.get_attribute("href")));
    for (name, value) in [("inert", ""), ("aria-hidden", "true")] {
        // Elements take any attribute.
        let _ = boot.set_attribute(name, value);
    }
}

/// Takes the early page away, now that the module shows something in its place. The link that had the focus has
/// its like in the frame.
pub fn leave() {
    let Some(boot) = dom::by_id("boot") else {
        return;
    };
    TYPED.set(typed());
    boot.remove();
    if let Some(link) = LINK.take() {
        focus_link(&link);
    }
}

fn focus_link(address: &str) {
    let links = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector_all("nav a").ok());
    let Some(links) = links else { return };
    let elements = Array::from(&links).into_iter();
    let links = elements.filter_map(|link| link.dyn_into::<Element>().ok());
    let same = |link: &Element| link.get_attribute("href").as_deref() == Some(address);
    for link in links.filter(same) {
        if let Ok(link) = link.dyn_into::<HtmlElement>() {
            dom::focus(&link);
        }
    }
}
