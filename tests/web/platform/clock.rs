//! Time and timers.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, select};
use mist_web::platform::{clock, task::Task};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::until;

#[wasm_bindgen_test]
async fn a_sleep_lasts_as_long_as_it_says() {
    let began = clock::monotonic_ms();
    clock::sleep(Duration::from_millis(30)).await;
    let took = clock::monotonic_ms() - began;
    // Browsers round their clocks to a millisecond or less.
    assert!(took >= 29.0, "{took} ms");
}

#[wasm_bindgen_test]
async fn the_shorter_sleep_ends_first() {
    let long = clock::sleep(Duration::from_mins(1));
    let first = select(long, clock::sleep(Duration::ZERO)).await;
    assert!(matches!(first, Either::Right(_)));
}

#[wasm_bindgen_test]
async fn a_dropped_sleep_leaves_no_timer_behind() {
    // A timer that outlived its sleep would call a function that is gone, which the window reports.
    let reported = Rc::new(Cell::new(0));
    let counted = reported.clone();
    let listener = Closure::<dyn FnMut()>::new(move || counted.set(counted.get() + 1));
    let window = web_sys::window().unwrap();
    let function = listener.as_ref().unchecked_ref();
    window
        .add_event_listener_with_callback("error", function)
        .unwrap();
    for _ in 0..10 {
        drop(clock::sleep(Duration::from_millis(1)));
    }
    clock::sleep(Duration::from_millis(20)).await;
    window
        .remove_event_listener_with_callback("error", function)
        .unwrap();
    assert_eq!(reported.get(), 0);
}

#[wasm_bindgen_test]
async fn a_dropped_task_ends_where_it_stood() {
    let (begun, ended) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    let task = Task::start({
        let (begun, ended) = (begun.clone(), ended.clone());
        async move {
            begun.set(true);
            clock::next_frame().await;
            ended.set(true);
        }
    });
    until("the task runs", || begun.get()).await;
    drop(task);
    clock::next_frame().await;
    clock::next_frame().await;
    assert!(!ended.get());
}
