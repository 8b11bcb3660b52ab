//! The machine list in a window: long lists, focus, polls.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use mist_core::machines::Column;
use mist_web::{
    components::{machine_table::MachineTable, navigate::Navigation},
    platform::task,
    routes::{MachineList, MachineRef},
    state::State,
};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Server, Stage, focused, frames, until, words};

const COUNT: usize = 5_000;
const ROW_HEIGHT: f64 = 44.0;
const PATH: &str = "/backends/cloud/machines";

fn name(index: usize) -> String {
    format!("machine-{index:04}")
}

fn listed() -> Vec<Value> {
    let machine = |index: usize| {
        json!({
            "id": index.to_string(), "name": name(index), "state": "running",
            "public_ips": ["192.0.2.1"], "tags": ["web", "a rather long tag that wants room"],
            "can_stop": true, "can_reboot": true,
        })
    };
    (0..COUNT).map(machine).collect()
}

/// The table of all machines of one cloud.
struct Table {
    stage: Stage,
    state: State,
    server: Server,
}

impl Table {
    async fn showing() -> Self {
        let server = Server::start();
        let cloud = json!([{"id": "cloud", "title": "Cloud", "provider": "ec2", "enabled": true}]);
        server.answer("/backends", &cloud);
        server.answer(PATH, &Value::from(listed()));
        let made = Rc::new(Cell::new(None));
        let stage = Stage::show({
            let made = made.clone();
            move || {
                Navigation::provide();
                let state = State::provide();
                made.set(Some(state));
                task::spawn_page(state.session.start());
                let rows = state.machines.rows();
                let machines = Signal::derive(move || {
                    let mut machines: Vec<(String, MachineRef)> = rows
                        .read()
                        .iter()
                        .map(|row| (row.details().name.clone(), row.key().clone()))
                        .collect();
                    machines.sort();
                    machines.into_iter().map(|(_, machine)| machine).collect()
                });
                let list = Memo::new(|_| MachineList::default());
                let on_sort = Callback::new(|(_, _): (Column, _)| ());
                view! { <MachineTable machines=machines list=list on_sort=on_sort /> }
            }
        });
        let table = Self {
            stage,
            state: made.get().unwrap(),
            server,
        };
        until("the machines are there", || {
            table.total() == Some(COUNT.to_string())
        })
        .await;
        table
    }

    fn total(&self) -> Option<String> {
        self.stage
            .find::<HtmlElement>("table")
            .get_attribute("aria-rowcount")
    }

    /// The list's upper edge.
    fn top(&self) -> f64 {
        let head: HtmlElement = self.stage.find("thead");
        head.get_bounding_client_rect().bottom()
    }

    fn rows(&self) -> Vec<HtmlElement> {
        self.stage.all("tbody tr[aria-rowindex]")
    }

    fn row(&self, index: usize) -> Option<HtmlElement> {
        let selector = format!("tbody tr[aria-rowindex='{}']", index + 1);
        self.stage.all(&selector).pop()
    }

    fn link(&self, index: usize) -> HtmlElement {
        self.stage
            .find(&format!("tbody tr[aria-rowindex='{}'] a[href]", index + 1))
    }

    /// Scrolls so that a row is at the window's upper edge, and waits until it is drawn.
    async fn scroll_to(&self, index: usize) {
        let window = web_sys::window().unwrap();
        let top = self.top();
        #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
        let offset = top + index as f64 * ROW_HEIGHT;
        window.scroll_by_with_x_and_y(0.0, offset);
        until(&format!("row {index} is drawn"), || {
            self.row(index).is_some()
        })
        .await;
    }

    /// Every drawn row shows the machine its index says, exactly where it belongs.
    fn check(&self) {
        let top = self.top();
        for row in self.rows() {
            let index: usize = row.get_attribute("aria-rowindex").unwrap().parse().unwrap();
            assert!(
                words(&row).contains(&name(index - 1)),
                "{index}: {}",
                words(&row)
            );
            let place = row.get_bounding_client_rect();
            #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
            let wanted = top + (index - 1) as f64 * ROW_HEIGHT;
            assert!(
                (place.top() - wanted).abs() < 1.0,
                "{index}: {}",
                place.top() - wanted
            );
            assert!(
                (place.height() - ROW_HEIGHT).abs() < 0.5,
                "{}",
                place.height()
            );
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
        let all = COUNT as f64 * ROW_HEIGHT;
        let table: HtmlElement = self.stage.find("table");
        let height = table.get_bounding_client_rect().bottom() - top;
        assert!((height - all).abs() < 1.0, "{height}");
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        web_sys::window().unwrap().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

#[wasm_bindgen_test]
async fn of_five_thousand_rows_those_in_view_are_drawn_each_in_its_place() {
    let table = Table::showing().await;
    let window = web_sys::window().unwrap();
    let in_window = window.inner_height().unwrap().as_f64().unwrap() / ROW_HEIGHT;
    for index in [0, 1, 700, 2_500, 4_990, 30, 4_000] {
        table.scroll_to(index).await;
        table.check();
        #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
        let drawn = table.rows().len() as f64;
        assert!(
            drawn <= in_window + 48.0,
            "{drawn} rows in a window of {in_window}"
        );
    }
}

#[wasm_bindgen_test]
async fn scrolling_a_little_keeps_the_elements_and_the_focus() {
    let table = Table::showing().await;
    table.scroll_to(1_000).await;
    let link = table.link(1_003);
    link.focus().unwrap();
    // Giving focus may have scrolled by itself.
    frames(2).await;
    for step in [3, 5, -6, 2] {
        let index = usize::try_from(1_000 + step).unwrap();
        table.scroll_to(index).await;
        frames(2).await;
        assert!(link.is_connected());
        assert_eq!(focused(), link);
        table.check();
    }
}

#[wasm_bindgen_test]
async fn the_focused_row_stays_however_far_the_list_is_scrolled() {
    let table = Table::showing().await;
    table.scroll_to(2_000).await;
    let link = table.link(2_002);
    link.focus().unwrap();
    for index in [4_500, 2_000, 10, 4_900, 300] {
        table.scroll_to(index).await;
        frames(2).await;
        assert_eq!(focused(), link, "with row {index} on top");
        table.check();
    }
    link.blur().unwrap();
    until("the row is let go", || !link.is_connected()).await;
    table.check();
}

#[wasm_bindgen_test]
async fn a_poll_changes_a_row_in_place() {
    let table = Table::showing().await;
    table.scroll_to(600).await;
    let row = table.row(602).unwrap();
    let menu: HtmlElement = row
        .query_selector("button[aria-haspopup]")
        .unwrap()
        .map(wasm_bindgen::JsCast::unchecked_into)
        .unwrap();
    menu.focus().unwrap();
    let scrolled = web_sys::window().unwrap().scroll_y().unwrap();
    let mut machines = listed();
    machines[602]["state"] = json!("stopped");
    machines[601]["tags"] = json!(["fresh"]);
    table.server.answer(PATH, &Value::from(machines));
    table.state.machines.refresh("cloud");
    until("the new state shows", || words(&row).contains("stopped")).await;
    assert!(row.is_connected());
    assert_eq!(focused(), menu);
    assert!(words(&table.row(601).unwrap()).contains("fresh"));
    let now = web_sys::window().unwrap().scroll_y().unwrap();
    assert!((now - scrolled).abs() < 1.0);
    table.check();
}

#[wasm_bindgen_test]
async fn a_row_that_a_poll_moves_keeps_the_focus_and_the_scroll() {
    let table = Table::showing().await;
    table.scroll_to(600).await;
    let scrolled = || web_sys::window().unwrap().scroll_y().unwrap();
    let before = scrolled();
    let menu = "tr[aria-rowindex='606'] button[aria-haspopup]";
    table.stage.find::<HtmlElement>(menu).focus().unwrap();
    frames(2).await;
    // To the next row, some rows on, and to the very end of the list.
    for (id, new_name) in [
        (605, "machine-0606b"),
        (605, "machine-0612b"),
        (605, "zebra"),
    ] {
        let label = format!("Actions for {new_name}");
        let mut machines = listed();
        machines[id]["name"] = json!(new_name);
        table.server.answer(PATH, &Value::from(machines));
        table.state.machines.refresh("cloud");
        until(&format!("the focus is on {label}"), || {
            focused().get_attribute("aria-label").as_deref() == Some(&label)
        })
        .await;
        frames(3).await;
        assert_eq!(focused().get_attribute("aria-label"), Some(label));
        assert!((scrolled() - before).abs() < 1.0);
    }
}
