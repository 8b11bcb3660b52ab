//! The text of a file: chosen, dropped or pasted.

use leptos::{ev::DragEvent, html, prelude::*};
use web_sys::File;

use super::{button::Button, field::TextArea};
use crate::{
    platform::{clock, dom, file, task},
    say,
};

/// A button that opens the browser's file chooser.
#[component]
pub fn FileChooser(
    /// The words on the button.
    label: &'static str,
    /// Called with the file.
    on_file: Callback<File>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = node.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = node.get_untracked() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_file.run(file);
        }
        // So that the same file can be chosen again after it was mended.
        input.set_value("");
    };
    view! {
        <Button label=label on_press=choose />
        <input
            class="unseen"
            type="file"
            tabindex="-1"
            aria-hidden="true"
            node_ref=node
            on:change=chosen
        />
    }
}

/// The file that was dropped; nothing for anything else. The browser is kept from opening it.
pub fn dropped(event: &DragEvent) -> Option<File> {
    event.prevent_default();
    event.data_transfer()?.files()?.get(0)
}

/// What is wrong with what was read as a text, if anything.
fn wrong(text: Option<&str>) -> Option<&'static str> {
    let is_text = |text: &str| !text.contains(['\0', char::REPLACEMENT_CHARACTER]);
    match text {
        Some(text) if text.trim().is_empty() => Some(say!(form.file_empty)),
        Some(text) if is_text(text) => None,
        _ => Some(say!(form.file_bad)),
    }
}

/// Several lines of text that are mostly a file's. What is hidden can be replaced, and is not shown.
#[component]
pub fn TextFileField(
    /// Its name.
    label: &'static str,
    /// The text.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: RwSignal<Option<String>>,
    /// One line under it.
    help: &'static str,
    /// Whether the text is not to be shown.
    hidden: RwSignal<bool>,
) -> impl IntoView {
    // What is typed from here on is seen by who types it.
    if value.with_untracked(String::is_empty) {
        hidden.set(false);
    }
    let remark = RwSignal::new(None::<String>);
    let take = move |chosen: File| {
        task::spawn_scoped(async move {
            remark.set(None);
            if file::is_too_large(&chosen) {
                error.set(Some(say!(form.file_large).to_owned()));
                return;
            }
            let text = file::read_text(&chosen).await;
            let found = wrong(text.as_deref());
            error.set(found.map(str::to_owned));
            if let (Some(text), None) = (text, found) {
                hidden.set(false);
                value.set(text);
                remark.set(Some(say!(form.file_taken, name = chosen.name())));
            }
        });
    };
    let replace = move |_| {
        value.set(String::new());
        hidden.set(false);
        // The button has gone, and the empty field is what comes next.
        task::spawn_page(async {
            clock::next_frame().await;
            dom::focus_first(".file-field textarea");
        });
    };
    let is_kept = Memo::new(move |_| hidden.get() && !value.read().is_empty());
    let kept = move || {
        let count = value.with_untracked(|text| text.chars().count());
        view! {
            <div class="field" role="group" aria-label=label>
                <div class="field-label" aria-hidden="true">
                    {label}
                </div>
                <p>{say!(form.file_kept, count = count)}</p>
            </div>
            <div class="row">
                <Button label=say!(form.file_replace) on_press=replace />
            </div>
        }
    };
    let open = move || {
        view! {
            <TextArea label=label value=value error=error help=help />
            <div class="row">
                <FileChooser label=say!(form.file_choose) on_file=Callback::new(take) />
                <p class="hint" role="status">
                    {move || remark.get()}
                </p>
            </div>
        }
    };
    view! {
        <div
            class="file-field"
            on:dragover=|event: DragEvent| event.prevent_default()
            on:drop=move |event| {
                if let Some(file) = dropped(&event) {
                    take(file);
                }
            }
        >
            {move || if is_kept.get() { kept().into_any() } else { open().into_any() }}
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::wrong;

    #[test]
    fn only_text_is_taken_for_text() {
        assert_eq!(wrong(Some("{\"a\": \"ü\"}\n")), None);
        assert!(wrong(Some(" \n")).is_some());
        assert!(wrong(Some("0\u{fffd}\u{fffd}")).is_some());
        assert!(wrong(Some("a\0b")).is_some());
        assert!(wrong(None).is_some());
        assert_ne!(wrong(None), wrong(Some("")));
    }
}
