//! Handing a session to other tabs of the same browser: a new tab asks, an open one answers. The
//! channel reaches this origin's own pages only, and a token is only given for the server it came
//! from.

use mist_api::{Credentials, Secret, ServerUrl};
use serde::{Deserialize, Serialize};

use crate::platform::channel::Channel;

const CHANNEL: &str = "mist:session";

/// What goes over the channel. One flat shape and not one for each word: reading an enum would take
/// three kilobytes of the module.
#[derive(Serialize, Deserialize)]
struct Word {
    say: String,
    server: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    token: String,
}

/// Has anybody a session with this server?
const ASK: &str = "Ask";
/// Here is one.
const GIVE: &str = "Give";
/// That session has ended.
const END: &str = "End";

/// All sessions have ended.
const END_ALL: &str = "EndAll";

/// What other tabs say.
pub(super) enum Heard {
    /// A tab asks for the session with a server.
    Asked(String),
    /// A tab gives its session with a server.
    Given(String, Credentials),
    /// A tab signed this account out of a server.
    Ended(String, String),
    /// A tab signed out everywhere.
    EndedAll,
}

/// The line to the other tabs.
pub(super) struct Tabs(Option<Channel>);

impl Tabs {
    pub(super) fn join(on_heard: impl Fn(Heard) + 'static) -> Self {
        Self(Channel::join(CHANNEL, move |text| {
            // A newer release in another tab may say what this one doesn't know.
            let Ok(word) = serde_json::from_slice(text.as_bytes()) else {
                return;
            };
            let Word {
                say,
                server,
                email,
                token,
            } = word;
            on_heard(match say.as_str() {
                ASK => Heard::Asked(server),
                GIVE => {
                    let token = Secret::new(token);
                    Heard::Given(server, Credentials { email, token })
                }
                END => Heard::Ended(server, email),
                END_ALL => Heard::EndedAll,
                _ => return,
            });
        }))
    }

    fn say(&self, say: &str, server: String, email: String, token: String) {
        let word = Word {
            say: say.to_owned(),
            server,
            email,
            token,
        };
        if let (Some(channel), Ok(text)) = (&self.0, serde_json::to_string(&word)) {
            channel.send(&text);
        }
    }

    pub(super) fn ask(&self, server: &ServerUrl) {
        let server = server.as_str().to_owned();
        self.say(ASK, server, String::new(), String::new());
    }

    pub(super) fn give(&self, server: &ServerUrl, credentials: &Credentials) {
        let server = server.as_str().to_owned();
        let token = credentials.token.expose().to_owned();
        self.say(GIVE, server, credentials.email.clone(), token);
    }

    pub(super) fn end(&self, server: &ServerUrl, email: &str) {
        let server = server.as_str().to_owned();
        self.say(END, server, email.to_owned(), String::new());
    }

    pub(super) fn end_all(&self) {
        self.say(END_ALL, String::new(), String::new(), String::new());
    }
}
