//! What soft keyboards hide or lack: a row of keys for the command line, shown where fingers point.
//! Pressing one never takes the focus from the line, so that the soft keyboard stays as it is.

use leptos::{
    ev::{Event, KeyboardEvent},
    html,
    prelude::*,
};

use crate::{
    platform::{clipboard, dom, task},
    say,
    state::{
        State,
        shell::{RunState, Shell},
    },
    ui::icon::Icon,
};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// The command before the one in the line.
    Earlier,
    /// The command after it.
    Later,
    /// Stands for itself.
    Types(&'static str),
    Paste,
    /// What Control+C does: stops what runs, else empties the line.
    Cancel,
}

const KEYS: [Key; 12] = [
    Key::Earlier,
    Key::Later,
    Key::Types("|"),
    Key::Types("/"),
    Key::Types("-"),
    Key::Types("~"),
    Key::Types("$"),
    Key::Types("\""),
    Key::Types("'"),
    Key::Types("*"),
    Key::Paste,
    Key::Cancel,
];

impl Key {
    /// The name where what stands on the key is a drawing or a sign that screen readers leave out.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Earlier => Some(say!(shell.key_earlier)),
            Self::Later => Some(say!(shell.key_later)),
            Self::Types(sign) => match sign.as_bytes() {
                b"|" => Some(say!(shell.key_pipe)),
                b"/" => Some(say!(shell.key_slash)),
                b"-" => Some(say!(shell.key_hyphen)),
                b"~" => Some(say!(shell.key_tilde)),
                b"$" => Some(say!(shell.key_dollar)),
                b"\"" => Some(say!(shell.key_double_quote)),
                b"'" => Some(say!(shell.key_quote)),
                _ => Some(say!(shell.key_star)),
            },
            Self::Paste | Self::Cancel => None,
        }
    }

    fn face(self) -> AnyView {
        match self {
            Self::Earlier => Icon::ArrowUp.draw().into_any(),
            Self::Later => Icon::ArrowDown.draw().into_any(),
            Self::Types(sign) => sign.into_any(),
            Self::Paste => say!(shell.paste).into_any(),
            Self::Cancel => say!(form.cancel).into_any(),
        }
    }
}

/// What a line can take of a text: as browsers do, a blank for the end of each line but the last.
fn in_one_line(text: &str) -> String {
    let text = text.trim_end_matches(['\r', '\n']);
    text.replace("\r\n", " ").replace(['\r', '\n'], " ")
}

/// Whose keys they are.
#[derive(Clone, Copy)]
struct Keys {
    shell: Shell,
    input: NodeRef<html::Input>,
}

impl Keys {
    /// Writes at the caret, in place of what is selected.
    fn write(self, text: &str) {
        let Some(input) = self.input.get_untracked() else {
            return;
        };
        if dom::insert(&input, text) {
            self.shell.draft().set(input.value());
        }
    }

    fn paste(self) {
        let notices = State::get().notices;
        task::spawn_scoped(async move {
            match clipboard::read().await {
                Ok(text) => self.write(&in_one_line(&text)),
                Err(clipboard::Unreadable::NotSecure) => {
                    notices.say(say!(shell.paste_not_secure).to_owned());
                }
                Err(clipboard::Unreadable::Refused) => {
                    notices.say(say!(shell.paste_refused).to_owned());
                }
            }
        });
    }

    fn press(self, key: Key) {
        let Self { shell, .. } = self;
        match key {
            Key::Earlier => shell.older(),
            Key::Later => shell.newer(),
            Key::Types(sign) => self.write(sign),
            Key::Paste => self.paste(),
            Key::Cancel => {
                let runs = shell
                    .state()
                    .with_untracked(|state| *state == RunState::Running);
                if runs {
                    shell.stop();
                } else {
                    shell.put_aside();
                }
            }
        }
    }
}

/// Which key the arrow keys of a real keyboard lead to.
fn moved(key: &str, here: usize) -> Option<usize> {
    let last = KEYS.len() - 1;
    match key {
        "ArrowRight" => Some(if here == last { 0 } else { here + 1 }),
        "ArrowLeft" => Some(here.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The row, for the line in `input`.
pub fn key_row(shell: Shell, input: NodeRef<html::Input>) -> AnyView {
    let keys = Keys { shell, input };
    let stem = StoredValue::new(dom::fresh_id("key"));
    let id = move |place: usize| stem.with_value(|stem| format!("{stem}-{place}"));
    let at = RwSignal::new(0);
    // A press that moves no focus: the pointer's for touch, the mouse's where that comes first.
    let keep_focus = |event: Event| event.prevent_default();
    let on_key = move |event: KeyboardEvent| {
        if let Some(there) = moved(&event.key(), at.get_untracked()) {
            event.prevent_default();
            at.set(there);
            dom::focus_id(&id(there));
        }
    };
    let key = |(place, key): (usize, Key)| {
        view! {
            <button
                type="button"
                class="btn key"
                id=id(place)
                aria-label=key.name()
                tabindex=move || if at.get() == place { "0" } else { "-1" }
                on:focus=move |_| at.set(place)
                on:click=move |_| keys.press(key)
            >
                {key.face()}
            </button>
        }
        .into_any()
    };
    view! {
        <div
            class="key-row"
            role="toolbar"
            aria-label=say!(shell.keys)
            on:pointerdown=move |event| keep_focus(event.into())
            on:mousedown=move |event| keep_focus(event.into())
            on:keydown=on_key
        >
            {KEYS.into_iter().enumerate().map(key).collect_view()}
        </div>
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{KEYS, in_one_line, moved};

    #[test]
    fn what_is_pasted_fits_a_line() {
        assert_eq!(in_one_line("uptime\n"), "uptime");
        assert_eq!(in_one_line("cd /srv\r\nls -l\r\n\r\n"), "cd /srv ls -l");
        assert_eq!(in_one_line("a\rb\nc"), "a b c");
    }

    #[test]
    fn arrow_keys_go_round_the_row() {
        let last = KEYS.len() - 1;
        assert_eq!(moved("ArrowLeft", 0), Some(last));
        assert_eq!(moved("ArrowRight", last), Some(0));
        assert_eq!(moved("End", 3), Some(last));
        assert_eq!(moved("Home", 3), Some(0));
        assert_eq!(moved("a", 3), None);
    }
}
