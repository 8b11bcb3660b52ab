//! Handing a session to other tabs of the same browser: a new tab asks, an open one answers. The
//! channel reaches this origin's own pages only, and a token is only given for the server it came
//! from.

use mist_api::{Credentials, Secret, ServerUrl};
use serde::{Deserialize, Serialize};

use crate::platform::channel::Channel;

const CHANNEL: &str = "mist:session";

#[derive(Serialize, Deserialize)]
#[serde(tag = "say")]
enum Word {
    /// Has anybody a session with this server?
    Ask { server: String },
    /// Here is one.
    Give {
        server: String,
        email: String,
        token: String,
    },
    /// That session has ended.
    End { server: String, email: String },
}

/// What other tabs say.
pub(super) enum Heard {
    /// A tab asks for the session with a server.
    Asked(String),
    /// A tab gives its session with a server.
    Given(String, Credentials),
    /// A tab signed this account out of a server.
    Ended(String, String),
}

/// The line to the other tabs.
pub(super) struct Tabs(Option<Channel>);

impl Tabs {
    pub(super) fn join(on_heard: impl Fn(Heard) + 'static) -> Self {
        Self(Channel::join(CHANNEL, move |text| {
            // A newer release in another tab may say what this one doesn't know.
            let Ok(word) = serde_json::from_str(&text) else {
                return;
            };
            on_heard(match word {
                Word::Ask { server } => Heard::Asked(server),
                Word::Give {
                    server,
                    email,
                    token,
                } => Heard::Given(
                    server,
                    Credentials {
                        email,
                        token: Secret::new(token),
                    },
                ),
                Word::End { server, email } => Heard::Ended(server, email),
            });
        }))
    }

    fn say(&self, word: &Word) {
        if let (Some(channel), Ok(text)) = (&self.0, serde_json::to_string(word)) {
            channel.send(&text);
        }
    }

    pub(super) fn ask(&self, server: &ServerUrl) {
        self.say(&Word::Ask {
            server: server.as_str().to_owned(),
        });
    }

    pub(super) fn give(&self, server: &ServerUrl, credentials: &Credentials) {
        self.say(&Word::Give {
            server: server.as_str().to_owned(),
            email: credentials.email.clone(),
            token: credentials.token.expose().to_owned(),
        });
    }

    pub(super) fn end(&self, server: &ServerUrl, email: &str) {
        self.say(&Word::End {
            server: server.as_str().to_owned(),
            email: email.to_owned(),
        });
    }
}
