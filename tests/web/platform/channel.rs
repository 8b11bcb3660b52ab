//! Tabs of one browser. Two lines of one page stand for two tabs: to the browser they are alike.

use std::cell::RefCell;
use std::rc::Rc;

use mist_web::platform::channel::Channel;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::until;

type Heard = Rc<RefCell<Vec<String>>>;

fn join(name: &str) -> (Channel, Heard) {
    let heard = Heard::default();
    let sink = heard.clone();
    let channel = Channel::join(name, move |text| sink.borrow_mut().push(text));
    (channel.unwrap(), heard)
}

#[wasm_bindgen_test]
async fn everybody_on_the_line_hears_but_the_speaker() {
    let (speaker, own) = join("test:line");
    let (_listener, heard) = join("test:line");
    let (_elsewhere, strange) = join("test:other-line");
    speaker.send("one");
    speaker.send("two");
    until("both were heard", || heard.borrow().len() == 2).await;
    assert_eq!(*heard.borrow(), ["one", "two"]);
    assert!(own.borrow().is_empty() && strange.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn who_left_the_line_hears_nothing() {
    let (speaker, _own) = join("test:leaving");
    let (leaver, unheard) = join("test:leaving");
    let (_stayer, heard) = join("test:leaving");
    drop(leaver);
    speaker.send("still there?");
    until("who stayed hears it", || heard.borrow().len() == 1).await;
    assert!(unheard.borrow().is_empty());
}
