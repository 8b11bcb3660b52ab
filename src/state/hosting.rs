//! What whoever hosts the page has decided for everybody who uses it: `config.json` beside the page, which
//! `boot.js` has read (docs/hosting.md). Without that file the page talks to its own origin, is called "Mist",
//! and lets people go to other servers.

use mist_api::ServerUrl;

use crate::platform::boot;

/// The server a visit begins with, unless the person has chosen another one.
pub fn server() -> ServerUrl {
    let named = boot::text_setting("server").unwrap_or_default();
    ServerUrl::parse(&named).unwrap_or_default()
}

/// Whether people may name a server of their own.
pub fn may_change_server() -> bool {
    boot::flag_setting("may_change_server").unwrap_or(true)
}
